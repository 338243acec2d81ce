"""The list's own search: a line whose every key narrows the list."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.ui.context import Ui
from app.ui.widgets.clear_button import name_clear_button


class SearchEdit(QLineEdit):
    """Escape empties it; Down and Enter go to the rows."""

    edited = Signal(str)
    down = Signal()

    def __init__(self, ui: Ui, parent: QWidget) -> None:
        super().__init__(parent)
        self._ui = ui
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(160)
        self.textChanged.connect(self.edited)
        ui.language_changed.connect(self._name)
        self._name()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.down.emit()
        else:
            super().keyPressEvent(event)

    def _name(self) -> None:
        self.setAccessibleName(self._ui.t("ui.customers.search"))
        name_clear_button(self, self._ui.t("ui.field.clear"))
        self.setPlaceholderText(self._ui.t("ui.customers.search_hint"))
