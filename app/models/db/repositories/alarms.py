"""Alarms: raised, asked, answered, closed; kept for ever."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, exists, func, or_, select, true

from app.models.db.records import row_of, rows_of
from app.models.db.search_text import folded
from app.models.db.tables.cases import cases
from app.models.db.tables.decisions import grades_in_force
from app.models.db.tables.found import customer_list
from app.models.db.tables.living import alarms, listings
from app.models.db.unit_of_work import Reading, Writing
from app.models.domain.alarms import Alarm, AlarmFilter, AlarmLine, AlarmState
from app.models.domain.enums import Colour, Grade

_AT_ONCE = 500


class AlarmQueries:
    """Reading alarms."""

    def __init__(self, unit: Reading) -> None:
        self._unit = unit

    def get(self, alarm_id: int) -> Alarm | None:
        """Return the alarm of that number, None if there is none."""
        row = row_of(self._unit, alarms, alarm_id)
        return None if row is None else _alarm(row)

    def of_customer(self, customer_id: int) -> tuple[Alarm, ...]:
        """Return the alarms of a customer, oldest first."""
        return tuple(_alarm(row) for row in rows_of(self._unit, alarms, "customer_id", customer_id, "id"))

    def page(self, wanted: AlarmFilter, today: date, most: int) -> tuple[tuple[AlarmLine, ...], int]:
        """Return the first ``most`` alarms that fit, those due first at the top, and how many fit."""
        fits = _fits(wanted, today)
        joined = alarms.join(customer_list, customer_list.c.customer_id == alarms.c.customer_id)
        listed = customer_list.c
        order = (alarms.c.closed.desc(), alarms.c.id.desc()) if wanted.closed else (
            alarms.c.due, _weight(), alarms.c.customer_id, alarms.c.rule)
        found = select(*alarms.c, listed.number, listed.name, listed.grade, listed.flags).select_from(joined)
        rows = self._unit.rows(found.where(fits).order_by(*order).limit(most))
        total = self._unit.scalar(select(func.count()).select_from(joined).where(fits))
        return tuple(_line(row) for row in rows), int(total)

    def counts(self, today: date) -> tuple[int, int, int]:
        """Return how many are to be asked, how many are answered and not closed, and how many of both are overdue."""
        answered = alarms.c.answered.is_not(None)
        waiting = alarms.c.closed.is_(None)
        to_ask, told, late = (
            self._unit.scalar(select(func.count()).select_from(alarms).where(waiting, kind))
            for kind in (~answered, answered, alarms.c.due < today)
        )
        return int(to_ask), int(told), int(late)

    def owners(self) -> tuple[str, ...]:
        """Return who has an alarm that is not closed."""
        rows = self._unit.rows(select(alarms.c.owner).where(alarms.c.closed.is_(None)).distinct().order_by(alarms.c.owner))
        return tuple(row.owner for row in rows)

    def earlier(self, most: int) -> tuple[int, ...]:
        """Return customers whose grade in force was given with warnings and who never had an alarm."""
        return tuple(row.customer_id for row in self._unit.rows(
            select(customer_list.c.customer_id).where(_earlier()).order_by(customer_list.c.customer_id).limit(most)
        ))

    def earlier_count(self) -> int:
        """Return how many such customers there are."""
        return int(self._unit.scalar(select(func.count()).select_from(customer_list).where(_earlier())))

    def followed(self, customer_ids: Collection[int]) -> tuple[int, ...]:
        """Return those of some customers that are dealt with: a grade in force, or a case."""
        wanted, found = sorted(customer_ids), set[int]()
        for at in range(0, len(wanted), _AT_ONCE):
            few = wanted[at:at + _AT_ONCE]
            for table in (grades_in_force, cases):
                owners = select(table.c.customer_id).where(table.c.customer_id.in_(few)).distinct()
                found.update(row.customer_id for row in self._unit.rows(owners))
        return tuple(sorted(found))

    def blacklisted_since(self, customer_id: int) -> date | None:
        """Return the first day on which the customer was put on the blacklist, None if it never was."""
        black = and_(listings.c.customer_id == customer_id, listings.c.kind == "black", listings.c.approved.is_not(None))
        found = self._unit.scalar(select(func.min(listings.c.since)).where(black))
        return found if isinstance(found, date) or found is None else date.fromisoformat(str(found))


class Alarms(AlarmQueries):
    """Reading, raising and changing alarms."""

    def __init__(self, unit: Writing) -> None:
        super().__init__(unit)
        self._writing = unit

    def add(self, alarm: Alarm) -> int:
        """Keep an alarm that was raised; return its number."""
        return self._writing.insert(alarms, _values(alarm))

    def save(self, alarm: Alarm) -> None:
        """Keep what became of an alarm. Conflict when somebody saved a newer version."""
        self._writing.update(alarms, alarm.id, _values(alarm), alarm.version)


def _values(alarm: Alarm) -> dict[str, Any]:
    return {
        "customer_id": alarm.customer_id, "rule": alarm.rule, "colour": alarm.colour.value, "evidence": alarm.evidence,
        "value": alarm.value, "source": alarm.source, "period": alarm.period, "raised": alarm.raised, "owner": alarm.owner,
        "due": alarm.due, "asked": alarm.asked, "answer": alarm.answer, "answered": alarm.answered,
        "answered_by": alarm.answered_by, "evidence_ids": list(alarm.evidence_ids), "actions": list(alarm.actions),
        "action_note": alarm.action_note, "closed": alarm.closed, "closed_by": alarm.closed_by,
    }


def _alarm(row: Row[Any]) -> Alarm:
    return Alarm(
        row.id, row.customer_id, row.rule, Colour(row.colour), row.evidence, row.value, row.source, row.period, row.raised,
        row.owner, row.due, row.asked, row.answer, row.answered, row.answered_by, tuple(row.evidence_ids), tuple(row.actions),
        row.action_note, row.closed, row.closed_by, row.version,
    )


def _line(row: Row[Any]) -> AlarmLine:
    grade = None if row.grade is None else Grade(row.grade)
    return AlarmLine(_alarm(row), row.number, row.name, grade, "sample" in (row.flags or ""))


def _weight() -> ColumnElement[int]:
    return case((alarms.c.colour == Colour.RED.value, 0), else_=1)


def _fits(wanted: AlarmFilter, today: date) -> ColumnElement[bool]:
    parts: list[ColumnElement[bool]] = [alarms.c.closed.is_not(None) if wanted.closed else alarms.c.closed.is_(None)]
    if wanted.state is AlarmState.OPEN:
        parts.append(alarms.c.answered.is_(None))
    elif wanted.state is AlarmState.ANSWERED:
        parts.append(alarms.c.answered.is_not(None))
    if wanted.late:
        parts.append(alarms.c.due < today)
    if wanted.owner:
        parts.append(alarms.c.owner == wanted.owner)
    if wanted.rule:
        parts.append(alarms.c.rule == wanted.rule)
    for word in folded(wanted.search).split():
        parts.append(or_(customer_list.c.name_find.contains(word, autoescape=True),
                         customer_list.c.code_find.contains(word, autoescape=True)))
    return and_(true(), *parts)


def _earlier() -> ColumnElement[bool]:
    return and_(customer_list.c.alarmed == true(), ~exists().where(alarms.c.customer_id == customer_list.c.customer_id))
