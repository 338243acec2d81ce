"""From one score to the next, step by step: what was, what moved, what is."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from app.ui.context import Ui
from app.ui.widgets.bars import LINE, Lines
from app.ui.widgets.chart_base import LEFT, RIGHT, wrapped

_BAR = 18.0


class Waterfall(Lines):
    """From the last score to this one, step by step; the steps add up to the difference."""

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, LINE, parent)
        self._lines: tuple[tuple[str, Decimal, Decimal, bool], ...] = ()  # name, from, to, is a total

    def set_steps(self, start: tuple[str, Decimal], steps: Sequence[tuple[str, Decimal]], end: tuple[str, Decimal]) -> None:
        """``start`` and ``end``: name and score; ``steps``: name and change. ValueError when the steps do not add up."""
        if start[1] + sum((delta for _, delta in steps), Decimal(0)) != end[1]:
            raise ValueError("the steps do not lead from the first score to the last")
        lines, level = [(start[0], Decimal(0), start[1], True)], start[1]
        for name, delta in steps:
            lines.append((name, level, level + delta, False))
            level += delta
        lines.append((end[0], Decimal(0), end[1], True))
        self._lines = tuple(lines)
        self.refresh()

    def names(self) -> list[str]:
        return [line[0] for line in self._lines]

    def words(self) -> str:
        return "; ".join(f"{name} {self._figure(before, after, total)}" for name, before, after, total in self._lines)

    def _figure(self, before: Decimal, after: Decimal, total: bool) -> str:
        if total:
            return self._ui.number(after, 2)
        return f"{'+' if after >= before else ''}{self._ui.number(after - before, 2)}"

    def draw(self, painter: QPainter) -> None:
        if not self._lines:
            return
        names, figures = self.width() * self.NAME_SHARE, 60.0
        room = self.width() - names - figures - 12
        lows = [min(before, after) for _, before, after, total in self._lines if not total] + [
            line[2] for line in self._lines if line[3]
        ]
        base = max(Decimal(0), min(lows) - 5)  # cut the empty part of the axis, so that small steps can be seen
        top_value = max(max(before, after) for _, before, after, _ in self._lines)
        span = float(top_value - base) or 1.0
        top, before_x = 0.0, None

        def at(score: Decimal) -> float:
            return names + 8 + room * float(max(score, base) - base) / span

        for (name, before, after, total), line in zip(self._lines, self.heights(), strict=True):
            painter.setFont(self._font(12, bold=total))
            painter.setPen(self._ui.colour("text"))
            wrapped(painter, QRectF(0, top, names, line), LEFT, name)
            if before_x is not None:  # the level that the last step left
                painter.setPen(QPen(self._ui.colour("chart.axis"), 1, Qt.PenStyle.DotLine))
                painter.drawLine(QLineF(before_x, top - (line - _BAR) / 2, before_x, top + (line - _BAR) / 2))
            left, right = at(min(before, after)), at(max(before, after))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._ui.colour("chart.total" if total else "chart.up" if after >= before else "chart.down"))
            painter.drawRoundedRect(QRectF(left, top + (line - _BAR) / 2, max(right - left, 2.0), _BAR), 2, 2)
            painter.setPen(self._ui.colour("text"))
            painter.setFont(self._font(12, bold=True))
            painter.drawText(QRectF(self.width() - figures, top, figures, line), RIGHT, self._figure(before, after, total))
            before_x = at(after)
            top += line
