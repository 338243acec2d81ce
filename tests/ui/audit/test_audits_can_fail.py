"""Each audit finds the fault that is planted for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QIcon, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QMenu, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from app.services.help.pages import parse
from app.services.help.service import Help, dead_links
from app.ui.actions.menus import MainMenu
from app.ui.actions.registry import Action
from app.ui.application import Window
from app.ui.frame.screen import Screen
from app.ui.frame.spec import ScreenSpec
from app.ui.help.here import topic_here
from tests.ui.audit import checks


class Sound(QWidget):
    """Two named fields and a named button: nothing to find."""

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        for name in ("first", "second"):
            field = QLineEdit()
            field.setAccessibleName(name)
            self.column.addWidget(field)
        self.plant(QPushButton("Do it"))

    def plant(self, widget: QWidget, at: int = -1) -> None:
        """Put a widget into the window and show it."""
        self.column.insertWidget(at, widget)
        widget.show()


@pytest.fixture
def sound(qtbot: Any) -> Sound:
    made = Sound()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_a_sound_window_passes_every_audit(sound: Sound) -> None:
    assert checks.unnamed(sound) == []
    assert checks.nameless_buttons(sound) == []
    assert checks.doubled_shortcuts(sound) == []
    assert checks.tab_faults(sound, sound) == []


def test_a_field_without_a_name_is_found(sound: Sound) -> None:
    sound.plant(QLineEdit())
    assert len(checks.unnamed(sound)) == 1


def test_an_icon_without_a_name_is_found_even_if_tab_passes_it(sound: Sound) -> None:
    button = QPushButton(QIcon(), "")
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    sound.plant(button)
    assert len(checks.nameless_buttons(sound)) == 1


def test_keys_that_two_things_answer_to_are_found(sound: Sound) -> None:
    for name in ("one", "two"):
        action = QAction(name, sound)
        action.setObjectName(name)
        action.setShortcut(QKeySequence("Ctrl+J"))
        sound.addAction(action)
    QShortcut(QKeySequence("Ctrl+M"), sound)
    QShortcut(QKeySequence("Ctrl+M"), sound)
    third = QPushButton("&Third")
    sound.plant(third)
    fourth = QPushButton("&Turned")
    sound.plant(fourth)
    found = checks.doubled_shortcuts(sound)
    assert [one.partition(":")[0] for one in found] == ["Alt+T", "Ctrl+J"], "two shortcuts of one parent count once"


def test_keys_of_an_action_that_rests_count_too(sound: Sound) -> None:
    for number in range(2):
        action = QAction(str(number), sound)
        action.setObjectName(f"action {number}")
        action.setShortcut(QKeySequence("Ctrl+J"))
        action.setEnabled(number == 0)
        sound.addAction(action)
    assert len(checks.doubled_shortcuts(sound)) == 1


def test_letters_that_choose_two_entries_of_a_menu_are_found(sound: Sound) -> None:
    menu = QMenu(sound)
    for text in ("&Open", "&Other\tCtrl+O", "Rest && be"):
        menu.addAction(text)
    assert len(checks.doubled_mnemonics([menu])) == 2


def test_a_trap_of_tab_is_found(sound: Sound) -> None:
    trap = QPlainTextEdit()
    trap.setAccessibleName("trap")
    sound.plant(trap, 1)
    assert checks.tab_faults(sound, sound) == [f"Tab is caught in {checks.describe(trap)}"]


def test_a_stop_that_tab_passes_by_is_found(sound: Sound) -> None:
    class Jumping(QLineEdit):
        def focusNextPrevChild(self, forward: bool) -> bool:
            first.setFocus()
            return True

    first = sound.findChildren(QLineEdit)[0]
    jumping = Jumping()
    sound.plant(jumping, 1)
    QWidget.setTabOrder(first, jumping)
    assert any("never reaches" in one for one in checks.tab_faults(sound, sound))


class Page(Screen):
    """A screen with an action that is in order and one that is not."""

    def __init__(self, host: Any) -> None:
        super().__init__(host)
        self.field = QLineEdit()
        self.field.setAccessibleName("field")
        self.body.addWidget(self.field)

    def act(self) -> None:
        """Nothing to do."""


SPECS = (ScreenSpec("today", "ui.group.general", "today", "ui.section.work", Page),)


def test_an_action_without_description_or_menu_is_found(open_window: Callable[..., Window]) -> None:
    frame = open_window(SPECS).frame
    menu = MainMenu(frame.ui, frame.actions_, frame)
    page = frame.stack.currentWidget()
    assert isinstance(page, Page)
    before = checks.unreachable(frame.actions_, menu)
    frame.actions_.add(Action("nobody.told", "ui.action.print", page.act, menu="nowhere"))
    found = [one for one in checks.unreachable(frame.actions_, menu) if one not in before]
    assert found == ["nobody.told stands in no menu", "nobody.told has no description (ui.tip.nobody.told)"]


def test_a_dead_link_and_a_missing_topic_are_found(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "contents.md").write_text("# All\n\nSee [nothing](nowhere) and [self](contents).\n", encoding="utf-8")
    help_ = Help(folder=tmp_path)
    assert checks.help_faults(help_, "en", ["contents", "today"]) == ["no topic today", "contents → nowhere"]
    assert dead_links({"a": parse("a", "# A\n")}) == []


def test_a_field_whose_help_is_not_there_is_found(open_window: Callable[..., Window]) -> None:
    frame = open_window(SPECS).frame
    page = frame.stack.currentWidget()
    assert isinstance(page, Page)
    frame.activateWindow()
    assert checks.topic_faults(page, lambda: topic_here(frame), ["today"]) == []
    page.field.setProperty("helpTopic", "item:Z99")
    assert len(checks.topic_faults(page, lambda: topic_here(frame), ["today"])) == 1
