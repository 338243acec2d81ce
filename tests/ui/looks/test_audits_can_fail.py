"""Every fault that the audits look for, planted: an audit that finds nothing proves nothing unless it finds this."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QScrollArea,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTabBar,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from app.ui.context import Ui
from app.ui.qtmodels.rows import Column
from app.ui.widgets.data_table import DataTable
from tests.ui.looks import audit, words
from tests.ui.looks.grabs import unreadable

LONG = "a text that is much too long for its room"


@pytest.fixture
def page(qtbot: Any, ui: Ui) -> QWidget:
    made = QWidget()
    made.setObjectName("page")
    made.resize(600, 400)
    qtbot.addWidget(made)
    made.show()
    return made


def label(page: QWidget) -> None:
    one = QLabel(LONG, page)
    one.setGeometry(0, 0, 80, 20)
    one.show()


def wrapped(page: QWidget) -> None:
    one = QLabel(LONG, page)
    one.setWordWrap(True)
    one.setGeometry(0, 0, 120, 20)
    one.show()


def button(page: QWidget) -> None:
    one = QPushButton(LONG, page)
    one.setGeometry(0, 0, 90, 30)
    one.show()


def box(page: QWidget) -> None:
    one = QCheckBox(LONG, page)
    one.setGeometry(0, 0, 90, 30)
    one.show()


def combo(page: QWidget) -> None:
    one = QComboBox(page)
    one.addItem(LONG)
    one.setGeometry(0, 0, 90, 30)
    one.show()


def hint(page: QWidget) -> None:
    one = QLineEdit(page)
    one.setPlaceholderText(LONG)
    one.setGeometry(0, 0, 90, 30)
    one.show()


def tabs(page: QWidget) -> None:
    one = QTabBar(page)
    one.setUsesScrollButtons(True)
    for number in range(5):
        one.addTab(f"{LONG} {number}")
    one.setGeometry(0, 0, 200, 40)
    one.show()


def outside(page: QWidget) -> None:
    one = QLabel("short", page)
    one.setGeometry(580, 0, 60, 20)
    one.show()


PLANTED = (label, wrapped, button, box, combo, hint, tabs, outside)


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_a_text_without_room_is_found(page: QWidget, plant: Callable[[QWidget], None]) -> None:
    assert audit.cut(page) == []
    plant(page)
    assert audit.cut(page)


@pytest.mark.parametrize(("kind", "wrap", "told"), [("text", False, True), ("text", True, False), ("number", False, False)])
def test_narrow_columns_are_found_unless_a_name_in_one_line_is_told(
    qtbot: Any, ui: Ui, page: QWidget, kind: str, wrap: bool, told: bool
) -> None:
    table = DataTable(ui, [Column("a", title="A heading of words", kind=kind)], "ui.nav.officers", wrap=wrap, parent=page)
    table.set_rows([("a_cell_with_far_too_long_a_text",)], [1])
    table.setGeometry(0, 0, 400, 200)
    table.show()
    assert audit.cut(page) == []
    table.setColumnWidth(0, 64)
    found = audit.cut(page)
    assert any("header" in line for line in found)
    assert any("cell" in line for line in found) is not told


def test_a_row_that_is_too_low_for_its_lines_is_found(qtbot: Any, ui: Ui, page: QWidget) -> None:
    table = DataTable(ui, [Column("a", title="A", stretch=True)], "ui.nav.officers", wrap=True, parent=page)
    table.set_rows([(LONG * 9,)], [1])
    table.setGeometry(0, 0, 300, 200)
    table.show()
    table.setRowHeight(0, 40)
    assert any("high" in line for line in audit.cut(page))


def test_an_elided_text_with_its_tool_tip_is_no_fault(page: QWidget) -> None:
    one = QLabel("a text that is m…", page)
    one.setGeometry(0, 0, 60, 20)
    one.show()
    assert audit.cut(page)
    one.setToolTip(LONG)
    assert audit.cut(page) == []


def test_texts_over_each_other_are_found(page: QWidget) -> None:
    for at in (0, 30):
        one = QLabel("some words", page)
        one.setGeometry(at, 0, 100, 20)
        one.show()
    assert len(audit.overlaps(page)) == 1


def test_a_page_that_is_wider_than_its_area_is_found(page: QWidget) -> None:
    area = QScrollArea(page)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    inner = QWidget()
    inner.setMinimumSize(900, 50)
    area.setWidget(inner)
    area.setGeometry(0, 0, 400, 200)
    area.show()
    assert len(audit.sideways(page)) == 1


def test_neighbours_without_room_for_both_are_found(page: QWidget) -> None:
    row = QHBoxLayout(page)
    for _ in range(2):
        part = QFrame(page)
        part.setMinimumWidth(200)
        row.addWidget(part)
        part.show()
    page.resize(600, 100)
    row.activate()
    assert audit.overlaps(page) == []
    second = row.itemAt(1).widget()
    second.move(100, second.y())
    assert [line.split(":")[0] for line in audit.overlaps(page)] == ["crowded"]


def test_columns_outside_the_table_are_found(qtbot: Any, ui: Ui, page: QWidget) -> None:
    table = DataTable(ui, [Column("a", title="A"), Column("b", title="B")], "ui.nav.officers", parent=page)
    table.setGeometry(0, 0, 400, 200)
    table.show()
    assert audit.sideways(page) == []
    table.setColumnWidth(1, 500)
    assert [line.split(":")[0] for line in audit.sideways(page)] == ["scrolls"]


def test_a_window_that_grew_is_found_and_made_small_again(page: QWidget) -> None:
    assert audit.grown(page, (600, 400)) == []
    page.resize(640, 400)
    assert len(audit.grown(page, (600, 400))) == 1
    assert (page.width(), page.height()) == (600, 400)


@pytest.mark.parametrize("kind", [QTreeWidget, QListWidget])
def test_a_line_without_room_is_found_unless_it_is_told(page: QWidget, kind: type[QTreeWidget] | type[QListWidget]) -> None:
    view = kind(page)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setGeometry(0, 0, 90, 200)
    line: Any = QTreeWidgetItem([LONG]) if isinstance(view, QTreeWidget) else QListWidgetItem(LONG)
    view.addTopLevelItem(line) if isinstance(view, QTreeWidget) else view.addItem(line)
    view.show()
    assert [line.split(" ")[1] for line in audit.cut(page)] == ["line"]
    line.setToolTip(0, LONG) if isinstance(view, QTreeWidget) else line.setToolTip(LONG)
    assert audit.cut(page) == []


def test_a_line_that_is_drawn_with_dots_is_found_unless_it_is_told(page: QWidget, ui: Ui) -> None:
    class Dots(QStyledItemDelegate):
        def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
            text = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, 60)
            painter.drawText(option.rect, 0, text)

    view = QListWidget(page)
    view.setItemDelegate(Dots(view))
    line = QListWidgetItem(LONG)
    view.addItem(line)
    view.setGeometry(0, 0, 200, 100)
    view.show()
    assert len(audit.shortened(view)) == 1
    line.setToolTip(LONG)
    assert audit.shortened(view) == []


def test_what_is_larger_than_its_window_is_found(page: QWidget) -> None:
    over = QFrame(page)
    over.setGeometry(10, 10, 200, 100)
    assert audit.too_large(over, page) == []
    over.move(500, 10)
    assert [line.split(":")[0] for line in audit.too_large(over, page)] == ["outside"]
    over.resize(700, 100)
    assert [line.split(":")[0] for line in audit.too_large(over, page)] == ["large", "outside"]


def test_a_menu_that_is_too_narrow_or_too_high_is_found(qtbot: Any, page: QWidget) -> None:
    menu = QMenu(page)
    for number in range(9):
        menu.addAction(f"{LONG} {number}")
    menu.adjustSize()
    assert audit.menu_faults(menu, 700) == []
    assert [line.split(":")[0] for line in audit.menu_faults(menu, 100)] == ["large"]
    menu.setFixedWidth(60)
    assert len(audit.menu_faults(menu, 700)) == 9


def test_what_lies_over_a_page_is_looked_at_by_itself_and_not_with_the_page(page: QWidget) -> None:
    over = QFrame(page, objectName="palette")
    one = QLabel(LONG, over)
    one.setGeometry(0, 0, 60, 20)
    over.show()
    assert audit.cut(page) == []
    assert audit.cut(over)


@pytest.mark.parametrize("lang", ["zh", "ru"])
def test_english_on_another_page_is_found_and_names_are_not(page: QWidget, lang: str) -> None:
    one = QLabel("PDF Excel Zixin 客户 контрагент", page)
    one.resize(400, 20)
    one.show()
    assert words.foreign(page, lang) == []
    one.setText("客户 контрагент overdue")
    assert len(words.foreign(page, lang)) == 1
    assert words.foreign(page, lang, frozenset({"overdue"})) == []


def test_a_pale_text_is_found_in_the_picture(page: QWidget) -> None:
    one = QLabel("pale words", page)
    one.setStyleSheet("color: #b0b6bd; background: #ffffff")
    one.setGeometry(0, 0, 200, 30)
    one.show()
    assert len(unreadable(page)) == 1
    one.setStyleSheet("color: #1b2430; background: #ffffff")
    assert unreadable(page) == []
