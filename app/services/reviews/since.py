"""What changed since the last look at a grade, and whether a light review is enough."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from app.models.db.units import ReadUnit
from app.models.domain.enums import Grade
from app.models.domain.holds import EDITED
from app.models.domain.methodology import Methodology
from app.models.domain.rating import RatingInput, RatingResult
from app.models.domain.records import GradeChange, GradeInForce
from app.models.domain.reviews import LIGHT
from app.services.alarms.raising import points_of, uncounted
from app.services.people import PROGRAM
from app.services.ratings.inputs import BLACKLIST_FLAG, scored_statements, year_after
from app.services.timeline.imported import import_changes

KINDS = ("answers", "statements", "ledger", "alarms", "outside", "evidence", "master", "orders")
"""What may have changed, in the order of the page."""

_KIND_OF = {
    "answers": "answers", "statements": "statements", "statement_lines": "statements", "ledger_entries": "ledger",
    "guarantees": "answers", "evidence": "evidence", "case_reports": "outside", "customers": "master",
    "customer_identifiers": "master", "customer_former_names": "master", "customer_related": "master",
}
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Found:
    """One kind of thing that changed: ``count`` records, ``newest`` of them when, ``places`` the first few by name (items,
    periods, rules, files).
    """

    kind: str
    count: int = 0
    newest: datetime | None = None
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LastLook:
    """The newest decision or light review: when, and the number of its command in the journal."""

    at: datetime
    unit: int


@dataclass(slots=True)
class _Gathered:
    records: set[tuple[str, int]] = field(default_factory=set)
    places: dict[str, None] = field(default_factory=dict)
    newest: datetime | None = None

    def add(self, entity: str, record: int, at: datetime, place: str) -> None:
        self.records.add((entity, record))
        self.newest = at if self.newest is None else max(self.newest, at)
        if place:
            self.places[place] = None


def found_since(unit: ReadUnit, customer_id: int, last: LastLook) -> tuple[Found, ...]:
    """What was entered, changed, removed, imported or raised after the last look: every kind of ``KINDS`` in that order.

    What the journal tells is counted by its order, which no clock can turn round.
    """
    kinds: Mapping[str, _Gathered] = {kind: _Gathered() for kind in KINDS}
    for one in unit.timeline.of_customer(customer_id):
        kind = _KIND_OF.get(one.entry.entity)
        if kind is not None and one.entry.unit > last.unit:
            kinds[kind].add(one.entry.entity, one.entry.entity_id, one.entry.at, one.place)
    for change in import_changes(unit, customer_id):
        if change.at > last.at:
            kinds["outside"].add("imports", change.entity_id, change.at, change.place)
    for alarm in unit.alarms.of_customer(customer_id):
        moved = max(moment for moment in (alarm.raised, alarm.answered, alarm.closed) if moment is not None)
        if moved > last.at and not alarm.gone:
            kinds["alarms"].add("alarms", alarm.id, moved, alarm.rule)
    for check in unit.orders.of_customer(customer_id):
        if check.decided_at is not None and check.decided_at > last.at:     # one that simply went is no news
            kinds["orders"].add("order_checks", check.id, check.decided_at, check.number)
    return tuple(
        Found(kind, len(one.records), one.newest, tuple(one.places)[:_SHOWN]) for kind, one in kinds.items()
    )


def last_look(unit: ReadUnit, in_force: GradeInForce) -> LastLook:
    """The newest decision or light review of an officer; what the program entered by itself was no look of anybody's."""
    change = _last_by_hand(unit, in_force)
    looked = [one for one in unit.looks.notes(in_force.customer_id) if one.kind == LIGHT and one.at >= change.at]
    if looked:
        return LastLook(looked[-1].at, _command(unit, "review_notes", looked[-1].id, in_force.customer_id))
    return LastLook(change.at, _command(unit, "grade_changes", change.no, in_force.customer_id))


def _last_by_hand(unit: ReadUnit, in_force: GradeInForce) -> GradeChange:
    """The newest entry of a decision by officers."""
    decided = unit.changes.decisions_of(in_force.customer_id)
    change = next((one for one in reversed(decided) if one.approved_by != PROGRAM), None)
    if change is None:
        raise RuntimeError("the decision in force is gone")
    return change


def _command(unit: ReadUnit, entity: str, record: int, customer_id: int) -> int:
    """The number of the command that entered a record; out of the customer's history where that is read already."""
    if unit.timeline.is_read():
        told = [one.entry.unit for one in unit.timeline.of_customer(customer_id)
                if (one.entry.entity, one.entry.entity_id) == (entity, record)]
        if told:
            return min(told)
    return next((entry.unit for entry in unit.journal.rows(entity, record)), 0)


def full_needed(
    unit: ReadUnit, in_force: GradeInForce, m: Methodology, given: RatingInput, result: RatingResult, today: date
) -> tuple[str, ...]:
    """Why the grade cannot be confirmed without a case, as catalogue keys ``review.full.<word>``; nothing: it can.

    ``given`` and ``result`` are those of the rating in force. void: what the approval rested on was changed since; year: twelve
    months since the decision of an officer; statement: a full year
    came in that the rating does not know; alarms: those not closed weigh as much as calls a review; override: it has
    ended; listed: blacklisted since.
    """
    found = []
    if EDITED in in_force.holds:
        found.append("void")
    if today >= year_after(_last_by_hand(unit, in_force).effective):
        found.append("year")
    years = scored_statements(unit.statements.of_customer(in_force.customer_id), today)
    known = max((statement.end for statement in given.statements), default=None)
    if years and (known is None or years[-1].end > known):
        found.append("statement")
    if points_of(uncounted(unit, in_force.customer_id, in_force), m.rules) >= m.rules.warning_notch_from:
        found.append("alarms")
    if given.override is not None and result.grade is not result.calculated_grade and given.override.expires <= today:
        found.append("override")
    customer = unit.customers.get(in_force.customer_id)
    if customer is not None and BLACKLIST_FLAG in customer.flags and in_force.terms.grade > Grade.C:
        found.append("listed")
    return tuple(f"review.full.{word}" for word in found)
