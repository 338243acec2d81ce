"""An officer who has no mouse."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.forms.choice_box import ChoiceBox
from app.ui.forms.step_scale import StepScale
from app.ui.forms.typed_edits import DateEdit, DecimalEdit
from app.ui.forms.yes_no import YesNoEdit
from app.ui.screens.case.row import QuestionRow
from tests.ui.walks.office import FOUNDED, STEP, WORDS, Officer, type_letter

Key, Mod = Qt.Key, Qt.KeyboardModifier
TAB_STOPS = 600
MOUSE = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick, QEvent.Type.Wheel)
CTRL, SHIFT, ALT = Mod.ControlModifier, Mod.ShiftModifier, Mod.AltModifier


class Keyboard(Officer):
    """Keys go to what has the focus, as from a real keyboard."""

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Mod.NoModifier) -> None:
        with self.act(f"{modifiers.name or ''} {key.name}"):
            QTest.keyClick(QApplication.focusWidget() or self.frame, key, modifiers)

    def type(self, text: str) -> None:
        """Key by key: the first one may open the editor that takes the others."""
        for letter in text:
            with self.act(f"typing {letter}"):
                type_letter(QApplication.focusWidget() or self.frame, letter)

    def tab_to(self, wanted: QWidget) -> None:
        """Tab until that widget has the focus; a widget that cannot be reached is a fault of the screen."""
        self.until(wanted.isVisible)
        for _ in range(TAB_STOPS):
            now = QApplication.focusWidget()
            if now is wanted or (now is not None and wanted.focusProxy() is now):
                return
            self.press(Key.Key_Tab)
        raise AssertionError(f"not reached by Tab: {wanted!r}")

    def push(self, button: QWidget) -> None:
        self.tab_to(button)
        self.press(Key.Key_Return)

    def fill(self, field: Any, text: str) -> None:
        """Go to a field and type."""
        self.tab_to(field.editor)
        self.type(text)

    def from_menu(self, menu: Any, wanted: str) -> None:
        """Down to an entry of an open menu, and Return."""
        for _ in range(1 + len(menu.actions())):
            if menu.activeAction() is not None and menu.activeAction().data() == wanted:
                break
            QTest.keyClick(menu, Key.Key_Down)
        assert menu.activeAction().data() == wanted
        with self.act():
            QTest.keyClick(menu, Key.Key_Return)

    def answer(self, row: QuestionRow) -> None:
        """Answer the question at the cursor."""
        assert row.editor is not None
        field = row.editor.field
        if isinstance(field, StepScale):
            self.press(Key(Key.Key_0 + STEP))
        elif isinstance(field, YesNoEdit):
            self.press(Key.Key_Y)
        elif isinstance(field, ChoiceBox):
            self.press(Key.Key_Down)
        elif isinstance(field, DateEdit):
            self.type(self.ui.date(FOUNDED))
        else:
            self.type("3" if isinstance(field, DecimalEdit) else WORDS[self.lang])
