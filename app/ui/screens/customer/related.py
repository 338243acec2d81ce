"""Companies that are tied to a customer, as a small table to type in; an empty row stands ready at the end."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.models.domain.parties import RelatedParty
from app.ui.context import Ui
from app.ui.qtmodels.rows import Column
from app.ui.widgets.data_table import DataTable

_FIELDS = ("name", "relation", "identifier")


class RelatedTable(QWidget):
    """Emits the whole tuple of related parties on every change."""

    edited = Signal(object)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._rows: list[list[str]] = []
        columns = [Column(name, f"ui.file.related_{name}", width=120, stretch=True, editable=True) for name in _FIELDS]
        self.table = DataTable(ui, columns, "ui.file.related", cells=True)
        self.table.cell_edited.connect(self._cell)
        self.table.cells_pasted.connect(self._cells)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        self.setFocusProxy(self.table)
        self.set_value(())

    def set_value(self, parties: tuple[RelatedParty, ...]) -> None:
        """Show these parties; nothing is emitted."""
        rows = [[party.name, party.relation, party.identifier] for party in parties]
        if rows != [row for row in self._rows if any(row)] or not self._rows:
            self._rows = rows
            self._show()

    def value(self) -> tuple[RelatedParty, ...]:
        return tuple(RelatedParty(*row) for row in self._rows if any(row))

    def _cell(self, row: int, column: int, text: str) -> None:
        self._cells([(row, column, text)])

    def _cells(self, cells: list[tuple[int, int, str]]) -> None:
        for row, column, text in cells:
            self._rows[row][column] = text.strip()
        self._show()
        self.edited.emit(self.value())

    def _show(self) -> None:
        if not self._rows or any(self._rows[-1]):
            self._rows.append(["", "", ""])
        self.table.set_rows(self._rows)
        self.table.fit_height()
