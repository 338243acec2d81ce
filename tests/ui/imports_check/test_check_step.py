"""The page on which an import is checked: badges, lines, deciding by keyboard, companies, errors, copying."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app.services.imports.fields import fields_of
from app.services.imports.matching import LEAVE_OUT, NEW
from app.services.registry import Services
from app.ui.screens.imports.check_step import CheckStep
from app.ui.screens.imports.deciding import Chosen
from app.ui.screens.imports.lines import Shown
from tests.services.imports import hand, stories

Show = Callable[..., CheckStep]
KEY = Qt.Key


@pytest.fixture
def page(check_page: Show, services: Services) -> CheckStep:
    return check_page(stories.asked(services))


def badge(page: CheckStep, row: int) -> str:
    return page.values.table.lazy.text_at(row, 7)


def press(widget: Any, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, key, modifier)


def test_badges_count_and_narrow(page: CheckStep, qtbot: Any) -> None:
    texts = {shown: chip.text() for shown, chip in page.chips.items() if chip.isVisible()}
    assert texts == {
        Shown.KNOWN: "2 known customers", Shown.NEW: "1 new customer", Shown.CHANGED: "2 values filled in",
        Shown.COMPANIES: "2 companies to identify", Shown.DECIDE: "4 conflicts to decide", Shown.FAULTS: "2 rows with errors",
        Shown.SAME: "1 record the same", Shown.ALL: "all: 19 lines"}
    assert page.shown is Shown.COMPANIES, "what must be decided comes first"
    for shown, many in ((Shown.DECIDE, 4), (Shown.CHANGED, 2), (Shown.SAME, 1), (Shown.ALL, 19)):
        qtbot.mouseClick(page.chips[shown], Qt.MouseButton.LeftButton)
        assert page.values.table.lazy.rowCount() == many and page.chips[shown].isChecked()
        assert page.stack.currentWidget() is page.values


def test_a_line_says_cell_customer_field_and_both_values(page: CheckStep) -> None:
    page.narrow(Shown.DECIDE)
    table = page.values.table
    assert [table.lazy.text_at(2, at) for at in range(8)] == [
        "balance", "E2", "Harbour Steel Ltd", "Statement 2025-12-31", "Total assets", "EUR\u00a0900,000", "EUR\u00a0950,000",
        "decide"]
    table.selectRow(1)
    assert "namesake" in page.values.told.text() and "register-2026-11.xlsx" in page.values.told.text()


def test_space_turns_the_decision_delete_takes_it_back(page: CheckStep, qtbot: Any) -> None:
    page.narrow(Shown.DECIDE)
    table = page.values.table
    table.selectRow(0)
    for key, text in ((KEY.Key_Space, "file's value"), (KEY.Key_Return, "stays, decided"), (KEY.Key_Space, "file's value")):
        with qtbot.waitSignal(page.edited):
            press(table, key)
        assert badge(page, 0) == text
    assert page.card.head.note.text() == "1 of 6 decided; the rest stays as it is"
    press(table, KEY.Key_Delete)
    assert badge(page, 0) == "decide" and page.decisions.take == frozenset()


def test_all_selected_lines_are_decided_at_once(page: CheckStep) -> None:
    page.narrow(Shown.DECIDE)
    table = page.values.table
    press(table, KEY.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(table, KEY.Key_Space)
    assert len(page.decisions.take) == 4 and [badge(page, row) for row in range(4)].count("file's value") == 3


def test_the_choice_decides_a_field_or_all(page: CheckStep) -> None:
    page.narrow(Shown.DECIDE)
    page.values.table.selectRow(0)
    page.values.scope.set_value("field")
    page.values.decide(Chosen.KEEP)
    assert [badge(page, row) for row in range(4)] == ["stays, decided", "decide: is it theirs?", "decide", "decide"]
    page.values.scope.set_value("all")
    page.values.decide(Chosen.TAKE)
    assert len(page.decisions.take) == 4 and page.values.scope.value() == "selected"


def test_a_record_is_left_out_and_taken_in_again(page: CheckStep) -> None:
    page.narrow(Shown.NEW)
    table = page.values.table
    table.selectRow(0)
    press(table, KEY.Key_Space)
    assert badge(page, 0) == "left out by you" and len(page.decisions.leave) == 1
    assert page.values.leave.text() == "Take the record in"
    press(table, KEY.Key_Delete)
    assert badge(page, 0) == "new" and not page.decisions.leave


def test_a_company_is_identified_and_the_decision_changed(page: CheckStep, services: Services, qtbot: Any) -> None:
    pane = page.companies
    pane.table.setFocus()
    press(pane.table, KEY.Key_Return)
    names = [pane.offers.rows.text_at(row, 1) for row in range(3)]
    assert names == ["Northern Tradin Company", "Northern Trading Company", "Northern Tradings Company"]
    pane.offers.selectRow(1)
    with qtbot.waitSignal(page.decided):
        press(pane.offers, KEY.Key_Return)
    number = pane.offers.rows.text_at(1, 0)
    assert pane.table.lazy.text_at(0, 4) == f"is {number}"
    for button, value in ((pane.new, NEW), (pane.leave, LEAVE_OUT)):
        with qtbot.waitSignal(page.decided):
            button.click()
        assert page.decisions.parties == {pane.party(): value}
    with qtbot.waitSignal(page.decided):
        press(pane.table, KEY.Key_Delete)
    assert not page.decisions.parties


def test_checking_again_keeps_what_was_decided(page: CheckStep, services: Services, qtbot: Any) -> None:
    page.narrow(Shown.DECIDE)
    page.values.table.selectRow(0)
    page.values.turn()
    page.narrow(Shown.COMPANIES)
    page.companies.settle(LEAVE_OUT)
    assert page.lines is not None
    again = services.imports.decide(page.lines.checked, page.decisions)
    with qtbot.waitSignal(page.ready):
        page.show_checked(None, again, fields_of(services.methodologies.current()))
    assert len(page.decisions.take) == 1 and page.shown is Shown.COMPANIES
    assert page.chips[Shown.LEFT].text() == "2 records left out"
    assert page.companies.table.lazy.rowCount() == 2, "one may still change one's mind"


def test_a_line_that_waits_leads_to_its_company(page: CheckStep, qtbot: Any) -> None:
    page.narrow(Shown.ALL)
    assert page.lines is not None
    row = next(row for row in range(19) if page.lines.line(Shown.ALL, row).item.party == 3)

    def selected() -> bool:     # not before the columns are laid out
        page.values.table.setCurrentIndex(page.values.table.lazy.index(row, 1))
        return page.values.table.selected_ranges() == ((row, row),)

    qtbot.waitUntil(selected)
    press(page.values.table, KEY.Key_Return)
    assert page.shown is Shown.COMPANIES and page.companies.party() == 3


def test_errors_stand_with_file_sheet_cell_value_and_message(page: CheckStep) -> None:
    page.narrow(Shown.FAULTS)
    cells = [page.faults.lazy.text_at(0, at) for at in range(7)]
    assert cells == ["register-2026-11.xlsx", "register", "H3", "As of", "31.02.2025", "There is no such day in the calendar.",
                     "left out"]
    assert page.told.text().endswith("H3  ·  31.02.2025  ·  There is no such day in the calendar.")


def test_lines_are_copied_with_their_headings(page: CheckStep, qtbot: Any) -> None:
    page.narrow(Shown.DECIDE)
    press(page.values.table, KEY.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(page.values.table, KEY.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text().split("\n")
    assert copied[0] == "From\tCell\tCustomer\tRecord\tField\tNow\tFile\tWhat becomes of it" and len(copied) == 5
    assert copied[3].endswith("EUR\u00a0900,000\tEUR\u00a0950,000\tdecide")


def test_a_hundred_thousand_values_open_without_being_built(check_page: Show, services: Services) -> None:
    one = hand.checked(services, [hand.company("Alpha Ltd", address="1 Quay", **{"fact.status": "active"})])
    many, each = 34_000, len(one.wanted.items)
    items = [replace(item, index=at * each + item.index) for at in range(many) for item in one.wanted.items]
    page = check_page(replace(one, wanted=replace(one.wanted, items=items), verdicts=one.verdicts * many))
    model = page.values.table.lazy
    assert model.rowCount() == 3 * many > 100_000 and model.made < 400
    page.values.table.scrollToBottom()
    assert model.text_at(3 * many - 1, 4) and model.made < 600
    page.values.table.selectAll()
    page.values.turn()
    assert len(page.decisions.leave) == 2 * many, "the whole selection is left out without a list of its cells"


def test_it_follows_the_language(page: CheckStep) -> None:
    page.narrow(Shown.DECIDE)
    page._host.ui.switch_language("zh")
    assert page.chips[Shown.DECIDE].text() == "4 处冲突待定"
    assert badge(page, 0) == "待定"


def test_whatever_takes_the_focus_has_a_name(page: CheckStep) -> None:
    tables = (page.values.table, page.companies.table, page.companies.offers, page.faults)
    buttons = (*page.chips.values(), page.values.keep, page.values.take, page.values.open, page.values.leave)
    assert all(widget.accessibleName() for widget in (*tables, *buttons))
