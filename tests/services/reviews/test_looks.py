"""Light reviews, explanations, absences, the board, the clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from app.models.db.store import Store
from app.models.domain.enums import Role
from app.models.domain.errors import NotAllowed, UserError
from app.services.clock import FixedClock
from app.services.registry import Services, build_services
from app.services.settings.schema import MAX_REVIEW_DAYS
from tests.services.conftest import TODAY
from tests.services.desk import Desk, on, statement


@pytest.fixture(scope="module")
def ready_store(filled_store: Path) -> Path:
    """Every test here begins with a case filled in: it was filled once."""
    return filled_store


def later(store: Store, days: int) -> Services:
    return on(store, TODAY + timedelta(days=days))


def test_a_light_review_confirms_the_grade_and_sets_the_next_look(services: Services, open_store: Store) -> None:
    change = Desk.filled(services).approved(review_days=30)
    then = later(open_store, 20)
    look = then.reviews.look(change.customer_id)
    assert look.full == () and look.next_review == TODAY + timedelta(days=50) and look.usable == change.after.limit
    assert [found.kind for found in look.found if found.count] == []
    note = then.reviews.confirm(change.customer_id, "officer 3").value
    assert (note.next_review, note.due, note.by) == (TODAY + timedelta(days=50), TODAY + timedelta(days=30), "officer 3")
    in_force = then.grading.in_force(change.customer_id)
    assert in_force is not None
    assert (in_force.terms, in_force.next_review) == (change.after, TODAY + timedelta(days=50))
    assert in_force.valid_until == in_force.next_review
    board = then.reviews.board()
    assert board.due[0].last == TODAY + timedelta(days=20) and board.due[0].hard == TODAY + timedelta(days=20 + MAX_REVIEW_DAYS)


def test_what_changed_is_listed_and_wants_a_word(services: Services, open_store: Store) -> None:
    desk = Desk.filled(services)
    change = desk.approved()
    then = later(open_store, 10)
    then.customers.save(replace(then.customers.get(change.customer_id), address="Harbour Road 7"), "officer 1")
    found = {one.kind: one.count for one in then.reviews.look(change.customer_id).found if one.count}
    assert found == {"master": 1}
    with pytest.raises(UserError) as refused:
        then.reviews.confirm(change.customer_id, "officer 1")
    assert refused.value.key == "review.text"
    note = then.reviews.confirm(change.customer_id, "officer 1", "Moved next door.").value
    assert note.found == (("master", 1),) and note.text == "Moved next door."
    assert {one.kind: one.count for one in then.reviews.look(change.customer_id).found if one.count} == {}


def test_a_new_year_asks_for_a_case(services: Services, open_store: Store) -> None:
    change = Desk.filled(services).approved()
    then = on(open_store, date(2027, 2, 1))
    then.statements.save(change.customer_id, statement(2026, rev=12500, cogs=9400, gross=3100), "officer 1")
    assert "review.full.statement" in then.reviews.look(change.customer_id).full
    with pytest.raises(UserError) as refused:
        then.reviews.confirm(change.customer_id, "officer 1", "looked")
    told = {one.key for one in getattr(refused.value, "problems", (refused.value,))}
    assert told == set(then.reviews.look(change.customer_id).full)


@pytest.mark.slow
def test_after_twelve_months_a_light_review_is_not_enough(services: Services, open_store: Store) -> None:
    change = Desk.filled(services).approved()
    assert "review.full.year" in later(open_store, 366).reviews.look(change.customer_id).full


def test_a_light_review_never_leads_beyond_twelve_months_or_ninety_two_days(services: Services, open_store: Store) -> None:
    change = Desk.filled(services).approved(review_days=92)
    days = 0
    for _ in range(12):
        then = later(open_store, days)
        if then.reviews.look(change.customer_id).full:
            break
        day = then.reviews.confirm(change.customer_id, "officer 1", "looked").value.next_review
        assert day is not None and 0 < (day - then.clock.today()).days <= MAX_REVIEW_DAYS
        days = (day - TODAY).days
    assert days == 365


@pytest.mark.slow
def test_the_account_owner_confirms_nothing(services: Services, open_store: Store) -> None:
    change = Desk.filled(services).approved()
    customer = services.customers.get(change.customer_id)
    services.customers.save(replace(customer, owner="officer 3"), "officer 1")
    with pytest.raises(NotAllowed) as refused:
        services.reviews.confirm(change.customer_id, "officer 3", "fine")
    assert refused.value.key == "review.owner"


def test_a_late_review_is_explained_and_the_limit_stays_nothing(services: Services, open_store: Store) -> None:
    change = Desk.filled(services).approved(review_days=10)
    with pytest.raises(UserError) as early:
        services.reviews.explain(change.customer_id, "busy", "officer 1")
    assert early.value.key == "review.not_late"
    then = later(open_store, 14)
    with pytest.raises(UserError) as silent:
        then.reviews.explain(change.customer_id, "  ", "officer 1")
    assert silent.value.key == "review.explain"
    then.reviews.explain(change.customer_id, "The statements come on Friday.", "officer 1")
    one, = then.reviews.board().due
    assert (one.explained, one.explained_by, one.days_left(then.clock.today())) == (
        "The statements come on Friday.", "officer 1", -4)
    assert then.grading.limit_usable(change.customer_id) == Decimal(0)
    assert then.reviews.look(change.customer_id).usable == Decimal(0)
    then.reviews.confirm(change.customer_id, "officer 1", "looked")
    assert then.reviews.board().due[0].explained == "" and then.grading.limit_usable(change.customer_id) == change.after.limit


def test_absences_are_checked_kept_and_taken_back(services: Services) -> None:
    first, last = TODAY + timedelta(days=1), TODAY + timedelta(days=14)
    for officer, begin, end, stand_in, where in (
        ("nobody", first, last, "", "officer"), ("officer 1", last, first, "", "last"),
        ("officer 1", first, last, "officer 1", "stand_in"), ("officer 1", first, last, "stranger", "stand_in"),
        ("officer 1", first, first + timedelta(days=400), "", "last"),
    ):
        with pytest.raises(UserError) as refused:
            services.reviews.add_absence(officer, begin, end, "officer 1", stand_in)
        assert refused.value.field == where
    kept = services.reviews.add_absence("Officer 1", first, last, "officer 1", "officer 3").value
    assert services.reviews.absences() == (kept,) and kept.officer == "officer 1"
    services.officers.add("looker", Role.VIEWER, "officer 2")
    for officer, stand_in, where in (
        ("officer 1", "", "officer"), ("officer 3", "officer 1", "stand_in"), ("officer 3", "looker", "stand_in"),
        ("looker", "", "officer"),
    ):
        with pytest.raises(UserError) as refused:       # away twice, away as well, makes no reviews
            services.reviews.add_absence(officer, last, last + timedelta(days=3), "officer 1", stand_in)
        assert refused.value.field == where
    services.reviews.add_absence("officer 3", last + timedelta(days=1), last + timedelta(days=3), "officer 1", "officer 1")
    services.reviews.end_absence(services.reviews.absences()[-1].id, "officer 1")
    services.reviews.end_absence(kept.id, "officer 1")
    assert services.reviews.absences() == ()
    with pytest.raises(UserError):
        services.reviews.end_absence(999, "officer 1")


def test_the_board_says_who_takes_what_while_somebody_is_away(services: Services) -> None:
    desk = Desk.filled(services)
    desk.approved(review_days=10)
    board = services.reviews.board()
    assert [(slot.officer, slot.broken) for slot in board.plan.slots] == [("officer 1", False)]
    assert sum(week.due for week in board.weeks) == 1 and board.officers == ("officer 1", "officer 3", "officer 4")
    away = services.reviews.away("officer 1", TODAY, TODAY + timedelta(days=14), "officer 4")
    assert [slot.job.customer_id for slot in away.own] == [desk.customer.id] and away.taken == {"officer 4": 1}
    assert away.frozen == () and away.broken == ()


def test_a_clock_that_was_set_back_is_noticed(open_store: Store, tmp_path: Path) -> None:
    assert build_services(open_store, FixedClock(TODAY)).reviews.clock_back() is None
    path = open_store.path
    open_store.close()
    long_ago = datetime(2026, 1, 5, 9, tzinfo=UTC)
    with Store.open(path, clock=lambda: long_ago) as store:
        services = build_services(store, FixedClock(date(2026, 1, 5)))
        found = services.reviews.clock_back()
        assert found is not None and found > long_ago
        assert services.reviews.board().clock_back == found
