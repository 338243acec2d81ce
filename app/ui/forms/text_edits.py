"""Plain text in one line or several. Tab leaves the field; nothing is cut while typing or pasting."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from app.models.domain.errors import UserError
from app.ui.context import Ui
from app.ui.forms.base import Field
from app.ui.forms.typed_edits import TypedEdit
from app.ui.widgets.labels import repolish

_ROUND_HINT = 24


class LineEdit(TypedEdit):
    """One line of text; empty is "". A text that is too long stays and is complained about, it is not cut."""

    def __init__(
        self,
        ui: Ui,
        name_key: str | None = None,
        name: str = "",
        *,
        max_length: int = 500,
        placeholder_key: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        self._max_length, self._placeholder_key = max_length, placeholder_key
        super().__init__(ui, name_key, name, parent, right=False)
        self._nothing = self._value = ""
        self._whole_hint = False
        self._hint()

    @property
    def line(self) -> QLineEdit:
        return self._line

    def value(self) -> str:
        return self._value or ""

    def set_value(self, value: str | None) -> None:
        super().set_value(value or "")

    def retranslate(self) -> None:
        super().retranslate()
        self._hint()

    def show_whole_hint(self) -> None:
        """Never be narrower than the words that stand in the empty line."""
        self._whole_hint = True
        self._ui.theme_changed.connect(self._hint)
        self._hint()

    def _hint(self) -> None:
        if not self._placeholder_key:
            return
        hint = self._ui.t(self._placeholder_key)
        self._line.setPlaceholderText(hint)
        if self._whole_hint:
            self._line.setMinimumWidth(self._line.fontMetrics().horizontalAdvance(hint) + _ROUND_HINT)

    def _read(self, text: str) -> tuple[str, str | None]:
        if len(text) > self._max_length:
            raise UserError("ui.field.too_long", length=len(text), limit=self._max_length)
        return text.strip(), None


class _Plain(QPlainTextEdit):
    """Reports when the focus leaves."""

    def __init__(self, field: TextEdit) -> None:
        super().__init__(field)
        self._field = field
        self.setTabChangesFocus(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._field.commit()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Files are left to the page."""
        return not source.hasUrls() and super().canInsertFromMimeData(source)


class TextEdit(Field):
    """Several lines of plain text; empty is ""."""

    def __init__(
        self,
        ui: Ui,
        name_key: str | None = None,
        name: str = "",
        *,
        lines: int = 3,
        max_length: int = 20_000,
        placeholder_key: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(ui, name_key, name, parent)
        self._max_length, self._placeholder_key = max_length, placeholder_key
        self._box = _Plain(self)
        self._place(self._box)
        self._box.setFixedHeight(self._box.fontMetrics().lineSpacing() * lines + 18)
        self._value = ""
        self._hint()
        self._box.textChanged.connect(self._typed)

    def value(self) -> str:
        return self._value

    def set_value(self, value: str | None) -> None:
        self._value = value or ""
        if self._box.toPlainText() != self._value:  # the same text again would lose cursor and selection
            self._box.blockSignals(True)
            self._box.setPlainText(self._value)
            self._box.blockSignals(False)
        self.set_error(None)

    def raw_text(self) -> str:
        return self._box.toPlainText()

    def set_raw_text(self, text: str) -> None:
        self._box.setPlainText(text)

    def set_read_only(self, read_only: bool) -> None:
        if self._box.isReadOnly() != read_only:
            self._box.setReadOnly(read_only)
            repolish(self._box)

    def retranslate(self) -> None:
        super().retranslate()
        self._hint()

    def _hint(self) -> None:
        if self._placeholder_key:
            self._box.setPlaceholderText(self._ui.t(self._placeholder_key))

    def _typed(self) -> None:
        text = self._box.toPlainText()
        if len(text) > self._max_length:
            self.set_error(UserError("ui.field.too_long", length=len(text), limit=self._max_length))
            self.invalid.emit(text)
            return
        self.set_error(None)
        if text != self._value:
            self._value = text
            self.edited.emit(text)
