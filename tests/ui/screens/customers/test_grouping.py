"""Customers in groups: in the window, by keyboard and mouse; with sorting, filters, columns, views, copies and files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from app.models.domain.listing import GROUPINGS, ColumnFilter, ListQuery
from app.ui.widgets.group_heads import _fitting
from benchmarks.many import fill

CTRL, ALT, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
FOR_MENUS = "does not support (raise|grabbing the keyboard|grabbing the mouse)"
COUNTRIES = ["CN", "DE", "RU"]


@pytest.fixture
def many(walk: Callable[..., Any]) -> Any:
    """The window over 300 made-up customers."""
    here = walk(sample=False)
    fill(here.services._store, 300)
    here.screen_ = here.go("customers")
    here.screen_.model.reload()
    here.rest()
    return here


def group(here: Any, column: str) -> Any:
    here.screen_.ordering.by(column)
    here.rest()
    return here.screen_.table


def heads(table: Any) -> list[str]:
    lines = table.paged.lines
    return [table.paged.head_text(number).title for number in range(lines.groups)]


def choose(table: Any, line: int) -> None:
    """Select one line, whatever keys a test before left pressed."""
    flag = QItemSelectionModel.SelectionFlag
    table.selectionModel().setCurrentIndex(table.rows.index(line, 0), flag.ClearAndSelect | flag.Rows)


def keys(screen: Any) -> list[str]:
    return [one.key for one in screen.model.found.groups]


def menu_of(screen: Any) -> Any:
    return next(menu for menu in screen.findChildren(QMenu) if menu.isVisible())


@pytest.mark.qt_log_ignore(FOR_MENUS, extend=True)
def test_grouping_goes_by_key_menu_and_palette(many: Any, qtbot: Any) -> None:
    screen, table = many.screen_, many.screen_.table
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_G, CTRL | ALT)
    menu = menu_of(screen)
    names = [action.text() for action in menu.actions()]
    assert names[:3] == ["No groups", "", "Grade"]
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    many.rest()
    assert screen.model.query.group == "grade"
    assert heads(table)[0].startswith("Grade: A")
    assert screen.ordering.button.text() == "Group by: Grade"
    entry = many.frame.host.actions.entry("customers.group")
    assert (entry.menu, entry.possible) == ("customer", True)
    assert entry.tip


def test_every_column_of_values_makes_groups_that_hold_all_customers(many: Any) -> None:
    for column in GROUPINGS:
        table = group(many, column)
        lines = table.paged.lines
        assert sum(lines.count(number) for number in range(lines.groups)) == 300
        assert len(set(heads(table))) == lines.groups
    assert group(many, "").rows.rowCount() == 300


def test_a_long_list_begins_closed_a_short_one_open(many: Any) -> None:
    table = group(many, "country")
    assert keys(many.screen_) == COUNTRIES
    assert table.rows.rowCount() == 3
    many.screen_.model.set_filter(ColumnFilter("name", text="falcon"))
    many.rest()
    found = many.screen_.model.found
    assert 0 < found.total <= 60
    assert table.rows.rowCount() == found.total + len(found.groups)


def test_right_and_left_open_and_close_as_in_every_tree(many: Any, qtbot: Any) -> None:
    table = group(many, "country")
    table.setFocus()
    table.setCurrentIndex(table.rows.index(1, table.first_section()))
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_Return, Qt.Key.Key_Space):
        before = table.paged.lines.is_open(1)
        qtbot.keyClick(table, key)
        assert table.paged.lines.is_open(1) != before
        assert table.currentIndex().row() == 1
    qtbot.keyClick(table, Qt.Key.Key_Right)
    qtbot.keyClick(table, Qt.Key.Key_Right)
    assert table.currentIndex().row() == 2
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Left)
    assert table.currentIndex().row() == 1
    qtbot.keyClick(table, Qt.Key.Key_Right, ALT | SHIFT)
    assert table.rows.rowCount() == 303
    qtbot.keyClick(table, Qt.Key.Key_Left, ALT | SHIFT)
    assert table.rows.rowCount() == 3
    assert table.currentIndex().row() == 1


def test_enter_on_a_row_of_a_group_opens_that_customer(many: Any, qtbot: Any) -> None:
    table = group(many, "country")
    table.setFocus()
    table.setCurrentIndex(table.rows.index(1, table.first_section()))
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right):
        qtbot.keyClick(table, key)
    wanted = table.current_id()
    qtbot.keyClick(table, Qt.Key.Key_Return)
    many.rest()
    assert many.screen("customer").model.draft.id == wanted
    many.go("customers")
    assert (table.current_id(), table.paged.lines.is_open(1)) == (wanted, True)


def test_the_mouse_opens_by_the_arrow_and_by_a_double_click(many: Any) -> None:
    table = group(many, "country")
    middle = table.rowViewportPosition(1) + table.rowHeight(1) // 2
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(14, middle))
    assert table.paged.lines.is_open(1)
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, middle))
    assert table.paged.lines.is_open(1)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, middle))
    QTest.mouseRelease(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, middle))
    assert not table.paged.lines.is_open(1)


def test_rows_of_a_group_come_by_pages_as_they_are_looked_at(many: Any, qtbot: Any) -> None:
    table = group(many, "country")
    many.screen_.grouping.expand()
    table.scrollToBottom()
    last = table.rows.rowCount() - 1
    qtbot.waitUntil(lambda: table.paged.has_row(last))
    assert table.paged.text_at(last, 0).startswith("C0")
    assert not table.paged.has_row(100)


def test_the_head_tells_number_sums_and_state_to_a_screen_reader(many: Any) -> None:
    table = group(many, "country")
    listed = many.services.customer_list
    rows = listed.rows(listed.ids(ListQuery(filters=(ColumnFilter("country", choices=("DE",)),))))
    said = table.rows.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    total = sum(row.limit for row in rows if row.limit is not None)
    for part in ("Country: DE", f"{len(rows)} customers", f"limits EUR\u00a0{total:,.0f}", "exposure EUR", "closed"):
        assert part in said
    table.heads.set_open(1, True)
    assert table.rows.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole).endswith("open")


@pytest.mark.parametrize(("lang", "title", "count"), [("zh", "国家：DE", "家客户"), ("ru", "Страна: DE", "контрагент")])
def test_heads_follow_the_language_of_the_window(many: Any, lang: str, title: str, count: str) -> None:
    table = group(many, "country")
    many.frame.host.ui.switch_language(lang)
    many.rest()
    assert heads(table)[1].replace("／", "/") == title
    assert count in table.paged.head_text(1).note


def test_sums_of_one_currency_stand_in_their_columns_whole(many: Any) -> None:
    table = group(many, "country")
    for number in range(3):
        text = table.paged.head_text(number)
        placed = table.heads._aligned(text)
        assert {key: shown for key, (_, shown) in placed.items()} == {key: sums[0] for key, sums in text.sums.items()}
    table = group(many, "grade")
    assert any(len(table.paged.head_text(number).sums["limit"]) > 1 for number in range(5))
    assert table.heads._aligned(table.paged.head_text(2)) == {}


def test_the_sum_of_a_selected_head_is_that_of_its_group(many: Any, qtbot: Any) -> None:
    screen, table = many.screen_, group(many, "country")
    for opened in (False, True):
        table.heads.set_open(1, opened)
        choose(table, 1)
        one = screen.model.found.groups[1]
        screen.taking.totals = None
        screen.taking.sum_up()
        assert (screen.taking.totals.limits, screen.taking.totals.exposures) == (one.limits, one.exposures)
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_A, CTRL)
    qtbot.waitUntil(lambda: screen.taking.totals is not None and screen.taking.totals.rows == 300)


def copied(screen: Any, qtbot: Any) -> list[list[str]]:
    with qtbot.waitSignal(screen.model.copied):
        screen.taking.copy()
    return [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]


def test_heads_are_copied_with_number_and_sums_in_columns_of_their_own(many: Any, qtbot: Any) -> None:
    screen, table = many.screen_, group(many, "country")
    table.selectAll()
    lines = copied(screen, qtbot)
    assert lines[0][:3] == ["Country", "Customers", "Number"]
    assert [line[0] for line in lines[1:]] == COUNTRIES
    at = lines[0].index("Limit")
    for line, one in zip(lines[1:], screen.model.found.groups, strict=True):
        assert (line[1], line[at]) == (str(one.rows), f"{one.limits[0].total:,.0f}")
    assert len({len(line) for line in lines}) == 1


def test_rows_are_copied_with_the_value_of_their_group_and_each_once(many: Any, qtbot: Any) -> None:
    screen, table = many.screen_, group(many, "grade")
    screen.grouping.expand()
    table.selectAll()
    lines = copied(screen, qtbot)
    rows = [line for line in lines[1:] if not line[1]]
    assert len(rows) == len({line[2] for line in rows}) == 300
    assert lines[0].count("Grade") == 1
    table.clearSelection()
    choose(table, 2)
    lines = copied(screen, qtbot)
    assert lines[0][:2] == ["Grade", "Number"]
    assert len(lines) == 2


def test_the_workbook_has_the_groups_as_they_are_seen_and_csv_a_column_for_them(many: Any, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    screen, table = many.screen_, group(many, "country")
    table.heads.set_open(1, True)
    for name in ("list.xlsx", "list.csv"):
        screen.taking.write(str(tmp_path / name))
        many.rest()
    sheet = load_workbook(tmp_path / "list.xlsx").active
    assert sheet.max_row == 1 + 3 + 300
    start = 2
    for one in screen.model.found.groups:
        assert (sheet.cell(start, 1).value, sheet.cell(start, 2).value) == (one.key, one.rows)
        for row in (start + 1, start + one.rows):
            line = sheet.row_dimensions[row]
            assert (line.outlineLevel, bool(line.hidden)) == (1, one.key != "DE")
            assert sheet.cell(row, 1).value == one.key
        start += 1 + one.rows
    csv = (tmp_path / "list.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(csv) == 301
    assert csv[0].startswith("Country,Number,Name")
    assert csv[1].startswith("CN,C0")


def test_grouping_is_part_of_a_saved_view_and_of_the_next_start(many: Any) -> None:
    from app.ui.screens.customers.layouts import apply, body_of

    screen = many.screen_
    group(many, "officer")
    screen.viewing._named("By officer")
    many.rest()
    group(many, "")
    screen.viewing.apply(screen.model.views[0])
    many.rest()
    assert (screen.model.query.group, len(screen.model.found.groups)) == ("officer", 12)
    body = {**body_of(screen), "group": "no such column"}
    apply(screen, body)
    many.rest()
    assert screen.model.query.group == ""


def test_sorting_and_filtering_leave_the_groups_and_what_is_open(many: Any) -> None:
    screen, table = many.screen_, group(many, "country")
    table.heads.set_open(2, True)
    screen.model.sort_by("limit")
    many.rest()
    assert (keys(screen), table.paged.lines.is_open(2), table.paged.lines.is_open(0)) == (COUNTRIES, True, False)
    screen.model.set_filter(ColumnFilter("country", choices=("CN", "RU")))
    many.rest()
    assert (keys(screen), table.paged.lines.is_open(1)) == (["CN", "RU"], True)
    screen.model.sort_by("country")
    screen.model.sort_by("country")
    many.rest()
    assert keys(screen) == ["RU", "CN"]


@pytest.mark.qt_log_ignore(FOR_MENUS, extend=True)
def test_a_list_is_sorted_by_keyboard_and_the_same_column_turns_it_round(many: Any, qtbot: Any) -> None:
    screen, table = many.screen_, many.screen_.table
    for descending in (False, True):
        table.setFocus()
        qtbot.keyClick(table, Qt.Key.Key_S, CTRL | ALT)
        menu = menu_of(screen)
        if not descending:
            qtbot.keyClick(menu, Qt.Key.Key_Up)
        qtbot.keyClick(menu, Qt.Key.Key_Return)
        many.rest()
        assert (screen.model.query.sort, screen.model.query.descending) == ("number", descending)
        qtbot.waitUntil(lambda: not screen.findChildren(QMenu))
        many.frame.activateWindow()
        qtbot.waitUntil(many.frame.isActiveWindow)


def test_a_grouped_list_asks_three_things_and_an_opened_group_one_for_a_page(many: Any, qtbot: Any) -> None:
    from sqlalchemy import event

    asked: list[str] = []

    def heard(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if "customer_list" in statement and "json_each" not in statement:  # but for the sum of a selection
            asked.append(statement)

    event.listen(many.services._store._reader, "before_cursor_execute", heard)
    table = group(many, "country")
    assert 1 <= len(asked) <= 3
    assert sum("GROUP BY" in one for one in asked) == 1
    asked.clear()
    table.heads.set_open(2, True)
    table.repaint()
    qtbot.waitUntil(lambda: table.paged.has_row(3))
    many.rest()
    assert 1 <= len(asked) <= 3
    event.remove(many.services._store._reader, "before_cursor_execute", heard)


@pytest.mark.parametrize("column", ["", "country"])
def test_rows_further_down_come_also_after_the_list_was_written_anew_in_another_language(
    many: Any, qtbot: Any, column: str
) -> None:
    table = group(many, column)
    many.frame.host.ui.switch_language("ru")
    many.screen_.grouping.expand()
    table.scrollToBottom()
    last = table.rows.rowCount() - 1
    assert last >= 299
    qtbot.waitUntil(lambda: table.paged.has_row(last))
    assert table.paged.text_at(last, 0).startswith("C0")


def test_no_figure_of_a_head_is_cut_where_there_is_no_room_for_all(many: Any) -> None:
    table = many.screen_.table
    metrics, words = table.fontMetrics(), "limits CNY 1,234,567; EUR 89,000"
    for width in range(metrics.horizontalAdvance(words) + 20):
        assert _fitting(words, metrics, width, True) in (words, "limits CNY 1,234,567; …", "…")
