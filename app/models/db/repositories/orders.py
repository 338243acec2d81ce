"""Checks of orders: kept, decided, never removed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, and_, func, or_, select, union_all

from app.models.db.records import row_of, rows_of
from app.models.db.tables.customers import customers
from app.models.db.tables.decisions import grades_in_force
from app.models.db.tables.living import limit_holds, order_checks
from app.models.db.unit_of_work import Reading, Writing
from app.models.domain.enums import Grade
from app.models.domain.orders import HOLD, RELEASE, RELEASED, WARN, OrderCheck, Reason, WaitingOrder


class OrderQueries:
    """Reading checks of orders."""

    def __init__(self, unit: Reading) -> None:
        self._unit = unit

    def get(self, check_id: int) -> OrderCheck | None:
        """Return the check of that number, None if there is none."""
        row = row_of(self._unit, order_checks, check_id)
        return None if row is None else _check(row)

    def of_customer(self, customer_id: int) -> tuple[OrderCheck, ...]:
        """Return every check of a customer's orders, oldest first."""
        return tuple(_check(row) for row in rows_of(self._unit, order_checks, "customer_id", customer_id, "id"))

    def waiting(self, most: int, day: date) -> tuple[WaitingOrder, ...]:
        """Return orders that somebody has to look at, newest first; one that was checked anew counts once.

        Held ones without a decision, and those that may still go on ``day`` though something has held the account since.
        """
        later = order_checks.alias()
        held = select(order_checks.c.id).where(order_checks.c.result == HOLD, order_checks.c.decided == "")
        by_itself = and_(order_checks.c.result.in_((RELEASE, WARN)), order_checks.c.decided == "")
        out = select(order_checks.c.id).join(limit_holds, limit_holds.c.customer_id == order_checks.c.customer_id).where(
            limit_holds.c.lifted.is_(None), order_checks.c.valid_until >= day,
            limit_holds.c.since > func.coalesce(order_checks.c.decided_at, order_checks.c.at),
            or_(order_checks.c.decided == RELEASED, by_itself),
        )
        names = (
            customers.c.name.label("customer_name"), customers.c.number.label("customer_number"), customers.c.flags,
            grades_in_force.c.grade,
        )
        wanted = select(order_checks, *names).join(customers, customers.c.id == order_checks.c.customer_id).outerjoin(
            grades_in_force, grades_in_force.c.customer_id == order_checks.c.customer_id,
        ).where(
            order_checks.c.id.in_(union_all(held, out)),
            ~select(later.c.id).where(
                later.c.customer_id == order_checks.c.customer_id, later.c.order_number == order_checks.c.order_number,
                later.c.id > order_checks.c.id,
            ).exists(),
        )
        rows = self._unit.rows(wanted.order_by(order_checks.c.id.desc()).limit(most))
        return tuple(
            WaitingOrder(
                _check(row), row.customer_name, row.customer_number, None if row.grade is None else Grade(row.grade),
                "sample" in row.flags,
            ) for row in rows
        )


class Orders(OrderQueries):
    """Reading and keeping checks of orders."""

    def __init__(self, unit: Writing) -> None:
        super().__init__(unit)
        self._writing = unit

    def add(self, check: OrderCheck) -> int:
        """Keep a check made now by who writes; return its number."""
        unit = self._writing
        return unit.insert(order_checks, _values(check) | {"at": unit.now, "by": unit.who})

    def decide(self, check: OrderCheck) -> None:
        """Keep what was decided now by who writes. Conflict when somebody decided before."""
        unit = self._writing
        unit.update(order_checks, check.id, {
            "decided": check.decided, "decided_by": unit.who, "decided_at": unit.now, "decided_reason": check.decided_reason,
            "valid_until": check.valid_until,
        }, check.version)


def _values(check: OrderCheck) -> dict[str, Any]:
    return {
        "customer_id": check.customer_id, "order_number": check.number, "order_day": check.day, "amount": check.amount,
        "currency": check.currency, "term_days": check.term_days, "exposure": check.exposure, "limit": check.limit,
        "available": check.available, "result": check.result, "reasons": [_plain(one) for one in check.reasons],
        "decided": check.decided, "decided_by": check.decided_by, "decided_at": check.decided_at,
        "decided_reason": check.decided_reason, "valid_until": check.valid_until,
    }


def _plain(reason: Reason) -> dict[str, str]:
    parts = {
        "code": reason.code, "level": reason.level, "value": _text(reason.value), "bound": _text(reason.bound),
        "unit": reason.unit, "day": "" if reason.day is None else reason.day.isoformat(), "text": reason.text,
    }
    return {name: value for name, value in parts.items() if value}


def _text(value: Decimal | None) -> str:
    return "" if value is None else format(value, "f")


def _reason(plain: dict[str, str]) -> Reason:
    day, value, bound = plain.get("day"), plain.get("value"), plain.get("bound")
    return Reason(
        plain["code"], plain["level"], Decimal(value) if value else None, Decimal(bound) if bound else None,
        plain.get("unit", ""), date.fromisoformat(day) if day else None, plain.get("text", ""),
    )


def _check(row: Row[Any]) -> OrderCheck:
    return OrderCheck(
        row.id, row.customer_id, row.order_number, row.order_day, row.amount, row.currency, row.term_days, row.at, row.by,
        row.exposure, row.limit, row.available, row.result, tuple(_reason(one) for one in row.reasons), row.decided,
        row.decided_by, row.decided_at, row.decided_reason, row.valid_until, row.version,
    )
