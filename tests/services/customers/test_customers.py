"""Keeping customers: checks at their fields, doubles, search, conflicts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.models.domain.errors import Conflict, ProblemList
from app.models.domain.parties import Contact, Customer, Identifier, RelatedParty
from app.services.registry import Services
from tests.services.desk import USCC, Desk, new_customer
from tests.services.refusal import refused


def test_a_customer_is_kept_with_all_its_parts(services: Services) -> None:
    typed = Customer(
        name="  Northern Bearings Co., Ltd. ", former_names=("Old Bearings", " "), country="cn", currency="cny", trade="",
        identifiers=(Identifier("uscc", "91350100m000100y43"), Identifier("lei", "213800KUD8LAJWSQ9D15")),
        related=(RelatedParty("Holding", "parent"),), contacts=(Contact("contact 1", email="a@b.example"), Contact(" ")),
        first_deal=date(2020, 1, 1), flags=("watch",), note="line 1\nline 2",
    )
    kept = services.customers.save(typed, "officer 1").value
    assert kept.id and kept.number == "C00001" and kept.name == "Northern Bearings Co., Ltd."
    assert kept.former_names == ("Old Bearings",) and len(kept.contacts) == 1 and kept.country == "CN" and kept.currency == "CNY"
    assert kept.identifiers[0] == Identifier("uscc", USCC, "CN")
    assert services.customers.get(kept.id) == kept


def test_all_problems_are_told_at_once_each_at_its_place(services: Services) -> None:
    typed = Customer(
        name=" ", currency="yuan", country="CHN", trade="no such trade", first_deal=date(2030, 1, 1), owner="a\nb",
        identifiers=(Identifier("inn", "7707083894"), Identifier("inn", "1" * 40)), contacts=(Contact("", phone="1"),),
        note="\x07", flags=("good",),
    )
    error = refused("customer.problems", lambda: services.customers.save(typed, "officer 1"))
    assert isinstance(error, ProblemList)
    assert {problem.field for problem in error.problems} == {
        "name", "currency", "country", "trade", "first_deal", "owner", "identifiers.0", "identifiers.1",
        "contacts.0.name", "note",
        "flags",
    }
    assert services.customers.count() == 0


def test_two_customers_cannot_have_one_registration_number(services: Services) -> None:
    first = new_customer(services)
    double = Customer(name="Another", identifiers=(Identifier("uscc", USCC.lower()),))
    error = refused("customer.identifier_taken", lambda: services.customers.save(double, "officer 1"), "identifiers.0")
    assert error.params["name"] == first.name
    services.customers.save(replace(first, note="the same customer again"), "officer 1")


def test_a_namesake_and_an_unchecked_number_are_noted_not_refused(services: Services) -> None:
    new_customer(services)
    namesake = Customer(name="northern bearings co., ltd.", identifiers=(Identifier("other", "HRB 1234", "DE"),))
    notes = services.customers.save(namesake, "officer 1").notes
    assert {note.key for note in notes} == {"identifier.not_checked", "customer.same_name"}


def test_a_customer_is_found_by_number_identifier_or_exact_name(services: Services) -> None:
    kept = new_customer(services)
    for text in (kept.number, USCC, "9135 0100 M000 100Y 43", kept.name):
        assert services.customers.find(text) == kept
    refused("customer.not_found", lambda: services.customers.find("Northern"))
    services.customers.save(Customer(name=kept.name), "officer 1")
    refused("customer.ambiguous", lambda: services.customers.find(kept.name))
    assert services.customers.count("northern") == 2 == len(services.customers.page("northern"))


def test_a_save_on_an_older_version_is_a_conflict_and_writes_nothing(services: Services) -> None:
    kept = new_customer(services)
    services.customers.save(replace(kept, note="first"), "officer 1")
    with pytest.raises(Conflict):
        services.customers.save(replace(kept, note="second"), "officer 3")
    assert services.customers.get(kept.id).note == "first"


def test_only_a_customer_without_decisions_can_be_removed(services: Services) -> None:
    kept = services.customers.save(Customer(name="Short-lived"), "officer 1").value
    services.customers.delete(kept.id, "officer 1")
    refused("customer.not_found", lambda: services.customers.get(kept.id))
    desk = Desk.filled(services)
    desk.approved()
    refused("store.has_decisions", lambda: services.customers.delete(desk.customer.id, "officer 1"))


def test_a_group_is_spelt_as_those_who_are_in_it_spell_it(services: Services) -> None:
    first = services.customers.save(Customer(name="First Co.", country="RU", group="Холдинг М"), "officer 1").value
    second = services.customers.save(Customer(name="Second Co.", country="RU", group="холдинг  м"), "officer 1").value
    assert second.group == first.group
    assert {one.name for one in services.timeline.group(second).members} == {"First Co.", "Second Co."}
    own = services.customers.save(replace(second, group="ХОЛДИНГ М"), "officer 1").value      # who respells it, may
    assert own.group == "ХОЛДИНГ М"
