"""The list of investigations in the window: filters, order, opening."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.models.domain.enums import CaseState, Grade
from tests.services.worklist.stock import Firm, stock
from tests.ui.screens.conftest import TODAY

FIRMS = [
    Firm("Alpha", open_state=CaseState.DRAFT, requested=Decimal(500)),
    Firm("Beta", open_state=CaseState.REVIEWED, assessor="officer 2", requested=Decimal(900)),
    Firm("Gamma", grade=Grade.B),
]


@pytest.fixture
def listed(walk: Callable[..., Any]) -> Any:
    here = walk(sample=False, first="officers")
    m = here.services.methodologies.current()
    stock(here.services._store, FIRMS, TODAY, (m.hash, m.version))
    here.go("cases")
    return here


def names(here: Any) -> list[str]:
    rows = here.screen("cases").table.rows
    return [rows.text_at(row, 1).split()[0] for row in range(rows.rowCount())]


def pick(here: Any, box: str, value: object) -> None:
    field = getattr(here.screen("cases"), box)
    field._combo.setCurrentIndex(field._values.index(value))
    here.rest()


def test_open_investigations_are_shown_first(listed: Any) -> None:
    assert sorted(names(listed)) == ["Alpha", "Beta"]


def test_state_assessor_and_completeness_narrow_the_list(listed: Any) -> None:
    pick(listed, "which", "all")
    assert sorted(names(listed)) == ["Alpha", "Beta", "Gamma"]
    pick(listed, "assessor", "officer 2")
    assert names(listed) == ["Beta"]
    pick(listed, "complete", "yes")
    screen = listed.screen("cases")
    assert names(listed) == []
    assert screen._nothing.isVisible()
    QTest.mouseClick(screen._reset, Qt.MouseButton.LeftButton)
    listed.rest()
    assert sorted(names(listed)) == ["Alpha", "Beta", "Gamma"]


def test_the_search_finds_a_case_number_and_a_customer(listed: Any, qtbot: Any) -> None:
    screen = listed.screen("cases")
    QTest.keyClicks(screen.search.line, "alp")
    qtbot.waitUntil(lambda: names(listed) == ["Alpha"], timeout=5000)


def test_a_heading_sorts_and_a_second_click_turns_the_order(listed: Any) -> None:
    screen = listed.screen("cases")
    for expected in (["Beta", "Alpha"], ["Alpha", "Beta"]):
        screen._sort_by(6)
        listed.rest()
        assert names(listed) == expected


def test_enter_opens_the_case(listed: Any) -> None:
    table = listed.screen("cases").table
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Return)
    listed.rest()
    assert listed.frame.current == "case"


def test_an_argument_chooses_the_filter(listed: Any) -> None:
    listed.go("cases", "waiting")
    assert names(listed) == ["Beta"]
    assert listed.screen("cases").which.value() == "waiting"


def test_without_any_case_there_is_one_thing_to_do(walk: Callable[..., Any]) -> None:
    here = walk(sample=False, first="cases")
    assert here.screen("cases")._stack.currentIndex() == 1
