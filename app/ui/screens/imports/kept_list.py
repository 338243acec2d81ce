"""What could not be taken back of an import, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.context import Ui
from app.ui.qtmodels.rows import Column
from app.ui.widgets.labels import Label
from app.ui.widgets.lazy_table import LazyTable

if TYPE_CHECKING:
    from app.models.domain.errors import UserError

_LEAST, _MOST = 90, 190


class KeptList(QWidget):
    """One line for each record that stays; hidden while there is none."""

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._problems: tuple[UserError, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(Label(ui, "ui.import_register.reason", role="heading"))
        self.table = LazyTable(ui, [Column("reason", "ui.import_register.reason", stretch=True)], "ui.import_register.reason")
        self.table.horizontalHeader().hide()
        self.table.setMinimumHeight(_LEAST)
        self.table.setMaximumHeight(_MOST)
        column.addWidget(self.table)
        self.hide()

    def show_problems(self, problems: Sequence[UserError]) -> None:
        """Show why records stay."""
        self._problems = tuple(problems)
        self.setVisible(bool(self._problems))
        self.table.open(len(self._problems), self._row)

    def _row(self, row: int) -> tuple[str]:
        return (self._ui.error_text(self._problems[row]),)
