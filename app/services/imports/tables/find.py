"""Finding the tables of a sheet by what its cells are, not by where a template would have them.

A header is a row of different words (or years, or days) above rows of another kind; what stands above it in one or two cells
is a title, what stands below the rows in one cell is a footer. Nothing is cut away: whoever maps the table sees titles and
footers, and may name another header.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum

from app.services.imports.reading.model import ErrorCell, Row, Sheet, Unsaved, Value
from app.services.imports.words import words

LOOKED = 60
"""Rows from the start of a block in which its header is looked for."""
SAMPLE = 40
"""Rows below a header that say what its columns hold."""
_FIGURE = re.compile(r"^[(\-+−]?[¥$€£₽]?\s*[0-9][0-9\s.,' \u202f]*[%)]?\s*\D{0,8}$")


class Sort(Enum):
    """What a cell looks like. ``PERIOD`` is a year or a day: a figure among figures, a name among names."""

    BLANK = "blank"
    WORD = "word"
    LONG = "long"
    FIGURE = "figure"
    PERIOD = "period"


@dataclass(frozen=True, slots=True)
class Table:
    """A table on a sheet; all rows and columns count from 0 on the sheet, the last ones inclusive.

    ``header``: numbers of its header rows, empty when it has none. ``heads``: the words above each column from ``left`` to
    ``right``, "" where there are none. ``titles`` and ``footers``: texts above and below.
    """

    sheet: int
    header: tuple[int, ...]
    first: int
    last: int
    left: int
    right: int
    heads: tuple[str, ...]
    titles: tuple[str, ...] = ()
    footers: tuple[str, ...] = ()


def find_tables(sheet: Sheet) -> tuple[Table, ...]:
    """Return the tables of a sheet from top to bottom; a sheet without one of at least two columns has none."""
    sorts, filled = _Sorts(sheet.rows), [_filled_in(row) for row in sheet.rows]
    found = [table for start, end in _blocks(filled) if (table := _table(sheet, sorts, filled, start, end)) is not None]
    return tuple(_with_titles(sheet, found))


class _Sorts:
    """What the cells of a sheet look like, row by row. Few rows are ever asked for: those where a table begins and ends."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        self._known: dict[int, tuple[Sort, ...]] = {}

    def __getitem__(self, number: int) -> tuple[Sort, ...]:
        found = self._known.get(number)
        if found is None:
            found = self._known[number] = tuple(sort_of(cell) for cell in self._rows[number])
        return found


def _filled_in(row: Row) -> int:
    """How many cells of a row hold anything."""
    return sum(cell is not None and not (isinstance(cell, str) and not cell.strip()) for cell in row)


def sort_of(cell: Value) -> Sort:
    """Return what a cell looks like."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return Sort.BLANK
    if isinstance(cell, datetime | date):
        return Sort.PERIOD
    if isinstance(cell, bool | ErrorCell | Unsaved):
        return Sort.FIGURE
    if isinstance(cell, int | float):
        return Sort.PERIOD if _is_period(cell) else Sort.FIGURE
    text = str(cell).strip()
    if re.match(words()["period"], text):
        return Sort.PERIOD
    if _FIGURE.match(text):
        return Sort.FIGURE
    return Sort.LONG if len(text) > 60 else Sort.WORD


def _is_period(number: float) -> bool:
    return number == int(number) and (1950 <= number <= 2100 or 19_500_101 <= number <= 21_001_231)


def _filled(sorts: Sequence[Sort]) -> int:
    return sum(sort is not Sort.BLANK for sort in sorts)


def _blocks(filled: Sequence[int]) -> list[tuple[int, int]]:
    """Runs of rows (first, last) with no more than one blank row inside: two blank rows part two tables."""
    blocks: list[tuple[int, int]] = []
    start, last = -1, -1
    for number, cells in enumerate(filled):
        if not cells:
            continue
        if start >= 0 and number - last > 2:
            blocks.append((start, last))
            start = -1
        start = number if start < 0 else start
        last = number
    if start >= 0:
        blocks.append((start, last))
    return blocks


def _table(sheet: Sheet, sorts: _Sorts, filled: Sequence[int], start: int, end: int) -> Table | None:
    width = _usual_width(filled[start : end + 1])
    if width < 2:
        return None
    header = _header(sheet.rows, sorts, start, end, width)
    first = header[-1] + 1 if header else next(row for row in range(start, end + 1) if filled[row] >= min(width, 2))
    last = end
    while last > first and _is_footer(sheet.rows[last], sorts[last], width):
        last -= 1
    if first > end:
        return None
    used = [
        column for row in (*header, *range(first, min(last, first + 2_000) + 1)) for column, sort in enumerate(sorts[row])
        if sort is not Sort.BLANK
    ]
    left, right = min(used), max(used)
    top = header[0] if header else first
    return Table(
        sheet.head.index, header, first, last, left, right, _heads(sheet, header, left, right),
        _texts(sheet.rows[start:top]), _texts(sheet.rows[last + 1 : end + 1]),
    )


def _usual_width(filled: Sequence[int]) -> int:
    """The number of filled cells that rows of the block usually have; rows with one or two are titles when others have more."""
    counts = Counter(cells for cells in filled if cells)
    wide = {cells: rows for cells, rows in counts.items() if cells > 2} or counts
    return max(wide, key=lambda cells: (wide[cells] * cells, cells))


def _header(rows: Sequence[Row], sorts: _Sorts, start: int, end: int, width: int) -> tuple[int, ...]:
    """Numbers of the header rows: the row that looks most like one, and the row above or below where that completes it."""
    candidates = [row for row in range(start, min(end, start + LOOKED) + 1) if _filled(sorts[row]) >= max(2, width * 2 // 5)]
    rated = {row: _likeness(rows[row], sorts, row, end) for row in candidates[:LOOKED]}
    if not rated or max(rated.values()) < 1.0:
        return ()
    best = max(rated, key=lambda row: (rated[row], -row))
    above = best - 1
    if above >= start and _completes(sorts[above], sorts[best]):
        return above, best
    below = best + 1
    if below < end and _continues(rows[below], sorts[below], sorts[best]):
        return best, below
    return (best,)


def _likeness(row: Row, sorts: _Sorts, number: int, end: int) -> float:
    """How much a row is a header: different short words, above cells of another kind, early in the block."""
    mine = sorts[number]
    named = [column for column, sort in enumerate(mine) if sort in (Sort.WORD, Sort.PERIOD)]
    filled = _filled(mine)
    if len(named) < 2 or len(named) < filled * 0.7:
        return 0.0
    texts = [str(row[column]).strip().casefold() for column in named]
    different = len(set(texts)) / len(texts)
    below = range(number + 1, min(end, number + SAMPLE) + 1)
    unlike = typed = 0
    for column in named:
        kinds = Counter(
            sorts[at][column] for at in below if column < len(sorts[at]) and sorts[at][column] is not Sort.BLANK
        )
        if not kinds:
            continue
        typed += 1
        share = (kinds[Sort.FIGURE] + kinds[Sort.LONG] + (kinds[Sort.PERIOD] if mine[column] is Sort.WORD else 0)) / kinds.total()
        unlike += share > 0.5
    if not typed:
        return 0.0
    width_below = max((_filled(sorts[at]) for at in below), default=0)
    full = min(1.0, filled / width_below) if width_below else 0.0
    return different * full * (0.9 + unlike / typed) + (0.15 if number == 0 else 0.0)


def _completes(above: Sequence[Sort], header: Sequence[Sort]) -> bool:
    """A row over the header that names groups of columns: words, fewer than the header's, and none where the header has none."""
    named = [column for column, sort in enumerate(above) if sort is not Sort.BLANK]
    inside = [column for column in named if column < len(header) and header[column] is not Sort.BLANK]
    return (
        len(named) >= 2 and len(inside) == len(named) < _filled(header)
        and all(above[column] in (Sort.WORD, Sort.PERIOD) for column in named) and named[-1] - named[0] >= 2
    )


def _continues(row: Row, below: Sequence[Sort], header: Sequence[Sort]) -> bool:
    """A second row of a header: parts of names, periods or units under gaps of the first, or the same few words again."""
    named = [column for column, sort in enumerate(below) if sort is not Sort.BLANK]
    if len(named) < 2 or any(below[column] not in (Sort.WORD, Sort.PERIOD) for column in named):
        return False
    gaps = [column for column in named if column >= len(header) or header[column] is Sort.BLANK]
    texts = [str(row[column]).strip() for column in named]
    are_units = all(len(text) <= 12 for text in texts) and len(set(texts)) * 2 <= len(texts)
    return len(gaps) * 2 >= len(named) or are_units


def _is_footer(row: Row, sorts: Sequence[Sort], width: int) -> bool:
    """One or two texts under rows of many cells, or nothing at all."""
    filled = _filled(sorts)
    return not filled or (width > 2 and filled == 1 and any(sort in (Sort.LONG, Sort.WORD) for sort in sorts) and _is_note(row))


def _is_note(row: Row) -> bool:
    text = next(str(cell).strip() for cell in row if cell is not None and str(cell).strip())
    return len(text) > 25 or text.startswith(tuple(words()["notes"]))


def _heads(sheet: Sheet, header: Sequence[int], left: int, right: int) -> tuple[str, ...]:
    """The words above each column; a merged cell, or a word before gaps in the upper of two rows, stands for all below it."""
    if not header:
        return ("",) * (right - left + 1)
    lines = [_spread(sheet, row, left, right, fill=row != header[-1]) for row in header]
    return tuple(" ".join(dict.fromkeys(part for part in parts if part)) for parts in zip(*lines, strict=True))


def _spread(sheet: Sheet, number: int, left: int, right: int, *, fill: bool) -> list[str]:
    row = sheet.rows[number]
    texts = [_text(row[column]) if column < len(row) else "" for column in range(left, right + 1)]
    for top, first, bottom, last in sheet.head.merged:
        if top <= number <= bottom:
            origin = sheet.rows[top][first] if first < len(sheet.rows[top]) else None
            for column in range(max(first, left), min(last, right) + 1):
                texts[column - left] = texts[column - left] or _text(origin)
    if fill:
        for column in range(1, len(texts)):
            texts[column] = texts[column] or texts[column - 1]
    return texts


def _text(cell: Value) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return " ".join(str(cell).split()) if cell is not None else ""


def _texts(rows: Sequence[Row]) -> tuple[str, ...]:
    """Each row as one text, without blank ones."""
    lines = (" ".join(_text(cell) for cell in row if cell is not None).strip() for row in rows)
    return tuple(line for line in lines if line)


def _with_titles(sheet: Sheet, tables: Sequence[Table]) -> list[Table]:
    """Give the rows that stand before a table and belong to none to the table below."""
    result, taken = [], 0
    for table in tables:
        top = table.header[0] if table.header else table.first
        result.append(replace(table, titles=_texts(sheet.rows[taken:top])))
        taken = table.last + 1 + len(table.footers)
    return result
