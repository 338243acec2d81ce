"""The queries behind the worklist: the figures in one, the lines in one, the grade changes of the month in one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Date,
    Float,
    Integer,
    Row,
    Select,
    String,
    Text,
    case,
    cast,
    func,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)

from app.models.db.repositories.customer_list import OPEN_STATES, open_case_id
from app.models.db.tables.cases import answers, case_reports, cases
from app.models.db.tables.customers import customers
from app.models.db.tables.decisions import grade_changes, grades_in_force, notices, proposals
from app.models.db.tables.people import settings
from app.models.db.types import Exact
from app.models.db.unit_of_work import Reading
from app.models.domain.enums import AnswerState, CaseState, Grade
from app.models.domain.worklist import Basis, Move, Only, Task, TaskKind

TOP = 200
MOVES = 5
_WARNINGS = '%"W%'
_WORKING = tuple(state for state in OPEN_STATES if state is not CaseState.REVIEWED)

force, change, customer = grades_in_force.c, grade_changes.c, customers.c


class WorklistQueries:
    """Reading what waits. ``soon`` is the last day that counts as due soon."""

    def __init__(self, unit: Reading) -> None:
        self._unit = unit

    def figures(self, today: date, soon: date, month: datetime) -> dict[tuple[str, str], tuple[int, str]]:
        """Return (number, text) of every figure by (kind, key): one query."""
        rows = self._unit.connection.execute(_figures(today, soon, month)).all()
        return {(row.kind, row.key): (row.number or 0, row.text or "") for row in rows}

    def tasks(
        self, today: date, soon: date, rates: Mapping[str, Decimal], only: Only | None = None, top: int = TOP
    ) -> tuple[Task, ...]:
        """Return the lines with most money at risk, at most ``top``: one query. ``only`` what one figure counts."""
        rows = self._unit.connection.execute(_tasks(today, soon, rates, only, top)).all()
        return tuple(_task(row, rates) for row in rows)

    def moves(self, month: datetime, top: int = MOVES) -> tuple[Move, ...]:
        """Return the newest grade changes since ``month``."""
        wanted = (
            select(change.id, change.customer_id, change.customer_name, change.case_id, change.before_grade, change.after_grade,
                   change.at)
            .where(change.at >= month, _moved()).order_by(change.at.desc(), change.id.desc()).limit(top)
        )
        return tuple(
            Move(row.id, row.customer_id, row.customer_name, row.case_id,
                 None if row.before_grade is None else Grade(row.before_grade), Grade(row.after_grade), row.at.date())
            for row in self._unit.connection.execute(wanted)
        )

    def answered(self, case_ids: Iterable[int]) -> dict[int, set[str]]:
        """Return the ids of the answered questions of some cases: one query."""
        wanted = select(answers.c.case_id, answers.c.item).where(
            answers.c.case_id.in_(list(case_ids)), answers.c.state != AnswerState.EMPTY
        )
        found: dict[int, set[str]] = {}
        for case_id, item in self._unit.connection.execute(wanted):
            found.setdefault(case_id, set()).add(item)
        return found

    def methodology_of(self, case_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
        """Return methodology hash and profile of some cases: one query."""
        wanted = select(cases.c.id, cases.c.methodology_hash, cases.c.profile).where(cases.c.id.in_(list(case_ids)))
        return {row.id: (row.methodology_hash, row.profile) for row in self._unit.connection.execute(wanted)}


def _moved() -> Any:
    """Confirmed grades stand in the log too; they are no change."""
    return change.before_grade.is_(None) | (change.before_grade != change.after_grade)


def _alarmed() -> Any:
    return cast(change.rules, Text).like(_WARNINGS)


def _unread() -> Any:
    return select(notices.c.id).where(notices.c.change_id == force.change_id, notices.c.acknowledged.is_(None)).exists()


def _has_open_case() -> Any:
    return select(cases.c.id).where(cases.c.customer_id == force.customer_id, cases.c.state.in_(OPEN_STATES)).exists()


def _figures(today: date, soon: date, month: datetime) -> CompoundSelect[Any]:
    def one(kind: str, number: Any, text: Any = None) -> Select[Any]:
        said = literal("", Text) if text is None else cast(text, Text)
        return select(literal(kind, String).label("kind"), literal("", Text).label("key"), number.label("number"),
                      said.label("text"))

    count = func.count()
    waiting = select(case_reports.c.id).where(case_reports.c.case_id == cases.c.id, case_reports.c.arrived.is_(None)).exists()
    open_cases = cases.c.state.in_(OPEN_STATES)
    here = grades_in_force
    return union_all(
        one("customers", count).select_from(customers),
        one("overdue", count, func.min(force.next_review)).select_from(here).where(force.next_review < today),
        one("due", count).select_from(here).where(force.next_review >= today, force.next_review <= soon),
        one("open", count).select_from(cases).where(open_cases),
        one("reports", count).select_from(cases).where(open_cases, waiting),
        one("approval", count).select_from(cases).where(cases.c.state == CaseState.REVIEWED),
        one("alarm", count).select_from(here).join(grade_changes, change.id == force.change_id).where(_alarmed()),
        one("notice", count).select_from(here).where(_unread()),
        one("up", count).select_from(grade_changes).where(change.at >= month, change.after_grade > change.before_grade),
        one("down", count).select_from(grade_changes).where(change.at >= month, change.after_grade < change.before_grade),
        one("first", count).select_from(grade_changes).where(change.at >= month, change.before_grade.is_(None)),
        select(literal("grade", String), cast(force.grade, Text), count, literal("", Text)).group_by(force.grade),
        select(literal("setting", String), settings.c.key, literal(0, Integer), cast(settings.c.value, Text)).where(
            settings.c.key.in_(("base_currency", "rates"))
        ),
    )


def _branches(today: date, soon: date, only: Only | None) -> list[Select[Any]]:
    """Without ``only`` a customer stands in one kind of line, the first that fits; with it all that the figure counts."""
    if only is None:
        return [_approvals(), _reviews(None, soon, alone=True), _cases(soon), _alarms(soon), _notices()]
    return [{
        Only.OVERDUE: _reviews(None, today - timedelta(days=1)), Only.DUE: _reviews(today, soon), Only.CASE: _cases(None),
        Only.APPROVAL: _approvals(), Only.ALARM: _alarms(None), Only.NOTICE: _notices(),
    }[only]]


def _tasks(today: date, soon: date, rates: Mapping[str, Decimal], only: Only | None, top: int) -> Select[Any]:
    """The kinds one below the other, each line with its money at risk; the dearest ``top`` with what else is shown of them."""
    every = _branches(today, soon, only)
    lines = (union_all(*every) if len(every) > 1 else every[0]).subquery()
    rate = case(*((lines.c.currency == code, float(rate)) for code, rate in sorted(rates.items())), else_=null())
    worth = cast(lines.c.amount, Float) * rate
    dearest = (
        select(lines, worth.label("worth"))
        .order_by(worth.is_(None), worth.desc(), lines.c.amount.is_(None), lines.c.due.is_(None), lines.c.due, lines.c.rank,
                  lines.c.customer_id)
        .limit(top).subquery()
    )
    of_case = cases.c.id == dearest.c.case_id
    its_answers, its_reports = answers.c.case_id == dearest.c.case_id, case_reports.c.case_id == dearest.c.case_id
    its_notices = notices.c.change_id == dearest.c.change_id
    return (
        select(
            dearest, customer.name, customer.flags, change.rules, proposals.c.grade.label("proposed"), cases.c.state,
            _number_of(answers, its_answers, answers.c.state != AnswerState.EMPTY).label("answered"),
            _number_of(case_reports, its_reports, case_reports.c.arrived.is_(None)).label("reports"),
            _number_of(notices, its_notices).label("notices"),
            _number_of(notices, its_notices, notices.c.acknowledged.is_not(None)).label("told"),
        )
        .select_from(dearest)
        .join(customers, customer.id == dearest.c.customer_id)
        .outerjoin(grade_changes, change.id == dearest.c.change_id)
        .outerjoin(cases, of_case)
        .outerjoin(proposals, (proposals.c.case_id == cases.c.id) & (proposals.c.state == "open"))
    )


def _number_of(table: Any, *where: Any) -> Any:
    return select(func.count()).select_from(table).where(*where).scalar_subquery()


def _line(kind: TaskKind, rank: int, due: Any, case_table: Any, force_there: bool = True) -> Select[Any]:
    """A line of one kind over ``case_table`` (the case it is about) and the grade in force with its change."""
    work = case_table.c
    choices: tuple[tuple[Any, Any, Basis, Any], ...] = (
        (work.own_exposure.is_not(None), work.own_exposure, Basis.EXPOSURE, work.currency),
        (change.own_exposure.is_not(None), change.own_exposure, Basis.EXPOSURE, change.after_currency),
        (force.limit.is_not(None), force.limit, Basis.LIMIT, force.currency),
        (work.requested_limit.is_not(None), work.requested_limit, Basis.REQUEST, work.currency),
    )
    amount = case(*((there, value) for there, value, _, _ in choices), else_=null())
    return select(
        literal(kind.value, String).label("kind"), literal(rank, Integer).label("rank"),
        (force.customer_id if force_there else work.customer_id).label("customer_id"),
        force.grade.label("grade"), force.change_id.label("change_id"), work.id.label("case_id"),
        type_coerce(amount, Exact).label("amount"),
        case(*((there, currency) for there, _, _, currency in choices), else_="").label("currency"),
        case(*((there, basis.value) for there, _, basis, _ in choices), else_=Basis.NONE.value).label("basis"),
        type_coerce(due, Date).label("due"),
    )


def _of_force(line: Select[Any], work: Any) -> Select[Any]:
    """From the grade in force: its change, and the open case of the customer if there is one."""
    return (
        line.select_from(grades_in_force)
        .join(grade_changes, change.id == force.change_id)
        .outerjoin(work, work.c.id == open_case_id(force.customer_id))
    )


def _of_case(line: Select[Any], work: Any) -> Select[Any]:
    """From a case: the grade in force of its customer with its change, if there is one."""
    return (
        line.select_from(work)
        .outerjoin(grades_in_force, force.customer_id == work.c.customer_id)
        .outerjoin(grade_changes, change.id == force.change_id)
    )


def _approvals() -> Select[Any]:
    work = cases.alias("work_approval")
    return _of_case(_line(TaskKind.APPROVAL, 0, _effective(work), work, force_there=False), work).where(
        work.c.state == CaseState.REVIEWED
    )


def _effective(work: Any) -> Any:
    return (
        select(func.max(proposals.c.effective)).where(proposals.c.case_id == work.c.id, proposals.c.state == "open")
        .correlate(work).scalar_subquery()
    )


def _reviews(first: date | None, last: date, *, alone: bool = False) -> Select[Any]:
    work = cases.alias("work_review")
    found = _of_force(_line(TaskKind.REVIEW, 1, force.next_review, work), work).where(force.next_review <= last)
    if first is not None:
        found = found.where(force.next_review >= first)
    return found.where(work.c.state.is_(None) | (work.c.state != CaseState.REVIEWED)) if alone else found


def _cases(soon: date | None) -> Select[Any]:
    work = cases.alias("work_case")
    found = _of_case(_line(TaskKind.CASE, 2, force.next_review, work, force_there=False), work)
    if soon is None:
        return found.where(work.c.state.in_(OPEN_STATES))
    return found.where(work.c.state.in_(_WORKING), force.next_review.is_(None) | (force.next_review > soon))


def _alarms(soon: date | None) -> Select[Any]:
    work = cases.alias("work_alarm")
    found = _of_change(_line(TaskKind.ALARM, 3, force.next_review, work), work).where(_alarmed())
    return found if soon is None else found.where(force.next_review > soon, ~_has_open_case())


def _notices() -> Select[Any]:
    work = cases.alias("work_notice")
    return _of_change(_line(TaskKind.NOTICE, 4, change.effective, work), work).where(_unread())


def _of_change(line: Select[Any], work: Any) -> Select[Any]:
    """From the grade in force: its change and the case that led to it."""
    return (
        line.select_from(grades_in_force).join(grade_changes, change.id == force.change_id)
        .outerjoin(work, work.c.id == change.case_id)
    )


def _task(row: Row[Any], rates: Mapping[str, Decimal]) -> Task:
    rules = row.rules if isinstance(row.rules, list) else json.loads(row.rules or "[]")
    rate = rates.get(row.currency)
    return Task(
        kind=TaskKind(row.kind), customer_id=row.customer_id, customer=row.name, sample="sample" in row.flags,
        grade=None if row.grade is None else Grade(row.grade), case_id=row.case_id,
        case_state=None if row.state is None else CaseState(row.state), amount=row.amount, currency=row.currency,
        basis=Basis(row.basis), base=None if row.amount is None or rate is None else row.amount * rate, due=row.due,
        proposed=None if row.proposed is None else Grade(row.proposed),
        alarms=tuple(rule for rule in rules if rule.startswith("W")), answered=row.answered, reports_waiting=row.reports,
        notices=row.notices, told=row.told, change_no=row.change_id,
    )


def soon_after(today: date, days: int = 7) -> date:
    """The last day that counts as due soon."""
    return today + timedelta(days=days)
