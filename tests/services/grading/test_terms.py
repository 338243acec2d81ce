"""The terms that follow from a grade, the limit that counts, overrides, notices."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from app.models.db.store import Store
from app.models.domain.enums import Grade
from app.models.domain.parties import Identifier
from app.models.domain.rating import Override
from app.models.domain.records import Notice
from app.services.registry import Services
from tests.services.conftest import TODAY
from tests.services.desk import Desk, on
from tests.services.refusal import refused


@pytest.fixture(scope="module")
def ready_store(filled_store: Path) -> Path:
    """Every test here begins with a case filled in: it was filled once."""
    return filled_store


def test_the_draft_is_what_is_proposed(services: Services) -> None:
    desk = Desk.filled(services)
    ready = services.grading.draft(desk.view())
    proposal = desk.propose()
    assert proposal.terms == ready.terms and proposal.next_review == ready.next_review
    policy = services.methodologies.current().policy(ready.terms.grade)
    assert ready.terms.term_days == min(policy.term_days, 60) and ready.terms.prepayment_pct == policy.prepayment_pct
    assert ready.valid_until == ready.next_review <= TODAY + timedelta(days=92)


def test_a_new_customer_is_not_above_a(services: Services) -> None:
    desk = Desk.filled(services, first_deal=date(2026, 5, 1), identifiers=(Identifier("inn", "7707083893"),))
    ready = services.grading.draft(desk.view())
    assert services.cases.input_of(desk.view()).new_customer
    assert ready.terms.grade <= Grade.A


def test_the_limit_counts_until_the_review_day_and_not_after(services: Services, open_store: Store) -> None:
    desk = Desk.filled(services)
    assert services.grading.limit_usable(desk.customer.id) == 0
    change = desk.approved()
    due = change.next_review
    assert on(open_store, due).grading.limit_usable(desk.customer.id) == change.after.limit
    late = on(open_store, due + timedelta(days=1))
    assert late.grading.limit_usable(desk.customer.id) == 0
    row, = late.reviews.overdue()
    assert row.days_left == -1 and on(open_store, due).reviews.overdue() == ()


def test_a_grade_that_takes_effect_later_gives_no_limit_before(services: Services, open_store: Store) -> None:
    desk = Desk.filled(services)
    change = desk.approved(effective=TODAY + timedelta(days=10))
    assert change.effective == TODAY + timedelta(days=10) and change.next_review == change.effective + timedelta(days=30)
    assert services.grading.limit_usable(desk.customer.id) == 0
    assert on(open_store, change.effective).grading.limit_usable(desk.customer.id) == change.after.limit


def test_a_decision_that_comes_late_takes_effect_on_its_day_but_keeps_the_review_day(
    services: Services, open_store: Store
) -> None:
    desk = Desk.filled(services)
    proposal = desk.propose()
    change = on(open_store, TODAY + timedelta(days=5)).grading.approve(proposal.id, "officer 2").value
    assert change.effective == TODAY + timedelta(days=5) and change.next_review == proposal.next_review


def test_a_held_grade_has_the_limit_of_the_grade_that_holds(services: Services, open_store: Store) -> None:
    """The first grade is made bad by an event; next month the case is good, but the rise has to wait."""
    desk = Desk.filled(services)
    desk.answer("f_bankrupt", True)
    assert desk.approved().after.grade is Grade.D
    later = on(open_store, date(2026, 12, 20))
    head = later.cases.open(desk.customer.id, "officer 1", requested_limit=Decimal(300_000)).value
    later.cases.take_over(head.id, None, "officer 1")
    again = Desk(later, desk.customer, head)
    again.answer("f_bankrupt", False)
    view = again.view()
    ready = later.grading.draft(view)
    assert later.ratings.preview(view).grade >= Grade.A
    assert ready.terms.grade is Grade.D and ready.standing.held and ready.standing.why == "grading.hold_first_review"
    assert ready.terms.limit == 0 and ready.terms.review_days <= 30


def test_an_override_counts_only_with_a_second_signature(services: Services) -> None:
    desk = Desk.filled(services)
    grade = services.ratings.preview(desk.view()).calculated_grade
    override = Override(grade.moved(-2), "the plant was flooded", TODAY + timedelta(days=20), "")
    services.grading.override(desk.case.id, override, "officer 1")
    assert services.ratings.preview(desk.view()).grade is grade
    refused("grading.override_unsigned", desk.propose)
    refused("override.second_is_first", lambda: services.grading.sign_override(desk.case.id, "officer 1"))
    services.grading.sign_override(desk.case.id, "officer 3")
    proposal = desk.propose()
    assert proposal.terms.grade is grade.moved(-2)
    assert proposal.next_review == TODAY + timedelta(days=20)           # ends with the override


def test_an_override_out_of_bounds_is_refused(services: Services) -> None:
    desk = Desk.filled(services)
    grade = services.ratings.preview(desk.view()).calculated_grade
    good = Override(grade, "reason", TODAY + timedelta(days=30), "")

    def give(override: Override, by: str = "officer 1") -> object:
        return services.grading.override(desk.case.id, override, by)

    refused("override.too_high", lambda: give(replace(good, grade=Grade(min(9, int(grade) + 2)))), "override.grade")
    refused("override.reason", lambda: give(replace(good, reason=" ")), "override.reason")
    refused("override.expires", lambda: give(replace(good, expires=TODAY + timedelta(days=91))), "override.expires")
    refused("override.expires", lambda: give(replace(good, expires=TODAY)))
    refused("officer.unknown", lambda: give(good, "nobody"))
    give(replace(good, expires=TODAY + timedelta(days=90), second_by="officer 3"))
    kept = desk.view().head.override
    assert kept is not None and kept.second_by == "", "nobody signs for somebody else"
    refused("override.second_is_first", lambda: services.grading.sign_override(desk.case.id, "OFFICER 1"))
    services.grading.override(desk.case.id, None, "officer 1")
    assert desk.view().head.override is None
    refused("override.none", lambda: services.grading.sign_override(desk.case.id, "officer 3"))


def test_departments_are_told_and_acknowledge(services: Services) -> None:
    change = Desk.filled(services).approved()
    sent = datetime(2026, 11, 22, 9, tzinfo=UTC)
    told = Notice("sales", "officer 9", sent, "paper", sent + timedelta(hours=2))
    kept = services.grading.set_notices(change.no, (told, Notice("finance")), "officer 1").value
    assert kept.notices[0] == told and kept.fingerprint == change.fingerprint
    early = replace(told, acknowledged=sent - timedelta(hours=1))
    refused("notice.acknowledged", lambda: services.grading.set_notices(change.no, (early,), "officer 1"))
    refused("notice.department", lambda: services.grading.set_notices(change.no, (Notice("garden"),), "officer 1"))
    refused("notice.twice", lambda: services.grading.set_notices(change.no, (Notice("sales"), Notice("sales")), "officer 1"))
    refused("change.not_found", lambda: services.grading.change(99))


def test_warnings_that_cost_a_notch_do_not_count_again_on_the_same_evidence(services: Services, open_store: Store) -> None:
    from tests.services.desk import statement

    desk = Desk.filled(services)
    services.statements.delete(desk.customer.id, services.statements.of_customer(desk.customer.id)[-1].id or 0, "officer 1")
    services.statements.save(desk.customer.id, statement(2025, cfo=-500), "officer 1")
    first = services.ratings.preview(desk.view())
    assert first.warning_points >= 3 and any(step.kind == "warning" and step.binding for step in first.steps)
    desk.approved()
    later = on(open_store, date(2026, 12, 20))
    head = later.cases.open(desk.customer.id, "officer 1").value
    later.cases.take_over(head.id, None, "officer 1")
    view = later.cases.view(head.id)
    counted = {hit.rule for hit in first.warnings if hit.colour.value in ("amber", "red")}
    assert {rule for rule, _ in view.around.seen_warnings} == counted
    again = later.ratings.preview(view)
    assert not any(step.kind == "warning" and step.binding for step in again.steps)
