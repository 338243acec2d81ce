"""A table model whose rows are made when they are looked at: as many as there are, none of them kept for long."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt

from app.ui.context import Ui
from app.ui.qtmodels.rows import Column, Index, RowsModel

_KEPT = 2000
Make = Callable[[int], Sequence[Any]]


def _nothing(row: int) -> Sequence[Any]:
    raise IndexError(row)


class LazyModel(RowsModel):
    """``open(total, make)``: so many rows; ``make(row)`` gives the values of one, quickly and without side effects."""

    def __init__(self, ui: Ui, columns: Sequence[Column]) -> None:
        super().__init__(ui, columns)
        self._total = 0
        self._make: Make = _nothing
        self._made: OrderedDict[int, Sequence[Any]] = OrderedDict()

    def open(self, total: int, make: Make) -> None:
        """Other rows."""
        self.beginResetModel()
        self._total, self._make = total, make
        self._made.clear()
        self._blocked = False
        self.endResetModel()

    def make_anew(self) -> None:
        """The rows are the same, what they say may be another."""
        self._made.clear()
        if self._total:
            self.dataChanged.emit(self.index(0, 0), self.index(self._total - 1, len(self.columns) - 1))

    def texts_of(self, row: int) -> list[str]:
        """The texts of a row as they are copied; may be called on any thread."""
        return [self._formatted(column, value) if value not in (None, "") else ""
                for column, value in zip(self.columns, self._make(row), strict=True)]

    @property
    def made(self) -> int:
        """How many rows are held now."""
        return len(self._made)

    # --- what RowsModel asks ---------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - the signature of Qt
        return 0 if parent.isValid() else self._total

    def id_at(self, row: int) -> Any:
        return row

    def row_of(self, row_id: Any) -> int | None:
        return row_id if isinstance(row_id, int) and 0 <= row_id < self._total else None

    def cells(self, row: int) -> Sequence[Any]:
        found = self._made.get(row)
        if found is None:
            found = self._made[row] = self._make(row)
            if len(self._made) > _KEPT:
                self._made.popitem(last=False)
        return found

    def _relabel(self) -> None:
        if self.columns:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        self.make_anew()
