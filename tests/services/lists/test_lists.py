"""Watchlist and blacklist: two officers, two keys, and what an entry stops."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.models.domain.enums import Grade
from app.models.domain.errors import NotAllowed, UserError
from app.models.domain.holds import BLACKLIST
from app.models.domain.lists import BLACK, WATCH, Listing, ListState
from app.models.domain.parties import Contact, Customer, Identifier, RelatedParty
from app.services.lists.service import Entry
from app.services.registry import Services
from tests.services.desk import Desk

TODAY = date(2026, 11, 22)
OTHER = "91110000MA0100000B"
INN = "7707083893"
OTHER_INN = "7702070139"


def listed(services: Services, entry: Entry) -> Listing:
    """An entry that another officer approved."""
    proposed = services.lists.propose(entry, "officer 1").value
    return services.lists.approve(proposed.id, "officer 4").value


def black(services: Services, customer: Customer, **changes: object) -> Listing:
    return listed(services, replace(Entry(BLACK, "bills between parent and subsidiary", customer.id), **changes))  # type: ignore[arg-type]


def saved(services: Services, name: str, **changes: object) -> Customer:
    return services.customers.save(replace(Customer(name=name), **changes), "officer 1").value  # type: ignore[arg-type]


def company_m(services: Services) -> Customer:
    return saved(
        services, "M Trading Co., Ltd.", identifiers=(Identifier("inn", INN, "RU"),), group="M Holding", owner="officer 2",
        related=(RelatedParty("M Leasing Co., Ltd.", "subsidiary", ""),), contacts=(Contact("M", "", "+86 10 1234 5678"),),
    )


def held(services: Services, customer: Customer) -> bool:
    return any(one.kind == BLACKLIST for one in services.holds.of_customer(customer.id))


def test_a_proposal_does_nothing_until_another_officer_approves(services: Services) -> None:
    m = company_m(services)
    entry = services.lists.propose(Entry(BLACK, "bills", m.id), "officer 1").value
    assert entry.state(TODAY) is ListState.PROPOSED and not held(services, m)
    with pytest.raises(NotAllowed, match=r"list\.own_proposal"):
        services.lists.approve(entry.id, "officer 1")
    with pytest.raises(NotAllowed, match=r"list\.own_customer"):
        services.lists.approve(entry.id, "officer 2")
    with pytest.raises(NotAllowed, match=r"rights\.refused\.lists_decide"):
        services.lists.approve(entry.id, "officer 3")
    services.lists.approve(entry.id, "officer 4")
    assert held(services, m) and "blacklist" in services.customers.get(m.id).flags
    with pytest.raises(UserError, match=r"list\.decided"):
        services.lists.approve(entry.id, "officer 4")


def test_the_blacklist_needs_two_keys(services: Services) -> None:
    bare = saved(services, "Bare Name")
    with pytest.raises(UserError, match=r"list\.two_keys"):
        services.lists.propose(Entry(BLACK, "why", bare.id), "officer 1")
    with pytest.raises(UserError, match=r"list\.two_keys"):
        services.lists.propose(Entry(BLACK, "why", name="Somebody"), "officer 1")
    services.lists.propose(Entry(WATCH, "why", bare.id), "officer 1")
    services.lists.propose(Entry(BLACK, "why", name="Somebody", identifier=OTHER), "officer 1")


def test_reason_term_and_a_second_entry_are_checked(services: Services) -> None:
    m = company_m(services)
    with pytest.raises(UserError, match=r"list\.reason"):
        services.lists.propose(Entry(BLACK, "  ", m.id), "officer 1")
    with pytest.raises(UserError, match=r"list\.until"):
        services.lists.propose(Entry(BLACK, "why", m.id, until=TODAY), "officer 1")
    services.lists.propose(Entry(BLACK, "why", m.id), "officer 1")
    with pytest.raises(UserError, match=r"list\.there"):
        services.lists.propose(Entry(BLACK, "why", m.id), "officer 1")


def test_a_blacklisted_customer_gets_grade_c_and_its_limit_is_nothing(services: Services) -> None:
    desk = Desk.filled(services)
    black(services, desk.customer)
    rating = services.ratings.preview(services.cases.view(desk.case.id))
    assert rating.grade is Grade.C and "K22" in {step.rule for step in rating.steps if step.binding}


def test_a_new_customer_of_the_same_group_is_stopped(services: Services) -> None:
    black(services, company_m(services))
    changed = services.customers.save(Customer(name="M Retail Co., Ltd.", group="m holding"), "officer 1")
    assert held(services, changed.value) and "watch" in changed.value.flags and "blacklist" not in changed.value.flags
    assert [note.key for note in changed.notes] == ["list.hit.black.group"]


def test_no_limit_can_be_proposed_for_a_stopped_customer(services: Services) -> None:
    black(services, company_m(services))
    desk = Desk.filled(services, group="M Holding")
    assert services.ratings.preview(services.cases.view(desk.case.id)).grade > Grade.C
    with pytest.raises(UserError, match=r"list\.no_credit"):
        desk.propose(limit=Decimal(100_000))


def test_customers_that_were_there_are_stopped_when_an_entry_is_approved(services: Services) -> None:
    member = saved(services, "M Retail Co., Ltd.", group="M Holding")
    leasing = saved(services, "M Leasing Co., Ltd.")
    stranger = saved(services, "Quite Another Co., Ltd.")
    m = company_m(services)
    proposed = services.lists.propose(Entry(BLACK, "bills", m.id), "officer 1").value
    changed = services.lists.approve(proposed.id, "officer 4")
    assert {str(note.params["name"]) for note in changed.notes} == {member.name, leasing.name}
    assert held(services, member) and held(services, leasing) and not held(services, stranger)


def test_a_namesake_is_told_and_not_stopped(services: Services) -> None:
    black(services, company_m(services))
    unknown = services.customers.save(Customer(name="M TRADING CO LTD"), "officer 1")
    assert [note.key for note in unknown.notes if note.key.startswith("list")] == ["list.hit.black.name"]
    other = services.customers.save(
        Customer(name="M Trading Co., Ltd.", identifiers=(Identifier("inn", OTHER_INN, "RU"),)), "officer 1"
    )
    assert "list.hit.black.differs" in [note.key for note in other.notes]
    for one in (unknown.value, other.value):
        assert not held(services, one) and not one.flags


def test_the_same_company_by_two_keys_is_blacklisted_at_once(services: Services) -> None:
    listed(services, Entry(BLACK, "told by a friend", name="M Trading Co., Ltd.", identifier=INN))
    changed = services.customers.save(
        Customer(name="M Trading Co., Ltd.", identifiers=(Identifier("inn", INN, "RU"),)), "officer 1"
    )
    assert "blacklist" in changed.value.flags and held(services, changed.value)
    assert "list.hit.black.sure" in [note.key for note in changed.notes]


def test_taking_the_group_out_of_the_file_frees_nobody(services: Services) -> None:
    black(services, company_m(services))
    member = saved(services, "M Retail Co., Ltd.", group="M Holding")
    member = services.customers.save(replace(member, group=""), "officer 1").value
    assert held(services, member)
    services.lists.clear(member.id, "bought by another owner, shown by the register", "officer 4")
    assert not held(services, member) and not services.customers.get(member.id).flags


def test_a_ruling_is_remembered(services: Services) -> None:
    m = company_m(services)
    black(services, m)
    member = saved(services, "M Retail Co., Ltd.", group="M Holding", owner="officer 2")
    with pytest.raises(NotAllowed, match=r"list\.own_customer"):
        services.lists.clear(member.id, "why", "officer 2")
    services.lists.clear(member.id, "sold in spring", "officer 4")
    again = services.customers.save(replace(services.customers.get(member.id), address="Main street"), "officer 1")
    assert not again.notes and not held(services, member)
    assert [one.reason for one in services.lists.of_customer(member.id).cleared] == ["sold in spring"]
    with pytest.raises(UserError, match=r"list\.own"):
        services.lists.clear(m.id, "why", "officer 4")


def test_the_end_of_an_entry_frees_what_only_it_held(services: Services) -> None:
    m, other = company_m(services), saved(services, "N Trading", identifiers=(Identifier("inn", OTHER_INN, "RU"),), address="x")
    member = saved(services, "M Retail", group="M Holding", related=(RelatedParty("N Trading"),))
    first, second = black(services, m), black(services, other)
    with pytest.raises(NotAllowed, match=r"list\.own_entry"):
        services.lists.end(first.id, "paid", "officer 1")
    services.lists.end(first.id, "paid everything", "officer 4")
    assert not held(services, m) and "blacklist" not in services.customers.get(m.id).flags
    assert held(services, member), "the other entry still holds it"
    services.lists.end(second.id, "paid too", "officer 2")
    assert not held(services, member) and not services.customers.get(member.id).flags


def test_an_entry_whose_term_is_over_counts_until_somebody_ends_it(services: Services) -> None:
    m = company_m(services)
    entry = black(services, m, until=TODAY + timedelta(days=1))
    assert entry.state(TODAY + timedelta(days=2)) is ListState.OVER and entry.counts
    assert services.lists.renew(entry.id, TODAY + timedelta(days=90), "officer 4").value.until == TODAY + timedelta(days=90)


def test_a_refused_proposal_is_kept_and_does_nothing(services: Services) -> None:
    m = company_m(services)
    entry = services.lists.propose(Entry(BLACK, "bills", m.id), "officer 1").value
    services.lists.refuse(entry.id, "the bills were shown", "officer 4")
    assert not held(services, m) and not services.lists.page().entries
    assert [one.state(TODAY) for one in services.lists.page(ended=True).entries] == [ListState.REFUSED]


def test_the_watchlist_flags_and_stops_nothing(services: Services) -> None:
    m = company_m(services)
    listed(services, Entry(WATCH, "late twice", m.id))
    assert services.customers.get(m.id).flags == ("watch",) and not held(services, m)


def test_a_viewer_keeps_no_list(services: Services) -> None:
    with pytest.raises(NotAllowed):
        services.lists.propose(Entry(WATCH, "why", company_m(services).id), "viewer 1")
