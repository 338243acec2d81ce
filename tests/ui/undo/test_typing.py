"""Typed, waited until it is kept, Ctrl+Z: the typing goes and nothing else does, in every field of every page."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

from app.ui.forms.base import Field
from app.ui.forms.typed_edits import DateEdit, DecimalEdit
from app.ui.undo.places import field_of, find, path_of
from tests.ui.screens.conftest import OFFICER, Walk

STEP_BEFORE = "Northern customers"
MOST_OF_A_KIND = 2
CTRL = Qt.KeyboardModifier.ControlModifier


def _approval(here: Walk) -> Any:
    return here.go("approval", here.sample.case_id)


def _new_customer(here: Walk) -> Any:
    return here.go("customer").form


def _known_customer(here: Walk) -> Any:
    here.go("customer", (here.sample.id, "identity"))
    return here.screen("customer").form


def _request(here: Walk) -> Any:
    screen = here.go("case", here.sample.case_id)
    screen.show_section("request")
    return screen.request


def _questions(section: str) -> Callable[[Walk], Any]:
    def open_page(here: Walk) -> Any:
        screen = here.go("case", here.sample.case_id)
        screen.show_section(section)
        return screen.pages[section]

    return open_page


def _details(here: Walk) -> Any:
    screen = here.go("case", here.sample.case_id)
    screen.show_section("company")
    screen.go_to("A10")
    screen.unfold()
    return screen.detail


def _statements(here: Walk) -> Any:
    return here.go("statements", here.sample.id)


def _methodology(path: tuple[str, ...]) -> Callable[[Walk], Any]:
    def open_page(here: Walk) -> Any:
        screen = here.go("methodology")
        here.frame.host.actions.qaction("methodology.new_draft").trigger()
        here.rest()
        screen.show_path(path)
        here.rest()
        return screen.detail

    return open_page


def _screen(name: str) -> Callable[[Walk], Any]:
    def open_page(here: Walk) -> Any:
        return here.go(name)

    return open_page


PLACES: dict[str, Callable[[Walk], Any]] = {
    "approval": _approval, "new customer": _new_customer, "customer": _known_customer, "request": _request,
    "questions of the company": _questions("company"), "questions of the surroundings": _questions("surroundings"),
    "details of an answer": _details, "statements": _statements, "an item of a methodology": _methodology(("items", "A04")),
    "officers": _screen("officers"), "settings": _screen("settings"),
}


def _text(widget: Any) -> str:
    return widget.text() if isinstance(widget, QLineEdit) else widget.toPlainText()


def _fields(page: QWidget) -> list[Any]:
    """What can be typed in, and of what looks alike a few."""
    kinds: dict[object, int] = {}
    found = []
    widgets: list[Any] = [*page.findChildren(QLineEdit), *page.findChildren(QPlainTextEdit)]
    for widget in widgets:
        field = field_of(widget)
        if field is None or field.is_search or not (widget.isVisible() and widget.isEnabled()) or widget.isReadOnly():
            continue
        kind = (type(field), type(field.parentWidget()), field.objectName())
        kinds[kind] = kinds.get(kind, 0) + 1
        if kinds[kind] <= MOST_OF_A_KIND:
            found.append(widget)
    return found


def _typing(widget: Any) -> str:
    field = field_of(widget)
    if isinstance(field, DateEdit):
        return "1" if _text(widget) else "2026-01-05"
    return "7" if isinstance(field, DecimalEdit) else "x"


def _is_there(here: Walk) -> bool:
    """Whether the step before the typing still holds."""
    return any(view.name == STEP_BEFORE for view in here.services.views.all(OFFICER, "customers"))


def _at(here: Walk, path: str) -> Any:
    """What is typed in at a place; a page may be made anew in between."""
    found = find(here.screen(here.frame.current or ""), path)
    assert isinstance(found, Field), path
    return found.editor


def _kept(here: Walk) -> None:
    """Autosave has done what it can; what it may not write stays marked."""
    autosave, runner = here.frame.host.autosave, here.frame.host.runner
    autosave.flush()
    here.qtbot.waitUntil(lambda: not runner.busy, timeout=15_000)


def _comes_to(here: Walk, path: str, wanted: str) -> str:
    """The text of a field once a step was taken back or done again: what was read anew may come a moment later."""
    _kept(here)
    with contextlib.suppress(TimeoutError):
        here.qtbot.waitUntil(
            lambda: _text(_at(here, path)).strip().replace(",", "") == wanted.strip().replace(",", ""), timeout=3000)
    _kept(here)
    return _text(_at(here, path)).strip() if wanted == wanted.strip() else _text(_at(here, path))


def _fault(here: Walk, qtbot: Any, path: str) -> str:
    """What is wrong with Ctrl+Z and Ctrl+Y after typing here, "" for nothing."""
    widget = _at(here, path)
    widget.setFocus()
    _kept(here)
    before = _text(widget)
    qtbot.keyClick(widget, Qt.Key.Key_End, CTRL)
    qtbot.keyClicks(widget, _typing(widget))
    typed = _text(widget).strip()
    if typed == before:
        return "nothing could be typed"
    _kept(here)
    if not isValid(widget) or QApplication.focusWidget() is not widget:
        return "the cursor is gone after the text was saved"
    qtbot.keyClick(widget, Qt.Key.Key_Z, CTRL)
    after = _comes_to(here, path, before)
    widget = _at(here, path)
    if not _is_there(here):
        return f"Ctrl+Z took back another step; the field says {after!r}"
    if after != before:
        return f"Ctrl+Z leaves {after!r} instead of {before!r}"
    if QApplication.focusWidget() is not widget:
        widget.setFocus()
    qtbot.keyClick(widget, Qt.Key.Key_Y, CTRL)
    again = _comes_to(here, path, typed)
    if again.replace(",", "") != typed.replace(",", ""):
        return f"Ctrl+Y leaves {again!r} instead of {typed!r}"
    return "" if _is_there(here) else "Ctrl+Y did another step"


@pytest.mark.parametrize("place", PLACES)
def test_ctrl_z_takes_back_what_was_typed_and_no_other_step(place: str, walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    page = PLACES[place](here)
    here.frame.host.runner.command(here.services.views.save, OFFICER, "customers", STEP_BEFORE, {})
    here.rest()
    assert _is_there(here)
    screen = here.screen(here.frame.current)
    paths = [path_of(widget, screen) for widget in _fields(page)]
    assert paths
    faults = {path: fault for path in paths if (fault := _fault(here, qtbot, path))}
    assert not faults, "\n".join(f"{name}: {fault}" for name, fault in faults.items())
