"""What grading refuses, each with the reason that names it, and that nothing was written then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from app.models.db.store import Store
from app.models.domain.answers import Answer, Guarantee
from app.models.domain.enums import AnswerState, CaseState, Grade, Role
from app.models.domain.errors import NotAllowed
from app.models.domain.parties import Identifier
from app.models.domain.rating import Override
from app.models.domain.statement import Statement
from app.services.registry import Services
from tests.services.conftest import TODAY
from tests.services.desk import Desk, on, statement
from tests.services.refusal import refused
from tests.unguarded import unguarded

OTHER = Identifier("inn", "7707083893")


@pytest.fixture(scope="module")
def ready_store(filled_store: Path) -> Path:
    """Every test here begins with a case filled in: it was filled once."""
    return filled_store


@pytest.mark.parametrize(
    "name", ["officer 1", "Officer 1", " officer  1 ", "ｏfficer 1", "officer\u200b 1", "\u043effi\u0441er 1"]
)
def test_the_assessor_cannot_approve_however_the_name_is_written(services: Services, name: str) -> None:
    proposal = Desk.filled(services).propose()
    error = refused("grading.approver_is_assessor", lambda: services.grading.approve(proposal.id, name))
    assert isinstance(error, NotAllowed)
    assert services.grading.proposal_state(proposal.id) == "open"


def test_who_proposes_cannot_approve_even_if_another_opened_the_case(services: Services) -> None:
    desk = Desk.filled(services)
    _leaves(services, "officer 1")
    proposal = services.grading.propose(desk.case.id, "officer 4", text="sound").value
    refused("grading.approver_is_proposer", lambda: services.grading.approve(proposal.id, "officer 4"))


def _leaves(services: Services, name: str) -> None:
    officer = services.officers.get(name)
    assert officer is not None
    services.officers.deactivate(officer.id, "officer 2")


def test_only_the_assessor_sends_a_proposal_and_takes_it_back_unless_he_has_left(services: Services) -> None:
    desk = Desk.filled(services)
    assert [name for name, why in services.grading.senders(desk.case.id).items() if why is None] == ["officer 1"]
    error = refused("grading.only_assessor", lambda: services.grading.propose(desk.case.id, "officer 2", text="sound"))
    assert isinstance(error, NotAllowed) and services.grading.proposal(desk.case.id) is None
    proposal = desk.propose()
    refused("grading.only_assessor", lambda: services.grading.withdraw(proposal.id, "officer 2"))
    assert services.grading.proposal_state(proposal.id) == "open"
    _leaves(services, "officer 1")
    services.grading.withdraw(proposal.id, "officer 2")
    proposal = services.grading.propose(desk.case.id, "officer 2", text="sound").value
    services.grading.withdraw(proposal.id, "officer 2")
    assert services.grading.proposal_state(proposal.id) == "withdrawn"


def test_the_account_owner_can_neither_assess_nor_approve(services: Services) -> None:
    desk = Desk.filled(services, owner="officer 2", identifiers=(OTHER,))
    proposal = desk.propose()
    refused("grading.approver_is_owner", lambda: services.grading.approve(proposal.id, "officer 2"))
    refused("case.verifier_is_owner", lambda: services.cases.verify(desk.case.id, "officer 2"))


def test_the_account_owner_cannot_open_a_case(services: Services) -> None:
    from tests.services.desk import new_customer

    customer = new_customer(services, owner="officer 1", identifiers=())
    refused("case.assessor_is_owner", lambda: services.cases.open(customer.id, "officer 1"))


def test_an_assessor_who_becomes_the_owner_cannot_propose(services: Services) -> None:
    desk = Desk.filled(services)
    services.customers.save(replace(desk.customer, owner="OFFICER 1"), "officer 3")
    refused("case.assessor_is_owner", desk.propose)


@pytest.mark.parametrize(("name", "key"), [("nobody", "officer.unknown"), ("viewer 1", "officer.viewer")])
def test_only_an_officer_of_the_list_can_sign(services: Services, name: str, key: str) -> None:
    proposal = Desk.filled(services).propose()
    refused(key, lambda: services.grading.approve(proposal.id, name))


def test_an_officer_who_left_cannot_sign(services: Services) -> None:
    proposal = Desk.filled(services).propose()
    officer = services.officers.get("officer 2")
    assert officer is not None
    services.officers.add("officer 5", Role.ADMINISTRATOR, "officer 2")
    services.officers.deactivate(officer.id, "officer 5")
    refused("officer.inactive", lambda: services.grading.approve(proposal.id, "officer 2"))


def test_a_limit_over_the_authority_goes_to_a_higher_level(services: Services) -> None:
    proposal = Desk.filled(services).propose()
    assert proposal.terms.limit > 100_000
    refused("grading.over_authority", lambda: services.grading.approve(proposal.id, "officer 3"))
    services.grading.approve(proposal.id, "officer 4")


def test_a_small_limit_of_a_good_grade_is_within_the_authority_of_an_officer(services: Services) -> None:
    proposal = Desk.filled(services).propose(limit=Decimal(100_000))
    services.grading.approve(proposal.id, "officer 3")


def test_a_grade_below_the_level_is_over_the_authority_whatever_the_amount(services: Services) -> None:
    desk = Desk.filled(services)
    desk.answer("f_bankrupt", True)
    proposal = desk.propose()
    assert proposal.terms.grade is Grade.D and proposal.terms.limit == 0
    refused("grading.over_authority", lambda: services.grading.approve(proposal.id, "officer 4"))
    services.grading.approve(proposal.id, "officer 2")


def test_without_a_rate_only_a_level_without_ceiling_may_approve(services: Services) -> None:
    desk = Desk.filled(services)
    services.settings.set("base_currency", "EUR", "officer 1")
    proposal = desk.propose(limit=Decimal(1000))
    assert [name for name, why in services.grading.deciders(proposal.id).items() if why is None] == ["officer 2"]


def test_a_review_later_than_three_months_is_refused_everywhere(services: Services) -> None:
    desk = Desk.filled(services)
    error = refused("grading.review_days", lambda: desk.propose(review_days=93))
    assert error.field == "review_days"
    refused("settings.review_days", lambda: services.settings.set("review_days_default", "93", "officer 1"))
    proposal = desk.propose(review_days=92)
    assert proposal.next_review == TODAY + timedelta(days=92)


def test_a_later_start_does_not_put_the_next_look_beyond_three_months(services: Services) -> None:
    proposal = Desk.filled(services).propose(review_days=92, effective=TODAY + timedelta(days=31))
    assert proposal.next_review == TODAY + timedelta(days=92)


def test_a_methodology_with_a_review_later_than_three_months_is_not_published(services: Services) -> None:
    m = services.methodologies.current()
    late = replace(m, policies=(replace(m.policies[0], review_days=93), *m.policies[1:]))
    refused("methodology.problems", lambda: services.methodologies.publish(late, "officer 1"))
    loose = replace(m, rules=replace(m.rules, max_review_days=93))
    refused("methodology.problems", lambda: services.methodologies.publish(loose, "officer 1"))


def test_the_review_interval_of_the_settings_is_used(services: Services) -> None:
    services.settings.set("review_days_default", "92", "officer 1")
    assert Desk.filled(services).propose().next_review == TODAY + timedelta(days=92)


@pytest.mark.parametrize(
    ("terms", "key", "field"),
    [
        ({"limit": Decimal(10) ** 9}, "grading.limit_above", "limit"),
        ({"limit": Decimal(-1)}, "case.amount", "limit"),
        ({"limit": Decimal("NaN")}, "case.amount", "limit"),
        ({"term_days": 400}, "grading.term_above", "term_days"),
        ({"prepayment_pct": Decimal(101)}, "grading.prepayment_below", "prepayment_pct"),
        ({"review_days": 0}, "grading.review_days", "review_days"),
        ({"effective": TODAY - timedelta(days=1)}, "grading.effective", "effective"),
        ({"effective": TODAY + timedelta(days=32)}, "grading.effective", "effective"),
        ({"grounds": ()}, "grading.no_grounds", "text"),
        ({"grounds": (), "text": " \n"}, "grading.no_grounds", "text"),
        ({"grounds": ("weather",)}, "grading.ground", "grounds"),
        ({"text": "bad \x00 text"}, "text.control", "text"),
    ],
)
def test_terms_less_careful_than_the_policy_are_refused_at_their_field(
    services: Services, terms: dict[str, object], key: str, field: str
) -> None:
    desk = Desk.filled(services)
    assert refused(key, lambda: desk.propose(**terms)).field == field
    assert services.grading.proposal(desk.case.id) is None and desk.view().head.state is not CaseState.REVIEWED
    assert services.ratings.latest(desk.customer.id) is None


def test_without_declaration_nothing_is_proposed_and_only_the_assessor_declares(services: Services) -> None:
    desk = Desk.opened(services, name="Another", identifiers=(OTHER,))
    services.statements.save(desk.customer.id, statement(2025), "officer 1")
    desk.answer("A04", date(2001, 5, 14))
    refused("grading.not_declared", desk.propose)
    refused("case.declares_assessor", lambda: services.cases.declare_independence(desk.case.id, "officer 2"))
    services.cases.declare_independence(desk.case.id, "officer 1")
    assert desk.propose().terms.provisional


def test_a_case_without_registration_number_cannot_be_proposed(services: Services) -> None:
    desk = Desk.opened(services, identifiers=())
    desk.answer("A04", date(2001, 5, 14))
    assert desk.view().head.state is CaseState.DRAFT
    services.cases.declare_independence(desk.case.id, "officer 1")
    refused("case.identity_incomplete", desk.propose)
    desk.answer("A02", "B 12345")
    assert desk.view().head.state is CaseState.COLLECTING
    desk.propose()


def test_statements_that_do_not_tie_must_be_explained_before_a_proposal(services: Services) -> None:
    desk = Desk.filled(services)
    kept = services.statements.of_customer(desk.customer.id)[-1]
    broken = services.statements.save(desk.customer.id, replace(kept, values={**kept.values, "TA": Decimal(9950)}), "officer 1")
    assert any(note.key == "statement.check" for note in broken.notes)
    refused("grading.checks_unexplained", desk.propose)
    services.statements.save(desk.customer.id, replace(broken.value, note="printed so in the report"), "officer 1")
    desk.propose()


# --- an edit voids the proposal ------------------------------------------------------------------------------------------


def _answer(desk: Desk) -> None:
    desk.answer("A13", Decimal(1))


def _note(desk: Desk) -> None:
    before = desk.view().answers["A13"]
    desk.services.cases.answer(desk.case.id, [replace(before, note="asked again")], "officer 1")


def _statement(desk: Desk) -> None:
    kept: Statement = desk.services.statements.of_customer(desk.customer.id)[-1]
    desk.services.statements.save(desk.customer.id, replace(kept, values={**kept.values, "cash": Decimal(901)}), "officer 1")


def _gone(desk: Desk) -> None:
    kept = desk.services.statements.of_customer(desk.customer.id)[0]
    desk.services.statements.delete(desk.customer.id, kept.id or 0, "officer 1")


def _guarantee(desk: Desk) -> None:
    kind = desk.services.methodologies.current().haircuts[0].key
    desk.services.cases.guarantees(desk.case.id, (Guarantee(kind, Decimal(1000)),), "officer 1")


def _head(desk: Desk) -> None:
    desk.services.cases.update(replace(desk.view().head, requested_limit=Decimal(299_000)), "officer 1")


def _evidence(desk: Desk) -> None:
    desk.services.cases.add_evidence(desk.case.id, "visit.txt", b"seen", "officer 1")


def _owner(desk: Desk) -> None:
    customer = desk.services.customers.get(desk.customer.id)
    desk.services.customers.save(replace(customer, owner="seller 2"), "officer 1")


def _override(desk: Desk) -> None:
    override = Override(Grade.BB, "weak trade", TODAY + timedelta(days=30), "officer 1")
    desk.services.grading.override(desk.case.id, override, "officer 1")


def _blacklist(desk: Desk) -> None:
    customer = desk.services.customers.get(desk.customer.id)
    desk.services.customers.save(replace(customer, flags=("blacklist",)), "officer 1")


@pytest.mark.parametrize("edit", [_answer, _note, _statement, _gone, _guarantee, _head, _evidence, _owner, _override, _blacklist])
def test_any_edit_after_the_proposal_withdraws_it(services: Services, edit: Callable[[Desk], None]) -> None:
    desk = Desk.filled(services)
    proposal = desk.propose()
    edit(desk)
    assert services.grading.proposal_state(proposal.id) == "withdrawn"
    assert desk.view().head.state in (CaseState.COLLECTING, CaseState.VERIFIED)
    refused("grading.withdrawn", lambda: services.grading.approve(proposal.id, "officer 2"))
    assert services.grading.in_force(desk.customer.id) is None


def test_an_edit_that_went_past_the_services_is_found_by_the_content_hash(services: Services, open_store: Store) -> None:
    desk = Desk.filled(services)
    proposal = desk.propose()
    with unguarded(open_store, "test.past", "somebody") as unit:
        before = unit.cases.answers(desk.case.id)["A13"]
        unit.cases.save_answers(desk.case.id, [replace(before, value=Decimal(3))])
        unit.commit()
    refused("grading.changed_since", lambda: services.grading.approve(proposal.id, "officer 2"))
    assert services.grading.proposal_state(proposal.id) == "withdrawn"
    assert services.grading.in_force(desk.customer.id) is None


@pytest.mark.parametrize(("key", "value"), [("base_currency", "EUR"), ("rates", '{"2026-01-01": {"USD": "7.1"}}')])
def test_a_setting_that_the_rating_rests_on_is_found_changed_at_the_approval(services: Services, key: str, value: str) -> None:
    desk = Desk.filled(services)
    proposal = desk.propose()
    services.settings.set(key, value, "officer 1")
    refused("grading.changed_since", lambda: services.grading.approve(proposal.id, "officer 2"))
    assert services.grading.in_force(desk.customer.id) is None


def test_saving_the_same_again_keeps_the_proposal(services: Services) -> None:
    desk = Desk.filled(services)
    proposal = desk.propose()
    view = desk.view()
    services.cases.answer(desk.case.id, list(view.answers.values()), "officer 1")
    for kept in view.statements:
        services.statements.save(desk.customer.id, kept, "officer 1")
    services.customers.save(view.customer, "officer 1")
    services.cases.update(view.head, "officer 1")
    services.cases.verify(desk.case.id, "officer 2")
    assert desk.view().head.state is CaseState.REVIEWED
    services.grading.approve(proposal.id, "officer 2")


def test_a_proposal_is_decided_once(services: Services) -> None:
    desk = Desk.filled(services)
    proposal = desk.propose()
    refused("grading.already_proposed", desk.propose)
    services.grading.approve(proposal.id, "officer 2")
    refused("grading.decided", lambda: services.grading.approve(proposal.id, "officer 4"))
    refused("grading.decided", lambda: services.grading.reject(proposal.id, "officer 4", "no"))


def test_a_rejected_case_says_why_and_can_go_on(services: Services) -> None:
    desk = Desk.filled(services)
    proposal = desk.propose()
    refused("grading.reject_reason", lambda: services.grading.reject(proposal.id, "officer 2", "  "))
    refused("grading.approver_is_assessor", lambda: services.grading.reject(proposal.id, "officer 1", "no"))
    decision = services.grading.reject(proposal.id, "officer 2", "visit the site first").value
    assert services.grading.decisions(proposal.id) == (decision,)
    assert desk.view().head.state is CaseState.REJECTED
    refused("case.closed", lambda: desk.answer("A13", Decimal(1)))
    services.cases.reopen(desk.case.id, "officer 1")
    desk.answer("A13", Decimal(1))
    desk.approved()


def test_a_decided_case_takes_no_more_changes(services: Services) -> None:
    desk = Desk.filled(services)
    desk.approved()
    refused("case.closed", lambda: desk.answer("A13", Decimal(2)))
    refused("case.closed", lambda: services.cases.add_evidence(desk.case.id, "a", b"b", "officer 1"))
    refused("case.closed", lambda: services.grading.propose(desk.case.id, "officer 1"))
    refused("case.closed", lambda: services.ratings.store(desk.case.id, "officer 1"))


def test_a_proposal_left_until_its_review_day_is_stale(services: Services, open_store: Store) -> None:
    desk = Desk.filled(services)
    proposal = desk.propose()
    late = on(open_store, proposal.next_review)
    refused("grading.stale", lambda: late.grading.approve(proposal.id, "officer 2"))
    on(open_store, proposal.next_review - timedelta(days=1)).grading.approve(proposal.id, "officer 2")


def test_not_applicable_is_signed_by_the_approver(services: Services) -> None:
    desk = Desk.filled(services)
    before = desk.view().answers["D01"]
    services.cases.answer(
        desk.case.id, [replace(before, state=AnswerState.NOT_APPLICABLE, value=None, reason="trades only")], "officer 1"
    )
    desk.approved()
    answer: Answer = desk.view().answers["D01"]
    assert answer.second_by == "officer 2" and answer.by == "officer 1"


def test_every_officer_is_named_with_why_he_may_not_decide(services: Services) -> None:
    desk = Desk.filled(services)
    proposal = desk.propose()
    told = services.grading.deciders(proposal.id)
    assert {name: error.key if error else None for name, error in told.items()} == {
        "officer 1": "grading.approver_is_assessor", "officer 2": None, "officer 3": "grading.over_authority",
        "officer 4": None, "viewer 1": "officer.viewer",
    }
    assert services.grading.override_signers(desk.case.id) == {}


def test_who_keeps_the_program_signs_nothing(services: Services) -> None:
    desk = Desk.filled(services)
    services.officers.add("officer 5", Role.ADMINISTRATOR, "officer 2")
    refusal = services.cases.verifiers(desk.case.id)["officer 5"]
    assert refusal is not None and refusal.key == "rights.refused.decide"
    refused("rights.refused.decide", lambda: services.cases.verify(desk.case.id, "officer 5"))
