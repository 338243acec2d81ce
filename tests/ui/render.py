"""Pictures of widgets and screens in every theme and language, to be looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from app import paths
from app.ui.context import Ui

LANGUAGES = ("en", "zh", "ru")
THEMES = ("light", "dark")


def picture(widget: QWidget, size: tuple[int, int] | None = None, scale: float = 1.0) -> QImage:
    """What ``widget`` looks like, ``scale`` device pixels a point."""
    if size is not None:
        widget.resize(*size)
    widget.ensurePolished()
    if not widget.isVisible():
        widget.show()
    if widget.layout() is not None:
        widget.layout().activate()
    area = widget.size()
    image = QImage(QSize(round(area.width() * scale), round(area.height() * scale)), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    widget.render(painter, QPoint(0, 0))
    painter.end()
    return image


def render(
    make: Callable[[Ui], QWidget],
    name: str,
    out: Path,
    size: tuple[int, int] = (1440, 900),
    langs: Sequence[str] = LANGUAGES,
    themes: Sequence[str] = THEMES,
    scale: float = 1.0,
) -> list[Path]:
    """``make(ui)`` builds the widget anew for each picture; returns the PNG files ``name-theme-lang.png``."""
    out.mkdir(parents=True, exist_ok=True)
    files = []
    for theme in themes:
        for lang in langs:
            ui = Ui(paths.resources(), lang, theme)
            ui.apply_theme()
            widget = make(ui)
            file = out / f"{name}-{theme}-{lang}.png"
            picture(widget, size, scale).save(str(file))
            widget.close()
            widget.deleteLater()
            files.append(file)
    return files
