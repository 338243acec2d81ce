"""The query behind the customer list: one row per customer with its grade in force and its open case."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Float, Row, Select, cast, func, select

from app.models.db.tables.cases import cases
from app.models.db.tables.customers import customer_identifiers, customers
from app.models.db.tables.decisions import grades_in_force
from app.models.domain.enums import CaseState, Grade
from app.models.domain.parties import CustomerRow

OPEN_STATES = (CaseState.DRAFT, CaseState.COLLECTING, CaseState.VERIFIED, CaseState.SCORED, CaseState.REVIEWED)
"""States of a case that is still worked on."""

_grade = grades_in_force.c
# Ordering needs only the nearest number; the exact one is what is shown.
_SORTS: dict[str, ColumnElement[Any]] = {
    "name": func.coalesce(func.nullif(customers.c.pinyin, ""), customers.c.name_norm),
    "number": customers.c.number,
    "trade": customers.c.trade,
    "owner": customers.c.owner,
    "grade": _grade.grade,
    "score": cast(_grade.score, Float),
    "limit": cast(_grade.limit, Float),
    "next_review": _grade.next_review,
}
SORTS = tuple(_SORTS)


def open_case_id(customer_id: ColumnElement[int]) -> Any:
    """Return the scalar subquery for the id of the newest open case of a customer."""
    return (
        select(func.max(cases.c.id)).where(cases.c.customer_id == customer_id, cases.c.state.in_(OPEN_STATES))
        .correlate(customer_id.table).scalar_subquery()
    )


def list_query(sort: str, descending: bool) -> Select[Any]:
    """Return the list ordered by ``sort`` (one of ``SORTS``), empty cells last, id as the tie-breaker."""
    column = _SORTS[sort]
    order = column.desc() if descending else column.asc()
    first_identifier = (
        select(customer_identifiers.c.value).where(customer_identifiers.c.customer_id == customers.c.id)
        .order_by(customer_identifiers.c.position).limit(1).correlate(customers).scalar_subquery()
    )
    open_case = open_case_id(customers.c.id)
    state = (
        select(cases.c.state).where(cases.c.customer_id == customers.c.id, cases.c.state.in_(OPEN_STATES))
        .order_by(cases.c.id.desc()).limit(1).correlate(customers).scalar_subquery()
    )
    return (
        select(
            customers.c.id, customers.c.number, customers.c.name, customers.c.trade, customers.c.owner, customers.c.flags,
            customers.c.currency.label("own_currency"), first_identifier.label("identifier"), open_case.label("case_id"),
            state.label("case_state"), _grade.grade, _grade.provisional, _grade.score, _grade.limit, _grade.currency,
            _grade.next_review,
        )
        .select_from(customers.outerjoin(grades_in_force, _grade.customer_id == customers.c.id))
        .order_by(column.is_(None), order, customers.c.id)
    )


def list_row(row: Row[Any]) -> CustomerRow:
    """Turn a row of the query into the record of the list."""
    return CustomerRow(
        id=row.id, number=row.number, name=row.name, identifier=row.identifier or "", trade=row.trade, owner=row.owner,
        grade=None if row.grade is None else Grade(row.grade), provisional=bool(row.provisional), score=row.score,
        limit=row.limit,
        currency=row.currency or row.own_currency, next_review=row.next_review, case_id=row.case_id,
        case_state=None if row.case_state is None else CaseState(row.case_state), sample="sample" in row.flags,
    )
