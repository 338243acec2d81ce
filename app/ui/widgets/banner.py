"""Messages that do not stop the work: the banner on top of a page and the toast that goes away by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from app.models.domain.errors import UserError
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
        self._errors: tuple[UserError, ...] = ()
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
        ui.language_changed.connect(self._say_errors)
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text() if not self.isHidden() else ""

    def show_errors(self, errors: Sequence[UserError], kind: str = "danger") -> None:
        """Say each in a line of its own; unlike a message they follow the language."""
        self.show_message(self._said(errors), kind)
        self._errors = tuple(errors)

    def show_refusal(self, refusal: UserError | None) -> None:
        """Why the officer in use can type nothing here; None: he can."""
        if refusal is None:
            self.clear()
        else:
            self.show_errors((refusal,), "info")

    def show_message(
        self, text: str, kind: str = "info", action_text: str | None = None, action: Callable[[], object] | None = None
    ) -> None:
        """Show ``text`` as info, good, warning or danger; ``action`` is a bound method behind a button."""
        self._errors = ()
        self._text.set_text(text)
        self._action = action
        self._button.setText(action_text or "")
        self._button.setVisible(action is not None)
        self.setProperty("kind", kind)
        self.setAccessibleName(text)
        self.show()
        self._dress()

    def clear(self) -> None:
        self._action, self._errors = None, ()
        self.hide()

    def _said(self, errors: Sequence[UserError]) -> str:
        return "\n".join(dict.fromkeys(self._ui.error_text(error) for error in errors))

    def _say_errors(self, *_: object) -> None:
        if self._errors:
            self._text.set_text(self._said(self._errors))
            self.setAccessibleName(self._text.text())

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
    """A short note in the bar at the foot of the window; it leaves by itself and never takes the focus.

    It has a place of its own there, so that it covers nothing and takes no click that was meant for something else.
    """

    came_or_went = Signal()

    def __init__(self, ui: Ui, parent: QWidget) -> None:
        super().__init__(parent)
        self._ui = ui
        self._action: Callable[[], object] | None = None
        self.setObjectName("toast")
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 12, 2)
        row.setSpacing(10)
        self._text = Label(ui)
        self._button = QPushButton(self)
        row.addWidget(self._text, 1)
        row.addWidget(self._button)
        self._button.clicked.connect(self._act)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._leave)
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text() if not self.isHidden() else ""

    def show_text(self, text: str, action_text: str | None = None, action: Callable[[], object] | None = None) -> None:
        """Show ``text`` for some seconds, longer with a button (undo)."""
        self._text.set_text(text)
        self._text.setToolTip(text)
        self._action = action
        self._button.setText(action_text or "")
        self._button.setVisible(action is not None)
        self.show()
        self.came_or_went.emit()
        self._timer.start(UNDO_TOAST_MS if action else TOAST_MS)

    def take_room(self, room: int) -> int:
        """Be as wide as the text, ``room`` pixels at most, in as many lines as that needs; returns the height."""
        for widget in (self, self._text, self._button):
            widget.ensurePolished()  # its font is known only then
        sides = self._row.contentsMargins()
        beside = sides.left() + sides.right()
        if self._action is not None:
            beside += self._button.sizeHint().width() + self._row.spacing()
        text = self._text.fontMetrics().horizontalAdvance(self._text.text()) + 4
        self.setFixedWidth(min(text + beside, max(room, beside)))
        lines = self._text.heightForWidth(self.width() - beside)
        tall = max(lines, self._button.sizeHint().height() if self._action is not None else 0)
        return tall + sides.top() + sides.bottom()

    def _leave(self) -> None:
        self.hide()
        self.came_or_went.emit()

    def _act(self) -> None:
        action = self._action
        self._leave()
        if action is not None:
            action()
