"""Whose Ctrl+Z it is: while a text field holds typing that no step of the undo log holds, the field undoes it by itself.

Typing is in the log when autosave has written it by a command that made a step. Written as a draft it is safe from a crash,
but no step takes it back; nor does a command that somebody else gave make typing part of the log.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

from app.ui.forms.base import Field, note_in_store, text_in_store

TextWidget = QLineEdit | QPlainTextEdit
_Texts = dict[TextWidget, str]

_UNDO = (QKeySequence("Ctrl+Z"),)
_REDO = (QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y"))


class Typing(QObject):
    """Watches the text field that has the focus; of those left before it remembers what autosave has yet to write."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._watched: TextWidget | None = None
        self._marked: dict[object, _Texts] = {}  # by key of autosave
        self._written: _Texts = {}
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focused)
        self._focused(None, app.focusWidget())

    def note_marked(self, key: object) -> None:
        """Autosave is going to write something under ``key``: the text of the field in hand is part of it."""
        if self._watched is not None and isValid(self._watched):
            self._marked.setdefault(key, {})[self._watched] = _text(self._watched)

    def note_written(self, key: object, changed: bool) -> None:
        """What was marked under ``key`` is written; ``changed`` is False where only a draft is kept."""
        texts = self._marked.pop(key, {})
        if changed:
            self._written.update(texts)

    def note_step(self, *, made: bool) -> None:
        """The undo log was looked at after the last write: with a new step in it, what was written can be undone there."""
        written, self._written = self._written, {}
        for widget, text in written.items():
            if made and isValid(widget):
                note_in_store(widget, text)

    @property
    def has_own(self) -> bool:
        """Whether the field in hand has something typed that only it can undo."""
        widget = self._watched
        if widget is None or not isValid(widget) or widget.isReadOnly() or not _can(widget, back=True):
            return False
        return _text(widget) != text_in_store(widget) or _is_refused(widget)

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
            if text_in_store(self._watched) is None or not _can(self._watched, back=True):
                note_in_store(self._watched, _text(self._watched))  # as the page has shown it
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
