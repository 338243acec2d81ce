"""What the desktop asks for: light, dark or high contrast. Where it says nothing (as without a display) it is light."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication


def system_theme() -> str:
    """The theme that fits the desktop now."""
    hints = QGuiApplication.styleHints()
    accessibility = getattr(hints, "accessibility", None)
    if accessibility is not None:
        wish = getattr(accessibility(), "contrastPreference", None)
        if wish is not None and wish() == Qt.ContrastPreference.HighContrast:
            return "contrast"
    return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"
