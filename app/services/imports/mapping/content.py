"""What a column holds, by its cells: check digits of registration numbers, days, codes of units."""

from __future__ import annotations

from app.models.domain.errors import UserError
from app.services.customers.identifiers import check_identifier
from app.services.imports.fields import IDENTIFIERS, Type
from app.services.imports.mapping.shape import cell_at, period_of, text_of
from app.services.imports.reading.model import Sheet
from app.services.imports.tables.find import Table

_SEEN = 200
UNIT_CODES = {"383": 1, "384": 1_000, "385": 1_000_000}
"""Codes of the Russian classifier of units: rouble, thousand, million."""


def holds(sheet: Sheet, table: Table, column: int, kind: Type) -> bool:
    """Whether at least four of five filled cells of a column are of a kind, and there is one."""
    texts = [
        text for row in range(table.first, min(table.last, table.first + _SEEN) + 1)
        if (text := text_of(cell_at(sheet.rows, row, column)))
    ]
    return bool(texts) and sum(_is(text, kind) for text in texts) * 5 >= len(texts) * 4


def _is(text: str, kind: Type) -> bool:
    if kind in IDENTIFIERS:
        try:
            check_identifier(kind.value, text)
        except UserError:
            return False
        return True
    if kind is Type.UNIT:
        return text in UNIT_CODES
    if kind in (Type.DATE, Type.PERIOD):
        return period_of(text) is not None
    return any(char.isdigit() for char in text) == (kind is not Type.TEXT)


def identifier_column(sheet: Sheet, table: Table, column: int) -> Type | None:
    """The kind of registration number that a column holds, proven by check digits."""
    return next((kind for kind in (Type.USCC, Type.OGRN, Type.INN, Type.LEI) if holds(sheet, table, column, kind)), None)
