"""Yes, no, or nothing yet."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from app.ui.context import Ui
from app.ui.forms.base import Field


class _Pair(QFrame):
    """Holds the focus for both halves: one stop of the Tab key."""

    def __init__(self, field: YesNoEdit) -> None:
        super().__init__(field)
        self._field = field
        self.setObjectName("pair")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        answers = {Qt.Key.Key_Y: True, Qt.Key.Key_1: True, Qt.Key.Key_Left: True, Qt.Key.Key_N: False, Qt.Key.Key_0: False,
                   Qt.Key.Key_Right: False, Qt.Key.Key_Delete: None, Qt.Key.Key_Backspace: None}
        if event.key() in answers:
            self._field.choose(answers[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._field.commit()
        else:
            super().keyPressEvent(event)


class YesNoEdit(Field):
    """True, False or None. Keys: Y or ←, N or →, Delete for nothing; a second click on the same half takes it back."""

    def __init__(self, ui: Ui, name_key: str | None = None, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(ui, name_key, name, parent)
        self._value: bool | None = None
        self._read_only = False
        pair = _Pair(self)
        row = QHBoxLayout(pair)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._halves: dict[bool, QPushButton] = {}
        for answer in (True, False):
            half = QPushButton(pair)
            half.setCheckable(True)
            half.setProperty("segment", True)
            half.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            half.clicked.connect(self._clicked)
            row.addWidget(half)
            self._halves[answer] = half
        self._place(pair)
        self._column.setAlignment(pair, Qt.AlignmentFlag.AlignLeft)
        self.retranslate()

    def value(self) -> bool | None:
        return self._value

    def set_value(self, value: bool | None) -> None:
        self._value = value
        for answer, half in self._halves.items():
            half.setChecked(value is answer)
        self.set_error(None)
        self._tell()

    def set_read_only(self, read_only: bool) -> None:
        self._read_only = read_only
        for half in self._halves.values():
            half.setEnabled(not read_only)

    def choose(self, value: bool | None) -> None:
        """The user's choice."""
        if not self._read_only and value is not self._value:
            self.set_value(value)
            self.edited.emit(value)

    def raw_text(self) -> str:
        return "" if self._value is None else self._halves[self._value].text()

    def retranslate(self) -> None:
        self._halves[True].setText(self._ui.t("ui.yes"))
        self._halves[False].setText(self._ui.t("ui.no"))
        super().retranslate()

    def name(self) -> str:
        answer = self.raw_text() if getattr(self, "_halves", None) else ""
        return f"{super().name()}: {answer or self._ui.t('ui.field.empty')}"

    def _clicked(self) -> None:
        answer = next(one for one, half in self._halves.items() if half is self.sender())
        self.editor.setFocus(Qt.FocusReason.MouseFocusReason)
        if self._value is answer:
            self.choose(None)
        else:
            self.choose(answer)
        self.set_value(self._value)
