"""Figures against published levels: a bar of five zones from poor to excellent, the value as a mark, the levels below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.ui.context import Ui
from app.ui.widgets.chart_base import CENTRE, LEFT, RIGHT, Chart, wrapped

_LINE = 46
_BAR = 11.0
_ZONES = ("D", "CCC", "BBB", "A", "AAA")


@dataclass(frozen=True, slots=True)
class Bullet:
    """One line. ``place`` 0 (worst level) … 1 (best); None: no bar. ``ticks``: place and text of each level. ``verdict``: the
    level in words.
    """

    name: str
    figure: str
    verdict: str
    place: Decimal | None
    ticks: tuple[tuple[Decimal, str], ...] = ()


class BulletBars(Chart):
    """One line for each figure: name, bar, value with the level it reaches in words."""

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, _LINE, parent)
        self._bullets: tuple[Bullet, ...] = ()

    def set_bullets(self, bullets: Sequence[Bullet]) -> None:
        """Other lines."""
        self._bullets = tuple(bullets)
        self.refresh()

    def words(self) -> str:
        return "; ".join(f"{one.name} {one.figure} {one.verdict}" for one in self._bullets)

    def refresh(self) -> None:
        self._fit()
        super().refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # --- places ----------------------------------------------------------------------------------------------------

    def _shares(self) -> tuple[float, float, float]:
        """Width of names, bars and figures."""
        names = min(self.width() * 0.3, float(self._ui.px(230)))
        figures = min(self.width() * 0.24, float(self._ui.px(150)))
        return names, max(self.width() - names - figures - 28.0, 40.0), figures

    def _heights(self) -> list[float]:
        names, _, figures = self._shares()
        flags = int(Qt.TextFlag.TextWordWrap)
        name, verdict = QFontMetricsF(self._font(13)), QFontMetricsF(self._font(12))
        figure = QFontMetricsF(self._font(13, bold=True)).height()
        return [
            max(
                float(self._ui.px(_LINE)),
                name.boundingRect(QRectF(0, 0, names, 10_000), flags, one.name).height() + 10,
                figure + verdict.boundingRect(QRectF(0, 0, figures, 10_000), flags, one.verdict).height() + 8,
            )
            for one in self._bullets
        ]

    def _fit(self) -> None:
        height = max(8, round(sum(self._heights()) + 0.5))
        if self.minimumHeight() != height or self.maximumHeight() != height:
            self.setFixedHeight(height)

    # --- drawing ---------------------------------------------------------------------------------------------------

    def draw(self, painter: QPainter) -> None:
        names, bar, figures = self._shares()
        top = 0.0
        for at, (one, height) in enumerate(zip(self._bullets, self._heights(), strict=True)):
            if at:
                painter.setPen(QPen(self._ui.colour("line"), 1))
                painter.drawLine(QPointF(0, top), QPointF(self.width(), top))
            painter.setPen(self._ui.colour("text"))
            painter.setFont(self._font(13))
            wrapped(painter, QRectF(0, top, names, height), LEFT, one.name)
            if one.place is not None:
                self._bar(painter, QRectF(names + 14, top, bar, height), one)
            self._say(painter, QRectF(self.width() - figures, top, figures, height), one)
            top += height

    def _bar(self, painter: QPainter, room: QRectF, one: Bullet) -> None:
        assert one.place is not None
        left, width = room.left() + 12, room.width() - 24
        middle = room.center().y() - 6
        zone = width / len(_ZONES)
        painter.setPen(Qt.PenStyle.NoPen)
        for at, grade in enumerate(_ZONES):
            painter.setBrush(QColor(self._ui.grade_colours(grade).fill))
            painter.drawRect(QRectF(left + at * zone, middle - _BAR / 2, zone - 1, _BAR))
        painter.setFont(self._font(11))
        least = -1000.0
        for place, text in sorted(one.ticks):
            x = left + width * float(place)
            painter.setPen(QPen(self._ui.colour("chart.axis"), 1))
            painter.drawLine(QPointF(x, middle + _BAR / 2), QPointF(x, middle + _BAR / 2 + 3))
            wide = painter.fontMetrics().horizontalAdvance(text)
            if x - wide / 2 > least:
                painter.setPen(self._ui.colour("muted"))
                painter.drawText(QRectF(x - wide / 2 - 2, middle + _BAR / 2 + 3, wide + 4, 15), CENTRE, text)
                least = x + wide / 2 + 4
        x = left + width * float(one.place)
        painter.setPen(QPen(self._ui.colour("card"), 1))
        painter.setBrush(self._ui.colour("text"))
        painter.drawPolygon(QPolygonF([
            QPointF(x, middle - _BAR / 2 - 5), QPointF(x + 6, middle), QPointF(x, middle + _BAR / 2 + 5), QPointF(x - 6, middle),
        ]))

    def _say(self, painter: QPainter, room: QRectF, one: Bullet) -> None:
        painter.setPen(self._ui.colour("text"))
        painter.setFont(self._font(13, bold=True))
        line = painter.fontMetrics().height()
        painter.drawText(QRectF(room.left(), room.top() + 4, room.width(), line), RIGHT, one.figure)
        painter.setPen(self._ui.colour("muted"))
        painter.setFont(self._font(12))
        below = QRectF(room.left(), room.top() + 4 + line, room.width(), room.height() - line - 4)
        wrapped(painter, below, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop), one.verdict)
