"""How far apart two looks at a grade may be. One place for the rule of the source: monthly as a rule, never over three months."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from app.models.db.units import WriteUnit
from app.services.settings.schema import MAX_REVIEW_DAYS

CALLED_WITHIN = 5
"""Days that an unscheduled review is given."""


def next_look(today: date, wanted: int, longest: int, *ends: date) -> date:
    """The day of the look after the one made ``today``: ``wanted`` days on, never over ``longest`` or 92, and no later than
    any of ``ends`` that is still to come. Always after ``today``.
    """
    days = max(1, min(wanted, longest, MAX_REVIEW_DAYS))
    return min([today + timedelta(days=days), *(end for end in ends if end > today)])


def last_day(last_look: date) -> date:
    """The last day on which the next look still keeps the longest distance."""
    return last_look + timedelta(days=MAX_REVIEW_DAYS)


def call_review(unit: WriteUnit, customer_id: int, today: date, within: int = CALLED_WITHIN) -> date | None:
    """Call an unscheduled review as part of another command: the next look is ``within`` days on, or sooner if it is due
    sooner. Return the new day, None when there is no grade or nothing had to move.
    """
    in_force = unit.changes.in_force(customer_id)
    day = today + timedelta(days=within)
    if in_force is None or in_force.next_review <= day:
        return None
    unit.changes.set_in_force(replace(in_force, next_review=day))
    return day
