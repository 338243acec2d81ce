"""Ratings: stored as made, rated in bulk from what the store holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.models.db.store import Store
from app.models.domain.parties import Customer, Identifier
from app.services.rating import rate
from app.services.rating.snapshot import dump
from app.services.registry import Services, build_services
from tests.services.conftest import TODAY
from tests.services.desk import Desk, statement
from tests.services.refusal import refused


def test_a_stored_rating_can_be_run_again_bit_for_bit(services: Services, open_store: Store) -> None:
    desk = Desk.filled(services)
    kept = services.ratings.store(desk.case.id, "officer 1").value
    afresh = build_services(open_store, services.clock)
    read = afresh.ratings.get(kept.id)
    assert read == kept == afresh.ratings.latest(desk.customer.id)
    again = rate(afresh.methodologies.by_hash(kept.result.methodology_hash), read.input, with_interval=True)
    assert dump(again) == dump(read.result)


def test_an_edit_takes_the_case_back_to_before_the_score(services: Services) -> None:
    desk = Desk.filled(services)
    services.ratings.store(desk.case.id, "officer 1")
    assert desk.view().head.state.value == "scored"
    desk.answer("A13", Decimal(1))
    assert desk.view().head.state.value == "collecting"


def test_many_customers_are_rated_one_line_each(services: Services) -> None:
    desk = Desk.filled(services)
    bare = services.customers.save(Customer(name="Bare", identifiers=(Identifier("inn", "7707083893"),)), "officer 1").value
    lines = list(services.ratings.rate_many())
    assert [line.customer for line in lines] == ["C00001", "C00002"]
    shown = services.ratings.preview(desk.view())
    first = lines[0]
    assert (first.score, first.grade) == (shown.score, shown.grade)
    assert (first.low, first.high) == (shown.interval.low, shown.interval.high)
    assert (first.as_of, first.statement_date, first.methodology) == (TODAY, date(2025, 12, 31), "1")
    assert (lines[1].identifier, lines[1].score, lines[1].grade, lines[1].statement_date) == ("7707083893", None, None, None)
    assert [line.customer_id for line in services.ratings.rate_many([bare.id])] == [bare.id]


def test_each_statement_is_rated_by_what_was_known_up_to_it(services: Services) -> None:
    desk = Desk.filled(services)
    lines = list(services.ratings.rate_many(each_statement=True))
    assert [line.statement_date for line in lines] == [date(2024, 12, 31), date(2025, 12, 31)]
    alone = Desk.filled(services, name="Alone", identifiers=())
    services.statements.delete(
        alone.customer.id, services.statements.of_customer(alone.customer.id)[-1].id or 0, "officer 1"
    )
    only, = services.ratings.rate_many([alone.customer.id], each_statement=True)
    assert replace(only, customer="", name="", identifier="", customer_id=0) == replace(
        lines[0], customer="", name="", identifier="", customer_id=0
    )
    assert desk.customer.id != alone.customer.id


def test_a_past_day_and_a_profile_can_be_asked_for(services: Services) -> None:
    Desk.filled(services)
    line, = services.ratings.rate_many(as_of=date(2025, 6, 30))
    assert line.statement_date == date(2024, 12, 31) and line.as_of == date(2025, 6, 30)
    large, = services.ratings.rate_many(profile="large")
    small, = services.ratings.rate_many(profile="small")
    assert large.score != small.score
    refused("case.profile", lambda: list(services.ratings.rate_many(profile="huge")))


def test_statements_alone_give_a_provisional_grade_with_its_interval(services: Services) -> None:
    customer = services.customers.save(Customer(name="Figures only"), "officer 1").value
    services.statements.save(customer.id, statement(2025), "officer 1")
    line, = services.ratings.rate_many()
    assert line.provisional and line.low is not None and line.high is not None and line.score is not None
    assert line.low <= line.score <= line.high and line.completeness < Decimal("0.5")


def test_advice_comes_with_the_preview(services: Services) -> None:
    desk = Desk.opened(services)
    services.statements.save(desk.customer.id, statement(2025), "officer 1")
    view = desk.view()
    result = services.ratings.preview(view)
    asked = services.ratings.ask_next(view, result)
    assert asked and asked[0].spread >= asked[-1].spread
    lift = services.ratings.lift(view, None, result)
    assert lift.moves or lift.blocked_by or lift.target is None
    assert {finding.principle.value for finding in services.ratings.principles(view, result)} == {
        "truth", "consistency", "independence", "prudence"
    }


def test_a_customer_on_the_blacklist_is_not_above_c_in_any_rating(services: Services) -> None:
    desk = Desk.filled(services)
    services.customers.save(replace(services.customers.get(desk.customer.id), flags=("blacklist",)), "officer 1")
    for case in (desk.view(), replace(desk.view(), answers={})):
        assert services.ratings.preview(case).grade.name == "C"
    line, = services.ratings.rate_many()
    assert line.grade is not None and line.grade.name == "C"
    bare = services.customers.save(Customer(name="Bare", flags=("blacklist",)), "officer 1").value
    line, = services.ratings.rate_many([bare.id])
    assert line.grade is not None and line.grade.name == "C"


def test_the_sample_is_rated_after_its_approval_as_it_was_approved(services: Services) -> None:
    """Its warnings cost a notch at the decision; they are no earlier ones when the same facts are rated again."""
    customer_id = services.samples.install("officer 1").value
    case = services.cases.open_case(customer_id)
    assert case is not None
    services.cases.declare_independence(case.id, "officer 1")
    change = services.grading.approve(services.grading.propose(case.id, "officer 1", text="sound").value.id, "officer 2").value
    line, = services.ratings.rate_many([customer_id])
    assert (line.score, line.grade) == (change.after.score, change.after.grade)


def test_a_decided_case_is_shown_as_it_was_decided_though_its_warnings_are_counted_since(services: Services) -> None:
    customer_id = services.samples.install("officer 1").value
    case = services.cases.open_case(customer_id)
    assert case is not None
    services.cases.declare_independence(case.id, "officer 1")
    proposal = services.grading.propose(case.id, "officer 1", grounds=("statements",)).value
    change = services.grading.approve(proposal.id, "officer 2").value
    shown = services.ratings.preview(services.cases.view(case.id))
    assert (shown.calculated_grade, shown.score) == (change.after.grade, change.after.score)
    follower = services.cases.open(customer_id, "officer 1").value
    assert services.cases.view(follower.id).around.seen_warnings
