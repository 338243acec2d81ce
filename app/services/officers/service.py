"""The list of officers. A name is what signatures show, so it is given once and hardly ever changed."""

from __future__ import annotations

from dataclasses import replace

from app.models.db.store import Store
from app.models.db.units import ReadUnit
from app.models.domain.enums import Role
from app.models.domain.errors import NotAllowed, UserError
from app.models.domain.parties import Officer
from app.services.changes import OFFICERS, Changed, changed
from app.services.people import same_person
from app.services.typed_text import check_line

NAME = 80
_PAGE = 500


class Officers:
    """Reading and keeping the list of officers."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> tuple[Officer, ...]:
        """Return every officer, active or not, in the order of entry."""
        with self._store.read() as unit:
            return unit.officers.all()

    def get(self, name: str) -> Officer | None:
        """Return the officer of that name, None if there is none."""
        with self._store.read() as unit:
            return _find(unit, name)

    def add(self, name: str, role: Role, by: str) -> Changed[Officer]:
        """Enter an officer. UserError ``officer.name_taken`` when a reader could take two names for one person."""
        plain = check_line(name, "name", NAME, required=True)
        with self._store.write("officer.add", by) as unit:
            _refuse_alike(unit, plain, 0)
            officer = unit.officers.save(Officer(0, plain, Role(role)))
            unit.commit()
        return changed(officer, OFFICERS)

    def rename(self, officer_id: int, name: str, by: str) -> Changed[Officer]:
        """Correct a name. NotAllowed ``officer.in_use`` while a case that the officer assesses is open.

        Signatures are kept as names: with another name an assessor could approve the own case.
        """
        plain = check_line(name, "name", NAME, required=True)
        with self._store.write("officer.rename", by) as unit:
            officer = _by_id(unit, officer_id)
            _refuse_alike(unit, plain, officer_id)
            if not same_person(officer.name, plain) and _assesses(unit, officer.name):
                raise NotAllowed("officer.in_use", "name", name=officer.name)
            officer = unit.officers.save(replace(officer, name=plain))
            unit.commit()
        return changed(officer, OFFICERS)

    def set_role(self, officer_id: int, role: Role, by: str) -> Changed[Officer]:
        """Give an officer another role."""
        return self._save(officer_id, "officer.role", by, role=Role(role))

    def deactivate(self, officer_id: int, by: str) -> Changed[Officer]:
        """Take an officer out of use; what he signed stays."""
        return self._save(officer_id, "officer.deactivate", by, active=False)

    def activate(self, officer_id: int, by: str) -> Changed[Officer]:
        """Bring an officer back."""
        return self._save(officer_id, "officer.activate", by, active=True)

    def _save(
        self, officer_id: int, command: str, by: str, role: Role | None = None, active: bool | None = None
    ) -> Changed[Officer]:
        with self._store.write(command, by) as unit:
            officer = _by_id(unit, officer_id)
            officer = replace(officer, role=role or officer.role, active=officer.active if active is None else active)
            unit.officers.save(officer)
            unit.commit()
        return changed(officer, OFFICERS)


def may_enter(unit: ReadUnit, name: str) -> None:
    """NotAllowed when ``name`` is an officer who only looks or left. Names outside the list may enter (imports, commands)."""
    if _find(unit, name) is not None:
        signer(unit, name)


def signer(unit: ReadUnit, name: str, field: str | None = "by") -> Officer:
    """The active officer who signs. NotAllowed ``officer.unknown``, ``officer.inactive`` or ``officer.viewer``."""
    officer = _find(unit, name)
    if officer is None:
        raise NotAllowed("officer.unknown", field, name=name)
    if not officer.active:
        raise NotAllowed("officer.inactive", field, name=name)
    if officer.role is Role.VIEWER:
        raise NotAllowed("officer.viewer", field, name=name)
    return officer


def _find(unit: ReadUnit, name: str) -> Officer | None:
    return next((officer for officer in unit.officers.all() if same_person(officer.name, name)), None)


def _by_id(unit: ReadUnit, officer_id: int) -> Officer:
    officer = next((officer for officer in unit.officers.all() if officer.id == officer_id), None)
    if officer is None:
        raise UserError("officer.not_found", id=officer_id)
    return officer


def _refuse_alike(unit: ReadUnit, name: str, officer_id: int) -> None:
    for other in unit.officers.all():
        if other.id != officer_id and same_person(other.name, name):
            raise UserError("officer.name_taken", "name", name=other.name)


def _assesses(unit: ReadUnit, name: str) -> bool:
    for offset in range(0, unit.customers.count(""), _PAGE):
        for row in unit.customers.page("", offset, _PAGE):
            head = unit.cases.get(row.case_id) if row.case_id else None
            if head is not None and same_person(head.assessor, name):
                return True
    return False
