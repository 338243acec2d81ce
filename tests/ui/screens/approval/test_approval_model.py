"""The approval without a window: what is typed is kept, what is refused is told, two people sign."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.models.domain.enums import CaseState, ChangeClass, Grade
from app.models.domain.errors import ProblemList, UserError
from app.ui.screens.approval.model import ApprovalModel

OFFICER, SECOND = "officer 1", "officer 2"


@pytest.fixture
def case_id(desk: Any) -> int:
    return int(desk.services.customers.page()[0].case_id)


@pytest.fixture
def fresh(desk: Any, case_id: int) -> Callable[[], ApprovalModel]:
    """A model as a new start of the program would make it."""

    def make() -> ApprovalModel:
        made = ApprovalModel(desk.services, desk.runner, desk.autosave, desk.officer)
        made.load(case_id)
        return made

    return make


@pytest.fixture
def model(fresh: Callable[[], ApprovalModel]) -> ApprovalModel:
    return fresh()


def _refusal(desk: Any) -> UserError:
    error = desk.runner.routed.pop()
    assert isinstance(error, UserError)
    return error


def test_a_half_typed_proposal_survives_a_restart(model: ApprovalModel, fresh: Any, desk: Any) -> None:
    typed = {
        "limit": Decimal("1234567.5"), "term_days": Decimal(45), "effective": date(2026, 12, 1), "grounds": ("payment", "own"),
        "text": "Pays late in winter.", "change_class": ChangeClass.EVENT,
    }
    for name, value in typed.items():
        model.change(name, value)
    model.change_raw("review_days", "thirty")
    desk.autosave.flush()
    again = fresh()
    assert again.typed == typed
    assert again.raw == {"review_days": "thirty"}


def test_an_emptied_field_follows_the_policy_again(model: ApprovalModel, fresh: Any, desk: Any) -> None:
    model.change("limit", Decimal(5))
    model.change("limit", None)
    desk.autosave.flush()
    assert fresh().typed == {}


def test_without_declaration_nothing_can_be_sent(model: ApprovalModel, desk: Any) -> None:
    model.propose()
    assert _refusal(desk).key == "grading.not_declared"
    assert not model.waits


def test_without_a_ground_or_a_text_nothing_can_be_sent(model: ApprovalModel, desk: Any) -> None:
    model.declare()
    model.propose()
    error = _refusal(desk)
    assert (error.key, error.field) == ("grading.no_grounds", "text")
    assert not model.waits


def test_a_refused_proposal_keeps_what_was_typed(model: ApprovalModel, fresh: Any, desk: Any) -> None:
    model.declare()
    model.change("limit", Decimal("99e12"))
    model.change("review_days", Decimal(93))
    desk.autosave.flush()
    model.propose()
    error = _refusal(desk)
    assert isinstance(error, ProblemList)
    assert {problem.field for problem in error.problems} == {"limit", "review_days"}
    assert model.typed == {"limit": Decimal("99e12"), "review_days": Decimal(93)}
    assert fresh().typed == model.typed


def test_the_assessor_is_not_among_those_who_may_approve(model: ApprovalModel, desk: Any) -> None:
    model.declare()
    model.change("text", "Sound.")
    model.propose()
    assert model.matter is not None
    assert [name for name, refusal in model.matter.deciders.items() if refusal is None] == [SECOND]
    model.approve("")
    assert _refusal(desk).key == "grading.approver_is_assessor"
    assert model.waits


def test_a_proposal_is_approved_and_its_change_is_there(model: ApprovalModel, desk: Any, fresh: Any) -> None:
    model.declare()
    model.change("limit", Decimal(500_000))
    model.change("grounds", ("statements",))
    model.propose()
    assert model.typed == {}
    desk.name = SECOND
    model.approve("agreed")
    matter = model.matter
    assert matter is not None
    assert matter.change is not None
    assert matter.change.after.limit == Decimal(500_000)
    assert matter.view.head.state is CaseState.IN_FORCE
    assert not model.can_propose
    assert model.decided_on == matter.proposal
    assert matter.decisions[-1].by == SECOND
    assert fresh().typed == {}


def test_a_rejection_needs_a_reason_and_leaves_the_terms_to_be_mended(model: ApprovalModel, desk: Any) -> None:
    model.declare()
    model.change("limit", Decimal(500_000))
    model.change("text", "Good payer.")
    model.propose()
    desk.name = SECOND
    model.reject(" ")
    error = _refusal(desk)
    assert (error.key, error.field) == ("grading.reject_reason", "note")
    model.reject("Too much.")
    assert (model.can_reopen, model.can_propose) == (True, False)
    model.reopen()
    assert (model.can_reopen, model.can_propose) == (False, True)
    assert model.typed == {"limit": Decimal(500_000), "text": "Good payer."}


def test_a_proposal_taken_back_stands_in_the_form_again(model: ApprovalModel) -> None:
    model.declare()
    model.change("term_days", Decimal(30))
    model.change("text", "Sound.")
    model.propose()
    model.withdraw()
    assert model.can_propose
    assert model.typed == {"term_days": 30, "text": "Sound."}


def test_an_override_counts_only_with_a_second_signature(model: ApprovalModel, desk: Any) -> None:
    model.declare()
    assert model.matter is not None
    calculated = model.matter.result.calculated_grade
    model.override(calculated.moved(-1), "Trade press reports a strike.", date(2027, 1, 15))
    assert model.matter.view.head.override is not None
    assert model.matter.result.grade is calculated
    model.propose()
    error = _refusal(desk)
    assert (error.key, error.field) == ("grading.override_unsigned", "override.second_by")
    model.sign_override()
    assert _refusal(desk).field == "override.second_by"
    assert [name for name, refusal in model.matter.signers.items() if refusal is None] == [SECOND]
    desk.name = SECOND
    model.sign_override()
    assert model.matter.result.grade is calculated.moved(-1)
    model.override(None, "", None)
    assert model.matter.view.head.override is None


@pytest.mark.parametrize(("grade", "reason", "expires", "field"), [
    (Grade.AAA, "", date(2027, 1, 15), "override.reason"), (Grade.B, "why", date(2027, 11, 15), "override.expires"),
])
def test_a_bad_override_is_refused_at_its_field(
    model: ApprovalModel, desk: Any, grade: Grade, reason: str, expires: date, field: str
) -> None:
    model.override(grade, reason, expires)
    assert _refusal(desk).field == field
    assert model.matter is not None
    assert model.matter.view.head.override is None
