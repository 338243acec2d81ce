"""A list of names and what they are, one line each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from app.ui.context import Ui
from app.ui.widgets.flow import clear_layout
from app.ui.widgets.labels import Label, Rule


class KeyValue(QWidget):
    """Names at the left, values at the right; a value is a text or any widget. Nothing is cut, long texts wrap."""

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ui = ui
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(1, 3)
        self._last = 0

    def set_rows(self, rows: Sequence[tuple[str, str | QWidget]], align_right: bool = True) -> None:
        """Replace all lines."""
        clear_layout(self._grid)
        self._grid.setRowStretch(self._last, 0)
        self._last = len(rows) * 2
        self._grid.setRowStretch(self._last, 1)
        side = Qt.AlignmentFlag.AlignRight if align_right else Qt.AlignmentFlag.AlignLeft
        for number, (name, value) in enumerate(rows):
            line = number * 2
            if number:
                self._grid.addWidget(Rule(), line - 1, 0, 1, 2)
            label = Label(self._ui, text=name, role="muted")
            label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(label, line, 0)
            if isinstance(value, QWidget):
                self._grid.addWidget(value, line, 1, side | Qt.AlignmentFlag.AlignVCenter)
            else:
                shown = Label(self._ui, text=value or "—", role="strong")
                shown.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
                shown.set_selectable()
                self._grid.addWidget(shown, line, 1)
