"""Boxes to tick, drawn as lines so that no font has to have them; the words of a ticked one stand in bold."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

from reportlab.platypus import Flowable

from app.services.documents.pdf import fonts, look
from app.services.documents.pdf.charts import lines_of
from app.services.documents.pdf.tags import tagged


class Ticks(Flowable):
    """Options beside one another, flowing onto further lines; ``options`` are (label, ticked)."""

    def __init__(self, options: Sequence[tuple[str, bool]], size: float = 7.4, space: float = 11) -> None:
        super().__init__()
        self._options, self._size, self._space = list(options), size, space
        self._placed: list[tuple[float, float, str, bool, bool]] = []

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        box, line = self._size * 0.95, self._size * 1.55
        self._placed = []
        x, row = 0.0, 0
        for label, ticked in self._options:
            pieces = lines_of(label, self._size, aW - box - 4, ticked)
            wide = box + 4 + max(fonts.width(piece, self._size, ticked) for piece in pieces)
            if x and x + wide > aW:
                x, row = 0.0, row + 1
            for place, piece in enumerate(pieces):
                self._placed.append((x, row * line, piece, ticked, place == 0))
                row += place < len(pieces) - 1
            x = aW if len(pieces) > 1 else x + wide + self._space
        self.width, self.height = aW, (row + 1) * line
        return self.width, self.height

    def draw(self) -> None:
        canvas: Any = self.canv
        tags = tagged(canvas)
        with tags.leaf(canvas, "P") if tags else nullcontext():
            self._draw(canvas)

    def _draw(self, canvas: Any) -> None:
        box = self._size * 0.95
        for x, down, label, ticked, first in self._placed:
            y = self.height - down - self._size * 1.25
            if first:
                canvas.setStrokeColor(look.TEXT)
                canvas.setLineWidth(0.6)
                canvas.rect(x, y - 0.8, box, box, stroke=1, fill=0)
                if ticked:
                    self._tick(canvas, x, y - 0.8, box)
            canvas.setFillColor(look.TEXT)
            canvas.setFont(fonts.BOLD if ticked else fonts.REGULAR, self._size)
            canvas.drawString(x + box + 4, y, label)

    def _tick(self, canvas: Any, x: float, y: float, box: float) -> None:
        """A heavy tick that no copier loses; behind it an unseen √ for who reads or searches the text."""
        said = canvas.beginText(x + 0.1 * box, y + 0.1 * box)
        said.setFont(fonts.BOLD, self._size * 0.9)
        said.setTextRenderMode(3)
        said.textOut("√")
        said.setTextRenderMode(0)
        canvas.drawText(said)
        canvas.setLineWidth(box * 0.17)
        path = canvas.beginPath()
        path.moveTo(x + 0.17 * box, y + 0.52 * box)
        path.lineTo(x + 0.42 * box, y + 0.22 * box)
        path.lineTo(x + 0.92 * box, y + 0.98 * box)
        canvas.drawPath(path, stroke=1, fill=0)


class Rule(Flowable):
    """An empty line to write on, ``height`` points high."""

    def __init__(self, height: float = 15) -> None:
        super().__init__()
        self._high = height

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        self.width, self.height = aW, self._high
        return self.width, self.height

    def draw(self) -> None:
        self.canv.setStrokeColor(look.STRONG)
        self.canv.setLineWidth(0.4)
        self.canv.line(0, 2, self.width, 2)
