"""A line of text that can be clicked, also by keyboard; it wraps where a button would be cut."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.ui.context import Ui
from app.ui.widgets.focus_ring import draw_focus_ring
from app.ui.widgets.labels import Label


class Link(Label):
    """Enter, Space or a click on it emit ``clicked`` with the ``target`` it was made with."""

    clicked = Signal(object)

    def __init__(self, ui: Ui, text: str, target: object, *, role: str = "body", parent: QWidget | None = None) -> None:
        super().__init__(ui, text=text, role=role, parent=parent)
        self._target = target
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setContentsMargins(3, 2, 3, 2)
        self.setAccessibleName(text)

    def set_text(self, text: str) -> None:
        """Show another text."""
        super().set_text(text)
        self.setAccessibleName(text)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit(self._target)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit(self._target)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        draw_focus_ring(self, self._ui, 4)
