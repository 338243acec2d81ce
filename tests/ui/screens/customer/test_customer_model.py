"""The file of a customer without a window: creating, saving while typing, messages at their place, drafts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from app.models.domain.parties import Contact, Customer, Identifier, RelatedParty
from app.ui.screens.customer import drafting
from app.ui.screens.customer.model import CustomerModel

GOOD, BAD = "91350100M000100Y43", "91350100M000100Y44"


def _model(desk: Any, customer_id: int | None = None) -> CustomerModel:
    model = CustomerModel(desk.services, desk.runner, desk.autosave, desk.officer)
    model.load(customer_id)
    return model


def test_a_new_customer_is_written_only_when_it_is_created(empty_desk: Any, qtbot: Any) -> None:
    model = _model(empty_desk)
    model.change(name="示例精密机械有限公司", country="CN")
    model.change(identifiers=(Identifier("uscc", ""), Identifier("uscc", GOOD.lower())))
    empty_desk.autosave.flush()
    assert empty_desk.services.customers.count() == 0
    with qtbot.waitSignal(model.created) as told:
        model.create()
    kept = empty_desk.services.customers.get(told.args[0])
    assert [found.value for found in kept.identifiers] == [GOOD]
    assert kept.number


def test_a_name_is_asked_for_at_its_field(empty_desk: Any) -> None:
    model = _model(empty_desk)
    model.create()
    assert model.problems["name"].key == "ui.customer.name_missing"
    model.change(name="A")
    assert model.problems == {}


def test_a_wrong_check_digit_is_told_at_its_number_and_nothing_is_lost(empty_desk: Any) -> None:
    model = _model(empty_desk)
    model.change(name="A", identifiers=(Identifier("inn", "7707083893"), Identifier("uscc", BAD)))
    model.check_identifiers()
    assert model.problems["identifiers.1"].key == "identifier.check_digit"
    model.create()
    assert empty_desk.services.customers.count() == 0
    assert model.problems["identifiers.1"].key == "identifier.check_digit"
    assert model.draft.identifiers[1].value == BAD
    model.change(identifiers=(Identifier("inn", "7707083893"), Identifier("uscc", GOOD)))
    model.check_identifiers()
    model.create()
    assert empty_desk.services.customers.count() == 1


def test_a_number_that_becomes_right_or_goes_away_holds_nothing_back(desk: Any) -> None:
    customer_id = desk.services.customers.page()[0].id
    model = _model(desk, customer_id)
    kept = model.draft.identifiers
    for owner, mended in (("a", (*kept, Identifier("uscc", GOOD))), ("b", kept)):
        model.change(owner=owner, identifiers=(*kept, Identifier("uscc", BAD)))
        model.check_identifiers()
        model.change(identifiers=mended)
        desk.autosave.flush()
        assert desk.services.customers.get(customer_id).owner != owner
        model.check_identifiers()
        desk.autosave.flush()
        assert model.problems == {}
        assert desk.services.customers.get(customer_id).owner == owner


def test_the_message_stands_at_its_row_even_behind_an_empty_one(empty_desk: Any) -> None:
    model = _model(empty_desk)
    model.change(name="A", identifiers=(Identifier("uscc", ""), Identifier("uscc", BAD)))
    model.create()
    assert list(model.problems) == ["identifiers.1"]


def test_another_customers_number_is_refused_by_name(desk: Any) -> None:
    first = _model(desk)
    first.change(name="First", identifiers=(Identifier("uscc", GOOD),))
    first.create()
    second = _model(desk)
    second.change(name="Second", identifiers=(Identifier("uscc", GOOD),))
    second.create()
    problem = second.problems["identifiers.0"]
    assert (problem.key, problem.params["name"]) == ("customer.identifier_taken", "First")


def test_changes_of_a_kept_customer_are_saved_by_autosave(desk: Any) -> None:
    customer_id = desk.services.customers.page()[0].id
    model = _model(desk, customer_id)
    model.change(owner="sales 1", contacts=(Contact("buyer 1", "buyer"), Contact("")), first_deal=date(2020, 1, 2))
    desk.autosave.flush()
    kept = desk.services.customers.get(customer_id)
    assert (kept.owner, kept.first_deal, [one.name for one in kept.contacts]) == ("sales 1", date(2020, 1, 2), ["buyer 1"])


def test_typing_on_while_a_save_is_under_way_is_no_conflict(desk: Any) -> None:
    customer_id = desk.services.customers.page()[0].id
    model = _model(desk, customer_id)
    desk.runner.hold()
    for owner in ("s", "sa", "sales"):
        model.change(owner=owner)
        desk.autosave.flush()
    desk.runner.release()
    assert desk.services.customers.get(customer_id).owner == "sales"
    assert desk.runner.routed == []


def test_somebody_elses_save_is_a_conflict_and_is_not_overwritten(desk: Any) -> None:
    customer_id = desk.services.customers.page()[0].id
    model = _model(desk, customer_id)
    theirs = replace(desk.services.customers.get(customer_id), owner="theirs")
    desk.services.customers.save(theirs, "officer 2")
    model.change(owner="mine")
    desk.autosave.flush()
    assert desk.services.customers.get(customer_id).owner == "theirs"
    assert model.draft.owner == "mine"


def test_what_is_refused_is_not_saved_and_the_rest_waits(desk: Any) -> None:
    customer_id = desk.services.customers.page()[0].id
    model = _model(desk, customer_id)
    model.change(first_deal=date(2099, 1, 1))
    desk.autosave.flush()
    assert "first_deal" in model.problems
    model.change(first_deal=date(2019, 1, 1))
    desk.autosave.flush()
    assert (model.problems, desk.services.customers.get(customer_id).first_deal) == ({}, date(2019, 1, 1))


def test_a_begun_customer_comes_back_after_a_crash(empty_desk: Any) -> None:
    model = _model(empty_desk)
    model.change(name="half typed", identifiers=(Identifier("inn", "77"),), first_deal=date(2020, 2, 29))
    empty_desk.autosave.flush()
    again = _model(empty_desk)
    assert again.file is not None
    assert (again.file.from_draft, again.draft.name, again.draft.first_deal) == (True, "half typed", date(2020, 2, 29))
    again.discard()
    assert again.draft.name == ""
    assert not again.file.from_draft
    assert _model(empty_desk).draft.name == ""


def test_a_draft_keeps_every_field_of_the_form() -> None:
    customer = Customer(
        name="名",
        former_names=("a", "b"),
        identifiers=(Identifier("vat", "DE1", "DE"),),
        country="DE",
        address="x\ny",
        trade="t",
        currency="EUR",
        owner="o",
        officer="f",
        group="g",
        contacts=(Contact("n", "p", "1", "m"),),
        first_deal=None,
        note="q",
    )
    assert drafting.load(drafting.dump(customer)) == customer


def test_a_case_is_opened_once_and_then_continued(desk: Any, qtbot: Any) -> None:
    model = _model(desk)
    model.change(name="New one")
    model.create()
    model.load(model.draft.id)
    assert model.open_case is None
    with qtbot.waitSignal(model.case_opened):
        model.start_case()
    model.refresh()
    assert model.open_case is not None
    model.start_case()
    assert [getattr(error, "key", "") for error in desk.runner.routed] == ["case.already_open"]


def test_a_contact_without_a_name_is_told_at_its_list_and_the_rest_is_saved(desk: Any) -> None:
    customer_id = desk.services.customers.page()[0].id
    model = _model(desk, customer_id)
    before, nameless = model.draft.contacts, Contact("", phone="+44 20 7946 0991")
    model.change(contacts=(nameless, *before), note="called")
    desk.autosave.flush()
    kept = desk.services.customers.get(customer_id)
    assert (kept.note, kept.contacts) == ("called", before)
    assert model.problems["contacts"].key == "ui.customer.contact_unnamed"
    model.refresh()
    assert model.draft.contacts == (nameless, *before)
    model.load(None)
    model.load(customer_id)
    assert model.draft.contacts == (nameless, *before)
    named = replace(nameless, name="Ann Reed")
    model.change(contacts=(named, *before))
    desk.autosave.flush()
    assert "contacts" not in model.problems
    assert named in desk.services.customers.get(customer_id).contacts


def test_a_contact_whose_name_is_back_stands_there_once(desk: Any) -> None:
    customer_id = desk.services.customers.page()[0].id
    model = _model(desk, customer_id)
    whole = Contact("Ann Reed", "accounts", "+44 20 7946 0991")
    model.change(contacts=(whole,))
    desk.autosave.flush()
    model.change(contacts=(replace(whole, name=""),))
    desk.autosave.flush()
    assert desk.services.customers.get(customer_id).contacts == ()
    desk.services.customers.save(replace(desk.services.customers.get(customer_id), contacts=(whole,)), desk.officer())
    model.refresh()
    assert model.draft.contacts == (whole,)
    assert model.problems == {}


def test_a_new_customer_is_not_created_while_a_contact_or_company_has_no_name(empty_desk: Any) -> None:
    model = _model(empty_desk)
    model.change(name="A", contacts=(Contact("", phone="1"),), related=(RelatedParty("", "parent"),))
    model.create()
    assert empty_desk.services.customers.count() == 0
    assert set(model.problems) == {"contacts", "related"}
    model.change(contacts=(), related=(RelatedParty("B", "parent"),))
    model.create()
    assert empty_desk.services.customers.count() == 1
