"""The grid of statements: a table whose columns come and go, with heads of parts, totals and differences among its rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QHeaderView, QWidget

from app.ui.context import Ui
from app.ui.qtmodels.rows import Column, RowsModel
from app.ui.screens.statements.layout import Row, line_code, line_name
from app.ui.screens.statements.model import StatementsModel
from app.ui.widgets.data_table import DataTable

AMOUNT_WIDTH, NAMES_LEAST, ROW_HEIGHT, LINE_HEIGHT = 90, 176, 29, 17
FIXED = 2
"""Columns before the first period: the name of the line, and its code or name in the customer's paper."""


class GridModel(RowsModel):
    """Shows a ``StatementsModel``. A total that is typed stays as typed; a computed one is drawn in the muted colour."""

    def __init__(self, ui: Ui, statements: StatementsModel) -> None:
        super().__init__(ui, (Column("line", "ui.statements.line"), Column("code", "ui.statements.code")))
        self._statements = statements
        self.bold_font = QFont()
        self.bold_font.setBold(True)

    # --- following the statements ----------------------------------------------------------------------------------

    def rebuild(self) -> None:
        """Columns or names have changed."""
        self.beginResetModel()
        self.columns = (
            Column("line", "ui.statements.line"),
            Column("code", "ui.statements.code"),
            *(
                Column(f"period{c.number}", title=self._head(at), kind="number", editable=True)
                for at, c in enumerate(self._statements.columns)
            ),
        )
        self._fill()
        self.endResetModel()

    def refill(self) -> None:
        """Amounts, totals or messages have changed."""
        if len(self.columns) - FIXED != len(self._statements.columns) or len(self._rows) != len(self._statements.rows):
            self.rebuild()
            return
        self._fill()
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self.columns) - 1))

    def row_at(self, row: int) -> Row:
        return self._statements.rows[row]

    def all_rows(self) -> tuple[Row, ...]:
        """Every row that is shown."""
        return self._statements.rows[: len(self._rows)]

    def lines(self) -> list[int]:
        """Positions of the rows that are lines."""
        return [at for at, row in enumerate(self.all_rows()) if row.line is not None]

    def _fill(self) -> None:
        model, ui = self._statements, self._ui
        self._ids = list(range(len(model.rows)))
        self._errors.clear()
        self._blocked = False
        self._rows = [self._names(row) + [None] * len(model.columns) for row in model.rows]
        outcomes = [model.outcome(at) for at in range(len(model.columns))]
        for position, row in enumerate(model.rows):
            for at, column in enumerate(model.columns):
                if row.line is not None:
                    key = row.line.key
                    bad = model.bad.get((column.number, key))
                    if bad is not None:
                        self._errors[position, at + FIXED] = (bad.text, ui.error_text(bad.error))
                    outcome = outcomes[at]
                    typed = column.statement.values.get(key)
                    computed = outcome.lines.get(key) if outcome is not None and row.total else None
                    self._rows[position][at + FIXED] = typed if typed is not None else computed
                elif row.check is not None:
                    found = model.check(at, row.check.key)
                    self._rows[position][at + FIXED] = found.difference if found is not None else None

    def _names(self, row: Row) -> list[Any]:
        model, ui = self._statements, self._ui
        if row.line is not None:
            return [line_name(row.line, model.framework, ui.lang), line_code(row.line, model.framework, ui.lang) or " "]
        if row.check is not None:
            return [ui.t("ui.statements.difference", name=row.check.label.get(ui.lang)), " "]
        return [ui.t(f"ui.statements.part.{row.part}"), " "]

    def _head(self, at: int) -> str:
        statement = self._statements.columns[at].statement
        day = self._ui.date(statement.end)
        return day if statement.full_year else self._ui.plural("ui.statements.part_year", statement.months, day=day)

    # --- what Qt asks ----------------------------------------------------------------------------------------------

    def cell_editable(self, row: int, column: int) -> bool:
        return column >= FIXED and self.row_at(row).line is not None and self._statements.refusal is None

    def text_at(self, row: int, column: int) -> str:
        if column >= FIXED and self.row_at(row).part:
            return ""
        value = self._rows[row][column]
        if column >= FIXED and value is None and (row, column) not in self._errors:
            return "—" if self.row_at(row).check is not None else ""
        return super().text_at(row, column)

    def edit_text(self, row: int, column: int) -> str:
        """A computed total starts empty: typing replaces it by what the paper says."""
        return "" if self._is_computed(row, column) else super().edit_text(row, column)

    def _data(self, row: int, at: int, role: int) -> Any:
        kind = self.row_at(row)
        if role == Qt.ItemDataRole.FontRole:
            return self.bold_font if kind.part or (kind.total and at != 1) else None
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._ink(row, at, kind)
        if role == Qt.ItemDataRole.BackgroundRole and kind.part:
            return self._ui.colour("window")
        if role == Qt.ItemDataRole.ToolTipRole and self._is_computed(row, at) and (row, at) not in self._errors:
            return self._ui.t("ui.statements.computed")
        return super()._data(row, at, role)

    def _ink(self, row: int, at: int, kind: Row) -> Any:
        if kind.check is not None:
            value = self._rows[row][at] if at >= FIXED else None
            return self._ui.colour("danger") if value and self._fails(at, kind) else self._ui.colour("muted")
        if at == 1 or kind.part or self._is_computed(row, at):
            return self._ui.colour("muted")
        return None

    def _fails(self, at: int, kind: Row) -> bool:
        found = self._statements.check(at - FIXED, kind.check.key) if kind.check is not None else None
        return found is not None and found.holds is False

    def _is_computed(self, row: int, at: int) -> bool:
        line = self.row_at(row).line
        return at >= FIXED and line is not None and self._statements.typed(at - FIXED, line.key) is None


class StatementGrid(DataTable):
    """Emits what is typed and pasted; the screen hands it to the view model."""

    block_pasted = Signal(str, int, int)  # text, row and column of the current cell (column counted without the fixed ones)
    place_changed = Signal(int, int)  # row, column of the period (-1 on the names)
    cell_left = Signal()

    def __init__(self, ui: Ui, model: GridModel) -> None:
        self.grid = model
        self._names_widths: list[int] = []
        self._codes_width = 0
        super().__init__(ui, (), "ui.nav.statements", cells=True, wrap=True, model=model)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.selectionModel().currentChanged.connect(self._place)
        model.modelReset.connect(self._shape_columns)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste) and not self.is_typing():
            self.paste()
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Enter goes on in the line below, as in a spreadsheet; leaving by mouse or Escape does not."""
        super().closeEditor(editor, hint)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            self._below()
        self.cell_left.emit()

    def is_typing(self) -> bool:
        """Whether a cell is being typed in."""
        return self.state() == QAbstractItemView.State.EditingState

    def paste(self) -> None:
        """A block may carry labels and heads of its own, so that it is read as a whole."""
        text = QGuiApplication.clipboard().text()
        index = self.currentIndex()
        if text.strip():
            self.block_pasted.emit(text, max(index.row(), 0), max(index.column() - FIXED, 0))

    def go_to(self, row: int, column: int) -> None:
        """Put the cell of a period under the cursor."""
        self.setCurrentIndex(self.grid.index(row, column + FIXED))
        self.setFocus()

    def _place(self, *_: Sequence[Any]) -> None:
        index = self.currentIndex()
        self.place_changed.emit(index.row(), index.column() - FIXED)

    def _spread(self) -> None:
        self._shape_columns()

    def _share(self) -> None:
        """The names take what is left: see ``_stretch_names``."""

    def _shape_columns(self) -> None:
        header = self.horizontalHeader()
        model = self.grid
        for at in range(model.columnCount()):
            header.setSectionResizeMode(at, QHeaderView.ResizeMode.Interactive)
        px, metrics = self._ui.px, self.fontMetrics()
        bold = QFontMetrics(model.bold_font)
        for at in range(FIXED, model.columnCount()):
            widest = max((bold.horizontalAdvance(model.text_at(row, at)) for row in model.lines()), default=0)
            self.setColumnWidth(at, max(px(AMOUNT_WIDTH), header.sectionSizeHint(at), widest + px(22) + 1))
        self._names_widths = [bold.horizontalAdvance(model.text_at(at, 0)) for at in range(model.rowCount())]
        codes = max((metrics.horizontalAdvance(model.text_at(at, 1).strip()) for at in model.lines()), default=0)
        self._codes_width = codes + self._ui.px(26) if codes else 0
        self.setColumnWidth(1, self._codes_width)
        self.clearSpans()
        for at, row in enumerate(model.all_rows()):
            if row.part and model.columnCount() > 1:
                self.setSpan(at, 0, 1, model.columnCount())
        self._stretch_names()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stretch_names()

    def _stretch_names(self) -> None:
        """The names take what is left and wrap where it is little; the second name gives way where there is no room for it.

        While Qt takes over other rows it may resize the table before the new names were measured: they are right after it.
        """
        if len(self._names_widths) != self.grid.rowCount():
            return
        amounts = sum(self.columnWidth(at) for at in range(FIXED, self.grid.columnCount()))
        room = self.viewport().width()
        px, least = self._ui.px, self._ui.px(NAMES_LEAST)
        codes = self._codes_width if least + self._codes_width + amounts <= room else 0
        self.setColumnHidden(1, not codes)
        width = max(least, room - amounts - codes)
        self.setColumnWidth(0, width)
        for at, row in enumerate(self.grid.all_rows()):
            lines = 1 if row.part else -(-self._names_widths[at] // max(width - px(26), 1))
            self.setRowHeight(at, px(ROW_HEIGHT) + px(LINE_HEIGHT) * max(0, lines - 1))
