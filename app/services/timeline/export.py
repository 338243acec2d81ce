"""A table as a file that every spreadsheet opens. A text never becomes a formula there."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\x00", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def table_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as CSV with the mark of UTF-8 that Excel looks for."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow([plain_cell(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def plain_cell(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula; numbers stay numbers."""
    if not text.startswith(_FORMULA):
        return text
    number = text[1:].replace(",", "").replace(".", "").replace("\u00a0", "").replace(" ", "").replace("\u202f", "")
    return text if text[0] in "+-" and number.isdigit() else f"'{text}"
