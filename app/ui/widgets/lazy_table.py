"""A table over any number of rows that are made when they are looked at; whole selections without a list of their cells."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QWidget

from app.cells import as_lines
from app.ui.context import Ui
from app.ui.qtmodels.lazy import LazyModel, Make
from app.ui.qtmodels.rows import Column
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.filter_header import forget_selection

AT_ONCE = 2000
"""Rows that are copied at once; more are for ``copy_wanted``."""

Ranges = tuple[tuple[int, int], ...]


class LazyTable(DataTable):
    """Rows come from a ``LazyModel``; Space and Enter act on the selection, Delete takes the act back."""

    act_wanted = Signal()
    unact_wanted = Signal()
    copy_wanted = Signal(object)  # ranges of rows, too many to be copied at once

    def __init__(self, ui: Ui, columns: Sequence[Column], name_key: str, parent: QWidget | None = None) -> None:
        self.lazy = LazyModel(ui, columns)
        super().__init__(ui, columns, name_key, model=self.lazy, parent=parent)
        forget_selection(self.horizontalHeader())

    def open(self, total: int, make: Make, row: int | None = None) -> None:
        """Other rows; ``row`` becomes the current one, the first where that is None."""
        top = self.verticalScrollBar().value() if row is not None else 0
        self.lazy.open(total, make)
        self._spread()
        if total:
            self.setCurrentIndex(self.lazy.index(min(row or 0, total - 1), 0))
            self.verticalScrollBar().setValue(max(top, 0))

    def selected_ranges(self) -> Ranges:
        """The selected rows as (first, last), from the top; the current row where nothing is selected."""
        found = sorted({(one.top(), one.bottom()) for one in self.selectionModel().selection().toList()})
        current = self.currentIndex().row()
        return tuple(found) if found else ((current, current),) if current >= 0 else ()

    def copy_selection(self, headers: bool = True) -> str:
        """Put the selected rows on the clipboard with the headings; "" when there are so many that ``copy_wanted`` asks."""
        ranges = self.selected_ranges()
        if sum(last - first + 1 for first, last in ranges) > AT_ONCE:
            self.copy_wanted.emit(ranges)
            return ""
        text = copied(self.lazy, ranges, self.columns_shown(), headers)
        QGuiApplication.clipboard().setText(text)
        return text

    def columns_shown(self) -> tuple[int, ...]:
        """The columns that are not hidden."""
        return tuple(at for at in range(len(self.lazy.columns)) if not self.isColumnHidden(at))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.act_wanted.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.unact_wanted.emit()
        else:
            super().keyPressEvent(event)


def copied(model: LazyModel, ranges: Ranges, columns: Sequence[int], headers: bool = True) -> str:
    """Some columns of some rows as a spreadsheet takes them; may be called on any thread."""
    lines = [[str(model.headerData(at, Qt.Orientation.Horizontal)) for at in columns]] if headers else []
    for first, last in ranges:
        for row in range(first, last + 1):
            texts = model.texts_of(row)
            lines.append([texts[at] for at in columns])
    return as_lines(lines)
