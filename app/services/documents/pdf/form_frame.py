"""Measures and cells of the grade-change form: blocks with their name at the left, texts fitted into their room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from reportlab.platypus import Flowable, Paragraph, Table, TableStyle

from app.services.documents.forms import ChangeFormContent
from app.services.documents.pdf import look
from app.services.documents.pdf.look import para, style
from app.services.documents.pdf.tables import BASE
from app.services.documents.wording import Wording

EDGE = 12 * look.mm
FOOT = 11 * look.mm
WIDTH = look.PAGE[0] - 2 * EDGE
LABEL = 66.0
INNER = WIDTH - LABEL
SIZE = 7.3
PAD = 2.2

Rows = list[list[Any]]


@dataclass(slots=True)
class FormFrame:
    """What all blocks of the form are made with. ``overflow`` collects (name, text) for the attachment."""

    c: ChangeFormContent
    w: Wording
    overflow: list[tuple[str, str]] = field(default_factory=list)

    def text(
        self, words: str, *, bold: bool = False, colour: str = "text", align: look.Align = "left", size: float = SIZE
    ) -> Paragraph:
        return para(words, style(self.w.lang, size, bold=bold, colour=colour, align=align))

    def label(self, key: str) -> Paragraph:
        return self.text(self.w(key), colour="muted", size=SIZE - 0.6)

    def fitted(self, words: str, width: float, lines: int, name: str, *, bold: bool = False, size: float = SIZE) -> Flowable:
        """A text in at most ``lines`` lines; when it is longer, its beginning and where the whole of it stands."""
        look_ = style(self.w.lang, size, bold=bold)
        whole = para(words, look_)
        room = lines * look_.leading + 0.1
        inner = width - 2 * PAD - 2
        if whole.wrap(inner, 10000)[1] <= room:
            return whole
        self.overflow.append((self.w(name), words))
        tail = self.w("form.continued", n=len(self.overflow))
        low, high = 0, len(words)
        while low < high:
            middle = (low + high + 1) // 2
            fits = para(f"{words[:middle].rstrip()} {tail}", look_).wrap(inner, 10000)[1] <= room
            low, high = (middle, high) if fits else (low, middle - 1)
        return para(f"{words[:low].rstrip()} {tail}", look_)

    def block(
        self,
        key: str,
        rows: Sequence[Sequence[Any]],
        widths: Sequence[float],
        *,
        heights: Sequence[float] | None = None,
        spans: Sequence[tuple[tuple[int, int], tuple[int, int]]] = (),
        heads: bool = False,
        right: Sequence[int] = (),
    ) -> Table:
        """A framed block: its name at the left, its rows at the right over the width of the page."""
        scale = INNER / sum(widths)
        body = [[self.text(self.w(key), bold=True, size=SIZE) if place == 0 else "", *row] for place, row in enumerate(rows)]
        table = Table(body, colWidths=[LABEL, *(width * scale for width in widths)], minRowHeights=heights)
        commands: list[tuple[Any, ...]] = [
            BASE,
            ("SPAN", (0, 0), (0, -1)),
            ("BACKGROUND", (0, 0), (0, -1), look.HEAD),
            ("BOX", (0, 0), (-1, -1), 0.7, look.TEXT),
            ("INNERGRID", (1, 0), (-1, -1), 0.35, look.STRONG),
            ("LINEAFTER", (0, 0), (0, -1), 0.35, look.STRONG),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("LEFTPADDING", (0, 0), (-1, -1), PAD + 0.8),
            ("RIGHTPADDING", (0, 0), (-1, -1), PAD),
            ("TOPPADDING", (0, 0), (-1, -1), 1.1),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2.1),
        ]
        if heads:
            commands.append(("BACKGROUND", (1, 0), (-1, 0), look.HEAD))
        commands += [("SPAN", (first[0] + 1, first[1]), (last[0] + 1, last[1])) for first, last in spans]
        commands += [("ALIGN", (column + 1, 0), (column + 1, -1), "RIGHT") for column in right]
        table.setStyle(TableStyle(commands))
        return table
