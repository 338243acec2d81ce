"""The rows of the statements grid: canonical lines in the order of the methodology, under the heads of their parts."""

from __future__ import annotations

from dataclasses import dataclass

from app.models.domain.methodology import IntegrityCheck, Line, Methodology
from app.models.domain.statement import Framework

UNITS = (1, 1000, 10_000, 1_000_000)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the head of a part (``part``), a line to type (``line``), or the difference of a check (``check``)."""

    part: str = ""
    line: Line | None = None
    check: IntegrityCheck | None = None

    @property
    def total(self) -> bool:
        return self.line is not None and self.line.sum is not None


def rows(methodology: Methodology) -> tuple[Row, ...]:
    """The rows of the grid. The checks stand after the last line of the balance sheet, where the eye looks for the difference."""
    result: list[Row] = []
    part = ""
    checks = [Row(check=check) for check in methodology.checks if _is_balance(check)]
    for line in methodology.lines:
        if not line.typed:
            continue
        name = _part(line)
        if name != part:
            if part == "liabilities":
                result += checks
                checks = []
            part = name
            result.append(Row(part=part))
        result.append(Row(line=line))
    return (*result, *checks)


def _part(line: Line) -> str:
    if line.side in ("CL", "NCL", "E"):
        return "liabilities"
    if line.side in ("CA", "NCA"):
        return "assets"
    return line.side.lower()


def _is_balance(check: IntegrityCheck) -> bool:
    return check.key == "balance"


def line_name(line: Line, framework: Framework, lang: str) -> str:
    """The name of a line: of the Chinese format when both rules and language are Chinese, else of the language."""
    if framework is Framework.CAS and lang == "zh" and line.cas:
        return line.cas
    return line.label.get(lang)


def line_code(line: Line, framework: Framework, lang: str) -> str:
    """What names the line in the customer's own paper: the РСБУ codes, or the Chinese name for other readers."""
    if framework is Framework.RSBU:
        return line.rsbu
    return line.cas.split(" + ")[0] if framework is Framework.CAS and lang != "zh" else ""
