"""The worklist against plain Python over the other services: no SQL of its own, so no mistake can be in both."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from app.models.db.store import Store
from app.models.domain.answers import Answer
from app.models.domain.enums import AnswerState, CaseState, Grade
from app.models.domain.records import CaseHead, GradeChange, GradeInForce
from app.models.domain.tasks import Only, TaskKind
from app.services.cases.states import OPEN_STATES
from app.services.clock import FixedClock
from app.services.registry import Services, build_services
from tests.services.worklist.stock import Firm, stock
from tests.unguarded import unguarded

TODAY = date(2026, 11, 22)
RATES = {"EUR": Decimal("7.8"), "RUB": Decimal("0.089"), "CNY": Decimal(1)}
RATES_TEXT = '{"2026-01-01": {"EUR": "7.8", "RUB": "0.089"}}'
MONEY = st.integers(0, 5_000).map(lambda n: Decimal(n) * 1000)
FIRMS = st.builds(
    Firm,
    currency=st.sampled_from(["CNY", "EUR", "RUB", "KZT"]),
    grade=st.none() | st.sampled_from(Grade),
    before=st.none() | st.sampled_from(Grade),
    limit=MONEY,
    review_in=st.integers(-3, 10),
    changed_ago=st.sampled_from([0, 5, 21, 22, 60]),
    exposure=st.none() | MONEY,
    rules=st.sampled_from([(), ("K05",), ("W03",), ("K05", "W03", "W12")]),
    told=st.integers(3, 4),
    open_state=st.none() | st.sampled_from(sorted(OPEN_STATES)),
    requested=st.none() | MONEY,
    owed=st.none() | MONEY,
    report_waits=st.booleans(),
    answers=st.sampled_from([(), ("A01",), ("A01", "B01")]),
)


class Known:
    """One customer as the other services tell it."""

    def __init__(self, services: Services, customer_id: int) -> None:
        self.id = customer_id
        self.force: GradeInForce | None = services.grading.in_force(customer_id)
        self.change: GradeChange | None = None if self.force is None else services.grading.change(self.force.change_no)
        cases = self.cases = services.cases.of_customer(customer_id)
        self.open: CaseHead | None = next((one for one in reversed(cases) if one.state in OPEN_STATES), None)

    @property
    def late(self) -> int | None:
        return None if self.force is None else (TODAY - self.force.next_review).days

    @property
    def alarms(self) -> tuple[str, ...]:
        return () if self.change is None else tuple(rule for rule in self.change.rules if rule.startswith("W"))

    @property
    def unread(self) -> bool:
        return self.change is not None and any(one.acknowledged is None for one in self.change.notices)

    @property
    def waits(self) -> bool:
        return self.open is not None and self.open.state is CaseState.REVIEWED

    def kinds(self) -> list[TaskKind]:
        """The lines it has in the worklist."""
        due = self.late is not None and self.late >= -7
        if self.waits:
            found = [TaskKind.APPROVAL]
        elif due:
            found = [TaskKind.REVIEW]
        elif self.open is not None:
            found = [TaskKind.CASE]
        else:
            found = [TaskKind.ALARM] if self.alarms else []
        return [*found, TaskKind.NOTICE] if self.unread else found

    @property
    def at_risk(self) -> tuple[Decimal | None, str]:
        """Exposure by the newest case that knows it, else the limit in force, else the limit asked for."""
        for case in reversed(self.cases):
            if case.own_exposure is not None:
                return case.own_exposure, case.currency
        if self.force is not None:
            return self.force.terms.limit, self.force.terms.currency
        if self.open is not None and self.open.requested_limit is not None:
            return self.open.requested_limit, self.open.currency
        return None, ""


def known(services: Services) -> list[Known]:
    return [Known(services, row.id) for row in services.customers.page("", 0, 10_000)]


@pytest.fixture
def written(bare_store: Path) -> Iterator[object]:
    """``written(firms)``: services over a new store with these customers."""
    opened: list[tuple[Store, str]] = []

    def write(firms: list[Firm]) -> Services:
        folder = tempfile.mkdtemp()
        path = Path(shutil.copy(bare_store, Path(folder) / "trial.zixin"))
        store = Store.open(path)
        opened.append((store, folder))
        services = build_services(store, FixedClock(TODAY))
        services.settings.set("rates", RATES_TEXT, "officer 1")
        m = services.methodologies.current()
        stock(store, firms, TODAY, (m.hash, m.version))
        return services

    yield write
    for store, folder in opened:
        store.close()
        shutil.rmtree(folder)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(FIRMS, max_size=12))
def test_the_worklist_is_what_plain_python_finds(written, firms: list[Firm]) -> None:  # type: ignore[no-untyped-def]
    services: Services = written(firms)
    every = known(services)
    worklist = services.worklist.today()

    expected = sorted((kind.value, one.id) for one in every for kind in one.kinds())
    assert sorted((task.kind.value, task.customer_id) for task in worklist.tasks) == expected
    by_id = {one.id: one for one in every}
    for task in worklist.tasks:
        one = by_id[task.customer_id]
        amount, currency = one.at_risk
        assert (task.amount, task.currency) == (amount, currency)
        rate = RATES.get(currency)
        assert task.base == (None if amount is None or rate is None else amount * rate)
        assert task.grade == (None if one.force is None else one.force.terms.grade)
        assert task.alarms == one.alarms
        if task.kind is TaskKind.REVIEW:
            assert task.case_id == (None if one.open is None else one.open.id)
    worth = [task.base for task in worklist.tasks]
    convertible = [base for base in worth if base is not None]
    assert convertible == sorted(convertible, reverse=True), "most money at risk first"
    assert worth[: len(convertible)] == convertible, "what no rate converts stands below"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(FIRMS, max_size=12))
def test_each_figure_counts_what_its_list_shows(written, firms: list[Firm]) -> None:  # type: ignore[no-untyped-def]
    services: Services = written(firms)
    every = known(services)
    figures = services.worklist.overview()
    late = [one.late for one in every if one.late is not None]

    assert figures.customers == len(every)
    assert figures.overdue == sum(days > 0 for days in late)
    assert figures.due == sum(-7 <= days <= 0 for days in late)
    assert figures.oldest == (TODAY - timedelta(days=max(late)) if late and max(late) > 0 else None)
    assert figures.open_cases == sum(one.open is not None for one in every)
    assert figures.reports_waiting == sum(one.open is not None and bool(one.open.reports) for one in every)
    assert figures.approvals == sum(one.waits for one in every)
    assert figures.alarms == sum(bool(one.alarms) for one in every)
    assert figures.notices == sum(one.unread for one in every)
    grades = [one.force.terms.grade for one in every if one.force is not None]
    assert dict(figures.by_grade) == {grade: grades.count(grade) for grade in Grade}
    for only, count in (
        (Only.OVERDUE, figures.overdue), (Only.DUE, figures.due), (Only.CASE, figures.open_cases),
        (Only.APPROVAL, figures.approvals), (Only.ALARM, figures.alarms), (Only.NOTICE, figures.notices),
    ):
        assert len(services.worklist.today(only).tasks) == count, only


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(FIRMS, max_size=8))
def test_the_grade_changes_of_the_month_are_those_of_the_log(written, firms: list[Firm]) -> None:  # type: ignore[no-untyped-def]
    services: Services = written(firms)
    moved = [
        change for change in services.grading.log(0, 1000)
        if change.at.date() >= TODAY.replace(day=1) and (change.before is None or change.before.grade is not change.after.grade)
    ]
    around = services.worklist.around()
    newest = sorted(moved, key=lambda change: (change.at, change.no), reverse=True)[:5]
    assert [move.no for move in around.moves] == [change.no for change in newest]
    figures = around.overview
    assert figures.first == sum(change.before is None for change in moved)
    assert figures.up == sum(change.before is not None and change.after.grade > change.before.grade for change in moved)
    assert figures.down == sum(change.before is not None and change.after.grade < change.before.grade for change in moved)


def test_the_first_screen_takes_two_queries_for_its_lines_and_one_for_what_stands_around(written) -> None:  # type: ignore[no-untyped-def]
    services: Services = written([Firm(grade=Grade.BB, review_in=-2), Firm(open_state=CaseState.DRAFT)])
    with services._store.read() as unit:
        engine = unit.connection.engine
    asked: list[str] = []

    def count(connection: object, cursor: object, statement: str, *more: object) -> None:
        asked.append(statement)

    with services._store.look() as look:
        look._connection.set_trace_callback(asked.append)
    services.worklist.today()
    first = [one for one in asked if one.lstrip().upper().startswith(("SELECT", "WITH"))]
    asked.clear()
    event.listen(engine, "before_cursor_execute", count)
    try:
        services.worklist.around()
        selects = [one for one in asked if one.lstrip().upper().startswith("SELECT")]
        asked.clear()
        services.worklist.overview()
        counts = [one for one in asked if one.lstrip().upper().startswith("SELECT")]
    finally:
        event.remove(engine, "before_cursor_execute", count)
    assert len(first) == 2, "the rates, the lines"
    assert len(selects) == 1, "figures, changes and progress together"
    assert len(counts) == 1


def test_at_most_two_hundred_lines_are_read_and_they_are_the_dearest(written) -> None:  # type: ignore[no-untyped-def]
    firms = [Firm(open_state=CaseState.DRAFT, requested=Decimal(n)) for n in range(230)]
    tasks = written(firms).worklist.today().tasks
    assert [task.amount for task in tasks] == [Decimal(n) for n in range(229, 29, -1)]


def test_departments_that_were_never_told_are_not_silent(written) -> None:  # type: ignore[no-untyped-def]
    firms = [Firm("Asked", grade=Grade.A, told=0), Firm("Untold", grade=Grade.A, told=0, sent=False)]
    tasks = {task.customer.split()[0]: task for task in written(firms).worklist.today().tasks}
    days = {name: (task.untold, task.asked_since) for name, task in tasks.items() if task.kind is TaskKind.NOTICE}
    then = TODAY - timedelta(days=40)
    assert days == {"Asked": (False, then), "Untold": (True, then)}


def test_the_rates_are_those_of_the_table_of_rates(written) -> None:  # type: ignore[no-untyped-def]
    services: Services = written([Firm(currency="EUR", open_state=CaseState.DRAFT, requested=Decimal(10))])
    text = '{"2026-11-22": {"EUR": "8"}, "2026-11-23": {"EUR": "9"}, "2025-01-01": {"EUR": "7", "RUB": "0.09"}}'
    services.settings.set("rates", text, "officer 1")
    rates, _ = services.settings.rates().on(TODAY, "CNY")
    assert services.worklist.today().tasks[0].base == 10 * rates["EUR"] == 80


def test_progress_counts_the_typed_questions_of_the_five_areas(written) -> None:  # type: ignore[no-untyped-def]
    services: Services = written([Firm(open_state=CaseState.COLLECTING, answers=("A01", "A02"))])
    case = services.cases.of_customer(services.customers.page()[0].id)[0]
    before = services.worklist.progress([case.id])[case.id]
    assert before.done == 2
    assert "company" in before.open_areas

    m = services.methodologies.current()
    company = [item for item in m.items if item.area.value == "company" and item.source != "expr"]
    with unguarded(services._store, "trial.answers", "officer 1") as unit:
        rest = [Answer(item.id, AnswerState.UNKNOWN) for item in company if item.id not in ("A01", "A02")]
        unit.cases.save_answers(case.id, rest)
        unit.commit()
    now = services.worklist.progress([case.id])[case.id]
    assert now.done == len(company)
    assert now.total == before.total
    assert "company" not in now.open_areas
    assert now.open_areas


# --- the list of investigations ---------------------------------------------------------------------------------------

CASES = [
    Firm("Alpha", open_state=CaseState.DRAFT, requested=Decimal(500)),
    Firm("Beta", open_state=CaseState.REVIEWED, assessor="officer 3", requested=Decimal(900)),
    Firm("Gamma", grade=Grade.B),
    Firm("东方机械", open_state=CaseState.SCORED),
]


def test_investigations_are_filtered_by_state_assessor_and_search(written) -> None:  # type: ignore[no-untyped-def]
    services: Services = written(CASES)

    def names(**wanted: object) -> list[str]:
        return sorted(row.customer.split()[0] for row in services.worklist.cases(**wanted).rows)  # type: ignore[arg-type]

    assert names() == ["Alpha", "Beta", "Gamma", "东方机械"]
    assert names(states=tuple(OPEN_STATES)) == ["Alpha", "Beta", "东方机械"]
    assert names(states=(CaseState.IN_FORCE,)) == ["Gamma"]
    assert names(assessor="officer 3") == ["Beta"]
    assert names(search="alph") == ["Alpha"]
    assert names(search="dongfang") == ["东方机械"]
    assert names(search="-0002") == ["Beta"]
    page = services.worklist.cases(assessor="nobody")
    assert (page.total, page.any_at_all, page.assessors) == (0, True, ("officer 1", "officer 3"))


def test_investigations_are_sorted_with_empty_cells_last(written) -> None:  # type: ignore[no-untyped-def]
    services: Services = written(CASES)
    for descending in (False, True):
        rows = services.worklist.cases(sort="requested", descending=descending, states=tuple(OPEN_STATES)).rows
        amounts = [row.requested for row in rows]
        assert amounts[-1] is None
        assert amounts[:2] == sorted(amounts[:2], reverse=descending)  # type: ignore[type-var]
    with pytest.raises(KeyError):
        services.worklist.cases(sort="nothing")


def test_a_page_past_the_end_gives_the_last_one(written) -> None:  # type: ignore[no-untyped-def]
    page = written(CASES).worklist.cases(offset=1000, limit=3)
    assert (page.offset, len(page.rows), page.total) == (3, 1, 4)


def test_complete_investigations_are_those_where_every_question_is_answered(written) -> None:  # type: ignore[no-untyped-def]
    services: Services = written([Firm("Alpha", open_state=CaseState.DRAFT)])
    areas = ("company", "management", "staff", "equipment", "finances")
    asked = [item.id for item in services.methodologies.current().items if item.area.value in areas and item.source != "expr"]
    m = services.methodologies.current()
    stock(services._store, [Firm("Beta", open_state=CaseState.DRAFT, answers=tuple(asked))], TODAY, (m.hash, m.version), 1)
    for complete, name in ((True, "Beta"), (False, "Alpha")):
        rows = services.worklist.cases(complete=complete).rows
        assert [row.customer.split()[0] for row in rows] == [name]
        assert (rows[0].progress.done == rows[0].progress.total) is complete
