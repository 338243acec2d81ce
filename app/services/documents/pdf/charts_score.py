"""Charts of the score: the five C, bars of what counts, and how a score comes together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.services.documents.pdf import fonts, look
from app.services.documents.pdf.charts import Chart, lines_of

_KEY = 11.0  # height of a line of a key
_DASHES = ((4, 2), (1.2, 1.8))


@dataclass(frozen=True, slots=True)
class Axis:
    """A spoke of the radar: its name, what it says under it, and 0…100 now and last time."""

    name: str
    figure: str
    now: Decimal | None
    last: Decimal | None


class Radar(Chart):
    """The five C as a pentagon: now a filled line with dots, last time a dashed line with hollow squares."""

    def __init__(
        self, axes: Sequence[Axis], width: float, height: float, legend: tuple[str, str] = ("", ""), alt: str = ""
    ) -> None:
        super().__init__(width, height, alt)
        self._axes, self._legend = list(axes), legend

    def _point(self, number: int, value: float) -> tuple[float, float]:
        angle = math.pi / 2 - 2 * math.pi * number / len(self._axes)
        return self._cx + self._r * value / 100 * math.cos(angle), self._cy + self._r * value / 100 * math.sin(angle)

    def paint(self, canvas: Any) -> None:
        legend = 14 if any(axis.last is not None for axis in self._axes) else 0
        words = [word for axis in self._axes[1:] for word in (*axis.name.split(), axis.figure)]
        longest = max(fonts.width(word, 7.6) for word in words)
        self._size = min(7.6, max(6.2, 7.6 * 66 / longest))
        side = longest * self._size / 7.6 + 8
        self._r = min((self.height - legend - 62) / 1.81, (self.width - 2 * side) / 1.902)
        self._cx, self._cy = self.width / 2, self.height - 31 - self._r
        self._fill(canvas, [axis.now for axis in self._axes])
        self._net(canvas)
        canvas.setDash(3, 2)
        self._line(canvas, [axis.last for axis in self._axes], look.MUTED, 0.9)
        canvas.setDash()
        self._line(canvas, [axis.now for axis in self._axes], look.ACCENT, 1.6)
        for number, axis in enumerate(self._axes):
            if axis.last is not None:
                x, y = self._point(number, float(axis.last))
                canvas.setFillColor(look.WHITE)
                canvas.setStrokeColor(look.MUTED)
                canvas.setLineWidth(0.7)
                canvas.rect(x - 1.6, y - 1.6, 3.2, 3.2, stroke=1, fill=1)
            if axis.now is not None:
                canvas.setFillColor(look.ACCENT)
                canvas.circle(*self._point(number, float(axis.now)), 2.1, stroke=0, fill=1)
            self._label(canvas, number, axis)
        if legend:
            self._key(canvas)

    def _net(self, canvas: Any) -> None:
        for ring in (25, 50, 75, 100):
            canvas.setStrokeColor(look.STRONG if ring == 100 else look.LINE)
            canvas.setLineWidth(0.7 if ring == 100 else 0.4)
            self._path(canvas, [self._point(n, ring) for n in range(len(self._axes))])
        for number in range(len(self._axes)):
            self.line(canvas, self._cx, self._cy, *self._point(number, 100))
        for ring in (50, 100):
            self.write(canvas, self._cx + 2, self._cy + self._r * ring / 100 - 6.5, str(ring), 5.2, colour=look.MUTED)

    def _path(self, canvas: Any, points: Sequence[tuple[float, float]], fill: int = 0, stroke: int = 1) -> None:
        path = canvas.beginPath()
        path.moveTo(*points[0])
        for point in points[1:]:
            path.lineTo(*point)
        path.close()
        canvas.drawPath(path, stroke=stroke, fill=fill)

    def _fill(self, canvas: Any, values: Sequence[Decimal | None]) -> None:
        points = [self._point(n, float(value)) for n, value in enumerate(values) if value is not None]
        if len(points) >= 3:
            canvas.setFillColor(look.SOFT)
            self._path(canvas, points, fill=1, stroke=0)

    def _line(self, canvas: Any, values: Sequence[Decimal | None], colour: Any, width: float) -> None:
        points = [self._point(n, float(value)) for n, value in enumerate(values) if value is not None]
        canvas.setStrokeColor(colour)
        canvas.setLineWidth(width)
        if len(points) >= 3:
            self._path(canvas, points)
        elif len(points) == 2:
            canvas.line(*points[0], *points[1])

    def _label(self, canvas: Any, number: int, axis: Axis) -> None:
        x, y = self._point(number, 100)
        side = "center" if abs(x - self._cx) < 4 else "left" if x > self._cx else "right"
        room = self.width if side == "center" else (self.width - x - 6 if side == "left" else x - 6)
        names = lines_of(axis.name, self._size, max(room, 30))
        block = len(names) * 9 + 10
        # Above the top spoke, below the lower two, beside the others.
        top = y + 5 + block if side == "center" else (y - 5 if y < self._cy - self._r * 0.5 else y + block / 2)
        at = x + (6 if side == "left" else -6 if side == "right" else 0)
        for place, name in enumerate(names):
            self.write(canvas, at, top - 8 - place * 9, name, self._size, align=side, colour=look.MUTED)
        self.write(canvas, at, top - 8 - len(names) * 9 - 0.5, axis.figure, 8.6, bold=True, align=side)

    def _key(self, canvas: Any) -> None:
        now, last = self._legend
        wide = 18 + fonts.width(now, 6.8) + 16 + 18 + fonts.width(last, 6.8)
        x = (self.width - wide) / 2
        for name, dash in ((now, False), (last, True)):
            canvas.setDash(*((3, 2) if dash else ()))
            self.line(canvas, x, 4, x + 14, 4, look.MUTED if dash else look.ACCENT, 0.9 if dash else 1.6)
            canvas.setDash()
            self.write(canvas, x + 18, 1.8, name, 6.8, colour=look.MUTED)
            x += 18 + fonts.width(name, 6.8) + 16


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of value out of ``full``; ``strong`` bars are solid, the others hatched."""

    name: str
    value: Decimal
    full: Decimal | None
    figure: str
    strong: bool = True


class Bars(Chart):
    """Horizontal bars: names at the left in full, the figure at the right of each bar.

    ``marks`` are (value, name) of lines across all bars, named above them; then the figures stand in a column of their own,
    and bars much longer than what counts are broken.
    """

    def __init__(
        self,
        bars: Sequence[Bar],
        width: float,
        name_share: float = 0.4,
        figure_room: float = 70,
        marks: Sequence[tuple[Decimal, str]] = (),
        alt: str = "",
    ) -> None:
        self._name = width * name_share
        self._room = max([figure_room, *(fonts.width(bar.figure, 7.2, bar.strong) + 10 for bar in bars)])
        self._bars, self._marks = list(bars), list(marks)
        self._lines = [lines_of(bar.name, 7.4, self._name - 8, bar.strong) for bar in bars]
        self._heights = [max(15.0, len(lines) * 9 + 5) for lines in self._lines]
        super().__init__(width, sum(self._heights) + 4 + _KEY * len(self._marks), alt)

    def split(self, aW: float, aH: float) -> list[Any]:
        """Break between bars where the page ends, three bars at least on either side."""
        used, count = 4.0 + _KEY * len(self._marks), 0
        while count < len(self._bars) and used + self._heights[count] <= aH:
            used += self._heights[count]
            count += 1
        count = min(count, len(self._bars) - 3)
        if count < 3:
            return []
        parts = []
        for bars, alt in ((self._bars[:count], self.alt), (self._bars[count:], "")):
            part = Bars(bars, self.width, self._name / self.width, self._room, self._marks, alt)
            part._top = self._ceiling()
            parts.append(part)
        return list(parts)

    _top: float | None = None

    def _ceiling(self) -> float:
        if self._top is not None:
            return self._top
        longest = max((float(max(bar.value, bar.full or bar.value)) for bar in self._bars), default=1.0)
        if not self._marks:
            return longest or 1.0
        counted = [float(bar.value) for bar in self._bars if bar.strong] + [float(value) for value, _ in self._marks]
        return min(longest, 1.6 * max(counted, default=longest)) or longest or 1.0

    def paint(self, canvas: Any) -> None:
        start, top = self._name, self._ceiling()
        scale = (self.width - self._name - self._room) / top
        y = self.height - 2 - _KEY * len(self._marks)
        self._across(canvas, start, scale, y)
        self.line(canvas, start, 2, start, y, look.STRONG, 0.5)
        for bar, lines, height in zip(self._bars, self._lines, self._heights, strict=True):
            middle = y - height / 2
            for place, line in enumerate(lines):
                at = middle + len(lines) * 4.5 - 6.6 - place * 9
                self.write(canvas, self._name - 6, at, line, 7.4, bold=bar.strong, align="right")
            if bar.full is not None:
                canvas.setStrokeColor(look.STRONG)
                canvas.setFillColor(look.WHITE)
                canvas.setLineWidth(0.5)
                canvas.rect(start, middle - 4, float(bar.full) * scale, 8, stroke=1, fill=1)
            value = max(0.0, float(bar.value))
            broken = value > top
            wide = min(value, top) * scale
            self.bar(canvas, start, middle - 4, wide, 8, look.ACCENT if bar.strong else look.MUTED, hatched=not bar.strong)
            if broken:
                self._break(canvas, start + wide - 14, middle)
            end = start + max(float(bar.full or 0) * scale, wide)
            if self._marks:
                self.write(canvas, self.width, middle - 2.6, bar.figure, 7.2, bold=bar.strong, align="right")
            else:
                self.write(canvas, end + 5, middle - 2.6, bar.figure, 7.2, bold=bar.strong)
            y -= height

    def _break(self, canvas: Any, x: float, middle: float) -> None:
        """Two white strokes: the bar is longer than the page."""
        for shift in (0.0, 4.0):
            self.line(canvas, x + shift, middle - 6, x + shift + 4, middle + 6, look.WHITE, 2)

    def _across(self, canvas: Any, start: float, scale: float, top: float) -> None:
        """The marks as dashed lines from ``top`` down, and their key above."""
        for place, (value, name) in enumerate(self._marks):
            y = self.height - _KEY * (place + 1) + 3
            canvas.setDash(*_DASHES[place % len(_DASHES)])
            if float(value) <= self._ceiling():
                x = start + float(value) * scale
                self.line(canvas, x, 2, x, top, look.TEXT, 0.9)
            self.line(canvas, start, y + 2.4, start + 22, y + 2.4, look.TEXT, 0.9)
            canvas.setDash()
            self.write(canvas, start + 28, y, name, 7, bold=True)


@dataclass(frozen=True, slots=True)
class Fall:
    """A row of the waterfall from ``start`` to ``end``; ``full`` is how far it could have gone. ``total`` rows stand on 0."""

    name: str
    start: Decimal
    end: Decimal
    figure: str
    full: Decimal | None = None
    total: bool = False


class Waterfall(Chart):
    """How a score comes together: each row begins where the one above ends. Gains are solid, losses hatched, what could
    have been reached is framed."""

    ROW = 17.0

    def __init__(self, rows: Sequence[Fall], width: float, low: float = 0.0, high: float = 100.0, alt: str = "") -> None:
        self._rows, self._low, self._high = list(rows), low, high
        self._name = width * 0.34
        self._lines = [lines_of(row.name, 7.4, self._name - 8, row.total) for row in rows]
        self._heights = [max(self.ROW, len(lines) * 9 + 5) for lines in self._lines]
        super().__init__(width, sum(self._heights) + 16, alt)

    def _x(self, score: float) -> float:
        share = (min(max(score, self._low), self._high) - self._low) / (self._high - self._low)
        return self._name + share * (self.width - self._name - 74)

    def paint(self, canvas: Any) -> None:
        top = self.height - 12
        span = self._high - self._low
        step = 25 if span > 60 else 10 if span > 30 else 5
        self.line(canvas, self._x(self._low), 2, self._x(self._low), top, look.STRONG)
        for score in range(math.ceil(self._low / step) * step, int(self._high) + 1, step):
            self.line(canvas, self._x(score), 2, self._x(score), top)
            self.write(canvas, self._x(score), top + 3, str(score), 5.8, align="center", colour=look.MUTED)
        y = top
        for place, (row, lines, height) in enumerate(zip(self._rows, self._lines, self._heights, strict=True)):
            middle = y - height / 2
            for number, line in enumerate(lines):
                at = middle + len(lines) * 4.5 - 6.6 - number * 9
                self.write(canvas, self._name - 6, at, line, 7.4, bold=row.total, align="right")
            self._row(canvas, row, middle)
            self.write(canvas, self.width, middle - 2.6, row.figure, 7.2, bold=row.total, align="right")
            if place + 1 < len(self._rows):
                x, below = self._x(float(row.end)), y - height - self._heights[place + 1] / 2
                self.line(canvas, x, middle - 4.5, x, below + 4.5, look.STRONG, 0.5)
            y -= height

    def _row(self, canvas: Any, row: Fall, middle: float) -> None:
        """Draw one bar."""
        start = self._x(self._low if row.total else float(row.start))
        end = self._x(float(row.end))
        left = min(start, end)
        if row.full is not None:
            reach = self._x(float(row.full))
            canvas.setStrokeColor(look.STRONG)
            canvas.setLineWidth(0.5)
            canvas.setFillColor(look.WHITE)
            canvas.rect(left, middle - 4.5, max(0.0, reach - left), 9, stroke=1, fill=1)
        loss = not row.total and row.end < row.start
        colour = look.TEXT if row.total else look.BAD if loss else look.ACCENT
        self.bar(canvas, left, middle - 4.5, max(abs(end - start), 0.8), 9, colour, hatched=loss)
