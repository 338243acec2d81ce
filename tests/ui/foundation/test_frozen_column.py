"""The column with the names stays in sight while the table is scrolled sideways."""

from __future__ import annotations

from array import array
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from app.ui.context import Ui
from app.ui.qtmodels.rows import Column
from app.ui.widgets.list_table import ListTable

COLUMNS = [
    Column("number", "ui.customers.number", width=80), Column("name", "ui.customers.name", width=240, strong=True),
    *(Column(f"c{n}", "ui.customers.score", width=160) for n in range(8)),
]


@pytest.fixture
def table(ui: Ui, qtbot: Any) -> ListTable:
    made = ListTable(ui, COLUMNS, "ui.nav.customers", {})
    qtbot.addWidget(made)
    made.resize(700, 300)
    rows = [[f"{row}", f"name {row}", *(f"{row}.{n}" for n in range(8))] for row in range(40)]
    made.paged.open(40, rows, list(range(40)), array("q", range(40)))
    made.show()
    qtbot.waitExposed(made)
    return made


def test_the_name_stands_at_the_left_edge_while_the_table_is_scrolled_sideways(table: ListTable) -> None:
    assert table.covered == 0
    table.horizontalScrollBar().setValue(table.horizontalScrollBar().maximum())
    frozen = table._frozen
    assert frozen is not None and frozen.isVisible() and frozen.x() <= 2
    table.verticalScrollBar().setValue(7)
    assert frozen.rowAt(4) == table.rowAt(4) == 7
    assert frozen.visualRect(frozen.model().index(9, 1)).height() == table.rowHeight(9)
    assert frozen.horizontalHeader().height() == table.head.height()
    table.horizontalScrollBar().setValue(0)
    assert not frozen.isVisible() and table.covered == 0


def test_a_click_on_the_frozen_name_chooses_the_row_and_the_keyboard_stays_in_the_table(table: ListTable, qtbot: Any) -> None:
    table.setFocus()
    table.horizontalScrollBar().setValue(table.horizontalScrollBar().maximum())
    frozen = table._frozen
    assert frozen is not None
    qtbot.mouseClick(frozen.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(30, frozen.rowViewportPosition(3) + 5))
    assert table.current_id() == 3
    assert QApplication.focusWidget() is not frozen
    opened: list[object] = []
    table.activated_id.connect(opened.append)
    qtbot.mouseClick(frozen.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(30, frozen.rowViewportPosition(4) + 5))
    qtbot.mouseDClick(frozen.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(30, frozen.rowViewportPosition(4) + 5))
    assert opened == [4]


def test_a_cell_that_the_keyboard_reaches_is_never_below_the_frozen_name(table: ListTable, qtbot: Any) -> None:
    table.horizontalScrollBar().setValue(table.horizontalScrollBar().maximum())
    for column in range(9, 1, -1):
        table.setCurrentIndex(table.rows.index(2, column))
        assert table.columnViewportPosition(column) >= table.covered


def test_a_sort_by_the_frozen_head_is_asked_of_the_table(table: ListTable) -> None:
    table.horizontalScrollBar().setValue(table.horizontalScrollBar().maximum())
    asked: list[str] = []
    table.sort_wanted.connect(asked.append)
    assert table._frozen is not None
    table._frozen.horizontalHeader().sectionClicked.emit(1)
    assert asked == ["name"]
