"""Asking for the name under which the understanding of files is remembered."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.ui.context import Ui
from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import Label

_LONGEST, _WIDTH = 120, 400


class ProfileName(QDialog):
    """One line and two buttons; ``named`` tells the name that was accepted."""

    named = Signal(str)

    def __init__(self, ui: Ui, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(ui.t("ui.imports.profile_name"))
        self.setMinimumWidth(ui.px(_WIDTH))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(Label(ui, "ui.imports.profile_name", role="heading"))
        column.addWidget(Label(ui, "ui.imports.profile_name_text", role="muted"))
        self.line = QLineEdit(name[:_LONGEST], self)
        self.line.setMaxLength(_LONGEST)
        self.line.setAccessibleName(ui.t("ui.imports.profile_name"))
        self.line.textChanged.connect(self._allow)
        self.line.returnPressed.connect(self._accept)
        column.addWidget(self.line)
        row = QHBoxLayout()
        row.addStretch(1)
        cancel = Button(ui, "ui.cancel", "secondary")
        cancel.clicked.connect(self.reject)
        self.yes = Button(ui, "ui.imports.profile_keep", "primary")
        self.yes.clicked.connect(self._accept)
        row.addWidget(cancel)
        row.addWidget(self.yes)
        column.addLayout(row)
        self._allow(name)
        self.line.setFocus()
        self.line.selectAll()

    def _allow(self, text: str) -> None:
        self.yes.setEnabled(bool(text.strip()))

    def _accept(self) -> None:
        name = self.line.text().strip()
        if name:
            self.accept()
            self.named.emit(name)
