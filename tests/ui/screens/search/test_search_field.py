"""The search of the window: by keyboard and mouse, the newest question wins, the focus comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.models.domain.parties import Customer


def _with_two(walk: Callable[..., Any]) -> Any:
    here = walk()
    here.services.customers.save(Customer(name="Muster Werkzeuge GmbH", country="DE", currency="EUR"), "officer 1")
    return here


def _typed(here: Any, qtbot: Any, text: str) -> Any:
    field = here.frame.search
    with qtbot.waitSignal(field.answered, timeout=5000):
        qtbot.keyClicks(field, text)
    return field


def test_ctrl_k_search_enter_opens_the_customer(walk: Callable[..., Any], qtbot: Any) -> None:
    here = _with_two(walk)
    here.go("customers").to_table()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is here.frame.search
    field = _typed(here, qtbot, "werkz")
    assert field.results.isVisible()
    assert [hit.title for hit in field.results.hits()] == ["Muster Werkzeuge GmbH"]
    qtbot.keyClick(field, Qt.Key.Key_Return)
    here.rest()
    assert here.frame.current == "customer"
    assert here.screen("customer").model.draft.name == "Muster Werkzeuge GmbH"
    assert not field.results.isVisible()
    assert field.text() == ""


def test_enter_before_the_answer_waits_for_it(walk: Callable[..., Any], qtbot: Any) -> None:
    here = _with_two(walk)
    field = here.frame.search
    field.go()
    qtbot.keyClicks(field, "werkz")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: here.frame.current == "customer")


def test_escape_gives_the_focus_back_to_where_it_was(walk: Callable[..., Any], qtbot: Any) -> None:
    here = _with_two(walk)
    screen = here.go("customers")
    screen.search.setFocus()
    here.frame.search.go()
    field = _typed(here, qtbot, "muster")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not field.results.isVisible()
    assert QApplication.focusWidget() is screen.search


def test_the_arrows_pass_over_the_heads_of_groups_and_stop_at_the_ends(walk: Callable[..., Any], qtbot: Any) -> None:
    here = _with_two(walk)
    here.services.customers.save(Customer(name="Muster Zwei", note="belongs to Muster"), "officer 1")
    here.frame.search.go()
    field = _typed(here, qtbot, "muster")
    hits = field.results.hits()
    seen = [field.results.current()]
    for _ in range(len(hits) + 1):
        qtbot.keyClick(field, Qt.Key.Key_Down)
        seen.append(field.results.current())
    assert seen == [*hits, hits[-1], hits[-1]]
    assert hits[-1].title in field.accessibleDescription()


def test_a_click_opens_a_hit(walk: Callable[..., Any], qtbot: Any) -> None:
    here = _with_two(walk)
    here.frame.search.go()
    field = _typed(here, qtbot, "werkz")
    shown = field.results._list
    qtbot.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=shown.visualItemRect(shown.item(1)).center())
    here.rest()
    assert here.frame.current == "customer"


def test_only_the_answer_to_what_is_typed_now_is_shown(walk: Callable[..., Any], qtbot: Any) -> None:
    here = _with_two(walk)
    field = here.frame.search
    field.go()
    field.setText("muster")
    field._ask()
    field.setText("no such name at all")
    field._ask()
    here.rest()
    assert field.results.hits() == []
    assert "no such name at all" in field.results.told()


def test_the_search_follows_the_language(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    here.frame._ui.switch_language("ru")
    assert here.frame.search.placeholderText() == here.frame._ui.t("ui.search.hint")
    assert here.frame.search.accessibleName() == "Поиск по всему"
