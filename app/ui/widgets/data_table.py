"""The table of the program: selection by row id, copy with headers and paste as in a spreadsheet, typing in cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTableView, QWidget

from app.cells import as_lines
from app.ui.context import Ui
from app.ui.qtmodels.rows import Column, RowsModel
from app.ui.widgets.cell_delegate import CellDelegate
from app.ui.widgets.column_widths import ColumnWidths

_LINE, _CELL_LINE = 38, 30


class DataTable(QTableView):
    """``cells``: select single cells (grids to type in) instead of whole rows."""

    activated_id = Signal(object)  # Enter or double click on a row
    selected_id_changed = Signal(object)  # id of the current row or None
    cell_edited = Signal(int, int, str)  # row, column, text as typed
    cells_pasted = Signal(object)  # list of (row, column, text), only editable cells
    paste_cut = Signal(int)  # so many pasted cells had no place in the table

    def __init__(
        self,
        ui: Ui,
        columns: Sequence[Column],
        name_key: str,
        *,
        cells: bool = False,
        wrap: bool = False,
        model: RowsModel | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._ui, self._name_key, self._cells, self._wrap = ui, name_key, cells, wrap
        self.rows = model if model is not None else RowsModel(ui, columns)
        self.rows.setParent(self)
        self.setModel(self.rows)
        self.setItemDelegate(CellDelegate(ui, self))
        self._shape()
        self._widths = ColumnWidths(ui, self, self.rows)
        self.rows.cell_edited.connect(self.cell_edited)
        self.doubleClicked.connect(self._open)
        self.selectionModel().currentRowChanged.connect(self._moved)
        self._fits, self._unseen = False, True
        self._settle = QTimer(self, singleShot=True, interval=0)
        self._settle.timeout.connect(self._settle_rows)
        self.horizontalHeader().sectionResized.connect(self._section_resized)
        ui.language_changed.connect(self._retranslate)
        ui.theme_changed.connect(self._repaint)
        self._retranslate()

    # --- rows ------------------------------------------------------------------------------------------------------

    def set_rows(self, rows: Sequence[Sequence[Any]], ids: Sequence[Any] | None = None) -> None:
        """Other rows; the current row stays the one with the same id, and the place of scrolling stays."""
        kept, column, top = self.current_id(), self.currentIndex().column(), self.verticalScrollBar().value()
        self.rows.set_rows(rows, ids)
        self._spread()
        row = self.rows.row_of(kept) if kept is not None else None
        if row is not None:
            self.setCurrentIndex(self.rows.index(row, max(column, 0)))
        elif kept is not None:
            self.selected_id_changed.emit(None)
        self.verticalScrollBar().setValue(top)

    def current_id(self) -> Any:
        """Id of the current row, or None."""
        index = self.currentIndex()
        return self.rows.id_at(index.row()) if index.isValid() else None

    def id_under(self, page: QWidget, at: QPoint) -> Any:
        """Id of the row below a point of the page, which becomes the current row; None when there is none."""
        place = self.viewport().mapFrom(page, at)
        index = self.indexAt(place)
        if not self.isVisible() or not self.viewport().rect().contains(place) or not index.isValid():
            return None
        if index.row() != self.currentIndex().row():
            self.setCurrentIndex(index)
        return self.rows.id_at(index.row())

    def select_id(self, row_id: Any) -> bool:
        """Make the row of that id the current one."""
        row = self.rows.row_of(row_id)
        if row is not None:
            self.setCurrentIndex(self.rows.index(row, 0))
        return row is not None

    def set_cell(self, row: int, column: int, value: Any) -> None:
        self.rows.set_cell(row, column, value)

    def set_cell_error(self, row: int, column: int, raw: str, message: str) -> None:
        self.rows.set_cell_error(row, column, raw, message)

    def fit_height(self) -> None:
        """Keep the table as high as its rows: for short tables inside a page that scrolls."""
        self._fits = True
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._settle_rows()

    def _fit(self) -> None:
        height = self.horizontalHeader().sizeHint().height() + 4
        height += sum(self.rowHeight(row) for row in range(self.rows.rowCount()))
        if self.horizontalHeader().length() > self.viewport().width() and self.isVisible():
            height += self.horizontalScrollBar().sizeHint().height()
        if self.minimumHeight() != height:
            self.setFixedHeight(height)

    # --- clipboard -------------------------------------------------------------------------------------------------

    def copy_selection(self, headers: bool = True) -> str:
        """Put the selection on the clipboard as tab-separated text (with column headings), no cell a formula, and return it."""
        picked = [index for index in self.selectedIndexes() if not self.isColumnHidden(index.column())]
        if not picked:
            return ""
        rows = sorted({index.row() for index in picked})
        columns = sorted({index.column() for index in picked}, key=self.horizontalHeader().visualIndex)
        wanted = {(index.row(), index.column()) for index in picked}
        lines = []
        if headers:
            lines.append([str(self.rows.headerData(column, Qt.Orientation.Horizontal)) for column in columns])
        for row in rows:
            lines.append([self.rows.edit_text(row, column) if (row, column) in wanted else "" for column in columns])
        text = as_lines(lines)
        QGuiApplication.clipboard().setText(text)
        return text

    def paste(self) -> None:
        """Spread the clipboard over the editable cells from the current one on."""
        start = self.currentIndex()
        text = QGuiApplication.clipboard().text()
        if not start.isValid() or not text:
            return
        pasted: list[tuple[int, int, str]] = []
        cut = 0
        for down, line in enumerate(text.rstrip("\r\n").splitlines()):
            for right, cell in enumerate(line.split("\t")):
                index = self.rows.index(start.row() + down, start.column() + right)
                if index.isValid() and self.rows.flags(index) & Qt.ItemFlag.ItemIsEditable:
                    pasted.append((index.row(), index.column(), cell.strip()))
                elif cell.strip():
                    cut += 1
        if pasted:
            self.cells_pasted.emit(pasted)
        if cut:
            self.paste_cut.emit(cut)

    def commit_pending(self) -> None:
        """Take over the text of an open cell editor."""
        if self.state() == QAbstractItemView.State.EditingState:
            editor = QApplication.focusWidget()
            if editor is not None and editor.parentWidget() is self.viewport():
                self.commitData(editor)

    # --- events ----------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        editing = self.state() == QAbstractItemView.State.EditingState
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
        elif event.matches(QKeySequence.StandardKey.Paste) and not editing:
            self.paste()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not editing and not self._editable():
            self._open(self.currentIndex())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not editing:
            self._below()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not editing and self._editable():
            self._clear_selected()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(0, 0))

    # ---------------------------------------------------------------------------------------------------------------

    def _shape(self) -> None:
        view = QAbstractItemView
        self.setSelectionBehavior(view.SelectionBehavior.SelectItems if self._cells else view.SelectionBehavior.SelectRows)
        self.setSelectionMode(view.SelectionMode.ExtendedSelection)
        self.setEditTriggers(view.EditTrigger.AnyKeyPressed | view.EditTrigger.DoubleClicked | view.EditTrigger.EditKeyPressed)
        self.setTabKeyNavigation(False)  # Tab leaves the table: no trap
        self.setShowGrid(False)
        self.setWordWrap(self._wrap)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollMode(view.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self._set_line()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setResizeContentsPrecision(0)
        header.setMinimumSectionSize(24)

    def _editable(self) -> bool:
        index = self.currentIndex()
        return index.isValid() and bool(self.rows.flags(index) & Qt.ItemFlag.ItemIsEditable)

    def _below(self) -> None:
        index = self.currentIndex()
        if index.row() + 1 < self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(index.row() + 1, index.column()))

    def _clear_selected(self) -> None:
        cells = [
            (index.row(), index.column(), "")
            for index in self.selectedIndexes() or [self.currentIndex()]  # rows that came anew are not selected any more
            if self.rows.flags(index) & Qt.ItemFlag.ItemIsEditable
        ]
        if cells:
            self.cells_pasted.emit(cells)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid() and not (self.rows.flags(index) & Qt.ItemFlag.ItemIsEditable):
            self.activated_id.emit(self.rows.id_at(index.row()))

    def _moved(self, current: QModelIndex, before: QModelIndex) -> None:
        self.selected_id_changed.emit(self.rows.id_at(current.row()) if current.isValid() else None)

    def _retranslate(self) -> None:
        self.setAccessibleName(self._ui.t(self._name_key))
        self._spread_anew()

    def showEvent(self, event: QShowEvent) -> None:
        """Only when it is shown do the heads have the style sheet of the window, and the room that it wants."""
        if self._unseen:
            self._unseen = False
            self._spread()
        super().showEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._share()

    def _spread_anew(self) -> None:
        """In another language or look; a table that nobody sees waits until it is shown."""
        if self.isVisible():
            self._spread()
        else:
            self._unseen = True

    def _spread(self) -> None:
        """Columns and rows as the cells, the language and the text size need them."""
        self._widths.measure()
        self._share()
        self._settle_rows()

    def _share(self) -> None:
        """Share out the width of the table among the columns."""
        self._widths.share()
        if self._fits:
            self._fit()

    def _section_resized(self, section: int, before: int, after: int) -> None:
        if self._wrap:
            self._settle.start()

    def _settle_rows(self) -> None:
        """Wrapped rows get the height they need at the present widths; a table that fits its rows follows."""
        if self._wrap:
            self.resizeRowsToContents()
        if self._fits:
            self._fit()

    def _repaint(self) -> None:
        self._set_line()
        self._spread_anew()
        self.viewport().update()

    def _set_line(self) -> None:
        """Rows as high as the text size needs."""
        self.verticalHeader().setDefaultSectionSize(self._ui.px(_CELL_LINE if self._cells else _LINE))
