"""The frame: paints first, navigates, publishes changes, switches language and look, closes safely."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QWidget

from app.models.domain.errors import EnvironmentFault, ProblemList, UserError
from app.texts import Texts, languages
from app.ui.actions import Action
from app.ui.application import Window
from app.ui.forms.text_edits import LineEdit
from app.ui.frame.screen import Screen
from app.ui.frame.spec import ScreenSpec
from app.ui.runtime.autosave import Write


@dataclass(frozen=True)
class Changed:
    value: object
    flags: frozenset[str]


class Page(Screen):
    """A screen that notes what happens to it."""

    def __init__(self, host: Any) -> None:
        super().__init__(host)
        self.entered: list[object] = []
        self.flags: list[frozenset[str]] = []
        self.done: list[object] = []
        self.name = LineEdit(self.ui, "ui.group.general")
        self.body.addWidget(self.name)
        self.register_field("name", self.name)
        self.name.edited.connect(self._typed)
        self.saved: list[str] = []

    def enter(self, argument: object) -> None:
        self.entered.append(argument)

    def on_changes(self, flags: frozenset[str]) -> None:
        self.flags.append(flags)

    def take(self, answer: object) -> None:
        self.done.append(answer)

    def pressed(self) -> None:
        self.done.append(self.name.value())

    def _typed(self, text: str) -> None:
        self.host.autosave.touch("name", self._write)

    def _write(self) -> Write:
        return Write(self.saved.append, self.name.value())


SPECS = (
    ScreenSpec("one", "ui.group.general", "today", "ui.section.work", Page),
    ScreenSpec("two", "ui.group.go", "customers", "ui.section.work", Page),
    ScreenSpec("inner", "ui.action.save", "case", None, Page, parent="two"),
)


@pytest.fixture
def window(open_window: Callable[..., Window]) -> Window:
    return open_window(SPECS, "services")


def page(window: Window) -> Page:
    shown = window.frame.stack.currentWidget()
    assert isinstance(shown, Page)
    return shown


def keys(qtbot: Any, widget: QWidget, text: str) -> None:
    combination = QKeySequence(text)[0]
    qtbot.keyClick(widget, combination.key(), combination.keyboardModifiers())


def test_the_frame_paints_before_the_store_opens_and_without_anything_heavy(run_python: Any) -> None:
    code = """
import sys, tempfile
from pathlib import Path
from app.ui.application import Window, make_application
from app.ui.frame.spec import ScreenSpec
app = make_application(["zixin"])
opened = []
def open_store():
    opened.append(1)
    raise SystemExit
spec = ScreenSpec("one", "ui.group.general", "today", "ui.section.work", None)
window = Window(open_store=open_store, screens=[spec], state_dir=Path(tempfile.mkdtemp()))
def painted():
    assert not opened
    print(sorted(set(sys.modules) & set(sys.argv[1:])))
    sys.stdout.flush()
    import os
    os._exit(0)
window.frame.painted.disconnect()
window.frame.painted.connect(painted)
window.show()
app.exec()
"""
    heavy = (
        "sqlalchemy sqlcipher3 alembic pandas numpy matplotlib openpyxl xlsxwriter reportlab pypdf babel pypdfium2 platformdirs "
        "app.numbers app.units app.services app.models.db PySide6.QtNetwork PySide6.QtPrintSupport "
        "app.ui.runtime.runner app.ui.forms"
    ).split()
    done = run_python(code, *heavy)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


def test_the_first_screen_is_built_only_when_the_store_is_open(window: Window) -> None:
    assert window.frame.current == "one"
    assert page(window).host.services == "services"
    assert page(window).host.officer == "officer 1"
    assert window.frame.stack.count() == 2, "the waiting page and the one screen that was needed"


def test_back_and_forward_walk_through_the_places(qtbot: Any, window: Window) -> None:
    window.frame.go("two", 7)
    window.frame.go("inner", 8)
    keys(qtbot, window.frame, "Alt+Left")
    assert (window.frame.current, page(window).entered[-1]) == ("two", 7)
    keys(qtbot, window.frame, "Alt+Left")
    assert window.frame.current == "one"
    keys(qtbot, window.frame, "Alt+Left")
    assert window.frame.current == "one"
    keys(qtbot, window.frame, "Alt+Right")
    assert window.frame.current == "two"


def test_number_keys_reach_the_screens_of_the_rail(qtbot: Any, window: Window) -> None:
    keys(qtbot, window.frame, "Ctrl+2")
    assert window.frame.current == "two"
    keys(qtbot, window.frame, "Ctrl+1")
    assert window.frame.current == "one"


def test_changes_reach_the_shown_screen_now_and_a_hidden_one_when_it_is_shown(qtbot: Any, window: Window) -> None:
    first = page(window)
    window.frame.go("two")
    second = page(window)
    runner = window.frame.host.runner
    runner.command(Changed, 1, frozenset({"case"}))
    runner.command(Changed, 2, frozenset({"grade"}))
    qtbot.waitUntil(lambda: len(second.flags) == 2)
    assert first.flags == []
    window.frame.go("one")
    assert first.flags == [frozenset({"case", "grade"})]
    runner.command(Changed, 3, frozenset({"case"}), done=first.take)
    qtbot.waitUntil(lambda: bool(first.done))
    assert len(first.flags) == 1, "a screen is not told of what it did itself"


def test_errors_of_the_user_go_to_their_fields_and_the_rest_to_the_banner(window: Window) -> None:
    shown = page(window)
    problems = (UserError("ui.field.too_long", "name", length=9, limit=5), UserError("ui.error.unknown"))
    window.frame.host.errors.route(ProblemList("ui.error.unknown", problems), None, shown)
    assert "9" in shown.name.error()
    assert shown.banner.text == shown.ui.t("ui.error.unknown")


def test_a_fault_of_the_machine_offers_a_retry(qtbot: Any, window: Window) -> None:
    from app.ui.frame.dialogs import Message

    tried: list[int] = []
    window.frame.host.errors.route(EnvironmentFault("ui.error.unknown"), lambda: tried.append(1))
    dialog = window.frame.findChild(Message)
    assert dialog is not None
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tried == [1])
    qtbot.waitUntil(lambda: window.frame.findChild(QDialog) is None)


def test_ctrl_s_saves_the_field_in_hand_and_the_status_says_so(qtbot: Any, window: Window) -> None:
    shown = page(window)
    shown.name.setFocus()
    qtbot.keyClicks(shown.name.editor, "Example")
    assert window.frame.status.saved.text() == shown.ui.t("ui.saved.saving")
    keys(qtbot, shown.name.editor, "Ctrl+S")
    qtbot.waitUntil(lambda: shown.saved == ["Example"], timeout=700)
    qtbot.waitUntil(lambda: window.frame.status.saved.text().startswith("✓"))


def test_an_action_sees_what_was_just_typed_and_rests_on_other_screens(qtbot: Any, window: Window) -> None:
    shown = page(window)
    actions = window.frame.host.actions
    actions.add(Action("test.do", "ui.action.print", shown.pressed, "Ctrl+Shift+D", screen="one"))
    button = actions.button("test.do")
    shown.title.add_button(button)
    shown.name.setFocus()
    qtbot.keyClicks(shown.name.editor, "abc")
    keys(qtbot, shown.name.editor, "Ctrl+Shift+D")
    assert shown.done == ["abc"]
    window.frame.go("two")
    assert not button.isEnabled()
    with pytest.raises(ValueError, match="belongs to"):
        actions.add(Action("test.other", "ui.action.print", shown.pressed, "ctrl+shift+d"))
    with pytest.raises(ValueError, match="belongs to"):  # keys mean one thing, whatever is shown
        actions.add(Action("test.there", "ui.action.print", page(window).pressed, "ctrl+shift+d", screen="two"))
    keys(qtbot, window.frame, "Ctrl+Shift+D")
    assert page(window).done == [] and shown.done == ["abc"]
    with pytest.raises(ValueError, match="twice"):
        actions.add(Action("test.do", "ui.action.print", shown.pressed))


def test_the_shortcut_sheet_shows_every_shortcut(qtbot: Any, window: Window) -> None:
    from app.ui.actions.sheet import ShortcutSheet
    from app.ui.widgets.badge import Badge

    keys(qtbot, window.frame, "Ctrl+/")
    sheet = window.frame.findChild(ShortcutSheet)
    assert sheet is not None
    shown = {badge.text() for badge in sheet.findChildren(Badge)}
    assert shown > {QKeySequence(action.shortcut).toString() for action in window.frame.host.actions.all() if action.shortcut}
    sheet.close()


def test_the_language_switches_at_run_time_and_the_input_stays(qtbot: Any, window: Window) -> None:
    shown = page(window)
    qtbot.keyClicks(shown.name.editor, "Example")
    for lang in ("zh", "ru", "en"):
        window.frame.status.language_chosen.emit(lang)
        assert shown.name.value() == "Example"
        assert Texts.load(lang)("ui.group.general") in window.frame.windowTitle()
        assert window.frame.status.busy.text() == Texts.load(lang)("ui.status.busy")


def test_every_language_has_every_text_of_the_window() -> None:
    import json

    from app import paths

    files = [json.loads((paths.resources() / "i18n" / lang / "ui.json").read_text(encoding="utf-8")) for lang in languages()]
    assert all(file.keys() == files[0].keys() for file in files)


def test_a_toast_and_a_question_do_not_stop_anything(qtbot: Any, window: Window) -> None:
    shown = page(window)
    host = window.frame.host
    host.toast("ui.preview.printed", "ui.retry", shown.pressed)
    assert window.frame.toast.text == shown.ui.t("ui.preview.printed")
    host.ask("ui.close_unsaved.title", "ui.fault.advice", "ui.yes", shown.pressed)
    dialog = window.frame.findChild(QDialog)
    assert dialog is not None
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(shown.done) == 1)


def test_closing_writes_what_was_typed_last_and_ends_all_threads(qtbot: Any, open_window: Callable[..., Window]) -> None:
    window = open_window(SPECS)
    shown = page(window)
    shown.name.setFocus()
    qtbot.keyClicks(shown.name.editor, "last words")
    window.frame.close()
    qtbot.waitUntil(lambda: window.is_stopped)
    assert shown.saved == ["last words"]
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("zixin")]


def test_the_window_remembers_language_look_and_place(qtbot: Any, open_window: Callable[..., Window]) -> None:
    window = open_window(SPECS)
    window.frame.resize(760, 640)
    window.ui.switch_language("ru")
    window.ui.switch_theme("dark")
    window.frame.close()
    qtbot.waitUntil(lambda: window.is_stopped)
    again = open_window(SPECS)
    assert (again.ui.lang, again.ui.theme) == ("ru", "dark")
    assert again.frame.width() == 760


def test_an_exception_in_a_slot_becomes_a_report(qtbot: Any, window: Window) -> None:
    from app.ui.frame.dialogs import CrashNote

    window.frame.host.errors.unexpected(ValueError("secret"))
    note = window.frame.findChild(CrashNote)
    assert note is not None
    assert "secret" not in note._report
    note.close()
