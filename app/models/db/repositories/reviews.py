"""The calendar of reviews with who looks after whom, notes on single reviews, absences, decisions with an override."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from operator import attrgetter
from typing import Any

from sqlalchemy import Row, Select, and_, case, func, select

from app.models.db.records import rows_of
from app.models.db.repositories.customer_list import open_case_id
from app.models.db.tables.cases import cases
from app.models.db.tables.customers import customers
from app.models.db.tables.decisions import grade_changes, grades_in_force
from app.models.db.tables.keeping import journal
from app.models.db.tables.living import absences, corrections, limit_holds, review_notes
from app.models.db.unit_of_work import Reading, Writing
from app.models.domain.enums import Grade
from app.models.domain.reviews import EXPLAINED, LIGHT, Absence, ReviewNote

_NEWEST_ENTRIES = 200
_EXPLAINED, _AWAY, _WRITTEN, _DECIDED = "reviews.explained", "reviews.away", "reviews.written", "reviews.decided"


@dataclass(frozen=True, slots=True)
class DueRow:
    """A grade in force with what its next review needs. ``decided``, ``looked``: the decision and the newest light review."""

    customer_id: int
    number: str
    name: str
    flags: tuple[str, ...]
    officer: str
    grade: Grade
    due: date
    limit: Any
    currency: str
    case_id: int | None
    change_no: int
    decided: datetime
    looked: datetime | None
    held: bool


@dataclass(frozen=True, slots=True)
class OverrideRow:
    """A decision whose case has an override."""

    change_no: int
    customer_id: int
    number: str
    name: str
    case_id: int
    at: datetime
    after: Grade
    reason: str
    by: str
    second_by: str
    expires: date
    rating_id: int | None                 # of the grade in force, None when it rests on another decision


class ReviewQueries:
    """Reading the calendar."""

    def __init__(self, unit: Reading) -> None:
        self._unit = unit

    def due(self, program: str, until: date | None = None, customer_id: int | None = None) -> tuple[DueRow, ...]:
        """Return the reviews due up to ``until`` (None: all), most urgent first; of one customer with ``customer_id``.

        Entries that ``program`` made itself and corrections are no looks.
        """
        force, change = grades_in_force.c, grade_changes.c
        looked = (
            select(func.max(review_notes.c.at))
            .where(review_notes.c.customer_id == force.customer_id, review_notes.c.kind == LIGHT).correlate(grades_in_force)
            .scalar_subquery()
        )
        # What the program entered by itself was no look of anybody's.
        by_officers = grade_changes.alias()
        by_hand = (
            select(func.max(by_officers.c.at))
            .where(by_officers.c.customer_id == force.customer_id, by_officers.c.approved_by != program,
                   by_officers.c.id.not_in(select(corrections.c.change_id)))
            .correlate(grades_in_force).scalar_subquery()
        )
        decided = case((change.approved_by == program, func.coalesce(by_hand, change.at)), else_=change.at)
        held = (
            select(limit_holds.c.id).where(limit_holds.c.customer_id == force.customer_id, limit_holds.c.lifted.is_(None))
            .correlate(grades_in_force).exists()
        )
        wanted = (
            select(customers.c.id, customers.c.number, customers.c.name, customers.c.flags, customers.c.officer, force.grade,
                   force.next_review, force.limit, force.currency, open_case_id(customers.c.id).label("case_id"),
                   force.change_id, decided.label("decided"), looked.label("looked"), held.label("held"))
            .join_from(grades_in_force, customers, force.customer_id == customers.c.id)
            .join(grade_changes, change.id == force.change_id)
            .order_by(force.next_review, customers.c.name_norm, customers.c.id)
        )
        if until is not None:
            wanted = wanted.where(force.next_review <= until)
        if customer_id is not None:
            wanted = wanted.where(force.customer_id == customer_id)
        return tuple(
            DueRow(row.id, row.number, row.name, tuple(row.flags), row.officer, Grade(row.grade), row.next_review, row.limit,
                   row.currency, row.case_id, row.change_id, row.decided, row.looked, bool(row.held))
            for row in self._unit.rows(wanted)
        )

    def notes(self, customer_id: int) -> tuple[ReviewNote, ...]:
        """Return the notes on a customer's reviews, oldest first."""
        return tuple(_note(row) for row in rows_of(self._unit, review_notes, "customer_id", customer_id, "id"))

    def explanations(self) -> dict[int, ReviewNote]:
        """Return the newest explanation of each grade in force whose day is still the one that was explained, by customer."""
        return {row.customer_id: _note(row) for row in sorted(self._found(_EXPLAINED), key=attrgetter("id"))}

    def absences(self, since: date | None = None) -> tuple[Absence, ...]:
        """Return the absences that hold and end on ``since`` or later (None: all), first day first."""
        found = sorted(self._found(_AWAY), key=attrgetter("first", "id"))
        return tuple(_absence(row) for row in found if since is None or row.last >= since)

    def decisions_since(self, since: datetime, program: str) -> tuple[int, int]:
        """Return how many grade decisions there were since a moment, and how many of them had an override; entries that
        ``program`` made itself, and corrections, are none.
        """
        change, case = grade_changes.c, cases.c
        decided = (change.at >= since, change.approved_by != program, change.id.not_in(select(corrections.c.change_id)))
        every = select(func.count()).select_from(grade_changes).where(*decided)
        # From the few cases that have one: a join of all decisions with their cases reads ten times as much.
        exceptions = select(func.count()).join_from(
            cases, grade_changes, and_(change.customer_id == case.customer_id, change.case_id == case.id))
        exceptions = exceptions.where(case.override_grade.is_not(None), *decided)
        found = self._unit.one(select(every.scalar_subquery().label("every"), exceptions.scalar_subquery().label("exceptions")))
        return (0, 0) if found is None else (int(found.every), int(found.exceptions))

    def overridden(self, since: datetime, program: str, most: int) -> tuple[OverrideRow, ...]:
        """Return the newest ``most`` decisions with an override since a moment, or in force since before, newest first."""
        change, force = grade_changes.c, grades_in_force.c
        return self._overrides(
            (change.approved_by != program, (change.at >= since) | force.id.is_not(None)), most
        )

    def expired(self, today: date, program: str) -> tuple[OverrideRow, ...]:
        """Return the grades in force whose override ended before ``today``, oldest first; not those that fell back already."""
        rows = self._overrides(
            (grade_changes.c.approved_by != program, cases.c.override_expires < today, grades_in_force.c.id.is_not(None)), None
        )
        return tuple(reversed(rows))

    def _overrides(self, conditions: Sequence[Any], most: int | None) -> tuple[OverrideRow, ...]:
        # Joined by the customer, for which each of the tables has an index.
        change, force, case = grade_changes.c, grades_in_force.c, cases.c
        decided = change.id.not_in(select(corrections.c.change_id))
        wanted = (
            select(change.id, change.customer_id, change.customer_number, change.customer_name, change.case_id, change.at,
                   change.after_grade, case.override_reason, case.override_by, case.override_second_by, case.override_expires,
                   force.rating_id)
            .join_from(cases, grade_changes, and_(change.customer_id == case.customer_id, change.case_id == case.id))
            .outerjoin(grades_in_force, and_(force.customer_id == change.customer_id, force.change_id == change.id))
            .where(case.override_grade.is_not(None), decided, *conditions).order_by(change.id.desc()).limit(most)
        )
        return tuple(
            OverrideRow(row.id, row.customer_id, row.customer_number, row.customer_name, row.case_id, row.at,
                        Grade(row.after_grade), row.override_reason or "", row.override_by or "", row.override_second_by or "",
                        row.override_expires, row.rating_id)
            for row in self._unit.rows(wanted)
        )

    def made_since(self, since: datetime, program: str, most: int) -> tuple[int, ...]:
        """Return the numbers of the newest ``most`` entries that ``program`` made since a moment, newest first."""
        change = grade_changes.c
        wanted = select(change.id).where(change.at >= since, change.approved_by == program)
        return tuple(row.id for row in self._unit.rows(wanted.order_by(change.id.desc()).limit(most)))

    def newest_entry(self) -> datetime | None:
        """Return the latest moment that the newest entries of the journal and the log of grade changes name."""
        written, decided = (self._found(name)[0].at for name in (_WRITTEN, _DECIDED))
        found = [datetime.fromisoformat(written)] if written else []
        return max([*found, *([decided] if decided is not None else [])], default=None)


    def _found(self, name: str) -> Sequence[Row[Any]]:
        """The rows of a query of ``calendar_queries``, from memory within a page that brought them."""
        records = self._unit.records
        return records.named(name) if records is not None and records.holds(name) else self._unit.rows(calendar_queries()[name])


@cache
def calendar_queries() -> Mapping[str, Select[Any]]:
    """What the calendar needs beside its rows, to be read with the records of a page (``Store.page(also=…)``)."""
    force, notes = grades_in_force.c, review_notes.c
    newest = select(journal.c.at).order_by(journal.c.seq.desc()).limit(_NEWEST_ENTRIES).subquery()
    return {
        _EXPLAINED: select(review_notes).join(grades_in_force, force.customer_id == notes.customer_id).where(
            notes.kind == EXPLAINED, notes.change_id == force.change_id, notes.due == force.next_review),
        _AWAY: select(absences).where(absences.c.active),
        _WRITTEN: select(func.max(newest.c.at).label("at")),
        _DECIDED: select(func.max(grade_changes.c.at).label("at")),
    }


class Reviews(ReviewQueries):
    """Reading and keeping notes and absences."""

    def __init__(self, unit: Writing) -> None:
        super().__init__(unit)
        self._writing = unit

    def add_note(self, note: ReviewNote) -> int:
        """Keep a note on a review; return its number."""
        return self._writing.insert(review_notes, {
            "customer_id": note.customer_id, "change_id": note.change_no, "kind": note.kind, "due": note.due, "at": note.at,
            "by": note.by, "text": note.text, "found": [list(one) for one in note.found], "next_review": note.next_review,
        })

    def add_absence(self, absence: Absence) -> int:
        """Keep an absence; return its number."""
        return self._writing.insert(absences, {
            "officer": absence.officer, "first": absence.first, "last": absence.last, "stand_in": absence.stand_in,
            "by": self._writing.who, "active": True,
        })

    def end_absence(self, absence_id: int) -> None:
        """An absence holds no more; it stays in the journal."""
        self._writing.update(absences, absence_id, {"active": False})


def _note(row: Row[Any]) -> ReviewNote:
    found = tuple((str(key), int(number)) for key, number in row.found)
    return ReviewNote(row.id, row.customer_id, row.change_id, row.kind, row.due, row.at, row.by, row.text, found, row.next_review)


def _absence(row: Row[Any]) -> Absence:
    return Absence(row.id, row.officer, row.first, row.last, row.stand_in, row.by, bool(row.active))
