"""Reading one cell as one kind of value. See the modules for how doubtful spellings are decided."""

from __future__ import annotations

from app.services.imports.values.amounts import as_amount, as_count, as_number, as_percent
from app.services.imports.values.codes import as_code
from app.services.imports.values.dates import as_date
from app.services.imports.values.texts import as_bool, as_text

__all__ = ["as_amount", "as_bool", "as_code", "as_count", "as_date", "as_number", "as_percent", "as_text"]
