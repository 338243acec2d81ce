"""Company M, from the statements that warn to the blacklist, through the window (the case of the Chinese text on credit work).

An officer reads danger between the lines of good figures: bills between parent and subsidiary. The seller cannot explain
them, the limit is frozen, the grade falls, the trade stops, the name goes on the blacklist, and a sister company that asks for
credit a month later gets none. Figures and colours are those of domain.md §11.3.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app.models.db.store import Store
from app.models.domain.alarms import AlarmState
from app.models.domain.enums import Grade, Role
from app.models.domain.errors import UserError
from app.models.domain.holds import BLACKLIST, STOP, WARNINGS
from app.models.domain.parties import Customer, Identifier
from app.models.domain.tasks import Only
from app.services.documents import build_change_form, build_dossier, render_change_form_pdf
from app.services.registry import Services, build_services
from app.ui.application import Opened, Window
from app.ui.screens import SCREENS
from tests.services.alarms.firm_m import AFTER, BEFORE, COLOURS, year
from tests.services.desk import good_value
from tests.ui.screens.conftest import Walk

ASSESSOR, DIRECTOR = "officer 1", "officer 2"
NUMBER, SISTER, SISTERS_NUMBER = "91350100M000100Y43", "M Trading Co., Ltd.", "91110000MA01000004"
GROUP = "M Holding"
FIRST_DAY = date(2026, 2, 16)


@dataclass
class Calendar:
    """A clock that the story turns."""

    day: date = FIRST_DAY
    minutes: int = 0

    def today(self) -> date:
        return self.day

    def now(self) -> datetime:
        self.minutes += 1  # no two things happen in the same moment
        return datetime.combine(self.day, time(8), UTC) + timedelta(minutes=self.minutes)

    def turn(self, day: date) -> None:
        self.day, self.minutes = day, 0


def _prepare(services: Services) -> Customer:
    """A good customer since a year: everything answered well, one year of statements, a grade with a limit in force."""
    services.methodologies.ensure_builtin(ASSESSOR)
    for name in (ASSESSOR, DIRECTOR):
        services.officers.add(name, Role.GENERAL_MANAGER, ASSESSOR)
    customer = services.customers.save(
        Customer(name="M Machinery Co., Ltd.", identifiers=(Identifier("uscc", NUMBER, "CN"),), owner="seller 1",
                 officer=ASSESSOR, group=GROUP, first_deal=date(2018, 3, 1)), ASSESSOR,
    ).value
    services.statements.save(customer.id, year(2024, BEFORE), ASSESSOR)
    case = services.cases.open(
        customer.id, ASSESSOR, requested_limit=Decimal(2_000_000), requested_term=60, own_monthly_sales=Decimal(1_500_000)
    ).value
    m = services.methodologies.by_hash(case.methodology_hash)
    answers = [replace(one, as_of=FIRST_DAY) for item in m.items if (one := good_value(item, m)) is not None]
    services.cases.answer(case.id, answers, ASSESSOR)
    services.cases.declare_independence(case.id, ASSESSOR)
    proposal = services.grading.propose(case.id, ASSESSOR, grounds=("statements",), text="a good year").value
    services.grading.approve(proposal.id, DIRECTOR)
    return customer


def _text(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


class Story(Walk):
    """The window, and what the officers do in it."""

    clock: Calendar
    customer: Customer

    def press(self, button: Any) -> None:
        assert button.isVisible() and button.isEnabled(), button.text()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.rest()

    def run(self, action: str) -> None:
        self.frame.actions_.run(action)
        self.rest()

    def alarms(self) -> dict[str, Any]:
        return {one.rule: one for one in self.services.alarms.of_customer(self.customer.id)}

    def usable(self) -> Decimal:
        return self.services.grading.limit_usable(self.customer.id)

    def held(self) -> set[str]:
        return {one.kind for one in self.services.holds.of_customer(self.customer.id)}


@pytest.fixture
def story(open_window: Callable[..., Window], tmp_path: Path, qtbot: Any) -> Story:
    clock = Calendar()
    store = Store.open(tmp_path / "m.zixin", create=True, clock=clock.now)
    services = build_services(store, clock)
    customer = _prepare(services)
    clock.turn(date(2026, 3, 2))

    def open_store() -> Opened:
        return Opened(services, "m.zixin", False, lambda: "1", ASSESSOR, (ASSESSOR, DIRECTOR), store.close)

    made = Story(open_window(SCREENS, open_store=open_store, first="customers"), qtbot)
    made.clock, made.customer = clock, customer
    made.frame.activateWindow()
    qtbot.waitUntil(made.frame.isActiveWindow, timeout=5000)
    made.rest()
    return made


def _type_statements(at: Story) -> None:
    """The new year as it comes from the customer: pasted with its labels into the grid."""
    screen = at.go("statements", at.customer.id)
    at.run("period.add")
    labels = {row.line.key: screen.grid.grid.text_at(number, 0)
              for number, row in enumerate(screen.model.rows) if row.line is not None}
    head = f"{at.window.ui.t('ui.statements.line')}\t2025-12-31"
    lines = [f"{labels[key]}\t{at.window.ui.number(Decimal(AFTER[key]), 2)}" for key in AFTER]
    QGuiApplication.clipboard().setText("\n".join([head, *lines]))
    at.run("statements.paste")
    at.rest()
    frozen = at.window.ui.plural("ui.statements.warned_frozen", len(COLOURS))
    at.qtbot.waitUntil(lambda: screen.warned.isVisible() and screen.warned.text == frozen, timeout=5000)
    newest = max(at.services.statements.of_customer(at.customer.id), key=lambda one: one.end)
    assert newest.end == date(2025, 12, 31) and {key: newest.values[key] for key in AFTER} == {
        key: Decimal(value) for key, value in AFTER.items()}


def _ask_the_seller(at: Story) -> None:
    """The question of the bills, the seller's answer, and what is done about it."""
    screen = at.go("warnings")
    screen.table.select_id(at.alarms()["W10"].id)
    at.rest()
    assert "bills" in screen.box.question.text()
    screen.box.fields["answer"].set_raw_text("The seller cannot get the register of bills; the parent draws them.")
    at.press(screen.box.keep)
    assert at.alarms()["W10"].state is AlarmState.ANSWERED
    for action in ("stop", "secure"):
        screen.box.actions_[action].setChecked(True)
    screen.box.fields["note"].set_raw_text("No new orders; claims on the stock at the warehouse.")
    at.press(screen.box.close_)
    assert at.alarms()["W10"].actions == ("stop", "secure")


def _decide(at: Story, text: str) -> Any:
    """A case with the answers of the last one, proposed by the one officer and approved by the other."""
    at.go("customer", at.customer.id)
    at.run("customer.case")
    case = at.screen("case")
    at.run("case.take_over_all")
    at.run("case.score")
    at.run("score.approval")
    screen = at.screen("approval")
    at.press(screen.declare)
    screen.proposal.fields["text"].set_raw_text(text)
    at.run("approval.send")
    at.qtbot.waitUntil(lambda: screen.model.waits, timeout=10_000)
    at.rest()
    assert not screen.decision.approve.isEnabled(), "who assesses does not approve"
    at.switch(DIRECTOR)
    at.press(screen.decision.approve)
    at.qtbot.waitUntil(lambda: screen.model.matter.change is not None, timeout=10_000)
    change = screen.model.matter.change
    assert change.case_id == case.model.head.id and change.approved_by == DIRECTOR
    at.press(screen.decision.form)
    at.qtbot.waitUntil(lambda: at.frame.current == "documents" and at.screen("documents").preview.page_count >= 1, timeout=30_000)
    at.switch(ASSESSOR)
    return change


def _tell_the_departments(at: Story, change: Any) -> None:
    """Four departments are told; three acknowledge, the warehouse is late and is chased on the first screen."""
    page = at.go("customer", (at.customer.id, "cases")).pages["cases"]
    page.changes.select_id(change.no)
    at.rest()
    for department in ("sales", "finance", "logistics", "management"):
        page.told.select_id(department)
        at.press(page.sent)
        page.changes.select_id(change.no)
        page.told.select_id(department)
        if department != "logistics":
            at.press(page.read_)
            page.changes.select_id(change.no)
    told = {one.department: one for one in at.services.grading.change(change.no).notices if one.sent is not None}
    assert {name for name, one in told.items() if one.acknowledged is None} == {"logistics"} and len(told) == 4


def _blacklist(at: Story) -> None:
    at.go("customer", at.customer.id)
    at.run("customer.list")
    screen = at.screen("lists")
    screen.form.reason.set_value("bills between parent and subsidiary, no register shown")
    at.press(screen.form.send)
    at.switch(DIRECTOR)
    at.press(screen.box.approve)
    at.switch(ASSESSOR)
    assert BLACKLIST in at.held()
    assert "blacklist" in at.services.customers.get(at.customer.id).flags


def _sister(at: Story) -> Any:
    """A company of the same group asks for credit."""
    screen = at.go("customer", None)
    assert screen.form.fields["name"].isVisible()
    for field, text in ((screen.form.fields["name"], SISTER), (screen.form.identifiers.rows[0].number, SISTERS_NUMBER),
                        (screen.form.fields["group"], GROUP)):
        QTest.keyClicks(field.editor, text)
    at.rest()
    at.run("customer.create")
    at.qtbot.waitUntil(lambda: not screen.model.is_new, timeout=10_000)
    at.rest()
    return screen


@pytest.mark.timeout(240)
def test_company_m_costs_nothing_because_somebody_read_its_statements(story: Story) -> None:
    at = story
    before = at.services.grading.in_force(at.customer.id)
    assert before is not None and before.terms.grade >= Grade.A and at.usable() == before.terms.limit > 0
    _type_statements(at)
    assert {rule: one.colour.value for rule, one in at.alarms().items()} == COLOURS
    assert at.held() == {WARNINGS} and at.usable() == 0, "sixteen points: the limit is frozen at once"
    called = at.services.grading.in_force(at.customer.id)
    assert called is not None and called.next_review <= at.clock.day + timedelta(days=5), "an unscheduled review is called"
    _ask_the_seller(at)
    assert at.held() == {WARNINGS, STOP}

    at.clock.turn(date(2026, 3, 4))
    fall = _decide(at, "Profit without cash, bills between related companies; nobody explains them.")
    assert fall.after.grade < fall.before.grade and fall.after.limit == 0
    assert {"W08", "W09", "W10"} <= set(fall.rules)
    _tell_the_departments(at, fall)

    at.clock.turn(date(2026, 3, 16))
    silent, = (one for one in at.services.worklist.today(Only.NOTICE).tasks if one.customer_id == at.customer.id)
    assert silent.told < silent.notices, "the warehouse has not answered for twelve days"
    _blacklist(at)
    end = _decide(at, "On our blacklist.")
    assert end.after.grade is Grade.C and "K22" in end.rules and end.after.limit == 0
    assert "STOP No delivery on credit" in _text(render_change_form_pdf(build_change_form(at.services, end.no, "en")))

    at.clock.turn(date(2026, 4, 20))
    screen = _sister(at)
    sister = at.services.customers.get(screen.model.draft.id)
    assert {one.kind for one in at.services.holds.of_customer(sister.id)} == {BLACKLIST}
    assert screen.stop_line.isVisible() and "M Machinery" in screen.stop_line.text.text()
    case = at.services.cases.open(sister.id, ASSESSOR, requested_limit=Decimal(100_000), requested_term=30).value
    at.services.cases.declare_independence(case.id, ASSESSOR)
    with pytest.raises(UserError):
        at.services.grading.propose(case.id, ASSESSOR, text="the group is good for it")

    _told_in_order(at, end.case_id)


ORDER = (
    "first_grade", "statement", "alarm_red", "alarm_answered", "held_stop", "grade_down", "notice_sent", "list_proposed_black",
    "list_approved_black", "grade_down",
)


def _told_in_order(at: Story, last_case: int) -> None:
    """Timeline and dossier tell it in the order in which it happened; the file shows it to the officer."""
    kinds = [one.kind for one in at.services.timeline.story(at.customer.id)]
    if kinds.index("first_grade") > kinds.index("list_approved_black"):
        kinds.reverse()  # the newest stands on top
    left = iter(kinds)
    assert all(kind in left for kind in ORDER), kinds
    told = build_dossier(at.services, "en", case_id=last_case).story
    assert [one.day for one in told] == sorted(one.day for one in told)
    texts = " | ".join(one.text for one in told)
    places = [texts.index(word) for word in ("W10", "The seller cannot get the register of bills", "blacklist")]
    assert places == sorted(places)
    page = at.go("customer", (at.customer.id, "history")).pages["history"]
    assert page.isVisible()
