"""Charts of the statements: ratios over the periods against the standard of the trade."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.services.documents.pdf import fonts, look
from app.services.documents.pdf.charts import Chart, lines_of

Spot = tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Trend:
    """A ratio over the periods: (period, value, figure); None leaves a gap. ``standard``: one value per period, named
    with its newest figure in ``standard_name``."""

    name: str
    points: tuple[tuple[str, Decimal | None, str], ...]
    standard: tuple[Decimal | None, ...] = ()
    standard_name: str = ""


class Trends(Chart):
    """Small line charts side by side, one per ratio, each on its own scale: the customer a full line with dots and figures,
    the standard of the trade a dashed line without dots."""

    COLUMNS = 3
    CELL = 104.0
    GAP = 18.0

    def __init__(self, trends: Sequence[Trend], width: float, alt: str = "") -> None:
        self._trends = list(trends)
        self._rows = math.ceil(len(self._trends) / self.COLUMNS)
        super().__init__(width, self._rows * self.CELL, alt)

    def paint(self, canvas: Any) -> None:
        wide = (self.width - self.GAP * (self.COLUMNS - 1)) / self.COLUMNS
        for number, trend in enumerate(self._trends):
            row, column = divmod(number, self.COLUMNS)
            self._one(canvas, trend, column * (wide + self.GAP), self.height - (row + 1) * self.CELL + 6, wide)

    def _one(self, canvas: Any, trend: Trend, x: float, y: float, wide: float) -> None:
        y_text = y + self.CELL - 15
        for line in lines_of(trend.name, 7.4, wide, bold=True)[:2]:
            self.write(canvas, x, y_text, line, 7.4, bold=True)
            y_text -= 9
        if trend.standard_name:
            self.write(canvas, x, y_text, fonts.trimmed(trend.standard_name, 6.6, wide), 6.6, colour=look.MUTED)
        self.line(canvas, x, y + 11, x + wide, y + 11, look.STRONG, 0.5)
        low_y, high_y = y + 17, y + self.CELL - 48
        own = [value for _, value, _ in trend.points]
        known = [float(value) for value in (*own, *trend.standard) if value is not None]
        low, high = (min(known), max(known)) if known else (0.0, 1.0)
        step = wide / max(1, len(trend.points))

        def spots(values: Sequence[Decimal | None]) -> list[Spot]:
            scale = (high_y - low_y) / (high - low) if high > low else 0.0
            middle = 0.0 if high > low else (high_y - low_y) / 2
            return [
                None if value is None else (x + step * (place + 0.5), low_y + (float(value) - low) * scale + middle)
                for place, value in enumerate(values)
            ]

        canvas.setDash(3, 2)
        self._join(canvas, spots(trend.standard), look.MUTED, 0.9, step if len(trend.standard) == 1 else 0)
        canvas.setDash()
        dots = spots(own)
        self._join(canvas, dots, look.ACCENT, 1.3)
        for place, (dot, (name, _, figure)) in enumerate(zip(dots, trend.points, strict=True)):
            at = x + step * (place + 0.5)
            self.write(canvas, at, y + 2, name, 6.2, align="center", colour=look.MUTED)
            self._value(canvas, at, dot, figure if dot else "—", y + 16, step)

    def _value(self, canvas: Any, at: float, dot: Spot, figure: str, foot: float, step: float) -> None:
        size = min(6.6, 6.6 * (step - 2) / max(1.0, fonts.width(figure, 6.6)))
        y = foot if dot is None else dot[1] + 4.5
        if dot is not None:
            half = fonts.width(figure, size) / 2
            canvas.setFillColor(look.WHITE)
            canvas.rect(at - half - 0.5, y - 1, 2 * half + 1, size + 0.4, stroke=0, fill=1)
            canvas.setFillColor(look.ACCENT)
            canvas.circle(*dot, 2, stroke=0, fill=1)
        self.write(canvas, at, y, figure, size, align="center", colour=look.MUTED if dot is None else look.TEXT)

    def _join(self, canvas: Any, dots: Sequence[Spot], colour: Any, width: float, alone: float = 0) -> None:
        for one, two in zip(dots, dots[1:], strict=False):
            if one is not None and two is not None:
                self.line(canvas, *one, *two, colour, width)
        if alone and dots and dots[0] is not None:
            self.line(canvas, dots[0][0] - alone / 2, dots[0][1], dots[0][0] + alone / 2, dots[0][1], colour, width)
