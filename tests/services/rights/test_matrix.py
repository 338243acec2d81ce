"""Every command × every role at the guard of the store, and what no role opens: no name, an unknown one, one who left."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.models.db.store import Store
from app.models.domain.enums import Role
from app.models.domain.errors import NotAllowed
from app.models.domain.parties import Customer
from app.services.registry import Services, build_services
from app.services.rights.roles import roles
from tests.services.refusal import refused
from tests.services.rights.test_roles import _written

ALL = "officer credit_manager finance_director general_manager"
WORK = {
    "own": f"{ALL} viewer administrator", "undo": f"{ALL} administrator", "customers": ALL, "investigate": ALL, "propose": ALL,
    "decide": ALL, "notices": ALL, "reviews": ALL, "alarms": ALL, "stop": ALL, "lists": ALL, "orders": ALL, "log": ALL,
    "ledger": ALL, "lists_decide": "credit_manager finance_director general_manager",
    "lift": "credit_manager finance_director general_manager",
    "import": f"{ALL} administrator",
    "rates": f"{ALL} administrator", "draft": f"{ALL} administrator",
    "settings": "credit_manager finance_director general_manager administrator",
    "publish": "credit_manager finance_director general_manager administrator", "officers": "general_manager administrator",
}
"""Who may what, written down a second time: a change of a role is made in both places on purpose."""


@pytest.fixture(scope="module")
def staff(tmp_path_factory: pytest.TempPathFactory, bare_store: Path) -> Path:
    """A store with one officer of each role, called like the role, and one who left."""
    import shutil

    path = Path(shutil.copy(bare_store, tmp_path_factory.mktemp("staff") / "staff.zixin"))
    with Store.open(path) as store:
        services = build_services(store)
        for role in Role:
            services.officers.add(f"the {role.value}", role, "officer 2")
        left = services.officers.add("who left", Role.GENERAL_MANAGER, "officer 2").value
        services.officers.deactivate(left.id, "officer 2")
    return path


def tried(store: Store, command: str, by: str) -> str:
    """What the guard says to a write: "" where it may begin."""
    try:
        with store.write(command, by):
            return ""
    except NotAllowed as error:
        return error.key


def test_every_command_and_every_role_as_the_matrix_says(staff: Path, root: Path) -> None:
    commands = sorted(one for one in _written(root) if not roles().by_program(one))
    assert len(commands) > 40 and set(WORK) == set(roles().commands.values())
    with Store.open(staff) as store:
        build_services(store)
        wrong = []
        for command in commands:
            for role in Role:
                may = role.value in WORK[roles().right_of(command) or ""].split()
                told = tried(store, command, f"the {role.value}")
                if (told == "") != may or (not may and told != ("officer.viewer" if role is Role.VIEWER else _refusal(command))):
                    wrong.append((command, role.value, told))
        assert wrong == []


def _refusal(command: str) -> str:
    return f"rights.refused.{roles().right_of(command)}"


def test_what_is_nobodys_is_refused_for_every_command(staff: Path, root: Path) -> None:
    with Store.open(staff) as store:
        build_services(store)
        for command in sorted(_written(root)):
            if not roles().by_program(command):
                assert tried(store, command, "nobody") == "officer.unknown"
                assert tried(store, command, "") == "officer.unknown"
            assert tried(store, command, "who left") == "officer.inactive"
        assert tried(store, "vault.open", "the general_manager") == "rights.refused.none"


def test_what_the_program_does_itself_is_open_to_it_alone(staff: Path) -> None:
    with Store.open(staff) as store:
        build_services(store)
        assert tried(store, "store.backup", "") == "" and tried(store, "program.fall_back", "") == ""
        assert tried(store, "store.backup", "the administrator") == "rights.refused.none"


def test_a_service_that_is_called_without_the_window_refuses_the_same(staff: Path) -> None:
    with Store.open(staff) as store:
        services = build_services(store)
        before = store.content_digest()
        calls = [
            ("officer.viewer", lambda: services.settings.set("company_name", "x", "the viewer")),
            ("rights.refused.settings", lambda: services.settings.set("company_name", "x", "the officer")),
            ("rights.refused.officers", lambda: services.officers.add("new", Role.GENERAL_MANAGER, "the credit_manager")),
            ("rights.refused.officers", lambda: services.officers.set_role(1, Role.GENERAL_MANAGER, "the officer")),
            ("rights.refused.customers", lambda: services.customers.save(Customer("x"), "the administrator")),
            ("officer.unknown", lambda: services.samples.install("somebody")),
        ]
        for key, call in calls:
            refused(key, call)
        assert store.content_digest() == before


def test_a_refused_write_leaves_the_store_free_for_the_next(services: Services) -> None:
    refused("officer.viewer", lambda: services.settings.set("company_name", "x", "viewer 1"))
    services.settings.set("company_name", "y", "officer 1")


def test_a_store_without_anybody_who_keeps_the_list_can_still_be_kept(tmp_path: Path) -> None:
    with Store.open(tmp_path / "old.zixin", create=True) as store:
        services = build_services(store)
        services.officers.add("one", Role.OFFICER, "one")
        services.officers.add("two", Role.GENERAL_MANAGER, "one")
        refused("rights.refused.officers", lambda: services.officers.add("three", Role.GENERAL_MANAGER, "one"))
        refused("officer.unknown", lambda: services.officers.add("three", Role.OFFICER, "three"))
