"""Widths that grow and shrink with the text size."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.ui.context import Ui


class _Held(QObject):
    """Lives as long as its widget."""

    def __init__(self, ui: Ui, widget: QWidget, width: int, least: bool) -> None:
        super().__init__(widget)
        self._ui, self._widget, self._width, self._least = ui, widget, width, least
        ui.theme_changed.connect(self._set)
        self._set()

    def _set(self, *_what: object) -> None:
        width = self._ui.px(self._width)
        if self._least:
            self._widget.setMinimumWidth(width)
        else:
            self._widget.setFixedWidth(width)


def hold_width(ui: Ui, widget: QWidget, width: int, *, least: bool = False) -> None:
    """Keep ``widget`` as wide as ``width`` pixels are at the ordinary text size; with ``least`` it may be wider."""
    _Held(ui, widget, width, least)
