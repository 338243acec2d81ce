"""The list of customers in the window, by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.models.domain.enums import Grade
from app.models.domain.parties import Customer
from app.ui.qtmodels.paged import PAGE
from benchmarks.many import fill

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def many(walk: Callable[..., Any]) -> Any:
    """The window over 300 made-up customers."""
    here = walk(sample=False)
    fill(here.services._store, 300)
    here.screen_ = here.go("customers")
    here.screen_.model.reload()
    here.rest()
    return here


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


def test_slash_and_ctrl_f_go_to_the_search_and_its_key_makes_a_new_customer(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = here.go("customers")
    for key, modifier in ((Qt.Key.Key_Slash, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_F, CTRL)):
        screen.table.setFocus()
        qtbot.keyClick(screen.table, key, modifier)
        assert QApplication.focusWidget() is screen.search
    qtbot.keyClicks(screen.search, "no such")
    qtbot.waitUntil(lambda: screen._nothing.isVisible())
    qtbot.keyClick(screen.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: screen.table.rows.rowCount() == 1)
    here.frame.host.actions.qaction("customer.new").trigger()
    here.rest()
    assert here.frame.current == "customer"
    assert here.screen("customer").model.is_new


def test_the_head_of_any_column_sorts_and_turns_round(many: Any) -> None:
    screen, table = many.screen_, many.screen_.table
    for key in table.columns_shown():
        for _ in range(2):
            table.sort_wanted.emit(key)
            many.rest()
            assert table._keys[table.head.sortIndicatorSection()] == key
            descending = table.head.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
            assert descending == screen.model.query.descending
    table.sort_wanted.emit("score")
    many.rest()
    scores = [row.score for row in screen.model.found.rows if row.score is not None]
    assert scores == sorted(scores, reverse=True)


def test_rows_further_down_come_when_they_are_looked_at(many: Any, qtbot: Any) -> None:
    table = many.screen_.table
    assert table.rows.rowCount() == 300
    assert not table.paged.has_row(299)
    table.scrollToBottom()
    qtbot.waitUntil(lambda: table.paged.has_row(299))
    numbers = {table.paged.text_at(row, 0) for row in range(300 - PAGE + 20, 300)}
    assert len(numbers) == PAGE - 20


def test_a_filter_by_keyboard_narrows_the_list_and_escape_takes_it_back(many: Any, qtbot: Any) -> None:
    screen, table = many.screen_, many.screen_.table
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_F, CTRL | SHIFT)
    edit = table.head.filters["limit"]
    table.head.to_filter("limit")
    assert QApplication.focusWidget() is edit
    qtbot.keyClicks(edit, ">1,000,000")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    many.rest()
    assert 0 < screen.model.found.total < 300
    assert all(row.limit >= 1_000_000 for row in screen.model.found.rows)
    assert f"{screen.model.found.total} of 300" in screen._count.text()
    qtbot.keyClick(edit, Qt.Key.Key_Escape)
    many.rest()
    assert screen.model.found.total == 300


def test_bounds_that_cannot_be_read_are_marked_and_change_nothing(many: Any, qtbot: Any) -> None:
    screen = many.screen_
    screen.filtering.go()
    edit = screen.table.head.filters["limit"]
    edit.setText("twelve")
    edit._tell()
    many.rest()
    assert edit.property("bad")
    assert edit.toolTip()
    assert screen.model.found.total == 300


def test_values_are_chosen_with_the_space_bar_and_the_focus_goes_back(many: Any, qtbot: Any) -> None:
    screen = many.screen_
    screen.filtering.go()
    button = screen.table.head.filters["grade"]
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Return)
    popup = screen.filtering._popup
    popup.list.setCurrentRow(2)
    qtbot.keyClick(popup.list, Qt.Key.Key_Space)
    many.rest()
    assert {row.grade for row in screen.model.found.rows} == {Grade.A}
    assert button.text() == "A"
    qtbot.keyClick(popup.list, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is button)
    qtbot.keyClick(button, Qt.Key.Key_Delete)
    many.rest()
    assert screen.model.found.total == 300


def test_columns_are_hidden_and_moved_by_keyboard_and_come_back_at_the_next_start(many: Any, qtbot: Any) -> None:
    screen = many.screen_
    screen.viewing.columns()
    popup = screen.viewing._popup
    popup.list.setCurrentRow(2)
    qtbot.keyClick(popup.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert screen.table.columns_shown()[:3] == ["number", "grade", "name"]
    popup.list.setCurrentRow(0)
    qtbot.keyClick(popup.list, Qt.Key.Key_Space)
    assert screen.table.columns_shown()[:2] == ["grade", "name"]
    popup.close()
    screen._layouts._keep()
    from app.ui.screens.customers.layouts import apply, body_of

    body = body_of(screen)
    screen.viewing._reset()
    assert screen.table.columns_shown()[0] == "number"
    apply(screen, body)
    many.rest()
    assert screen.table.columns_shown()[:2] == ["grade", "name"]


def test_a_selection_adds_up_each_currency_apart(many: Any, qtbot: Any) -> None:
    screen = many.screen_
    screen.table.setFocus()
    qtbot.keyClick(screen.table, Qt.Key.Key_A, CTRL)
    qtbot.waitUntil(lambda: screen.taking.totals is not None and screen.taking.totals.rows == 300)
    totals = screen.taking.totals
    assert [one.currency for one in totals.limits] == ["CNY", "EUR", "RUB"]
    ids = screen.model._services.customer_list.ids(screen.model.query)
    rows = screen.model._services.customer_list.rows(ids)
    for one in totals.limits:
        amounts = [row.limit for row in rows if row.limit is not None and row.currency == one.currency]
        assert (one.count, one.total) == (len(amounts), sum(amounts))
    assert "CNY" in screen.taking.sums.text() and "300 rows selected" in screen.taking.sums.text()


def test_copy_takes_the_selected_rows_with_headings_also_those_not_read_yet(many: Any, qtbot: Any) -> None:
    screen = many.screen_
    screen.table.setFocus()
    qtbot.keyClick(screen.table, Qt.Key.Key_A, CTRL)
    qtbot.keyClick(screen.table, Qt.Key.Key_C, CTRL)
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text().count("\n") == 300)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0].split("\t") == [screen.taking._heads([key])[0] for key in screen.table.columns_shown()]
    assert {len(line.split("\t")) for line in lines} == {len(screen.table.columns_shown())}
    qtbot.keyClick(screen.table, Qt.Key.Key_C, CTRL | SHIFT)
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text().count("\n") == 299)


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_the_file_holds_what_is_seen_in_its_order_and_no_formula(many: Any, tmp_path: Path, suffix: str) -> None:
    screen = many.screen_
    many.services.customers.save(Customer(name="=1+1", country="DE", currency="EUR"), "officer 1")
    screen.model.set_search("=1")
    screen.model.reload()
    many.rest()
    target = tmp_path / f"list.{suffix}"
    screen.taking.write(str(target))
    many.rest()
    if suffix == "csv":
        lines = target.read_text(encoding="utf-8-sig").splitlines()
        assert len(lines) == 2
        assert "'=1+1" in lines[1]
    else:
        from openpyxl import load_workbook

        sheet = load_workbook(target).active
        assert sheet.max_row == 2
        cell = sheet.cell(2, 1 + screen.table.columns_shown().index("name"))
        assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_a_view_brings_back_filters_order_and_columns(many: Any, qtbot: Any) -> None:
    screen = many.screen_
    screen.model.set_search("harbour")
    screen.table.sort_wanted.emit("limit")
    many.rest()
    found = screen.model.found.total
    screen.viewing._named("Harbours")
    many.rest()
    screen.filtering.clear()
    screen.viewing._reset()
    screen.table.sort_wanted.emit("name")
    many.rest()
    assert screen.model.found.total == 300
    screen.viewing.apply(screen.model.views[0])
    many.rest()
    assert (screen.model.found.total, screen.model.query.sort, screen.search.text()) == (found, "limit", "harbour")


def test_the_count_in_the_rail_follows_a_new_customer_while_the_list_is_not_shown(walk: Callable[..., Any]) -> None:
    here = walk(sample=False)
    here.go("customers")
    badge = here.frame.rail._entries["customers"].count
    assert badge.text() == "0"
    screen = here.go("customer", None)
    screen.model.change(name="A")
    screen.model.create()
    here.rest()
    assert here.frame.current == "customer"
    assert badge.text() == "1"


def test_the_head_of_the_list_knows_no_selection(many: Any) -> None:
    """One that does asks each cell of each column when it is painted: seconds in a list of a hundred thousand customers."""
    table = many.screen_.table
    table.selectAll()
    assert table.selected_spans() == [(0, 299)]
    assert not table.head.selectionModel().hasSelection()
