"""Charts drawn straight onto the page: vectors with searchable text, readable without colour, all labels in full."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reportlab.platypus import Flowable

from app.models.domain.enums import Grade
from app.services.documents.pdf import fonts, look


def lines_of(text: str, size: float, room: float, bold: bool = False) -> list[str]:
    """Break a text into lines of at most ``room`` points: between words, inside a word only where it must be."""
    lines: list[str] = []
    line = ""
    for piece in _pieces(fonts.safe(text)):
        if line and fonts.width((line + piece).rstrip(), size, bold) > room:
            lines.append(line.strip())
            line = piece.lstrip()
        else:
            line += piece
        while fonts.width(line, size, bold) > room and len(line) > 1:
            cut = len(line) - 1
            while cut > 1 and fonts.width(line[:cut], size, bold) > room:
                cut -= 1
            lines.append(line[:cut])
            line = line[cut:]
    if line.strip() or not lines:
        lines.append(line.strip())
    return lines


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for char in text.replace("\n", " "):
        if pieces and char != " " and not _han(char) and not _han(pieces[-1][-1]) and not pieces[-1].endswith(" "):
            pieces[-1] += char
        elif pieces and char == " ":
            pieces[-1] += " "
        else:
            pieces.append(char)
    return pieces


def _han(char: str) -> bool:
    return ord(char) >= 0x2E80


class Chart(Flowable):
    """A drawing of fixed size; ``paint`` does the work with the origin at its lower left corner."""

    def __init__(self, width: float, height: float) -> None:
        super().__init__()
        self.width, self.height = width, height

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        self.canv.saveState()
        self.paint(self.canv)
        self.canv.restoreState()

    def paint(self, canvas: Any) -> None:
        """Draw into the box; a chart without anything to show leaves it empty."""

    @staticmethod
    def write(
        canvas: Any,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        bold: bool = False,
        align: str = "left",
        colour: Any = look.TEXT,
    ) -> None:
        """Write one line of text."""
        canvas.setFillColor(colour)
        canvas.setFont(fonts.BOLD if bold else fonts.REGULAR, size)
        put = {"left": canvas.drawString, "right": canvas.drawRightString, "center": canvas.drawCentredString}[align]
        put(x, y, fonts.safe(text))


@dataclass(frozen=True, slots=True)
class Axis:
    """A spoke of the radar: its name, what it says under it, and 0…100 now and last time."""

    name: str
    figure: str
    now: Decimal | None
    last: Decimal | None


class Radar(Chart):
    """The five C as a pentagon: now a filled line with dots, last time a dashed line."""

    def __init__(self, axes: Sequence[Axis], width: float, height: float, legend: tuple[str, str] = ("", "")) -> None:
        super().__init__(width, height)
        self._axes, self._legend = list(axes), legend

    def _point(self, number: int, value: float) -> tuple[float, float]:
        angle = math.pi / 2 - 2 * math.pi * number / len(self._axes)
        return self._cx + self._r * value / 100 * math.cos(angle), self._cy + self._r * value / 100 * math.sin(angle)

    def paint(self, canvas: Any) -> None:
        legend = 14 if any(axis.last is not None for axis in self._axes) else 0
        side = min(84.0, max(fonts.width(axis.name, 7.6) for axis in self._axes[1:]) + 8)
        self._r = min((self.height - legend - 62) / 1.81, (self.width - 2 * side) / 1.902)
        self._cx, self._cy = self.width / 2, self.height - 31 - self._r
        self._shape(canvas, [axis.now for axis in self._axes], fill=True)
        for ring in (25, 50, 75, 100):
            canvas.setStrokeColor(look.STRONG if ring == 100 else look.LINE)
            canvas.setLineWidth(0.7 if ring == 100 else 0.4)
            self._path(canvas, [self._point(n, ring) for n in range(len(self._axes))])
        for number in range(len(self._axes)):
            x, y = self._point(number, 100)
            canvas.setStrokeColor(look.LINE)
            canvas.setLineWidth(0.4)
            canvas.line(self._cx, self._cy, x, y)
        for ring in (50, 100):
            self.write(canvas, self._cx + 2, self._cy + self._r * ring / 100 - 6.5, str(ring), 5.2, colour=look.MUTED)
        canvas.setDash(3, 2)
        self._line(canvas, [axis.last for axis in self._axes], look.MUTED, 0.9)
        canvas.setDash()
        self._line(canvas, [axis.now for axis in self._axes], look.ACCENT, 1.6)
        for number, axis in enumerate(self._axes):
            if axis.now is not None:
                canvas.setFillColor(look.ACCENT)
                canvas.circle(*self._point(number, float(axis.now)), 2.1, stroke=0, fill=1)
            self._label(canvas, number, axis)
        if legend:
            self._key(canvas)

    def _path(self, canvas: Any, points: Sequence[tuple[float, float]], fill: int = 0, stroke: int = 1) -> None:
        path = canvas.beginPath()
        path.moveTo(*points[0])
        for point in points[1:]:
            path.lineTo(*point)
        path.close()
        canvas.drawPath(path, stroke=stroke, fill=fill)

    def _shape(self, canvas: Any, values: Sequence[Decimal | None], fill: bool) -> None:
        points = [self._point(n, float(value)) for n, value in enumerate(values) if value is not None]
        if fill and len(points) >= 3:
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
        names = lines_of(axis.name, 7.6, max(room, 30))
        block = len(names) * 9 + 10
        # Above the top spoke, below the lower two, beside the others.
        top = y + 5 + block if side == "center" else (y - 5 if y < self._cy - self._r * 0.5 else y + block / 2)
        at = x + (6 if side == "left" else -6 if side == "right" else 0)
        for place, name in enumerate(names):
            self.write(canvas, at, top - 8 - place * 9, name, 7.6, align=side, colour=look.MUTED)
        self.write(canvas, at, top - 8 - len(names) * 9 - 0.5, axis.figure, 8.6, bold=True, align=side)

    def _key(self, canvas: Any) -> None:
        now, last = self._legend
        wide = 18 + fonts.width(now, 6.8) + 16 + 18 + fonts.width(last, 6.8)
        x = (self.width - wide) / 2
        for name, dash in ((now, False), (last, True)):
            canvas.setStrokeColor(look.MUTED if dash else look.ACCENT)
            canvas.setLineWidth(0.9 if dash else 1.6)
            canvas.setDash(*((3, 2) if dash else ()))
            canvas.line(x, 4, x + 14, 4)
            canvas.setDash()
            self.write(canvas, x + 18, 1.8, name, 6.8, colour=look.MUTED)
            x += 18 + fonts.width(name, 6.8) + 16


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of value out of ``full``; ``strong`` bars are dark, the others hatched light."""

    name: str
    value: Decimal
    full: Decimal | None
    figure: str
    strong: bool = True


class Bars(Chart):
    """Horizontal bars: names at the left in full, the figure at the right of each bar."""

    def __init__(self, bars: Sequence[Bar], width: float, name_share: float = 0.4, figure_room: float = 70) -> None:
        self._name = width * name_share
        self._room = figure_room
        self._bars = list(bars)
        self._lines = [lines_of(bar.name, 7.4, self._name - 8, bar.strong) for bar in bars]
        self._heights = [max(15.0, len(lines) * 9 + 5) for lines in self._lines]
        super().__init__(width, sum(self._heights) + 4)

    def split(self, aW: float, aH: float) -> list[Flowable]:
        """Break between bars where the page ends."""
        used, count = 4.0, 0
        while count < len(self._bars) and used + self._heights[count] <= aH:
            used += self._heights[count]
            count += 1
        if count == 0 or count == len(self._bars):
            return []
        top = self._ceiling()
        parts = []
        for bars in (self._bars[:count], self._bars[count:]):
            part = Bars(bars, self.width, self._name / self.width, self._room)
            part._top = top
            parts.append(part)
        return list(parts)

    _top: float | None = None

    def _ceiling(self) -> float:
        return self._top or max((float(max(bar.value, bar.full or bar.value)) for bar in self._bars), default=1.0) or 1.0

    def paint(self, canvas: Any) -> None:
        start, top = self._name, self._ceiling()
        scale = (self.width - self._name - self._room) / top
        y = self.height - 2
        canvas.setStrokeColor(look.STRONG)
        canvas.setLineWidth(0.5)
        canvas.line(start, 2, start, y)
        for bar, lines, height in zip(self._bars, self._lines, self._heights, strict=True):
            middle = y - height / 2
            for place, line in enumerate(lines):
                self.write(
                    canvas, self._name - 6, middle + len(lines) * 4.5 - 6.6 - place * 9, line, 7.4, bold=bar.strong, align="right"
                )
            if bar.full is not None:
                canvas.setStrokeColor(look.STRONG)
                canvas.setFillColor(look.HEAD)
                canvas.setLineWidth(0.4)
                canvas.rect(start, middle - 4, float(bar.full) * scale, 8, stroke=1, fill=1)
            canvas.setFillColor(look.ACCENT if bar.strong else look.STRONG)
            canvas.rect(start, middle - 4, max(0.0, float(bar.value)) * scale, 8, stroke=0, fill=1)
            end = start + max(float(bar.full or 0), max(0.0, float(bar.value))) * scale
            self.write(canvas, end + 5, middle - 2.6, bar.figure, 7.2, bold=bar.strong)
            y -= height


class GradeScale(Chart):
    """The ten grades as a scale of scores; the score as a mark, its interval as a bar, the final grade framed."""

    def __init__(
        self,
        bands: Sequence[tuple[Grade, Decimal]],
        width: float,
        score: Decimal | None,
        low: Decimal,
        high: Decimal,
        final: Grade | None,
        figure: str,
    ) -> None:
        super().__init__(width, 52)
        self._bands = sorted(bands, key=lambda row: row[1])
        self._score, self._low, self._high, self._final, self._figure = score, low, high, final, figure

    def _x(self, score: Decimal) -> float:
        return float(max(Decimal(0), min(Decimal(100), score))) / 100 * self.width

    def paint(self, canvas: Any) -> None:
        tops = [low for _, low in self._bands[1:]] + [Decimal(100)]
        frame = None
        for (grade, low), top in zip(self._bands, tops, strict=True):
            x, wide = self._x(low), self._x(top) - self._x(low)
            ground, ink = look.GRADE_COLOURS[grade]
            canvas.setFillColor(ground)
            canvas.setStrokeColor(look.WHITE)
            canvas.setLineWidth(0.8)
            canvas.rect(x, 16, wide, 17, stroke=1, fill=1)
            self.write(canvas, x + wide / 2, 21.5, grade.name, 8, bold=True, align="center", colour=ink)
            self.write(canvas, x, 7, f"{low.normalize():f}", 5.8, colour=look.MUTED, align="left" if x == 0 else "center")
            if grade is self._final:
                frame = (x, wide)
        self.write(canvas, self.width, 7, "100", 5.8, colour=look.MUTED, align="right")
        if frame is not None:
            canvas.setStrokeColor(look.TEXT)
            canvas.setLineWidth(2)
            canvas.rect(frame[0], 15, frame[1], 19, stroke=1, fill=0)
        if self._high > self._low:
            canvas.setStrokeColor(look.TEXT)
            canvas.setLineWidth(1)
            left, right = self._x(self._low), self._x(self._high)
            canvas.line(left, 2, right, 2)
            canvas.line(left, 0, left, 4)
            canvas.line(right, 0, right, 4)
        if self._score is not None:
            x = self._x(self._score)
            canvas.setFillColor(look.TEXT)
            path = canvas.beginPath()
            path.moveTo(x, 35)
            path.lineTo(x - 3.5, 41)
            path.lineTo(x + 3.5, 41)
            path.close()
            canvas.drawPath(path, stroke=0, fill=1)
            half = fonts.width(self._figure, 8, bold=True) / 2
            self.write(canvas, min(max(x, half), self.width - half), 43.5, self._figure, 8, bold=True, align="center")


@dataclass(frozen=True, slots=True)
class Trend:
    """A ratio over the periods: (period, value, figure); None leaves a gap."""

    name: str
    points: tuple[tuple[str, Decimal | None, str], ...]


class Trends(Chart):
    """Small line charts side by side, one per ratio, each on its own scale with its figures written at the points."""

    COLUMNS = 3
    CELL = 92.0

    def __init__(self, trends: Sequence[Trend], width: float) -> None:
        self._trends = list(trends)
        self._rows = math.ceil(len(self._trends) / self.COLUMNS)
        super().__init__(width, self._rows * self.CELL)

    def paint(self, canvas: Any) -> None:
        gap = 16
        wide = (self.width - gap * (self.COLUMNS - 1)) / self.COLUMNS
        for number, trend in enumerate(self._trends):
            row, column = divmod(number, self.COLUMNS)
            self._one(canvas, trend, column * (wide + gap), self.height - (row + 1) * self.CELL + 6, wide)

    def _one(self, canvas: Any, trend: Trend, x: float, y: float, wide: float) -> None:
        for place, line in enumerate(lines_of(trend.name, 7.4, wide, bold=True)[:2]):
            self.write(canvas, x, y + self.CELL - 15 - place * 9, line, 7.4, bold=True)
        low_y, high_y = y + 17, y + self.CELL - 42
        canvas.setStrokeColor(look.STRONG)
        canvas.setLineWidth(0.5)
        canvas.line(x, y + 11, x + wide, y + 11)
        values = [float(value) for _, value, _ in trend.points if value is not None]
        low, high = (min(values), max(values)) if values else (0.0, 1.0)
        spread = (high - low) or 1.0
        step = wide / max(1, len(trend.points))
        dots: list[tuple[float, float] | None] = []
        for place, (name, value, figure) in enumerate(trend.points):
            at = x + step * (place + 0.5)
            self.write(canvas, at, y + 2, name, 6.2, align="center", colour=look.MUTED)
            if value is None:
                dots.append(None)
                self.write(canvas, at, y + 16, "—", 6.6, align="center", colour=look.MUTED)
                continue
            height = low_y + (high_y - low_y) * ((float(value) - low) / spread if high > low else 0.5)
            dots.append((at, height))
            self.write(canvas, at, height + 5, figure, 6.6, align="center")
        self._join(canvas, dots)

    def _join(self, canvas: Any, dots: Sequence[tuple[float, float] | None]) -> None:
        canvas.setStrokeColor(look.ACCENT)
        canvas.setLineWidth(1.2)
        for one, two in zip(dots, dots[1:], strict=False):
            if one is not None and two is not None:
                canvas.line(*one, *two)
        canvas.setFillColor(look.ACCENT)
        for dot in dots:
            if dot is not None:
                canvas.circle(*dot, 2, stroke=0, fill=1)
