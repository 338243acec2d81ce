"""Above the questions: find one by a few letters, and choose the order to go through them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.context import Ui
from app.ui.forms.choice_box import ChoiceBox
from app.ui.forms.text_edits import LineEdit
from app.ui.screens.case.order import ORDERS
from app.ui.screens.words import let_shrink
from app.ui.widgets.buttons import ActionButton
from app.ui.widgets.labels import Label


class Tools(QWidget):
    """``find_changed(text)`` while typing, ``entered()`` on Enter, ``order_changed(order)``."""

    find_changed = Signal(object)
    entered = Signal()
    order_changed = Signal(str)

    def __init__(self, ui: Ui, take_over: ActionButton, paste: ActionButton) -> None:
        super().__init__()
        self._ui = ui
        self.finder = LineEdit(ui, "ui.case.find.search", placeholder_key="ui.case.find_hint")
        self.finder.setProperty("noDraft", True)
        self.order = ChoiceBox(ui, "ui.case.order", choices=self._orders, empty_key=None)
        self.order.set_value(ORDERS[0])
        let_shrink(self.order)
        self.finder.setMinimumWidth(ui.px(150))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(6)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.finder, 1)
        row.addWidget(self.order, 1)
        row.addWidget(paste)
        column.addLayout(row)
        self._last = QWidget()
        self._offer = Label(ui, role="small")
        offer = QHBoxLayout(self._last)
        offer.setContentsMargins(0, 0, 0, 0)
        offer.addWidget(self._offer, 1)
        offer.addWidget(take_over)
        self._last.hide()
        column.addWidget(self._last)
        self.finder.edited.connect(self.find_changed)
        self.finder.editor.installEventFilter(self)
        self.order.edited.connect(self._chosen)

    def _orders(self) -> list[tuple[str, str]]:
        return [(order, self._ui.t(f"ui.case.order.{order}")) for order in ORDERS]

    def _chosen(self, order: Any) -> None:
        self.order_changed.emit(order)

    def offer(self, count: int) -> None:
        """How many of the last case's answers could be taken over; 0 hides the offer."""
        self._last.setVisible(bool(count))
        if count:
            self._offer.set_text(self._ui.plural("ui.case.can_take_over", count))

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
