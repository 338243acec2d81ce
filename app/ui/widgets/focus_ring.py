"""The ring round an own-drawn widget that has the focus."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from app.ui.context import Ui


def draw_focus_ring(widget: QWidget, ui: Ui, radius: int) -> None:
    """Draw the ring if the focus is here. To be called from ``paintEvent``; ``radius`` of the corners in pixels."""
    if widget.hasFocus():
        painter = QPainter(widget)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ui.colour("focus"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(widget.rect().adjusted(1, 1, -1, -1), radius, radius)
        painter.end()
