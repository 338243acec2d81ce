"""A table model over plain tuples. ``data()`` never raises: a bad cell would otherwise raise once per paint and role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont

from app.ui.context import Ui
from app.ui.runtime.guard import guarded

Index = QModelIndex | QPersistentModelIndex
KIND_ROLE = int(Qt.ItemDataRole.UserRole) + 1  # kind of the column
VALUE_ROLE = int(Qt.ItemDataRole.UserRole) + 2  # plain value of the cell (a str for figures: Qt draws no Decimal)
PILL_ROLE = int(Qt.ItemDataRole.UserRole) + 3  # kind of the badge
ERROR_ROLE = int(Qt.ItemDataRole.UserRole) + 4  # message of a cell that cannot be read
_RIGHT = ("number", "money", "percent", "date")


@dataclass(frozen=True, slots=True)
class Column:
    """``kind``: text, number, percent, money, date, badge (value: text and badge kind), grade, steps or drawn (by a
    delegate of its own).

    ``title_key`` is a text of the catalogue, ``title`` data. ``places``: digits after the point, None for all. ``width``
    in pixels at the ordinary text size (more where heads or figures need it), ``stretch`` takes what is left.
    """

    key: str
    title_key: str | None = None
    title: str = ""
    kind: str = "text"
    places: int | None = None
    width: int | None = None
    stretch: bool = False
    editable: bool = False
    strong: bool = False
    currency: str = ""
    tip_key: str | None = None


class RowsModel(QAbstractTableModel):
    """Rows of tuples, one value a column; ``ids`` name the rows."""

    cell_edited = Signal(int, int, str)

    def __init__(self, ui: Ui, columns: Sequence[Column]) -> None:
        super().__init__()
        self._ui = ui
        self.columns = tuple(columns)
        self._rows: list[list[Any]] = []
        self._ids: list[Any] = []
        self._errors: dict[tuple[int, int], tuple[str, str]] = {}
        self._blocked = False
        self._bold = QFont()
        self._bold.setBold(True)
        ui.language_changed.connect(self._relabel)

    # --- rows ------------------------------------------------------------------------------------------------------

    def set_rows(self, rows: Sequence[Sequence[Any]], ids: Sequence[Any] | None = None) -> None:
        """Other rows. ValueError when a row has another number of values than there are columns."""
        if any(len(row) != len(self.columns) for row in rows):
            raise ValueError("a row has as many values as the table has columns")
        self.beginResetModel()
        self._rows = [list(row) for row in rows]
        self._ids = list(ids) if ids is not None else list(range(len(rows)))
        self._errors.clear()
        self._blocked = False
        self.endResetModel()

    def id_at(self, row: int) -> Any:
        return self._ids[row]

    def row_of(self, row_id: Any) -> int | None:
        return self._ids.index(row_id) if row_id in self._ids else None

    def cells(self, row: int) -> Sequence[Any]:
        """The values of a row."""
        return self._rows[row]

    def value_at(self, row: int, column: int) -> Any:
        return self.cells(row)[column]

    def set_cell(self, row: int, column: int, value: Any) -> None:
        """Another value in one cell; its message goes."""
        self._rows[row][column] = value
        self._errors.pop((row, column), None)
        self._repaint(row, column)

    def set_cell_error(self, row: int, column: int, raw: str, message: str) -> None:
        """The cell shows what was typed (``raw``) and why it cannot be taken; its value stays what it was."""
        self._errors[row, column] = (raw, message)
        self._repaint(row, column)

    def error_at(self, row: int, column: int) -> str:
        return self._errors.get((row, column), ("", ""))[1]

    # --- what Qt asks ----------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - the signature of Qt
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - the signature of Qt
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._ui.t(column.title_key) if column.title_key else column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(column)
        if role == Qt.ItemDataRole.ToolTipRole and column.tip_key:
            return self._ui.t(column.tip_key)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.columns[index.column()].editable and self.cell_editable(index.row(), index.column()):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def cell_editable(self, row: int, column: int) -> bool:
        """Override where only some cells of an editable column can be typed in."""
        return True

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self._blocked:
            return None
        return guarded(self._data, index.row(), index.column(), role, on_error=self._block)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        if str(value) != self.edit_text(index.row(), index.column()):
            self.cell_edited.emit(index.row(), index.column(), str(value))
        return True

    def _block(self) -> None:
        self._blocked = True

    # --- texts -----------------------------------------------------------------------------------------------------

    def text_at(self, row: int, column: int) -> str:
        """What the cell shows; ``—`` for nothing."""
        if (row, column) in self._errors:
            return self._errors[row, column][0]
        value = self.cells(row)[column]
        if value is None or value == "":
            return "" if self.columns[column].editable else "—"
        return self._formatted(self.columns[column], value)

    def edit_text(self, row: int, column: int) -> str:
        """What the cell's editor starts with."""
        if (row, column) in self._errors:
            return self._errors[row, column][0]
        value = self.cells(row)[column]
        return "" if value is None else self._formatted(self.columns[column], value)

    def _formatted(self, column: Column, value: Any) -> str:
        if column.kind == "badge":
            return str(value[0])
        if column.kind == "steps":
            return "●" * int(value) + "○" * (5 - int(value))
        if isinstance(value, str):
            return value
        if isinstance(value, datetime):
            return self._ui.texts.date_time(value)
        if isinstance(value, date):
            return self._ui.date(value)
        if isinstance(value, Decimal | int) and not isinstance(value, bool):
            if column.kind == "percent":
                return self._ui.percent(value, column.places)
            if column.kind == "money" and column.currency:
                return self._ui.money(value, column.currency, column.places if column.places is not None else 2)
            return self._ui.number(value, column.places)
        return str(value)

    # ---------------------------------------------------------------------------------------------------------------

    def _data(self, row: int, at: int, role: int) -> Any:
        column = self.columns[at]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text_at(row, at)
        if role == Qt.ItemDataRole.EditRole:
            return self.edit_text(row, at)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(column)
        if role == Qt.ItemDataRole.FontRole:
            return self._bold if column.strong else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.error_at(row, at) or None
        if role == ERROR_ROLE:
            return self.error_at(row, at)
        if role == KIND_ROLE:
            return column.kind
        if role == PILL_ROLE:
            value = self.cells(row)[at]
            return str(value[1]) if column.kind == "badge" and value else None
        if role == VALUE_ROLE:
            value = self.cells(row)[at]
            return str(value) if value is not None else None
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return f"{self.headerData(at, Qt.Orientation.Horizontal)}: {self.text_at(row, at)} {self.error_at(row, at)}".strip()
        return None

    def _alignment(self, column: Column) -> int:
        side = Qt.AlignmentFlag.AlignRight if column.kind in _RIGHT else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter)

    def _repaint(self, row: int, column: int) -> None:
        index = self.index(row, column)
        self.dataChanged.emit(index, index)

    def _relabel(self) -> None:
        if self.columns:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self.columns) - 1))
