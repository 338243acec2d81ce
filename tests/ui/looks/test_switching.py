"""Another language or look while the program runs: at once, everywhere, and nothing that was typed is lost."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from shiboken6 import isValid

from app.texts import Entry, Texts
from app.ui.application import Window, make_application
from app.ui.screens import SCREENS
from app.ui.theme import system
from tests.ui.looks import audit, walker
from tests.ui.looks.grabs import unreadable

LANGUAGES = ("ru", "zh")
MOST_SECONDS = 0.5
SLOW = pytest.mark.slow


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    """One window for all tests here: they only look."""
    make_application(["zixin"])
    made = walker.open_window(tmp_path_factory.mktemp("looks"))
    for _ in walker.visits(made):  # what a screen makes once is made before the tests look for what is left behind
        pass
    yield made
    walker.close_window(made)


def laid_out(window: Window) -> None:
    QApplication.sendPostedEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    window.frame.grab()


@SLOW
def test_a_switch_of_language_is_quick_on_every_screen_and_leaves_no_english(window: Window) -> None:
    data = walker.data_words(window.frame.host.services)
    slow, left = [], {}
    for number, place in enumerate(walker.visits(window)):
        lang = LANGUAGES[number % 2]
        began = time.thread_time()
        window.ui.switch_language(lang)
        laid_out(window)
        took = time.thread_time() - began
        walker.settle(window)
        if took > MOST_SECONDS:
            slow.append(f"{place} → {lang}: {took:.2f} s")
        if wrong := audit.foreign(window.frame, lang, data):
            left[f"{lang} {place}"] = wrong
    window.ui.switch_language("en")
    assert left == {}
    assert slow == []


def test_what_is_being_typed_stays_through_a_switch(window: Window) -> None:
    lost, tried = [], 0
    for place in walker.visits(window):
        shown: QWidget = window.frame._screens[window.frame.current or ""]
        field = next((one for one in shown.findChildren(QLineEdit)
                      if one.isVisible() and one.isEnabled() and not one.isReadOnly() and not one.text()), None)
        if field is None:
            continue
        tried += 1
        field.setFocus()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(field, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, "7"))
        window.ui.switch_language("ru")
        walker.settle(window)
        if not isValid(field):
            lost.append(f"{place}: the field itself is gone")
        elif field.text() != "7":
            lost.append(f"{place}: {field.text()!r} in {audit.name_of(field)}")
        window.ui.switch_language("en")
        if isValid(field):
            QTest.keyClick(field, Qt.Key.Key_Backspace)
        walker.settle(window)
    assert tried >= 3
    assert lost == []


def pseudo(texts: Texts) -> Texts:
    """The same language, every text 40 per cent longer, in letters with signs above and below."""
    longer: dict[str, Entry] = {}
    entries: Mapping[str, Entry] = texts._entries
    for key, entry in entries.items():
        if key.startswith(("format.", "language.", "program.")) or "date_form" in key:
            continue
        longer[key] = {form: stretched(text) for form, text in entry.items()} if isinstance(entry, dict) else stretched(entry)
    return texts.with_entries(longer)


def stretched(text: str) -> str:
    """Forty per cent more, in words of up to five letters."""
    more = max(1, round(len(text) * 0.4))
    words = [("ţéxţŷ" * 4)[: min(5, more - at)] for at in range(0, more, 6)]
    return f"{text} {' '.join(words)}"[: len(text) + more + 1].rstrip()


@SLOW
def test_texts_that_are_longer_by_two_fifths_still_have_room(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = window.ui.texts
    window.frame.resize(1440, 900)
    monkeypatch.setattr(window.ui._now, "texts", pseudo(plain))
    window.ui.language_changed.emit("en")
    wrong = {}
    for place in walker.visits(window):
        if found := audit.cut(window.frame) + audit.overlaps(window.frame):
            wrong[place] = found
    monkeypatch.undo()
    window.ui.language_changed.emit("en")
    window.frame.resize(*walker.SMALLEST)
    walker.settle(window)
    assert wrong == {}


@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=SLOW), pytest.param("contrast", marks=SLOW)])
def test_every_text_can_be_read_as_it_is_painted(window: Window, theme: str) -> None:
    window.ui.switch_theme(theme)
    pale: dict[str, list[str]] = {}
    seen: set[tuple[object, ...]] = set()
    for place in walker.visits(window):
        if found := unreadable(window.frame, seen):
            pale[place] = found
    window.ui.switch_theme("light")
    assert pale == {}


def test_the_desktop_s_own_look_is_followed_while_the_program_runs(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    ui = window.ui
    monkeypatch.setattr(system, "system_theme", lambda: "light")
    ui.follow_system()
    ui.switch_theme("system")
    assert (ui.theme_choice, ui.theme) == ("system", "light")
    monkeypatch.setattr(system, "system_theme", lambda: "dark")
    QApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert ui.theme == "dark"
    assert QApplication.palette().window().color() == ui.colour("window")
    ui.switch_theme("light")
    QApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert ui.theme == "light", "chosen, so the desktop is not asked"


def test_an_unknown_scheme_is_light() -> None:
    assert QApplication.styleHints().colorScheme() == Qt.ColorScheme.Unknown
    assert system.system_theme() == "light"


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_the_focus_can_be_seen(window: Window, theme: str, qtbot: Any) -> None:
    ui = window.ui
    ui.switch_theme(theme)
    window.frame.go("settings")
    walker.settle(window)
    window.frame.activateWindow()
    qtbot.waitUntil(window.frame.isActiveWindow, timeout=3000)
    screen: Any = window.frame._screens["settings"]
    widgets: list[QWidget] = [screen.search.line, screen.links["look"], screen.rows["departments"].field._boxes["sales"]]
    entry = window.frame.rail.entry("settings")
    assert entry is not None
    for widget in [*widgets, entry]:
        screen.area.ensureWidgetVisible(widget) if widget is not entry else None
        window.frame.status.setFocus()
        before = widget.grab().toImage()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        after = widget.grab().toImage()
        ring = sum(after.pixelColor(x, y) == ui.colour("focus") != before.pixelColor(x, y)
                   for x in range(after.width()) for y in range(after.height()))
        assert ring >= 2 * (after.width() - 12), audit.name_of(widget)
    ui.switch_theme("light")


def test_every_place_is_walked(window: Window) -> None:
    seen = {name.split(",")[0] for name in walker.visits(window)}
    assert {spec.id for spec in SCREENS} <= seen


