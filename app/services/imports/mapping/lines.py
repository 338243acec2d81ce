"""What each name of a table means: by the profile, by the names of fields and lines, by codes, by what the cells hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from app.services.imports.fields import LINE, OPENING, Fields
from app.services.imports.mapping.shape import SAMPLES, Shape, cell_at, row_codes, text_of
from app.services.imports.model import Kind, Line, Sureness
from app.services.imports.profiles import Layout, Target
from app.services.imports.reading.model import Sheet, Value
from app.services.statements.labels import plain_label

_EXPENSES = frozenset({"cogs", "sell", "adm", "tax_sur", "int_exp", "oth_exp"})
_SEEN = 400
# Code of a line and column of the Russian forms in open data: 12503 is line 1250 at the end of the year, 12504 the year before.
_WIDE_CODE = re.compile(r"(?P<code>[124]\d{3}|3600)(?P<column>[34])")


def lines_of(sheet: Sheet, shape: Shape, kind: Kind, fields: Fields, layout: Layout | None) -> tuple[Line, ...]:
    """One ``Line`` for each named column (row); what nobody knows has no target and says so."""
    codes = row_codes(sheet, shape) if shape.across else {}
    balance = has_balance(shape, fields, codes)
    lines: list[Line] = []
    for index, head in shape.names:
        cells = _cells(sheet, shape, index)
        line = _line(head, codes.get(index, ""), kind, fields, layout, balance)
        lines.append(replace(line, index=index, head=head, samples=_samples(cells)))
    settled = _once(lines)
    return tuple(_with_sign(line, _cells(sheet, shape, line.index)) for line in settled)


def has_balance(shape: Shape, fields: Fields, codes: dict[int, str]) -> bool:
    """Whether a table names total assets, or liabilities and equity."""
    means = {found.target for index, head in shape.names if (found := fields.line(codes.get(index) or head)) is not None}
    return bool(means & {"line.TA", "line.TLE", "line.CA", "line.TL"})


def _line(head: str, code: str, kind: Kind, fields: Fields, layout: Layout | None, balance: bool) -> Line:
    known = layout.names.get(plain_label(head)) if layout is not None and head else None
    if known is not None:
        return _by_profile(known)
    if layout is not None and layout.strict:
        return Line(0, "", why="not_in_profile")
    wide = _WIDE_CODE.fullmatch(head)
    if wide and (meant := fields.line(wide["code"])) is not None:
        target = meant.target if wide["column"] == "3" else OPENING + meant.target.removeprefix(LINE)
        return Line(0, "", target, Sureness.SURE, "code", how=meant.how)
    if code and (meant := fields.line(code)) is not None:
        return Line(0, "", meant.target, Sureness.SURE, "code", how=meant.how)
    if not head:
        return Line(0, "", why="no_name")
    named = fields.named(head, kind)
    if kind is Kind.STATEMENT:
        of_line = fields.line(head, balance=balance)
        if of_line is not None and not (named is not None and named.exact):
            return Line(0, "", of_line.target, Sureness.SURE, "name", how=of_line.how)
    if named is not None:
        sureness, why = (Sureness.SURE, "name") if named.exact else (Sureness.LIKELY, "part_of_name")
        return Line(0, "", named.target, sureness, why)
    return Line(0, "", why="unknown_name")


def _by_profile(known: Target) -> Line:
    return Line(0, "", known.key, Sureness.PROFILE, "profile", unit=known.unit, how=known.how)


def _once(lines: Sequence[Line]) -> list[Line]:
    """Fields that hold one value keep the first column that means them; amounts of statement lines may be added up."""
    taken: set[str] = set()
    result = []
    for line in lines:
        again = line.target in taken and not line.target.startswith((LINE, "opening."))
        result.append(replace(line, target="", sureness=Sureness.UNKNOWN, why="taken") if again else line)
        if line.target:
            taken.add(line.target)
    return result


def _with_sign(line: Line, cells: Sequence[Value]) -> Line:
    """Expenses that a table prints below zero are kept as positive amounts."""
    if not line.target.startswith(LINE) or line.target.removeprefix(LINE) not in _EXPENSES or line.how != "add":
        return line
    signs = [sign for cell in cells if (sign := _sign(cell))]
    below = sum(sign < 0 for sign in signs)
    return replace(line, how="less") if len(signs) and below * 5 >= len(signs) * 4 else line


def _sign(cell: Value) -> int:
    """-1, 0 or 1; brackets are a minus."""
    if isinstance(cell, bool) or cell is None:
        return 0
    if isinstance(cell, int | float):
        return (cell > 0) - (cell < 0)
    text = text_of(cell).replace("−", "-").replace("（", "(")
    if not any(char in "123456789" for char in text):
        return 0
    return -1 if text.startswith(("-", "(")) else 1


def _cells(sheet: Sheet, shape: Shape, index: int) -> list[Value]:
    if shape.across:
        return [cell_at(sheet.rows, index, column) for column, _ in shape.periods]
    last = min(shape.table.last, shape.table.first + _SEEN)
    return [cell_at(sheet.rows, row, index) for row in range(shape.table.first, last + 1)]


def _samples(cells: Sequence[Value]) -> tuple[str, ...]:
    texts = (text_of(cell) for cell in cells)
    return tuple(dict.fromkeys(text[:60] for text in texts if text))[:SAMPLES]


def found_targets(lines: Sequence[Line]) -> set[str]:
    """The targets that lines have."""
    return {line.target for line in lines if line.target}

