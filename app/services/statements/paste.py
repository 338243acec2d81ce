"""Reading a pasted table of a statement: which row is which line, which column which period, and every bad cell.

Rows are known by a code of the Russian forms or by their label in any of the languages; a block with neither is taken by
position, top row = first line asked for. Nothing is guessed: an unknown label is listed, a cell that cannot be read is
a problem with its row and column (both from 1), and neither gives a value.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from app.models.domain.errors import UserError
from app.models.domain.methodology import Line
from app.models.domain.statement import Framework
from app.numbers import parse_amount
from app.services.statements.labels import LineFinder, plain_label
from app.services.statements.periods import Period, no_such_day, read_period
from app.services.statements.table import read_cells
from app.units import read_unit

_BLANK = frozenset({"", "-", "–", "—", "－", "−", "--", "n/a", "na", "x", "х", "不适用", "无", "нет", "н/д"})
_NOT_AMOUNTS = ("附注", "行次", "注释", "note", "notes", "пояснения", "пояснение", "код", "code", "№")
_CODE_HEADS = ("код", "код строки", "code", "line code")
_BARE_CODE = re.compile(r"[1-4][0-9]{3,4}(?:\.0)?")
_FIGURES = re.compile(r"^[\s\d.,()'+-]+|[()]+$")
_UNIT_HEAD = re.compile(r"(?:单位|unit|units|in|ед\.? ?изм\.?|единица измерения|в)\s*:?\s*(?P<unit>.+)", re.IGNORECASE)
# The Russian forms print these in brackets; they are kept as positive amounts.
_PRINTED_IN_BRACKETS = frozenset(
    {"cogs", "sell", "adm", "int_exp", "oth_exp", "tax", "tax_sur", "capex", "dividends", "treasury"}
)
# The Chinese form prints losses among the gains, with a minus: 信用减值损失（损失以“-”号填列）.
_LOSS_WITH_MINUS = re.compile("损失以.{0,3}-.{0,3}号填列")


@dataclass(frozen=True, slots=True)
class PasteColumn:
    """A column of amounts: ``column`` in the pasted block (from 1), its head, and the period the head names, if any."""

    column: int
    head: str
    period: Period | None


@dataclass(frozen=True, slots=True)
class CellProblem:
    """A cell that cannot be taken: place from 1, its text, and why."""

    row: int
    column: int
    text: str
    error: UserError


@dataclass(frozen=True, slots=True)
class PasteResult:
    """What was read.

    ``values`` maps (line key, index of the column in ``columns``) to amounts in ``unit`` of ``currency`` ("" = not
    said). ``unmatched`` are rows with amounts whose label is unknown: (row, label). ``ambiguous`` are cells (row, column)
    such as ``1,234`` that were read by the rule of the language.
    """

    columns: tuple[PasteColumn, ...]
    values: Mapping[tuple[str, int], Decimal]
    problems: tuple[CellProblem, ...]
    unmatched: tuple[tuple[int, str], ...]
    ambiguous: tuple[tuple[int, int], ...]
    unit: int
    currency: str
    by_position: bool


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    lang: str
    cell_unit: Decimal                # what an amount without a unit of its own is counted in
    unit: int
    currency: str
    values: dict[tuple[str, int], Decimal] = field(default_factory=dict)
    labels: dict[tuple[str, int], set[str]] = field(default_factory=dict)
    problems: list[CellProblem] = field(default_factory=list)
    ambiguous: list[tuple[int, int]] = field(default_factory=list)


def parse_paste(
    text: str, lang: str, lines: Sequence[Line], framework: Framework = Framework.CAS, *, unit: int | None = None,
    currency: str = "",
) -> PasteResult:
    """Read a pasted block against ``lines``. UserError ``paste.*`` when there is nothing to read in it at all.

    Amounts come back in ``unit`` (None: the unit the block names, else 1); a unit in a cell or over the table is
    converted exactly. ``currency``: another currency in a cell is a problem there.
    """
    cells = read_cells(text)
    declared_unit, declared_currency = _declared(cells)
    target = unit or int(declared_unit or 1)
    reading = _Reading(lang, declared_unit or Decimal(target), target, currency or declared_currency)
    finder = LineFinder(lines)
    bare = bare_codes(cells, finder)
    keys = _row_keys(cells, finder, bare)
    by_position = not any(key for key, _ in keys) and _without_labels(cells)
    if by_position:
        head = 1 if len(cells) > 1 and any(cells[0]) and all(not cell or _is_day(cell) for cell in cells[0]) else 0
        keys = [("", -1)] * head + [(line.key, -1) for line in lines[: len(cells) - head]]
        keys += [("", -1)] * (len(cells) - len(keys))
    first = next((n for n, (key, _) in enumerate(keys) if key), None)
    if first is None:
        raise UserError("paste.no_lines")
    columns = _columns(reading, cells, keys, first)
    if not columns:
        raise UserError("paste.no_columns")
    unmatched = []
    for n, row in enumerate(cells):
        key, at = keys[n]
        if key:
            _read_row(reading, n, row, key, row[at] if at >= 0 else "", columns, framework)
        elif _unread(row, columns, n < first and not (bare is not None and _BARE_CODE.fullmatch(row[bare]))):
            unmatched.append((n + 1, next((cell for cell in row if _is_label(cell)), "" if bare is None else row[bare])))
    return PasteResult(
        tuple(columns), reading.values, tuple(reading.problems), tuple(unmatched), tuple(reading.ambiguous), target,
        reading.currency, by_position,
    )


def bare_codes(cells: list[list[str]], finder: LineFinder) -> int | None:
    """The leading column where it holds codes of the Russian forms beside amounts and there are no labels at all, else None.

    Amounts may look like codes, so at least two must be known, nearly all of them, and none twice.
    """
    column = next((at for at in range(len(cells[0])) if any(row[at] for row in cells)), 0)
    body = [row[column:] for row in cells if row[column] and row[column].casefold().rstrip(".:") not in _CODE_HEADS]
    codes = [row[0] for row in body]
    known = sum(finder.by_code(code) is not None for code in codes)
    if known < 2 or 3 * known < 2 * len(codes) or len(set(codes)) < len(codes) or not all(map(_BARE_CODE.fullmatch, codes)):
        return None
    beside = [cell for row in body for cell in row[1:]]
    return column if any(map(_looks_like_amount, beside)) and not any(map(_is_label, beside)) else None


def _row_keys(cells: list[list[str]], finder: LineFinder, bare: int | None) -> list[tuple[str, int]]:
    """Key of the line each row holds and the column of its label or code; ("", -1) for a row that holds none."""
    by_label = [_label_key(row, finder) for row in cells]
    code_column = bare if bare is not None else _code_column(cells, by_label, finder)
    if code_column is None:
        return by_label
    coded = [finder.by_code(row[code_column]) for row in cells]
    return [(code, code_column) if code else found for code, found in zip(coded, by_label, strict=True)]


def _label_key(row: list[str], finder: LineFinder) -> tuple[str, int]:
    for at, cell in enumerate(row):
        if _is_label(cell) and (key := finder.by_label(cell)):
            return key, at
    return "", -1


def _code_column(cells: list[list[str]], by_label: list[tuple[str, int]], finder: LineFinder) -> int | None:
    """The column of line codes, None where there is none.

    An amount such as 1700 looks like a code, so a column counts only under a head that says so, or when nearly all of
    it are different codes right of a label and the labels, where known, mostly say the same.
    """
    for column in range(1, len(cells[0])):
        body = [(row, key) for row, (key, _) in zip(cells, by_label, strict=True) if any(map(_is_label, row[:column]))]
        found = [(code, key) for row, key in body if (code := finder.by_code(row[column]))]
        filled = sum(_looks_like_amount(row[column]) for row, _ in body)
        agree = sum(code == key for code, key in found)
        against = sum(bool(key) and code != key for code, key in found)
        different = len({code for code, _ in found}) == len(found)
        headed = any(row[column].casefold().rstrip(".:") in _CODE_HEADS for row in cells)
        if found and (headed or (different and agree >= 2 * against and 3 * len(found) >= 2 * filled)):
            return column
    return None


def _unread(row: list[str], columns: list[PasteColumn], above: bool) -> bool:
    """Whether a row without a known line holds amounts; ``above`` the first line, years and dates are heads, not amounts."""
    found = [cell for column in columns if _looks_like_amount(cell := row[column.column - 1])]
    return bool(found) and (not above or (any(map(_is_label, row)) and not any(map(_is_day, found))))


def _columns(
    reading: _Reading, cells: list[list[str]], keys: list[tuple[str, int]], first: int
) -> list[PasteColumn]:
    """The columns of amounts: those under a period if any head names one, else every column with amounts.

    A column of amounts whose head names a day that does not exist, or no period beside others that do, is a problem.
    """
    taken = {at for key, at in keys if key and at >= 0}
    heads = [[row[column] for row in cells[:first]] for column in range(len(cells[0]))]
    periods = [
        None if at in taken else next((found for head in column if (found := read_period(head))), None)
        for at, column in enumerate(heads)
    ]
    columns: list[PasteColumn] = []
    for column, head in enumerate(heads):
        words = [word for word in head if word]
        if column in taken or any(word.casefold().rstrip(".:") in _NOT_AMOUNTS for word in words):
            continue
        body = [row[column] for row, (key, _) in zip(cells, keys, strict=True) if key]
        amounts = any(_looks_like_amount(cell) for cell in body)
        if amounts and not periods[column]:
            _tell_head(reading, cells[:first], column, left_out=any(periods))
        if periods[column] or (amounts and not any(periods)):
            columns.append(PasteColumn(column + 1, words[-1] if words else "", periods[column]))
    return columns


def _tell_head(reading: _Reading, heads: list[list[str]], column: int, left_out: bool) -> None:
    """Note a head over amounts that names no period: a day that does not exist, or any other while its column is left out."""
    named = [(n, row[column]) for n, row in enumerate(heads) if row[column]]
    for n, text in named:
        if no_such_day(text):
            reading.problems.append(CellProblem(n + 1, column + 1, text, UserError("date.not_in_calendar", text=text)))
            return
    if left_out:
        n, text = named[-1] if named else (max(len(heads) - 1, 0), "")
        reading.problems.append(CellProblem(n + 1, column + 1, text, UserError("paste.no_period", text=text)))


def _read_row(
    reading: _Reading, n: int, row: list[str], key: str, label: str, columns: list[PasteColumn], framework: Framework
) -> None:
    for index, column in enumerate(columns):
        text = row[column.column - 1]
        if text.casefold() in _BLANK:
            continue
        try:
            amount = _amount(reading, n, column.column, text)
            _keep(reading, (key, index), plain_label(label), _signed(amount, key, text, label, framework))
        except UserError as error:
            reading.problems.append(CellProblem(n + 1, column.column, text, error))


def _amount(reading: _Reading, n: int, column: int, text: str) -> Decimal:
    read = parse_amount(text, reading.lang)
    if read.ambiguous:
        reading.ambiguous.append((n + 1, column))
    if read.unit and reading.currency and read.unit != reading.currency:
        raise UserError("paste.currency", found=read.unit, currency=reading.currency)
    if read.unit and not reading.currency:
        reading.currency = read.unit
    named = read.unit or read.multiplier != 1
    return read.number * (read.multiplier if named else reading.cell_unit) / reading.unit


def _signed(amount: Decimal, key: str, text: str, label: str, framework: Framework) -> Decimal:
    if key == "oth_exp" and _LOSS_WITH_MINUS.search(unicodedata.normalize("NFKC", label)):
        return -amount
    if text.startswith(("(", "（")) and amount < 0 and framework is Framework.RSBU and key in _PRINTED_IN_BRACKETS:
        return -amount
    return amount


def _keep(reading: _Reading, place: tuple[str, int], label: str, amount: Decimal) -> None:
    """Add the rows that make up one line; the same label twice must say the same, as blocks are printed twice."""
    seen = reading.labels.setdefault(place, set())
    if place not in reading.values:
        reading.values[place] = amount
    elif label in seen or not label:
        if reading.values[place] != amount and len(seen) <= 1:
            raise UserError("paste.twice", label=label)
    else:
        reading.values[place] += amount
    seen.add(label)


def _without_labels(cells: list[list[str]]) -> bool:
    """Whether the first column that holds anything holds amounts rather than words."""
    column = next((words for at in range(len(cells[0])) if (words := [row[at] for row in cells if row[at]])), [])
    return sum(_is_label(cell) for cell in column) * 2 < len(column)


def _declared(cells: list[list[str]]) -> tuple[Decimal | None, str]:
    """Unit and currency that a cell of the head names, such as 单位：万元 or in thousands of USD."""
    for row in cells[:12]:
        for cell in row:
            match = _UNIT_HEAD.fullmatch(unicodedata.normalize("NFKC", cell).strip("() "))
            found = read_unit(match["unit"].replace(" of ", " ")) if match else None
            if found and found[1] != "%":
                return found
    return None, ""


def _is_label(cell: str) -> bool:
    return any(char.isalpha() for char in cell) and not _looks_like_amount(cell) and not _is_day(cell)


def _is_day(cell: str) -> bool:
    """Whether a cell names a period, or a day that does not exist."""
    return read_period(cell) is not None or no_such_day(cell)


def _looks_like_amount(cell: str) -> bool:
    if not any(char.isdigit() for char in cell):
        return False
    letters, digits = sum(char.isalpha() for char in cell), sum(char.isdigit() for char in cell)
    return digits >= letters or read_unit(_FIGURES.sub("", cell)) is not None
