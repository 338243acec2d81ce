"""Another officer takes over the window: with a password it is given first, and who worked before is signed out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.models.domain.errors import UserError
from app.ui.forms.password_edit import PasswordEdit
from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.ui.context import Ui
    from app.ui.frame.host import ScreenHost


Words = tuple[str, str, str]
SIGN_IN: Words = ("ui.sign_in.title", "ui.sign_in.text", "ui.sign_in.enter")


class PasswordDialog(QDialog):
    """Asks for the password of one officer until it fits or is given up. ``signed_in`` tells the name.

    ``words``: the keys of title, text and button, which say what it is asked for.
    """

    signed_in = Signal(str)

    def __init__(self, ui: Ui, parent: QWidget, host: ScreenHost, name: str, words: Words = SIGN_IN) -> None:
        super().__init__(parent)
        self._ui, self._host, self.name = ui, host, name
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(ui.t(words[0]))
        self.setMinimumWidth(ui.px(400))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 18, 20, 16)
        outer.setSpacing(12)
        outer.addWidget(Label(ui, text=name, role="heading"))
        outer.addWidget(Label(ui, words[1]))
        self.password = PasswordEdit(ui, "ui.sign_in.password")
        outer.addWidget(self.password)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        self.cancel = Button(ui, "ui.cancel", "secondary", parent=self)
        self.enter = Button(ui, words[2], "primary", parent=self)
        row.addWidget(self.cancel)
        row.addWidget(self.enter)
        outer.addLayout(row)
        self.cancel.clicked.connect(self.close)
        self.enter.clicked.connect(self._entered)
        self.password.line.returnPressed.connect(self._entered)
        self.password.line.setFocus()

    def _entered(self) -> None:
        if not self.enter.isEnabled():
            return
        self.password.set_error(None)
        self.enter.setEnabled(False)
        officers = self._host.services.officers
        self._host.runner.command(officers.sign_in, self.name, self.password.value(), done=self._fits, failed=self._refused)

    def _fits(self, _answer: object) -> None:
        self.signed_in.emit(self.name)
        self.close()

    def _refused(self, error: UserError) -> None:
        self.enter.setEnabled(True)
        self.password.set_error(error)
        self.password.line.setFocus()
        self.password.line.selectAll()


class OfficerSwitch(QObject):
    """Changes who works at the window."""

    def __init__(self, ui: Ui, window: QWidget, host: ScreenHost) -> None:
        super().__init__(window)
        self._ui, self._window, self._host = ui, window, host
        self._name = ""
        self._others: tuple[str, ...] = ()
        self.dialog: PasswordDialog | None = None

    def to(self, name: str, others: tuple[str, ...]) -> None:
        """``name`` takes over as soon as it is known that no password is asked for, or it was given."""
        self._name, self._others = name, others
        officers = getattr(self._host.services, "officers", None)
        if officers is None:
            self._take_over(name)
            return
        self._host.runner.query(officers.asks_password, name, done=self._told, key="officers.asks")

    def _told(self, asks: bool) -> None:
        if not asks:
            self._take_over(self._name)
            return
        if self.dialog is not None:
            self.dialog.close()
        self.dialog = PasswordDialog(self._ui, self._window, self._host, self._name)
        self.dialog.signed_in.connect(self._take_over)
        self.dialog.destroyed.connect(self._closed)
        self.dialog.open()

    def _closed(self) -> None:
        self.dialog = None

    def _take_over(self, name: str) -> None:
        before, services = self._host.officer, self._host.services
        if before != name and getattr(services, "officers", None) is not None:
            self._host.runner.command(services.officers.sign_out, before)
        self._host.set_officer(name, self._others)
