"""What is saved comes back equal, field by field."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.models.db.store import Store
from app.models.domain.answers import Answer, Guarantee
from app.models.domain.enums import AnswerState, CaseState, Grade, Role
from app.models.domain.errors import Conflict, EnvironmentFault, UserError
from app.models.domain.parties import Officer
from app.models.domain.records import GradeInForce, Notice
from tests.models.db import samples


def _user_error(caught: pytest.ExceptionInfo[UserError]) -> tuple[str, str | None]:
    return caught.value.key, caught.value.field


def test_a_customer_comes_back_with_every_part(store: Store) -> None:
    with store.write("customer.save", "officer 1") as unit:
        saved = unit.customers.save(samples.customer())
        unit.commit()
    assert saved == samples.customer(id=1, number="C00001", version=1)
    with store.read() as unit:
        assert unit.customers.get(saved.id) == saved
        assert unit.customers.get(99) is None


def test_parts_keep_their_order_through_changes(store: Store) -> None:
    with store.write("customer.save", "officer 1") as unit:
        saved = unit.customers.save(samples.customer(former_names=("a", "b", "c")))
        saved = unit.customers.save(replace(saved, former_names=("c", "a")))
        saved = unit.customers.save(replace(saved, former_names=("c", "a", "d", "e")))
        unit.commit()
    with store.read() as unit:
        found = unit.customers.get(saved.id)
    assert found is not None
    assert found.former_names == ("c", "a", "d", "e")


def test_customer_numbers_are_given_and_never_double(store: Store) -> None:
    with store.write("customer.save", "officer 1") as unit:
        assert unit.customers.save(samples.customer("One")).number == "C00001"
        unit.customers.save(samples.customer("Two", number="C00007"))
        unit.customers.save(samples.customer("Three", number="X-9"))
        assert unit.customers.save(samples.customer("Four")).number == "C00008"
        with pytest.raises(UserError) as caught:
            unit.customers.save(samples.customer("Five", number="X-9"))
    assert _user_error(caught) == ("store.number_taken", "number")


@pytest.mark.parametrize(
    "text",
    ["C00001", "c00001", "9135 0200 6120 1234 5x", "southern  ocean TRADING", "old harbour trading", "７７０７０８３８９３"],
)
def test_a_customer_is_found_by_number_identifier_and_any_name(store: Store, text: str) -> None:
    with store.write("customer.save", "officer 1") as unit:
        saved = unit.customers.save(samples.customer())
        unit.customers.save(samples.customer("Another", former_names=(), identifiers=()))
        unit.commit()
    with store.read() as unit:
        assert unit.customers.find(text) == (saved,)
        assert unit.customers.find("southern") == ()
        assert unit.customers.find("  ") == ()
        assert unit.customers.with_identifier("inn", "7707 083 893") == (saved.id,)
        assert unit.customers.with_identifier("uscc", "7707083893") == ()


def test_a_case_comes_back_with_every_field(store: Store) -> None:
    with store.write("case.open", "officer 1") as unit:
        samples.publish(unit)
        customer_id = unit.customers.save(samples.customer()).id
        saved = unit.cases.save(samples.case(customer_id))
        plain = unit.cases.save(samples.case(customer_id, override=None, reports=(), verified_at=None, requested_limit=None))
        unit.commit()
    assert saved == samples.case(customer_id, id=1, number="2026-0001", version=1)
    assert plain.number == "2026-0002"
    with store.read() as unit:
        assert unit.cases.of_customer(customer_id) == (saved, plain)
        assert unit.cases.open_case(customer_id) == plain
        assert unit.cases.next_number(2027) == "2027-0001"
        assert str(unit.cases.of_customer(customer_id)[0].own_overdue) == "1E+3"


def test_a_finished_case_is_not_open(store: Store) -> None:
    with store.write("case.open", "officer 1") as unit:
        samples.publish(unit)
        customer_id = unit.customers.save(samples.customer()).id
        saved = unit.cases.save(samples.case(customer_id))
        changed = unit.cases.save(replace(saved, state=CaseState.IN_FORCE))
        assert unit.cases.open_case(customer_id) is None
        with pytest.raises(Conflict):
            unit.cases.save(saved)
    assert changed.version == 2


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=40),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(value=VALUES, note=st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=30))
def test_every_value_of_an_answer_comes_back_as_what_it_was(store: Store, value: object, note: str) -> None:
    with store.write("case.answer", "officer 1") as unit:
        _customer_id, case_id = _bare_case(unit)
        (saved,) = unit.cases.save_answers(case_id, [samples.answer("A01", value=value, note=note)])
        assert saved == samples.answer("A01", value=value, note=note, version=1)
        assert type(saved.value) is type(value)
        assert str(saved.value) == str(value)


def _bare_case(unit: object) -> tuple[int, int]:
    samples.publish(unit)  # type: ignore[arg-type]
    customer_id = unit.customers.save(samples.customer()).id  # type: ignore[attr-defined]
    return customer_id, unit.cases.save(samples.case(customer_id)).id  # type: ignore[attr-defined]


def test_answers_are_saved_one_by_one_with_versions_of_their_own(store: Store) -> None:
    with store.write("case.answer", "officer 1") as unit:
        _, case_id = _bare_case(unit)
        first = unit.cases.save_answers(case_id, [samples.answer("A01"), samples.answer("A02")])
        second = unit.cases.save_answers(case_id, [replace(first[0], value=Decimal("12.5")), first[1]])
        assert [answer.version for answer in second] == [2, 1]
        with pytest.raises(Conflict) as caught:
            unit.cases.save_answers(case_id, [first[0]])
    assert caught.value.params["item"] == "A01"


def test_empty_zero_unknown_and_not_applicable_stay_apart(store: Store) -> None:
    given_answers = [
        Answer("A01"), Answer("A02", AnswerState.VALUE, Decimal(0)), Answer("A03", AnswerState.UNKNOWN),
        Answer("A04", AnswerState.NOT_APPLICABLE, reason="no factory"),
    ]
    with store.write("case.answer", "officer 1") as unit:
        _, case_id = _bare_case(unit)
        unit.cases.save_answers(case_id, given_answers)
        found = unit.cases.answers(case_id)
    assert [replace(found[answer.item], version=0) for answer in given_answers] == given_answers


def test_a_view_holds_everything_and_the_last_answers(store: Store) -> None:
    with store.write("fill", "officer 1") as unit:
        customer_id, case_id = samples.fill(unit)
        later = unit.cases.save(samples.case(customer_id)).id
        unit.commit()
    with store.read() as unit:
        view, next_view = unit.cases.view(case_id), unit.cases.view(later)
        assert unit.cases.view(99) is None
    assert view is not None
    assert next_view is not None
    assert set(view.answers) == {"A01", "A02", "A03", "B01"}
    assert view.last_answers == {}
    assert next_view.last_answers == view.answers
    assert [statement.end.year for statement in view.statements] == [2024, 2025]
    assert view.guarantees == (Guarantee("land", Decimal(500000), Decimal(100), "A", "first charge"),)
    assert [file.name for file in view.evidence] == ["licence.pdf"]


def test_securities_are_replaced_as_a_list(store: Store) -> None:
    with store.write("case.guarantees", "officer 1") as unit:
        _, case_id = _bare_case(unit)
        two = (Guarantee("land", Decimal(5)), Guarantee("stock", Decimal("7.10")))
        assert unit.cases.save_guarantees(case_id, two) == two
        head = unit.cases.get(case_id)
        assert unit.cases.save_guarantees(case_id, two[1:]) == two[1:]
        after = unit.cases.get(case_id)
        assert head is not None
        assert after is not None
        assert after.version == head.version + 1
        with pytest.raises(UserError, match="gone"):
            unit.cases.save_guarantees(99, two)


def test_evidence_is_kept_once_and_comes_back_byte_by_byte(store: Store) -> None:
    data = bytes(range(256)) * 500
    with store.write("case.evidence", "officer 1") as unit:
        _, case_id = _bare_case(unit)
        first = unit.evidence.add(case_id, "scan.pdf", data, "officer 1")
        assert unit.evidence.add(case_id, "scan again.pdf", data, "officer 1") == first
        assert unit.evidence.data(first.id) == data
        assert first.size == len(data)
        unit.connection.exec_driver_sql("UPDATE evidence SET content = x'00'")
        with pytest.raises(EnvironmentFault):
            unit.evidence.data(first.id)
        with pytest.raises(UserError, match="gone"):
            unit.evidence.data(99)


def test_a_statement_comes_back_with_exact_lines(store: Store) -> None:
    with store.write("statement.save", "officer 1") as unit:
        customer_id, _ = _bare_case(unit)
        saved = unit.statements.save(customer_id, samples.statement())
        assert saved == samples.statement(id=1, version=1)
        assert str(saved.values["cash"]) == "100.10"
        other = {"cash": Decimal("100.1"), "inv": Decimal(3)}
        changed = unit.statements.save(customer_id, replace(saved, values=other, opening={}))
        assert (changed.values, changed.opening, changed.version) == (other, {}, 2)
        with pytest.raises(Conflict):
            unit.statements.save(customer_id, saved)


def test_the_journal_shows_which_lines_of_a_statement_changed(store: Store) -> None:
    with store.write("statement.save", "officer 1") as unit:
        customer_id, _ = _bare_case(unit)
        saved = unit.statements.save(customer_id, samples.statement())
        unit.statements.save(customer_id, replace(saved, values={**saved.values, "TA": Decimal(1001)}))
        last = unit.journal.rows("statements", 1)[-1]
    assert (last.before, last.after) == ({"TA": "1000"}, {"TA": "1001"})


def test_one_statement_for_one_period(store: Store) -> None:
    with store.write("statement.save", "officer 1") as unit:
        customer_id, _ = _bare_case(unit)
        unit.statements.save(customer_id, samples.statement(2025))
        unit.statements.save(customer_id, samples.statement(2025, consolidated=False))
        half = unit.statements.save(customer_id, samples.statement(2024, months=6))
        with pytest.raises(UserError) as caught:
            unit.statements.save(customer_id, samples.statement(2025))
        assert half.id is not None
        unit.statements.delete(half.id)
        assert len(unit.statements.of_customer(customer_id)) == 2
        assert unit.statements.get(half.id) is None
        with pytest.raises(Conflict):
            unit.statements.delete(half.id)
    assert _user_error(caught) == ("store.statement_exists", "end")


def test_a_methodology_is_published_once_and_stays(store: Store) -> None:
    with store.write("methodology.publish", "officer 1") as unit:
        assert unit.methodologies.current() is None
        first = unit.methodologies.publish("{}", "1", "aa", '{"v":1}', date(2026, 1, 1), "officer 1")
        unit.methodologies.publish("{}", "2", "bb", '{"v":2}', date(2026, 6, 1), "officer 1")
        assert unit.methodologies.publish("{}", "1 again", "aa", '{"v":1}', date(2026, 7, 1), "officer 2") == first
        assert unit.methodologies.current() == ("bb", "2")
        assert json.loads(unit.methodologies.canonical("aa")) == {"v": 1}
        assert [row.version for row in unit.methodologies.all()] == ["1", "2"]
        with pytest.raises(UserError, match="methodology_unknown"):
            unit.methodologies.canonical("cc")


def test_ratings_come_back_with_their_texts(store: Store) -> None:
    with store.write("rating.store", "officer 1") as unit:
        customer_id, case_id = _bare_case(unit)
        row = samples.rating(customer_id, case_id)
        first = unit.ratings.add(row)
        second = unit.ratings.add(replace(row, score=None, grade=None, provisional=True))
        assert unit.ratings.get(first) == replace(row, id=first)
        assert unit.ratings.latest(customer_id) == replace(row, id=second, score=None, grade=None, provisional=True)
        assert [found.id for found in unit.ratings.of_customer(customer_id)] == [first, second]
        assert [found.id for found in unit.ratings.of_case(case_id)] == [first, second]
        assert unit.ratings.get(99) is None
        assert unit.ratings.latest(99) is None


def test_a_proposal_waits_until_it_is_decided_or_withdrawn(store: Store) -> None:
    with store.write("grading", "officer 1") as unit:
        customer_id, case_id = _bare_case(unit)
        rating_id = unit.ratings.add(samples.rating(customer_id, case_id))
        first = unit.decisions.add_proposal(samples.proposal(case_id, rating_id))
        assert first == replace(samples.proposal(case_id, rating_id), id=first.id)
        assert unit.decisions.open_proposal(case_id) == first
        with pytest.raises(UserError, match="proposal_open"):
            unit.decisions.add_proposal(samples.proposal(case_id, rating_id))
        unit.decisions.withdraw_proposal(first.id)
        assert unit.decisions.open_proposal(case_id) is None
        second = unit.decisions.add_proposal(samples.proposal(case_id, rating_id))
        answer = unit.decisions.add_decision(samples.decision(second.id, "rejected"))
        assert unit.decisions.decisions(second.id) == (answer,)
        assert [unit.decisions.proposal_state(made.id) for made in unit.decisions.of_case(case_id)] == ["withdrawn", "rejected"]
        for again in (first.id, second.id, 99):
            with pytest.raises(UserError, match="proposal_closed"):
                unit.decisions.add_decision(samples.decision(again))
        assert unit.decisions.proposal(99) is None


def test_a_change_carries_the_code_of_its_own_journal_entry(store: Store) -> None:
    with store.write("grading.approve", "officer 3") as unit:
        customer_id, case_id = _bare_case(unit)
        first = unit.changes.add(samples.change(customer_id, case_id))
        second = unit.changes.add(samples.change(customer_id, case_id, before=samples.terms(Grade.BB), previous_no=first.no))
        unit.commit()
    assert replace(first, no=0, fingerprint="") == samples.change(customer_id, case_id)
    with store.read() as unit:
        codes = dict(unit.connection.exec_driver_sql("SELECT entity_id, mac FROM journal WHERE entity = 'grade_changes'").all())
        assert codes == {first.no: first.fingerprint, second.no: second.fingerprint}
        assert unit.changes.get(second.no) == second
        assert unit.changes.of_customer(customer_id) == (first, second)
        assert unit.changes.all(limit=1) == (second,)
        assert unit.changes.count() == 2
        assert unit.changes.get(99) is None


def test_notices_are_kept_with_their_change(store: Store) -> None:
    with store.write("grading.approve", "officer 3") as unit:
        customer_id, case_id = _bare_case(unit)
        entered = unit.changes.add(samples.change(customer_id, case_id))
        messages = (Notice("sales", "Person Four", samples.NOON, "paper", samples.NOON), Notice("legal"))
        assert unit.changes.set_notices(entered.no, messages).notices == messages
        with pytest.raises(UserError, match="gone"):
            unit.changes.set_notices(99, ())


def test_the_grade_in_force_is_one_and_feeds_the_calendar(store: Store) -> None:
    with store.write("grading.approve", "officer 3") as unit:
        customer_id, case_id = samples.fill(unit)
        assert unit.changes.in_force(99) is None
        force = unit.changes.in_force(customer_id)
        assert force is not None
        today = date(2026, 12, 25)
        (row,) = unit.reviews.review_rows(None, today)
        assert (row.customer_id, row.grade, row.days_left, row.case_id) == (customer_id, Grade.A, -2, case_id)
        later = GradeInForce(customer_id, samples.terms(Grade.BB), force.since, today + timedelta(30), force.valid_until,
                             force.rating_id, force.change_no)
        unit.changes.set_in_force(later)
        assert unit.changes.in_force(customer_id) == later
        assert unit.reviews.review_rows(today, today) == ()
        assert [row.days_left for row in unit.reviews.review_rows(today + timedelta(30), today)] == [30]


def test_officers_have_names_of_their_own(store: Store) -> None:
    with store.write("officer.save", "officer 1") as unit:
        first = unit.officers.save(Officer(0, "officer 1", Role.OFFICER))
        second = unit.officers.save(Officer(0, "officer 2", Role.CREDIT_MANAGER))
        unit.officers.save(replace(second, active=False))
        with pytest.raises(UserError) as caught:
            unit.officers.save(replace(second, name="officer 1"))
        assert unit.officers.all() == (first, replace(second, active=False))
        assert unit.officers.get("officer 1") == first
        assert unit.officers.get("nobody") is None
    assert _user_error(caught) == ("store.officer_exists", "name")


def test_settings_and_drafts_are_kept_by_name(store: Store) -> None:
    with store.write("settings", "officer 1") as unit:
        unit.settings.set("language", "zh")
        unit.settings.set("language", "ru")
        assert unit.settings.get("language") == "ru"
        assert unit.settings.get("theme") is None
        assert unit.settings.all() == {"language": "ru"}
        unit.drafts.put("officer 1", "case/1/A01", '{"v":1}')
        unit.drafts.put("officer 1", "case/1/A01", '{"v":2}')
        unit.drafts.put("officer 2", "case/1/A01", "{}")
        draft = unit.drafts.get("officer 1", "case/1/A01")
        assert draft is not None
        assert draft.payload == '{"v":2}'
        assert unit.drafts.all("officer 1") == (draft,)
        unit.drafts.drop("officer 1", "case/1/A01")
        unit.drafts.drop("officer 1", "nowhere")
        assert unit.drafts.get("officer 1", "case/1/A01") is None


def test_drafts_leave_no_trace_in_the_journal(store: Store) -> None:
    with store.write("draft", "officer 1") as unit:
        unit.drafts.put("officer 1", "x", "half a wor")
        unit.commit()
    with store.read() as unit:
        assert unit.journal.head().count == 0


def test_a_decided_customer_cannot_be_deleted_unless_it_is_a_sample(store: Store) -> None:
    empty = store.content_digest()
    with store.write("fill", "officer 1") as unit:
        customer_id, _ = samples.fill(unit)
        unit.commit()
    with store.write("customer.delete", "officer 1") as unit, pytest.raises(UserError, match="has_decisions"):
        unit.customers.delete(customer_id)
    with store.write("customer.delete", "officer 1") as unit:
        saved = unit.customers.get(customer_id)
        assert saved is not None
        unit.customers.save(replace(saved, flags=("sample",)))
        unit.customers.delete(customer_id)
        unit.connection.exec_driver_sql("DELETE FROM methodologies")
        unit.commit()
    assert store.content_digest() == empty
    assert store.check().whole
    with store.write("customer.delete", "officer 1") as unit, pytest.raises(UserError, match="gone"):
        unit.customers.delete(customer_id)


def test_the_digest_tells_content_and_nothing_else(store: Store) -> None:
    with store.write("settings", "officer 1") as unit:
        unit.settings.set("a", "1")
        unit.commit()
    first = store.content_digest()
    with store.write("settings", "officer 1") as unit:
        unit.settings.set("a", "2")
        unit.commit()
    second = store.content_digest()
    with store.write("settings", "officer 2") as unit:
        unit.settings.set("a", "1")
        unit.commit()
    assert first != second
    assert store.content_digest() == first
