"""How far apart two looks at a grade may be. One place for the rule of the source: monthly as a rule, never over three months."""

from __future__ import annotations

from datetime import date, timedelta

from app.services.settings.schema import MAX_REVIEW_DAYS


def next_look(today: date, wanted: int, longest: int, *ends: date) -> date:
    """The day of the look after the one made ``today``: ``wanted`` days on, never over ``longest`` or 92, and no later than
    any of ``ends`` that is still to come. Always after ``today``.
    """
    days = max(1, min(wanted, longest, MAX_REVIEW_DAYS))
    return min([today + timedelta(days=days), *(end for end in ends if end > today)])


def last_day(last_look: date) -> date:
    """The last day on which the next look still keeps the longest distance."""
    return last_look + timedelta(days=MAX_REVIEW_DAYS)
