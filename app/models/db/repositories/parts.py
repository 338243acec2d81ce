"""Ordered parts of an aggregate (contacts of a customer, securities of a case), kept row by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, Table

from app.models.db.records import rows_of
from app.models.db.unit_of_work import Reading, Writing


def read_parts(unit: Reading, table: Table, owner: str, owner_id: int) -> Sequence[Row[Any]]:
    """Return the rows of one owner in their order."""
    return rows_of(unit, table, owner, owner_id, "position")


def save_parts(unit: Writing, table: Table, owner: str, owner_id: int, rows: Sequence[Mapping[str, Any]]) -> bool:
    """Make the stored rows equal to ``rows``, place by place; return True when anything had to change."""
    stored = read_parts(unit, table, owner, owner_id)
    before = unit.code
    for position, (row, values) in enumerate(zip(stored, rows, strict=False)):
        unit.update(table, row.id, {**values, "position": position})
    for row in stored[len(rows):]:
        unit.delete(table, row.id)
    for position, values in enumerate(rows[len(stored):], start=len(stored)):
        unit.insert(table, {**values, owner: owner_id, "position": position})
    return unit.code != before
