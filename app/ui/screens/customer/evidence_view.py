"""A kept file inside the window: PDF by pages, a picture fitted to the room, a text; of other kinds it says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from app.ui.preview.view import PdfPreview
from app.ui.screens.customer.evidence_work import BROKEN, PDF, PICTURE, TEXT, Shown
from app.ui.widgets.labels import CENTRE, Label

if TYPE_CHECKING:
    from app.ui.frame.host import ScreenHost

_MOST_PIXELS = 4096


class PictureView(QWidget):
    """A picture as large as there is room, never larger than it is."""

    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(160, 160))

    def load(self, data: bytes, name: str) -> bool:
        """Show a picture; False when it cannot be read."""
        buffer = QBuffer(self)
        buffer.setData(QByteArray(data))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        reader = QImageReader(buffer)
        reader.setAutoTransform(True)
        size = reader.size()
        if size.isValid() and max(size.width(), size.height()) > _MOST_PIXELS:
            reader.setScaledSize(size.scaled(_MOST_PIXELS, _MOST_PIXELS, Qt.AspectRatioMode.KeepAspectRatio))
        self.image = reader.read()
        buffer.close()
        buffer.deleteLater()
        self.setAccessibleName(name)
        self.update()
        return not self.image.isNull()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.image.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self.image.size()
        if size.width() > self.width() or size.height() > self.height():
            size = size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
        painter.drawImage(QRectF(left, top, size.width(), size.height()), self.image)
        painter.end()


class EvidenceView(QStackedWidget):
    """One of four ways to look at a file."""

    def __init__(self, host: ScreenHost) -> None:
        super().__init__()
        ui = self._ui = host.ui
        self.pdf = PdfPreview(host)
        self.picture = PictureView()
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.words = QWidget()
        column = QVBoxLayout(self.words)
        self.sign = QLabel()
        self.sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.note = Label(ui, "ui.file.choose_file", role="muted")
        self.note.setProperty("alignment", CENTRE)
        column.addStretch(1)
        column.addWidget(self.sign)
        column.addWidget(self.note)
        column.addStretch(2)
        for widget in (self.words, self.pdf, self.picture, self.text):
            self.addWidget(widget)
        ui.theme_changed.connect(self._draw_sign)
        self._draw_sign()

    def clear(self) -> None:
        """Nothing is chosen."""
        self.pdf.clear()
        self.text.clear()
        self._say("ui.file.choose_file")

    def show_file(self, file: Shown) -> None:
        """Show a file the way its kind allows."""
        if file.kind == PDF:
            self.pdf.load_bytes(file.data, file.name)
            self.setCurrentWidget(self.pdf)
        elif file.kind == PICTURE and self.picture.load(file.data, file.name):
            self.setCurrentWidget(self.picture)
        elif file.kind == TEXT:
            self.text.setPlainText(file.text)
            self.text.setAccessibleName(file.name)
            self.setCurrentWidget(self.text)
        else:
            self._say("ui.file.broken" if file.kind in (BROKEN, PICTURE) else "ui.file.no_preview", name=file.name)

    def _say(self, key: str, **params: object) -> None:
        self.note.set_key(key, **params)
        self.setCurrentWidget(self.words)

    def _draw_sign(self) -> None:
        self.sign.setPixmap(self._ui.icon("document", "muted").pixmap(36, 36))
