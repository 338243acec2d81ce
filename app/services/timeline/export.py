"""A table as a file that every spreadsheet opens. A text never becomes a formula there."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from app.cells import harmless


def table_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as CSV with the mark of UTF-8 that Excel looks for."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")
