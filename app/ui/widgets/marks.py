"""Pictures whose marks carry data: one mark is the current one; arrows move, Enter or a click opens what is behind it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.ui.context import Ui
from app.ui.widgets.chart_base import Chart
from app.ui.widgets.focus_ring import draw_focus_ring

_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}


class MarkedChart(Chart):
    """``count`` marks, ``mark_at`` a point, ``mark_words`` in words, ``mark_id`` what is behind; the rest is shared."""

    chosen = Signal(object)

    def __init__(self, ui: Ui, height: int, parent: QWidget | None = None) -> None:
        super().__init__(ui, height, parent)
        self.current = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def count(self) -> int:
        """Number of marks."""
        return 0

    def mark_at(self, point: QPointF) -> int:
        """The mark under a point, -1 for none."""
        return -1

    def mark_words(self, number: int) -> str:
        """A mark in words."""
        return ""

    def mark_id(self, number: int) -> object:
        """What ``chosen`` tells; None: there is nothing behind this mark."""
        return None

    def moved(self) -> None:
        """Another mark is the current one."""

    def refresh(self) -> None:
        self.current = min(self.current, self.count() - 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if self.count() else Qt.FocusPolicy.NoFocus)
        super().refresh()
        self._describe()

    def set_current(self, number: int) -> None:
        """Make a mark the current one."""
        if 0 <= number < self.count() and number != self.current:
            self.current = number
            self._describe()
            self.moved()
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.set_current(min(max(self.current + _STEPS[key], 0), self.count() - 1))
        elif key == Qt.Key.Key_Home:
            self.set_current(0)
        elif key == Qt.Key.Key_End:
            self.set_current(self.count() - 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self.current)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.set_current(self.mark_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose(self.mark_at(event.position()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.current < 0:
            self.set_current(self.first_mark())
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def first_mark(self) -> int:
        """The mark that is current when the focus comes for the first time."""
        return 0

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        draw_focus_ring(self, self._ui, 5)

    def _choose(self, number: int) -> None:
        found = self.mark_id(number) if 0 <= number < self.count() else None
        if found is not None:
            self.chosen.emit(found)

    def _describe(self) -> None:
        self.setAccessibleDescription(self.mark_words(self.current) if 0 <= self.current < self.count() else "")
