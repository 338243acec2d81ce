"""Contrast as it is really painted: the ground of a text is its commonest colour, its ink the colour farthest from that."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from app.ui.theme.contrast import contrast
from tests.ui.looks.audit import name_of, shown, visible_part

LEAST = 4.5
_SHARP = 3  # drawn three times as large: the middle of a stroke has the full colour of the ink
_KINDS = ("role", "badge", "kind", "state", "segment")


def pixels(window: QWidget) -> NDArray[np.uint32]:
    """The window at three device pixels a point."""
    size = QSize(window.width() * _SHARP, window.height() * _SHARP)
    image = QImage(size, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_SHARP)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    window.render(painter, QPoint(0, 0))
    painter.end()
    return np.frombuffer(image.constBits(), dtype=np.uint32).reshape(size.height(), size.width()).copy()


def measured(part: NDArray[np.uint32]) -> float:
    """Contrast of the ink to the ground; 21 where nothing is drawn."""
    colours, counts = np.unique(part, return_counts=True)
    if len(colours) < 2:
        return 21.0
    ground = QColor(int(colours[counts.argmax()])).name()
    few = max(3, part.size // 2000)
    return max((contrast(QColor(int(one)).name(), ground) for one in colours[counts >= few]), default=21.0)


def _alike(widget: QWidget) -> tuple[object, ...]:
    """What the style sheet goes by: of texts that are alike one is measured."""
    parent = widget.parentWidget()
    kinds = tuple(str(widget.property(kind)) for kind in _KINDS)
    return (type(widget), widget.objectName(), type(parent), parent.objectName() if parent else "", widget.styleSheet(), kinds)


def unreadable(root: QWidget, seen: set[tuple[object, ...]] | None = None) -> list[str]:
    """Labels and buttons whose text is too pale where it stands; what is switched off needs no contrast.

    ``seen``: what was measured already, to go through many pages; it is added to.
    """
    found: list[str] = []
    seen = set() if seen is None else seen
    window = root.window()
    whole = pixels(window)
    for one in shown(root):
        if not isinstance(one, QLabel | QAbstractButton) or not one.text().strip() or not one.isEnabled() or _alike(one) in seen:
            continue
        part: QRect = visible_part(one, window)
        if part.width() < 12 or part.height() < 10 or part.size() != one.size():
            continue
        seen.add(_alike(one))
        top, left = part.top() * _SHARP, part.left() * _SHARP
        ratio = measured(whole[top:top + part.height() * _SHARP, left:left + part.width() * _SHARP])
        if ratio < LEAST:
            found.append(f"{one.text()[:60]!r} of {name_of(one)}: {ratio:.2f}")
    return found
