"""The list of officers. A name is what signatures show, so it is given once and hardly ever changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.models.db.store import Store
from app.models.db.units import ReadUnit
from app.models.domain.enums import Role
from app.models.domain.errors import Conflict, NotAllowed, UserError
from app.models.domain.parties import Officer
from app.services.changes import OFFICERS, Changed, changed
from app.services.people import PROGRAM, same_person
from app.services.rights.guard import named
from app.services.rights.roles import roles
from app.services.typed_text import check_line

if TYPE_CHECKING:
    from app.services.officers.sign_in import SignIn

NAME = 80
_PAGE = 500


class Officers:
    """Reading and keeping the list of officers."""

    def __init__(self, store: Store, sign_in: SignIn) -> None:
        self._store = store
        self._sign_in = sign_in

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
        """Correct a name. NotAllowed ``officer.in_use`` while a case that the officer assesses is open, ``officer.waiting`` while
        an entry of the lists that the officer proposed counts or waits, or a correction of the log waits.

        Signatures are kept as names: with another name an assessor could approve the own case.
        """
        plain = check_line(name, "name", NAME, required=True)
        with self._store.write("officer.rename", by) as unit:
            officer = _by_id(unit, officer_id)
            _refuse_alike(unit, plain, officer_id)
            if not same_person(officer.name, plain) and _assesses(unit, officer.name):
                raise NotAllowed("officer.in_use", "name", name=officer.name)
            if not same_person(officer.name, plain) and _waits(unit, officer.name):
                raise NotAllowed("officer.waiting", "name", name=officer.name)
            officer = unit.officers.save(replace(officer, name=plain))
            unit.commit()
        return changed(officer, OFFICERS)

    def set_role(self, officer_id: int, role: Role, by: str) -> Changed[Officer]:
        """Give an officer another role. NotAllowed ``officer.last_keeper`` when nobody could keep the list any more."""
        return self._save(officer_id, "officer.role", by, role=Role(role))

    def deactivate(self, officer_id: int, by: str) -> Changed[Officer]:
        """Take an officer out of use; what he signed stays. NotAllowed ``officer.last_keeper`` as ``set_role``,
        ``officer.own`` for oneself: nobody would be left at this window.
        """
        with self._store.read() as unit:
            if same_person(_by_id(unit, officer_id).name, by):
                raise NotAllowed("officer.own")
        return self._save(officer_id, "officer.deactivate", by, active=False)

    def activate(self, officer_id: int, by: str) -> Changed[Officer]:
        """Bring an officer back."""
        return self._save(officer_id, "officer.activate", by, active=True)

    # --- passwords -----------------------------------------------------------------------------------------------------

    def set_password(self, officer_id: int, password: str, by: str, old: str = "") -> Changed[Officer]:
        """Give an officer a password, or another one; whoever has one has to sign in before anything is written.

        Officers set their own, and give the old one if there is one (``officer.wrong_password`` at "old"); those who keep
        the list set that of others, which the journal tells. UserError at "password" for one that is too short.
        """
        from app.services.officers import passwords

        with self._store.read() as unit:
            officer = _by_id(unit, officer_id)
            own = same_person(officer.name, by)
            secret = unit.officers.secret(officer_id)
            keeper = named(unit.officers.all(), by)
        if not own and (keeper is None or not roles().keeps_officers(keeper.role)):
            raise NotAllowed("rights.refused.officers", "by", name=by)
        if own and secret:
            self._sign_in.prove(officer.name, old, "old")
        passwords.check_new(password, officer.name)
        new = passwords.stored(password)
        with self._store.write("officer.password", by) as unit:
            if unit.officers.secret(officer_id) != secret:
                raise Conflict("store.conflict", entity="officers", id=officer_id)
            unit.officers.set_secret(officer_id, new)
            officer = _by_id(unit, officer_id)
            unit.commit()
        if own:
            self._sign_in.enter(officer.name, password)
        return changed(officer, OFFICERS)

    def sign_in(self, name: str, password: str) -> None:
        """Whoever has a password gives it before anything is written under the name. Errors: ``SignIn.enter``."""
        self._sign_in.enter(name, password)

    def sign_out(self, name: str) -> None:
        """The password has to be given again."""
        self._sign_in.leave(name)

    def asks_password(self, name: str) -> bool:
        """Whether that officer has a password that is still to be given."""
        return self._sign_in.asks(name)

    # -------------------------------------------------------------------------------------------------------------------

    def _save(
        self, officer_id: int, command: str, by: str, role: Role | None = None, active: bool | None = None
    ) -> Changed[Officer]:
        with self._store.write(command, by) as unit:
            officer = _by_id(unit, officer_id)
            before = officer
            officer = replace(officer, role=role or officer.role, active=officer.active if active is None else active)
            _refuse_last_keeper(unit, before, officer)
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
    return named(unit.officers.all(), name)


def _by_id(unit: ReadUnit, officer_id: int) -> Officer:
    officer = next((officer for officer in unit.officers.all() if officer.id == officer_id), None)
    if officer is None:
        raise UserError("officer.not_found", id=officer_id)
    return officer


def _refuse_last_keeper(unit: ReadUnit, before: Officer, after: Officer) -> None:
    def keeps(officer: Officer) -> bool:
        return officer.active and roles().keeps_officers(officer.role)

    if keeps(before) and not keeps(after) and not any(keeps(one) for one in unit.officers.all() if one.id != after.id):
        raise NotAllowed("officer.last_keeper", "role", name=before.name)


def _refuse_alike(unit: ReadUnit, name: str, officer_id: int) -> None:
    if same_person(name, PROGRAM):
        raise UserError("officer.name_taken", "name", name=PROGRAM)
    for other in unit.officers.all():
        if other.id != officer_id and same_person(other.name, name):
            raise UserError("officer.name_taken", "name", name=other.name)


def _waits(unit: ReadUnit, name: str) -> bool:
    """Whether another officer is still to sign what this one proposed, or to end it."""
    from app.services.log.corrections import SHELF, read

    listed = (one.proposed_by for one in unit.listings.all() if one.ended is None)
    corrected = (read(one.payload).by for one in unit.drafts.all(SHELF))
    return any(same_person(name, one) for one in (*listed, *corrected))


def _assesses(unit: ReadUnit, name: str) -> bool:
    for offset in range(0, unit.customers.count(""), _PAGE):
        for row in unit.customers.page("", offset, _PAGE):
            head = unit.cases.get(row.case_id) if row.case_id else None
            if head is not None and same_person(head.assessor, name):
                return True
    return False
