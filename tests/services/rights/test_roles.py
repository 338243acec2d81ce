"""The roles as data: every command has its right, every right a role, and nothing stands there for nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.models.domain.enums import Role
from app.services.rights.roles import read_roles, roles
from app.services.undo import commands
from tests.services.undo.test_undo import written_commands

_GROUPS = commands.GROUPS | {"sample.install"}


def _written(root: Path) -> set[str]:
    found: set[str] = set()
    for folder in ("app/services", "app/models"):
        for path in (root / folder).rglob("*.py"):
            found |= written_commands(path.read_text(encoding="utf-8"))
    return found


def _without_right(written: set[str]) -> list[str]:
    return sorted(one for one in written if roles().right_of(one) is None and not roles().by_program(one))


def test_every_command_has_its_right(root: Path) -> None:
    known = commands.UNDOABLE | commands.DECISIONS | commands.APART
    assert _without_right(_written(root) | known - _GROUPS) == []


def test_a_command_without_a_right_is_found() -> None:
    assert _without_right({"case.answer", "vault.open"}) == ["vault.open"]


def test_every_right_is_somebodys_and_every_named_command_is_written(root: Path) -> None:
    given = {right for rights in roles().rights.values() for right in rights}
    assert set(roles().commands.values()) == given
    written = _written(root) | commands.APART | {"settings.rate"}
    assert sorted(one for one in roles().commands if not one.endswith("*") and one not in written) == []


def test_a_file_that_does_not_fit_is_refused() -> None:
    right = {"name": "a", "commands": ["x.y"]}
    every = [{"name": role.value, "rights": ["a"]} for role in Role]
    plain = {"program": [], "setup": [], "signatures": [], "right": [right], "role": every}
    assert read_roles(plain).may(Role.VIEWER, "x.y")
    with pytest.raises(ValueError, match="stands in two rights"):
        read_roles({**plain, "right": [right, {"name": "b", "commands": ["x.y"]}]})
    with pytest.raises(ValueError, match="no such right"):
        read_roles({**plain, "role": [*every[:-1], {"name": every[-1]["name"], "rights": ["z"]}]})
    with pytest.raises(ValueError, match="roles without rights"):
        read_roles({**plain, "role": every[:-1]})


def test_every_signature_is_a_command_that_is_written_and_no_entry_of_everyday(root: Path) -> None:
    known = roles()
    assert sorted(known.signatures - _written(root)) == []
    decided = {one for one in _written(root) if known.right_of(one) in ("decide", "lists_decide", "publish", "lift")}
    assert sorted(decided - known.signatures) == [], "whatever decides is signed"
    assert not known.signatures & {"case.answer", "statement.save", "draft.put", "customer.save"}
