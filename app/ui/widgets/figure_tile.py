"""A figure that is also a way: a tile with a name, a number and what to know about it, pressed like a button."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from app.ui.context import Ui
from app.ui.widgets.labels import Label

_RADIUS = 8


class FigureTile(QAbstractButton):
    """Checkable: lit while the page shows what it counts. ``urgent`` gives the number the colour of danger."""

    def __init__(self, ui: Ui, name_key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ui = ui
        self._name_key = name_key
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(14, 11, 12, 11)
        column.setSpacing(2)
        self.name = Label(ui, name_key, role="muted")
        self.figure = Label(ui, role="figure", wrap=False)
        self.note = Label(ui, role="small")
        for label in (self.name, self.figure, self.note):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(label)
        column.addStretch(1)
        ui.language_changed.connect(self._say)
        ui.theme_changed.connect(self._paint_again)
        self._say()

    def show_figure(self, number: int, note: str, *, urgent: bool = False) -> None:
        """The number and a line about it."""
        self.figure.set_text(self._ui.number(number))
        self.figure.set_role("figureUrgent" if urgent else "figure")
        self.note.set_text(note)
        self._say()

    def sizeHint(self) -> QSize:
        return self._column.sizeHint()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._column.totalHeightForWidth(width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        ui = self._ui
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge, width = ("border", 1)
        if self.hasFocus():
            edge, width = ("focus", 2)
        elif self.isChecked():
            edge, width = ("accent", 2)
        painter.setPen(QPen(ui.colour(edge), width))
        painter.setBrush(ui.colour("accent_soft" if self.isChecked() else "hover" if self.underMouse() else "card"))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), _RADIUS, _RADIUS)
        painter.end()

    def _say(self) -> None:
        words = (self._ui.t(self._name_key), self.figure.text(), self.note.text())
        self.setAccessibleName(", ".join(word for word in words if word))

    def _paint_again(self) -> None:
        self.update()
