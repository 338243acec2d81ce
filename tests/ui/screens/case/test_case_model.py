"""A case without a window: typing counts at once, is saved a moment later, and what is refused is told at its place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.models.domain.answers import Answer, Guarantee
from app.models.domain.enums import AnswerState, Area, CheckState
from app.models.domain.errors import EnvironmentFault, UserError
from app.ui.screens.case.model import CaseModel

SHARE = "A10"  # share of the five largest customers, %
FUTURE = date(2099, 1, 1)


@pytest.fixture
def case_id(desk: Any) -> int:
    found = desk.services.customers.page()[0].case_id
    assert found is not None
    return int(found)


@pytest.fixture
def model(desk: Any, case_id: int) -> CaseModel:
    made = CaseModel(desk.services, desk.runner, desk.autosave, desk.officer)
    made.load(case_id)
    return made


def _stored(desk: Any, case_id: int, item: str) -> Answer:
    found: Answer = desk.services.cases.view(case_id).answers[item]
    return found


def test_a_typed_value_counts_at_once_and_is_saved_by_autosave(model: CaseModel, desk: Any, case_id: int) -> None:
    before = model.assessment.result.score
    model.change(SHARE, value=Decimal(95))
    model.assess_now()
    assert model.assessment.result.score < before
    assert model.scores[SHARE].y == Decimal(35)
    assert _stored(desk, case_id, SHARE).value != Decimal(95)
    desk.autosave.flush()
    kept = _stored(desk, case_id, SHARE)
    assert (kept.value, kept.by) == (Decimal(95), "officer 1")
    assert model.quiet


def test_value_empty_unknown_and_not_applicable_never_look_alike(model: CaseModel, desk: Any, case_id: int) -> None:
    model.change(SHARE, value=Decimal(0))
    assert model.answer(SHARE).state is AnswerState.VALUE
    model.change(SHARE, value=None)
    assert model.answer(SHARE).state is AnswerState.EMPTY
    model.set_state(SHARE, AnswerState.UNKNOWN)
    desk.autosave.flush()
    assert (_stored(desk, case_id, SHARE).state, _stored(desk, case_id, SHARE).value) == (AnswerState.UNKNOWN, None)


def test_not_applicable_waits_for_its_reason(model: CaseModel, desk: Any, case_id: int) -> None:
    model.set_state(SHARE, AnswerState.NOT_APPLICABLE)
    desk.autosave.flush()
    assert model.problems[f"{SHARE}.reason"].key == "ui.case.reason_missing"
    assert _stored(desk, case_id, SHARE).state is AnswerState.VALUE
    model.change(SHARE, reason="one customer by contract")
    desk.autosave.flush()
    assert model.problems == {}
    assert _stored(desk, case_id, SHARE).reason == "one customer by contract"


def test_a_refused_answer_is_told_at_its_place_and_the_others_are_saved(model: CaseModel, desk: Any, case_id: int) -> None:
    model.change(SHARE, as_of=FUTURE)
    model.change("A05", value=Decimal(77))
    desk.autosave.flush()
    assert model.problems[f"{SHARE}.as_of"].key == "answer.as_of_future"
    desk.autosave.flush()
    assert _stored(desk, case_id, "A05").value == Decimal(77)
    assert model.answer(SHARE).as_of == FUTURE
    model.change(SHARE, as_of=date(2026, 10, 1))
    desk.autosave.flush()
    assert model.problems == {}
    assert _stored(desk, case_id, SHARE).as_of == date(2026, 10, 1)


def test_a_message_stays_until_its_own_field_is_typed_anew(model: CaseModel, desk: Any) -> None:
    model.change(SHARE, as_of=FUTURE)
    desk.autosave.flush()
    model.change(SHARE, note="asked twice")
    assert f"{SHARE}.as_of" in model.problems
    model.set_state(SHARE, AnswerState.UNKNOWN)
    assert model.problems == {}


def test_typing_on_while_saves_are_under_way_loses_nothing(model: CaseModel, desk: Any, case_id: int) -> None:
    desk.runner.hold()
    for value in ("1", "12", "12.5"):
        model.change(SHARE, value=Decimal(value))
        model.change_head(requested_limit=Decimal(value) * 1000)
        desk.autosave.flush()
    desk.runner.release()
    assert desk.runner.routed == []
    assert _stored(desk, case_id, SHARE).value == Decimal("12.5")
    assert desk.services.cases.view(case_id).head.requested_limit == Decimal(12500)


def test_the_head_is_saved_after_an_answer_has_moved_the_case_on(empty_desk: Any) -> None:
    from app.models.domain.parties import Customer

    services = empty_desk.services
    customer = services.customers.save(Customer(name="A", country="CN"), "officer 1").value
    head = services.cases.open(customer.id, "officer 1").value
    model = CaseModel(services, empty_desk.runner, empty_desk.autosave, empty_desk.officer)
    model.load(head.id)
    model.change(SHARE, value=Decimal(20))
    model.change_head(requested_limit=Decimal(5000))
    empty_desk.autosave.flush()
    model.change_head(purpose="first deal")
    empty_desk.autosave.flush()
    assert empty_desk.runner.routed == []
    assert services.cases.view(head.id).head.purpose == "first deal"


def test_a_head_changed_elsewhere_is_a_conflict(model: CaseModel, desk: Any, case_id: int) -> None:
    theirs = replace(desk.services.cases.view(case_id).head, purpose="theirs")
    desk.services.cases.update(theirs, "officer 2")
    for value in (3, 4):
        model.change(SHARE, value=Decimal(value))
        desk.autosave.flush()
    model.change_head(purpose="mine")
    desk.autosave.flush()
    assert desk.services.cases.view(case_id).head.purpose == "theirs"
    assert model.head.purpose == "mine"


def test_a_text_that_cannot_be_read_stays_as_typed_even_after_a_crash(model: CaseModel, desk: Any, case_id: int) -> None:
    before = model.answer(SHARE)
    model.keep_draft(SHARE, "12x")
    desk.autosave.flush()
    again = CaseModel(desk.services, desk.runner, desk.autosave, desk.officer)
    again.load(case_id)
    assert again.drafts == {SHARE: "12x"}
    assert again.answer(SHARE) == before
    again.change(SHARE, value=Decimal(12))
    desk.autosave.flush()
    again.load(case_id)
    assert again.drafts == {}
    assert desk.services.drafts.all("officer 1") == ()


def test_an_unusual_figure_asks_for_a_comment_and_is_kept(model: CaseModel, desk: Any, case_id: int) -> None:
    model.change(SHARE, value=Decimal(135))
    desk.autosave.flush()
    assert model.wants_comment(model.question(SHARE))
    assert _stored(desk, case_id, SHARE).value == Decimal(135)
    model.change(SHARE, comment="group sales counted twice")
    assert not model.wants_comment(model.question(SHARE))


def test_next_open_goes_on_through_the_sections_and_round(model: CaseModel) -> None:
    for section in model.sections:
        for question in section.questions:
            if not question.computed and section.key != "events":
                model.change(question.id, state=AnswerState.UNKNOWN, value=None, rows=())
    model.set_state("B04", AnswerState.EMPTY)
    model.set_state("A10", AnswerState.EMPTY)
    assert model.next_open("A01", Area.COMPANY.value) == "A10"
    assert model.next_open("A10", Area.COMPANY.value) == "B04"
    assert model.next_open("B04", Area.MANAGEMENT.value) == "A10"
    model.set_state("B04", AnswerState.UNKNOWN)
    assert model.next_open("A10", Area.COMPANY.value) is None


def test_counts_follow_what_is_typed(model: CaseModel) -> None:
    done, total = model.counts(Area.COMPANY.value)
    model.change(SHARE, value=None)
    assert model.counts(Area.COMPANY.value) == (done - 1, total)


def test_sources_check_and_details_are_saved_with_the_answer(model: CaseModel, desk: Any, case_id: int) -> None:
    model.change(
        SHARE, sources=("VISIT", "FS"), check=CheckState.CROSS_CHECKED, details={"names": "a, b"}, as_of=date(2026, 9, 30)
    )
    desk.autosave.flush()
    kept = _stored(desk, case_id, SHARE)
    assert (kept.sources, kept.check, dict(kept.details)) == (("VISIT", "FS"), CheckState.CROSS_CHECKED, {"names": "a, b"})


def test_guarantees_feed_the_security_cover(model: CaseModel, desk: Any, case_id: int) -> None:
    before = model.scores["G03"].x
    assert before is not None
    assert model.reading is not None
    best = max(model.reading.methodology.haircuts, key=lambda haircut: haircut.pct)
    model.change_guarantees((*model.guarantees, Guarantee(best.key, Decimal(2_000_000))))
    model.assess_now()
    assert (model.scores["G03"].x or 0) > before
    desk.autosave.flush()
    assert len(desk.services.cases.view(case_id).guarantees) == len(model.guarantees)


def test_a_refused_guarantee_is_told_and_nothing_else_is_held_back(model: CaseModel, desk: Any, case_id: int) -> None:
    model.change_guarantees((Guarantee("no such kind", Decimal(1)),))
    model.change(SHARE, value=Decimal(9))
    desk.autosave.flush()
    assert model.blocked("guarantees")
    assert _stored(desk, case_id, SHARE).value == Decimal(9)


def test_another_profile_asks_for_other_figures(model: CaseModel) -> None:
    assert model.question("E09L").computed
    model.change_head(profile="small")
    model.assess_now()
    assert model.question("E09").computed
    with pytest.raises(KeyError):
        model.question("E09L")


def test_evidence_is_taken_in_and_an_unreadable_file_is_told(model: CaseModel, desk: Any, tmp_path: Path) -> None:
    file = tmp_path / "audit 2025.pdf"
    file.write_bytes(b"%PDF-1.7")
    model.add_evidence([file])
    assert model.reading is not None
    assert [one.name for one in model.reading.view.evidence] == ["audit 2025.pdf"]
    model.add_evidence([tmp_path / "gone.pdf"])
    assert isinstance(desk.runner.routed[0], EnvironmentFault)
    empty = tmp_path / "empty.pdf"
    empty.touch()
    model.add_evidence([empty])
    assert [getattr(error, "key", "") for error in desk.runner.routed[1:]] == ["evidence.empty"]


def test_declaration_and_second_person_show_in_the_head(model: CaseModel, desk: Any) -> None:
    assert not model.head.independent
    model.declare_independence()
    assert model.head.independent
    model.verify()
    assert [getattr(error, "key", "") for error in desk.runner.routed] == ["case.verifier_is_assessor"]
    desk.name = "officer 2"
    model.verify()
    assert model.head.verifier == "officer 2"
    model.change_head(purpose="after the signatures")
    desk.autosave.flush()
    assert len(desk.runner.routed) == 1


def test_the_last_answer_stands_beside_and_is_taken_over(desk: Any, case_id: int) -> None:
    cases, grading = desk.services.cases, desk.services.grading
    customer_id = cases.view(case_id).customer.id
    cases.declare_independence(case_id, "officer 1")
    proposal = grading.propose(case_id, "officer 1", grounds=("statements",), text="first rating").value
    grading.approve(proposal.id, "officer 2", "agreed")
    review = cases.open(customer_id, "officer 1").value
    model = CaseModel(desk.services, desk.runner, desk.autosave, desk.officer)
    model.load(case_id)
    assert model.read_only
    model.load(review.id)
    last = model.last_answer(SHARE)
    assert last is not None
    assert (model.answer(SHARE).state, last.state) == (AnswerState.EMPTY, AnswerState.VALUE)
    assert model.reading is not None
    assert model.reading.previous is not None
    model.take_over(SHARE)
    assert model.answer(SHARE).value == last.value
    model.change(SHARE, value=Decimal(44))
    desk.autosave.flush()
    assert desk.runner.routed == []
    assert _stored(desk, review.id, SHARE).value == Decimal(44)


def test_a_field_error_without_a_place_is_kept_for_the_case(model: CaseModel, desk: Any) -> None:
    model._not_saved(UserError("case.closed"), model)
    assert model.problems["case"].key == "case.closed"
