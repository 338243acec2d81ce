"""The program's own font: the same look on every system, and Chinese on systems that have no Chinese font."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

FAMILY = "Zixin Sans"
BASE_PIXELS = 13


def load_fonts(folder: Path) -> QFont:
    """Register both weights and return the base font. FileNotFoundError when a font file is missing or damaged."""
    for name in ("ZixinSans-Regular.ttf", "ZixinSans-Bold.ttf"):
        if QFontDatabase.addApplicationFont(str(folder / name)) < 0:
            raise FileNotFoundError(folder / name)
    font = QFont(FAMILY)
    font.setPixelSize(BASE_PIXELS)
    return font
