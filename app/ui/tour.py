"""A short tour: a few callouts beside the parts of the window. Escape ends it; it never holds anything up."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.context import Ui
from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import Label

_WIDTH = 340
_GAP = 12


@dataclass(frozen=True, slots=True)
class Stop:
    """A part of the window; ``name`` is the last part of its texts' keys."""

    name: str
    target: QWidget


class _Ring(QWidget):
    """The frame round the part that is talked about; the mouse goes through."""

    def __init__(self, ui: Ui, window: QWidget) -> None:
        super().__init__(window)
        self._ui = ui
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._ui.colour("focus"), 3))
        painter.drawRoundedRect(self.rect().adjusted(2, 2, -3, -3), 7, 7)
        painter.end()


class Tour(QFrame):
    """The callout itself; made for one tour, gone after it."""

    def __init__(self, ui: Ui, window: QWidget, stops: tuple[Stop, ...]) -> None:
        super().__init__(window)
        self._ui, self._window, self._stops, self._at = ui, window, stops, 0
        self._before = window.focusWidget()
        self.setObjectName("callout")
        self.setFixedWidth(ui.px(_WIDTH))
        self._ring = _Ring(ui, window)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(8)
        self._title, self._text = Label(ui, role="heading"), Label(ui)
        self._count = Label(ui, role="small", wrap=False)
        self.end, self.previous, self.next = (
            Button(ui, "ui.tour.end", "ghost"), Button(ui, "ui.welcome.previous"), Button(ui, "ui.welcome.next", "primary")
        )
        self.end.clicked.connect(self.close_tour)
        self.previous.clicked.connect(self._back)
        self.next.clicked.connect(self._on)
        column.addWidget(self._title)
        column.addWidget(self._text)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._count)
        row.addStretch(1)
        for button in (self.end, self.previous, self.next):
            row.addWidget(button)
        column.addLayout(row)
        window.installEventFilter(self)
        ui.language_changed.connect(self._show)
        self._show()

    @property
    def stop(self) -> str:
        """Name of the part that is talked about."""
        return self._stops[self._at].name

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_tour()
        elif event.key() == Qt.Key.Key_Right:
            self._on()
        elif event.key() == Qt.Key.Key_Left:
            self._back()
        else:
            super().keyPressEvent(event)

    def close_tour(self) -> None:
        """End it; the focus goes back to where it was."""
        self._window.removeEventFilter(self)
        self._ring.hide()
        self._ring.deleteLater()
        self.hide()
        self.deleteLater()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus()

    def _on(self) -> None:
        if self._at + 1 == len(self._stops):
            self.close_tour()
        else:
            self._at += 1
            self._show()

    def _back(self) -> None:
        self._at = max(0, self._at - 1)
        self._show()

    def _show(self) -> None:
        last = self._at + 1 == len(self._stops)
        self._title.set_key(f"ui.tour.{self.stop}")
        back = QKeySequence("Alt+Left").toString(QKeySequence.SequenceFormat.NativeText)
        self._text.set_key(f"ui.tour.{self.stop}.text", back=back)
        self._count.set_key("ui.tour.step", n=self._at + 1, of=len(self._stops))
        self.next.set_key("ui.tour.last" if last else "ui.welcome.next")
        self.end.setVisible(not last)
        self.previous.setVisible(self._at > 0)
        self._place()
        for widget in (self._ring, self):
            widget.show()
            widget.raise_()
        self.next.setFocus()

    def _place(self) -> None:
        """Beside the part: right of what stands at the left, above what lies at the foot, else below."""
        target, room = self._stops[self._at].target, self._window.rect()
        at = QRect(target.mapTo(self._window, QPoint(0, 0)), target.size())
        self._ring.setGeometry(at.adjusted(-3, -3, 3, 3).intersected(room))
        self.ensurePolished()
        self._column.invalidate()  # the texts are others
        size = self.sizeHint().expandedTo(self.minimumSizeHint())
        height = max(size.height(), self._column.totalHeightForWidth(self.width()))
        self.resize(self.width(), height)
        if at.right() < room.width() // 2:
            place = QPoint(at.right() + _GAP, at.top() + 4)
        elif at.top() > room.height() // 2:
            place = QPoint(at.left(), at.top() - height - _GAP)
        else:
            place = QPoint(at.left(), at.bottom() + _GAP)
        left = max(_GAP, min(place.x(), room.width() - self.width() - _GAP))
        top = max(_GAP, min(place.y(), room.height() - height - _GAP))
        self.move(left, top)
