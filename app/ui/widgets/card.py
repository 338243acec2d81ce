"""The white card on the grey page: a title, an optional note at the right, a body."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.ui.context import Ui
from app.ui.widgets.labels import SectionTitle


class Card(QFrame):
    """``body`` takes the content."""

    def __init__(
        self, ui: Ui, title_key: str | None = None, *, title: str = "", note: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(15, 13, 15, 13)
        outer.setSpacing(9)
        self.head = SectionTitle(ui, title_key, text=title, note=note, parent=self)
        self.head.setVisible(bool(title_key or title))
        outer.addWidget(self.head)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(8)
        outer.addLayout(self.body, 1)

    def set_title(self, text: str) -> None:
        self.head.set_text(text)
        self.head.setVisible(bool(text))

    def set_note(self, text: str) -> None:
        self.head.set_note(text)
