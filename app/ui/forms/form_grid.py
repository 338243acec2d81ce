"""A form: labels at the left, fields at the right. Labels wrap; none is ever cut."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.ui.context import Ui
from app.ui.forms.base import Field
from app.ui.widgets.labels import Label, SectionTitle


class FormGrid(QWidget):
    """Rows are added from top to bottom; the Tab key follows the same order."""

    def __init__(self, ui: Ui, label_width: int = 200, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ui = ui
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(9)
        self._grid.setColumnMinimumWidth(0, label_width)
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(1, 5)
        self._row = 0

    def add(self, field: QWidget, *, key: str | None = None, text: str = "", help_text: str = "") -> Label:
        """One row. The label is a text of the catalogue (``key``) or data (``text``); a Field without a name takes it."""
        label = Label(self._ui, key, text=text)
        label.setBuddy(field.focusProxy() or field)
        column = QVBoxLayout()
        column.setSpacing(1)
        column.addWidget(label)
        if help_text:
            column.addWidget(Label(self._ui, text=help_text, role="small"))
        column.addStretch(1)
        label.setContentsMargins(0, 5, 0, 0)
        self._grid.addLayout(column, self._row, 0)
        self._grid.addWidget(field, self._row, 1, Qt.AlignmentFlag.AlignTop)
        if isinstance(field, Field) and not field.name().strip(": "):
            if key:
                field.set_name_key(key)
            else:
                field.set_name(text)
        self._row += 1
        return label

    def add_section(self, *, key: str | None = None, text: str = "") -> SectionTitle:
        """A heading over the following rows."""
        title = SectionTitle(self._ui, key, text=text)
        if self._row:
            title.setContentsMargins(0, 10, 0, 0)
        self._grid.addWidget(title, self._row, 0, 1, 2)
        self._row += 1
        return title
