"""The part of a limit that counts for new orders: a limit without a valid review is 0 (domain.md §5.2)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from app.models.domain.records import GradeInForce, Terms


def usable_limit(in_force: GradeInForce | None, before: Terms | None, today: date) -> Decimal:
    """0 without a grade, while held, after its review day or its last valid day; before its first day the smaller of old and
    new limit.
    """
    if in_force is None or in_force.holds or overdue(in_force, today) or today > in_force.valid_until:
        return Decimal(0)
    if today < in_force.since:
        return min(in_force.terms.limit, Decimal(0) if before is None else before.limit)
    return in_force.terms.limit


def overdue(in_force: GradeInForce, today: date) -> bool:
    """Whether the day of the review has passed."""
    return today > in_force.next_review
