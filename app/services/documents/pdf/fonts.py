"""The one font of all papers, registered once in a process."""

from __future__ import annotations

from functools import cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from app import paths
from app.services.documents.glyphs import clean

REGULAR = "ZixinSans"
BOLD = "ZixinSans-Bold"


@cache
def register() -> frozenset[int]:
    """Register both styles with reportlab; return the code points that both can draw."""
    files = paths.font_files()
    known: list[set[int]] = []
    for name, style in ((REGULAR, "regular"), (BOLD, "bold")):
        font = TTFont(name, str(files[style]))
        pdfmetrics.registerFont(font)
        known.append(set(font.face.charToGlyph))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)
    return frozenset(known[0] & known[1])


def safe(text: str) -> str:
    """Return ``text`` as the font can draw it (see ``glyphs.clean``)."""
    return clean(text, register())


def width(text: str, size: float, bold: bool = False) -> float:
    """Return the width of a text in points."""
    register()
    return float(pdfmetrics.stringWidth(text, BOLD if bold else REGULAR, size))


def trimmed(text: str, size: float, room: float, bold: bool = False) -> str:
    """Return ``text`` shortened with an ellipsis to ``room`` points. Only for running heads, never for content."""
    if width(text, size, bold) <= room:
        return text
    while text and width(text + "…", size, bold) > room:
        text = text[:-1]
    return text + "…"
