"""How many customers hold each grade: ten bars with letters and numbers, each of which can be chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from app.ui.context import Ui
from app.ui.widgets.chart_base import CENTRE, Chart

_HEIGHT = 150
_FOOT, _HEAD, _GAP = 22.0, 20.0, 5.0


class GradeBars(Chart):
    """Sends ``chosen(grade)``: a click, or the arrow keys and Enter."""

    chosen = Signal(str)

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, _HEIGHT, parent)
        self._counts: tuple[tuple[str, int], ...] = ()
        self._at = 0
        self._over: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def set_counts(self, counts: Sequence[tuple[str, int]]) -> None:
        """Grades, best first, and how many hold each."""
        self._counts = tuple(counts)
        self._at = min(self._at, max(len(self._counts) - 1, 0))
        self.refresh()

    def words(self) -> str:
        held = [f"{grade} {self._ui.number(count)}" for grade, count in self._counts if count]
        return self._ui.t("ui.today.by_grade_words", counts=", ".join(held) or "0")

    # --- drawing ---------------------------------------------------------------------------------------------------

    def _slot(self, at: int) -> QRectF:
        width = (self.width() - 2.0) / max(len(self._counts), 1)
        return QRectF(1 + at * width, 0, width, self.height())

    def draw(self, painter: QPainter) -> None:
        most = max((count for _, count in self._counts), default=0) or 1
        room = self.height() - _FOOT - _HEAD
        for at, (grade, count) in enumerate(self._counts):
            slot = self._slot(at)
            colours = self._ui.grade_colours(grade)
            high = max(room * count / most, 3.0) if count else 0.0
            bar = QRectF(slot.left() + _GAP / 2, _HEAD + room - high, slot.width() - _GAP, high)
            painter.setPen(Qt.PenStyle.NoPen)
            if at == self._over or (self.hasFocus() and at == self._at):
                painter.setBrush(self._ui.colour("hover"))
                painter.drawRoundedRect(slot.adjusted(1, 1, -1, -1), 4, 4)
            painter.setBrush(QColor(colours.solid))
            painter.drawRoundedRect(bar, 3, 3)
            painter.setFont(self._font(12, bold=True))
            painter.setPen(self._ui.colour("text" if count else "muted"))
            painter.drawText(QRectF(slot.left(), self.height() - _FOOT, slot.width(), _FOOT), CENTRE, grade)
            if count:
                painter.setFont(self._font(11))
                painter.drawText(QRectF(slot.left() - 8, bar.top() - 17, slot.width() + 16, 16), CENTRE, self._ui.number(count))
            if self.hasFocus() and at == self._at:
                painter.setPen(QPen(self._ui.colour("focus"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(slot.adjusted(1, 1, -1, -1), 4, 4)
        painter.setPen(QPen(self._ui.colour("chart.axis"), 1))
        painter.drawLine(QPointF(0, self.height() - _FOOT), QPointF(self.width(), self.height() - _FOOT))

    # --- choosing --------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, last = event.key(), len(self._counts) - 1
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and last >= 0:
            self._at = max(0, min(last, self._at + (1 if key == Qt.Key.Key_Right else -1)))
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and last >= 0:
            self.chosen.emit(self._counts[self._at][0])
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = self._under(event)
        if event.button() == Qt.MouseButton.LeftButton and at is not None:
            self._at = at
            self.chosen.emit(self._counts[at][0])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._under(event)
        if over != self._over:
            self._over = over
            self.setCursor(Qt.CursorShape.ArrowCursor if over is None else Qt.CursorShape.PointingHandCursor)
            self.update()

    def leaveEvent(self, event: object) -> None:
        self._over = None
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def _under(self, event: QMouseEvent) -> int | None:
        at = next((n for n in range(len(self._counts)) if self._slot(n).contains(event.position())), None)
        return at if at is not None and self._counts[at][1] else None
