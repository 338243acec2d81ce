"""Messages that do not stop the work: the banner on top of a page and the toast that goes away by itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from app.ui.context import Ui
from app.ui.widgets.buttons import IconButton
from app.ui.widgets.labels import Label, repolish

_ICONS = {
    "info": ("info", "info_text"),
    "good": ("check", "good_text"),
    "warning": ("warning", "warning_text"),
    "danger": ("error", "danger_text"),
}
TOAST_MS = 6000
UNDO_TOAST_MS = 12000


class Banner(QFrame):
    """One message on top of a page: icon, text, an optional button, a cross. Hidden while there is none."""

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ui = ui
        self._action: Callable[[], object] | None = None
        self.setObjectName("banner")
        self.setProperty("kind", "info")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 7, 8, 7)
        row.setSpacing(9)
        self._picture = QLabel(self)
        self._text = Label(ui)
        self._button = QPushButton(self)
        self._close = IconButton(ui, "close", "ui.banner.close")
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        row.addWidget(self._button)
        row.addWidget(self._close)
        self._button.clicked.connect(self._act)
        self._close.clicked.connect(self.clear)
        ui.theme_changed.connect(self._dress)
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text() if not self.isHidden() else ""

    def show_message(
        self, text: str, kind: str = "info", action_text: str | None = None, action: Callable[[], object] | None = None
    ) -> None:
        """Show ``text`` as info, good, warning or danger; ``action`` is a bound method behind a button."""
        self._text.set_text(text)
        self._action = action
        self._button.setText(action_text or "")
        self._button.setVisible(action is not None)
        self.setProperty("kind", kind)
        self.setAccessibleName(text)
        self.show()
        self._dress()

    def clear(self) -> None:
        self._action = None
        self.hide()

    def _dress(self) -> None:
        name, token = _ICONS[self.property("kind")]
        self._picture.setPixmap(self._ui.icon(name, token).pixmap(20, 20))
        for widget in (self, self._text):
            repolish(widget)

    def _act(self) -> None:
        action = self._action
        self.clear()
        if action is not None:
            action()


class Toast(QFrame):
    """A short note at the foot of the window; it leaves by itself and never takes the focus."""

    def __init__(self, ui: Ui, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._action: Callable[[], object] | None = None
        self.setObjectName("toast")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 9, 12, 9)
        self._text = Label(ui, wrap=False)
        self._button = QPushButton(self)
        row.addWidget(self._text)
        row.addWidget(self._button)
        self._button.clicked.connect(self._act)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.hide)
        window.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text() if not self.isHidden() else ""

    def show_text(self, text: str, action_text: str | None = None, action: Callable[[], object] | None = None) -> None:
        """Show ``text`` for some seconds, longer with a button (undo)."""
        self._text.set_text(text)
        self._action = action
        self._button.setText(action_text or "")
        self._button.setVisible(action is not None)
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._timer.start(UNDO_TOAST_MS if action else TOAST_MS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return False

    def _place(self) -> None:
        room = self._window.rect()
        self.move((room.width() - self.width()) // 2, room.height() - self.height() - 48)

    def _act(self) -> None:
        action = self._action
        self.hide()
        if action is not None:
            action()
