"""Overrides that have ended fall back by themselves; how many there are is counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from app.models.db.store import Store
from app.models.domain.enums import ChangeClass, Colour, Grade
from app.models.domain.rating import Override
from app.models.domain.records import GradeChange
from app.services.overrides_watch.service import Rate
from app.services.people import PROGRAM
from app.services.registry import Services
from tests.services.conftest import TODAY
from tests.services.desk import Desk, on

DAYS = 30


@pytest.fixture(scope="module")
def ready_store(filled_store: Path) -> Path:
    """Every test here begins with a case filled in: it was filled once."""
    return filled_store


def overridden(services: Services, notches: int) -> GradeChange:
    """The filled case decided with an override of so many notches, valid for ``DAYS``."""
    desk = Desk.filled(services)
    calculated = services.ratings.preview(desk.view()).calculated_grade
    given = calculated.moved(notches)
    wanted = Override(given, "Parent company stands behind it.", TODAY + timedelta(days=DAYS), "officer 1", "")
    services.grading.override(desk.case.id, wanted, "officer 1")
    services.grading.sign_override(desk.case.id, "officer 4")
    change = desk.approved()
    assert change.after.grade is given
    return change


def test_an_ended_override_falls_back_by_an_entry_of_its_own(services: Services, open_store: Store) -> None:
    change = overridden(services, 1)
    last = on(open_store, TODAY + timedelta(days=DAYS))
    assert last.overrides_watch.ended() == 0 and last.overrides_watch.fall_back("en").value == ()
    then = on(open_store, TODAY + timedelta(days=DAYS + 1))
    assert then.overrides_watch.ended() == 1
    entry, = then.overrides_watch.fall_back("en").value
    assert (entry.before, entry.after.grade) == (change.after, change.after.grade.moved(-1))
    assert (entry.approved_by, entry.change_class, entry.previous_no) == (PROGRAM, ChangeClass.EVENT, change.no)
    assert change.after.grade.name in entry.text and entry.after.grade.name in entry.text and "officer 4" in entry.text
    in_force = then.grading.in_force(change.customer_id)
    assert in_force is not None and (in_force.terms, in_force.change_no) == (entry.after, entry.no)
    assert in_force.next_review <= TODAY + timedelta(days=DAYS) and then.grading.limit_usable(change.customer_id) == 0
    assert then.overrides_watch.fall_back("en").value == () and then.overrides_watch.recent() == (entry,)
    assert then.store_care.check().whole


def test_what_the_program_entered_by_itself_was_no_look_of_anybody(services: Services, open_store: Store) -> None:
    """Else a chain of overrides would move the last day of a review for ever."""
    change = overridden(services, 1)
    then = on(open_store, TODAY + timedelta(days=DAYS + 1))
    before = then.reviews.look(change.customer_id)
    then.customers.save(replace(then.customers.get(change.customer_id), note="moved to another hall"), "officer 1")
    then.overrides_watch.fall_back("en")
    look = then.reviews.look(change.customer_id)
    assert (look.since, look.due.last, look.due.hard) == (before.since, before.due.last, before.due.hard)
    assert {one.kind for one in look.found if one.count} == {"master"}


def test_the_terms_follow_the_lower_grade_and_never_loosen(services: Services, open_store: Store) -> None:
    change = overridden(services, 1)
    entry, = on(open_store, TODAY + timedelta(days=DAYS + 1)).overrides_watch.fall_back("zh").value
    m = services.methodologies.by_hash(services.cases.view(change.case_id).head.methodology_hash)
    policy = m.policy(entry.after.grade)
    assert entry.after.limit <= change.after.limit
    assert entry.after.term_days <= min(policy.term_days, change.after.term_days)
    assert entry.after.prepayment_pct >= max(policy.prepayment_pct, change.after.prepayment_pct)
    assert entry.next_review == change.next_review
    assert [notice.acknowledged for notice in entry.notices] == [None] * len(change.notices)


def test_an_override_that_went_down_does_not_rise_by_itself(services: Services, open_store: Store) -> None:
    change = overridden(services, -2)
    then = on(open_store, TODAY + timedelta(days=DAYS + 1))
    assert then.overrides_watch.fall_back("en").value == ()
    in_force = then.grading.in_force(change.customer_id)
    assert in_force is not None and in_force.terms.grade is change.after.grade
    assert then.grading.limit_usable(change.customer_id) == Decimal(0), "its review is due on that day"


def test_the_rate_equals_a_count_by_hand(services: Services, open_store: Store) -> None:
    assert services.overrides_watch.rate() == Rate(date(2025, 11, 22), 0, 0)
    change = overridden(services, 1)
    for number in range(3):
        Desk.filled(services, name=f"Plain {number}", identifiers=()).approved()
    rate = services.overrides_watch.rate()
    log = services.grading.log()
    by_hand = sum(services.cases.view(one.case_id).head.override is not None for one in log)
    assert (rate.decisions, rate.overridden) == (len(log), by_hand) == (4, 1)
    assert rate.colour is Colour.RED
    one, = services.overrides_watch.all()
    assert (one.change_no, one.calculated, one.given, one.in_force, one.fallen) == (
        change.no, change.after.grade.moved(-1), change.after.grade, True, False)
    then = on(open_store, TODAY + timedelta(days=DAYS + 1))
    then.overrides_watch.fall_back("en")
    assert then.overrides_watch.rate().decisions == 4, "what the program does by itself is no decision"
    assert then.overrides_watch.all()[0].fallen
    assert on(open_store, date(2028, 1, 1)).overrides_watch.rate().decisions == 0


@pytest.mark.parametrize(("overridden_", "colour"), [(4, Colour.NONE), (5, Colour.AMBER), (9, Colour.AMBER), (10, Colour.RED)])
def test_amber_from_five_and_red_from_ten_per_cent(overridden_: int, colour: Colour) -> None:
    assert Rate(TODAY, 100, overridden_).colour is colour
    assert Rate(TODAY, 0, 0).colour is Colour.NONE and Grade.AAA > Grade.D
