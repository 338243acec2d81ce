"""A copied block of cells as rows of texts: tabs from a spreadsheet, with quotes where a cell holds tabs or breaks."""

from __future__ import annotations

import csv
import io

from app.models.domain.errors import UserError

MAX_CHARACTERS = 2_000_000
MAX_ROWS = 2_000
MAX_COLUMNS = 120


def read_cells(text: str) -> list[list[str]]:
    """Rows of stripped cell texts, all of one width. UserError ``paste.empty`` or ``paste.too_big``."""
    if len(text) > MAX_CHARACTERS:
        raise UserError("paste.too_big", rows=MAX_ROWS, columns=MAX_COLUMNS)
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip("\n")
    if not plain.strip():
        raise UserError("paste.empty")
    if '"' in plain:
        rows = list(csv.reader(io.StringIO(plain), delimiter="\t", quotechar='"'))
    else:
        rows = [line.split("\t") for line in plain.split("\n")]
    width = max(len(row) for row in rows)
    if len(rows) > MAX_ROWS or width > MAX_COLUMNS:
        raise UserError("paste.too_big", rows=MAX_ROWS, columns=MAX_COLUMNS)
    return [[" ".join(cell.split()) for cell in row] + [""] * (width - len(row)) for row in rows]
