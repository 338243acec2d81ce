"""The query behind the worklist. It goes over the narrow rows of ``customer_list``; only the dearest lines are looked up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Date, Float, Integer, Row, Select, String, Text, case, cast, func, literal, null, select, type_coerce
from sqlalchemy import union_all as below

from app.models.db.tables.cases import case_reports, cases
from app.models.db.tables.decisions import grade_changes, grades_in_force, notices, proposals
from app.models.db.tables.found import customer_list
from app.models.db.tables.people import settings
from app.models.db.unit_of_work import Reading
from app.models.domain.enums import CaseState, Grade
from app.models.domain.tasks import Only, Task, TaskKind

TOP = 200
WARNINGS = '%"W%'
REVIEWED = CaseState.REVIEWED
WORKING = (CaseState.DRAFT, CaseState.COLLECTING, CaseState.VERIFIED, CaseState.SCORED)
OPEN = (*WORKING, REVIEWED)

here, force, change = customer_list.c, grades_in_force.c, grade_changes.c
fired = grade_changes.alias("fired")


class TaskQueries:
    """Reading what waits. ``soon`` is the last day that counts as due soon."""

    def __init__(self, unit: Reading) -> None:
        self._unit = unit

    def settings(self) -> dict[str, str]:
        """Return base currency and rates as they are kept, as far as they were ever set."""
        wanted = select(settings.c.key, settings.c.value).where(settings.c.key.in_(("base_currency", "rates")))
        return {row.key: row.value for row in self._unit.connection.execute(wanted)}

    def top(
        self, today: date, soon: date, rates: Mapping[str, Decimal], only: Only | None = None, most: int = TOP
    ) -> tuple[Task, ...]:
        """Return the lines with most money at risk: one query. ``only`` what one figure counts."""
        rows = self._unit.connection.execute(_dearest(today, soon, rates, only, most)).all()
        return tuple(_task(row, rates) for row in rows)


def alarmed() -> Any:
    """Whether the rules that fired hold an early warning."""
    return change.id.in_(select(fired.c.id).where(cast(fired.c.rules, Text).like(WARNINGS)))


def unread() -> Any:
    """Whether a department has not acknowledged a grade change."""
    return change.id.in_(select(notices.c.change_id).where(notices.c.acknowledged.is_(None)))


def in_force() -> Any:
    """Whether a grade change is the one that holds. From the change to the grade: the changes in question are few."""
    return (force.customer_id == change.customer_id) & (force.change_id == change.id)


# --- the lines ----------------------------------------------------------------------------------------------------------


def _line(kind: TaskKind, rank: int, rates: Mapping[str, Decimal], due: Any, case_id: Any) -> Select[Any]:
    """A line of one kind over ``customer_list``, with what it is worth in the base currency, near enough to sort by."""
    asked = select(cast(cases.c.requested_limit, Float) * 100).where(cases.c.id == here.case_id).scalar_subquery()
    asked_in = select(cases.c.currency).where(cases.c.id == here.case_id).scalar_subquery()
    amount = func.coalesce(here.exposure_key, here.limit_key, asked)
    currency = case(
        (here.exposure_key.is_not(None), here.exposure_currency), (here.limit_key.is_not(None), here.currency), else_=asked_in
    )
    rate = case(*((currency == code, float(rate)) for code, rate in sorted(rates.items())), else_=null())
    return select(
        literal(kind.value, String).label("kind"), literal(rank, Integer).label("rank"), here.customer_id,
        case_id.label("case_id"), type_coerce(due, Date).label("due"), amount.label("amount"), rate.label("rate"),
    )


def _lines(today: date, soon: date, rates: Mapping[str, Decimal], only: Only | None) -> list[Select[Any]]:
    """Without ``only`` a customer stands in one kind of line, the first that fits; with it all that the figure counts."""
    effective = select(func.max(proposals.c.effective)).where(
        proposals.c.case_id == here.case_id, proposals.c.state == "open"
    ).scalar_subquery()
    waits, due = here.case_state == REVIEWED, here.next_review <= soon
    # Ways that are not to be taken through an index are wrapped: the few cases under way lead, not the many reviews to come.
    later, free = func.coalesce(here.next_review, date.max) > soon, func.coalesce(here.case_state, "") == ""
    approval = _line(TaskKind.APPROVAL, 0, rates, effective, here.case_id).where(waits)
    review = _line(TaskKind.REVIEW, 1, rates, here.next_review, here.case_id)
    states = OPEN if only is Only.CASE else WORKING
    under_way = _line(TaskKind.CASE, 2, rates, here.next_review, here.case_id).where(here.case_state.in_(states))
    alarm = _changed(_line(TaskKind.ALARM, 3, rates, here.next_review, change.case_id)).where(alarmed())
    notice = _changed(_line(TaskKind.NOTICE, 4, rates, change.effective, change.case_id)).where(unread())
    if only is None:
        return [
            approval, review.where(due, func.coalesce(here.case_state, "") != REVIEWED), under_way.where(later),
            alarm.where(later, free), notice,
        ]
    return [{
        Only.OVERDUE: review.where(here.next_review <= today - timedelta(days=1)),
        Only.DUE: review.where(here.next_review >= today, due),
        Only.CASE: under_way, Only.APPROVAL: approval, Only.ALARM: alarm, Only.NOTICE: notice,
    }[only]]


def _changed(line: Select[Any]) -> Select[Any]:
    """From a grade change that holds to its customer."""
    return (
        line.select_from(grade_changes).join(grades_in_force, in_force())
        .join(customer_list, here.customer_id == change.customer_id)
    )


# --- the dearest --------------------------------------------------------------------------------------------------------


def _dearest(today: date, soon: date, rates: Mapping[str, Decimal], only: Only | None, most: int) -> Select[Any]:
    every = _lines(today, soon, rates, only)
    lines = (below(*every) if len(every) > 1 else every[0]).subquery("lines").c
    worth = lines.amount * lines.rate
    top = (
        select(lines.kind, lines.rank, lines.customer_id, lines.case_id, lines.due)
        .order_by(worth.is_(None), worth.desc(), lines.amount.is_(None), lines.due.is_(None), lines.due, lines.rank,
                  lines.customer_id)
        .limit(most).subquery("dearest")
    )
    owing = cases.alias("owing")
    newest = (
        select(func.max(owing.c.id)).where(owing.c.customer_id == top.c.customer_id, owing.c.own_exposure.is_not(None))
        .scalar_subquery()
    )
    knows, opened = cases.alias("knows"), cases.alias("opened")
    told = notices.c.change_id == force.change_id
    return (
        select(
            top, here.name, here.flags, here.grade, knows.c.own_exposure, knows.c.currency.label("owed_in"), force.limit,
            force.currency, opened.c.requested_limit, opened.c.currency.label("asked_in"), opened.c.state, change.rules,
            select(func.max(proposals.c.grade)).where(proposals.c.case_id == top.c.case_id, proposals.c.state == "open")
            .scalar_subquery().label("proposed"),
            _number(case_reports, case_reports.c.case_id == top.c.case_id, case_reports.c.arrived.is_(None)).label("reports"),
            _number(notices, told).label("notices"), _number(notices, told, notices.c.acknowledged.is_not(None)).label("told"),
        )
        .select_from(top)
        .join(customer_list, here.customer_id == top.c.customer_id)
        .outerjoin(grades_in_force, force.customer_id == top.c.customer_id)
        .outerjoin(grade_changes, change.id == force.change_id)
        .outerjoin(knows, knows.c.id == newest)
        .outerjoin(opened, opened.c.id == here.case_id)
    )


def _number(table: Any, *where: Any) -> Any:
    return select(func.count()).select_from(table).where(*where).scalar_subquery()


def _task(row: Row[Any], rates: Mapping[str, Decimal]) -> Task:
    amount, currency = next(
        (
            pair for pair in ((row.own_exposure, row.owed_in), (row.limit, row.currency), (row.requested_limit, row.asked_in))
            if pair[0] is not None
        ),
        (None, ""),
    )
    rate = rates.get(currency)
    return Task(
        kind=TaskKind(row.kind), customer_id=row.customer_id, customer=row.name, sample="sample" in (row.flags or ""),
        grade=None if row.grade is None else Grade(row.grade), case_id=row.case_id,
        case_state=None if row.state is None else CaseState(row.state), amount=amount, currency=currency,
        base=None if amount is None or rate is None else amount * rate, due=row.due,
        proposed=None if row.proposed is None else Grade(row.proposed),
        alarms=tuple(rule for rule in row.rules or () if rule.startswith("W")), reports_waiting=row.reports,
        notices=row.notices, told=row.told,
    )
