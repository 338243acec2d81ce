"""What must be true of an absence before it is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from app.models.db.units import ReadUnit
from app.models.domain.reviews import Absence
from app.services.customers.validate import Problems
from app.services.people import same_person

LONGEST = timedelta(days=366)


def checked(unit: ReadUnit, absence: Absence, today: date) -> Absence:
    """The absence with names as the list of officers writes them. UserError ``review.problems`` at ``officer``, ``last``,
    ``stand_in``.
    """
    problems = Problems()
    officer, stand_in = _known(unit, absence.officer), _known(unit, absence.stand_in)
    if not officer:
        problems.add("review.absent_who", "officer")
    if absence.last < absence.first or absence.last < today or absence.last - absence.first > LONGEST:
        problems.add("review.absent_days", "last")
    if absence.stand_in and (not stand_in or same_person(stand_in, officer)):
        problems.add("review.absent_stand_in", "stand_in")
    problems.stop("review.problems")
    return replace(absence, officer=officer, stand_in=stand_in)


def _known(unit: ReadUnit, name: str) -> str:
    return next((one.name for one in unit.officers.all() if one.active and same_person(one.name, name)), "")
