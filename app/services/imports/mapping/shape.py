"""The shape of a table: whether its records stand in rows or in columns, and the words that name what they hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.services.imports.mapping.words import pattern
from app.services.imports.reading.model import ErrorCell, Row, Sheet, Unsaved, Value
from app.services.imports.tables.find import Table
from app.services.statements.periods import Period, read_period

_COMPACT = re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>0[1-9]|1[0-2])(?P<d>[0-3]\d)(?:\.0)?")
SAMPLES = 5


@dataclass(frozen=True, slots=True)
class Shape:
    """A table with its names. ``across``: records are columns, then ``names`` are (row, label) and ``periods`` (column, period);
    else ``names`` are (column, head) and ``periods`` is empty. ``labels``: column of the row labels when ``across``.
    """

    table: Table
    across: bool
    names: tuple[tuple[int, str], ...]
    periods: tuple[tuple[int, Period], ...] = ()
    labels: int = 0


def shape_of(sheet: Sheet, table: Table) -> Shape:
    """Tell how a table lies."""
    periods = _periods(table)
    if periods:
        labels = _label_column(sheet, table, {column for column, _ in periods})
        if labels is not None:
            names = tuple((row, _row_name(sheet, table, row, labels)) for row in range(table.first, table.last + 1))
            return Shape(table, True, tuple((row, name) for row, name in names if name), periods, labels)
    return Shape(table, False, tuple(enumerate(table.heads, table.left)))


def period_of(cell: Value) -> Period | None:
    """The period that a cell names: a year, a day (also 20230930 and serial-free dates), a quarter; None for anything else."""
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return Period(cell, cell.month)
    if cell is None or isinstance(cell, bool | ErrorCell | Unsaved):
        return None
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
    compact = _COMPACT.fullmatch(text)
    if compact:
        try:
            end = date(int(compact["y"]), int(compact["m"]), int(compact["d"]))
        except ValueError:
            return None
        return Period(end, end.month)
    return read_period(text)


def cell_at(rows: Sequence[Row], row: int, column: int) -> Value:
    """The cell, None beyond the ends of rows."""
    return rows[row][column] if 0 <= row < len(rows) and 0 <= column < len(rows[row]) else None


def text_of(cell: Value) -> str:
    """A cell as a name: one line, without the point that a spreadsheet adds to a whole figure."""
    if cell is None or isinstance(cell, ErrorCell | Unsaved):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())


def _periods(table: Table) -> tuple[tuple[int, Period], ...]:
    """Columns whose head names a period; none when a period is the exception rather than the rule."""
    heads = enumerate(table.heads, table.left)
    found = [(column, period) for column, head in heads if (period := _head_period(head)) is not None]
    named = sum(bool(head) for head in table.heads)
    return tuple(found) if found and len(found) * 2 >= named - 3 and len(found) >= min(2, max(1, named - 3)) else ()


def _head_period(head: str) -> Period | None:
    match = pattern("after_period").fullmatch(head)
    return period_of(head) or (period_of(match["rest"]) if match else None)


def _label_column(sheet: Sheet, table: Table, periods: set[int]) -> int | None:
    """The first column before the periods that holds words in most rows."""
    for column in range(table.left, table.right + 1):
        if column in periods:
            continue
        filled = [text for row in range(table.first, min(table.last, table.first + 200) + 1)
                  if (text := text_of(cell_at(sheet.rows, row, column)))]
        wordy = sum(any(char.isalpha() for char in text) for text in filled)
        if filled and wordy * 2 > len(filled):
            return column
    return None


def _row_name(sheet: Sheet, table: Table, row: int, labels: int) -> str:
    return text_of(cell_at(sheet.rows, row, labels))


def row_codes(sheet: Sheet, shape: Shape) -> dict[int, str]:
    """Codes of the Russian forms by row, where a column of an across table holds them: "1250", or "12503" with its column."""
    table, periods = shape.table, {column for column, _ in shape.periods}
    for column in range(table.left, table.right + 1):
        if column in periods or column == shape.labels:
            continue
        texts = {row: text_of(cell_at(sheet.rows, row, column)) for row, _ in shape.names}
        filled = [text for text in texts.values() if text]
        coded = [text for text in filled if re.fullmatch(r"[1-6]\d{3}", text)]
        if len(coded) >= 3 and len(coded) * 3 >= len(filled) * 2:
            return {row: text for row, text in texts.items() if re.fullmatch(r"[1-6]\d{3}", text)}
    return {}
