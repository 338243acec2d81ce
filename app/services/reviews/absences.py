"""What must be true of an absence before it is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from app.models.db.units import ReadUnit
from app.models.domain.enums import Role
from app.models.domain.reviews import Absence
from app.services.customers.validate import Problems
from app.services.people import same_person

LONGEST = timedelta(days=366)


def checked(unit: ReadUnit, absence: Absence, today: date) -> Absence:
    """The absence with names as the list of officers writes them. UserError ``review.problems`` at ``officer``, ``last``,
    ``stand_in``: nobody is away twice on one day, and nobody stands in who makes no reviews or is away as well.
    """
    problems = Problems()
    meanwhile = [one for one in unit.looks.absences() if one.active and one.first <= absence.last and one.last >= absence.first]
    officer, stand_in = _known(unit, absence.officer), _known(unit, absence.stand_in)
    if not officer:
        problems.add("review.absent_who", "officer")
    _tell(problems, "review.absent_already", "officer", _of(meanwhile, officer))
    if absence.last < absence.first or absence.last < today or absence.last - absence.first > LONGEST:
        problems.add("review.absent_days", "last")
    if absence.stand_in and (not stand_in or same_person(stand_in, officer)):
        problems.add("review.absent_stand_in", "stand_in")
    else:
        _tell(problems, "review.absent_stand_in_away", "stand_in", _of(meanwhile, stand_in))
    problems.stop("review.problems")
    return replace(absence, officer=officer, stand_in=stand_in)


def _of(absences: list[Absence], name: str) -> Absence | None:
    return next((one for one in absences if name and same_person(one.officer, name)), None)


def _tell(problems: Problems, key: str, field: str, other: Absence | None) -> None:
    if other is not None:
        problems.add(key, field, officer=other.officer, first=other.first, last=other.last)


def _known(unit: ReadUnit, name: str) -> str:
    makers = (one for one in unit.officers.all() if one.active and one.role not in (Role.VIEWER, Role.ADMINISTRATOR))
    return next((one.name for one in makers if same_person(one.name, name)), "")
