"""A password: shown as dots, never kept as a draft, taken as it was typed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from app.ui.context import Ui
from app.ui.forms.text_edits import LineEdit


class PasswordEdit(LineEdit):
    """One line of dots; empty is ""."""

    def __init__(self, ui: Ui, name_key: str | None = None, *, parent: QWidget | None = None) -> None:
        super().__init__(ui, name_key, max_length=1000, parent=parent)
        self.setProperty("noDraft", True)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhSensitiveData)

    def value(self) -> str:
        return self.line.text()

    def _read(self, text: str) -> tuple[str, str | None]:
        return text, None
