"""The scale of grades with a marker at the score."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from app.ui.context import Ui
from app.ui.widgets.chart_base import CENTRE, Chart

_HEIGHT = 56
_BAR_TOP, _BAR_HEIGHT = 8, 26


class BandScale(Chart):
    """Segments from the worst to the best grade, as wide as their share of 0…100 allows; the marker points at the score."""

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, _HEIGHT, parent)
        self._bands: list[tuple[str, Decimal, Decimal]] = []
        self._score: Decimal | None = None
        self._grade: str | None = None

    def set_bands(self, bands: Sequence[tuple[str, Decimal, Decimal]], score: Decimal | None, grade: str | None = None) -> None:
        """``bands``: grade, lowest and highest score; ``grade`` is framed (the final grade may differ from the score's band)."""
        self._bands = sorted(((str(one), low, high) for one, low, high in bands), key=lambda band: band[1])
        self._score = score
        self._grade = str(grade) if grade is not None else None
        if grade is None and score is not None:
            self._grade = next((one for one, low, high in reversed(self._bands) if low <= score), None)
        self.refresh()

    def words(self) -> str:
        if self._score is None or self._grade is None:
            return self._ui.t("ui.chart.bands_empty")
        return self._ui.t("ui.chart.bands", score=self._ui.number(self._score, 1), grade=self._grade)

    def _segments(self) -> list[tuple[str, Decimal, Decimal, QRectF]]:
        """Every segment is wide enough for its letters; what is left is shared by the length of the bands."""
        least = 34.0
        room = self.width() - 2.0 - least * len(self._bands)
        whole = float(sum((high - low for _, low, high in self._bands), Decimal(0))) or 1.0
        left, result = 1.0, []
        for grade, low, high in self._bands:
            width = least + max(room, 0.0) * float(high - low) / whole
            result.append((grade, low, high, QRectF(left, _BAR_TOP, width - 2, _BAR_HEIGHT)))
            left += width
        return result

    def draw(self, painter: QPainter) -> None:
        for grade, low, high, box in self._segments():
            colours = self._ui.grade_colours(grade)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.solid))
            painter.drawRoundedRect(box, 3, 3)
            painter.setPen(QColor(colours.on_solid))
            painter.setFont(self._font(12, bold=True))
            painter.drawText(box, CENTRE, grade)
            if grade == self._grade:
                painter.setPen(QPen(self._ui.colour("text"), 2.5))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(box.adjusted(-1, -3, 1, 3), 4, 4)
            if self._score is not None and low <= self._score and (self._score < high or (high >= 100 and self._score <= high)):
                self._marker(painter, box, float((self._score - low) / (high - low)) if high > low else 0.5)

    def _marker(self, painter: QPainter, box: QRectF, share: float) -> None:
        assert self._score is not None
        x = box.left() + box.width() * share
        top = box.bottom() + 4
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ui.colour("text"))
        painter.drawPolygon(QPolygonF([QPointF(x, top), QPointF(x - 4, top + 6), QPointF(x + 4, top + 6)]))
        painter.setPen(self._ui.colour("text"))
        painter.setFont(self._font(12, bold=True))
        text = self._ui.number(self._score, 1)
        width = painter.fontMetrics().horizontalAdvance(text) + 8.0
        right = x + 8 + width < self.width()
        painter.drawText(QRectF(x + 7 if right else x - 7 - width, top - 3, width, 16), CENTRE, text)
