"""What the desktop asks for: light, dark or high contrast. Where it says nothing (as without a display) it is light."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

_MIDDLE = 128


def first_theme() -> str:
    """The same before the first paint, from the ground of the palette that Qt starts with: asking for the scheme itself, or for
    the style, makes Qt build enum classes for up to thirty milliseconds that the paint need not wait for. High contrast is
    found later.
    """
    return "dark" if QApplication.palette().window().color().lightness() < _MIDDLE else "light"


def system_theme() -> str:
    """The theme that fits the desktop now."""
    from PySide6.QtCore import Qt

    hints = QGuiApplication.styleHints()
    accessibility = getattr(hints, "accessibility", None)
    if accessibility is not None:
        wish = getattr(accessibility(), "contrastPreference", None)
        if wish is not None and wish() == Qt.ContrastPreference.HighContrast:
            return "contrast"
    return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"
