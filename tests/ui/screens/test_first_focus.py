"""Where the keyboard stands when a page is opened or a decision was made, and keys that mean what is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.screens.conftest import OFFICER, SECOND

Key, Mod = Qt.Key, Qt.KeyboardModifier


def list_of(here: Any, name: str) -> QWidget:
    screen = here.screen(name)
    table: QWidget = screen.do_next.table if name == "today" else screen.table
    return table


@pytest.mark.parametrize("name", ["today", "customers", "cases"])
def test_a_page_with_a_list_begins_at_its_list(walk: Callable[..., Any], name: str) -> None:
    here = walk(first="officers")
    here.go("settings")
    here.go(name)
    assert QApplication.focusWidget() is list_of(here, name)


@pytest.mark.parametrize("name", ["today", "customers", "cases"])
def test_the_first_page_of_all_begins_at_its_list_and_return_opens_its_line(walk: Callable[..., Any], name: str) -> None:
    here = walk(first=name)
    assert QApplication.focusWidget() is list_of(here, name)
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Return)
    here.rest()
    assert here.frame.current == ("customer" if name == "customers" else "case")


def test_an_entry_of_the_rail_that_was_clicked_hands_the_focus_on(walk: Callable[..., Any]) -> None:
    here = walk(first="officers")
    entry = here.frame.rail.entry("customers")
    entry.setFocus()
    QTest.mouseClick(entry, Qt.MouseButton.LeftButton)
    here.rest()
    assert QApplication.focusWidget() is list_of(here, "customers")


def test_whoever_types_already_keeps_the_cursor(walk: Callable[..., Any]) -> None:
    here = walk(first="officers")
    here.frame.search.setFocus()
    typing = QApplication.focusWidget()
    here.go("customers")
    assert QApplication.focusWidget() is typing


def test_a_list_that_is_read_anew_takes_no_focus(walk: Callable[..., Any]) -> None:
    here = walk(first="customers")
    button = here.screen("customers").viewing.button
    button.setFocus()
    here.screen("customers").on_changes(frozenset({"customer"}))
    here.rest()
    assert QApplication.focusWidget() is button


@pytest.mark.parametrize("name", ["customers", "cases", "settings"])
def test_find_leads_to_the_search_of_the_page(walk: Callable[..., Any], name: str) -> None:
    here = walk(first="today")
    for other in ("customers", "cases", "settings"):
        here.go(other)
    here.go("today")
    assert not here.frame.actions_.entry("page.find").possible
    here.go(name)
    QTest.keyClick(here.screen(name) if name == "settings" else list_of(here, name), Key.Key_F, Mod.ControlModifier)
    search = here.screen(name).search
    assert QApplication.focusWidget() in (search, search.focusProxy())


def test_print_prints_the_paper_that_is_shown(walk: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    here = walk(first="today")
    asked: list[str] = []
    monkeypatch.setattr("app.ui.preview.printing.has_printer", lambda: False)
    monkeypatch.setattr(type(here.frame.host), "ask", lambda host, title, *more: asked.append(title))
    here.go("customer", here.sample.id)  # where the same keys lead to the papers
    screen = here.go("documents", (here.sample.case_id, "change_form"))
    here.qtbot.waitUntil(lambda: screen.preview.page_count > 0, timeout=30_000)
    QTest.keyClick(here.frame, Key.Key_P, Mod.ControlModifier)
    here.qtbot.waitUntil(lambda: asked == ["ui.preview.no_printer.title"])


def test_after_approval_the_keyboard_goes_on_at_the_form(walk: Callable[..., Any]) -> None:
    here = walk(first="today")
    case_id = here.sample.case_id
    here.services.cases.declare_independence(case_id, OFFICER)
    here.services.grading.propose(case_id, OFFICER, grounds=("statements",), text="Sound.")
    here.switch(SECOND)
    screen = here.go("approval", case_id)
    screen.decision.approve.setFocus()
    QTest.keyClick(screen.decision.approve, Key.Key_Return)
    here.rest()
    assert QApplication.focusWidget() is screen.decision.form
    QTest.keyClick(screen.decision.form, Key.Key_Return)
    assert here.frame.current == "documents"


def test_help_at_a_ratio_is_that_of_the_ratio(walk: Callable[..., Any]) -> None:
    here = walk(first="today")
    screen = here.go("statements", here.sample.id)
    table = screen.ratios.table
    table.setFocus()
    ratios = [ratio.key for ratio in screen.model.reading.methodology.ratios]
    for key in (ratios[0], ratios[5]):
        table.select_id(key)
        QTest.keyClick(table, Key.Key_F1)
        here.rest()
        assert here.frame.help.panel.topic == f"ratio:{key}"
        QTest.keyClick(here.frame.help.panel.text, Key.Key_Escape)
        assert QApplication.focusWidget() is table
