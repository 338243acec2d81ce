"""The range a score can still end in, on a bar from 0 to 100."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from app.ui.context import Ui
from app.ui.widgets.chart_base import Chart

_HEIGHT = 16


class IntervalBar(Chart):
    """``low``…``high`` shaded, the score as a line."""

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, _HEIGHT, parent)
        self._low: Decimal | None = None
        self._high: Decimal | None = None
        self._score: Decimal | None = None

    def set_range(self, low: Decimal | None, high: Decimal | None, score: Decimal | None) -> None:
        """Scores 0…100; None when there is no range or no score."""
        self._low, self._high, self._score = low, high, score
        self.refresh()

    def words(self) -> str:
        if self._low is None or self._high is None:
            return self._ui.t("ui.chart.range_empty")
        return self._ui.t("ui.chart.range", low=self._ui.number(self._low, 1), high=self._ui.number(self._high, 1))

    def draw(self, painter: QPainter) -> None:
        width, top, height = float(self.width()), 2.0, self.height() - 4.0
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ui.colour("track"))
        painter.drawRoundedRect(QRectF(0, top, width, height), 3, 3)
        if self._low is not None and self._high is not None:
            painter.setBrush(self._ui.colour("chart.range"))
            left = width * float(self._low) / 100
            painter.drawRect(QRectF(left, top, max(2.0, width * float(self._high - self._low) / 100), height))
        if self._score is not None:
            painter.setBrush(self._ui.colour("text"))
            x = min(width - 3, max(0.0, width * float(self._score) / 100 - 1.5))
            painter.drawRect(QRectF(x, 0, 3, self.height()))
