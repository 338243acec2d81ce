"""``Field``: what every editor can do."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from app.models.domain.errors import UserError
from app.ui.context import Ui
from app.ui.widgets.labels import Label, repolish

_IN_STORE = "textInStore"
"""A property of text widgets: the text that a step of the undo log holds, or that the page has shown."""


class Field(QWidget):
    """An editor with a place for its message.

    ``edited(value)`` comes on every change by the user that can be read, while it is typed; ``invalid(text)`` when it cannot be
    read: the text stays in the field and ``value()`` stays what it was. ``committed()`` comes when the user leaves the
    field, presses Enter, or saves. ``set_value`` emits nothing. Empty is None (or "" for texts), never zero.
    """

    edited = Signal(object)
    invalid = Signal(str)
    committed = Signal()

    def __init__(self, ui: Ui, name_key: str | None = None, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ui = ui
        self._name_key = name_key
        self._name = name
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(3)
        self._editor: QWidget = self
        self._message: Label | None = None
        self._error: str | None = None
        self._wrong: UserError | None = None
        self._note: str | None = None
        self._caution: str | None = None
        ui.language_changed.connect(self.retranslate)

    # --- what each editor has ---------------------------------------------------------------------------------------

    def value(self) -> Any:
        """What the field holds; None (texts: "") when it is empty."""
        raise AttributeError(f"{type(self).__name__} has no value of its own")

    def set_value(self, value: Any) -> None:
        """Show ``value``; emits nothing and clears the message."""
        raise AttributeError(f"{type(self).__name__} has no value of its own")

    def raw_text(self) -> str:
        """What stands in the field, readable or not: for drafts."""
        return ""

    def set_raw_text(self, text: str) -> None:
        """Put a draft back, as if it were being typed."""

    def commit(self) -> None:
        """Take over what is being typed, now."""
        self.committed.emit()

    def set_read_only(self, read_only: bool) -> None:
        self._editor.setEnabled(not read_only)

    def note_kept(self) -> None:
        """A command of this page, not autosave, has written what stands in the field: its undo takes it back from now on."""
        if isinstance(self._editor, QLineEdit | QPlainTextEdit):
            note_in_store(self._editor, self.raw_text())

    @property
    def is_search(self) -> bool:
        """Whether something is looked for here, and nothing entered: its name says so."""
        return (self._name_key or "").endswith((".search", ".filter"))

    # --- name, message ----------------------------------------------------------------------------------------------

    @property
    def editor(self) -> QWidget:
        """The widget that has the focus while the field is edited."""
        return self._editor

    def set_name(self, name: str) -> None:
        """The name a screen reader says; data, as in a form made from the methodology."""
        self._name_key, self._name = None, name
        self._tell()

    def set_name_key(self, key: str) -> None:
        """The same as a text of the catalogue, which follows the language."""
        self._name_key = key
        self._tell()

    def name(self) -> str:
        return self._ui.t(self._name_key) if self._name_key else self._name

    def has_error(self) -> bool:
        return self._error is not None

    def error(self) -> str:
        return self._error or ""

    def note(self) -> str:
        return self._note or ""

    def set_error(self, what: str | UserError | None) -> None:
        """What is wrong, shown below the field with a red edge; None clears it. A UserError follows the language."""
        self._wrong = what if isinstance(what, UserError) else None
        text = self._ui.error_text(what) if isinstance(what, UserError) else what
        if text != self._error:
            self._error = text
            self._editor.setProperty("bad", text is not None)
            repolish(self._editor)
            self._tell()

    def set_note(self, text: str | None) -> None:
        """A remark below the field, such as how a doubtful number was read."""
        if text != self._note:
            self._note = text
            self._tell()

    def caution(self) -> str:
        return self._caution or ""

    def set_caution(self, text: str | None) -> None:
        """What somebody should look at although the value is taken: amber, with a sign; it hides the note."""
        if text != self._caution:
            self._caution = text
            self._tell()

    def retranslate(self) -> None:
        """The language changed; the input stays."""
        if self._wrong is not None:
            self.set_error(self._wrong)
        self._tell()

    # ---------------------------------------------------------------------------------------------------------------

    def _place(self, editor: QWidget) -> None:
        self._editor = editor
        self._column.addWidget(editor)
        self.setFocusProxy(editor)
        self._tell()

    def _tell(self) -> None:
        sign = self._error or self._caution
        text = sign or self._note or ""
        if text and self._message is None:
            self._message = Label(self._ui, role="fieldNote")
            self._column.addWidget(self._message)
        if self._message is not None:
            self._message.set_role("fieldError" if self._error else "fieldCaution" if self._caution else "fieldNote")
            self._message.set_text(f"⚠ {text}" if sign else text)
            self._message.setVisible(bool(text))
        self._editor.setAccessibleName(self.name())
        self._editor.setAccessibleDescription(text)


def text_in_store(widget: QLineEdit | QPlainTextEdit) -> str | None:
    """The text of ``widget`` that undo can take back to what was before, or that was shown; None for one never looked at."""
    found = widget.property(_IN_STORE)
    return None if found is None else str(found)


def note_in_store(widget: QLineEdit | QPlainTextEdit, text: str) -> None:
    """``text`` of this widget is in the store now."""
    widget.setProperty(_IN_STORE, text)


def commit_pending_edit() -> None:
    """Take over what the focused editor holds: called before saving, before any action, before leaving a screen."""
    widget = QApplication.focusWidget()
    while widget is not None:
        if isinstance(widget, Field):
            widget.commit()
            return
        commit = getattr(widget, "commit_pending", None)
        if commit is not None:
            commit()
            return
        widget = widget.parentWidget()
