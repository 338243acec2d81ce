"""Another language or look while the program runs: at once, everywhere, and nothing that was typed is lost."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLineEdit, QPlainTextEdit, QTableView, QWidget
from shiboken6 import isValid

from app.texts import Entry, Texts
from app.ui.application import Window, make_application
from app.ui.screens import SCREENS
from app.ui.theme import system
from tests.ui.audit import checks
from tests.ui.heartbeat import MOST_LOOK_MS, Heartbeat
from tests.ui.looks import audit, walker, words
from tests.ui.looks.grabs import unreadable

LANGUAGES = ("ru", "zh")
ANSWERING = ("today", "customers", "cases", "settings")
SLOW = pytest.mark.slow

Typed = QLineEdit | QPlainTextEdit


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
def test_a_switch_of_language_reaches_every_screen_and_leaves_no_english(window: Window) -> None:
    """What is read, heard or told by the mouse; every part is still named, and what a reader took it for it stays."""
    data = walker.data_words(window.frame.host.services)
    wrong: dict[str, list[str]] = {}
    for place in walker.visits(window):
        roles = roles_of(window)
        for lang in LANGUAGES:
            window.ui.switch_language(lang)
            laid_out(window)
            walker.settle(window)
            found = words.foreign(window.frame, lang, data) + words.foreign_actions(window.frame.actions_, lang, data)
            found += [f"no name: {one}" for one in checks.unnamed(window.frame) + checks.nameless_buttons(window.frame)]
            found += [f"another role: {audit.name_of(one)}" for one, role in roles.items()
                      if isValid(one) and one.isVisible() and words.role(one) != role]
            if found:
                wrong[f"{lang} {place}"] = found
        window.ui.switch_language("en")
        walker.settle(window)
    assert wrong == {}, json.dumps(wrong, ensure_ascii=False, indent=1)


def test_a_switch_is_told_to_the_screen_that_is_shown_and_to_no_other(window: Window) -> None:
    """So it costs what can be seen, however many screens were opened."""
    told: dict[str, list[str]] = {name: [] for name in window.frame._uis}
    for name, ui in window.frame._uis.items():
        ui.language_changed.connect(told[name].append)
        ui.theme_changed.connect(told[name].append)
    window.frame.go("today")
    walker.settle(window)
    for heard in told.values():
        heard.clear()
    window.ui.switch_language("ru")
    window.ui.switch_theme("dark")
    first = {name: list(heard) for name, heard in told.items() if heard}
    window.frame.go("settings")
    later = {name: list(heard) for name, heard in told.items() if heard}
    window.ui.switch_language("en")
    window.ui.switch_theme("light")
    for name, ui in window.frame._uis.items():
        ui.language_changed.disconnect(told[name].append)
        ui.theme_changed.disconnect(told[name].append)
    assert len(told) > 8
    assert first == {"today": ["ru", "dark"]}
    assert later == {"today": ["ru", "dark"], "settings": ["dark", "ru"]}


def test_another_theme_dresses_every_part_once(window: Window) -> None:
    """A style sheet of the whole program would be given to each widget again for every widget that it lies in."""
    assert QApplication.instance().styleSheet() == ""  # type: ignore[union-attr]
    window.frame.go("today")
    walker.settle(window)
    watch = Dressed()
    page = window.frame._screens["today"]
    widgets = [one for one in page.findChildren(QWidget) if one.isVisible()]
    for one in widgets:
        one.installEventFilter(watch)
    window.ui.switch_theme("dark")
    laid_out(window)
    window.ui.switch_theme("light")
    laid_out(window)
    for one in widgets:
        one.removeEventFilter(watch)
    assert len(widgets) > 40
    assert watch.count <= 4 * len(widgets)


def test_the_window_answers_through_a_switch(window: Window, heartbeat: Heartbeat) -> None:
    """Another language within the bound of every act; another look within its own, for it is one call of Qt."""
    for place in ANSWERING:
        with heartbeat.apart():
            window.frame.go(place)
            walker.settle(window)
        heartbeat.begin(f"{place}, language")
        for lang in ("ru", "zh", "en"):
            window.ui.switch_language(lang)
            answered(window, heartbeat)
        heartbeat.begin(f"{place}, look")
        with heartbeat.allow(MOST_LOOK_MS):
            for theme in ("dark", "light"):
                window.ui.switch_theme(theme)
                answered(window, heartbeat)
    heartbeat.check()


def answered(window: Window, heartbeat: Heartbeat) -> None:
    """The call has come back, and so has everything that it asked for."""
    heartbeat.beat()
    runner: Any = window.backstage.runner if window.backstage is not None else None
    assert walker.wait_until(lambda: not runner.busy, 30_000)
    QApplication.sendPostedEvents()
    heartbeat.beat()


class Dressed(QObject):
    """Counts how often widgets are told that their style is another."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.StyleChange
        return False


def test_a_page_that_is_not_shown_follows_when_it_is_shown_again(window: Window) -> None:
    window.frame.go("officers")
    window.frame.go("settings")
    page: Any = window.frame._screens["officers"]
    before = page.title.title.text()
    window.ui.switch_language("ru")
    assert page.title.title.text() == before
    window.frame.go("officers")
    after = page.title.title.text()
    window.ui.switch_language("en")
    assert (before, after) == (window.ui.t("ui.nav.officers"), Texts.load("ru")("ui.nav.officers"))
    assert page.title.title.text() == before


def roles_of(window: Window) -> dict[QWidget, QAccessible.Role]:
    """What a screen reader takes every part that can have the focus for."""
    return {one: words.role(one) for one in audit.shown(window.frame) if one.focusPolicy() & Qt.FocusPolicy.TabFocus}


def fields_of(page: QWidget) -> list[Typed]:
    """One field of each kind that stands on a page and can be typed in."""
    kinds: dict[tuple[str, bool], Typed] = {}
    for one in page.findChildren(QWidget):
        if isinstance(one, QLineEdit | QPlainTextEdit) and one.isVisible() and one.isEnabled() and not one.isReadOnly():
            kinds.setdefault((audit.name_of(one), bool(text_of(one))), one)
    return list(kinds.values())


def text_of(field: Typed) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def cursor_of(field: Typed) -> tuple[int, str]:
    if isinstance(field, QLineEdit):
        return field.cursorPosition(), field.selectedText()
    return field.textCursor().position(), field.textCursor().selectedText()


def type_in(field: Typed, text: str) -> None:
    """Keys for this field and no other, whatever they do in the window."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(field, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, text))


def lost_by_switch(window: Window, field: Typed) -> str:
    """What is lost of a text in hand, its cursor and the focus while the language goes there and back; "" when nothing is."""
    field.setFocus()
    before = text_of(field)
    field.selectAll()
    type_in(field, "73")
    QTest.keyClick(field, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    kept, focus, lost = (text_of(field), cursor_of(field)), QApplication.focusWidget(), ""
    for lang in ("ru", "en"):
        window.ui.switch_language(lang)
        walker.settle(window)
        if not isValid(field):
            return "the field itself"
        if not lost and (now := (text_of(field), cursor_of(field))) != kept:
            lost = f"{kept} → {now}"
        elif not lost and QApplication.focusWidget() is not focus:
            lost = "the focus"
    field.selectAll()
    type_in(field, before) if before else QTest.keyClick(field, Qt.Key.Key_Backspace)
    walker.settle(window)
    return lost


@pytest.mark.parametrize("screens", [("customers", "settings", "officers"), pytest.param((), marks=SLOW)], ids=["three", "all"])
def test_what_is_being_typed_stays_through_a_switch(window: Window, screens: tuple[str, ...]) -> None:
    lost, tried = [], 0
    skip = tuple(spec.id for spec in SCREENS if screens and spec.id not in screens)
    for place in walker.visits(window, skip):
        for field in fields_of(window.frame._screens[window.frame.current or ""]):
            if isValid(field) and field.isVisible():
                tried += 1
                if what := lost_by_switch(window, field):
                    lost.append(f"{place}: {what} in {audit.name_of(field) if isValid(field) else 'what was there'}")
    assert tried >= (3 if screens else 20)
    assert lost == []


@SLOW
def test_a_draft_of_a_methodology_keeps_its_page_and_what_is_being_typed(window: Window) -> None:
    window.frame.go("methodology")
    walker.settle(window)
    window.frame.host.actions.qaction("methodology.new_draft").trigger()
    walker.settle(window)
    page: Any = window.frame._screens["methodology"]
    lost = []
    for path in (("items", "A04"), ("areas", "owner"), ("cards", next(iter(page.model.m.cards)).key), ("rules",)):
        page.show_path(path)
        walker.settle(window)
        for field in fields_of(page):
            if what := lost_by_switch(window, field):
                lost.append(f"{path}: {what}")
    assert lost == []


@SLOW
def test_selections_and_places_of_scrolling_stay_through_a_switch(window: Window) -> None:
    lost = []
    for place in walker.visits(window):
        page = window.frame._screens[window.frame.current or ""]
        tables = [one for one in page.findChildren(QTableView) if one.isVisible() and one.model().rowCount() > 1]
        for table in tables:
            table.setCurrentIndex(table.model().index(1, 1 if table.model().columnCount() > 1 else 0))
        walker.settle(window)
        seen = [one for one in page.findChildren(QAbstractScrollArea) if one.isVisible()]
        areas = [one for one in seen if one.verticalScrollBar().maximum() > 40]
        for area in areas:
            area.verticalScrollBar().setValue(area.verticalScrollBar().maximum() // 2)
        rows = [(table, table.currentIndex().row(), rows_of(table)) for table in tables]
        tops = [(area, area.verticalScrollBar().value(), area.verticalScrollBar().maximum()) for area in areas]
        for lang in ("ru", "en"):
            window.ui.switch_language(lang)
            walker.settle(window)
        for table, row, picked in rows:
            if not isValid(table):
                lost.append(f"{place}: a table is gone")
            elif table.currentIndex().row() != row or not picked <= rows_of(table):
                lost.append(f"{place}: {row}, {picked} → {rows_of(table)} of {audit.name_of(table)}")
        for area, top, most in tops:
            bar = area.verticalScrollBar() if isValid(area) else None
            if bar is None or abs(bar.value() - top) > 40 + abs(bar.maximum() - most):
                lost.append(f"{place}: {top} → {bar.value() if bar else 'gone'}")
    assert lost == []


def rows_of(table: QTableView) -> set[int]:
    return {index.row() for index in table.selectedIndexes()}


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


NARROW = (" of Label in QuestionPage", " of Pill in QuestionRow")
"""Columns of the form of a case, as wide as the words of the three languages need: test_scales.py measures those."""


@SLOW
def test_texts_that_are_longer_by_two_fifths_still_have_room(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = window.ui.texts
    window.frame.resize(1440, 900)
    monkeypatch.setattr(window.ui._now, "texts", pseudo(plain))
    window.ui.language_changed.emit("en")
    wrong = {}
    for place in walker.visits(window):
        found = audit.cut(window.frame) + audit.overlaps(window.frame)
        if found := [one for one in found if not any(name in one for name in NARROW)]:
            wrong[place] = found
    monkeypatch.undo()
    window.ui.language_changed.emit("en")
    window.frame.resize(*walker.SMALLEST)
    walker.settle(window)
    assert wrong == {}, json.dumps(wrong, ensure_ascii=False, indent=1)


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


@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=SLOW), pytest.param("contrast", marks=SLOW)])
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


