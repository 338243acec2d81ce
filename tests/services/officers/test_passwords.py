"""Passwords of officers: what is kept, what a wrong one tells and costs, and that nothing is written without them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from app.models.db.store import Store
from app.models.domain.errors import NotAllowed, UserError
from app.models.domain.parties import Officer
from app.services.clock import FixedClock
from app.services.officers import passwords
from app.services.registry import Services, build_services
from tests.services.refusal import refused

GOOD, OTHER = "correct horse 1", "battery staple 2"
START = datetime(2026, 11, 22, 12, tzinfo=UTC)


@dataclass
class Hand:
    """A clock that is moved by hand."""

    moment: datetime = START

    def today(self) -> date:
        return self.moment.date()

    def now(self) -> datetime:
        return self.moment


def officer(services: Services, name: str) -> Officer:
    found = services.officers.get(name)
    assert found is not None
    return found


def with_password(services: Services, name: str = "officer 1", password: str = GOOD) -> Officer:
    kept = services.officers.set_password(officer(services, name).id, password, name).value
    services.officers.sign_out(name)
    return kept


def rate(services: Services, by: str, year: int = 2026) -> None:
    services.settings.set_rate(date(year, 1, 1), "USD", Decimal(7), by)


def test_with_a_password_nothing_is_written_before_it_was_given(services: Services) -> None:
    assert with_password(services).has_password and services.officers.asks_password("officer 1")
    refused("officer.not_signed_in", lambda: rate(services, "officer 1"))
    assert not services.settings.rates().days
    rate(services, "officer 3")                                 # who has none goes on
    services.officers.sign_in(" Officer  1", GOOD)
    rate(services, "officer 1", 2025)
    services.officers.sign_out("officer 1")
    refused("officer.not_signed_in", lambda: rate(services, "officer 1"))


def test_services_built_anew_keep_who_signed_in_and_another_opening_does_not(services: Services, open_store: Store) -> None:
    with_password(services)
    services.officers.sign_in("officer 1", GOOD)
    rate(build_services(open_store, FixedClock(date(2026, 11, 23))), "officer 1")
    with Store.open(open_store.path) as second:
        refused("officer.not_signed_in", lambda: rate(build_services(second, FixedClock(date(2026, 11, 23))), "officer 1", 2025))


def test_a_changed_password_ends_what_was_signed_in_with_the_old_one(services: Services, open_store: Store) -> None:
    one = with_password(services)
    services.officers.sign_in("officer 1", GOOD)
    with Store.open(open_store.path) as second:
        build_services(second, FixedClock(date(2026, 11, 22))).officers.set_password(one.id, OTHER, "officer 2")
    refused("officer.not_signed_in", lambda: rate(services, "officer 1"))
    refused("officer.wrong_password", lambda: services.officers.sign_in("officer 1", GOOD))


def test_the_own_password_is_changed_with_the_old_one_and_that_of_others_by_who_keeps_the_list(services: Services) -> None:
    one = with_password(services)
    services.officers.sign_in("officer 1", GOOD)
    error = refused("officer.wrong_password", lambda: services.officers.set_password(one.id, OTHER, "officer 1", "wrong"))
    assert isinstance(error, NotAllowed) and error.field == "old"
    refused("rights.refused.officers", lambda: services.officers.set_password(one.id, OTHER, "officer 4"))
    services.officers.set_password(one.id, OTHER, "officer 2")
    refused("officer.not_signed_in", lambda: rate(services, "officer 1"))
    refused("officer.wait", lambda: services.officers.sign_in("officer 1", OTHER))      # for the wrong one of before


@pytest.mark.parametrize(
    ("typed", "key"),
    [("short 7", "officer.password_short"), ("x" * 201, "officer.password_long"), ("OFFICER 1", "officer.password_name")],
)
def test_a_password_that_is_none_is_refused_at_its_field(services: Services, typed: str, key: str) -> None:
    error = refused(key, lambda: services.officers.set_password(officer(services, "officer 1").id, typed, "officer 1"))
    assert isinstance(error, UserError) and error.field == "password" and not officer(services, "officer 1").has_password


def test_wrong_passwords_make_the_next_try_wait_longer_and_longer_over_a_restart(services: Services, open_store: Store) -> None:
    with_password(services)
    hand = Hand()
    waits = []

    def afresh() -> Services:
        return build_services(open_store, hand)     # as after a restart

    for _ in range(9):
        refused("officer.wrong_password", lambda: afresh().officers.sign_in("officer 1", "wrong 12"))
        told = refused("officer.wait", lambda: afresh().officers.sign_in("officer 1", GOOD))
        waits.append(told.params["n"])
        hand.moment += timedelta(seconds=waits[-1])
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    afresh().officers.sign_in("officer 1", GOOD)
    refused("officer.wrong_password", lambda: afresh().officers.sign_in("officer 1", "wrong 12"))
    told = refused("officer.wait", lambda: afresh().officers.sign_in("officer 1", GOOD))
    assert told.params["n"] == 1, "a right one begins the count anew"


def test_a_clock_set_back_neither_opens_nor_shuts_for_ever(services: Services, open_store: Store) -> None:
    with_password(services)
    hand = Hand()
    office = build_services(open_store, hand)
    refused("officer.wrong_password", lambda: office.officers.sign_in("officer 1", "wrong 12"))
    hand.moment -= timedelta(days=400)
    refused("officer.wait", lambda: office.officers.sign_in("officer 1", GOOD))
    hand.moment += timedelta(seconds=1)
    office.officers.sign_in("officer 1", GOOD)


def test_a_wrong_name_and_a_wrong_password_are_answered_alike(services: Services, open_store: Store) -> None:
    with_password(services)
    told = {}
    for name in ("officer 1", "officer 3", "nobody", "viewer 1"):
        first = refused("officer.wrong_password", lambda name=name: services.officers.sign_in(name, "wrong 12"))  # type: ignore[misc]
        then = refused("officer.wait", lambda name=name: services.officers.sign_in(name, "wrong 12"))  # type: ignore[misc]
        told[name] = (first.params, first.field, then.params)
    assert len({str(one) for one in told.values()}) == 1
    with open_store.read() as unit:
        assert "nobody" not in (unit.settings.get("sign_in.wrong") or ""), "what was typed as a name is not kept"


def test_what_is_kept_is_argon2id_of_64_mib_and_is_renewed_when_its_parameters_are_old(
    services: Services, open_store: Store
) -> None:
    from argon2 import PasswordHasher
    from argon2.low_level import Type

    one = with_password(services)
    with open_store.read() as unit:
        assert unit.officers.secret(one.id).startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1, type=Type.ID).hash(GOOD)
    assert passwords.is_dated(weak)
    with open_store.write("officer.sign_in", "") as unit:
        unit.officers.set_secret(one.id, weak)
        unit.commit()
    services.officers.sign_in("officer 1", GOOD)
    with open_store.read() as unit:
        assert "m=65536,t=3,p=4" in unit.officers.secret(one.id)
    rate(services, "officer 1")


def test_two_of_the_same_password_are_kept_differently() -> None:
    first, second = passwords.stored(GOOD), passwords.stored(GOOD)
    assert first != second and passwords.fits(first, GOOD) and not passwords.fits(first, OTHER)
    assert not passwords.fits("", GOOD) and not passwords.fits("damaged", GOOD)


def test_the_password_never_stands_in_store_or_journal(services: Services, open_store: Store) -> None:
    with_password(services)
    with open_store.read() as unit:
        rows = [str(tuple(row)) for row in unit.connection.exec_driver_sql("SELECT * FROM journal").all()]
    assert any("officer.password" in row for row in rows)
    assert not any(GOOD in row or "argon2" in row for row in rows)


def test_the_last_one_who_keeps_the_list_stays(services: Services) -> None:
    from app.models.domain.enums import Role

    keeper = officer(services, "officer 2")
    refused("officer.own", lambda: services.officers.deactivate(keeper.id, "officer 2"))
    refused("officer.last_keeper", lambda: services.officers.set_role(keeper.id, Role.OFFICER, "officer 2"))
    services.officers.add("officer 9", Role.ADMINISTRATOR, "officer 2")
    services.officers.deactivate(keeper.id, "officer 9")
