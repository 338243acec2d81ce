"""Holds: while one is there, the limit is 0 for new orders; each is put and lifted with a reason and kept."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from app.models.db.store import Store
from app.models.domain.errors import NotAllowed, UserError
from app.models.domain.holds import BLACKLIST, STOP, WARNINGS
from app.services.holds import lift_holds, put_hold
from app.services.registry import Services
from app.texts import Texts
from app.ui.screens.customers.columns import KEYS, cells
from tests.services.desk import Desk


@pytest.fixture(scope="module")
def ready_store(filled_store: Path) -> Path:
    return filled_store


def test_a_stopped_customer_has_no_limit_for_new_orders_until_the_stop_is_lifted(services: Services) -> None:
    desk = Desk.filled(services)
    desk.approved()
    number = desk.customer.id
    usable = services.grading.limit_usable(number)
    assert usable > 0
    hold, = services.holds.stop(number, "goods of the last delivery were sold below cost", "officer 2").value
    assert (hold.kind, hold.by, hold.lifted) == (STOP, "officer 2", None)
    assert services.grading.limit_usable(number) == Decimal(0)
    in_force = services.grading.in_force(number)
    assert in_force is not None and in_force.holds == (STOP,) and in_force.terms.limit == usable
    (row,) = [one for one in services.customers.page() if one.id == number]
    assert row.held and cells(row, Texts.load("en"), {}, 5, str)[KEYS.index("limit")].startswith("⚠ ")
    assert services.holds.lift(number, STOP, "invoices seen", "officer 2").value == ()
    assert services.grading.limit_usable(number) == usable
    assert not any(one.held for one in services.customers.page())
    kept, = services.holds.of_customer(number, lifted=True)
    assert (kept.lifted_by, kept.lifted_reason) == ("officer 2", "invoices seen")
    assert kept.since == kept.lifted == services.clock.now(), "by the clock of the services, as the rest of the story"


def test_every_kind_holds_once_and_all_of_them_have_to_go(services: Services, open_store: Store) -> None:
    desk = Desk.filled(services)
    desk.approved()
    number = desk.customer.id
    with open_store.write("alarm.raise", "officer 1") as unit:
        assert put_hold(unit, number, WARNINGS, "W08 W10") and not put_hold(unit, number, WARNINGS, "again")
        assert put_hold(unit, number, BLACKLIST, "pays nobody")
        unit.commit()
    services.holds.lift(number, WARNINGS, "answered", "officer 2")
    assert services.grading.limit_usable(number) == 0
    with pytest.raises(UserError) as refused:
        services.holds.lift(number, BLACKLIST, "we like them", "officer 2")
    assert refused.value.key == "hold.listed"
    with open_store.write("list.end", "officer 2") as unit:
        assert lift_holds(unit, number, BLACKLIST, "claims paid") and not lift_holds(unit, number, BLACKLIST, "again")
        unit.commit()
    assert services.grading.limit_usable(number) > 0


def test_a_stop_needs_a_reason_and_someone_who_may_sign(services: Services) -> None:
    number = Desk.filled(services).customer.id
    with pytest.raises(UserError) as refused:
        services.holds.stop(number, "  ", "officer 1")
    assert refused.value.key == "hold.reason"
    with pytest.raises(NotAllowed):
        services.holds.stop(number, "late", "viewer 1")
    services.holds.stop(number, "late", "officer 1")
    with pytest.raises(UserError) as twice:
        services.holds.stop(number, "late", "officer 1")
    assert twice.value.key == "hold.there"
    with pytest.raises(UserError) as none:
        services.holds.lift(number, WARNINGS, "late", "officer 1")
    assert none.value.key == "hold.none"


def refused(key: str, services: Services, number: int, kind: str, by: str) -> None:
    assert getattr(services.holds.lifters(number, kind)[by], "key", None) == key
    with pytest.raises(NotAllowed) as error:
        services.holds.lift(number, kind, "parent pays", by)
    assert error.value.key == key


def test_a_stop_is_not_ended_by_somebody_below_who_put_it_nor_by_the_account_owner(services: Services) -> None:
    desk = Desk.filled(services)
    desk.approved()
    number = desk.customer.id
    services.holds.stop(number, "bills without goods", "officer 2")      # the general manager
    refused("hold.below", services, number, STOP, "officer 4")
    services.customers.save(replace(services.customers.get(number), owner="officer 2"), "officer 1")
    refused("hold.own_customer", services, number, STOP, "officer 2")
    assert services.holds.lifters(number, WARNINGS) == {}
