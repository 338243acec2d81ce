"""The grade over time: a line of steps between the letters of the grades, in the colours of each grade."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.context import Ui, colour
from app.ui.theme.tokens import GRADES
from app.ui.widgets.chart_base import CENTRE, LEFT, RIGHT
from app.ui.widgets.marks import MarkedChart

_HEIGHT = 190
_LEAST = 90.0  # pixels of the newest step
_LEFT, _RIGHT, _TOP, _BOTTOM = 44.0, 46.0, 16.0, 26.0


@dataclass(frozen=True, slots=True)
class GradeStep:
    """From ``day`` on this grade was in force. ``id`` is told when the step is chosen."""

    day: date
    grade: str
    provisional: bool
    score: Decimal
    id: object


class GradeLine(MarkedChart):
    """Steps from the left to today; a ring marks the current step, a dashed line a provisional grade."""

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, ui.px(_HEIGHT), parent)
        self._steps: tuple[GradeStep, ...] = ()
        self._today = date.min
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_steps(self, steps: Sequence[GradeStep], today: date) -> None:
        """Steps, oldest first."""
        self._steps, self._today = tuple(steps), today
        self.setMinimumHeight(self._ui.px(_HEIGHT))
        self.refresh()

    def count(self) -> int:
        return len(self._steps)

    def words(self) -> str:
        return "; ".join(self.mark_words(number) for number in range(len(self._steps))) or self._ui.t("ui.chart.grades_empty")

    def mark_words(self, number: int) -> str:
        step = self._steps[number]
        key = "ui.chart.grade_provisional" if step.provisional else "ui.chart.grade"
        return self._ui.t(key, day=step.day, grade=step.grade, score=self._ui.number(step.score, 1))

    def mark_id(self, number: int) -> object:
        return self._steps[number].id

    def first_mark(self) -> int:
        return len(self._steps) - 1

    def mark_at(self, point: QPointF) -> int:
        near = [number for number in range(len(self._steps)) if self._place(number).x() - 10 <= point.x()]
        return near[-1] if near else -1

    # --- where things are --------------------------------------------------------------------------------------------

    def _rows(self) -> list[str]:
        """The letters of the axis: those in use and one more on either side, best on top; never fewer than four."""
        used = [GRADES.index(step.grade) for step in self._steps]
        high, low = max(min(used) - 1, 0), min(max(used) + 1, len(GRADES) - 1)
        while low - high < 3:
            high, low = max(high - 1, 0), min(low + 1, len(GRADES) - 1)
        return list(GRADES[high : low + 1])

    def _x(self, day: date) -> float:
        first = self._steps[0].day
        span = max((self._end() - first).days, 1)
        room = self.width() - _LEFT - _RIGHT - 12
        return _LEFT + 6 + room * (day - first).days / span

    def _end(self) -> date:
        return max(self._today, self._steps[-1].day)

    def _y(self, grade: str) -> float:
        rows = self._rows()
        room = self.height() - _TOP - _BOTTOM
        return _TOP + room * rows.index(grade) / (len(rows) - 1)

    def _place(self, number: int) -> QPointF:
        step = self._steps[number]
        return QPointF(self._x(step.day), self._y(step.grade))

    def draw(self, painter: QPainter) -> None:
        if not self._steps:
            return
        self._draw_axis(painter)
        last = self._place(len(self._steps) - 1).x()
        end = self._x(self._end())
        if end - last < _LEAST:  # a grade of today or yesterday: the line is there, however new it is
            end = min(last + _LEAST, self.width() - _RIGHT)
        for number, step in enumerate(self._steps):
            start = self._place(number)
            stop = self._place(number + 1).x() if number + 1 < len(self._steps) else end
            style = Qt.PenStyle.DashLine if step.provisional else Qt.PenStyle.SolidLine
            painter.setPen(QPen(self._ui.colour("chart.now"), 2.4, style))
            painter.drawLine(start, QPointF(stop, start.y()))
            if number + 1 < len(self._steps):
                painter.setPen(QPen(self._ui.colour("chart.now"), 2.4))
                painter.drawLine(QPointF(stop, start.y()), self._place(number + 1))
        for number in range(len(self._steps)):
            self._draw_mark(painter, number)
        self._draw_letter(painter, QPointF(end, self._y(self._steps[-1].grade)), self._steps[-1].grade)

    def _draw_axis(self, painter: QPainter) -> None:
        painter.setFont(self._font(11))
        right = self.width() - _RIGHT
        for grade in self._rows():
            y = self._y(grade)
            painter.setPen(QPen(self._ui.colour("chart.grid"), 1))
            painter.drawLine(QPointF(_LEFT, y), QPointF(right, y))
            painter.setPen(self._ui.colour("muted"))
            painter.drawText(QRectF(0, y - 10, _LEFT - 8, 20), RIGHT, grade)
        foot = QRectF(_LEFT, self.height() - 20.0, self.width() - _LEFT - 4, 18)
        painter.drawText(foot, LEFT, self._ui.date(self._steps[0].day))
        if (self._end() - self._steps[0].day).days > 0:
            painter.drawText(foot, RIGHT, self._ui.date(self._end()))

    def _draw_mark(self, painter: QPainter, number: int) -> None:
        place, current = self._place(number), self.hasFocus() and number == self.current
        painter.setPen(QPen(self._ui.colour("focus" if current else "card"), 2))
        painter.setBrush(self._ui.colour("chart.now"))
        size = 7.0 if current else 5.0
        painter.drawEllipse(place, size, size)

    def _draw_letter(self, painter: QPainter, place: QPointF, grade: str) -> None:
        colours = self._ui.grade_colours(grade)
        box = QRectF(place.x() + 5, place.y() - 11, 38, 22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(colours.fill))
        painter.drawRoundedRect(box, 5, 5)
        painter.setPen(colour(colours.text))
        painter.setFont(self._font(12, bold=True))
        painter.drawText(box, CENTRE, grade)
