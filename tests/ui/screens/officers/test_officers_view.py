"""Officers in the window: add, rename, take authority, rest; the top bar offers those who may work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt

from app.models.domain.enums import Role

OFFICER, SECOND = "officer 1", "officer 2"


@pytest.fixture
def here(walk: Callable[..., Any]) -> Any:
    return walk(sample=False)


@pytest.fixture
def screen(here: Any) -> Any:
    return here.go("officers")


def _type(qtbot: Any, screen: Any, text: str) -> None:
    screen.name.editor.setFocus()
    screen.name.editor.selectAll()
    qtbot.keyClicks(screen.name.editor, text)


def _all(here: Any) -> dict[str, tuple[Role, bool]]:
    return {one.name: (one.role, one.active) for one in here.services.officers.all()}


def test_an_officer_is_added_shown_chosen_and_offered_in_the_top_bar(here: Any, screen: Any, qtbot: Any) -> None:
    _type(qtbot, screen, "officer 9")
    screen.role.set_value(Role.CREDIT_MANAGER)
    screen.add.setFocus()
    qtbot.keyClick(screen.add, Qt.Key.Key_Return)
    here.rest()
    assert _all(here)["officer 9"] == (Role.CREDIT_MANAGER, True)
    assert screen.table.rows.rowCount() == 3
    assert screen._chosen().name == "officer 9"
    assert "officer 9" in here.frame.top.officers


def test_a_name_that_is_taken_or_empty_is_refused_at_the_field(here: Any, screen: Any, qtbot: Any) -> None:
    for name in (SECOND.upper(), ""):
        screen.name.set_value("")
        _type(qtbot, screen, name)
        screen.add.click()
        here.rest()
        assert screen.name.has_error(), name
    assert set(_all(here)) == {OFFICER, SECOND}


def test_who_is_renamed_works_on_under_the_new_name(here: Any, screen: Any, qtbot: Any) -> None:
    screen.table.select_id(next(one.id for one in screen.officers if one.name == OFFICER))
    _type(qtbot, screen, "officer 7")
    screen.role.set_value(Role.CREDIT_MANAGER)
    screen.change.click()
    here.rest()
    assert _all(here) == {"officer 7": (Role.CREDIT_MANAGER, True), SECOND: (Role.GENERAL_MANAGER, True)}
    assert here.frame.host.officer == "officer 7"
    assert set(here.frame.top.officers) == {"officer 7", SECOND}


def test_an_officer_rests_and_comes_back(here: Any, screen: Any) -> None:
    screen.table.select_id(next(one.id for one in screen.officers if one.name == SECOND))
    screen.switch.click()
    here.rest()
    assert _all(here)[SECOND] == (Role.GENERAL_MANAGER, False)
    assert screen.switch.text() == here.window.ui.t("ui.officers.activate")
    assert tuple(here.frame.top.officers) == (OFFICER,)
    screen.switch.click()
    here.rest()
    assert _all(here)[SECOND][1]


def test_a_language_switch_keeps_the_half_typed_name(here: Any, screen: Any, qtbot: Any) -> None:
    screen.table.select_id(screen.officers[0].id)
    _type(qtbot, screen, "officer 5")
    here.window.ui.switch_language("zh")
    here.rest()
    assert screen.name.value() == "officer 5"
    assert screen.table.rows.text_at(0, 2) == here.window.ui.t("ui.officers.active")
