"""Holds of limits: put, lifted, kept for ever."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, select

from app.models.db.records import rows_of
from app.models.db.tables.customers import customers
from app.models.db.tables.living import limit_holds
from app.models.db.unit_of_work import Reading, Writing
from app.models.domain.holds import Hold


class HoldQueries:
    """Reading holds."""

    def __init__(self, unit: Reading) -> None:
        self._unit = unit

    def of_customer(self, customer_id: int, *, lifted: bool = False) -> tuple[Hold, ...]:
        """Return what holds a customer's limit now, oldest first; with ``lifted`` also what held it once."""
        rows = rows_of(self._unit, limit_holds, "customer_id", customer_id, "id")
        return tuple(_hold(row) for row in rows if lifted or row.lifted is None)

    def held(self, kind: str, most: int) -> tuple[tuple[int, str], ...]:
        """Return id and name of customers whose limit is held by ``kind`` now, the newest hold first."""
        wanted = (
            select(customers.c.id, customers.c.name)
            .join_from(limit_holds, customers, limit_holds.c.customer_id == customers.c.id)
            .where(limit_holds.c.kind == kind, limit_holds.c.lifted.is_(None)).order_by(limit_holds.c.id.desc()).limit(most)
        )
        return tuple((row.id, row.name) for row in self._unit.rows(wanted))


class Holds(HoldQueries):
    """Reading, putting and lifting holds."""

    def __init__(self, unit: Writing) -> None:
        super().__init__(unit)
        self._writing = unit

    def put(self, customer_id: int, kind: str, reason: str) -> int:
        """Hold a customer's limit from now on; return the hold's id."""
        unit = self._writing
        return unit.insert(limit_holds, {
            "customer_id": customer_id, "kind": kind, "reason": reason, "since": unit.moment, "by": unit.who,
            "lifted": None, "lifted_by": "", "lifted_reason": "",
        })

    def lift(self, hold_id: int, reason: str) -> None:
        """End a hold, with the reason."""
        unit = self._writing
        unit.update(limit_holds, hold_id, {"lifted": unit.moment, "lifted_by": unit.who, "lifted_reason": reason})


def _hold(row: Row[Any]) -> Hold:
    return Hold(
        row.id, row.customer_id, row.kind, row.reason, row.since, row.by, row.lifted, row.lifted_by, row.lifted_reason
    )
