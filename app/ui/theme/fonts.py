"""The program's own font: the same look on every system, and Chinese on systems that have no Chinese font."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

FAMILY = "Zixin Sans"
BASE_PIXELS = 13
BASE_POINTS = 10
"""The ordinary text size; 13 pixels at 96 pixels an inch."""
SMALLEST_POINTS, LARGEST_POINTS = 9, 18


def pixels(size: int, points: int) -> int:
    """``size`` pixels at the ordinary text size, as many as that is at ``points``."""
    return round(size * points / BASE_POINTS)


def base_font(points: int = BASE_POINTS) -> QFont:
    """The font of the program at a text size."""
    font = QFont(FAMILY)
    font.setPixelSize(pixels(BASE_PIXELS, points))
    return font


def load_fonts(folder: Path) -> QFont:
    """Register both weights and return the base font. FileNotFoundError when a font file is missing or damaged."""
    for name in ("ZixinSans-Regular.ttf", "ZixinSans-Bold.ttf"):
        if QFontDatabase.addApplicationFont(str(folder / name)) < 0:
            raise FileNotFoundError(folder / name)
    return base_font()
