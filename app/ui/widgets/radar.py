"""The five C as a radar: this time solid, last time dashed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from app.ui.context import Ui
from app.ui.widgets.chart_base import Chart

_HEIGHT = 250
_GAP = 6.0  # between a tip and its name
_LEAST = 24.0  # below this radius nothing could be told
SOFT_HYPHEN = "\u00ad"  # where a long name may be broken; nothing to be said aloud
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
        spoken = [axis.replace(SOFT_HYPHEN, "") for axis in self._axes]
        return "; ".join(f"{axis} {self._text(value)}" for axis, value in zip(spoken, self._now, strict=True))

    def placed(self) -> tuple[QPointF, float, list[QRectF]]:
        """Where everything stands: the centre, the radius and a box for each name with its value.

        The names keep their measured size; the polygon takes what is left, and the whole is centred.
        """
        sizes = [self._size(axis, value) for axis, value in zip(self._axes, self._now, strict=True)]
        radius = float(min(self.width(), self.height())) / 2
        while True:
            boxes = [self._box(radius, at, size) for at, size in enumerate(sizes)]
            whole = boxes[0]
            for box in boxes:
                whole = whole.united(box)
            if radius <= _LEAST or (whole.width() <= self.width() and whole.height() <= self.height()):
                break
            radius -= 1
        centre = QPointF(self.rect().toRectF().center() - whole.center())
        return centre, radius, [box.translated(centre) for box in boxes]

    def draw(self, painter: QPainter) -> None:
        count = len(self._axes)
        if count < 3:
            return
        centre, radius, boxes = self.placed()
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
        for axis, value, box in zip(self._axes, self._now, boxes, strict=True):
            self._label(painter, axis, value, box, box.center().x() - centre.x())

    def _label(self, painter: QPainter, axis: str, value: Decimal | None, box: QRectF, sideways: float) -> None:
        side = Qt.AlignmentFlag.AlignHCenter
        if abs(sideways) > box.width() / 4:
            side = Qt.AlignmentFlag.AlignLeft if sideways > 0 else Qt.AlignmentFlag.AlignRight
        painter.setPen(self._ui.colour("muted"))
        painter.setFont(self._font(12))
        painter.drawText(box, int(side | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap), axis)
        painter.setPen(self._ui.colour("text"))
        painter.setFont(self._font(12, bold=True))
        painter.drawText(box, int(side | Qt.AlignmentFlag.AlignBottom), self._text(value))

    def _size(self, axis: str, value: Decimal | None) -> QSizeF:
        """What a name, in lines no wider than a third of the picture, takes together with its value below."""
        widest = QRectF(0, 0, max(self.width() / 3, 60.0), 1000)
        wrap = int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)
        name = QFontMetricsF(self._font(12)).boundingRect(widest, wrap, axis)
        figures = QFontMetricsF(self._font(12, bold=True))
        return QSizeF(
            math.ceil(max(name.width(), figures.horizontalAdvance(self._text(value)))) + 2.0,
            math.ceil(name.height() + figures.height()),
        )

    def _box(self, radius: float, at: int, size: QSizeF) -> QRectF:
        """The place of a name outside the tip of its axis, the centre being at 0, 0."""
        tip = self._point(QPointF(0, 0), radius + _GAP, at)
        along, down = tip.x() / (radius + _GAP), tip.y() / (radius + _GAP)
        left = tip.x() - size.width() * (0.5 if abs(along) < 0.2 else 0.0 if along > 0 else 1.0)
        return QRectF(QPointF(left, tip.y() - size.height() * (1 - down) / 2), size)

    def _polygon(self, centre: QPointF, radius: float, values: Values) -> QPolygonF:
        return QPolygonF([self._point(centre, radius * float(value or 0) / 100, at) for at, value in enumerate(values)])

    def _point(self, centre: QPointF, length: float, at: int) -> QPointF:
        angle = 2 * math.pi * at / len(self._axes) - math.pi / 2
        return QPointF(centre.x() + length * math.cos(angle), centre.y() + length * math.sin(angle))

    def _text(self, value: Decimal | None) -> str:
        return "—" if value is None else self._ui.number(value, 1)
