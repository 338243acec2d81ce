"""The grade-change log, grades in force, notices, and the review calendar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, func, select, update

from app.models.db import journal
from app.models.db.records import row_of, rows_among, rows_of
from app.models.db.repositories.customer_list import open_case_id
from app.models.db.repositories.holds import HoldQueries
from app.models.db.repositories.parts import save_parts
from app.models.db.repositories.terms import read_terms, terms_values
from app.models.db.tables.customers import customers
from app.models.db.tables.decisions import grade_changes, grades_in_force, notices
from app.models.db.tables.living import corrections
from app.models.db.unit_of_work import Reading, Writing
from app.models.domain.enums import ChangeClass, Grade, Role
from app.models.domain.errors import UserError
from app.models.domain.records import GradeChange, GradeInForce, Notice, ReviewRow

_PLAIN = (
    "customer_id", "customer_number", "customer_name", "customer_identifier", "case_id", "case_number", "at", "text",
    "conditions",
    "effective", "next_review", "proposed_by", "proposed_at", "approved_by", "approved_at", "decision_note", "own_exposure",
    "own_overdue", "security_held", "previous_no", "changes_12m", "methodology_version",
)


class ChangeQueries:
    """Reading the log and what is in force."""

    def __init__(self, unit: Reading) -> None:
        self._unit = unit

    def get(self, no: int) -> GradeChange | None:
        """Return the change of that number, None if there is none."""
        row = row_of(self._unit, grade_changes, no)
        return None if row is None else self._changes([row])[0]

    def of_customer(self, customer_id: int) -> tuple[GradeChange, ...]:
        """Return the changes of a customer, oldest first."""
        return self._changes(rows_of(self._unit, grade_changes, "customer_id", customer_id, "id"))

    def decisions_of(self, customer_id: int) -> tuple[GradeChange, ...]:
        """Return the entries of a customer that a decision made, oldest first: corrections of the log decide nothing."""
        found = self.of_customer(customer_id)
        if all(one.change_class is not ChangeClass.CORRECTION for one in found):
            return found
        corrected = {row.change_id for row in self._unit.rows(select(corrections.c.change_id))}
        return tuple(one for one in found if one.no not in corrected)

    def reviews_due(self, customer_id: int) -> tuple[tuple[datetime, date], ...]:
        """Return every day of a next review that a customer had, oldest first, with the moment from which on it stood."""
        force = grades_in_force.c
        found = []
        for row in self._unit.rows(select(force.id).where(force.customer_id == customer_id)):
            for entry in journal.entries(self._unit.connection, "grades_in_force", row.id):
                if entry.after.get("next_review"):
                    found.append((entry.at, date.fromisoformat(str(entry.after["next_review"]))))
        return tuple(found)

    def some(self, numbers: Sequence[int]) -> tuple[GradeChange, ...]:
        """Return the changes of those numbers, oldest first."""
        return self._changes(rows_among(self._unit, grade_changes, "id", numbers, "id"))

    def all(self, offset: int = 0, limit: int = 100) -> tuple[GradeChange, ...]:
        """Return a page of the log, newest first."""
        newest = select(grade_changes).order_by(grade_changes.c.id.desc())
        return self._changes(self._unit.rows(newest.offset(offset).limit(limit)))

    def count(self) -> int:
        """Return the number of entries in the log."""
        return int(self._unit.connection.execute(select(func.count()).select_from(grade_changes)).scalar_one())

    def in_force(self, customer_id: int) -> GradeInForce | None:
        """Return the grade that a customer has now."""
        rows = rows_of(self._unit, grades_in_force, "customer_id", customer_id, "id")
        if not rows:
            return None
        row = rows[0]
        return GradeInForce(
            customer_id, read_terms(row), row.since, row.next_review, row.valid_until, row.rating_id, row.change_id,
            tuple(hold.kind for hold in HoldQueries(self._unit).of_customer(customer_id)),
        )

    def review_rows(self, until: date | None, today: date) -> tuple[ReviewRow, ...]:
        """Return the reviews due up to ``until`` (all if None), most urgent first; days are counted from ``today``."""
        force = grades_in_force.c
        wanted = (
            select(customers.c.id, customers.c.number, customers.c.name, force.grade, force.next_review, force.limit,
                   force.currency, open_case_id(customers.c.id).label("case_id"), customers.c.flags)
            .join_from(grades_in_force, customers, force.customer_id == customers.c.id)
            .order_by(force.next_review, customers.c.name_norm, customers.c.id)
        )
        if until is not None:
            wanted = wanted.where(force.next_review <= until)
        return tuple(
            ReviewRow(row.id, row.number, row.name, Grade(row.grade), row.next_review, (row.next_review - today).days, row.limit,
                      row.currency, row.case_id, "sample" in row.flags)
            for row in self._unit.connection.execute(wanted)
        )

    def _changes(self, rows: Sequence[Row[Any]]) -> tuple[GradeChange, ...]:
        told = rows_among(self._unit, notices, "change_id", [row.id for row in rows], "position")
        return tuple(_change(row, [part for part in told if part.change_id == row.id]) for row in rows)


def _change(row: Row[Any], told: Sequence[Row[Any]]) -> GradeChange:
    return GradeChange(
        no=row.id, **{name: getattr(row, name) for name in _PLAIN}, change_class=ChangeClass(row.change_class),
        before=None if row.before_grade is None else read_terms(row, "before_"), after=read_terms(row, "after_"),
        grounds=tuple(row.grounds), rules=tuple(row.rules), approved_role=Role(row.approved_role),
        fingerprint=row.fingerprint,
        notices=tuple(Notice(part.department, part.person, part.sent, part.channel, part.acknowledged) for part in told),
    )


class Changes(ChangeQueries):
    """Reading and entering grade changes."""

    def __init__(self, unit: Writing) -> None:
        super().__init__(unit)
        self._writing = unit

    def add(self, change: GradeChange) -> GradeChange:
        """Enter a change and return it with number and fingerprint: the journal's code of the entry itself."""
        unit = self._writing
        values = {
            **{name: getattr(change, name) for name in _PLAIN}, "change_class": change.change_class,
            **terms_values(change.before, "before_"), **terms_values(change.after, "after_"), "grounds": list(change.grounds),
            "rules": list(change.rules), "approved_role": change.approved_role, "fingerprint": "",
        }
        no = unit.insert(grade_changes, values)
        unit.connection.execute(update(grade_changes).where(grade_changes.c.id == no).values(fingerprint=unit.code))
        self._save_notices(no, change.notices)
        stored = self.get(no)
        if stored is None:
            raise RuntimeError("the change just entered is gone")
        return stored

    def set_notices(self, no: int, messages: Sequence[Notice]) -> GradeChange:
        """Store the messages to the departments and return the change. UserError "store.gone"."""
        self._save_notices(no, messages)
        change = self.get(no)
        if change is None:
            raise UserError("store.gone", no=no)
        return change

    def set_in_force(self, grade: GradeInForce) -> GradeInForce:
        """Make a grade the one that holds for its customer."""
        values = {
            "customer_id": grade.customer_id, **terms_values(grade.terms), "since": grade.since, "next_review": grade.next_review,
            "valid_until": grade.valid_until, "rating_id": grade.rating_id, "change_id": grade.change_no,
        }
        wanted = select(grades_in_force.c.id).where(grades_in_force.c.customer_id == grade.customer_id)
        row_id = self._unit.scalar(wanted)
        if row_id is None:
            self._writing.insert(grades_in_force, values)
        else:
            self._writing.update(grades_in_force, row_id, values)
        return grade

    def _save_notices(self, no: int, messages: Sequence[Notice]) -> None:
        save_parts(self._writing, notices, "change_id", no, [
            {"department": part.department, "person": part.person, "sent": part.sent, "channel": part.channel,
             "acknowledged": part.acknowledged}
            for part in messages
        ])
