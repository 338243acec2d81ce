"""The first steps on a new store, by keyboard; leaving at any moment; the tour."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.models.db.store import Store
from app.models.domain.enums import Role
from app.services.first_run import prepare
from app.services.registry import build_services
from app.texts import Texts
from app.ui.application import Opened, Window
from app.ui.screens import SCREENS
from tests.ui.screens.conftest import Walk

Key = Qt.Key


@pytest.fixture
def fresh(open_window: Callable[..., Window], tmp_path: Path, qtbot: Any) -> Callable[..., Walk]:
    """A window over a store that was made just now, as the program opens it."""

    def start(name: str = "new", *, is_new: bool = True, welcome: bool = True) -> Walk:
        def open_store() -> Opened:
            (tmp_path / name).mkdir(exist_ok=True)
            store = Store.open(tmp_path / name / "store.zixin", create=True)
            services = build_services(store)
            names = tuple(officer.name for officer in prepare(services, Texts.load("en")))
            return Opened(services, "store.zixin", False, lambda: "1", names[0], names, store.close, is_new)

        made = Walk(open_window(SCREENS, open_store=open_store, welcome=welcome), qtbot)
        made.frame.activateWindow()
        qtbot.waitUntil(made.frame.isActiveWindow, timeout=5000)
        made.rest()
        return made

    return start


def press(walk: Walk, key: Key) -> None:
    QTest.keyClick(QApplication.focusWidget() or walk.frame, key)
    walk.rest()


def write(walk: Walk, text: str) -> None:
    """Type letters of any script (QTest's own way knows Latin ones only)."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(QApplication.focusWidget(), QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


def test_from_a_new_store_to_the_sample_case_by_keyboard_alone(fresh: Callable[..., Walk]) -> None:
    walk = fresh()
    assert walk.frame.current == "welcome"
    press(walk, Key.Key_Down)  # the second language
    assert walk.window.ui.lang == "ru"
    press(walk, Key.Key_Return)
    write(walk, "Первый")
    press(walk, Key.Key_Tab)
    press(walk, Key.Key_Tab)
    write(walk, "Вторая")
    press(walk, Key.Key_Return)
    write(walk, "Своя компания")
    press(walk, Key.Key_Return)
    press(walk, Key.Key_Return)  # with the sample
    press(walk, Key.Key_Return)  # start working
    assert walk.frame.current == SCREENS[0].id
    officers = walk.services.officers.all()
    assert [(one.name, one.role) for one in officers] == [("Первый", Role.CREDIT_MANAGER), ("Вторая", Role.GENERAL_MANAGER)]
    assert walk.frame.host.officer == "Первый"
    assert walk.services.settings.get("company_name") == "Своя компания"
    assert "Циндао" in walk.services.customers.page()[0].name
    case = walk.services.cases.of_customer(walk.services.customers.page()[0].id)[0]
    assert walk.services.ratings.preview(walk.services.cases.view(case.id)).rated


def test_escape_leaves_at_any_step_with_what_is_kept_so_far(fresh: Callable[..., Walk]) -> None:
    walk = fresh()
    press(walk, Key.Key_Return)
    write(walk, "First Person")
    press(walk, Key.Key_Return)
    press(walk, Key.Key_Escape)
    assert walk.frame.current == SCREENS[0].id
    assert walk.services.officers.all()[0].name == "First Person"
    assert not walk.services.samples.there()


def test_it_comes_again_until_it_was_left_and_then_no_more(fresh: Callable[..., Walk]) -> None:
    assert fresh().frame.current == "welcome"
    again = fresh("second", is_new=False)  # the first start was killed on the first page
    assert again.frame.current == "welcome"
    press(again, Key.Key_Escape)
    assert fresh("third", is_new=False).frame.current != "welcome"


def test_nobody_who_did_not_ask_is_welcomed(fresh: Callable[..., Walk]) -> None:
    assert fresh(welcome=False).frame.current == SCREENS[0].id


def test_two_officers_of_one_name_are_refused_at_the_field(fresh: Callable[..., Walk]) -> None:
    walk = fresh()
    press(walk, Key.Key_Return)
    write(walk, "One Person")
    press(walk, Key.Key_Tab)
    press(walk, Key.Key_Tab)
    write(walk, "one person")
    press(walk, Key.Key_Return)
    screen = walk.screen("welcome")
    assert screen.step.name == "officers"
    assert screen.step.fields["second"].has_error()


def test_at_most_six_steps_and_no_mouse_needed_for_any_button(fresh: Callable[..., Walk]) -> None:
    screen = fresh().screen("welcome")
    assert len(screen.steps) <= 6
    assert all(button.focusPolicy() & Qt.FocusPolicy.TabFocus for button in (screen.skip, screen.previous, screen.next))


def test_the_tour_names_three_to_five_parts_and_gives_the_focus_back(fresh: Callable[..., Walk]) -> None:
    walk = fresh(welcome=False)
    before = walk.frame.rail.entry("customers")
    assert before is not None
    before.setFocus()
    walk.frame.late()
    walk.frame.host.actions.qaction("app.tour").trigger()
    tour = walk.window._steps.tour  # type: ignore[union-attr]
    assert tour is not None
    seen = [tour.stop]
    while len(seen) < 9:
        QTest.keyClick(QApplication.focusWidget(), Key.Key_Return)
        if not tour.isVisible():
            break
        seen.append(tour.stop)
        assert walk.frame.rect().contains(tour.geometry())
    assert 3 <= len(seen) <= 5 and len(set(seen)) == len(seen)
    assert QApplication.focusWidget() is before


def test_escape_ends_the_tour(fresh: Callable[..., Walk]) -> None:
    walk = fresh(welcome=False)
    walk.frame.late()
    walk.frame.host.actions.qaction("app.tour").trigger()
    tour = walk.window._steps.tour  # type: ignore[union-attr]
    assert tour is not None
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Escape)
    assert not tour.isVisible()
