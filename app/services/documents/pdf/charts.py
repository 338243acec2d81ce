"""Charts drawn straight onto the page: vectors with searchable text, readable without colour, all labels in full.

What differs in meaning differs in pattern, not in colour alone: solid or hatched, full or dashed, filled or hollow.
"""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from reportlab.platypus import Flowable

from app.services.documents.pdf import breaking, fonts, look
from app.services.documents.pdf.tags import tagged


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
    for unit in breaking.clusters(text.replace("\n", " ")):
        if pieces and unit.isspace():
            pieces[-1] += unit
        else:
            pieces.append(unit)
    return pieces


class Chart(Flowable):
    """A drawing of fixed size; ``paint`` does the work with the origin at its lower left corner.

    ``alt`` says in words what the drawing shows, with its figures, for who cannot see it.
    """

    def __init__(self, width: float, height: float, alt: str = "") -> None:
        super().__init__()
        self.width, self.height, self.alt = width, height, alt

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        canvas: Any = self.canv
        tags = tagged(canvas)
        with tags.leaf(canvas, "Figure", fonts.safe(self.alt)) if tags else nullcontext():
            canvas.saveState()
            self.paint(canvas)
            canvas.restoreState()

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

    @staticmethod
    def line(canvas: Any, x1: float, y1: float, x2: float, y2: float, colour: Any = look.LINE, width: float = 0.4) -> None:
        """Draw a straight line."""
        canvas.setStrokeColor(colour)
        canvas.setLineWidth(width)
        canvas.line(x1, y1, x2, y2)

    @staticmethod
    def bar(canvas: Any, x: float, y: float, wide: float, high: float, colour: Any, *, hatched: bool = False) -> None:
        """Draw a bar, solid or hatched with a frame, so that the two differ on a black-and-white printer too."""
        if wide <= 0:
            return
        canvas.setFillColor(look.WHITE if hatched else colour)
        canvas.setStrokeColor(colour)
        canvas.setLineWidth(0.6)
        canvas.rect(x, y, wide, high, stroke=int(hatched), fill=1)
        if hatched:
            canvas.saveState()
            path = canvas.beginPath()
            path.rect(x, y, wide, high)
            canvas.clipPath(path, stroke=0, fill=0)
            canvas.setLineWidth(0.5)
            at = x - high
            while at < x + wide:
                canvas.line(at, y, at + high, y + high)
                at += 3.2
            canvas.restoreState()


def placed(x: float, half: float, low: float, high: float) -> float:
    """Return the middle for a text of ``2·half`` points that wants to stand at ``x``, kept between ``low`` and ``high``."""
    return min(max(x, low + half), high - half)
