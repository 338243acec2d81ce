"""One-colour icons: SVG files whose strokes say ``currentColor``, coloured by a token when loaded."""

from __future__ import annotations

import math
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap

_SIZE = 20


class Icons:
    """Icons of one folder. Drawn once per name, colours and scale, then kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: dict[tuple[str, str, str], QIcon] = {}

    def icon(self, name: str, colour: str, off: str = "") -> QIcon:
        """The icon ``name`` in ``#rrggbb``, in ``off`` where it is disabled ("": as Qt pales it); sharp on the finest screen.

        FileNotFoundError when there is no such file.
        """
        key = (name, colour, off)
        if key not in self._kept:
            self._kept[key] = QIcon()
            self._draw(self._kept[key], name, colour, QIcon.Mode.Normal)
            if off:
                self._draw(self._kept[key], name, off, QIcon.Mode.Disabled)
        return self._kept[key]

    def _draw(self, icon: QIcon, name: str, colour: str, mode: QIcon.Mode) -> None:
        from PySide6.QtSvg import QSvgRenderer

        text = (self._folder / f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
        renderer = QSvgRenderer(QByteArray(text.encode()))
        sharpest = max(1, math.ceil(QGuiApplication.instance().devicePixelRatio()))  # type: ignore[union-attr]
        for scale in sorted({1, sharpest}):
            pixmap = QPixmap(QSize(_SIZE * scale, _SIZE * scale))
            pixmap.fill(QColor(0, 0, 0, 0))
            painter = QPainter(pixmap)
            renderer.render(painter, QRectF(0, 0, _SIZE * scale, _SIZE * scale))
            painter.end()
            icon.addPixmap(pixmap, mode)
