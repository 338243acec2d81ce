"""Cells and blocks of the grade-change form: the name of a block at the left, its rows beside it, texts fitted into their room.

A block is measured at its least height first; what is left of the page is shared out among the rows to write on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph, Table, TableStyle

from app.services.documents.forms import ChangeFormContent
from app.services.documents.pdf import fonts, look
from app.services.documents.pdf.look import para, style
from app.services.documents.pdf.tables import BASE
from app.services.documents.pdf.tags import TableMarks
from app.services.documents.pdf.ticks import Ticks
from app.services.documents.wording import Wording

WIDTH = look.PAGE[0] - 24 * look.mm  # on every sheet; wider margins take the rest
LABEL = 64.0
INNER = WIDTH - LABEL
# How much air and how many lines are taken away, step by step: lines last, for what they hold goes to the attachment.
TIGHTER = ((0, 0), (1, 0), (2, 0), (2, 1), (3, 2), (4, 3))
SIZE = 7.3
PAD = 3.0
# Above and below a text; the leading of a line stands below its letters.
_SPACE = {"zh": (2.7, 0.5)}
_SPACED = (2.0, 1.2)
# No sign of the font is narrower than this share of its size, so no line holds more of them.
_NARROWEST = 0.18

Cells = list[Any]
Command = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a block: its cells, its least height, and its share of the height that is left over."""

    cells: Cells
    least: float = 13.0
    share: float = 0.0


@dataclass(slots=True)
class Block:
    """A block that knows its least height and can be made higher."""

    body: list[Cells]
    columns: list[float]
    commands: list[Command]
    least: list[float]
    shares: list[float]
    heads: int = 0
    plain: bool = False  # no table for a reader that speaks: only its texts

    def __post_init__(self) -> None:
        table: Any = self._table(None)
        self.least = [float(height) for height in table._rowHeights]

    @property
    def height(self) -> float:
        """The least height in points."""
        return sum(self.least)

    @property
    def share(self) -> float:
        """How many parts of the height that is left over it takes."""
        return sum(self.shares)

    def table(self, part: float) -> Table:
        """The block with ``part`` points for each share."""
        return self._table([least + share * part for least, share in zip(self.least, self.shares, strict=True)])

    def _table(self, heights: list[float] | None) -> Table:
        marks = None if self.plain else TableMarks(self.heads, row_heads=True)
        least = self.least if heights is None else None
        table = Table(self.body, colWidths=self.columns, rowHeights=heights, minRowHeights=least, renderCB=marks)
        table.setStyle(TableStyle(self.commands))
        table.wrap(WIDTH, 2000)
        return table


@dataclass(slots=True)
class FormFrame:
    """What all blocks of the form are made with. ``overflow`` collects (name, text) for the attachment; ``tight`` (0 to
    ``len(TIGHTER)``) takes air out of every row and then lines off every text, until the page holds them all."""

    c: ChangeFormContent
    w: Wording
    overflow: list[tuple[str, str]] = field(default_factory=list)
    tight: int = 0
    _made: dict[tuple[object, ...], Paragraph] = field(default_factory=dict)  # kept from one step to the next

    def _para(self, words: str, look_: ParagraphStyle) -> Paragraph:
        key = (words, look_.name)
        if key not in self._made:
            self._made[key] = para(words, look_)
        return self._made[key]

    @property
    def filled(self) -> bool:
        """Whether this is the form of an entry of the log, not a blank one."""
        return self.c.no is not None

    def text(
        self, words: str, *, bold: bool = False, colour: str = "text", align: look.Align = "left", size: float = SIZE
    ) -> Paragraph:
        """A text that is known to be short."""
        return self._para(words, style(self.w.lang, size, bold=bold, colour=colour, align=align))

    def label(self, key: str) -> Paragraph:
        """The name of a field."""
        return self.text(self.w(key), colour="muted", size=SIZE - 0.6)

    def fitted(self, words: str, width: float, lines: int, name: str, *, bold: bool = False, size: float = SIZE) -> Flowable:
        """A text in at most ``lines`` lines of a column ``width`` points wide; when it is longer, its beginning and which
        attachment has the whole of it. ``name`` is the catalogue key that heads the attachment."""
        look_ = style(self.w.lang, size, bold=bold)
        inner = width - 2 * PAD - 1
        lines = max(1, lines - TIGHTER[self.tight][1])
        room = lines * look_.leading + 0.1
        most = int(lines * inner / (size * _NARROWEST))
        if len(words) <= most:
            whole = self._para(words, look_)
            if whole.wrap(inner, 10000)[1] <= room:
                return whole
        tail = self._tail(self._kept(name, words), look_, inner)
        key = (words, look_.name, inner, lines, tail)
        if key not in self._made:
            self._made[key] = self._beginning(words, tail, look_, inner, room, most)
        return self._made[key]

    def _beginning(self, words: str, tail: str, look_: ParagraphStyle, inner: float, room: float, most: int) -> Paragraph:
        """As much of the text as fits before ``tail``."""
        best, low, high = para(tail, look_), 0, min(len(words), most)
        while low < high:
            middle = (low + high + 1) // 2
            tried = para(f"{words[:middle].rstrip()} {tail}", look_)
            if tried.wrap(inner, 10000)[1] <= room:
                best, low = tried, middle
            else:
                high = middle - 1
        return best

    def _kept(self, name: str, words: str) -> int:
        """The number on the attachment of a text that goes there; the same text stands there once."""
        said = (self.w(name), words)
        if said not in self.overflow:
            self.overflow.append(said)
        return self.overflow.index(said) + 1

    def _tail(self, number: int, look_: ParagraphStyle, inner: float) -> str:
        """Where the whole text stands, in few words where the column is narrow."""
        tail = self.w("form.continued", n=number)
        wide = fonts.width(tail, look_.fontSize, look_.fontName == fonts.BOLD)
        return tail if wide < 0.6 * inner else self.w("form.continued_short", n=number)

    def block(
        self,
        key: str,
        rows: Sequence[Row],
        widths: Sequence[float],
        *,
        spans: Sequence[tuple[tuple[int, int], tuple[int, int]]] = (),
        heads: bool = False,
        commands: Sequence[Command] = (),
    ) -> Block:
        """A framed block: its name at the left, its rows over the width of the page. Columns count from the name's as 0."""
        scale = INNER / sum(widths)
        above, below = (part * (1 - 0.12 * TIGHTER[self.tight][0]) for part in _SPACE.get(self.w.lang, _SPACED))
        name = self.text(self.w(key), bold=True, colour="accent", size=SIZE + 0.2)
        body = [[name if place == 0 else "", *row.cells] for place, row in enumerate(rows)]
        styles: list[Command] = [
            BASE,
            ("SPAN", (0, 0), (0, -1)),
            ("BACKGROUND", (0, 0), (0, -1), look.SOFT),
            ("INNERGRID", (1, 0), (-1, -1), 0.35, look.STRONG),
            ("LINEAFTER", (0, 0), (0, -1), 0.35, look.STRONG),
            ("BOX", (0, 0), (-1, -1), 0.8, look.TEXT),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("LEFTPADDING", (0, 0), (-1, -1), PAD),
            ("RIGHTPADDING", (0, 0), (-1, -1), PAD),
            ("TOPPADDING", (0, 0), (-1, -1), above),
            ("BOTTOMPADDING", (0, 0), (-1, -1), below),
        ]
        for place, row in enumerate(rows):  # boxes to tick have no leading below them
            for column, cell in enumerate(row.cells, start=1):
                if isinstance(cell, Ticks):
                    at = (column, place)
                    styles += [("TOPPADDING", at, at, 0.8), ("BOTTOMPADDING", at, at, (above + below) - 0.8)]
        if heads:
            styles.append(("BACKGROUND", (1, 0), (-1, 0), look.HEAD))
        styles += [("SPAN", first, last) for first, last in spans]
        columns = [LABEL, *(width * scale for width in widths)]
        least, shares = [row.least * (1 - 0.05 * TIGHTER[self.tight][0]) for row in rows], [row.share for row in rows]
        return Block(body, columns, [*styles, *commands], least, shares, int(heads))
