"""The few dialogs there are. They are opened, never executed: no second event loop."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from app.ui.context import Ui
from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import Label


class Message(QDialog):
    """Icon, title, text and buttons. ``opened`` counts on closing: each dialog deletes itself."""

    def __init__(self, ui: Ui, parent: QWidget, icon: tuple[str, str], title: str, text: str) -> None:
        super().__init__(parent)
        self._ui = ui
        self._calls: list[tuple[Button, Callable[[], object] | None]] = []
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(440)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 18, 20, 16)
        outer.setSpacing(14)
        row = QHBoxLayout()
        row.setSpacing(12)
        picture = QLabel(self)
        picture.setPixmap(ui.icon(*icon).pixmap(26, 26))
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addWidget(Label(ui, text=title, role="heading"))
        self.text = Label(ui, text=text)
        self.text.set_selectable()
        words.addWidget(self.text)
        row.addLayout(words, 1)
        outer.addLayout(row)
        self.extra = QVBoxLayout()
        outer.addLayout(self.extra)
        self._buttons = QHBoxLayout()
        self._buttons.addStretch(1)
        outer.addLayout(self._buttons)

    def add_button(self, key: str, kind: str, call: Callable[[], object] | None, close: bool = True) -> Button:
        """A button; ``call`` comes after the dialog has closed (or at once when it stays)."""
        button = Button(self._ui, key, kind, parent=self)
        self._buttons.addWidget(button)
        self._calls.append((button, call))
        button.clicked.connect(self._close_with if close else self._stay_with)
        return button

    def _call_of(self, sender: object) -> Callable[[], object] | None:
        return next((call for button, call in self._calls if button is sender), None)

    def _close_with(self) -> None:
        call = self._call_of(self.sender())
        self.close()
        if call is not None:
            call()

    def _stay_with(self) -> None:
        call = self._call_of(self.sender())
        if call is not None:
            call()


def ask(ui: Ui, parent: QWidget, title: str, text: str, yes_key: str, on_yes: Callable[[], object], danger: bool) -> Message:
    """Yes or cancel; Escape cancels."""
    dialog = Message(ui, parent, ("warning", "warning") if danger else ("info", "accent_text"), title, text)
    dialog.add_button("ui.cancel", "secondary", None)
    yes = dialog.add_button(yes_key, "danger" if danger else "primary", on_yes)
    if not danger:
        yes.setFocus()
    dialog.open()
    return dialog


def fault(ui: Ui, parent: QWidget, text: str, retry: Callable[[], object] | None) -> Message:
    """The machine's fault: what to do about it, and once more."""
    dialog = Message(ui, parent, ("warning", "warning"), ui.t("ui.fault.title"), text)
    dialog.extra.addWidget(Label(ui, "ui.fault.advice", role="muted"))
    dialog.add_button("ui.close", "secondary", None)
    if retry is not None:
        dialog.add_button("ui.retry", "primary", retry).setFocus()
    dialog.open()
    return dialog


class CrashNote(Message):
    """Our fault: what is safe, where the report lies, and the report itself."""

    def __init__(self, ui: Ui, parent: QWidget, saved: str, report: str, path: str) -> None:
        super().__init__(ui, parent, ("error", "danger"), ui.t("ui.crash.title"), ui.t("ui.crash.text", saved=saved))
        self._report = report
        box = QPlainTextEdit(report)
        box.setReadOnly(True)
        box.setTabChangesFocus(True)
        box.setFixedHeight(150)
        box.setAccessibleName(ui.t("ui.crash.report"))
        self.extra.addWidget(box)
        if path:  # a long one may be broken behind each folder
            self.extra.addWidget(Label(ui, "ui.crash.path", path=path.replace("/", "/\u200b"), role="small"))
        self.add_button("ui.crash.copy", "secondary", self._copy, close=False)
        self.add_button("ui.crash.continue", "primary", None).setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report)
