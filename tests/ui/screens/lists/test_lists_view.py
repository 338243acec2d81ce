"""Watchlist and blacklist in the window: proposed from the customer's file, decided by another officer, told where it stops."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.models.domain.holds import BLACKLIST
from app.models.domain.lists import BLACK
from app.models.domain.parties import Customer, Identifier
from app.services.lists.service import Entry

OFFICER, SECOND = "officer 1", "officer 2"
INN = "7707083893"


@pytest.fixture
def here(walk: Callable[..., Any]) -> Any:
    return walk(sample=False)


def _company(here: Any, name: str, **parts: Any) -> Customer:
    customer: Customer = here.services.customers.save(Customer(name=name, **parts), OFFICER).value
    return customer


def _m(here: Any) -> Customer:
    return _company(here, "M Trading Co., Ltd.", identifiers=(Identifier("inn", INN, "RU"),), group="M Holding")


def test_a_customer_is_proposed_from_its_file_and_another_officer_decides(here: Any) -> None:
    m, member = _m(here), _company(here, "M Retail", group="M Holding")
    here.go("customer", m.id)
    here.frame.actions_.run("customer.list")
    here.rest()
    screen = here.screen("lists")
    screen.form.reason.set_value("bills between parent and subsidiary")
    screen.form.send.click()
    here.rest()
    assert screen.box.entry is not None and screen.box.entry.customer_id == m.id
    assert not screen.box.approve.isEnabled() and screen.box.refuse.isEnabled(), "nobody approves what he proposed"
    assert SECOND in screen.box.hint.text()
    screen.box.why.set_value("typed by the first")
    here.switch(SECOND)
    assert screen.box.why.value() == "", "one officer's words are not another's"
    screen.box.why.set_value("seen the register myself")
    screen.box.approve.click()
    here.rest()
    assert {one.kind for one in here.services.holds.of_customer(member.id)} == {BLACKLIST}
    assert member.name in screen.banner.text
    (kept,) = here.services.lists.page().entries
    assert kept.reason == f"bills between parent and subsidiary\n{SECOND}: seen the register myself"


def test_the_file_of_a_stopped_customer_says_why_and_leads_to_the_ruling(here: Any) -> None:
    entry = here.services.lists.propose(Entry(BLACK, "bills", _m(here).id), OFFICER).value
    here.services.lists.approve(entry.id, SECOND)
    member = _company(here, "M Retail", group="M Holding")
    file = here.go("customer", member.id)
    assert file.stop_line.isVisible() and "bills" in file.stop_line.text.text()
    file.stop_line.open.click()
    here.rest()
    screen = here.screen("lists")
    assert screen.ruling.isVisible() and member.name in screen.ruling.about.text()
    screen.ruling.send.click()
    here.rest()
    assert screen.ruling.why.has_error()
    screen.ruling.why.set_value("sold in spring")
    screen.ruling.send.click()
    here.rest()
    assert not here.services.holds.of_customer(member.id) and not screen.ruling.isVisible()
    assert not here.go("customer", member.id).stop_line.isVisible()


def test_a_company_that_is_no_customer_needs_two_keys(here: Any) -> None:
    screen = here.go("lists")
    assert screen.empty.isVisible()
    screen.form.name.set_value("Somebody")
    screen.form.reason.set_value("told by a bank")
    screen.form.send.click()
    here.rest()
    assert screen.form.number.has_error()
    screen.form.number.set_value(INN)
    screen.form.send.click()
    here.rest()
    assert [one.name for one in here.services.lists.page().entries] == ["Somebody"]
