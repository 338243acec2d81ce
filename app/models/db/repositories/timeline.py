"""The journal of one customer with all that hangs on it, read in few queries; and its group."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from itertools import islice
from operator import attrgetter
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from app.models.db.records import rows_of
from app.models.db.rows import JournalEntry
from app.models.db.search_text import folded
from app.models.db.tables.cases import answers, cases
from app.models.db.tables.customers import (
    customers,
)
from app.models.db.tables.decisions import grades_in_force
from app.models.db.tables.keeping import journal, personal_value
from app.models.db.tables.ratings import ratings
from app.models.db.tables.statements import statements
from app.models.db.together import Together
from app.models.db.traces import traces
from app.models.db.unit_of_work import Reading
from app.models.domain.enums import Grade
from app.models.domain.history import Gone

_CHUNK = 400
Way = tuple[int, str, int, str]
_WAY = (customers.c.id, customers.c.name, cases.c.id.label("case_id"), cases.c.number.label("case_number"))


@dataclass(frozen=True, slots=True)
class Traced:
    """A change with the case it belongs to (0: none) and what its record is called."""

    entry: JournalEntry
    case_id: int
    place: str


@dataclass(frozen=True, slots=True)
class Entered:
    """Who made a record, and when."""

    table: str
    record_id: int
    at: datetime
    who: str


@dataclass(frozen=True, slots=True)
class RatingHead:
    """A stored rating without what it was made from."""

    id: int
    case_id: int
    at: datetime
    by: str
    score: Decimal | None
    grade: Grade | None
    provisional: bool


@dataclass(frozen=True, slots=True)
class GroupMember:
    """A customer of the same group, with its grade and what it owes by its newest case."""

    id: int
    number: str
    name: str
    grade: Grade | None
    provisional: bool
    limit: Decimal | None
    limit_currency: str
    exposure: Decimal | None
    overdue: Decimal | None
    currency: str


class TimelineQueries:
    """Reading what happened to a customer."""

    def __init__(self, unit: Reading) -> None:
        self._unit = unit

    # --- journal -----------------------------------------------------------------------------------------------------

    def is_read(self) -> bool:
        """Whether the changes of the page's customer are here already."""
        return self._unit.records is not None and self._unit.records.holds("traced")

    def of_customer(self, customer_id: int) -> tuple[Traced, ...]:
        """Return every change of a customer and of all that hangs on it, newest first: one query, none within its page."""
        records = self._unit.records
        if records is not None and records.holds("traced"):
            found, personal = records.named("traced"), records.named("personal")
        else:
            both = _of_customer().read(self._unit, {"customer": customer_id})
            found, personal = both["traced"], both["personal"]
        known = {row.digest: json.loads(row.value) for row in personal}
        entries = {row.seq: row for row in sorted(found, key=attrgetter("seq", "gone"), reverse=True)}  # gone 0 comes last
        return tuple(_traced(row, row.case_id, row.place, known) for row in entries.values())

    def of_record(self, table: str, ids: Sequence[int], case_id: int = 0, place: str = "") -> tuple[Traced, ...]:
        """Return the changes of records of one table, newest first."""
        return self._traced({(table, one): (case_id, place) for one in ids})

    def entered(self, customer_id: int) -> tuple[Entered, ...]:
        """Return who entered a customer and each of its statements that are still there, and when."""
        unit = self._unit
        held = unit.records.rows(journal, "action", "insert") if unit.records is not None else None
        if held is None:
            own = [row.id for row in rows_of(unit, statements, "customer_id", customer_id, "id")]
            held = [*self._rows("customers", [customer_id]), *self._rows("statements", own)]
        return tuple(
            Entered(row.entity, row.entity_id, datetime.fromisoformat(row.at), row.who) for row in held if row.action == "insert"
        )

    def answer_ids(self, customer_id: int, item: str) -> dict[int, int]:
        """Return the records that hold the answers to an item, with their cases."""
        wanted = select(answers.c.id, answers.c.case_id).join(cases, cases.c.id == answers.c.case_id)
        rows = self._unit.rows(wanted.where(cases.c.customer_id == customer_id, answers.c.item == item))
        return {row.id: row.case_id for row in rows}

    def _traced(self, records: Mapping[tuple[str, int], tuple[int, str]]) -> tuple[Traced, ...]:
        rows = [row for entity, ids in _by_entity(records) for row in self._rows(entity, ids)]
        rows.sort(key=attrgetter("seq"), reverse=True)
        known = self._personal(values for row in rows for values in (_values(row.before), _values(row.after)))
        return tuple(_traced(row, *records[(row.entity, row.entity_id)], known) for row in rows)

    def _rows(self, entity: str, ids: Sequence[int]) -> Iterator[Row[Any]]:
        for some in _chunks(ids):
            yield from self._unit.rows(select(journal).where(journal.c.entity == entity, journal.c.entity_id.in_(some)))

    def _personal(self, found: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
        digests = {str(value["personal"]) for values in found for value in values.values() if _points(value)}
        known: dict[str, Any] = {}
        for some in _chunks(sorted(digests)):
            wanted = select(personal_value.c.digest, personal_value.c.value).where(personal_value.c.digest.in_(some))
            known |= {row.digest: json.loads(row.value) for row in self._unit.rows(wanted)}
        return known

    # --- what else the file shows ------------------------------------------------------------------------------------

    def ratings(self, customer_id: int) -> tuple[RatingHead, ...]:
        """Return the stored ratings of a customer, oldest first, without their contents."""
        held = self._unit.records.rows(ratings, "customer_id", customer_id) if self._unit.records is not None else None
        if held is None:
            shown = [ratings.c[name] for name in ("id", "case_id", "at", "by", "score", "grade", "provisional")]
            held = self._unit.rows(select(*shown).where(ratings.c.customer_id == customer_id))
        rows = sorted(held, key=attrgetter("id"))
        return tuple(
            RatingHead(row.id, row.case_id, row.at, row.by, row.score, None if row.grade is None else Grade(row.grade),
                       row.provisional)
            for row in rows
        )

    def group(self, customer_id: int, group: str, related: Sequence[str]) -> tuple[tuple[GroupMember, ...], tuple[int, ...]]:
        """Return the customers of a group by name, the one asked for first; and of each related name the customer it is.

        0 stands for a name that no customer has, or more than one: one query for both.
        """
        names = [folded(name) for name in related]
        given = {"group": group, "names": json.dumps([name for name in names if name])}
        found = _of_group().read(self._unit, given)
        rows = sorted(found["members"], key=lambda row: (row.id != customer_id, row.name_norm, row.id))
        members = tuple(
            GroupMember(row.id, row.number, row.name, None if row.grade is None else Grade(row.grade), bool(row.provisional),
                        row.limit, row.limit_currency or "", row.own_exposure, row.own_overdue, row.currency or "")
            for row in rows
        )
        only = {row.name_norm: row.id for row in found["names"] if row.number == 1}
        return members, tuple(only.get(name, 0) for name in names)

    def way_to_case(self, case_id: int) -> Way | None:
        """Return (customer, its name, case, its number), None when the case is gone."""
        wanted = select(*_WAY).join(cases, cases.c.customer_id == customers.c.id)
        found = self._unit.one(wanted.where(cases.c.id == case_id))
        return None if found is None else (found.id, found.name, found.case_id, found.case_number)

    def way_to_customer(self, customer_id: int, case_id: int) -> Way | None:
        """Return the same with ``case_id`` if it is of the customer, else its newest case (0 and "" if it has none)."""
        wanted = select(*_WAY).join(cases, cases.c.customer_id == customers.c.id, isouter=True)
        here = wanted.where(customers.c.id == customer_id)
        found = self._unit.one(here.order_by((cases.c.id == case_id).desc(), cases.c.id.desc()).limit(1))
        return None if found is None else (found.id, found.name, found.case_id or 0, found.case_number or "")


@cache
def _of_group() -> Together:
    newest = select(func.max(cases.c.id)).where(cases.c.customer_id == customers.c.id).correlate(customers).scalar_subquery()
    force = grades_in_force.c
    members = (
        select(customers.c.id, customers.c.number, customers.c.name, customers.c.name_norm, force.grade, force.provisional,
               force.limit, force.currency.label("limit_currency"), cases.c.own_exposure, cases.c.own_overdue, cases.c.currency)
        .join_from(customers, grades_in_force, force.customer_id == customers.c.id, isouter=True)
        .join(cases, cases.c.id == newest, isouter=True)
        .where(customers.c.group_name == bindparam("group"), customers.c.group_name != "")
    )
    given = func.json_each(bindparam("names")).table_valued("value")
    names = select(customers.c.name_norm, func.min(customers.c.id).label("id"), func.count().label("number"))
    named = names.where(customers.c.name_norm.in_(select(given.c.value))).group_by(customers.c.name_norm)
    return Together({"members": members, "names": named})


@cache
def _of_customer() -> Together:
    return Together(traces(bindparam("customer")))


def _traced(row: Row[Any], case_id: int, place: str, known: Mapping[str, Any]) -> Traced:
    entry = JournalEntry(
        row.seq, datetime.fromisoformat(row.at), row.who, row.command, row.unit, row.action, row.entity, row.entity_id,
        _revealed(_values(row.before), known), _revealed(_values(row.after), known),
    )
    return Traced(entry, case_id, place)


def _by_entity(records: Iterable[tuple[str, int]]) -> list[tuple[str, list[int]]]:
    found: dict[str, list[int]] = {}
    for entity, number in records:
        found.setdefault(entity, []).append(number)
    return list(found.items())


def _chunks(values: Sequence[Any]) -> Iterator[list[Any]]:
    rest = iter(values)
    while some := list(islice(rest, _CHUNK)):
        yield some


def _values(text: str | None) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text) if text else {}
    return found


def _points(value: object) -> bool:
    return isinstance(value, dict) and "personal" in value


def _revealed(values: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    return {name: known.get(value["personal"], Gone.DELETED) if _points(value) else value for name, value in values.items()}
