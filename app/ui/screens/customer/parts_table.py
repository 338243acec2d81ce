"""Contacts, or companies tied to a customer, as a small table to type in; an empty row stands ready at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.models.domain.parties import Contact, RelatedParty
from app.ui.context import Ui
from app.ui.qtmodels.rows import Column
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.labels import Label


class PartsTable(QWidget):
    """Emits the whole tuple of parts on every change. ``part`` is made from one text for each of ``columns``."""

    edited = Signal(object)

    def __init__(self, ui: Ui, part: type[Contact] | type[RelatedParty], name_key: str, column_keys: Sequence[str]) -> None:
        super().__init__()
        self._part: Any = part
        self._rows: list[list[str]] = []
        self._empty = [""] * len(column_keys)
        columns = [Column(key, key, width=120, stretch=True, editable=True) for key in column_keys]
        self.table = DataTable(ui, columns, name_key, cells=True)
        self.table.cell_edited.connect(self._cell)
        self.table.cells_pasted.connect(self._cells)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self.table)
        self._error = Label(ui, role="fieldError")
        self._error.hide()
        column.addWidget(self._error)
        self.setFocusProxy(self.table)
        self.set_value(())

    def set_value(self, parts: Sequence[Contact] | Sequence[RelatedParty]) -> None:
        """Show these parts; nothing is emitted."""
        rows = [list(astuple(part)) for part in parts]
        if rows != [row for row in self._rows if any(row)] or not self._rows:
            self._rows = rows
            self._show()

    def value(self) -> tuple[Any, ...]:
        return tuple(self._part(*row) for row in self._rows if any(row))

    def set_error(self, text: str | None) -> None:
        """What is wrong in the table, below it; None takes the message away."""
        self._error.set_text(f"⚠ {text}" if text else "")
        self._error.setVisible(bool(text))
        self.table.setAccessibleDescription(text or "")

    def error(self) -> str:
        return self._error.text()

    def _cell(self, row: int, column: int, text: str) -> None:
        self._cells([(row, column, text)])

    def _cells(self, cells: list[tuple[int, int, str]]) -> None:
        for row, column, text in cells:
            self._rows[row][column] = text.strip()
        self._show()
        self.edited.emit(self.value())

    def _show(self) -> None:
        if not self._rows or any(self._rows[-1]):
            self._rows.append(list(self._empty))
        self.table.set_rows(self._rows)
        self.table.fit_height()


def contact_table(ui: Ui) -> PartsTable:
    """The table of contacts."""
    names = ("name", "post", "phone", "email")
    return PartsTable(ui, Contact, "ui.customer.contacts", [f"ui.customer.contact_{name}" for name in names])


def related_table(ui: Ui) -> PartsTable:
    """The table of companies tied to the customer."""
    names = ("name", "relation", "identifier")
    return PartsTable(ui, RelatedParty, "ui.file.related", [f"ui.file.related_{name}" for name in names])
