"""Above the questions: find one by a few letters, and choose the order to go through them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui.context import Ui
from app.ui.forms.choice_box import ChoiceBox
from app.ui.forms.text_edits import LineEdit
from app.ui.screens.case.order import ORDERS
from app.ui.screens.words import let_shrink
from app.ui.widgets.buttons import ActionButton


class Tools(QWidget):
    """``find_changed(text)`` while typing, ``entered()`` on Enter, ``order_changed(order)``."""

    find_changed = Signal(object)
    entered = Signal()
    order_changed = Signal(str)

    def __init__(self, ui: Ui, *buttons: ActionButton) -> None:
        super().__init__()
        self._ui = ui
        self.finder = LineEdit(ui, "ui.case.find.search", placeholder_key="ui.case.find_hint")
        self.finder.setProperty("noDraft", True)
        self.order = ChoiceBox(ui, "ui.case.order", choices=self._orders, empty_key=None)
        self.order.set_value(ORDERS[0])
        let_shrink(self.order)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 4)
        row.setSpacing(8)
        row.addWidget(self.finder, 3)
        row.addWidget(self.order, 2)
        for button in buttons:
            row.addWidget(button)
        self.finder.edited.connect(self.find_changed)
        self.finder.editor.installEventFilter(self)
        self.order.edited.connect(self._chosen)

    def _orders(self) -> list[tuple[str, str]]:
        return [(order, self._ui.t(f"ui.case.order.{order}")) for order in ORDERS]

    def _chosen(self, order: Any) -> None:
        self.order_changed.emit(order)

    def clear(self) -> None:
        """Nothing is looked for any more."""
        if self.finder.value():
            self.finder.set_value("")
            self.find_changed.emit("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes to what was found, Escape shows everything again."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.entered.emit()
                return True
            if event.key() == Qt.Key.Key_Escape and self.finder.value():
                self.clear()
                return True
        return super().eventFilter(watched, event)
