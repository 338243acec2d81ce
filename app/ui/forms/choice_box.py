"""A choice that can be empty and that the mouse wheel never changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from app.ui.context import Ui
from app.ui.forms.base import Field

Choices = Sequence[tuple[Any, str]]


class _Combo(QComboBox):
    """The wheel scrolls the page, not the choice."""

    def __init__(self, field: ChoiceBox) -> None:
        super().__init__(field)
        self._field = field
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)  # also in another language

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._field.commit()


class ChoiceBox(Field):
    """``choices``: pairs of value and text, or a function that makes them anew in the language in use.

    ``empty_key``: the text of "nothing chosen"; None when there must be a choice.
    """

    def __init__(self, ui: Ui, name_key: str | None = None, name: str = "", *, choices: Choices | Callable[[], Choices] = (),
                 empty_key: str | None = "ui.choice.none", parent: QWidget | None = None) -> None:
        super().__init__(ui, name_key, name, parent)
        self._source = choices
        self._empty_key = empty_key
        self._values: list[Any] = []
        self._combo = _Combo(self)
        self._place(self._combo)
        self._fill()
        self._combo.currentIndexChanged.connect(self._chosen)

    def value(self) -> Any:
        index = self._combo.currentIndex()
        return self._values[index] if index >= 0 else None

    def set_value(self, value: Any) -> None:
        """Choose ``value``; a value that is no choice any more is shown as it is, not dropped."""
        if value not in self._values and value is not None:
            self._values.append(value)
            self._combo.blockSignals(True)
            self._combo.addItem(str(value))
            self._combo.blockSignals(False)
        self._combo.blockSignals(True)
        self._combo.setCurrentIndex(self._values.index(value) if value in self._values else -1)
        self._combo.blockSignals(False)
        self.set_error(None)

    def set_choices(self, choices: Choices | Callable[[], Choices]) -> None:
        """Other choices; the value stays."""
        self._source = choices
        self._fill()

    def raw_text(self) -> str:
        return self._combo.currentText()

    def retranslate(self) -> None:
        super().retranslate()
        self._fill()

    def _fill(self) -> None:
        value = self.value() if self._values else None
        choices = self._source() if callable(self._source) else self._source
        empty = [] if self._empty_key is None else [(None, self._ui.t(self._empty_key))]
        self._values = [one for one, _ in (*empty, *choices)]
        self._combo.blockSignals(True)
        self._combo.clear()
        self._combo.addItems([text for _, text in (*empty, *choices)])
        self._combo.blockSignals(False)
        self.set_value(value if value is not None or empty or not self._values else self._values[0])

    def _chosen(self, index: int) -> None:
        self.set_error(None)
        self.edited.emit(self._values[index] if index >= 0 else None)
