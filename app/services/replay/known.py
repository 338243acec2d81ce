"""Answers and statements of a customer as they stood at a moment, gone back to through the journal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from app.models.db.units import ReadUnit
from app.models.domain.history import Gone
from app.models.domain.imports import Origin
from app.models.domain.statement import Framework, Statement
from app.services.imports.images import statement_with

if TYPE_CHECKING:
    from app.models.db.repositories.timeline import Traced


@dataclass(frozen=True, slots=True)
class KnownAnswer:
    """An answer as it stood: ``value`` is what the store keeps of it, a text; "" when it was ``purged`` since."""

    case_id: int
    item: str
    state: str
    value: str
    check: str
    by: str
    purged: bool = False


def answers_at(traced: Sequence[Traced], until: datetime) -> tuple[KnownAnswer, ...]:
    """The answers to all cases, gone over from their first entry to the last before ``until``. ``traced``: newest first."""
    there: dict[int, dict[str, Any]] = {}
    for entry in (one.entry for one in reversed(traced)):
        if entry.entity != "answers" or entry.at >= until:
            continue
        if entry.action == "delete":
            there.pop(entry.entity_id, None)
        elif entry.action == "insert":
            there[entry.entity_id] = dict(entry.after)
        elif entry.action == "update" and entry.entity_id in there:
            there[entry.entity_id].update(entry.after)
    found = (_answer(values) for values in there.values())
    return tuple(sorted(found, key=lambda one: (one.case_id, one.item)))


def _answer(values: Mapping[str, Any]) -> KnownAnswer:
    value = values["value"]
    purged = value is Gone.DELETED
    return KnownAnswer(
        int(values["case_id"]), str(values["item"]), str(values["state"]), "" if purged else str(value or ""),
        str(values["check_state"]), str(values["by"]), purged,
    )


def statements_at(unit: ReadUnit, customer_id: int, traced: Sequence[Traced], until: datetime) -> tuple[Statement, ...]:
    """The statements, gone back from those of today: an import has no entry of each row, its origins say what it brought."""
    there = {one.id or 0: one for one in unit.statements.of_customer(customer_id)}
    for entry in (one.entry for one in traced):
        if entry.entity != "statements" or entry.at < until:
            continue
        number, before = entry.entity_id, entry.before
        if entry.action == "insert":
            there.pop(number, None)
        elif entry.action == "delete":
            there[number] = _row(number, before)
        elif entry.action == "update" and number in there:
            there[number] = _headed(there[number], before)
        elif entry.action == "lines" and number in there:
            image = {_field(name): before.get(name) for name in {**entry.after, **before}}
            there[number] = statement_with(there[number], image)
    if unit.imports.touching(customer_id):
        there = _before_imports(unit, there, until)
    return tuple(sorted(there.values(), key=lambda one: (one.end, one.months, one.consolidated)))


def _before_imports(unit: ReadUnit, there: Mapping[int, Statement], until: datetime) -> dict[int, Statement]:
    """Without what imports from ``until`` on brought, and without the statements that came with one of them."""
    origins = unit.imports.origins_among("statements", there)
    if len(origins) < len(there):
        origins = {**_former_origins(unit), **origins}
    moments = {one: _import_moment(unit, one) for one in {origin.import_id for found in origins.values() for origin in found}}
    kept = {}
    for number, statement in there.items():
        came = False
        for origin in reversed(origins.get(number, ())):
            if moments[origin.import_id] >= until:
                came = came or origin.made
                statement = statement_with(statement, origin.before or {})
        if not came:
            kept[number] = statement
    return kept


def _former_origins(unit: ReadUnit) -> dict[int, tuple[Origin, ...]]:
    """The origins of statements that were removed, by their numbers, out of the entries of their own removal."""
    found: dict[int, tuple[Origin, ...]] = {}
    for one in (entry.before for entry in unit.journal.rows_of("origins") if entry.action == "delete"):
        if one["entity"] == "statements":
            parts = (one["entity_id"], one["table_no"], one["position"], one["made"], one["before"], one["after"])
            found[one["entity_id"]] = (*found.get(one["entity_id"], ()), Origin(one["import_id"], "statements", *parts))
    return found


def _import_moment(unit: ReadUnit, import_id: int) -> datetime:
    """When an import was entered in the journal."""
    return unit.journal.rows("imports", import_id)[0].at


def _field(name: str) -> str:
    return name if name.startswith("opening.") else f"line.{name}"


def _headed(one: Statement, columns: Mapping[str, Any]) -> Statement:
    kept = {name: _typed(name, value) for name, value in columns.items() if name not in ("id", "version", "customer_id")}
    return replace(one, **kept)


def _row(number: int, columns: Mapping[str, Any]) -> Statement:
    """A statement that was removed since, as yet without its lines: their removal is the entry before."""
    return _headed(Statement(date.min, Framework.CAS, "", 1, {}, id=number), columns)


def _typed(name: str, value: Any) -> Any:
    if name == "end":
        return date.fromisoformat(value)
    return Framework(value) if name == "framework" else value
