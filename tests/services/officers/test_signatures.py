"""A signature asks for the password once more when it was given too long ago; plain entries do not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.models.db.store import Store
from app.services.holds import STOP
from app.services.registry import Services, build_services
from app.services.rights.guard import SignedIn
from app.services.settings.schema import SIGN_AGAIN
from tests.services.desk import Desk, new_customer
from tests.services.officers.test_passwords import GOOD, START, Hand, rate, with_password
from tests.services.refusal import refused


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def office(open_store: Store, services: Services, hand: Hand) -> Services:
    """Officer 2 has a password and has given it at the start."""
    with_password(services, "officer 2")
    office = build_services(open_store, hand)
    office.officers.sign_in("officer 2", GOOD)
    return office


def test_an_old_password_is_asked_for_at_a_signature_and_nothing_is_written(
    office: Services, hand: Hand, open_store: Store,
) -> None:
    customer = new_customer(office)
    hand.moment += timedelta(minutes=5)
    office.holds.stop(customer.id, "as asked", "officer 2")
    before = open_store.content_digest()
    hand.moment += timedelta(seconds=1)
    assert refused("officer.sign_again", lambda: office.holds.lift(customer.id, STOP, "all is well", "officer 2")).params == {
        "name": "officer 2"
    }
    assert open_store.content_digest() == before
    rate(office, "officer 2")                                   # no signature: signed in is enough
    office.officers.sign_in("officer 2", GOOD)
    office.holds.lift(customer.id, STOP, "all is well", "officer 2")


def test_whoever_has_no_password_signs_as_before(office: Services, hand: Hand) -> None:
    customer = new_customer(office)
    hand.moment += timedelta(days=3)
    office.holds.stop(customer.id, "as asked", "officer 1")


def test_the_second_officer_approves_with_a_fresh_password_only(
    services: Services, open_store: Store, hand: Hand,
) -> None:
    with_password(services, "officer 2")
    office = build_services(open_store, hand)
    office.officers.sign_in("officer 2", GOOD)
    proposal = Desk.filled(office).propose()
    hand.moment += timedelta(minutes=6)
    refused("officer.sign_again", lambda: office.grading.approve(proposal.id, "officer 2", "agreed"))
    office.officers.sign_in("officer 2", GOOD)
    assert office.grading.approve(proposal.id, "officer 2", "agreed").value.approved_by == "officer 2"


def test_with_no_grace_each_signature_needs_a_password_of_its_own(office: Services, hand: Hand) -> None:
    customer = new_customer(office)
    office.settings.set(SIGN_AGAIN, "0", "officer 1")
    office.officers.sign_in("officer 2", GOOD)
    office.holds.stop(customer.id, "as asked", "officer 2")
    refused("officer.sign_again", lambda: office.holds.lift(customer.id, STOP, "well", "officer 2"))


def test_a_clock_that_was_set_back_asks_again() -> None:
    signed = SignedIn()
    signed.enter(1, "stored form", START)
    assert signed.signs(1, START, 5) and signed.signs(1, START + timedelta(minutes=5), 5)
    assert not signed.signs(1, START - timedelta(seconds=1), 5)
    assert not signed.signs(2, START, 5)
    signed.leave(1)
    assert not signed.signs(1, START, 5)
