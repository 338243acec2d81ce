"""The guard of the store: no write without an active officer whose role may do it and who, with a password, has signed in.

It is asked inside the write's own transaction, so what it reads of the officers is what holds when the write is done.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.models.domain.enums import Role
from app.models.domain.errors import NotAllowed
from app.services.people import same_person
from app.services.rights.roles import KEEPING, Roles, roles

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.models.db.units import ReadUnit
    from app.models.domain.parties import Officer
    from app.services.clock import Clock

ONE_SIGNATURE = timedelta(minutes=1)


@dataclass(slots=True)
class _Given:
    """A password that was given. ``used``: somebody signed on it."""

    secret: str
    at: datetime
    used: bool = False


class SignedIn:
    """Who has signed in, in this process, and when the password was given last.

    A sign-in holds for the password that was given: it ends when that is changed.
    """

    def __init__(self) -> None:
        self._given: dict[int, _Given] = {}
        self._lock = threading.Lock()

    def enter(self, officer_id: int, secret: str, at: datetime) -> None:
        """Remember that the password was given at ``at``; ``secret`` is the stored form of it."""
        with self._lock:
            self._given[officer_id] = _Given(secret, at)

    def leave(self, officer_id: int) -> None:
        """Forget a sign-in; it is no mistake if there is none."""
        with self._lock:
            self._given.pop(officer_id, None)

    def holds(self, officer_id: int, secret: str) -> bool:
        """Whether the officer has signed in with the password that is kept now."""
        with self._lock:
            given = self._given.get(officer_id)
            return bool(secret) and given is not None and given.secret == secret

    def signs(self, officer_id: int, now: datetime, minutes: int) -> bool:
        """Whether a signature at ``now`` needs no new password: the last one was given ``minutes`` ago at most.

        With 0 minutes a password is good for the one signature that it is given for, within ``ONE_SIGNATURE``. A clock that
        was set back behind the giving asks again.
        """
        with self._lock:
            given = self._given.get(officer_id)
            if given is None or not timedelta(0) <= now - given.at <= (timedelta(minutes=minutes) or ONE_SIGNATURE):
                return False
            if not minutes:
                good, given.used = not given.used, True
                return good
            return True


class Guard:
    """Checks one write: its command and in whose name it is done."""

    def __init__(self, signed_in: SignedIn, clock: Clock) -> None:
        self.signed_in, self.clock = signed_in, clock

    def __call__(self, unit: ReadUnit, command: str, by: str) -> None:
        """NotAllowed ``officer.unknown``, ``officer.inactive``, ``officer.viewer``, ``rights.refused.<right>``
        or ``officer.not_signed_in``, and ``officer.sign_again`` for a signature on a password that was given too long ago;
        nothing is written then.
        """
        known = roles()
        if not by and known.by_program(command):
            return
        people = unit.officers.all()
        if not people and command in known.setup:
            return
        officer = named(people, by)
        if officer is None:
            raise NotAllowed("officer.unknown", "by", name=by)
        check_right(known, people, officer, command)
        if officer.has_password and not self.signed_in.holds(officer.id, unit.officers.secret(officer.id)):
            raise NotAllowed("officer.not_signed_in", "by", name=officer.name)
        if officer.has_password and command in known.signatures:
            self._ask_signer(unit, officer)

    def _ask_signer(self, unit: ReadUnit, officer: Officer) -> None:
        from app.services.settings.schema import SIGN_AGAIN
        from app.services.settings.service import read

        if not self.signed_in.signs(officer.id, self.clock.now(), int(read(unit, SIGN_AGAIN))):
            raise NotAllowed("officer.sign_again", "by", name=officer.name)


def check_right(known: Roles, people: Iterable[Officer], officer: Officer, command: str) -> None:
    """NotAllowed when an officer has left, or when the role may not write ``command``.

    Where nobody at work may keep the list of officers (a store of earlier days), all but viewers may: else nobody ever
    could.
    """
    if not officer.active:
        raise NotAllowed("officer.inactive", "by", name=officer.name)
    if known.may(officer.role, command):
        return
    right = known.right_of(command)
    if officer.role is Role.VIEWER:
        raise NotAllowed("officer.viewer", "by", name=officer.name)
    if right == KEEPING and not any(one.active and known.keeps_officers(one.role) for one in people):
        return
    raise NotAllowed(f"rights.refused.{right or 'none'}", "by", name=officer.name)


def named(people: Iterable[Officer], name: str) -> Officer | None:
    """The officer of that name, however it is written."""
    return next((officer for officer in people if same_person(officer.name, name)), None)
