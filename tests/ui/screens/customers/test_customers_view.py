"""The list of customers in the window, by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication


def test_an_empty_store_offers_a_new_customer_and_the_sample(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk(sample=False)
    screen = here.go("customers")
    assert screen._stack.currentIndex() == 1
    here.frame.host.actions.qaction("customers.sample").trigger()
    here.rest()
    assert here.frame.current == "customer"
    screen = here.go("customers")
    assert screen._stack.currentIndex() == 0
    assert screen.table.rows.rowCount() == 1
    assert not here.frame.host.actions.qaction("customers.sample").isEnabled()


def test_enter_opens_the_customer(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = here.go("customers")
    screen.table.setFocus()
    qtbot.keyClick(screen.table, Qt.Key.Key_Return)
    here.rest()
    assert here.frame.current == "customer"
    assert here.screen("customer").model.draft.id == here.sample.id


def test_slash_and_ctrl_f_go_to_the_search_and_ctrl_n_makes_a_new_customer(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = here.go("customers")
    for key, modifier in (
        (Qt.Key.Key_Slash, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier),
    ):
        screen.table.setFocus()
        qtbot.keyClick(screen.table, key, modifier)
        assert QApplication.focusWidget() is screen.search.editor
    qtbot.keyClicks(screen.search.editor, "no such")
    qtbot.waitUntil(lambda: screen._nothing.isVisible())
    qtbot.keyClick(screen.search.editor, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    here.rest()
    assert here.frame.current == "customer"
    assert here.screen("customer").model.is_new


def test_the_head_of_a_column_sorts_and_turns_round(walk: Callable[..., Any], qtbot: Any) -> None:
    screen = walk().go("customers")
    screen._sort_by(4)
    assert (screen.model.sort, screen.model.descending) == ("score", True)
    screen._sort_by(4)
    assert (screen.model.sort, screen.model.descending) == ("score", False)
    screen._sort_by(2)  # the identifier cannot be sorted by
    assert screen.table.horizontalHeader().sortIndicatorSection() == 4


def test_the_count_in_the_rail_follows_a_new_customer_while_the_list_is_not_shown(walk: Callable[..., Any]) -> None:
    here = walk(sample=False)
    badge = here.frame.rail._entries["customers"].count
    assert badge.text() == "0"
    screen = here.go("customer", None)
    screen.model.change(name="A")
    screen.model.create()
    here.rest()
    assert here.frame.current == "customer"
    assert badge.text() == "1"
