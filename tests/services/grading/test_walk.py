"""The whole walk of the main job through the services, as one officer and a second one do it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.models.db.store import Store
from app.models.domain.enums import CaseState, Grade
from app.models.domain.errors import UserError
from app.services.registry import Services
from tests.services.conftest import TODAY
from tests.services.desk import Desk, on, statement


def test_a_customer_goes_from_opening_a_case_to_a_grade_in_force(services: Services) -> None:
    desk = Desk.opened(services)
    assert desk.case.state is CaseState.DRAFT and desk.case.number == "2026-0001"
    desk.fill()
    assert desk.view().head.state is CaseState.COLLECTING
    services.statements.save(desk.customer.id, statement(2024), "officer 1")
    services.statements.save(desk.customer.id, statement(2025), "officer 1")
    services.cases.verify(desk.case.id, "officer 3")
    assert desk.view().head.state is CaseState.VERIFIED
    stored = services.ratings.store(desk.case.id, "officer 1").value
    assert desk.view().head.state is CaseState.SCORED and stored.result.rated
    proposal = desk.propose(grounds=("payment",), text="pays on the day")
    assert desk.view().head.state is CaseState.REVIEWED
    assert [name for name, why in services.grading.deciders(proposal.id).items() if why is None] == ["officer 2", "officer 4"]
    change = services.grading.approve(proposal.id, "officer 2", "agreed").value
    assert desk.view().head.state is CaseState.IN_FORCE
    in_force = services.grading.in_force(desk.customer.id)
    assert in_force is not None and in_force.terms == proposal.terms and in_force.change_no == change.no == 1
    assert in_force.terms.grade is stored.result.grade and in_force.terms.grade >= Grade.A
    assert change.before is None and change.approved_by == "officer 2" and change.proposed_by == "officer 1"
    assert change.fingerprint and services.grading.change(1) == change
    assert change.changes_12m == 1 and change.previous_no is None and len(change.notices) == 7
    row, = services.reviews.rows()
    assert (row.customer_id, row.grade, row.next_review) == (desk.customer.id, change.after.grade, change.next_review)
    assert row.next_review == TODAY + timedelta(days=30) and row.days_left == 30
    assert services.grading.limit_usable(desk.customer.id) == change.after.limit > 0
    listed, = services.customers.page()
    assert listed.grade is change.after.grade and listed.case_id is None


def test_an_untouched_case_is_not_rated_and_cannot_be_proposed(services: Services) -> None:
    desk = Desk.opened(services)
    services.cases.declare_independence(desk.case.id, "officer 1")
    assert not services.ratings.preview(desk.view()).rated
    stored = services.ratings.store(desk.case.id, "officer 1").value
    assert not stored.result.rated and desk.view().head.state is CaseState.DRAFT
    with pytest.raises(UserError, match="grading.not_rated"):
        desk.propose()


def test_the_rating_kept_with_the_proposal_is_the_one_shown_before(services: Services) -> None:
    desk = Desk.filled(services)
    shown = services.ratings.preview(desk.view())
    proposal = desk.propose()
    kept = services.ratings.get(proposal.rating_id)
    assert kept is not None and kept.result == shown
    assert kept.input == services.cases.input_of(desk.view())
    assert proposal.terms.limit == shown.limit.amount and proposal.terms.score == shown.score


def test_a_second_review_is_an_entry_that_names_the_one_before(services: Services, open_store: Store) -> None:
    first = Desk.filled(services).approved()
    later = on(open_store, date(2026, 12, 20))
    head = later.cases.open(first.customer_id, "officer 1", requested_limit=Decimal(300_000)).value
    assert head.change_class.value == "periodic"
    states = [case.state for case in later.cases.of_customer(first.customer_id)]
    assert states == [CaseState.DUE_FOR_REVIEW, CaseState.DRAFT]
    taken = later.cases.take_over(head.id, None, "officer 1").value
    assert len(taken) > 40 and all(answer.by == "officer 1" for answer in taken)
    later.cases.declare_independence(head.id, "officer 1")
    second = later.grading.approve(later.grading.propose(head.id, "officer 1", text="as before").value.id, "officer 2").value
    assert second.previous_no == first.no and second.before == first.after
    assert [case.state for case in later.cases.of_customer(first.customer_id)] == [CaseState.SUPERSEDED, CaseState.IN_FORCE]
    split = later.ratings.split(*later.ratings.of_customer(first.customer_id))
    assert split.inputs + split.methodology == split.score_after - split.score_before
