"""Overrides: an ended one falls back by itself, as an entry of its own in the log; how many there are is counted and shown.

An override is an exception. Where one decision in ten is one, the methodology or those who override it want a look: 10 % is the
line of examiners, 5 % what is advised to act upon (bankersonline.com, 1999; field.md C-28).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from app.models.db.repositories.reviews import OverrideRow
from app.models.db.store import Store
from app.models.db.units import ReadUnit, WriteUnit
from app.models.domain.enums import ChangeClass, Colour, Role
from app.models.domain.records import GradeChange, GradeInForce, Notice
from app.models.domain.reviews import Overridden
from app.services.changes import CUSTOMER, GRADE, NOTICES, REVIEWS, Changed, changed
from app.services.clock import Clock
from app.services.methodologies import Methodologies
from app.services.overrides_watch.fallen import falls_to, terms_at
from app.services.people import PROGRAM
from app.services.ratings.inputs import year_before
from app.services.ratings.service import read_row
from app.services.settings.departments import told
from app.services.settings.service import read as read_setting
from app.texts import Texts

AMBER, RED = Decimal(5), Decimal(10)
"""Per cent of the decisions of twelve months from which overrides are told."""
RECENT_DAYS = 7
"""Days for which Today tells of a grade that fell back."""
_MOST = 500


@dataclass(frozen=True, slots=True)
class Rate:
    """Decisions since ``since`` and those of them that rested on an override."""

    since: date
    decisions: int
    overridden: int

    @property
    def percent(self) -> Decimal:
        """Per cent of the decisions; 0 without any."""
        return Decimal(100 * self.overridden) / self.decisions if self.decisions else Decimal(0)

    @property
    def colour(self) -> Colour:
        """Amber from 5 %, red from 10 %."""
        if self.percent >= RED:
            return Colour.RED
        return Colour.AMBER if self.percent >= AMBER else Colour.NONE


class OverridesWatch:
    """Counting overrides and ending those whose time is over."""

    def __init__(self, store: Store, clock: Clock, methodologies: Methodologies) -> None:
        self._store = store
        self._clock = clock
        self._methodologies = methodologies

    def rate(self) -> Rate:
        """Return how many decisions of the last twelve months rested on an override."""
        since = year_before(self._clock.today())
        with self._store.read() as unit:
            decisions, overridden = unit.looks.decisions_since(_start(since), PROGRAM)
        return Rate(since, decisions, overridden)

    def all(self) -> tuple[Overridden, ...]:
        """Return the decisions with an override of the last twelve months and those still in force, newest first."""
        since = _start(year_before(self._clock.today()))
        with self._store.read() as unit:
            return tuple(_shown(unit, row) for row in unit.looks.overridden(since, PROGRAM, _MOST))

    def ended(self) -> int:
        """Return how many grades in force rest on an override that is over and are to fall back."""
        with self._store.read() as unit:
            return sum(self._grade_after(unit, row) is not None for row in unit.looks.expired(self._clock.today(), PROGRAM))

    def fall_back(self, lang: str) -> Changed[tuple[GradeChange, ...]]:
        """Let every grade whose override is over fall back to the calculated one; return the entries of the log.

        The program signs itself. The text of the entry is in ``lang``; the review that was due stays due.
        """
        texts, today = Texts.load(lang), self._clock.today()
        with self._store.write("program.fall_back", "") as unit:
            rows = [row for row in unit.looks.expired(today, PROGRAM) if self._grade_after(unit, row) is not None]
            entries = tuple(self._fall(unit, row, texts) for row in rows)
            unit.commit()
        if not entries:
            return changed(entries)
        return changed(entries, GRADE, CUSTOMER, REVIEWS, NOTICES)

    def recent(self, days: int = RECENT_DAYS) -> tuple[GradeChange, ...]:
        """Return the entries of the last ``days`` that the program made, newest first."""
        since = self._clock.today() - timedelta(days=days)
        with self._store.read() as unit:
            numbers = unit.looks.made_since(_start(since), PROGRAM, _MOST)
            found = [unit.changes.get(no) for no in numbers]
        return tuple(one for one in found if one is not None)

    # -----------------------------------------------------------------------------------------------------------------

    def _grade_after(self, unit: ReadUnit, row: OverrideRow) -> GradeInForce | None:
        """The grade in force as it will be, None where there is nothing to fall back to."""
        in_force = unit.changes.in_force(row.customer_id)
        stored = None if in_force is None else unit.ratings.get(in_force.rating_id)
        if in_force is None or stored is None:
            return None
        rating = read_row(stored)
        grade = falls_to(in_force.terms, rating.result)
        if grade is None:
            return None
        m = self._methodologies.load(unit, rating.result.methodology_hash)
        terms = terms_at(in_force.terms, grade, m, rating.input, rating.result)
        return replace(in_force, terms=terms, since=self._clock.today())

    def _fall(self, unit: WriteUnit, row: OverrideRow, texts: Texts) -> GradeChange:
        after, earlier = self._grade_after(unit, row), unit.changes.of_customer(row.customer_id)
        before = unit.changes.in_force(row.customer_id)
        change = unit.changes.get(row.change_no)
        if after is None or before is None or change is None:
            raise RuntimeError("the grade that falls back is gone")
        now, today = self._clock.now(), self._clock.today()
        recent = [one for one in earlier if one.at.date() > year_before(today) and _moved(one)]
        text = texts(
            "override.fell_back", by=row.by, second=row.second_by, day=row.expires, given=before.terms.grade.name,
            calculated=after.terms.grade.name,
        )
        entered = unit.changes.add(replace(
            change, no=0, at=now, change_class=ChangeClass.EVENT, before=before.terms, after=after.terms, grounds=(),
            text=text, effective=today, next_review=before.next_review, proposed_by=PROGRAM, proposed_at=now,
            approved_by=PROGRAM, approved_role=Role.ADMINISTRATOR, approved_at=now, decision_note="",
            previous_no=earlier[-1].no if earlier else None, changes_12m=len(recent) + 1, fingerprint="",
            notices=tuple(Notice(where, who) for where, who in told(read_setting(unit, "departments")).items()),
        ))
        unit.changes.set_in_force(replace(after, change_no=entered.no))
        return entered


def _moved(change: GradeChange) -> bool:
    return change.before is None or change.before.grade is not change.after.grade


def _start(day: date) -> datetime:
    return datetime.combine(day, time(0), UTC)


def _shown(unit: ReadUnit, row: OverrideRow) -> Overridden:
    newest = unit.ratings.newest_of_case(row.case_id)
    calculated = row.after if newest is None else read_row(newest).result.calculated_grade
    later = unit.changes.of_customer(row.customer_id)
    fallen = any(one.approved_by == PROGRAM and one.case_id == row.case_id for one in later)
    return Overridden(
        row.change_no, row.customer_id, row.number, row.name, row.case_id, row.at.astimezone().date(), calculated, row.after,
        row.reason, row.by, row.second_by, row.expires, row.rating_id is not None, fallen,
    )
