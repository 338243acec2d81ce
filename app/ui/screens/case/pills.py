"""Small things of a row that open a menu: the check state as a pill, the sources as a wrapping text, the state as dots."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QMenu, QWidget

from app.ui.context import Ui
from app.ui.widgets.badge import Badge
from app.ui.widgets.focus_ring import draw_focus_ring


class Pill(Badge):
    """A badge that is pressed: Enter, Space, ↓ or a click emit ``pressed``."""

    pressed = Signal()

    def __init__(self, ui: Ui, parent: QWidget) -> None:
        super().__init__(ui, parent=parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.isEnabled():
            self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Down) and self.isEnabled():
            self.pressed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        draw_focus_ring(self, self._ui, 9)


class ChoiceMenu(QMenu):
    """A menu made when it is opened; emits the value of what was chosen. With ``many`` entries are ticked on and off."""

    chosen = Signal(object)

    def __init__(
        self, parent: QWidget, entries: Sequence[tuple[Any, str]], current: Sequence[Any] = (), *, tick: bool = True
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for value, text in entries:
            action = QAction(text.replace("&", "&&"), self)
            action.setData(value)
            action.setCheckable(tick)
            action.setChecked(value in current)
            action.triggered.connect(self._picked)
            self.addAction(action)

    def open_at(self, widget: QWidget) -> None:
        """Open below ``widget``."""
        self.popup(widget.mapToGlobal(QPoint(0, widget.height() + 2)))

    def _picked(self) -> None:
        sender = self.sender()
        if isinstance(sender, QAction):
            self.chosen.emit(sender.data())
