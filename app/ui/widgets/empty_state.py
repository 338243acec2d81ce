"""What an empty list or page shows: a picture, what it is for, and the one thing to do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.ui.context import Ui
from app.ui.widgets.buttons import ActionButton
from app.ui.widgets.labels import Label

_SIZE = 40


class EmptyState(QWidget):
    """``action``: the one thing to do from here, or None."""

    def __init__(
        self, ui: Ui, icon: str, title_key: str, text_key: str, action: QAction | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._ui, self._icon = ui, icon
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 32, 24, 32)
        column.setSpacing(10)
        self._picture = QLabel(self)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title = Label(ui, title_key, role="heading")
        self.text = Label(ui, text_key, role="muted")
        column.addStretch(1)
        column.addWidget(self._picture)
        for label in (self.title, self.text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        self.button: ActionButton | None = None
        if action is not None:
            self.button = ActionButton(ui, action, "primary")
            column.addSpacing(4)
            column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        ui.theme_changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        self._picture.setPixmap(self._ui.icon(self._icon, "muted").pixmap(_SIZE, _SIZE))
