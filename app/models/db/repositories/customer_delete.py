"""Removing a customer: every row that hangs on it, deepest first, each one journaled."""

from __future__ import annotations

from sqlalchemy import Select, Table, delete, select

from app.models.db.repositories.imports import drop_origins
from app.models.db.tables.cases import answers, case_reports, cases, evidence, guarantees
from app.models.db.tables.customers import (
    customer_contacts,
    customer_former_names,
    customer_identifiers,
    customer_related,
    customers,
)
from app.models.db.tables.decisions import decisions, grade_changes, grades_in_force, notices, proposals
from app.models.db.tables.imports import ledger_entries, outside_records, turnover
from app.models.db.tables.living import alarms, corrections, limit_holds, listings, order_checks, review_notes
from app.models.db.tables.ratings import ratings
from app.models.db.tables.statements import statement_lines, statements
from app.models.db.unit_of_work import Reading, Writing


def has_decisions(unit: Reading, customer_id: int) -> bool:
    """True when a grade was ever decided for the customer, for or against."""
    decided = (
        select(decisions.c.id).join(proposals, proposals.c.id == decisions.c.proposal_id)
        .join(cases, cases.c.id == proposals.c.case_id)
    )
    changed = select(grade_changes.c.id).where(grade_changes.c.customer_id == customer_id)
    connection = unit.connection
    return (connection.execute(decided.where(cases.c.customer_id == customer_id).limit(1)).first() is not None
            or connection.execute(changed.limit(1)).first() is not None)


def delete_customer(unit: Writing, customer_id: int) -> None:
    """Remove the customer and all that refers to it."""
    of_customer = select(cases.c.id).where(cases.c.customer_id == customer_id)
    own_proposals = select(proposals.c.id).where(proposals.c.case_id.in_(of_customer))
    own_changes = select(grade_changes.c.id).where(grade_changes.c.customer_id == customer_id)
    own_statements = select(statements.c.id).where(statements.c.customer_id == customer_id)
    plan: list[tuple[Table, Select[tuple[int]]]] = [
        (corrections, select(corrections.c.id).where(corrections.c.change_id.in_(own_changes))),
        *((table, select(table.c.id).where(table.c.customer_id == customer_id))
          for table in (alarms, limit_holds, order_checks, review_notes)),
        (notices, select(notices.c.id).where(notices.c.change_id.in_(own_changes))),
        (grades_in_force, select(grades_in_force.c.id).where(grades_in_force.c.customer_id == customer_id)),
        # The newest change first: each one may point to the one before it.
        (grade_changes, own_changes.order_by(grade_changes.c.id.desc())),
        (decisions, select(decisions.c.id).where(decisions.c.proposal_id.in_(own_proposals))),
        (proposals, own_proposals),
        (ratings, select(ratings.c.id).where(ratings.c.customer_id == customer_id)),
        *((table, select(table.c.id).where(table.c.case_id.in_(of_customer)))
          for table in (answers, guarantees, evidence, case_reports)),
        (cases, of_customer),
    ]
    for table, wanted in plan:
        _delete_rows(unit, table, wanted)
    if unit.keeps:
        for line in unit.connection.execute(select(statement_lines).where(statement_lines.c.statement_id.in_(own_statements))):
            unit.keep(statement_lines, (line.statement_id, line.opening, line.line), dict(line._mapping))
    drop_origins(unit, statements, [row.id for row in unit.rows(own_statements)])
    unit.connection.execute(delete(statement_lines).where(statement_lines.c.statement_id.in_(own_statements)))
    _delete_rows(unit, statements, own_statements)
    for table in (outside_records, turnover, ledger_entries):
        own = select(table.c.id).where(table.c.customer_id == customer_id)
        drop_origins(unit, table, [row.id for row in unit.rows(own)])
        _delete_rows(unit, table, own)
    for row in unit.rows(select(listings.c.id).where(listings.c.customer_id == customer_id)):
        unit.update(listings, row.id, {"customer_id": None})  # a company stays listed, also when it is no customer any more
    drop_origins(unit, customers, [customer_id])
    for table in (customer_identifiers, customer_former_names, customer_related, customer_contacts):
        _delete_rows(unit, table, select(table.c.id).where(table.c.customer_id == customer_id))
    unit.delete(customers, customer_id)


def _delete_rows(unit: Writing, table: Table, wanted: Select[tuple[int]]) -> None:
    for row in unit.rows(wanted):
        unit.delete(table, row.id)
