"""Alarms in the window: the list of all customers, the page of one, and the way from the question to what is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.models.domain.alarms import AlarmState
from app.models.domain.parties import Customer
from tests.services.alarms.firm_m import AFTER, BEFORE, COLOURS, year
from tests.ui.screens.conftest import OFFICER


@pytest.fixture
def warned(walk: Callable[..., Any]) -> Any:
    here = walk(sample=False, first="officers")
    customer = here.services.customers.save(Customer(name="Company M", officer="officer 2"), OFFICER).value
    here.number = customer.id
    for end, values in ((2023, BEFORE), (2024, AFTER)):
        here.services.statements.save(customer.id, year(end, values), OFFICER)
    here.go("warnings")
    return here


def press(here: Any, button: Any) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    here.rest()


def shown(table: Any, column: int) -> list[str]:
    return [table.rows.text_at(row, column) for row in range(table.rows.rowCount())]


def choose(here: Any, screen: Any, rule: str) -> Any:
    alarm = next(one for one in here.services.alarms.of_customer(here.number) if one.rule == rule)
    screen.table.select_id(alarm.id)
    here.rest()
    return alarm


def test_what_the_statements_raised_stands_as_tasks_red_ones_due_first(warned: Any) -> None:
    screen = warned.screen("warnings")
    rules = [text.rsplit(" · ", 1)[1] for text in shown(screen.table, 1)]
    assert set(rules) == set(COLOURS) and {COLOURS[rule] for rule in rules[:4]} == {"red"}
    assert screen.box.fields["owner"].value() == "officer 2"
    assert "8 to be asked" in screen.summary.text()


def test_an_answer_is_kept_and_the_alarm_waits_for_a_decision(warned: Any) -> None:
    screen = warned.screen("warnings")
    alarm = choose(warned, screen, "W10")
    assert "Which goods stand behind these bills?" in screen.box.question.text()
    press(warned, screen.box.keep)
    assert screen.box.fields["answer"].has_error(), "an empty answer is none"
    screen.box.fields["answer"].set_raw_text("Drawn by the parent; no goods.")
    press(warned, screen.box.keep)
    kept = next(one for one in warned.services.alarms.of_customer(warned.number) if one.id == alarm.id)
    assert (kept.answer, kept.answered_by, kept.state) == ("Drawn by the parent; no goods.", OFFICER, AlarmState.ANSWERED)
    assert "1 answered" in screen.summary.text()


def test_what_is_typed_about_one_alarm_waits_while_another_is_looked_at(warned: Any) -> None:
    screen = warned.screen("warnings")
    choose(warned, screen, "W10")
    screen.box.fields["answer"].set_raw_text("half an answer")
    choose(warned, screen, "W08")
    assert screen.box.fields["answer"].raw_text() == ""
    choose(warned, screen, "W10")
    assert screen.box.fields["answer"].raw_text() == "half an answer"
    press(warned, screen.box.keep)
    choose(warned, screen, "W08")
    choose(warned, screen, "W10")
    assert screen.box.fields["answer"].raw_text() == "half an answer", "kept by now"


def test_nobody_outside_the_list_of_officers_asks(warned: Any) -> None:
    screen = warned.screen("warnings")
    alarm = choose(warned, screen, "W10")
    screen.box.fields["owner"].set_raw_text("Nobody At All")
    press(warned, screen.box.assign)
    assert screen.box.fields["owner"].has_error()
    kept = next(one for one in warned.services.alarms.of_customer(warned.number) if one.id == alarm.id)
    assert kept.owner == "officer 2"


def test_closing_asks_for_an_action_and_stopping_orders_holds_the_limit(warned: Any) -> None:
    screen = warned.screen("warnings")
    choose(warned, screen, "W10")
    press(warned, screen.box.close_)
    assert screen.box.refusal.isVisible() and not screen.box.banner.isVisible(), "no action was chosen: said at the button"
    screen.box.actions_["none"].setChecked(True)
    press(warned, screen.box.close_)
    assert screen.box.fields["note"].has_error(), "nothing done asks for a reason"
    screen.box.actions_["none"].setChecked(False)
    for name in ("stop", "secure"):
        screen.box.actions_[name].setChecked(True)
    screen.box.fields["answer"].set_raw_text("The seller cannot tell.")
    press(warned, screen.box.close_)
    closed = next(one for one in warned.services.alarms.of_customer(warned.number) if one.rule == "W10")
    assert closed.actions == ("stop", "secure") and closed.answer == "The seller cannot tell."
    assert [one.kind for one in warned.services.holds.of_customer(warned.number)] == ["stop"]
    assert "W10" not in "".join(shown(screen.table, 1))


def test_the_file_of_the_customer_shows_points_and_a_closed_alarm_can_be_opened_again(warned: Any) -> None:
    alarm = next(one for one in warned.services.alarms.of_customer(warned.number) if one.rule == "W01")
    warned.services.alarms.close(alarm.id, ("none",), "seasonal", OFFICER)
    screen = warned.go("customer", (warned.number, "alarms"))
    page = screen.alarms
    assert "15 points" in page.follow_text.text()
    assert page.table.rows.rowCount() == len(COLOURS)
    page.table.select_id(alarm.id)
    warned.rest()
    assert "seasonal" in page.box.end_text.text() and not page.box.answering.isVisible()
    press(warned, page.box.reopen)
    assert page.box.answering.isVisible() and "16 points" in page.follow_text.text()


def test_what_is_typed_stays_while_the_list_is_read_again(warned: Any) -> None:
    screen = warned.screen("warnings")
    choose(warned, screen, "W08")
    screen.box.fields["answer"].set_raw_text("half a sentence")
    other = next(one for one in warned.services.alarms.of_customer(warned.number) if one.rule == "W01")
    warned.services.alarms.answer(other.id, "our own buyers pay late", OFFICER)
    screen.model.reload()
    warned.rest()
    assert screen.box.fields["answer"].raw_text() == "half a sentence"


def test_a_draft_of_an_answer_finds_its_alarm_again(warned: Any) -> None:
    screen = warned.screen("warnings")
    alarm = choose(warned, screen, "W16")
    assert screen.table.current_id() == alarm.id
    choose(warned, screen, "W01")
    screen.show_place(f"QWidget:0/@alarm{alarm.id}/TextEdit:0")
    screen.model.reload()
    warned.rest()
    assert screen.table.current_id() == alarm.id


def test_filters_narrow_and_are_reset(warned: Any) -> None:
    screen = warned.screen("warnings")
    screen.which._combo.setCurrentIndex(screen.which._values.index("closed"))
    warned.rest()
    assert screen.nothing.isVisible()
    press(warned, screen.reset)
    assert screen.table.rows.rowCount() == len(COLOURS)
