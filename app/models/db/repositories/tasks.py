"""The query behind the worklist. It goes over the narrow rows of ``customer_list``; only the dearest lines are looked up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Float, Row, Select, String, and_, case, cast, func, literal, null, or_, select, true, type_coerce
from sqlalchemy import union_all as below

from app.models.db.tables.cases import case_reports, cases
from app.models.db.tables.decisions import grade_changes, grades_in_force, notices, proposals
from app.models.db.tables.found import customer_list
from app.models.db.tables.people import settings
from app.models.db.unit_of_work import Reading
from app.models.domain.enums import CaseState, Grade
from app.models.domain.tasks import Only, Task, TaskKind

REVIEWED = CaseState.REVIEWED
WORKING = (CaseState.DRAFT, CaseState.COLLECTING, CaseState.VERIFIED, CaseState.SCORED)
OPEN = (*WORKING, REVIEWED)

here, force, change = customer_list.c, grades_in_force.c, grade_changes.c


class TaskQueries:
    """Reading what waits. ``soon`` is the last day that counts as due soon."""

    def __init__(self, unit: Reading) -> None:
        self._unit = unit

    def settings(self) -> dict[str, str]:
        """Return base currency and rates as they are kept, as far as they were ever set."""
        wanted = select(settings.c.key, settings.c.value).where(settings.c.key.in_(("base_currency", "rates")))
        return {row.key: row.value for row in self._unit.connection.execute(wanted)}

    def top(
        self, today: date, soon: date, rates: Mapping[str, Decimal], only: Only | None, most: int, *, soonest: bool = False
    ) -> tuple[Task, ...]:
        """Return the lines with most money at risk: one query, and one more where those with a known rate are not enough.

        ``only`` what one figure counts. ``soonest``: the second query only where the first finds nothing.
        """
        rows = self._unit.connection.execute(_dearest(today, soon, rates, only, most, converted=True)).all()
        if len(rows) < most and not (soonest and rows):
            more = _dearest(today, soon, rates, only, most - len(rows), converted=False)
            rows = [*rows, *self._unit.connection.execute(more)]
        return tuple(_task(row, rates) for row in rows)


# --- the dearest --------------------------------------------------------------------------------------------------------


def _kind(today: date, soon: date, only: Only | None) -> tuple[Any, Any]:
    """What a customer is in the worklist for, and whether it is at all: the first kind that fits, or what a figure counts."""
    state, due = here.case_state, here.next_review <= soon
    fits = {
        TaskKind.APPROVAL: state == REVIEWED, TaskKind.REVIEW: due, TaskKind.CASE: state.in_(WORKING),
        TaskKind.ALARM: here.alarmed == true(),
    }
    if only is None:
        return case(*((when, literal(kind.value)) for kind, when in fits.items()), else_=null()), or_(*fits.values())
    kind, when = {
        Only.OVERDUE: (TaskKind.REVIEW, here.next_review < today),
        Only.DUE: (TaskKind.REVIEW, and_(here.next_review >= today, due)),
        Only.CASE: (TaskKind.CASE, state.in_(OPEN)), Only.APPROVAL: (TaskKind.APPROVAL, state == REVIEWED),
        Only.ALARM: (TaskKind.ALARM, here.alarmed == true()), Only.NOTICE: (TaskKind.NOTICE, here.unread == true()),
    }[only]
    return literal(kind.value), when


def _dearest(
    today: date, soon: date, rates: Mapping[str, Decimal], only: Only | None, most: int, *, converted: bool
) -> Select[Any]:
    """The dearest of every currency through an index, and of those the dearest; ``converted`` False: what no rate converts."""
    kind, fits = _kind(today, soon, only)
    lists = [(kind, fits)]
    if only is None:
        lists.append((literal(TaskKind.NOTICE.value), here.unread == true()))
    parts = [part for kind, fits in lists for part in _parts(kind, fits, rates, most, converted)]
    lines = (below(*parts) if len(parts) > 1 else parts[0]).subquery("lines").c
    rank = case(*((lines.kind == one.value, number) for number, one in enumerate(TaskKind)), else_=null())
    worth = lines.amount * lines.rate
    top = (
        select(lines.kind, lines.customer_id)
        .order_by(worth.is_(None), worth.desc(), lines.amount.is_(None), lines.due.is_(None), lines.due, rank, lines.customer_id)
        .limit(most).subquery("dearest")
    )
    return _told(top)


def _parts(kind: Any, fits: Any, rates: Mapping[str, Decimal], most: int, converted: bool) -> list[Select[Any]]:
    def part(where: Any, rate: Any) -> Select[Any]:
        return select(
            type_coerce(kind, String).label("kind"), here.customer_id, here.next_review.label("due"),
            here.risk_key.label("amount"), rate.label("rate"),
        ).where(where, fits)

    if not converted:
        known = here.risk_currency.in_(sorted(rates))
        return [part(here.risk_currency.is_(None) | ~known, cast(null(), Float))]
    # A LIMIT of its own for every currency: an index holds each currency's lines in the order of their amounts.
    dearest = [
        part(here.risk_currency == code, literal(float(rate))).order_by(here.risk_key.desc()).limit(most).subquery()
        for code, rate in sorted(rates.items())
    ]
    return [select(one) for one in dearest]


def _told(top: Any) -> Select[Any]:
    """Everything that is shown of the lines that were chosen."""
    owing = cases.alias("owing")
    newest = (
        select(func.max(owing.c.id)).where(owing.c.customer_id == top.c.customer_id, owing.c.own_exposure.is_not(None))
        .scalar_subquery()
    )
    knows, opened = cases.alias("knows"), cases.alias("opened")
    told = notices.c.change_id == force.change_id
    return (
        select(
            top, here.name, here.flags, here.grade, here.next_review, here.case_id.label("open_id"), change.effective,
            change.case_id.label("changed_by"), _effective().label("asked_for"), knows.c.own_exposure,
            knows.c.currency.label("owed_in"), force.limit, force.currency, opened.c.requested_limit,
            opened.c.currency.label("asked_in"), opened.c.state, change.rules,
            select(func.max(proposals.c.grade)).where(proposals.c.case_id == here.case_id, proposals.c.state == "open")
            .scalar_subquery().label("proposed"),
            _number(case_reports, case_reports.c.case_id == here.case_id, case_reports.c.arrived.is_(None)).label("reports"),
            _number(notices, told).label("notices"), _number(notices, told, notices.c.acknowledged.is_not(None)).label("told"),
        )
        .select_from(top)
        .join(customer_list, here.customer_id == top.c.customer_id)
        .outerjoin(grades_in_force, force.customer_id == top.c.customer_id)
        .outerjoin(grade_changes, change.id == force.change_id)
        .outerjoin(knows, knows.c.id == newest)
        .outerjoin(opened, opened.c.id == here.case_id)
    )


def _effective() -> Any:
    return select(func.max(proposals.c.effective)).where(
        proposals.c.case_id == here.case_id, proposals.c.state == "open"
    ).scalar_subquery()


def _number(table: Any, *where: Any) -> Any:
    return select(func.count()).select_from(table).where(*where).scalar_subquery()


def _where_to(row: Row[Any], kind: TaskKind) -> tuple[int | None, date | None]:
    """The case a line leads to, and its day."""
    if kind is TaskKind.APPROVAL:
        return row.open_id, row.asked_for
    if kind is TaskKind.ALARM:
        return row.changed_by, row.next_review
    if kind is TaskKind.NOTICE:
        return row.changed_by, row.effective
    return row.open_id, row.next_review


def _task(row: Row[Any], rates: Mapping[str, Decimal]) -> Task:
    amount, currency = next(
        (
            pair for pair in ((row.own_exposure, row.owed_in), (row.limit, row.currency), (row.requested_limit, row.asked_in))
            if pair[0] is not None
        ),
        (None, ""),
    )
    rate, kind = rates.get(currency), TaskKind(row.kind)
    case_id, due = _where_to(row, kind)
    return Task(
        kind=kind, customer_id=row.customer_id, customer=row.name, sample="sample" in (row.flags or ""),
        grade=None if row.grade is None else Grade(row.grade), case_id=case_id,
        case_state=None if row.state is None else CaseState(row.state), amount=amount, currency=currency,
        base=None if amount is None or rate is None else amount * rate, due=due,
        proposed=None if row.proposed is None else Grade(row.proposed),
        alarms=tuple(rule for rule in row.rules or () if rule.startswith("W")), reports_waiting=row.reports,
        notices=row.notices, told=row.told,
    )
