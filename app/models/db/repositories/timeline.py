"""The journal of one customer with all that hangs on it, read in few queries; and its group."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from sqlalchemy import Column, Row, Table, func, or_, select

from app.models.db.rows import JournalEntry
from app.models.db.search_text import folded
from app.models.db.tables.cases import answers, case_reports, cases, evidence, guarantees
from app.models.db.tables.customers import (
    customer_contacts,
    customer_former_names,
    customer_identifiers,
    customer_related,
    customers,
)
from app.models.db.tables.decisions import decisions, grade_changes, grades_in_force, notices, proposals
from app.models.db.tables.keeping import journal, personal_value
from app.models.db.tables.ratings import ratings
from app.models.db.tables.statements import statements
from app.models.db.unit_of_work import Reading
from app.models.domain.enums import Grade
from app.models.domain.history import Gone

_CHUNK = 400
_OF_CUSTOMER: tuple[tuple[Table, Column[Any] | None], ...] = (
    (customer_identifiers, customer_identifiers.c.kind), (customer_former_names, None), (customer_related, None),
    (customer_contacts, None), (statements, statements.c.end), (grade_changes, grade_changes.c.id), (ratings, None),
)
_OF_CASE: tuple[tuple[Table, Column[Any] | None], ...] = (
    (answers, answers.c.item), (guarantees, None), (evidence, evidence.c.name), (case_reports, None),
    (proposals, None),
)
_PLACE = {table.name: column.name for table, column in (*_OF_CUSTOMER, *_OF_CASE) if column is not None}


@dataclass(frozen=True, slots=True)
class Traced:
    """A change with the case it belongs to (0: none) and what its record is called."""

    entry: JournalEntry
    case_id: int
    place: str


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

    def of_customer(self, customer_id: int) -> tuple[Traced, ...]:
        """Return every change of a customer and of all that hangs on it, newest first."""
        return self._traced(self._records(customer_id))

    def of_record(self, table: str, ids: Sequence[int], case_id: int = 0, place: str = "") -> tuple[Traced, ...]:
        """Return the changes of records of one table, newest first."""
        return self._traced({(table, one): (case_id, place) for one in ids})

    def answer_ids(self, customer_id: int, item: str) -> dict[int, int]:
        """Return the records that hold the answers to an item, with their cases."""
        wanted = select(answers.c.id, answers.c.case_id).join(cases, cases.c.id == answers.c.case_id)
        rows = self._unit.rows(wanted.where(cases.c.customer_id == customer_id, answers.c.item == item))
        return {row.id: row.case_id for row in rows}

    def _traced(self, records: Mapping[tuple[str, int], tuple[int, str]]) -> tuple[Traced, ...]:
        rows = [row for entity, ids in _by_entity(records) for row in self._rows(entity, ids)]
        rows.sort(key=_seq, reverse=True)
        parsed = [(row, _values(row.before), _values(row.after)) for row in rows]
        known = self._personal(values for _, before, after in parsed for values in (before, after))
        return tuple(
            Traced(
                JournalEntry(row.seq, datetime.fromisoformat(row.at), row.who, row.command, row.unit, row.action, row.entity,
                             row.entity_id, _revealed(before, known), _revealed(after, known)),
                *records[(row.entity, row.entity_id)],
            )
            for row, before, after in parsed
        )

    def _rows(self, entity: str, ids: Sequence[int]) -> Iterator[Row[Any]]:
        for some in _chunks(ids):
            yield from self._unit.rows(select(journal).where(journal.c.entity == entity, journal.c.entity_id.in_(some)))

    def _records(self, customer_id: int) -> dict[tuple[str, int], tuple[int, str]]:
        """The records of a customer by table and number, with case and name; also those that were removed."""
        unit = self._unit
        found: dict[tuple[str, int], tuple[int, str]] = {("customers", customer_id): (0, "")}
        for table, column in _OF_CUSTOMER:
            shown = table.c.id if column is None else column
            for row in unit.rows(select(table.c.id, shown.label("place")).where(table.c.customer_id == customer_id)):
                found[(table.name, row.id)] = (0, "" if column is None else str(row.place))
        own = [row.id for row in unit.rows(select(cases.c.id).where(cases.c.customer_id == customer_id))]
        found |= {("cases", number): (number, "") for number in own}
        for table, column in _OF_CASE:
            shown = table.c.id if column is None else column
            wanted = select(table.c.id, table.c.case_id, shown.label("place"))
            for row in unit.rows(wanted.where(table.c.case_id.in_(own))):
                found[(table.name, row.id)] = (row.case_id, "" if column is None else str(row.place))
        decided = select(decisions.c.id, proposals.c.case_id).join(proposals, proposals.c.id == decisions.c.proposal_id)
        for row in unit.rows(decided.where(proposals.c.case_id.in_(own))):
            found[("decisions", row.id)] = (row.case_id, "")
        told = select(notices.c.id, notices.c.department, grade_changes.c.case_id)
        told = told.join(grade_changes, grade_changes.c.id == notices.c.change_id)
        for row in unit.rows(told.where(grade_changes.c.customer_id == customer_id)):
            found[("notices", row.id)] = (row.case_id, str(row.department))
        for key, where in self._removed(customer_id, own):
            found.setdefault(key, where)
        return found

    def _removed(self, customer_id: int, own: Sequence[int]) -> Iterator[tuple[tuple[str, int], tuple[int, str]]]:
        """Records that are gone: the entry of their removal holds whose they were."""
        owners = [f'%"customer_id":{customer_id},%', *(f'%"case_id":{number},%' for number in own)]
        tables = [table.name for table, _ in (*_OF_CUSTOMER, *_OF_CASE)]
        begun = select(func.min(journal.c.seq)).where(journal.c.entity == "customers", journal.c.entity_id == customer_id)
        wanted = select(journal.c.entity, journal.c.entity_id, journal.c.before).where(
            journal.c.seq > begun.scalar_subquery(), journal.c.entity.in_(tables), journal.c.action == "delete",
            or_(*(journal.c.before.like(one) for one in owners)))
        for row in self._unit.rows(wanted):
            before = _values(row.before)
            if before.get("customer_id") == customer_id or before.get("case_id") in own:
                place = before.get(_PLACE.get(row.entity, ""), "")
                yield (row.entity, row.entity_id), (int(before.get("case_id") or 0), str(place))

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
        shown = [ratings.c[name] for name in ("id", "case_id", "at", "by", "score", "grade", "provisional")]
        rows = self._unit.rows(select(*shown).where(ratings.c.customer_id == customer_id).order_by(ratings.c.id))
        return tuple(
            RatingHead(row.id, row.case_id, row.at, row.by, row.score, None if row.grade is None else Grade(row.grade),
                       row.provisional)
            for row in rows
        )

    def group(self, customer_id: int, group: str) -> tuple[GroupMember, ...]:
        """Return the customers of a group by name, the one asked for first."""
        newest = select(func.max(cases.c.id)).where(cases.c.customer_id == customers.c.id).correlate(customers).scalar_subquery()
        force = grades_in_force.c
        wanted = (
            select(customers.c.id, customers.c.number, customers.c.name, force.grade, force.provisional, force.limit,
                   force.currency.label("limit_currency"), cases.c.own_exposure, cases.c.own_overdue, cases.c.currency)
            .join_from(customers, grades_in_force, force.customer_id == customers.c.id, isouter=True)
            .join(cases, cases.c.id == newest, isouter=True)
            .where(customers.c.group_name == group, customers.c.group_name != "")
            .order_by(customers.c.id != customer_id, customers.c.name_norm, customers.c.id)
        )
        return tuple(
            GroupMember(row.id, row.number, row.name, None if row.grade is None else Grade(row.grade), bool(row.provisional),
                        row.limit, row.limit_currency or "", row.own_exposure, row.own_overdue, row.currency or "")
            for row in self._unit.connection.execute(wanted)
        )

    def of_name(self, name: str) -> int:
        """Return the id of the customer of exactly that name, 0 when there is none or more than one."""
        found = self._unit.rows(select(customers.c.id).where(customers.c.name_norm == folded(name)).limit(2))
        return int(found[0].id) if len(found) == 1 else 0


def _seq(row: Row[Any]) -> int:
    return int(row.seq)


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
