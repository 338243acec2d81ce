"""What happened, newest on top: a line with a sign for each event, its day, its words and who did it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from app.ui.context import Ui
from app.ui.widgets.chart_base import wrapped
from app.ui.widgets.marks import MarkedChart

_DAY, _DOT, _GAP = 92, 22, 7
_COLOURS = {"plain": "chart.total", "good": "chart.up", "warning": "warning", "danger": "chart.down", "accent": "chart.now"}
_TOP_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One event in words. ``kind`` plain, good, warning, danger or accent; ``id`` None leads nowhere."""

    day: str
    text: str
    who: str
    kind: str
    id: object = None


class Timeline(MarkedChart):
    """As high as its entries; the sign of a good event is a filled circle, of a bad one a square, of others a ring."""

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, _DOT, parent)
        self._entries: tuple[TimelineEntry, ...] = ()

    def set_entries(self, entries: Sequence[TimelineEntry]) -> None:
        """Newest first."""
        self._entries = tuple(entries)
        self.refresh()

    @property
    def entries(self) -> tuple[TimelineEntry, ...]:
        return self._entries

    def count(self) -> int:
        return len(self._entries)

    def words(self) -> str:
        return "; ".join(self.mark_words(number) for number in range(min(len(self._entries), 12)))

    def mark_words(self, number: int) -> str:
        entry = self._entries[number]
        return " ".join(part for part in (entry.day, entry.text, entry.who) if part)

    def mark_id(self, number: int) -> object:
        return self._entries[number].id

    def mark_at(self, point: QPointF) -> int:
        top = 0.0
        for number, height in enumerate(self.heights()):
            if top <= point.y() < top + height:
                return number
            top += height
        return -1

    def moved(self) -> None:
        """Bring the current entry into sight."""
        area: QWidget | None = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        inner = area.widget() if area is not None else None
        if area is not None and inner is not None:
            tops = self.heights()
            y = sum(tops[: self.current])
            place = self.mapTo(inner, QPointF(0, y + tops[self.current] / 2).toPoint())
            area.ensureVisible(place.x(), place.y(), 0, 60)

    def heights(self) -> list[float]:
        """Height of each entry at the present width."""
        text = QFontMetricsF(self._font(13))
        small = QFontMetricsF(self._font(12))
        room = QRectF(0, 0, max(self._room(), 60.0), 10_000)
        flags = int(Qt.TextFlag.TextWordWrap)
        found = []
        for entry in self._entries:
            height = text.boundingRect(room, flags, entry.text).height()
            if entry.who:
                height += small.boundingRect(room, flags, entry.who).height()
            found.append(height + 2 * _GAP)
        return found

    def refresh(self) -> None:
        self._fit()
        super().refresh()
        self.setToolTip("")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def draw(self, painter: QPainter) -> None:
        day, top = float(self._ui.px(_DAY)), 0.0
        middle = day + _DOT / 2
        painter.setPen(QPen(self._ui.colour("chart.grid"), 2))
        if self._entries:
            painter.drawLine(QPointF(middle, 12), QPointF(middle, self.height() - 12.0))
        for number, (entry, height) in enumerate(zip(self._entries, self.heights(), strict=True)):
            if self.hasFocus() and number == self.current:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._ui.colour("selection"))
                painter.drawRoundedRect(QRectF(2, top + 1, self.width() - 4, height - 2), 5, 5)
            self._draw_sign(painter, QPointF(middle, top + _GAP + self._ui.px(9)), entry.kind)
            painter.setPen(self._ui.colour("muted"))
            painter.setFont(self._font(12))
            painter.drawText(QRectF(6, top + _GAP, day, height), _TOP_LEFT, entry.day)
            painter.setPen(self._ui.colour("text"))
            painter.setFont(self._font(13))
            box = QRectF(day + _DOT + 4, top + _GAP, self._room(), height)
            below = wrapped(painter, box, _TOP_LEFT, entry.text).bottom()
            painter.setPen(self._ui.colour("muted"))
            painter.setFont(self._font(12))
            wrapped(painter, QRectF(box.left(), below, box.width(), height), _TOP_LEFT, entry.who)
            top += height

    def _draw_sign(self, painter: QPainter, place: QPointF, kind: str) -> None:
        colour = self._ui.colour(_COLOURS[kind])
        painter.setPen(QPen(colour, 2))
        painter.setBrush(self._ui.colour("card") if kind == "plain" else colour)
        if kind in ("danger", "warning"):
            painter.drawRect(QRectF(place.x() - 4.5, place.y() - 4.5, 9, 9))
        else:
            painter.drawEllipse(place, 5, 5)

    def _room(self) -> float:
        return self.width() - self._ui.px(_DAY) - _DOT - 12.0

    def _fit(self) -> None:
        height = max(_DOT, round(sum(self.heights()) + 0.5))
        if self.minimumHeight() != height:
            self.setFixedHeight(height)
