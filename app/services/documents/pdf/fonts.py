"""The one font of all papers, registered once in a process."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from app import paths
from app.services.documents.glyphs import clean

REGULAR = "ZixinSans"
BOLD = "ZixinSans-Bold"
_LONGEST_HEAD = 400


class _Widths(dict[int, float]):
    """Widths by code point in thousandths; a missing one has the width of the missing glyph."""

    default = 0.0

    def __missing__(self, code: int) -> float:
        return self.default


class _QuickFont(TTFont):
    """The same font with the measuring of text, where most of the time goes, left to built-in functions."""

    def __init__(self, name: str, filename: str) -> None:
        super().__init__(name, filename)
        self._widths = _Widths(self.face.charWidths)
        self._widths.default = self.face.defaultWidth

    def stringWidth(self, text: str | bytes, size: float, encoding: str = "utf8") -> float:
        """Return the width of ``text`` in points."""
        words = text if isinstance(text, str) else text.decode(encoding)
        return 0.001 * size * sum(map(self._widths.__getitem__, map(ord, words)))


@cache
def register() -> frozenset[int]:
    """Register both styles with reportlab; return the code points that both can draw."""
    rl_config.useA85 = 0  # binary streams: a fifth smaller than as text, and every reader takes them
    files = paths.font_files()
    known: list[set[int]] = []
    for name, style in ((REGULAR, "regular"), (BOLD, "bold")):
        font = _QuickFont(name, str(files[style]))
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


def headed(parts: Sequence[str], size: float, room: float) -> str:
    """Return the parts of a running head in one line of ``room`` points: the last ones are left out where they do not fit."""
    kept = [safe(part).replace("\n", " ") for part in parts if part]
    while len(kept) > 1 and width("  ·  ".join(kept), size) > room:
        kept.pop()
    return trimmed("  ·  ".join(kept), size, room)


@lru_cache(maxsize=256)
def trimmed(text: str, size: float, room: float, bold: bool = False) -> str:
    """Return ``text`` shortened with an ellipsis to ``room`` points. Only for running heads, never for content."""
    text = text[:_LONGEST_HEAD]
    if width(text, size, bold) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if width(text[:middle] + "…", size, bold) <= room else (low, middle - 1)
    return text[:low].rstrip() + "…"
