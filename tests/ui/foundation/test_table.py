"""Tables: copy and paste as in a spreadsheet, selection by id, a bad cell does not storm."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit

from app.ui.context import Ui
from app.ui.forms.base import commit_pending_edit
from app.ui.qtmodels.rows import Column, RowsModel
from app.ui.widgets.data_table import DataTable

D = Decimal
COLUMNS = (
    Column("name", "ui.group.general", stretch=True),
    Column("grade", "ui.group.go", kind="grade"),
    Column("amount", "ui.action.save", kind="number", places=2, editable=True),
)
ROWS = [("Alpha", "AA", D("1234.5")), ("Beta\tGmbH", None, None), ("示例", "D", D("100000000000000"))]


@pytest.fixture
def table(qtbot: Any, ui: Ui) -> DataTable:
    made = DataTable(ui, COLUMNS, "ui.preview.name", cells=True)
    qtbot.addWidget(made)
    made.set_rows(ROWS, ids=["a", "b", "c"])
    made.show()
    made.setFocus()
    return made


def select(table: DataTable, *cells: tuple[int, int]) -> None:
    for row, column in cells:
        table.selectionModel().select(table.rows.index(row, column), QItemSelectionModel.SelectionFlag.Select)


def test_copying_takes_headings_and_cells_apart_by_tabs(qtbot: Any, table: DataTable) -> None:
    table.clearSelection()
    select(table, *((row, column) for row in (0, 1) for column in (0, 1, 2)))
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "General\tGo to\tSave now\nAlpha\tAA\t1,234.50\nBeta GmbH\t\t"


def test_copying_leaves_holes_where_nothing_is_selected(table: DataTable) -> None:
    table.clearSelection()
    select(table, (0, 0), (2, 2))
    assert table.copy_selection(headers=False) == "Alpha\t\n\t100,000,000,000,000.00"


def test_pasting_spreads_over_the_editable_cells_and_counts_what_has_no_place(qtbot: Any, table: DataTable) -> None:
    QGuiApplication.clipboard().setText("1 234,56\tx\r\n7\r\n8\r\n9\r\n")
    table.setCurrentIndex(table.rows.index(0, 2))
    pasted: list[object] = []
    table.cells_pasted.connect(pasted.append)
    table.paste_cut.connect(pasted.append)
    qtbot.keyClick(table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert pasted == [[(0, 2, "1 234,56"), (1, 2, "7"), (2, 2, "8")], 2]


def test_typing_in_a_cell_tells_the_text_and_saving_takes_an_open_cell(qtbot: Any, table: DataTable) -> None:
    told: list[tuple[int, int, str]] = []

    def note(row: int, column: int, text: str) -> None:
        told.append((row, column, text))

    table.cell_edited.connect(note)
    table.setCurrentIndex(table.rows.index(1, 2))
    qtbot.keyClicks(table, "5")
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    qtbot.keyClicks(editor, "6")
    commit_pending_edit()
    assert told == [(1, 2, "56")]


def test_an_unreadable_cell_keeps_its_text_and_shows_why(table: DataTable) -> None:
    table.set_cell_error(0, 2, "12a", "not a number")
    assert table.rows.text_at(0, 2) == "12a"
    assert table.rows.error_at(0, 2) == "not a number"
    assert table.rows.value_at(0, 2) == D("1234.5")
    table.set_cell(0, 2, D(12))
    assert table.rows.error_at(0, 2) == ""


def test_new_rows_keep_the_current_one_by_its_id(table: DataTable) -> None:
    table.setCurrentIndex(table.rows.index(2, 0))
    table.set_rows([ROWS[2], ROWS[0]], ids=["c", "a"])
    assert table.current_id() == "c"
    assert table.currentIndex().row() == 0
    gone: list[object] = []
    table.selected_id_changed.connect(gone.append)
    table.set_rows([ROWS[0]], ids=["a"])
    assert table.current_id() is None
    assert gone == [None]


def test_enter_on_a_row_that_cannot_be_typed_in_opens_it(qtbot: Any, table: DataTable) -> None:
    table.setCurrentIndex(table.rows.index(1, 0))
    with qtbot.waitSignal(table.activated_id, timeout=1000) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == ["b"]


def test_figures_follow_the_language(table: DataTable, ui: Ui) -> None:
    ui.switch_language("ru")
    assert table.rows.text_at(0, 2) == "1 234,50".replace(" ", ui.texts.group_sign)
    assert table.rows.headerData(2, Qt.Orientation.Horizontal) == ui.t("ui.action.save")


def test_nothing_is_shown_as_a_dash_and_zero_as_zero(table: DataTable) -> None:
    assert table.rows.text_at(1, 1) == "—"
    table.set_cell(1, 2, D(0))
    assert table.rows.text_at(1, 2) == "0.00"


def test_a_row_of_another_length_is_refused(ui: Ui) -> None:
    with pytest.raises(ValueError):
        RowsModel(ui, COLUMNS).set_rows([("too", "short")])


@pytest.mark.logs("a cell cannot be shown")
def test_a_bad_cell_is_told_once_and_does_not_raise(qtbot: Any, ui: Ui, caplog: pytest.LogCaptureFixture) -> None:
    made = DataTable(ui, (Column("state", "ui.group.go", kind="badge"),), "ui.preview.name")
    qtbot.addWidget(made)
    made.set_rows([(object(),)])
    made.show()
    made.grab()
    assert len([record for record in caplog.records if "cannot be shown" in record.getMessage()]) == 1


def test_the_model_keeps_the_rules_of_qt(qtmodeltester: Any, ui: Ui) -> None:
    model = RowsModel(ui, COLUMNS)
    model.set_rows(ROWS)
    qtmodeltester.check(model)


def test_wrapped_rows_get_the_height_they_need_when_the_table_gets_narrow(qtbot: Any, ui: Ui) -> None:
    made = DataTable(ui, (Column("why", "ui.group.go", stretch=True),), "ui.preview.name", wrap=True)
    qtbot.addWidget(made)
    made.resize(900, 200)
    made.show()
    made.set_rows([("a reason of many words that fills a line and goes on in the next one when there is little room",)])
    made.fit_height()
    low, flat = made.rowHeight(0), made.height()
    made.resize(220, made.height())
    qtbot.waitUntil(lambda: made.rowHeight(0) > low)
    assert made.height() > flat
    assert not made.horizontalScrollBar().isVisible()


def test_room_that_the_stretched_column_does_not_need_lets_other_texts_stand_whole(qtbot: Any, ui: Ui) -> None:
    columns = (Column("name", "ui.customer.name", stretch=True), Column("what", "ui.today.what", width=60))
    table = DataTable(ui, columns, "ui.nav.customers", wrap=True)
    qtbot.addWidget(table)
    text = "a text far wider than its column is meant to be"
    table.set_rows([("short", text)], [1])
    table.resize(1400, 200)
    with qtbot.waitExposed(table):
        table.show()
    whole = table.fontMetrics().horizontalAdvance(text)
    qtbot.waitUntil(lambda: table.columnWidth(1) > whole)
    assert table.columnWidth(0) + table.columnWidth(1) == table.viewport().width()
    table.resize(260, 200)
    qtbot.waitUntil(lambda: table.columnWidth(1) < whole)
