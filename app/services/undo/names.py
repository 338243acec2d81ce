"""What a step is about, so that it can be named in words: whose customer, which item, how many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from app.models.db.steps import RowImage, Step

if TYPE_CHECKING:
    from app.models.db.units import ReadUnit
    from app.models.domain.labels import Labels
    from app.services.methodologies import Methodologies


@dataclass(frozen=True, slots=True)
class Names:
    """What the store knows beside the rows of a step."""

    customer: str = ""
    customer_id: int = 0
    case: str = ""
    case_id: int = 0
    item: Labels | None = None


@dataclass(frozen=True, slots=True)
class StepView:
    """One step for the eye. ``kind`` names its text in the catalogue; the rest fills the text where it is known.

    ``count``: answers, files or periods; ``item`` the code of the one item that was answered, ``label`` its words;
    ``what``: name of a file, an officer, a view or a draft, or the key of a setting. ``gone_customers`` and ``gone_cases``
    are there no longer.
    """

    kind: str
    by: str
    at: datetime
    customer: str = ""
    customer_id: int = 0
    case: str = ""
    case_id: int = 0
    item: str = ""
    label: Labels | None = None
    what: str = ""
    day: date | None = None
    count: int = 1
    gone_customers: frozenset[int] = frozenset()
    gone_cases: frozenset[int] = frozenset()


def names_of(unit: ReadUnit, step: Step, methodologies: Methodologies) -> Names:
    """Look up what the rows only point to."""
    case_id, customer_id = _first(step.rows, "cases", "case_id"), _first(step.rows, "customers", "customer_id")
    head = unit.cases.get(case_id) if case_id else None
    if head is not None:
        customer_id = head.customer_id
    if not customer_id:
        customer_id = _value(step.rows, "statements", "customer_id") or _statement_owner(unit, step)
    customer = unit.customers.get(customer_id) if customer_id else None
    name = customer.name if customer is not None else str(_value(step.rows, "customers", "name") or "")
    items = _items(step.rows)
    label = None
    if head is not None and len(items) == 1:
        m = methodologies.load(unit, head.methodology_hash)
        labels = {item.id: item.label for item in m.items} | {fact.id: fact.label for fact in m.facts}
        label = labels.get(items[0])
    number = head.number if head is not None else str(_value(step.rows, "cases", "number") or "")
    return Names(name, customer_id, number, case_id, label)


def view_of(step: Step, names: Names, *, back: bool | None = None) -> StepView:
    """The step in what a text of the catalogue needs. ``back`` says which way it has just gone."""
    items = _items(step.rows)
    fresh = {image.table for image in step.rows if image.before is None}
    return StepView(
        kind=_kind(step, fresh, items), by=step.by, at=step.at, customer=names.customer, customer_id=names.customer_id,
        case=names.case, case_id=names.case_id, item=items[0] if len(items) == 1 else "", label=names.item,
        what=_what(step), day=_day(step), count=_count(step, items),
        gone_customers=_gone(step.rows, "customers", back), gone_cases=_gone(step.rows, "cases", back),
    )


def _kind(step: Step, fresh: set[str], items: list[str]) -> str:
    """The command, told apart where one command does two things."""
    if step.command == "customer.save" and "customers" in fresh:
        return "customer.new"
    if step.command == "statement.save" and "statements" in fresh:
        return "statement.new"
    if step.command == "ledger.save" and "ledger_entries" in fresh:
        return "ledger.new"
    if step.command in ("case.answer", "case.paste", "case.take_over") and len(items) != 1:
        return f"{step.command}_many"
    if step.command in ("settings.set", "settings.set_all"):
        return "settings.set" if len({image.key for image in step.rows}) == 1 else "settings.set_all"
    return step.command


KINDS = ("customer.new", "statement.new", "ledger.new", "case.answer_many", "case.paste_many", "case.take_over_many")
"""The kinds that are no commands."""


def _items(rows: Iterable[RowImage]) -> list[str]:
    return [str((image.after or image.before or {})["item"]) for image in rows if image.table == "answers"]


def _first(rows: Iterable[RowImage], table: str, column: str) -> int:
    """The first record of a kind that the rows belong to; 0 if they belong to none."""
    for image in rows:
        row: Any = image.after or image.before
        if image.table == table:
            return int(image.key[0])
        if isinstance(row.get(column), int):
            return int(row[column])
    return 0


def _value(rows: Iterable[RowImage], table: str, column: str) -> Any:
    return next(((image.after or image.before or {})[column] for image in rows if image.table == table), None)


def _statement_owner(unit: ReadUnit, step: Step) -> int:
    statement_id = next((image.key[0] for image in step.rows if image.table == "statement_lines"), 0)
    return unit.statements.owner(statement_id) if statement_id else 0


def _what(step: Step) -> str:
    for table, column in (
        ("evidence", "name"), ("officers", "name"), ("settings", "key"), ("methodology_drafts", "name"), ("saved_views", "name"),
        ("import_profiles", "name"), ("alarms", "rule"),
    ):
        found = _value(step.rows, table, column)
        if found:
            return str(found)
    return ""


def _day(step: Step) -> date | None:
    day = _value(step.rows, "statements", "end")
    return day if isinstance(day, date) else None


def _count(step: Step, items: list[str]) -> int:
    if items:
        return len(items)
    tables = ("evidence", "statements", "customers", "settings")
    return next((n for table in tables if (n := sum(image.table == table for image in step.rows))), 1)


def _gone(rows: Iterable[RowImage], table: str, back: bool | None) -> frozenset[int]:
    if back is None:
        return frozenset()
    return frozenset(
        image.key[0] for image in rows if image.table == table and (image.before if back else image.after) is None
    )
