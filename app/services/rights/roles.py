"""The roles as data: which commands each may write (``resources/roles.toml``)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from app import paths
from app.models.domain.enums import Role

KEEPING = "officers"
"""The right to keep the list of officers."""


@dataclass(frozen=True, slots=True)
class Roles:
    """``commands`` gives each command or family ("alarm.*") its right, ``rights`` each role its rights in the order of the
    file; ``program`` is done in nobody's name, ``setup`` by anybody while there is no officer; ``signatures`` ask for the
    password once more.
    """

    commands: dict[str, str]
    rights: dict[Role, tuple[str, ...]]
    program: frozenset[str]
    setup: frozenset[str]
    signatures: frozenset[str] = frozenset()

    def right_of(self, command: str) -> str | None:
        """The right that a command needs; None for a command that no role may write."""
        return self.commands.get(command) or self.commands.get(_family(command))

    def may(self, role: Role, command: str) -> bool:
        """Whether a role may write a command."""
        return self.right_of(command) in self.rights[role]

    def by_program(self, command: str) -> bool:
        """Whether the program writes this command itself."""
        return command in self.program or _family(command) in self.program

    def keeps_officers(self, role: Role) -> bool:
        """Whether a role keeps the list of officers."""
        return KEEPING in self.rights[role]


@lru_cache(maxsize=1)
def roles() -> Roles:
    """The roles of the program. ValueError for a file that does not fit: a mistake of ours, found by the tests."""
    import tomllib

    data = tomllib.loads((paths.resources() / "roles.toml").read_text(encoding="utf-8"))
    return read_roles(data)


def read_roles(data: dict[str, Any]) -> Roles:
    """Roles from the parsed file. ValueError names a command that stands twice, a role or a right that is not there."""
    commands: dict[str, str] = {}
    for right in data["right"]:
        for command in right["commands"]:
            if command in commands:
                raise ValueError(f"{command} stands in two rights")
            commands[command] = right["name"]
    known = {right["name"] for right in data["right"]}
    rights = {Role(role["name"]): tuple(role["rights"]) for role in data["role"]}
    if missing := set(Role) - set(rights):
        raise ValueError(f"roles without rights: {sorted(missing)}")
    if foreign := {name for given in rights.values() for name in given} - known:
        raise ValueError(f"no such right: {sorted(foreign)}")
    return Roles(commands, rights, *(frozenset(data[name]) for name in ("program", "setup", "signatures")))


def _family(command: str) -> str:
    return f"{command.partition('.')[0]}.*"
