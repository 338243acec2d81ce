"""The five C as a radar: this time solid, last time dashed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from app.ui.context import Ui
from app.ui.widgets.chart_base import Chart

_HEIGHT = 250
Values = Sequence[Decimal | None]


class Radar(Chart):
    """Axes 0…100. A value that is not known (None) is drawn at the middle and named "—"."""

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, _HEIGHT, parent)
        self._axes: tuple[str, ...] = ()
        self._now: tuple[Decimal | None, ...] = ()
        self._last: tuple[Decimal | None, ...] = ()

    def set_values(self, axes: Sequence[str], now: Values, last: Values | None = None) -> None:
        """``axes``: names, data in the language in use; ``now`` and ``last``: one value an axis."""
        self._axes, self._now, self._last = tuple(axes), tuple(now), tuple(last or ())
        self.refresh()

    def words(self) -> str:
        return "; ".join(f"{axis} {self._text(value)}" for axis, value in zip(self._axes, self._now, strict=True))

    def draw(self, painter: QPainter) -> None:
        count = len(self._axes)
        if count < 3:
            return
        centre = QPointF(self.width() / 2, self.height() / 2 + 8)
        radius = min(self.width() / 2 - 62, self.height() / 2 - 36)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._ui.colour("chart.grid"), 1))
        for share in (1 / 3, 2 / 3, 1.0):
            painter.drawPolygon(QPolygonF([self._point(centre, radius * share, at) for at in range(count)]))
        for at in range(count):
            painter.drawLine(centre, self._point(centre, radius, at))
        if self._last:
            painter.setPen(QPen(self._ui.colour("chart.last"), 1.4, Qt.PenStyle.DashLine))
            painter.drawPolygon(self._polygon(centre, radius, self._last))
        painter.setPen(QPen(self._ui.colour("chart.now"), 2.2))
        painter.setBrush(self._ui.colour("chart.now_fill"))
        painter.drawPolygon(self._polygon(centre, radius, self._now))
        self._label(painter, centre, radius)

    def _label(self, painter: QPainter, centre: QPointF, radius: float) -> None:
        for at, (axis, value) in enumerate(zip(self._axes, self._now, strict=True)):
            tip = self._point(centre, radius + 7, at)
            sideways = tip.x() - centre.x()
            painter.setFont(self._font(12))
            width = max(painter.fontMetrics().horizontalAdvance(axis), painter.fontMetrics().horizontalAdvance("100.0")) + 8.0
            left = tip.x() - width / 2 if abs(sideways) < radius * 0.2 else (tip.x() if sideways > 0 else tip.x() - width)
            left = min(max(left, 0.0), self.width() - width)
            top = tip.y() - 32 if tip.y() < centre.y() - radius * 0.8 else tip.y() - 6
            side = Qt.AlignmentFlag.AlignHCenter if abs(sideways) < radius * 0.2 else (
                Qt.AlignmentFlag.AlignLeft if sideways > 0 else Qt.AlignmentFlag.AlignRight)
            painter.setPen(self._ui.colour("muted"))
            painter.drawText(QRectF(left, top, width, 16), int(side), axis)
            painter.setPen(self._ui.colour("text"))
            painter.setFont(self._font(12, bold=True))
            painter.drawText(QRectF(left, top + 15, width, 16), int(side), self._text(value))

    def _polygon(self, centre: QPointF, radius: float, values: Values) -> QPolygonF:
        return QPolygonF([self._point(centre, radius * float(value or 0) / 100, at) for at, value in enumerate(values)])

    def _point(self, centre: QPointF, length: float, at: int) -> QPointF:
        angle = 2 * math.pi * at / len(self._axes) - math.pi / 2
        return QPointF(centre.x() + length * math.cos(angle), centre.y() + length * math.sin(angle))

    def _text(self, value: Decimal | None) -> str:
        return "—" if value is None else self._ui.number(value, 1)
