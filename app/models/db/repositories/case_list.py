"""The queries behind the list of investigations: the page, how many fit, and who assesses."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Float, Select, and_, cast, false, func, or_, select

from app.models.db.search_text import like_pattern
from app.models.db.tables.cases import answers, cases
from app.models.db.tables.customers import customers
from app.models.db.tables.found import customer_list
from app.models.db.tables.ratings import ratings
from app.models.db.unit_of_work import Reading
from app.models.domain.enums import AnswerState, CaseState, Grade
from app.models.domain.worklist import CaseLine, CasePage

_newest = select(func.max(ratings.c.id)).where(ratings.c.case_id == cases.c.id).correlate(cases).scalar_subquery()


def _rated(column: ColumnElement[Any]) -> Any:
    """A column of the newest rating of a case."""
    return select(column).where(ratings.c.id == _newest).correlate(cases).scalar_subquery()


_SORTS: dict[str, Any] = {
    "number": cases.c.number, "state": cases.c.state, "assessor": cases.c.assessor, "opened": cases.c.opened,
    "customer": select(customer_list.c.name_sort).where(customer_list.c.customer_id == cases.c.customer_id).scalar_subquery(),
    "requested": cast(cases.c.requested_limit, Float), "grade": _rated(ratings.c.grade),
    "score": _rated(cast(ratings.c.score, Float)),
}
SORTS = tuple(_SORTS)


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases are wanted. ``states`` None: all. ``complete``: by the questions asked of each methodology in ``asked``."""

    states: Sequence[CaseState] | None = None
    assessor: str = ""
    search: str = ""
    complete: bool | None = None
    asked: Mapping[str, frozenset[str]] | None = None


class CaseListQueries:
    """Reading the list of investigations."""

    def __init__(self, unit: Reading) -> None:
        self._unit = unit

    def page(self, wanted: CaseFilter, sort: str, descending: bool, offset: int, limit: int) -> CasePage:
        """Return a page: one query for the counts and assessors, one for the lines. KeyError for a column without an order."""
        column = _SORTS[sort]
        counts = self._unit.connection.execute(select(
            _fitting(select(func.count()).select_from(cases), wanted).scalar_subquery().label("fitting"),
            select(func.count()).select_from(cases).scalar_subquery().label("every"),
            select(func.json_group_array(cases.c.assessor.distinct())).scalar_subquery().label("names"),
        )).one()
        total, every = int(counts.fitting), int(counts.every)
        start = max(0, min(offset, (total - 1) // limit * limit))
        order = column.desc() if descending else column.asc()
        chosen = (
            _fitting(select(cases.c.id), wanted).order_by(column.is_(None), order, cases.c.id.desc()).offset(start).limit(limit)
        )
        lines = _lines().where(cases.c.id.in_(chosen.correlate(None))).order_by(column.is_(None), order, cases.c.id.desc())
        names = sorted(name for name in json.loads(counts.names) if name)
        return CasePage(tuple(_line(row) for row in self._unit.rows(lines)), start, total, tuple(names), every > 0)

    def methodologies(self) -> tuple[str, ...]:
        """Return the hash of every methodology that a case rests on."""
        return tuple(row[0] for row in self._unit.rows(select(cases.c.methodology_hash).distinct()))


def _lines() -> Select[Any]:
    return (
        select(
            cases.c.id, cases.c.number, cases.c.customer_id, cases.c.state, cases.c.assessor, cases.c.opened,
            cases.c.requested_limit, cases.c.currency, customers.c.name, customers.c.flags, ratings.c.grade, ratings.c.score,
            ratings.c.provisional,
        )
        .join_from(cases, customers, customers.c.id == cases.c.customer_id)
        .outerjoin(ratings, ratings.c.id == _newest)
    )


def _fitting(query: Select[Any], wanted: CaseFilter) -> Select[Any]:
    if wanted.states is not None:
        query = query.where(cases.c.state.in_(list(wanted.states)))
    if wanted.assessor:
        query = query.where(cases.c.assessor == wanted.assessor)
    if wanted.search.strip():
        pattern = like_pattern(wanted.search)
        numbered = cases.alias("numbered")  # by itself, so that the index of the numbers answers
        query = query.where(or_(
            cases.c.id.in_(select(numbered.c.id).where(numbered.c.number.like(pattern, escape="!"))),
            cases.c.customer_id.in_(
                select(customer_list.c.customer_id).where(or_(
                    customer_list.c.name_find.like(pattern, escape="!"), customer_list.c.number == wanted.search.strip().upper()
                ))
            ),
        ))
    if wanted.complete is not None:
        done = _complete(wanted.asked or {})
        query = query.where(done if wanted.complete else ~done)
    return query


def _complete(asked: Mapping[str, frozenset[str]]) -> ColumnElement[bool]:
    """Whether every question that the case's methodology asks has an answer."""
    ways = [
        and_(
            cases.c.methodology_hash == content_hash,
            select(func.count()).select_from(answers).where(
                answers.c.case_id == cases.c.id, answers.c.state != AnswerState.EMPTY, answers.c.item.in_(sorted(items))
            ).correlate(cases).scalar_subquery() >= len(items),
        )
        for content_hash, items in asked.items()
    ]
    return or_(false(), *ways)


def _line(row: Any) -> CaseLine:
    return CaseLine(
        case_id=row.id, number=row.number, customer_id=row.customer_id, customer=row.name, sample="sample" in row.flags,
        state=CaseState(row.state), assessor=row.assessor, opened=row.opened, requested=row.requested_limit,
        currency=row.currency, grade=None if row.grade is None else Grade(row.grade), score=row.score,
        provisional=bool(row.provisional),
    )
