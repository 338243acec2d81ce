"""Cases: opening, states, answers with their author, evidence, verification, conflicts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from app.models.db.store import Store
from app.models.domain.answers import Answer, Guarantee
from app.models.domain.enums import AnswerState, Area, CaseMode, CaseState, CheckState, Grade
from app.models.domain.errors import Conflict, ProblemList
from app.models.domain.records import OutsideReport
from app.services.cases.states import OPEN_STATES, TRANSITIONS, Event, after, can
from app.services.registry import Services
from tests.services.conftest import TODAY
from tests.services.desk import Desk, new_customer, on, statement
from tests.services.refusal import refused


def test_every_state_can_be_reached_and_ended_states_are_left_only_as_listed() -> None:
    reached, frontier = {CaseState.DRAFT}, [CaseState.DRAFT]
    while frontier:
        state = frontier.pop()
        for event in Event:
            if can(state, event) and (found := after(state, event)) not in reached:
                reached.add(found)
                frontier.append(found)
    assert reached == set(CaseState)
    leaving = {event for event in Event if can(CaseState.SUPERSEDED, event)}
    assert leaving == set() and {e for e in Event if can(CaseState.IN_FORCE, e)} == {Event.FALL_DUE, Event.SUPERSEDE}
    for event in (Event.EDIT, Event.EDIT_KEY):
        assert set(TRANSITIONS[event]) == OPEN_STATES
    refused("case.state", lambda: after(CaseState.IN_FORCE, Event.PROPOSE))


def test_a_customer_has_one_open_case_at_a_time_and_it_pins_the_methodology(services: Services) -> None:
    customer = new_customer(services)
    head = services.cases.open(customer.id, "officer 1", mode=CaseMode.BOTH, purpose="larger orders").value
    assert head.methodology_hash == services.methodologies.current().hash and head.opened == TODAY
    refused("case.already_open", lambda: services.cases.open(customer.id, "officer 3"))
    refused("customer.not_found", lambda: services.cases.open(99, "officer 1"))
    assert services.cases.open_case(customer.id) == head


@pytest.mark.parametrize(
    ("fields", "key", "place"),
    [
        ({"requested_limit": Decimal(-1)}, "case.amount", "requested_limit"),
        ({"requested_limit": Decimal("Infinity")}, "case.amount", "requested_limit"),
        ({"own_monthly_sales": Decimal("1.234")}, "case.cents", "own_monthly_sales"),
        ({"requested_term": 366}, "case.term", "requested_term"),
        ({"profile": "huge"}, "case.profile", "profile"),
        ({"profile": "large_areas"}, "case.profile", "profile"),
        ({"currency": "RMB¥"}, "settings.currency", "currency"),
        ({"purpose": "x" * 4001}, "text.too_long", "purpose"),
        ({"own_exposure": Decimal(5), "own_overdue": Decimal(6)}, "case.overdue_above_exposure", "own_overdue"),
    ],
)
def test_a_head_that_cannot_be_is_refused_at_its_field(
    services: Services, fields: dict[str, object], key: str, place: str
) -> None:
    customer = new_customer(services)
    refused(key, lambda: services.cases.open(customer.id, "officer 1", **fields), place)  # type: ignore[arg-type]
    head = services.cases.open(customer.id, "officer 1").value
    refused(key, lambda: services.cases.update(replace(head, **fields), "officer 1"), place)  # type: ignore[arg-type]


def test_update_takes_the_officers_fields_only(services: Services) -> None:
    desk = Desk.opened(services)
    report = OutsideReport("agency 1", date(2026, 11, 1), date(2026, 11, 20), Decimal(800), "CNY")
    forged = replace(
        desk.case, requested_limit=Decimal(5), reports=(report,), state=CaseState.APPROVED, assessor="officer 2",
        methodology_hash="0" * 64, independent=True, verifier="officer 1",
    )
    kept = services.cases.update(forged, "officer 1").value
    assert kept.requested_limit == 5 and kept.reports == (report,)
    assert (kept.state, kept.assessor, kept.independent, kept.verifier) == (CaseState.DRAFT, "officer 1", False, "")
    assert kept.methodology_hash == desk.case.methodology_hash
    with pytest.raises(Conflict):
        services.cases.update(replace(desk.case, requested_limit=Decimal(6)), "officer 1")
    late = replace(report, arrived=date(2026, 10, 1))
    refused("case.report_date", lambda: services.cases.update(replace(kept, reports=(late,)), "officer 1"), "reports.0.arrived")


def test_an_answer_carries_who_and_when_and_nobody_can_claim_another(services: Services) -> None:
    desk = Desk.opened(services)
    typed = Answer(
        "A13", AnswerState.VALUE, Decimal("2.5"), sources=("COURT",), by="somebody", at=datetime(2020, 1, 1, tzinfo=UTC),
        second_by="somebody else", check=CheckState.DOCUMENTED,
    )
    kept = services.cases.answer(desk.case.id, [typed], "officer 1").value[0]
    assert kept.by == "officer 1" and kept.at == services.clock.now() and kept.second_by == "" and kept.version == 1
    assert desk.view().answers["A13"] == kept


def test_an_answer_that_says_nothing_new_keeps_its_author(services: Services) -> None:
    desk = Desk.opened(services)
    first = desk.answer("A13", Decimal(2))
    again = services.cases.answer(desk.case.id, [replace(first, by="", at=None)], "officer 3").value[0]
    assert again == first
    assert services.cases.answer(desk.case.id, [Answer("A14")], "officer 3").value == (Answer("A14"),)
    assert "A14" not in desk.view().answers


def test_zero_unknown_and_empty_are_kept_apart(services: Services) -> None:
    desk = Desk.opened(services)
    services.cases.answer(
        desk.case.id,
        [
            Answer("A13", AnswerState.VALUE, Decimal(0)), Answer("A12", AnswerState.UNKNOWN),
            Answer("D01", AnswerState.NOT_APPLICABLE, reason="no plant"),
        ],
        "officer 1",
    )
    answers = desk.view().answers
    assert answers["A13"].value == 0 and answers["A13"].state is AnswerState.VALUE
    assert answers["A12"].value is None and answers["A12"].state is AnswerState.UNKNOWN
    emptied = replace(answers["A13"], state=AnswerState.EMPTY, value=None)
    cleared = services.cases.answer(desk.case.id, [emptied], "officer 1").value[0]
    assert cleared.state is AnswerState.EMPTY
    done = services.cases.completeness(desk.view(), services.methodologies.current())
    assert done[Area.COMPANY][0] == 1 and done[Area.EQUIPMENT][0] == 1


def test_two_officers_on_one_answer_conflict_and_the_first_stays(services: Services) -> None:
    desk = Desk.opened(services)
    read = desk.answer("A13", Decimal(2))
    services.cases.answer(desk.case.id, [replace(read, value=Decimal(3))], "officer 3")
    with pytest.raises(Conflict) as caught:
        services.cases.answer(desk.case.id, [Answer("A12", AnswerState.UNKNOWN), replace(read, value=Decimal(4))], "officer 1")
    assert caught.value.field == "A13"
    assert desk.view().answers["A13"].value == 3 and "A12" not in desk.view().answers


def test_one_bad_answer_keeps_none_and_every_problem_is_told(services: Services) -> None:
    desk = Desk.opened(services)
    typed = [
        Answer("A13", AnswerState.VALUE, "twelve"), Answer("A03", AnswerState.VALUE, "monarchy"),
        Answer("Z99", AnswerState.UNKNOWN),
        Answer("A12", AnswerState.VALUE, Decimal(1)),
    ]
    error = refused("answer.problems", lambda: services.cases.answer(desk.case.id, typed, "officer 1"))
    assert isinstance(error, ProblemList) and {problem.field for problem in error.problems} == {"A13", "A03", "Z99"}
    assert desk.view().answers == {}


def test_evidence_belongs_to_its_case(services: Services) -> None:
    desk = Desk.opened(services)
    kept = services.cases.add_evidence(desk.case.id, "register.pdf", b"%PDF-", "officer 1").value
    desk.answer("A13", Decimal(1), evidence_ids=(kept.id,))
    assert services.cases.evidence_data(kept.id) == b"%PDF-"
    refused("answer.unknown_evidence", lambda: desk.answer("A12", Decimal(1), evidence_ids=(kept.id + 7,)), "A12.evidence")
    refused("evidence.empty", lambda: services.cases.add_evidence(desk.case.id, "x", b"", "officer 1"))
    refused("text.required", lambda: services.cases.add_evidence(desk.case.id, " ", b"1", "officer 1"))


def test_securities_are_checked_at_their_row(services: Services) -> None:
    desk = Desk.opened(services)
    kind = services.methodologies.current().haircuts[0].key
    kept = services.cases.guarantees(desk.case.id, (Guarantee(kind, Decimal(700), Decimal(200)),), "officer 1").value
    assert desk.view().guarantees == kept
    bad = (Guarantee(kind, Decimal(1)), Guarantee("moon", Decimal(-1), guarantor_grade="A+"))
    error = refused("case.problems", lambda: services.cases.guarantees(desk.case.id, bad, "officer 1"))
    assert isinstance(error, ProblemList)
    assert [problem.field for problem in error.problems] == [
        "guarantees.1.kind", "guarantees.1.value", "guarantees.1.guarantor_grade"
    ]
    assert desk.view().guarantees == kept


def test_verification_asks_for_every_key_item_and_a_second_person(services: Services) -> None:
    desk = Desk.opened(services)
    desk.answer("A02", "91350100M000100Y43")
    error = refused("case.key_items_open", lambda: services.cases.verify(desk.case.id, "officer 3"))
    assert "A01" in str(error.params["items"])
    key = [item.id for item in services.methodologies.current().items if item.key and item.source != "expr"]
    stored = desk.view().answers
    services.cases.answer(
        desk.case.id, [Answer(item, AnswerState.UNKNOWN) for item in key if item not in stored], "officer 1"
    )
    refused("case.verifier_is_assessor", lambda: services.cases.verify(desk.case.id, "officer 1"))
    head = services.cases.verify(desk.case.id, "officer 3").value
    assert head.state is CaseState.VERIFIED and head.verifier == "officer 3"
    assert {desk.view().answers[item].second_by for item in key} == {"officer 3"}


def test_an_edit_of_a_key_item_undoes_the_verification_another_one_does_not(services: Services) -> None:
    desk = Desk.filled(services)
    services.cases.verify(desk.case.id, "officer 3")
    desk.answer("A09", desk.view().answers["A09"].value, note="again")
    head = desk.view().head
    assert head.state is CaseState.VERIFIED and head.verifier == "officer 3"
    before = desk.view().answers["A13"]
    item = services.methodologies.current().item("A13")
    desk.answer("A13", Decimal(9))
    head = desk.view().head
    if item.key:
        assert head.state is CaseState.COLLECTING and head.verifier == ""
    assert desk.view().answers["A13"].second_by == "" and before.value != 9


def test_last_cases_answers_stand_beside_and_can_be_taken_over(services: Services, open_store: Store) -> None:
    desk = Desk.filled(services)
    desk.approved()
    later = on(open_store, date(2026, 12, 20))
    head = later.cases.open(desk.customer.id, "officer 3").value
    view = later.cases.view(head.id)
    assert view.answers == {} and view.last_answers["A13"].value == desk.view().answers["A13"].value
    assert view.around.in_force is not None and view.around.last_version == services.methodologies.current().version
    taken = later.cases.take_over(head.id, ["A13", "E01"], "officer 3").value
    assert [answer.item for answer in taken] == ["A13"]
    assert taken[0].by == "officer 3" and taken[0].as_of == date(2026, 11, 1)
    assert later.cases.take_over(head.id, ["A13"], "officer 3").value == ()


def test_a_viewer_and_one_who_left_enter_nothing(services: Services) -> None:
    desk = Desk.opened(services)
    officer = services.officers.get("officer 3")
    assert officer is not None
    services.officers.deactivate(officer.id, "officer 2")
    typed = [Answer("A13", AnswerState.VALUE, Decimal(1))]
    refused("officer.viewer", lambda: services.cases.answer(desk.case.id, typed, "viewer 1"))
    refused("officer.inactive", lambda: services.cases.answer(desk.case.id, typed, "officer 3"))
    refused("officer.viewer", lambda: services.customers.save(desk.customer, "viewer 1"))
    refused("officer.viewer", lambda: services.statements.save(desk.customer.id, statement(2025), "Viewer 1"))
    refused("officer.viewer", lambda: services.ratings.store(desk.case.id, "viewer 1"))
    refused("officer.unknown", lambda: services.cases.answer(desk.case.id, typed, "import"))


def test_figures_in_columns_are_kept_plain_so_that_formulas_can_read_them(services: Services) -> None:
    desk = Desk.opened(services)
    rows = ({"supplier": "supplier 1", "limit": "1 234,56", "years": "8,0"}, {"limit": "5万", "terms": "30"})
    kept = services.cases.answer(desk.case.id, [Answer("A11", rows=rows)], "officer 1").value[0]
    assert kept.rows == (
        {"supplier": "supplier 1", "limit": "1234.56", "years": "8"}, {"limit": "50000", "terms": "30"}
    )
    detailed = Answer("D12", details={"until": "22.11.2027"}) if _has(services, "D12", "until") else None
    if detailed is not None:
        assert services.cases.answer(desk.case.id, [detailed], "officer 1").value[0].details == {"until": "2027-11-22"}


@pytest.mark.parametrize(
    ("row", "key", "column"),
    [
        ({"limit": "12a4"}, "number.letters", "limit"), ({"limit": "1,234"}, "answer.detail_ambiguous", "limit"),
        ({"limit": "5 USD"}, "answer.detail_unit", "limit"), ({"terms": "30.5"}, "answer.detail_whole", "terms"),
        ({"limit": "1e5"}, "number.letters", "limit"),
    ],
)
def test_a_bad_figure_in_a_column_is_told_at_its_cell(services: Services, row: dict[str, str], key: str, column: str) -> None:
    desk = Desk.opened(services)
    answer = Answer("A11", rows=({"limit": "1"}, row))
    refused(key, lambda: services.cases.answer(desk.case.id, [answer], "officer 1"), f"A11.rows.1.{column}")


def _has(services: Services, item: str, column: str) -> bool:
    return any(detail.key == column for detail in services.methodologies.current().item(item).details)


def test_a_registration_number_with_a_wrong_check_digit_caps_the_grade_whatever_was_ticked(services: Services) -> None:
    desk = Desk.filled(services, country="CN")
    plain = services.ratings.preview(desk.view())
    assert "K19" not in {step.rule for step in plain.steps}
    wrong = Answer("A02", AnswerState.VALUE, "91350100M000100Y44", sources=("REG",), version=desk.view().answers["A02"].version)
    services.cases.answer(desk.case.id, [wrong], "officer 1")
    result = services.ratings.preview(desk.view())
    assert "K19" in {step.rule for step in result.steps}
    assert result.grade is Grade.B


def test_with_all_answers_come_the_securities_of_the_last_case_unless_some_were_entered(
    services: Services, open_store: Store
) -> None:
    desk = Desk.filled(services)
    deposit = Guarantee("cash_deposit", Decimal(50_000), note="blocked account")
    kept = services.cases.guarantees(desk.case.id, (deposit,), "officer 1").value
    desk.approved()
    later = on(open_store, date(2026, 12, 20))
    head = later.cases.open(desk.customer.id, "officer 3").value
    later.cases.take_over(head.id, ["A13"], "officer 3")
    assert later.cases.view(head.id).guarantees == ()
    later.cases.take_over(head.id, None, "officer 3")
    assert later.cases.view(head.id).guarantees == kept
    other = (replace(deposit, value=Decimal(10_000)),)
    later.cases.guarantees(head.id, other, "officer 3")
    later.cases.take_over(head.id, None, "officer 3")
    assert [one.value for one in later.cases.view(head.id).guarantees] == [Decimal(10_000)]


def test_every_officer_is_named_with_why_he_may_not_verify(services: Services) -> None:
    desk = Desk.opened(services, owner="officer 3")
    told = services.cases.verifiers(desk.case.id)
    assert {name: error.key if error else None for name, error in told.items()} == {
        "officer 1": "case.verifier_is_assessor", "officer 2": None, "officer 3": "case.verifier_is_owner",
        "officer 4": None, "viewer 1": "officer.viewer",
    }
