"""The past of a customer: what its timeline tells, the history of its fields, and the way from a figure to its source."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from app.models.db.store import Store
from app.models.db.tables.customers import customer_contacts
from app.models.domain.history import Gone, SourceRef
from app.models.domain.parties import Contact
from app.services.registry import Services
from app.services.timeline.export import table_bytes
from tests.services.desk import Desk, new_customer, statement
from tests.unguarded import unguarded


@pytest.fixture(scope="session")
def ready_store(filled_store: Path) -> Path:
    """These tests begin with a case that is filled in."""
    return filled_store


def decided(services: Services) -> Desk:
    """The filled case, approved."""
    desk = Desk.filled(services)
    services.cases.verify(desk.case.id, "officer 2")
    desk.approved()
    return desk


def test_the_timeline_tells_the_way_to_a_grade_newest_first(services: Services) -> None:
    desk = decided(services)
    events = services.timeline.overview(desk.customer.id).events
    kinds = [event.kind for event in events]
    assert kinds[0] == "review_due"
    assert {"customer", "case", "answers", "verified", "proposed", "first_grade", "statement_audited"} <= set(kinds)
    assert [event.day for event in events] == sorted((event.day for event in events), reverse=True)
    first = next(event for event in events if event.kind == "first_grade")
    assert (first.who, first.change_no) == ("officer 2", 1)


def test_a_customer_with_nothing_yet_has_an_empty_overview(services: Services) -> None:
    bare = new_customer(services, name="Bare", identifiers=())
    overview = services.timeline.overview(bare.id)
    assert (overview.cases, overview.changes, overview.now, overview.last, overview.figures) == ((), (), None, None, ())
    assert [event.kind for event in overview.events] == ["customer"]
    assert services.timeline.cases(bare.id) == ()
    assert services.timeline.years(bare.id).periods == ()


def test_the_open_case_is_rated_as_it_stands_beside_the_last_decision(services: Services) -> None:
    desk = decided(services)
    again = services.cases.open(desk.customer.id, "officer 1").value
    services.cases.take_over(again.id, None, "officer 1")
    overview = services.timeline.overview(desk.customer.id)
    assert overview.now is not None and overview.now.live and overview.now.case is not None
    assert overview.now.case.id == again.id
    assert overview.last is not None and overview.last.case is not None and overview.last.case.id == desk.case.id


def test_every_field_that_changed_stands_in_the_history_with_before_and_after(services: Services) -> None:
    desk = Desk.filled(services)
    kept = services.customers.get(desk.customer.id)
    services.customers.save(replace(kept, owner="seller 2", contacts=(Contact("buyer", "head"),)), "officer 3")
    history = services.timeline.history(desk.customer.id)
    newest = {(one.entity, one.field): one for one in history if one.who == "officer 3"}
    assert (newest["customers", "owner"].before, newest["customers", "owner"].after) == ("seller 1", "seller 2")
    assert newest["customer_contacts", "name"].after == "buyer"
    assert [one.seq for one in history] == sorted((one.seq for one in history), reverse=True)


def test_a_removed_part_stays_in_the_history(services: Services) -> None:
    customer = new_customer(services, name="Parts", identifiers=(), contacts=(Contact("gone one"),))
    services.customers.save(replace(customer, contacts=()), "officer 1")
    found = [one for one in services.timeline.history(customer.id) if one.entity == "customer_contacts"]
    assert [(one.action, one.field, one.before, one.after) for one in found] == [
        ("delete", "name", "gone one", None), ("insert", "name", None, "gone one"),
    ]


def test_a_deleted_personal_value_is_told_as_deleted(services: Services, open_store: Store) -> None:
    customer = new_customer(services, name="Purged", identifiers=(), contacts=(Contact("a person"),))
    with open_store.read() as unit:
        number = unit.timeline.of_customer(customer.id)
        contact = next(one.entry.entity_id for one in number if one.entry.entity == "customer_contacts")
    with unguarded(open_store, "customer.purge", "officer 1") as unit:
        unit.purge_personal(customer_contacts, contact)
        unit.commit()
    found = [one for one in services.timeline.history(customer.id) if one.field == "name" and one.entity == "customer_contacts"]
    assert [one.after for one in found] == [Gone.DELETED]


def test_another_customers_changes_are_not_in_the_history(services: Services) -> None:
    desk = Desk.filled(services)
    other = new_customer(services, name="Other", identifiers=(), owner="nobody else")
    assert all(one.after != "nobody else" for one in services.timeline.history(desk.customer.id))
    assert {one.entity for one in services.timeline.history(other.id)} == {"customers"}


def test_a_ratio_leads_to_its_lines_and_a_line_to_who_entered_it(services: Services) -> None:
    desk = Desk.filled(services)
    figure = next(one for one in services.timeline.overview(desk.customer.id).figures if one.key == "current")
    ratio = services.timeline.source(desk.customer.id, figure.ref)
    assert ratio.value == figure.value
    assert [part.ref.key for part in ratio.parts] == ["CA", "CL"]
    line = services.timeline.source(desk.customer.id, ratio.parts[0].ref)
    assert line.value == Decimal(50_000_000) and line.typed
    assert [(one.who, one.after) for one in line.history if one.field == "CA"] == [("officer 1", "5000")]


def test_an_overwritten_line_shows_both_values(services: Services) -> None:
    desk = Desk.filled(services)
    newest = services.statements.of_customer(desk.customer.id)[-1]
    services.statements.save(
        desk.customer.id, replace(newest, values={**newest.values, "cash": Decimal(950)}), "officer 3"
    )
    source = services.timeline.source(desk.customer.id, SourceRef("line", "cash", newest.id or 0))
    told = [(one.who, one.before, one.after) for one in source.history if one.field == "cash"]
    assert told[0] == ("officer 3", "900", "950")


def test_a_score_leads_to_answers_and_an_answer_to_its_file(services: Services) -> None:
    from app.services.evidence.service import NewFile

    desk = Desk.filled(services)
    services.evidence.add(desk.case.id, "A02", [NewFile("extract.pdf", b"%PDF-1")], "officer 1")
    overview = services.timeline.overview(desk.customer.id)
    assert overview.now is not None
    score = services.timeline.source(desk.customer.id, overview.now.ref)
    assert score.value == overview.now.result.score
    assert sum((part.adds or Decimal(0)) for part in score.parts) == score.result.score_exact  # type: ignore[union-attr]
    answer = services.timeline.source(desk.customer.id, SourceRef("answer", "A02", desk.case.id))
    assert [file.name for file in answer.evidence] == ["extract.pdf"]
    assert answer.history and answer.history[0].who == "officer 1"


def test_a_limit_leads_to_its_decision(services: Services) -> None:
    desk = decided(services)
    source = services.timeline.source(desk.customer.id, SourceRef("limit", "", 1))
    assert source.change is not None and source.value == source.change.after.limit
    assert source.parts[0].ref.kind == "score"


def test_a_group_is_added_up_by_currency(services: Services) -> None:
    desk = Desk.filled(services)
    services.customers.save(replace(services.customers.get(desk.customer.id), group="G"), "officer 1")
    services.cases.update(
        replace(desk.view().head, own_exposure=Decimal(100), own_overdue=Decimal(10)), "officer 1"
    )
    for name, currency, owed in (("B", "RUB", 7), ("C", "CNY", 5)):
        one = new_customer(services, name=name, identifiers=(), group="G", currency=currency)
        services.cases.open(one.id, "officer 1", own_exposure=Decimal(owed))
    group = services.timeline.group(services.customers.get(desk.customer.id))
    assert group.members[0].name == desk.customer.name
    assert group.totals == (("CNY", Decimal(105), Decimal(10)), ("RUB", Decimal(7), Decimal(0)))


def test_years_stand_on_one_basis_with_the_standards_of_the_trade(services: Services) -> None:
    desk = Desk.filled(services)
    services.statements.save(desk.customer.id, replace(statement(2023), consolidated=True), "officer 1")
    years = services.timeline.years(desk.customer.id)
    assert [one.end.year for one in years.statements] == [2024, 2025]
    assert "roe" in years.standards


def test_no_exported_text_becomes_a_formula() -> None:
    data = table_bytes([["=1+1", "+7 495", "-5", "@x", "plain, text"]]).decode("utf-8-sig")
    assert data == "'=1+1,+7 495,-5,'@x,\"plain, text\"\r\n"
