"""The reviews in the window: the calendar, a light review, an explanation, absences, overrides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from app.models.domain.enums import Role
from app.services.changes import GRADE
from tests.services.desk import Desk
from tests.ui.audit.test_page_queries import Asked
from tests.ui.screens.conftest import OFFICER, SECOND, TODAY

LATE, SOON, FAR = "Amber Tools", "Birch Foundry", "Cedar Yards"


def graded(services: Any, name: str, days: int, review_days: int = 30) -> int:
    """A customer with a grade in force whose review is due in ``days``."""
    desk = Desk.filled(services, name=name, identifiers=(), owner="seller 1", officer=OFFICER)
    proposal = services.grading.propose(desk.case.id, OFFICER, grounds=("statements",), review_days=review_days).value
    change = services.grading.approve(proposal.id, SECOND, "agreed").value
    with services._store.write("grading.approve", SECOND) as unit:
        in_force = unit.changes.in_force(change.customer_id)
        unit.changes.set_in_force(replace(in_force, next_review=TODAY + timedelta(days=days)))
        unit.commit()
    return change.customer_id


@pytest.fixture
def here(walk: Callable[..., Any]) -> Any:
    return walk(sample=False)


@pytest.fixture
def late(here: Any) -> int:
    return graded(here.services, LATE, -4)


@pytest.mark.slow
def test_the_overdue_review_stands_first_and_its_limit_is_told_as_nothing(here: Any, late: int) -> None:
    soon = graded(here.services, SOON, 3)
    screen = here.go("reviews")
    rows = screen.calendar.table.rows
    assert [rows.id_at(row) for row in range(rows.rowCount())] == [late, soon][: rows.rowCount()]
    texts = [str(rows.data(rows.index(0, column))) for column in range(len(rows.columns))]
    assert any("4 days overdue" in text for text in texts) and any(text.startswith("0, frozen") for text in texts)
    assert "1 review is overdue" in screen.banner.text
    week = screen.calendar.board.weeks[0]
    assert (week.overdue, sum(one.due for one in screen.calendar.board.weeks)) == (1, 2)


def test_a_light_review_confirms_and_the_limit_counts_again(here: Any, late: int) -> None:
    screen = here.go("reviews", late)
    assert screen.look.look.due.customer_id == late and screen.look.explain.isVisible()
    assert here.services.grading.limit_usable(late) == 0
    screen.look.confirm.click()
    here.rest()
    in_force = here.services.grading.in_force(late)
    assert in_force.next_review == TODAY + timedelta(days=30)
    assert here.services.grading.limit_usable(late) == in_force.terms.limit > 0
    assert screen.banner.text == "" and screen.calendar.board.overdue == 0


def test_an_explanation_is_kept_and_changes_nothing(here: Any, late: int) -> None:
    screen = here.go("reviews", late)
    screen.look.explain.click()
    here.rest()
    assert screen.look.text.has_error()
    screen.look.text.set_value("The annual statement comes on Friday.")
    screen.look.explain.click()
    here.rest()
    assert "The annual statement comes on Friday." in screen.look.notes.text()
    assert here.services.grading.limit_usable(late) == 0 and "overdue" in screen.banner.text
    rows = screen.calendar.table.rows
    assert "explained" in " ".join(str(rows.data(rows.index(0, column))) for column in range(len(rows.columns)))


@pytest.mark.slow
def test_what_changed_wants_a_word_and_a_full_case_is_opened_from_here(here: Any, late: int) -> None:
    customer = here.services.customers.get(late)
    here.services.customers.save(replace(customer, address="Harbour Road 7"), OFFICER)
    screen = here.go("reviews", late)
    assert screen.look.found.rows.rowCount() == 1
    screen.look.confirm.click()
    here.rest()
    assert screen.look.text.has_error() and here.services.grading.limit_usable(late) == 0
    screen.look.full.click()
    here.rest()
    assert here.frame.current == "case"


def test_an_absence_is_tried_kept_and_taken_back(here: Any) -> None:
    here.services.officers.add("officer 3", Role.OFFICER, OFFICER)
    here.services.officers.add("officer 4", Role.CREDIT_MANAGER, OFFICER)
    graded(here.services, SOON, 3)
    screen = here.go("reviews", "away")
    pane = screen.away
    pane.check.click()
    here.rest()
    assert [field.has_error() for field in (pane.officer, pane.first, pane.last)] == [True] * 3 and not pane.result.isVisible()
    pane.officer.set_value("officer 3")
    pane.first.set_value(TODAY)
    pane.last.set_value(TODAY + timedelta(days=13))
    pane.stand_in.set_value("officer 4")
    pane.check.click()
    here.rest()
    assert pane.result.isVisible() and pane.holds.isVisible()
    pane.last.set_raw_text("2026-11-31")
    assert not pane.result.isVisible(), "it would read as the answer to this"
    pane.last.set_value(TODAY + timedelta(days=13))
    pane.keep.click()
    here.rest()
    assert [one.officer for one in here.services.reviews.absences()] == ["officer 3"]
    assert pane.table.rows.rowCount() == 1 and pane.officer.value() is None
    pane.table.select_id(here.services.reviews.absences()[0].id)
    pane.end.click()
    here.rest()
    assert here.services.reviews.absences() == () and pane.table.rows.rowCount() == 0


@pytest.mark.slow
def test_a_day_that_does_not_exist_makes_no_absence(here: Any) -> None:
    screen = here.go("reviews", "away")
    pane = screen.away
    pane.officer.set_value(OFFICER)
    pane.first.set_raw_text("2026-11-23")
    pane.last.set_raw_text("2026-11-3")
    pane.last.set_raw_text("2026-11-31")
    pane.keep.click()
    here.rest()
    assert here.services.reviews.absences() == () and pane.last.has_error()


def test_the_choices_narrow_the_list_and_a_wanted_customer_is_always_found(here: Any, late: int) -> None:
    far = graded(here.services, FAR, 40, review_days=60)
    screen = here.go("reviews")
    table = screen.calendar.table
    assert table.rows.row_of(far) is None
    board = screen.calendar.board
    slots = tuple(replace(slot, day=board.today) for slot in board.plan.slots)
    screen.calendar.show_board(replace(board, plan=replace(board.plan, slots=slots)), None)
    assert table.rows.row_of(far) is not None, "what is to be made in the week belongs to it"
    screen.calendar.which.set_value("late")
    screen.calendar._narrowed(None)
    assert [table.rows.id_at(row) for row in range(table.rows.rowCount())] == [late]
    screen = here.go("reviews", far)
    assert table.current_id() == far and screen.look.look.due.customer_id == far


@pytest.mark.slow
def test_the_calendar_follows_other_screens(here: Any, late: int) -> None:
    screen = here.go("reviews")
    here.services.reviews.confirm(late, OFFICER)
    here.frame._changed(frozenset({GRADE}), None)
    here.rest()
    assert screen.calendar.board.overdue == 0


@pytest.mark.slow
def test_without_a_grade_the_page_says_what_will_stand_here(here: Any) -> None:
    screen = here.go("reviews")
    assert screen.stack.currentWidget() is screen.empty
    assert isinstance(screen.board.today, date)


def test_what_is_typed_and_not_said_waits_at_its_customer_and_for_its_officer(here: Any, late: int) -> None:
    soon = graded(here.services, SOON, 3)
    screen = here.go("reviews", late)
    screen.look.text.set_raw_text("The annual statement")
    here.go("reviews", soon)
    assert screen.look.look.due.customer_id == soon and screen.look.text.value() == ""
    here.go("reviews", late)
    assert screen.look.text.value() == "The annual statement"
    here.switch(SECOND)
    assert screen.look.text.value() == ""
    here.switch(OFFICER)
    here.rest()
    assert screen.look.text.value() == "The annual statement"
    assert [one.place for one in here.services.drafts.all(OFFICER)] == [f"review.{late}"], "a program that is killed has it too"
    screen.look.explain.click()
    here.save()
    assert here.services.drafts.all(OFFICER) == () and screen.look.text.value() == ""


def test_the_file_of_a_customer_leads_to_the_light_review(here: Any, late: int) -> None:
    screen = here.go("customer", late)
    assert screen.head._to_review.isVisible()
    screen.head._to_review.click()
    here.rest()
    assert here.frame.current == "reviews" and here.screen("reviews").look.look.due.customer_id == late


def test_calendar_and_light_review_together_ask_the_store_three_things(
    walk: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Asked(monkeypatch)
    here = walk(sample=False)
    customer = graded(here.services, SOON, 3)
    here.go("reviews", customer)
    here.go("officers")
    asked.statements.clear()
    assert here.go("reviews", customer).look.look.due.customer_id == customer
    assert len(asked.statements) <= 3
