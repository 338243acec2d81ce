"""The list of officers: one name one person."""

from __future__ import annotations

import pytest

from app.models.domain.enums import Role
from app.services.lists.service import Entry
from app.services.registry import Services
from tests.services.desk import Desk
from tests.services.refusal import refused


def test_an_officer_is_entered_changed_and_taken_out_of_use(services: Services) -> None:
    officer = services.officers.add("  officer 5 ", Role.FINANCE_DIRECTOR, "officer 2").value
    assert officer.name == "officer 5" and services.officers.get("Officer  5") == officer
    assert services.officers.set_role(officer.id, Role.VIEWER, "officer 2").value.role is Role.VIEWER
    assert services.officers.rename(officer.id, "officer 6", "officer 2").value.name == "officer 6"
    assert not services.officers.deactivate(officer.id, "officer 2").value.active
    assert services.officers.activate(officer.id, "officer 2").value.active
    refused("officer.own", lambda: services.officers.deactivate(officer.id, "OFFICER 6"))
    refused("officer.not_found", lambda: services.officers.deactivate(99, "officer 2"))


def test_nobody_becomes_another_one_while_a_second_signature_is_asked_for(services: Services) -> None:
    """Else one person could propose under one name and approve under the next."""
    entry = services.lists.propose(Entry("watch", "slow payer", name="Birch Mill"), "officer 2").value
    keeper = next(one for one in services.officers.all() if one.name == "officer 2")
    refused("officer.waiting", lambda: services.officers.rename(keeper.id, "officer 22", "officer 2"))
    services.lists.refuse(entry.id, "no proof", "officer 4")
    assert services.officers.rename(keeper.id, "officer 22", "officer 2").value.name == "officer 22"


@pytest.mark.parametrize(
    "name", ["officer 1", "OFFICER 1", "Officer  1", "ｏｆｆｉｃｅｒ １", "of\u00adficer\u200b 1", "\u043effi\u0441er 1"]
)
def test_two_names_that_read_alike_are_one_person(services: Services, name: str) -> None:
    refused("officer.name_taken", lambda: services.officers.add(name, Role.OFFICER, "officer 2"), "name")


@pytest.mark.parametrize(("name", "key"), [("", "text.required"), ("a\nb", "text.one_line"), ("x" * 81, "text.too_long")])
def test_a_name_that_cannot_be_is_refused(services: Services, name: str, key: str) -> None:
    refused(key, lambda: services.officers.add(name, Role.OFFICER, "officer 2"), "name")


def test_an_assessor_cannot_take_another_name_while_the_case_is_open(services: Services) -> None:
    desk = Desk.filled(services)
    officer = services.officers.get("officer 1")
    assert officer is not None
    refused("officer.in_use", lambda: services.officers.rename(officer.id, "officer 9", "officer 2"), "name")
    services.officers.rename(officer.id, "Officer 1", "officer 2")          # the same person, written otherwise
    desk.approved()
    services.officers.rename(officer.id, "officer 9", "officer 2")
