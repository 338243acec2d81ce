"""The review calendar. An overdue review cannot be silenced: the limit counts nothing until it is done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from app.models.db.store import Store
from app.models.db.units import ReadUnit, WriteUnit
from app.models.domain.enums import Role
from app.models.domain.errors import NotAllowed, ProblemList, UserError
from app.models.domain.methodology import Methodology
from app.models.domain.rating import RatingInput, RatingResult
from app.models.domain.records import GradeInForce, GradeRow, ReviewRow
from app.models.domain.reviews import EXPLAINED, LIGHT, Absence, Due, ReviewNote
from app.services.alarms.raising import raise_alarms
from app.services.changes import CUSTOMER, GRADE, REVIEWS, Changed, changed
from app.services.clock import Clock
from app.services.customers.service import customer_in
from app.services.grading.usable import usable_limit
from app.services.methodologies import Methodologies
from app.services.officers.service import signer
from app.services.people import PROGRAM, same_person
from app.services.ratings.inputs import year_after
from app.services.ratings.service import read_row
from app.services.reviews import planning
from app.services.reviews.absences import checked
from app.services.reviews.interval import last_day, next_look
from app.services.reviews.since import Found, found_since, full_needed, last_look
from app.services.settings.schema import MAX_REVIEW_DAYS
from app.services.settings.service import read as read_setting
from app.services.typed_text import TEXT, check_text

WEEKS = 14
"""Weeks of the calendar: as far as a review can lie ahead."""
_TOLERANCE = timedelta(minutes=10)
_LOOKERS = (Role.OFFICER, Role.CREDIT_MANAGER)


@dataclass(frozen=True, slots=True)
class Board:
    """The calendar: every review to come, most urgent first, the plan for them, weeks, who is away."""

    today: date
    due: tuple[Due, ...]
    plan: planning.Plan
    weeks: tuple[planning.Week, ...]
    absences: tuple[Absence, ...]
    officers: tuple[str, ...]
    daily: int
    now: datetime
    clock_back: datetime | None = None

    @property
    def overdue(self) -> int:
        """How many reviews are overdue."""
        return sum(one.due < self.today for one in self.due)


@dataclass(frozen=True, slots=True)
class Look:
    """A customer before a review: what holds, what changed ``since`` the last look, and whether the grade may be confirmed.

    ``full``: catalogue keys of why a case is needed; ``next_review``: the day of the next look if the grade is confirmed now;
    ``usable``: the limit that counts for new orders today.
    """

    today: date
    due: Due
    in_force: GradeInForce
    since: datetime
    found: tuple[Found, ...]
    full: tuple[str, ...]
    next_review: date
    usable: Decimal
    notes: tuple[ReviewNote, ...]


class Reviews:
    """Reading the calendar, looking at grades, absences."""

    def __init__(self, store: Store, clock: Clock, methodologies: Methodologies) -> None:
        self._store = store
        self._clock = clock
        self._methodologies = methodologies

    # --- reading -------------------------------------------------------------------------------------------------------

    def rows(self, days: int | None = None) -> tuple[ReviewRow, ...]:
        """Return the reviews due within ``days`` from today (None: all), overdue ones first (``days_left`` below 0)."""
        today = self._clock.today()
        with self._store.read() as unit:
            return unit.reviews.review_rows(None if days is None else today + timedelta(days=days), today)

    def overdue(self) -> tuple[ReviewRow, ...]:
        """Return the reviews whose day has passed."""
        return tuple(row for row in self.rows(0) if row.days_left < 0)

    def grades(self) -> tuple[GradeRow, ...]:
        """Return every customer by name with grade, terms and next review, as far as there are any."""
        from app.models.db.repositories.grade_list import grade_rows

        with self._store.read() as unit:
            return grade_rows(unit, self._clock.today())

    def board(self) -> Board:
        """Return the calendar of all customers with the plan for it."""
        from app.models.db.repositories.reviews import calendar_queries

        today = self._clock.today()
        with self._store.page(also=calendar_queries) as unit:
            due, team, daily = _due(unit), _team(unit, today), _daily(unit)
            now = self._store.now()
            back = _clock_back(unit, now)
        found = planning.plan(_jobs(due), team, today)
        return Board(
            today, due, found, planning.weeks(found, team, WEEKS), team.absences, tuple(team.daily), daily, now, back
        )

    def away(self, officer: str, first: date, last: date, stand_in: str = "") -> planning.Away:
        """Return what would happen to the reviews if an officer were away on those days. UserErrors as ``add_absence``."""
        today = self._clock.today()
        with self._store.read() as unit:
            absence = checked(unit, Absence(0, officer, first, last, stand_in), today)
            due, team = _due(unit), _team(unit, today)
        return planning.away(_jobs(due), team, today, absence)

    def look(self, customer_id: int, due: Due | None = None) -> Look:
        """Return what to look at in a light review; ``due`` is its line of the calendar where it is known already.

        UserError ``review.no_grade`` without a grade in force.
        """
        today = self._clock.today()
        with self._store.read() as unit:
            due, in_force = due or _one_due(unit, customer_id), unit.changes.in_force(customer_id)
            if due is None or in_force is None:
                raise UserError("review.no_grade")
            m, given, result = self._rated(unit, in_force)
            last = last_look(unit, in_force)
            change = unit.changes.get(in_force.change_no)
            return Look(
                today, due, in_force, last.at, found_since(unit, customer_id, last),
                full_needed(unit, in_force, m, given, result, today), _next(in_force, m, given, result, today),
                usable_limit(in_force, None if change is None else change.before, today), unit.looks.notes(customer_id),
            )

    def clock_back(self) -> datetime | None:
        """Return the moment of the newest entry of the store when it lies after now: the clock was set back; else None."""
        with self._store.read() as unit:
            return _clock_back(unit, self._store.now())

    # --- looking -------------------------------------------------------------------------------------------------------

    def confirm(self, customer_id: int, by: str, text: str = "") -> Changed[ReviewNote]:
        """A light review: the grade stays as it is, the next look comes after its interval, never more than 92 days on.

        The early warnings are looked at first. UserError ``review.full.<word>`` when a case is needed,
        ``review.text`` when something changed and nothing is said of it; NotAllowed ``review.owner`` for the account owner.
        """
        said = check_text(text, "text", TEXT).strip()
        today = self._clock.today()
        with self._store.write("review.confirm", by) as unit:
            officer = signer(unit, by)
            if same_person(officer.name, customer_in(unit, customer_id).owner):
                raise NotAllowed("review.owner", "by", name=officer.name)
            flags = raise_alarms(unit, self._methodologies, self._clock, customer_id, "review").flags
            in_force = unit.changes.in_force(customer_id)
            if in_force is None:
                raise UserError("review.no_grade")
            m, given, result = self._rated(unit, in_force)
            full = full_needed(unit, in_force, m, given, result, today)
            note = None
            if not full:
                found = found_since(unit, customer_id, last_look(unit, in_force))
                if any(one.count for one in found) and not said:
                    raise UserError("review.text", "text")
                note = self._confirmed(unit, in_force, _next(in_force, m, given, result, today), said, found)
            unit.commit()
        if note is None:
            raise _refused(full)
        return changed(note, REVIEWS, CUSTOMER, GRADE, *flags, customer_id=customer_id)

    def _confirmed(
        self, unit: WriteUnit, in_force: GradeInForce, day: date, text: str, found: tuple[Found, ...]
    ) -> ReviewNote:
        note = ReviewNote(
            0, in_force.customer_id, in_force.change_no, LIGHT, in_force.next_review, self._clock.now(), unit.who, text,
            tuple((one.kind, one.count) for one in found if one.count), day,
        )
        note = replace(note, id=unit.looks.add_note(note))
        unit.changes.set_in_force(
            replace(in_force, next_review=day, valid_until=min(day, year_after(in_force.since)))
        )
        return note

    def explain(self, customer_id: int, text: str, by: str) -> Changed[ReviewNote]:
        """Say why a review is late. The limit stays 0 all the same. UserError ``review.explain``, ``review.not_late``."""
        said = check_text(text, "text", TEXT).strip()
        if not said:
            raise UserError("review.explain", "text")
        with self._store.write("review.explain", by) as unit:
            signer(unit, by)
            in_force = unit.changes.in_force(customer_id)
            if in_force is None or in_force.next_review >= self._clock.today():
                raise UserError("review.not_late")
            note = ReviewNote(
                0, customer_id, in_force.change_no, EXPLAINED, in_force.next_review, self._clock.now(), unit.who, said
            )
            note = replace(note, id=unit.looks.add_note(note))
            unit.commit()
        return changed(note, REVIEWS, customer_id=customer_id)

    def _rated(self, unit: ReadUnit, in_force: GradeInForce) -> tuple[Methodology, RatingInput, RatingResult]:
        row = unit.ratings.get(in_force.rating_id)
        if row is None:
            raise UserError("review.no_grade")
        stored = read_row(row)
        return self._methodologies.load(unit, stored.result.methodology_hash), stored.input, stored.result

    # --- absences ------------------------------------------------------------------------------------------------------

    def absences(self) -> tuple[Absence, ...]:
        """Return who is away now or later."""
        with self._store.read() as unit:
            return unit.looks.absences(self._clock.today())

    def add_absence(self, officer: str, first: date, last: date, by: str, stand_in: str = "") -> Changed[Absence]:
        """Enter that an officer is away, both days included. UserErrors at ``officer``, ``first``, ``last``, ``stand_in``."""
        with self._store.write("review.absence", by) as unit:
            signer(unit, by)
            absence = checked(unit, Absence(0, officer, first, last, stand_in, by), self._clock.today())
            absence = replace(absence, id=unit.looks.add_absence(absence))
            unit.commit()
        return changed(absence, REVIEWS)

    def end_absence(self, absence_id: int, by: str) -> Changed[int]:
        """Take an absence back. UserError ``review.absence_gone``."""
        with self._store.write("review.absence_end", by) as unit:
            signer(unit, by)
            if not any(one.id == absence_id for one in unit.looks.absences()):
                raise UserError("review.absence_gone")
            unit.looks.end_absence(absence_id)
            unit.commit()
        return changed(absence_id, REVIEWS)


def _refused(full: tuple[str, ...]) -> UserError:
    problems = tuple(UserError(key) for key in full)
    return problems[0] if len(problems) == 1 else ProblemList("review.full", problems)


def _next(in_force: GradeInForce, m: Methodology, given: RatingInput, result: RatingResult, today: date) -> date:
    """The look after one made today: the interval of the terms, and no later than what the grade rests on ends."""
    override = given.override
    ends = [year_after(in_force.since)]
    if override is not None and result.grade is not result.calculated_grade:
        ends.append(override.expires)
    return next_look(today, in_force.terms.review_days, min(m.rules.max_review_days, MAX_REVIEW_DAYS), *ends)


def _due(unit: ReadUnit, customer_id: int | None = None) -> tuple[Due, ...]:
    explained = unit.looks.explanations()
    found = []
    for row in unit.looks.due(PROGRAM, customer_id=customer_id):
        looked = max(row.decided, row.looked) if row.looked is not None else row.decided
        last, note = looked.astimezone().date(), explained.get(row.customer_id)
        found.append(Due(
            row.customer_id, row.number, row.name, row.grade, row.officer, row.due, last, last_day(last),
            row.limit, row.currency, row.case_id, "sample" in row.flags, row.held, "" if note is None else note.text,
            "" if note is None else note.by,
        ))
    return tuple(found)


def _one_due(unit: ReadUnit, customer_id: int) -> Due | None:
    return next(iter(_due(unit, customer_id)), None)


def _jobs(due: tuple[Due, ...]) -> list[planning.Job]:
    return [planning.Job(one.customer_id, one.officer, one.due, one.hard) for one in due]


def _daily(unit: ReadUnit) -> int:
    return int(read_setting(unit, "reviews_per_day"))


def _team(unit: ReadUnit, today: date) -> planning.Team:
    """Everybody who assesses; where nobody of these is left, everybody who signs."""
    active = [one for one in unit.officers.all() if one.active and one.role not in (Role.VIEWER, Role.ADMINISTRATOR)]
    lookers = [one for one in active if one.role in _LOOKERS] or active
    daily = _daily(unit)
    return planning.Team({one.name: daily for one in lookers}, unit.looks.absences(today))


def _clock_back(unit: ReadUnit, now: datetime) -> datetime | None:
    newest = unit.looks.newest_entry()
    return newest if newest is not None and newest > now + _TOLERANCE else None
