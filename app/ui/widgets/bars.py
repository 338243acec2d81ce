"""Contribution bars: one line each, as high as its name needs."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.ui.context import Ui
from app.ui.widgets.chart_base import LEFT, RIGHT, Chart, wrapped

LINE = 34


class Lines(Chart):
    """Lines with a name at the left, each as high as its name needs."""

    NAME_SHARE = 0.42

    def names(self) -> list[str]:
        """Names of the lines, from top to bottom."""
        return []

    def heights(self) -> list[float]:
        """Height of each line at the present width."""
        metrics = QFontMetricsF(self._font(12, bold=True))
        room = QRectF(0, 0, max(self.width() * self.NAME_SHARE, 60.0), 10_000)
        flags = int(Qt.TextFlag.TextWordWrap)
        return [max(float(LINE), metrics.boundingRect(room, flags, name).height() + 8) for name in self.names()]

    def refresh(self) -> None:
        self._fit()
        super().refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        height = max(LINE, round(sum(self.heights()) + 0.5))
        if self.minimumHeight() != height:
            self.setFixedHeight(height)


class ContributionBars(Lines):
    """One horizontal bar for each contribution; negative ones go to the left. Figures stand beside the bars."""

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, LINE, parent)
        self._bars: tuple[tuple[str, Decimal], ...] = ()
        self._places = 2

    def set_bars(self, bars: Sequence[tuple[str, Decimal]], places: int = 2) -> None:
        """Names (data) and points."""
        self._bars, self._places = tuple(bars), places
        self.refresh()

    def names(self) -> list[str]:
        return [name for name, _ in self._bars]

    def words(self) -> str:
        return "; ".join(f"{name} {self._ui.number(value, self._places)}" for name, value in self._bars)

    def draw(self, painter: QPainter) -> None:
        if not self._bars:
            return
        names, figures = self.width() * self.NAME_SHARE, 56.0
        room = self.width() - names - figures - 8
        low = min(min((value for _, value in self._bars), default=Decimal(0)), Decimal(0))
        high = max(max((value for _, value in self._bars), default=Decimal(0)), Decimal(0))
        span = float(high - low) or 1.0
        zero = names + 8 + room * float(-low) / span
        top = 0.0
        for (name, value), line in zip(self._bars, self.heights(), strict=True):
            painter.setFont(self._font(12))
            painter.setPen(self._ui.colour("text"))
            wrapped(painter, QRectF(0, top, names, line), LEFT, name)
            width = room * abs(float(value)) / span
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._ui.colour("chart.up" if value >= 0 else "chart.down"))
            painter.drawRoundedRect(
                QRectF(zero if value >= 0 else zero - width, top + (line - 16) / 2, max(width, 1.0), 16), 2, 2
            )
            painter.setPen(self._ui.colour("text"))
            painter.setFont(self._font(12, bold=True))
            painter.drawText(QRectF(self.width() - figures, top, figures, line), RIGHT, self._ui.number(value, self._places))
            top += line
        painter.setPen(QPen(self._ui.colour("chart.axis"), 1))
        painter.drawLine(QPointF(zero, 0), QPointF(zero, self.height()))
