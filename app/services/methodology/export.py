"""Lists of the methodology screen as a workbook or as CSV: texts stay texts, whatever they begin with."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from app.models.files import atomic_write

Cell = str | Decimal | int | None
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_table(path: Path, title: str, heads: Sequence[str], rows: Sequence[Sequence[Cell]], lang: str) -> None:
    """Write the table to ``path``, CSV when it is called so, else a workbook. OSError when it cannot be written."""
    data = as_csv(heads, rows) if path.suffix.lower() == ".csv" else as_workbook(title, heads, rows, lang)
    atomic_write(path, data)


def as_csv(heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """UTF-8 with the mark that spreadsheets look for; figures with a point, texts that look like formulas made harmless."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([[_plain(cell) for cell in row] for row in rows])
    return ("\ufeff" + out.getvalue()).encode()


def as_workbook(title: str, heads: Sequence[str], rows: Sequence[Sequence[Cell]], lang: str) -> bytes:
    """One sheet with the heads frozen and a filter row."""
    from xlsxwriter.workbook import Workbook

    from app.services.documents.xlsx.sheets import plain

    out = io.BytesIO()
    book = Workbook(out, _OPTIONS)
    font = {"font_name": "Noto Sans SC" if lang == "zh" else "Calibri", "font_size": 10, "valign": "top"}
    body, head = book.add_format({**font, "text_wrap": True}), book.add_format({**font, "bold": True, "bg_color": "#eef1f4"})
    sheet = book.add_worksheet(_sheet_name(title))
    for column, name in enumerate(heads):
        sheet.write_string(0, column, plain(name), head)
        widest = max([len(str(row[column] or "")) for row in rows[:500]], default=0)
        sheet.set_column(column, column, min(60, max(12, len(name) + 2, widest + 2)))
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, column, plain(cell), body)
            elif cell is not None:
                sheet.write_number(number, column, float(cell), body)
    sheet.freeze_panes(1, 0)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(heads) - 1)
    book.close()
    return out.getvalue()


def _sheet_name(title: str) -> str:
    return "".join(" " if char in "[]:*?/\\'" else char for char in title)[:31].strip() or "1"


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)
