"""Whose Ctrl+Z it is: while a text field holds typing that is not in the store yet, the field undoes it by itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

from app.ui.forms.base import Field

TextWidget = QLineEdit | QPlainTextEdit

_UNDO = (QKeySequence("Ctrl+Z"),)
_REDO = (QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y"))


class Typing(QObject):
    """Watches the text field that has the focus, and no other."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._watched: TextWidget | None = None
        self._saved = ""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focused)
        self._focused(None, app.focusWidget())

    def note_saved(self) -> None:
        """Everything typed is in the store."""
        if self._watched is not None and isValid(self._watched):
            self._saved = _text(self._watched)

    @property
    def has_own(self) -> bool:
        """Whether the field in hand has something typed that only it can undo."""
        widget = self._watched
        if widget is None or not isValid(widget) or not _can(widget, back=True):
            return False
        return _text(widget) != self._saved or _is_refused(widget)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and watched is self._watched:
            pressed = QKeySequence(event.keyCombination())
            mine = self.has_own if pressed in _UNDO else _can(self._watched, back=False) if pressed in _REDO else True
            if not mine:
                event.ignore()  # so the key is the window's: the step before is undone
                return True
        return False

    def _focused(self, old: QWidget | None, new: QWidget | None) -> None:
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = new if isinstance(new, QLineEdit | QPlainTextEdit) else None
        if self._watched is not None:
            self._saved = _text(self._watched)
            self._watched.installEventFilter(self)


def _text(widget: TextWidget) -> str:
    return widget.text() if isinstance(widget, QLineEdit) else widget.toPlainText()


def _can(widget: TextWidget, *, back: bool) -> bool:
    if isinstance(widget, QLineEdit):
        return widget.isUndoAvailable() if back else widget.isRedoAvailable()
    document = widget.document()
    return document.isUndoAvailable() if back else document.isRedoAvailable()


def _is_refused(widget: QWidget) -> bool:
    """Whether the field shows that its text could not be taken: it stands nowhere but here."""
    field: QWidget | None = widget
    while field is not None and not isinstance(field, Field):
        field = field.parentWidget()
    return field is not None and field.has_error()
