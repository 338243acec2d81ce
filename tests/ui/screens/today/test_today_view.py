"""The first screen in the window: lines, figures, the ways from them, the counts of the rail."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStyleOptionViewItem

from app.models.domain.enums import CaseState, Grade
from app.models.domain.orders import Asked
from app.models.domain.tasks import Only
from app.ui.screens.today import wording
from tests.services.worklist.stock import Firm, stock
from tests.ui.screens.conftest import OFFICER, TODAY

FIRMS = [
    Firm("Alpha", grade=Grade.BBB, before=Grade.A, limit=Decimal(900), review_in=-5, changed_ago=3),
    Firm("Beta", grade=Grade.A, limit=Decimal(5000), review_in=4, rules=("W03",)),
    Firm("Gamma", grade=Grade.A, limit=Decimal(700), open_state=CaseState.REVIEWED),
    Firm("Delta", open_state=CaseState.DRAFT, requested=Decimal(800)),
    Firm("Epsilon", grade=Grade.D, limit=Decimal(10), told=2),
]


def fill(here: Any) -> None:
    m = here.services.methodologies.current()
    stock(here.services._store, FIRMS, TODAY, (m.hash, m.version))


@pytest.fixture
def full(walk: Callable[..., Any]) -> Any:
    """The window on the first screen over a store with five customers."""
    here = walk(sample=False, first="officers")
    fill(here)
    here.go("today")
    return here


def lines(here: Any) -> list[tuple[str, str]]:
    rows = here.screen("today").do_next.table.rows
    return [(rows.text_at(row, 0).split()[0], rows.text_at(row, 3)) for row in range(rows.rowCount())]


def choose(here: Any, name: str) -> None:
    table = here.screen("today").do_next.table
    row = next(row for row in range(table.rows.rowCount()) if table.rows.text_at(row, 0).startswith(name))
    table.setCurrentIndex(table.rows.index(row, 0))
    table.setFocus()


def test_the_window_opens_on_today(walk: Callable[..., Any]) -> None:
    here = walk(first=None)
    assert here.frame.current == "today"
    assert here.screen("today").title.title.text() == "Sunday, 22 November"


def test_most_money_at_risk_comes_first_and_each_line_says_why(full: Any) -> None:
    assert lines(full) == [
        ("Beta", "1 early warning"),
        ("Alpha", "5 days overdue"),
        ("Delta", "open: Company +4"),
        ("Gamma", "waits for the second officer"),
        ("Epsilon", "silent for 40 days"),
    ]


@pytest.mark.parametrize(
    ("name", "screen"), [("Alpha", "reviews"), ("Delta", "case"), ("Gamma", "approval"), ("Epsilon", "customer")]
)
def test_enter_leads_to_where_the_work_is_done(full: Any, name: str, screen: str) -> None:
    choose(full, name)
    QTest.keyClick(full.screen("today").do_next.table, Qt.Key.Key_Return)
    full.rest()
    assert full.frame.current == screen


def test_a_double_click_opens_the_line_too(full: Any) -> None:
    table = full.screen("today").do_next.table
    place = table.visualRect(table.rows.index(2, 2)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    full.rest()
    assert full.frame.current == "case"


def test_a_figure_narrows_the_list_to_what_it_counts_and_gives_everything_back(full: Any) -> None:
    screen = full.screen("today")
    tile = screen.figures.tiles[Only.OVERDUE]
    assert tile.figure.text() == "1"
    QTest.keyClick(tile, Qt.Key.Key_Return)
    full.rest()
    assert [name for name, _ in lines(full)] == ["Alpha"]
    assert tile.isChecked()
    QTest.mouseClick(screen.do_next.everything, Qt.MouseButton.LeftButton)
    full.rest()
    assert len(lines(full)) == 5
    assert not tile.isChecked()


def test_the_figure_of_open_investigations_leads_to_their_list(full: Any) -> None:
    QTest.mouseClick(full.screen("today").figures.tiles[Only.CASE], Qt.MouseButton.LeftButton)
    full.rest()
    assert full.frame.current == "cases"


def test_a_bar_leads_to_the_customers_of_that_grade_by_mouse_and_by_keyboard(full: Any) -> None:
    bars = full.screen("today").by_grade.bars
    chosen: list[str] = []
    bars.chosen.connect(chosen.append)
    at = [grade for grade, _ in bars._counts].index("BBB")
    QTest.mouseClick(bars, Qt.MouseButton.LeftButton, pos=QPoint(int(bars._slot(at).center().x()), bars.height() - 30))
    full.rest()
    assert full.frame.current == "customers"
    full.go("today")
    QTest.keyClick(bars, Qt.Key.Key_Left)
    QTest.keyClick(bars, Qt.Key.Key_Return)
    full.rest()
    assert chosen == ["BBB", "A"]


def test_the_rail_counts_follow_a_change_made_on_another_screen(full: Any) -> None:
    counts = {name: entry.count.text() for name, entry in full.frame.rail._entries.items()}
    assert (counts["today"], counts["customers"], counts["cases"]) == ("3", "5", "2")
    full.go("officers")
    row = next(row for row in full.services.customers.page() if row.name.startswith("Alpha"))
    full.window.backstage.runner.command(full.services.cases.open, row.id, "officer 1")
    full.rest()
    assert full.frame.rail._entries["cases"].count.text() == "3"


def test_an_empty_store_offers_the_sample_and_the_first_customer(walk: Callable[..., Any]) -> None:
    here = walk(sample=False, first="today")
    screen = here.screen("today")
    assert screen._stack.currentIndex() == 1
    here.frame.host.actions.qaction("today.sample").trigger()
    here.rest()
    assert here.frame.current == "customer"
    here.go("today")
    assert screen._stack.currentIndex() == 0


def test_a_new_investigation_is_begun_by_keyboard_alone(full: Any, qtbot: Any) -> None:
    full.frame.host.actions.qaction("today.investigate").trigger()
    from app.ui.screens.today.picker import CustomerPicker

    picker = full.frame.findChild(CustomerPicker)
    full.rest()
    QTest.keyClicks(picker.search.line, "delta")
    qtbot.waitUntil(lambda: picker.table.rows.rowCount() == 1, timeout=5000)
    picker.search.line.selectAll()
    QTest.keyClicks(picker.search.line, "alpha")
    QTest.keyClick(picker.search.line, Qt.Key.Key_Return)      # what was found before is no answer to these letters
    qtbot.waitUntil(lambda: full.frame.current == "case", timeout=5000)
    full.rest()
    row = next(row for row in full.services.customers.page() if row.name.startswith("Alpha"))
    assert row.case_id is not None


def test_the_picker_goes_on_with_a_case_that_is_open(full: Any, qtbot: Any) -> None:
    full.frame.host.actions.qaction("today.investigate").trigger()
    from app.ui.screens.today.picker import CustomerPicker

    picker = full.frame.findChild(CustomerPicker)
    full.rest()
    QTest.keyClicks(picker.search.line, "delta")
    qtbot.waitUntil(lambda: picker.table.rows.rowCount() == 1, timeout=5000)
    assert picker.go.text() == full.window.ui.t("ui.action.case_continue")
    QTest.keyClick(picker.search.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: full.frame.current == "case", timeout=5000)


@pytest.mark.parametrize("lang", ["zh", "ru"])
def test_the_page_follows_the_language(full: Any, lang: str) -> None:
    full.window.ui.switch_language(lang)
    full.rest()
    screen = full.screen("today")
    assert screen.title.title.text() == wording.long_day(full.window.ui, TODAY)
    assert screen.title.title.text() != "Sunday, 22 November"
    assert dict(lines(full))["Alpha"] == full.window.ui.plural("ui.today.late", 5)


def test_ctrl_n_asks_whom_to_investigate(full: Any, qtbot: Any) -> None:
    from app.ui.screens.today.picker import CustomerPicker

    QTest.keyClick(full.frame, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: full.frame.findChild(CustomerPicker) is not None, timeout=5000)
    full.rest()
    full.frame.findChild(CustomerPicker).reject()


@pytest.mark.parametrize("place", ["today", "customers"])
def test_the_sample_is_named_and_leaves_with_one_click_that_asks_nothing_and_can_be_undone(
    walk: Callable[..., Any], qtbot: Any, place: str
) -> None:
    here = walk(first="officers")
    here.frame.late()
    screen = here.go(place)
    assert screen.sample.isVisible()
    qtbot.waitUntil(here.frame.host.actions.qaction("sample.remove").isEnabled, timeout=5000)
    QTest.mouseClick(screen.sample.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: here.services.customers.count() == 0, timeout=5000)
    here.rest()
    assert not screen.sample.isVisible()
    toast = here.frame.toast
    qtbot.waitUntil(lambda: toast.isVisible() and toast._button.isVisible(), timeout=5000)
    assert toast._button.text() == here.window.ui.t("ui.undo.undo")
    QTest.mouseClick(toast._button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: here.services.customers.count() == 1, timeout=5000)
    here.rest()
    assert screen.sample.isVisible()


def test_the_figure_of_warnings_counts_customers_and_says_so(walk: Callable[..., Any]) -> None:
    here = walk(sample=False, first="officers")
    m = here.services.methodologies.current()
    stock(here.services._store, [Firm(grade=Grade.BBB, rules=("W01", "W09"))], TODAY, (m.hash, m.version))
    screen = here.go("today")
    here.rest()
    tile = screen.figures.tiles[Only.ALARM]
    [task] = [task for task in screen.model.worklist.tasks if task.alarms]
    assert (len(task.alarms), tile.figure.text()) == (2, "1")
    assert "Customers" in tile.name.text()


def test_a_long_name_among_the_changes_of_the_month_is_shown_whole(walk: Callable[..., Any]) -> None:
    here = walk(sample=False, first="officers", lang="ru")
    m = here.services.methodologies.current()
    name = "Пивоваренная компания «Северная» (Northern Brewery Co., Ltd.)"
    firm = Firm(name, grade=Grade.BBB, before=Grade.A, limit=Decimal(900), changed_ago=3)
    stock(here.services._store, [firm], TODAY, (m.hash, m.version))
    table = here.go("today").moves.table
    index, option = table.rows.index(0, 1), QStyleOptionViewItem()
    assert index.data().startswith(name)
    table.initViewItemOption(option)

    def is_whole() -> bool:
        option.rect = table.visualRect(index)
        return table.itemDelegate().cut_text(option, index) == ""

    here.qtbot.waitUntil(is_whole)  # rows follow the width of the window when it stands still


def test_orders_that_wait_stand_beside_the_list_and_lead_to_their_customer(walk: Callable[..., Any]) -> None:
    here = walk(first="today")
    screen = here.go("today")
    assert screen._orders is None, "nothing waits"
    checks = [
        here.services.orders.check(Asked(here.sample.id, f"A-{number}", Decimal(1000), "CNY"), OFFICER).value
        for number in range(7)
    ]
    screen.on_changes(frozenset({"orders"}))
    here.rest()
    table = screen._orders.table
    assert not screen._orders.isHidden() and table.rows.rowCount() == 5
    assert "7" in screen._orders.head.note.text()
    table.activated_id.emit(checks[-1].id)
    here.rest()
    part = here.screen("customer").receivables.orders
    assert here.frame.current == "customer" and part.box.shown.check == checks[-1]
    for check in checks:
        here.services.orders.reject(check.id, "no", OFFICER)
    screen.on_changes(frozenset({"orders"}))
    here.go("today")
    assert screen._orders.isHidden()
