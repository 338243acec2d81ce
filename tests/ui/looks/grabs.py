"""Contrast as it is really painted: the ground of a text is its commonest colour, its ink the colour farthest from that."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from app.ui.theme.contrast import contrast
from tests.ui.looks.audit import name_of, shown, visible_part

LEAST = 4.5
_SHARP = 3  # drawn three times as large: the middle of a stroke has the full colour of the ink


def picture(widget: QWidget) -> QImage:
    """``widget`` with what lies under it, at three device pixels a point."""
    window = widget.window()
    area = visible_part(widget, window)
    image = QImage(QSize(area.width() * _SHARP, area.height() * _SHARP), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_SHARP)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    window.render(painter, QPoint(0, 0), area)
    painter.end()
    return image


def measured(image: QImage) -> float:
    """Contrast of the ink to the ground; 21 where nothing is drawn."""
    seen: Counter[int] = Counter()
    for y in range(0, image.height(), 1):
        for x in range(0, image.width(), 2):
            seen[image.pixel(x, y)] += 1
    if len(seen) < 2:
        return 21.0
    ground = QColor(seen.most_common(1)[0][0]).name()
    few = max(2, sum(seen.values()) // 2000)
    return max((contrast(QColor(colour).name(), ground) for colour, count in seen.items() if count >= few), default=21.0)


def unreadable(root: QWidget, most: int = 400) -> list[str]:
    """Labels and buttons whose text is too pale where it stands; what is switched off needs no contrast."""
    found: list[str] = []
    window = root.window()
    for one in list(shown(root))[:most]:
        if not isinstance(one, QLabel | QAbstractButton) or not one.text().strip() or not one.isEnabled():
            continue
        part = visible_part(one, window)
        if part.width() < 12 or part.height() < 10 or part.size() != one.size():
            continue
        ratio = measured(picture(one))
        if ratio < LEAST:
            found.append(f"{one.text()[:60]!r} of {name_of(one)}: {ratio:.2f}")
    return found
