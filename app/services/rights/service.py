"""What an officer may do, for windows that show it before somebody tries."""

from __future__ import annotations

from app.models.db.store import Store
from app.models.domain.enums import Role
from app.models.domain.errors import NotAllowed
from app.models.domain.parties import Officer
from app.services.rights.guard import check_right, named
from app.services.rights.roles import roles


class Rights:
    """Reading rights. Whether a write is taken is decided by the guard of the store alone."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of_role(self, role: Role) -> tuple[str, ...]:
        """The rights of a role, in the order of the file; each has the text ``rights.<name>``."""
        return roles().rights[role]

    def refusal(self, command: str, name: str) -> NotAllowed | None:
        """Why ``name`` may not write ``command``, None where the role and the officer allow it. Signing in is not asked for."""
        with self._store.read() as unit:
            people = unit.officers.all()
        officer = named(people, name)
        if officer is None:
            return NotAllowed("officer.unknown", "by", name=name)
        try:
            check_right(roles(), people, officer, command)
        except NotAllowed as refused:
            return refused
        return None

    def who(self, command: str) -> tuple[str, ...]:
        """The active officers whose role includes ``command``, in the order of entry; those without a password first."""
        with self._store.read() as unit:
            people = unit.officers.all()
        able = [one for one in people if one.active and _may(people, one, command)]
        return tuple(one.name for one in sorted(able, key=lambda one: one.has_password))


def _may(people: tuple[Officer, ...], officer: Officer, command: str) -> bool:
    try:
        check_right(roles(), people, officer, command)
    except NotAllowed:
        return False
    return True
