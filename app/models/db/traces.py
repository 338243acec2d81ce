"""The entries of the journal that belong to a customer and to all that hangs on it, with case and name of each record."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    CTE,
    Column,
    ColumnElement,
    Select,
    String,
    Table,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)

from app.models.db.tables.cases import answers, case_reports, cases, evidence, guarantees
from app.models.db.tables.customers import (
    customer_contacts,
    customer_former_names,
    customer_identifiers,
    customer_related,
    customers,
)
from app.models.db.tables.decisions import decisions, grade_changes, notices, proposals
from app.models.db.tables.imports import ledger_entries, origins
from app.models.db.tables.keeping import journal, personal_value
from app.models.db.tables.ratings import ratings
from app.models.db.tables.statements import statements

_OF_CUSTOMER: tuple[tuple[Table, Column[Any] | None], ...] = (
    (customer_identifiers, customer_identifiers.c.kind), (customer_former_names, None), (customer_related, None),
    (customer_contacts, None), (statements, statements.c.end), (grade_changes, grade_changes.c.id), (ratings, None),
)
_OF_CASE: tuple[tuple[Table, Column[Any] | None], ...] = (
    (answers, answers.c.item), (guarantees, None), (evidence, evidence.c.name), (case_reports, None), (proposals, None),
)
_LEDGER = (ledger_entries, ledger_entries.c.number)
"""Lines that were typed; those of an import have one entry together."""
_NAMED = (*_OF_CUSTOMER, *_OF_CASE, _LEDGER)
_TABLES = tuple(table.name for table, _ in _NAMED)


def traces(whose: Any) -> dict[str, Select[Any]]:
    """Return two queries: "traced", the entries of the customer ``whose``, and "personal", the values that they point to.

    An entry may come twice, as that of a record that is there (``gone`` 0) and as that of one that was removed before.
    """
    own = _records(whose)
    entries = select(*(column for column in journal.c if column.name != "mac"), own.c.case_id, own.c.place, own.c.gone).join(
        own, and_(journal.c.entity == own.c.entity, journal.c.entity_id == own.c.entity_id)).cte("traced")
    digests = union_all(*(_digests(entries, column) for column in (entries.c.before, entries.c.after))).subquery()
    personal = select(personal_value.c.digest, personal_value.c.value)
    return {"traced": select(entries), "personal": personal.where(personal_value.c.digest.in_(select(digests.c.digest)))}


def _digests(entries: CTE, values: ColumnElement[Any]) -> Select[Any]:
    each = func.json_each(values).table_valued("value", "type")
    digest = func.json_extract(each.c.value, "$.personal").label("digest")
    return select(digest).select_from(entries.join(each, true())).where(each.c.type == "object")


def _records(whose: Any) -> CTE:
    """The records of a customer by table and number, with case and name; also those that were removed."""
    own = select(cases.c.id).where(cases.c.customer_id == whose)
    none = literal(0)
    parts = [_part(customers, none, None, customers.c.id == whose), _part(cases, cases.c.id, None, cases.c.customer_id == whose)]
    parts += [_part(table, none, name, table.c.customer_id == whose) for table, name in _OF_CUSTOMER]
    parts += [_part(table, table.c.case_id, name, table.c.case_id.in_(own)) for table, name in _OF_CASE]
    decided = _part(decisions, proposals.c.case_id, None, proposals.c.case_id.in_(own))
    parts.append(decided.join(proposals, proposals.c.id == decisions.c.proposal_id))
    told = _part(notices, grade_changes.c.case_id, notices.c.department, grade_changes.c.customer_id == whose)
    parts.append(told.join(grade_changes, grade_changes.c.id == notices.c.change_id))
    typed = and_(ledger_entries.c.customer_id == whose, ledger_entries.c.import_id.is_(None))
    parts.append(_part(ledger_entries, none, ledger_entries.c.number, typed))
    return union_all(*parts, _removed(whose, own)).cte("own")


def _part(table: Table, case_id: ColumnElement[Any], name: Column[Any] | None, where: ColumnElement[bool]) -> Select[Any]:
    place = literal("", String) if name is None else cast(name, String)
    return select(
        literal(table.name, String).label("entity"), table.c.id.label("entity_id"), case_id.label("case_id"),
        place.label("place"), literal(0).label("gone"),
    ).select_from(table).where(where)


def _removed(whose: Any, own: Select[Any]) -> Select[Any]:
    """Records that are gone: the entry of their removal holds whose they were."""
    typed = select(func.min(journal.c.seq)).where(journal.c.entity == "customers", journal.c.entity_id == whose)
    # A customer that an import made has no entry of its own.
    brought = select(func.min(journal.c.seq)).where(journal.c.entity == "imports", journal.c.entity_id == select(
        func.min(origins.c.import_id)).where(origins.c.entity == "customers", origins.c.entity_id == whose, origins.c.made,
    ).scalar_subquery())
    begun = func.coalesce(brought.scalar_subquery(), typed.scalar_subquery(), 0)
    case_id = func.json_extract(journal.c.before, "$.case_id")
    named = {table.name: func.json_extract(journal.c.before, f"$.{name.name}") for table, name in _NAMED
             if name is not None and name.name != "id"}
    return select(
        journal.c.entity, journal.c.entity_id, func.coalesce(case_id, 0),
        func.coalesce(case(named, value=journal.c.entity), ""), literal(1),
    ).where(
        journal.c.action == "delete", journal.c.seq > begun, journal.c.entity.in_(_TABLES),
        or_(func.json_extract(journal.c.before, "$.customer_id") == whose, case_id.in_(own)),
    )
