"""The small cross with which Qt empties a line: it has no name of its own, so a screen reader would say "button"."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QToolButton


def name_clear_button(line: QLineEdit, text: str) -> None:
    """Say what the cross does; again when the language is another. Nothing happens to a line without one."""
    for button in line.findChildren(QToolButton):
        button.setAccessibleName(text)
        button.setToolTip(text)
