"""Tables as a workbook or as CSV: figures stay figures, texts stay texts whatever they begin with."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.cells import harmless

Cell = str | Decimal | int | date | None
_NO_GROUPS: Mapping[int, bool] = {}
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_WIDEST, _NARROWEST = 60, 11


def is_csv(path: Path) -> bool:
    """Whether a file of that name is to be CSV."""
    return path.suffix.lower() == ".csv"


def write_table(
    path: Path, title: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]], lang: str = "en", *,
    groups: Mapping[int, bool] = _NO_GROUPS,
) -> int:
    """Write a table to ``path``, CSV when it is called so, else a workbook; return the number of rows.

    ``groups``: rows, counted from 0, that head a group of those that follow, and whether the group is open in the workbook.

    EnvironmentFault or TargetInUse when it cannot be written; an older file of that name is whole until the new one is safe.
    """
    kept = [tuple(row) for row in rows]
    from app.services.documents.saving import save

    data = as_csv(heads, kept) if is_csv(path) else as_workbook(title, heads, kept, lang, groups)
    save(path, data, paper=False)
    return len(kept)


def as_csv(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with the mark that spreadsheets look for; figures with a point, days as year-month-day."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_plain(head) for head in heads])
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return ("\ufeff" + out.getvalue()).encode()


def as_workbook(
    title: str, heads: Sequence[str], rows: Sequence[Sequence[Cell]], lang: str = "en", groups: Mapping[int, bool] = _NO_GROUPS,
) -> bytes:
    """One sheet; the heads stay in sight and can be filtered. ``groups`` as in ``write_table``."""
    from xlsxwriter.workbook import Workbook

    from app.services.documents.xlsx.sheets import plain

    out = io.BytesIO()
    book = Workbook(out, _OPTIONS)
    font = {"font_name": "Noto Sans SC" if lang == "zh" else "Calibri", "font_size": 10}
    body, day = book.add_format(font), book.add_format({**font, "num_format": "yyyy-mm-dd"})
    figure = book.add_format({**font, "num_format": "#,##0.######"})
    head_format = book.add_format({**font, "bold": True, "bg_color": "#eef1f4"})
    sheet = book.add_worksheet(_sheet_name(title))
    for column, head in enumerate(heads):
        sheet.write_string(0, column, plain(head), head_format)
        sheet.set_column(column, column, _width(head, [row[column] for row in rows[:300]]))
    bold, strong = book.add_format({**font, "bold": True}), book.add_format({**font, "bold": True, "num_format": "#,##0.######"})
    shown = True
    for number, row in enumerate(rows, 1):
        opens = groups.get(number - 1)
        if opens is not None:
            shown = opens
            sheet.set_row(number, None, None, {"collapsed": not opens})
        elif groups:
            sheet.set_row(number, None, None, {"level": 1, "hidden": not shown})
        for column, cell in enumerate(row):
            _write(sheet, number, column, cell, plain, *((bold, day, strong) if opens is not None else (body, day, figure)))
    if groups:
        sheet.outline_settings(True, False, True, False)  # the line that heads a group stands above it
    sheet.freeze_panes(1, 0)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(heads) - 1)
    book.close()
    return out.getvalue()


def _write(sheet: Any, number: int, column: int, cell: Cell, plain: Any, body: Any, day: Any, figure: Any) -> None:
    if isinstance(cell, str):
        if cell:
            sheet.write_string(number, column, plain(cell), body)
    elif isinstance(cell, date):
        sheet.write_datetime(number, column, cell, day)
    elif cell is not None:
        sheet.write_number(number, column, float(cell), figure)


def _width(head: str, cells: Sequence[Cell]) -> int:
    return min(_WIDEST, max(_NARROWEST, len(head) + 4, *(len(_plain(cell)) + 2 for cell in cells)) if cells else len(head) + 4)


def _sheet_name(title: str) -> str:
    return "".join(" " if char in "[]:*?/\\'" else char for char in title)[:31].strip() or "1"


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return harmless(cell)
    return f"{cell:f}" if isinstance(cell, Decimal) else cell.isoformat() if isinstance(cell, date) else str(cell)
