"""The calendar of reviews: who has to look at whom until when, who is away, what was said of late ones; and overrides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from app.models.domain.enums import Grade

LIGHT, EXPLAINED = "light", "explained"
"""Kinds of ``ReviewNote``: a look that left the grade as it is; why a review is late."""


@dataclass(frozen=True, slots=True)
class Due:
    """A review to come. ``due``: the day from which the limit is 0 without it is the day after; ``last``: the last look;
    ``hard``: the last day that keeps looks at most 92 days apart. ``explained``: why it is late, as it was said last.
    """

    customer_id: int
    number: str
    name: str
    grade: Grade
    officer: str                          # who looks after the customer, "" when nobody does
    due: date
    last: date
    hard: date
    limit: Decimal
    currency: str
    case_id: int | None
    sample: bool = False
    held: bool = False                    # something else holds the limit too
    explained: str = ""
    explained_by: str = ""

    def days_left(self, today: date) -> int:
        """Days until it is due; negative: overdue."""
        return (self.due - today).days


@dataclass(frozen=True, slots=True)
class ReviewNote:
    """A look that left the grade as it was (``LIGHT``), or why a review is late (``EXPLAINED``). ``found``: catalogue keys of
    what had changed, each with its number.
    """

    id: int
    customer_id: int
    change_no: int
    kind: str
    due: date
    at: datetime
    by: str
    text: str
    found: tuple[tuple[str, int], ...] = ()
    next_review: date | None = None


@dataclass(frozen=True, slots=True)
class Absence:
    """Days on which an officer is away, both included. ``stand_in``: who takes the reviews meanwhile, "" when nobody."""

    id: int
    officer: str
    first: date
    last: date
    stand_in: str = ""
    by: str = ""
    active: bool = True

    def covers(self, day: date) -> bool:
        """Whether the officer is away on ``day``."""
        return self.active and self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Overridden:
    """A decision that rested on an override. ``calculated``: the grade without it; ``now``: the customer's grade today.

    ``in_force``: whether the customer's grade still rests on this decision; ``fallen``: whether the program let it fall back.
    """

    change_no: int
    customer_id: int
    number: str
    name: str
    case_id: int
    day: date
    calculated: Grade
    given: Grade
    reason: str
    by: str
    second_by: str
    expires: date
    in_force: bool
    fallen: bool = False
