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
from app.models.db.together import Together
from app.models.db.unit_of_work import Reading, Writing
from app.models.domain.alarms import Alarm, AlarmFilter, AlarmLine, AlarmPage, AlarmState
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

    def page(self, wanted: AlarmFilter, today: date, most: int) -> AlarmPage:
        """Return the first ``most`` alarms that fit, those due first at the top (closed ones: newest first): one query."""
        joined = alarms.join(customer_list, customer_list.c.customer_id == alarms.c.customer_id)
        listed, fits = customer_list.c, _fits(wanted, today)
        order = (alarms.c.closed.desc(), alarms.c.id.desc()) if wanted.closed else (
            alarms.c.due, _weight(), alarms.c.customer_id, alarms.c.rule)
        lines = select(*alarms.c, listed.number, listed.name, listed.grade, listed.flags).select_from(joined).where(fits)
        waiting, answered = alarms.c.closed.is_(None), alarms.c.answered.is_not(None)
        kinds = {"open": ~answered, "answered": answered, "late": alarms.c.due < today}
        found = Together({
            "lines": select(lines.order_by(*order).limit(most).subquery()),
            "total": select(func.count().label("number")).select_from(joined).where(fits),
            **{name: select(func.count().label("number")).select_from(alarms).where(waiting, kind)
               for name, kind in kinds.items()},
            "owners": select(alarms.c.owner).where(waiting).distinct(),
            "earlier": select(func.count().label("number")).select_from(customer_list).where(_earlier()),
        }).read(self._unit)
        told = sorted((_line(row) for row in found["lines"]), key=_last_closed if wanted.closed else _first_due)
        total, to_ask, said, late, earlier = (
            int(found[name][0].number) for name in ("total", "open", "answered", "late", "earlier"))
        owners = tuple(sorted(row.owner for row in found["owners"]))
        return AlarmPage(today, tuple(told), total, to_ask, said, late, owners, earlier)

    def earlier(self, most: int) -> tuple[int, ...]:
        """Return customers whose grade in force was given with warnings and who never had an alarm."""
        return tuple(row.customer_id for row in self._unit.rows(
            select(customer_list.c.customer_id).where(_earlier()).order_by(customer_list.c.customer_id).limit(most)
        ))

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
        rows = rows_of(self._unit, listings, "customer_id", customer_id, "id")
        return min((row.since for row in rows if row.kind == "black" and row.approved is not None), default=None)


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


def _first_due(line: AlarmLine) -> tuple[date, bool, int, str]:
    alarm = line.alarm
    return alarm.due, alarm.colour is not Colour.RED, alarm.customer_id, alarm.rule


def _last_closed(line: AlarmLine) -> tuple[float, int]:
    closed = line.alarm.closed
    return -closed.timestamp() if closed is not None else 0, -line.alarm.id


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
