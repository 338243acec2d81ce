"""Which topic F1 opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from app.ui.main_window import Frame

PROPERTY = "helpTopic"
"""The Qt property by which a widget names its topic, for itself and all within it."""


def topic_here(frame: Frame) -> str:
    """The topic named by what has the focus or by something around it, else that of the screen that is shown."""
    widget: QWidget | None = QApplication.focusWidget()
    while widget is not None and widget is not frame:
        named = widget.property(PROPERTY)
        if isinstance(named, str) and named:
            return named
        widget = widget.parentWidget()
    return frame.current or "contents"
