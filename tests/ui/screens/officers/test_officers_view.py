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
    assert screen.table.rows.text_at(0, 3) == here.window.ui.t("ui.officers.active")


# --- rights and passwords -----------------------------------------------------------------------------------------------

SECRET = "correct horse 1"


def test_a_role_says_what_it_may_and_what_it_decides(here: Any, screen: Any) -> None:
    screen.role.set_value(Role.OFFICER)
    screen.role.edited.emit(Role.OFFICER)
    assert "100,000" in screen.level.text()
    assert here.window.ui.t("rights.investigate") in screen.rights.text()
    assert here.window.ui.t("rights.officers") not in screen.rights.text()
    screen.role.set_value(Role.ADMINISTRATOR)
    screen.role.edited.emit(Role.ADMINISTRATOR)
    assert screen.level.text() == here.window.ui.t("ui.officers.level_none")
    assert here.window.ui.t("rights.officers") in screen.rights.text()


def test_who_may_not_keep_the_list_is_told_so_and_may_set_his_own_password_only(here: Any, screen: Any) -> None:
    here.services.officers.add("officer 3", Role.OFFICER, OFFICER)
    here.frame.host.set_officer("officer 3", (OFFICER, SECOND, "officer 3"))
    here.go("officers")
    here.rest()
    assert screen.kept_by.isVisible() and not screen.add.isEnabled()
    screen.table.select_id(next(one.id for one in screen.officers if one.name == SECOND))
    assert not screen.password.isVisible() and not screen.change.isEnabled()
    screen.table.select_id(next(one.id for one in screen.officers if one.name == "officer 3"))
    assert screen.password.isVisible() and not screen.password.old.isVisible()


def _set_password(here: Any, screen: Any, name: str, again: str = SECRET) -> None:
    screen.table.select_id(next(one.id for one in screen.officers if one.name == name))
    screen.password.new.line.setText(SECRET)
    screen.password.again.line.setText(again)
    screen.password.set.click()
    here.rest()


def test_a_password_is_set_and_asked_for_when_the_officer_takes_over(here: Any, screen: Any, qtbot: Any) -> None:
    _set_password(here, screen, SECOND, "something else")
    assert screen.password.again.has_error() and not here.services.officers.get(SECOND).has_password
    _set_password(here, screen, SECOND)
    assert here.services.officers.get(SECOND).has_password and screen.password.new.value() == ""
    assert screen.table.rows.text_at(1, 2) == here.window.ui.t("ui.officers.password_yes")
    here.switch(SECOND)
    dialog = here.frame._switch.dialog
    assert dialog.isVisible() and here.frame.host.officer == OFFICER
    dialog.password.line.setText("wrong 12345")
    dialog.enter.click()
    here.rest()
    assert dialog.password.has_error() and here.frame.host.officer == OFFICER
    _forget_wrong_tries(here)
    dialog.password.line.setText(SECRET)
    qtbot.keyClick(dialog.password.line, Qt.Key.Key_Return)
    here.rest()
    assert here.frame.host.officer == SECOND and not here.services.officers.asks_password(SECOND)
    here.switch(OFFICER)
    assert here.services.officers.asks_password(SECOND), "who is gone has signed out"


def _forget_wrong_tries(here: Any) -> None:
    """The clock of these tests stands still: the wait after a wrong one would never end."""
    with here.services._store.write("officer.sign_in", "") as unit:
        unit.settings.set("sign_in.wrong", "{}")
        unit.commit()


def test_a_dialog_that_is_given_up_leaves_who_was_there(here: Any, screen: Any, qtbot: Any) -> None:
    _set_password(here, screen, SECOND)
    here.switch(SECOND)
    here.frame._switch.dialog.cancel.click()
    here.rest()
    assert here.frame.host.officer == OFFICER


def test_the_own_password_is_changed_with_the_old_one(here: Any, screen: Any) -> None:
    _set_password(here, screen, OFFICER)
    assert screen.password.old.isVisible()
    screen.password.old.line.setText("wrong 12345")
    _set_password(here, screen, OFFICER)
    assert screen.password.old.has_error()


def test_a_password_is_no_draft(here: Any, screen: Any, qtbot: Any) -> None:
    screen.table.select_id(screen.officers[0].id)
    screen.password.new.line.setFocus()
    qtbot.keyClicks(screen.password.new.line, SECRET)
    here.save()
    assert all(SECRET not in one.payload for one in here.services.drafts.all(OFFICER))
