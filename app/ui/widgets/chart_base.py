"""What own-drawn pictures share: repaint on theme and language, a text alternative, a few drawing helpers."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.context import Ui

CENTRE = int(Qt.AlignmentFlag.AlignCenter)
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class Chart(QWidget):
    """A picture drawn by ``draw``; ``words`` says the same for screen readers and as a tool tip."""

    def __init__(self, ui: Ui, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ui = ui
        self.setMinimumHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        ui.theme_changed.connect(self.refresh)
        ui.language_changed.connect(self.refresh)

    def words(self) -> str:
        """The content in words."""
        return ""

    def draw(self, painter: QPainter) -> None:
        """Paint the content."""

    def refresh(self) -> None:
        """Content, language or colours have changed."""
        self.setAccessibleName(self.words())
        self.setToolTip(self.words())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(painter)
        painter.end()

    def _font(self, pixels: int = 12, bold: bool = False) -> QFont:
        """The font of the window; ``pixels`` at the ordinary text size."""
        font = QFont(self.font())
        font.setPixelSize(self._ui.px(pixels))
        font.setBold(bold)
        return font


def wrapped(painter: QPainter, box: QRectF, flags: int, text: str) -> QRectF:
    """Draw ``text`` in as many lines as it takes in the width of ``box``; return what it covered."""
    flags |= int(Qt.TextFlag.TextWordWrap)
    painter.drawText(box, flags, text)
    return painter.boundingRect(box, flags, text)
