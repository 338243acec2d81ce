"""Asking for the name of a view."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.ui.context import Ui
from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import Label


class NameDialog(QDialog):
    """One line and two buttons; ``named`` tells the name that was accepted."""

    named = Signal(str)

    def __init__(self, ui: Ui, parent: QWidget, title_key: str, name: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(ui.t(title_key))
        self.setMinimumWidth(380)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(Label(ui, title_key, role="heading"))
        self.line = QLineEdit(name, self)
        self.line.setMaxLength(60)
        self.line.setAccessibleName(ui.t("ui.customers.view_name"))
        self.line.setPlaceholderText(ui.t("ui.customers.view_name"))
        self.line.textChanged.connect(self._allow)
        column.addWidget(self.line)
        row = QHBoxLayout()
        row.addStretch(1)
        cancel = Button(ui, "ui.cancel", "secondary")
        cancel.clicked.connect(self.reject)
        self.yes = Button(ui, "ui.customers.view_keep", "primary")
        self.yes.clicked.connect(self._accept)
        row.addWidget(cancel)
        row.addWidget(self.yes)
        column.addLayout(row)
        self.line.returnPressed.connect(self._accept)
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
