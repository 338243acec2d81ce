"""The place that says where files may be dropped; it lights up while files are over the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from app.ui.context import Ui
from app.ui.widgets.labels import Label


class DropZone(QFrame):
    """``body`` takes what stands at the right: the choice of the item, the button."""

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui, self._hot = ui, False
        self.body = QHBoxLayout(self)
        self.body.setContentsMargins(16, 12, 16, 12)
        self.body.setSpacing(12)
        self._sign = QLabel()
        self.words = Label(ui, "ui.file.drop_closed")
        self.body.addWidget(self._sign)
        self.body.addWidget(self.words, 1)
        ui.theme_changed.connect(self._draw_sign)
        self._draw_sign()

    def set_words(self, key: str, **params: object) -> None:
        """What the zone says; it is said aloud too."""
        self.words.set_key(key, **params)
        self.setAccessibleName(self.words.text())

    def set_hot(self, hot: bool) -> None:
        """Files are over the window now."""
        if hot != self._hot:
            self._hot = hot
            self._draw_sign()
            self.update()

    @property
    def hot(self) -> bool:
        return self._hot

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(self._ui.colour("accent_soft" if self._hot else "card"))
        edge = self._ui.colour("accent" if self._hot else "border_strong")
        painter.setPen(QPen(edge, 2 if self._hot else 1, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), 8, 8)
        painter.end()

    def _draw_sign(self) -> None:
        self._sign.setPixmap(self._ui.icon("plus", "accent_text" if self._hot else "muted").pixmap(24, 24))


def dropped_paths(mime: QMimeData) -> list[Path]:
    """The files and folders of this machine that are being dragged."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
