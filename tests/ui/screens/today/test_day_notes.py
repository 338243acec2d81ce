"""What a day begins with: an override that has ended falls back and is told, and so is a clock that was set back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.models.domain.log import Correction
from app.models.domain.rating import Override
from app.services.lists.service import Entry
from app.services.people import PROGRAM
from tests.services.desk import Desk
from tests.ui.screens.conftest import OFFICER, SECOND, TODAY
from tests.unguarded import unguarded


def overridden(services: Any) -> int:
    """A customer whose grade rests on an override up that ended yesterday."""
    desk = Desk.filled(services, name="Amber Tools", identifiers=(), owner="seller 1", officer=OFFICER)
    given = services.ratings.preview(desk.view()).calculated_grade.moved(1)
    wanted = Override(given, "The parent stands behind it.", TODAY + timedelta(days=30), OFFICER, "")
    services.grading.override(desk.case.id, wanted, OFFICER)
    services.grading.sign_override(desk.case.id, SECOND)
    change = desk.approved()
    with unguarded(services._store, "trial.age", OFFICER) as unit:
        head = unit.cases.get(desk.case.id)
        unit.cases.save(replace(head, override=replace(head.override, expires=TODAY - timedelta(days=1))))
        unit.commit()
    return int(change.customer_id)


def test_an_ended_override_falls_back_at_the_first_look_of_the_day_and_is_told(walk: Callable[..., Any]) -> None:
    here = walk(sample=False, first="customers")
    customer = overridden(here.services)
    before = here.services.grading.in_force(customer).terms.grade
    here.frame.day.look()
    here.rest()
    assert here.services.grading.in_force(customer).terms.grade is before.moved(-1), "whatever page is open"
    today = here.go("today")
    here.rest()
    assert here.services.grading.in_force(customer).terms.grade is before.moved(-1)
    assert here.services.grading.changes(customer)[-1].approved_by == PROGRAM
    assert "Amber Tools" in today._notes.fallen.text() and "100.0" in today._notes.rate.text()
    assert not today._notes.isHidden() and today._notes.clock.isHidden()
    assert len(here.services.grading.changes(customer)) == 2, "once is enough"
    today._notes.button.click()
    here.rest()
    assert here.frame.current == "reviews"


@pytest.mark.slow
def test_a_clock_that_was_set_back_is_told_on_the_first_page(walk: Callable[..., Any]) -> None:
    here = walk(sample=False, first="customers")
    Desk.filled(here.services, name="Amber Tools", identifiers=(), owner="seller 1", officer=OFFICER)
    store = here.services._store
    plain, store._clock = store._clock, lambda: datetime.now(UTC) + timedelta(days=40)
    here.services.settings.set("reviews_per_day", "12", OFFICER)
    store._clock = plain
    today = here.go("today")
    here.rest()
    assert not today._notes.clock.isHidden() and "set back" in today._notes.clock.text()
    assert "clock" in here.go("reviews").banner.text


def test_what_stands_still_is_told_and_leads_to_its_place(walk: Callable[..., Any]) -> None:
    """A void approval, a rejected case, a correction and a list entry that wait for a second officer."""
    here = walk(sample=False, first="customers")
    services = here.services
    void = Desk.filled(services, name="Amber Tools", identifiers=(), owner="seller 1", officer=OFFICER)
    change = void.approved()
    services.customers.save(replace(services.customers.get(change.customer_id), country="DE"), OFFICER)
    sent = Desk.filled(services, name="Birch Mill", identifiers=(), owner="seller 1", officer=OFFICER)
    services.grading.reject(sent.propose().id, SECOND, "Not convinced.")
    services.log.propose(change.no, Correction("a wrong word", change.grounds, "another text", "", "", change.effective), OFFICER)
    services.lists.propose(Entry("watch", "slow payer", customer_id=change.customer_id), OFFICER)
    today = here.go("today")
    here.rest()
    table = today._pending.table
    shown = [(table.rows.text_at(row, 0), table.rows.text_at(row, 1)) for row in range(table.rows.rowCount())]
    assert shown == [
        ("approval void, orders stopped", "Amber Tools"), ("rejected, to be worked on", "Birch Mill"),
        ("corrections to be signed second", "1"), ("list entries to be decided", "1"),
    ]
    table.activated_id.emit(0)
    here.rest()
    assert here.frame.current == "customer"
    here.go("today")
    table.activated_id.emit(3)
    here.rest()
    assert here.frame.current == "lists"


@pytest.mark.slow
def test_a_day_without_news_shows_no_card(walk: Callable[..., Any]) -> None:
    here = walk(first="customers")
    today = here.go("today")
    here.rest()
    assert today._notes is None and today.model.notes is not None and not today.model.notes.anything
