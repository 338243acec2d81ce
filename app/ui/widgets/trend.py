"""How a figure went over the periods, with the standard of the trade: as a small line in a cell, and as a picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from app.ui.context import Ui
from app.ui.widgets.cell_delegate import CellDelegate
from app.ui.widgets.chart_base import CENTRE, RIGHT
from app.ui.widgets.marks import MarkedChart

_HEIGHT, _LEAST = 220, 130
_CELL_WIDTH, _CELL_HEIGHT = 100, 32
Index = QModelIndex | QPersistentModelIndex
Figures = Sequence[Decimal | None]


@dataclass(frozen=True, slots=True)
class TrendCell:
    """What a cell with a small line holds; ``words`` is what is read aloud and copied."""

    values: tuple[Decimal | None, ...]
    standard: Decimal | None
    words: str

    def __str__(self) -> str:
        return self.words


def points_in(values: Figures, standard: Decimal | None, box: QRectF) -> tuple[list[QPointF | None], float | None]:
    """Where the figures stand in a box, and the height of the standard; all on one scale."""
    known = [value for value in (*values, standard) if value is not None]
    low, high = min(known, default=Decimal(0)), max(known, default=Decimal(1))
    span = float(high - low)

    def height(value: Decimal) -> float:
        return box.bottom() - box.height() * float(value - low) / span if span else box.center().y()

    width = box.width() / max(len(values) - 1, 1)
    places = [None if value is None else QPointF(box.left() + width * at, height(value)) for at, value in enumerate(values)]
    return places, None if standard is None else height(standard)


def draw_trend(painter: QPainter, ui: Ui, box: QRectF, values: Figures, standard: Decimal | None) -> list[QPointF | None]:
    """Draw the line and the dashed standard; return where each figure stands."""
    places, level = points_in(values, standard, box)
    if level is not None:
        painter.setPen(QPen(ui.colour("chart.last"), 1.2, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(box.left(), level), QPointF(box.right(), level))
    path = QPainterPath()
    begun = False
    for place in places:
        if place is None:
            begun = False
        elif begun:
            path.lineTo(place)
        else:
            path.moveTo(place)
            begun = True
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(ui.colour("chart.now"), 2))
    painter.drawPath(path)
    last = next((place for place in reversed(places) if place is not None), None)
    if last is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ui.colour("chart.now"))
        painter.drawEllipse(last, 3, 3)
    return places


class TrendDelegate(CellDelegate):
    """Paints the small line of a ``TrendCell``."""

    def __init__(self, ui: Ui, parent: QWidget, cell: Callable[[int, int], object]) -> None:
        super().__init__(ui, parent)
        self._look, self._cell = ui, cell

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        cell = self._cell(index.row(), index.column())
        if not isinstance(cell, TrendCell):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_trend(painter, self._look, QRectF(option.rect).adjusted(10, 8, -10, -8), cell.values, cell.standard)
        painter.restore()

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        if isinstance(self._cell(index.row(), index.column()), TrendCell):
            option.text = ""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        if isinstance(self._cell(index.row(), index.column()), TrendCell):
            return QSize(_CELL_WIDTH, self._look.px(_CELL_HEIGHT))
        return super().sizeHint(option, index)


class Trend(MarkedChart):
    """One figure over the periods; each period is a mark."""

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, ui.px(_LEAST), parent)
        self._name = ""
        self._periods: tuple[tuple[str, Decimal | None, str, object], ...] = ()
        self._standard: Decimal | None = None
        self._standard_words = ""

    def sizeHint(self) -> QSize:
        return QSize(self._ui.px(_HEIGHT), self._ui.px(_HEIGHT))

    def set_trend(
        self, name: str, periods: Sequence[tuple[str, Decimal | None, str, object]], standard: Decimal | None, standard_words: str
    ) -> None:
        """``periods``, oldest first: name of the period, figure, figure in words, what is told when it is chosen."""
        self._name, self._periods = name, tuple(periods)
        self._standard, self._standard_words = standard, standard_words
        self.setMinimumHeight(self._ui.px(_LEAST))
        self.refresh()

    def count(self) -> int:
        return len(self._periods)

    def words(self) -> str:
        if not self._periods:
            return self._ui.t("ui.chart.trend_empty")
        told = [self.mark_words(number) for number in range(len(self._periods))]
        return f"{self._name}: " + "; ".join([*told, *([self._standard_words] if self._standard is not None else [])])

    def mark_words(self, number: int) -> str:
        period, _, words, _ = self._periods[number]
        return f"{period} {words}"

    def mark_id(self, number: int) -> object:
        return self._periods[number][3]

    def first_mark(self) -> int:
        return len(self._periods) - 1

    def mark_at(self, point: QPointF) -> int:
        if not self._periods:
            return -1
        width = self.width() / len(self._periods)
        return min(max(int(point.x() / width), 0), len(self._periods) - 1)

    def draw(self, painter: QPainter) -> None:
        if not self._periods:
            return
        column = self.width() / len(self._periods)
        line = float(self._ui.px(18))
        box = QRectF(column / 2, line * 2.8, self.width() - column, self.height() - line * 4.8)
        places = draw_trend(painter, self._ui, box, [figure for _, figure, _, _ in self._periods], self._standard)
        if self._standard is not None:
            self._draw_standard(painter, box, line)
        for number, (period, _, words, _) in enumerate(self._periods):
            left = column * number
            current = self.hasFocus() and number == self.current
            place = places[number]
            painter.setFont(self._font(12, bold=True))
            top = (place.y() if place is not None else box.center().y()) - line - 6
            label = QRectF(left, top, column, line)
            painter.fillRect(painter.boundingRect(label, CENTRE, words).adjusted(-2, 0, 2, 0), self._ui.colour("card"))
            painter.setPen(self._ui.colour("text"))
            painter.drawText(label, CENTRE, words)
            painter.setPen(self._ui.colour("muted"))
            painter.setFont(self._font(11))
            painter.drawText(QRectF(left, self.height() - line, column, line), CENTRE, period)
            if place is not None:
                painter.setPen(QPen(self._ui.colour("focus" if current else "card"), 2))
                painter.setBrush(self._ui.colour("chart.now"))
                painter.drawEllipse(place, 6 if current else 4, 6 if current else 4)

    def _draw_standard(self, painter: QPainter, box: QRectF, line: float) -> None:
        painter.setPen(self._ui.colour("muted"))
        painter.setFont(self._font(11))
        painter.drawText(QRectF(0, 0, self.width() - 4, line), RIGHT, f"┄ {self._standard_words}")
