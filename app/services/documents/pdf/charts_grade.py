"""Charts of the grade: the scale with score and interval, and grades over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.models.domain.enums import Grade
from app.services.documents.pdf import fonts, look
from app.services.documents.pdf.charts import Chart, placed


class GradeScale(Chart):
    """The ten grades as a scale of scores; the score as a mark, the interval that it can still end in as a bar with its
    figures below, the final grade framed."""

    def __init__(
        self,
        bands: Sequence[tuple[Grade, Decimal]],
        width: float,
        score: Decimal | None,
        ends: tuple[tuple[Decimal, str], tuple[Decimal, str]],
        final: Grade | None,
        figure: str,
        alt: str = "",
    ) -> None:
        self._low, self._high = ends
        self._wide = self._high[0] > self._low[0]
        super().__init__(width, 66 if self._wide else 50, alt)
        self._bands = sorted(bands, key=lambda row: row[1])
        self._score, self._final, self._figure = score, final, figure

    def _x(self, score: Decimal) -> float:
        return float(max(Decimal(0), min(Decimal(100), score))) / 100 * self.width

    def paint(self, canvas: Any) -> None:
        base = 30.0 if self._wide else 14.0
        tops = [low for _, low in self._bands[1:]] + [Decimal(100)]
        frame = None
        for (grade, low), top in zip(self._bands, tops, strict=True):
            x, wide = self._x(low), self._x(top) - self._x(low)
            ground, ink = look.GRADE_COLOURS[grade]
            canvas.setFillColor(ground)
            canvas.setStrokeColor(look.WHITE)
            canvas.setLineWidth(0.8)
            canvas.rect(x, base, wide, 17, stroke=1, fill=1)
            self.write(canvas, x + wide / 2, base + 5.5, grade.name, 8, bold=True, align="center", colour=ink)
            border = f"{low.normalize():f}"
            self.write(canvas, x, base - 8, border, 5.8, colour=look.MUTED, align="left" if x == 0 else "center")
            if grade is self._final:
                frame = (x, wide)
        self.write(canvas, self.width, base - 8, "100", 5.8, colour=look.MUTED, align="right")
        if frame is not None:
            canvas.setStrokeColor(look.TEXT)
            canvas.setLineWidth(2)
            canvas.rect(frame[0], base - 1, frame[1], 19, stroke=1, fill=0)
        if self._wide:
            self._interval(canvas)
        if self._score is not None:
            self._mark(canvas, base + 19)

    def _interval(self, canvas: Any) -> None:
        left, right = self._x(self._low[0]), self._x(self._high[0])
        self.line(canvas, left, 14, right, 14, look.TEXT, 1.4)
        for x in (left, right):
            self.line(canvas, x, 11, x, 17, look.TEXT, 1.4)
        low, high = self._low[1], self._high[1]
        half_low, half_high = fonts.width(low, 6.8) / 2, fonts.width(high, 6.8) / 2
        at_low, at_high = placed(left, half_low, 0, self.width), placed(right, half_high, 0, self.width)
        if at_high - half_high < at_low + half_low + 8:
            both = f"{low} … {high}"
            half = fonts.width(both, 6.8) / 2
            self.write(canvas, placed((left + right) / 2, half, 0, self.width), 2.5, both, 6.8, align="center")
            return
        self.write(canvas, at_low, 2.5, low, 6.8, align="center")
        self.write(canvas, at_high, 2.5, high, 6.8, align="center")

    def _mark(self, canvas: Any, y: float) -> None:
        assert self._score is not None
        x = self._x(self._score)
        canvas.setFillColor(look.TEXT)
        path = canvas.beginPath()
        path.moveTo(x, y)
        path.lineTo(x - 3.5, y + 6)
        path.lineTo(x + 3.5, y + 6)
        path.close()
        canvas.drawPath(path, stroke=0, fill=1)
        half = fonts.width(self._figure, 8, bold=True) / 2
        self.write(canvas, placed(x, half, 0, self.width), y + 8, self._figure, 8, bold=True, align="center")


@dataclass(frozen=True, slots=True)
class GradePoint:
    """A grade on a day; ``decided`` ones are filled, the proposal under way is hollow."""

    at: date
    day: str
    grade: Grade
    figure: str
    decided: bool


class GradeLine(Chart):
    """Grades over time as steps: a grade holds until the next one."""

    ROW = 15.0

    def __init__(self, points: Sequence[GradePoint], width: float, alt: str = "") -> None:
        self._points = list(points)
        grades = [int(point.grade) for point in points]
        self._lowest, self._highest = max(0, min(grades) - 1), min(9, max(grades) + 1)
        super().__init__(width, (self._highest - self._lowest + 1) * self.ROW + 16, alt)

    def _y(self, grade: int) -> float:
        return 16 + (grade - self._lowest + 0.5) * self.ROW

    def _across(self, left: float, right: float) -> list[float]:
        """Where the points stand: by their days, but never so close that one hides another."""
        first, days = self._points[0].at, (self._points[-1].at - self._points[0].at).days
        closest = min(26.0, (right - left) / max(1, len(self._points) - 1))
        spots: list[float] = []
        for place, point in enumerate(self._points):
            wanted = left + ((point.at - first).days / days if days else 0.4) * (right - left)
            after = right - closest * (len(self._points) - 1 - place)
            spots.append(min(max(wanted, spots[-1] + closest if spots else left), after))
        return spots

    def paint(self, canvas: Any) -> None:
        left, right = 34.0, self.width - 26
        for grade in range(self._lowest, self._highest + 1):
            self.line(canvas, left - 6, self._y(grade), self.width, self._y(grade))
            self.write(canvas, left - 10, self._y(grade) - 2.6, Grade(grade).name, 7.2, bold=True, align="right")
        spots = [(x, self._y(int(point.grade))) for x, point in zip(self._across(left + 14, right), self._points, strict=True)]
        for (x1, y1), (x2, y2), point in zip(spots, spots[1:], self._points[1:], strict=False):
            canvas.setDash(*(() if point.decided else (3, 2)))
            self.line(canvas, x1, y1, x2, y1, look.ACCENT, 1.6)
            self.line(canvas, x2, y1, x2, y2, look.ACCENT, 1.6)
        canvas.setDash()
        taken_day = taken_figure = -100.0
        for (x, y), point in zip(spots, self._points, strict=True):
            canvas.setFillColor(look.ACCENT if point.decided else look.WHITE)
            canvas.setStrokeColor(look.ACCENT)
            canvas.setLineWidth(1.2)
            canvas.circle(x, y, 3, stroke=1, fill=1)
            if x > taken_figure:  # beside the point, where no step of the line runs
                self.write(canvas, x + 5, y + 3.2, point.figure, 6.6, bold=True)
                taken_figure = x + 8 + fonts.width(point.figure, 6.6, bold=True)
            half = fonts.width(point.day, 6.2) / 2
            if placed(x, half, 0, self.width) - half > taken_day:
                self.write(canvas, placed(x, half, 0, self.width), 4, point.day, 6.2, align="center", colour=look.MUTED)
                taken_day = placed(x, half, 0, self.width) + half + 5
