"""Colours, measures and paragraph styles of the papers. Every grey is dark enough to survive a black-and-white printer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm as mm
from reportlab.platypus import Paragraph

from app.models.domain.enums import Grade
from app.services.documents.pdf import breaking, fonts
from app.services.documents.pdf.tags import tagged

PAGE = A4
MARGIN = 17 * mm
TOP = 22 * mm
BOTTOM = 24 * mm
WIDTH = PAGE[0] - 2 * MARGIN


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of paper in points. The text is ``WIDTH`` wide on every sheet, so that tables look alike; margins take the rest."""

    width: float
    height: float

    @property
    def left(self) -> float:
        """Where the text begins."""
        return (self.width - WIDTH) / 2

    @property
    def right(self) -> float:
        """Where the text ends."""
        return self.left + WIDTH

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        return self.width, self.height


_SHEETS = {"a4": Sheet(*A4), "letter": Sheet(*LETTER)}


def sheet_of(paper: str) -> Sheet:
    """Return the sheet of a setting ("a4", "letter"); A4 for anything else."""
    return _SHEETS.get(paper, _SHEETS["a4"])


TEXT = HexColor("#1b2430")
MUTED = HexColor("#4f5b68")
ACCENT = HexColor("#0b5f5f")
SOFT = HexColor("#e4f0ef")
HEAD = HexColor("#eef1f4")
LINE = HexColor("#c9d0d8")
STRONG = HexColor("#8b96a3")
GOOD = HexColor("#136c43")
WARN = HexColor("#7a5500")
BAD = HexColor("#a31d1a")
WHITE = HexColor("#ffffff")

# Solid ground and the text on it, by grade; the same as the window's light theme.
GRADE_COLOURS: dict[Grade, tuple[Color, Color]] = {
    Grade.AAA: (HexColor("#23774f"), WHITE),
    Grade.AA: (HexColor("#4fa67c"), HexColor("#0f2018")),
    Grade.A: (HexColor("#86c5a4"), HexColor("#0f2018")),
    Grade.BBB: (HexColor("#e0b44a"), HexColor("#2b2107")),
    Grade.BB: (HexColor("#e6c573"), HexColor("#2b2107")),
    Grade.B: (HexColor("#eed8a4"), HexColor("#2b2107")),
    Grade.CCC: (HexColor("#e58d57"), HexColor("#2a1206")),
    Grade.CC: (HexColor("#dd7446"), HexColor("#200d04")),
    Grade.C: (HexColor("#b84520"), WHITE),
    Grade.D: (HexColor("#9c201b"), WHITE),
}

Align = Literal["left", "right", "center"]
_ALIGN: dict[Align, Literal[0, 1, 2]] = {"left": 0, "center": 1, "right": 2}


@cache
def style(
    lang: str,
    size: float = 8.5,
    *,
    bold: bool = False,
    colour: str = "text",
    align: Align = "left",
    before: float = 0,
    after: float = 0,
    keep: bool = False,
) -> ParagraphStyle:
    """Return a paragraph style. Chinese breaks between any two characters, the others between words."""
    fonts.register()
    colours = {"text": TEXT, "muted": MUTED, "accent": ACCENT, "good": GOOD, "warn": WARN, "bad": BAD, "white": WHITE}
    return ParagraphStyle(
        f"{lang}-{size}-{bold}-{colour}-{align}-{before}-{after}-{keep}",
        fontName=fonts.BOLD if bold else fonts.REGULAR,
        fontSize=size,
        leading=round(size * (1.42 if lang == "zh" else 1.34), 2),
        textColor=colours[colour],
        alignment=_ALIGN[align],
        spaceBefore=before,
        spaceAfter=after,
        keepWithNext=int(keep),
        wordWrap="CJK" if lang == "zh" else None,
        splitLongWords=1,
        allowWidows=0,
        allowOrphans=0,
    )


class Words(Paragraph):
    """A paragraph that tells the structure tree what it is: ``role`` P, H1, H2, LI …"""

    role = "P"

    def draw(self) -> None:
        canvas: Any = self.canv
        tags = tagged(canvas)
        if tags is None:
            super().draw()
            return
        with tags.leaf(canvas, self.role):
            super().draw()

    def breakLinesCJK(self, maxWidths: Any) -> Any:
        """Plain text breaks by the rules of ``breaking``; pieces of several looks as ReportLab does it."""
        again = hasattr(self, "blPara") and getattr(self, "_splitpara", False)
        if again or len(self.frags) != 1 or hasattr(self.frags[0], "cbDefn") or self.bulletText:
            return super().breakLinesCJK(maxWidths)
        self.height = 0
        piece = self.frags[0]
        text = piece.text if hasattr(piece, "text") else "".join(getattr(piece, "words", ()))
        rooms = maxWidths if isinstance(maxWidths, (list, tuple)) else [maxWidths]
        made = [(left, [line]) for left, line in breaking.lines(text, rooms, piece.fontName, piece.fontSize)]
        return piece.clone(kind=0, lines=made, ascent=piece.fontSize, descent=-0.2 * piece.fontSize)


def para(text: str, look: ParagraphStyle, role: str = "P") -> Paragraph:
    """Return a paragraph of plain text: markup in it is shown, never obeyed; line breaks are kept."""
    shown = fonts.safe(text)
    words = Words(escape(shown).replace("\n", "<br/>"), wrapping(shown, look))
    words.role = role
    return words


_HAN = 0x2E80  # from here on characters stand for themselves and lines break between any two


def wrapping(text: str, look: ParagraphStyle) -> ParagraphStyle:
    """Return ``look`` with the line breaks that the script of ``text`` asks for, whatever the language of the paper:
    between any two characters where Chinese outweighs, else between words."""
    han = 0 if text.isascii() else sum(1 for char in text if ord(char) >= _HAN)
    wanted = "CJK" if 3 * han > len(text.strip()) else None
    return look if look.wordWrap == wanted else _wrapped(look, wanted)


@cache
def _wrapped(look: ParagraphStyle, wrap: str | None) -> ParagraphStyle:
    return ParagraphStyle(f"{look.name}-{wrap}", parent=look, wordWrap=wrap)


def rich(parts: tuple[tuple[str, bool], ...], look: ParagraphStyle) -> Paragraph:
    """Return a paragraph of (text, bold) pieces; each piece is plain text."""
    pieces = []
    for text, bold in parts:
        piece = escape(fonts.safe(text)).replace("\n", "<br/>")
        pieces.append(f"<b>{piece}</b>" if bold else piece)
    return Words("".join(pieces), wrapping("".join(text for text, _ in parts), look))
