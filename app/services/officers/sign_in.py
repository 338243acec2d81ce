"""Signing in with a password. Wrong ones make the next try wait, over restarts too, and say nothing of what was wrong."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING

from app.models.db.store import Store
from app.models.domain.errors import NotAllowed
from app.services.clock import Clock
from app.services.officers import passwords
from app.services.people import folded
from app.services.rights.guard import Guard, named

if TYPE_CHECKING:
    from app.models.db.units import ReadUnit, WriteUnit
    from app.models.domain.parties import Officer

_WRONG = "sign_in.wrong"
_REMEMBERED = 200


class SignIn:
    """Who may write under a name that has a password: whoever gave it, until he signs out or the program ends."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def asks(self, name: str) -> bool:
        """Whether the password of that officer is still to be given before anything is written under the name."""
        with self._store.read() as unit:
            officer = named(unit.officers.all(), name)
            return officer is not None and officer.has_password and not self._guard.signed_in.holds(
                officer.id, unit.officers.secret(officer.id)
            )

    def enter(self, name: str, password: str) -> None:
        """Sign in. NotAllowed ``officer.wrong_password`` at "password" whatever was wrong, ``officer.wait`` (n seconds)
        while a try after wrong ones has to wait; that counts names, whether there is such an officer or not.
        """
        officer, secret = self.prove(name, password)
        self._guard.signed_in.enter(officer.id, self._settled(officer, name, secret, password), self._clock.now())

    def prove(self, name: str, password: str, field: str = "password") -> tuple[Officer, str]:
        """The officer whose password it is, and the stored form of it; the errors of ``enter`` at ``field``."""
        self._refuse_early(name, field)
        with self._store.read() as unit:
            officer = named(unit.officers.all(), name)
            secret = "" if officer is None or not officer.active else unit.officers.secret(officer.id)
        good = passwords.fits(secret, password)     # outside of any unit: it takes its time
        if not good or officer is None:
            self._count(name, 1)
            raise NotAllowed("officer.wrong_password", field)
        return officer, secret

    def leave(self, name: str) -> None:
        """Sign out; it is no mistake if nobody was signed in."""
        with self._store.read() as unit:
            officer = named(unit.officers.all(), name)
        if officer is not None:
            self._guard.signed_in.leave(officer.id)

    # -----------------------------------------------------------------------------------------------------------------

    @property
    def _guard(self) -> Guard:
        guard = self._store.guard
        if not isinstance(guard, Guard):
            raise RuntimeError("the store has no guard")
        return guard

    def _refuse_early(self, name: str, field: str) -> None:
        now = self._clock.now()
        with self._store.read() as unit:
            wrong, last = _tries(unit).get(_key(name), (0, now))
        if now < last:      # a clock that was set back neither opens the door nor shuts it for years: the wait begins again
            self._count(name, 0)
            last = now
        left = timedelta(seconds=passwords.wait_after(wrong)) - (now - last)
        if left > timedelta(0):
            raise NotAllowed("officer.wait", field, n=ceil(left.total_seconds()))

    def _count(self, name: str, more: int) -> None:
        with self._store.write("officer.wrong_password", "") as unit:
            tries = _tries(unit)
            wrong = tries.pop(_key(name), (0, self._clock.now()))[0] + more
            _keep(unit, {**tries, _key(name): (wrong, self._clock.now())})
            unit.commit()

    def _settled(self, officer: Officer, name: str, secret: str, password: str) -> str:
        """Forget the wrong tries, and bring a stored form of earlier parameters up to those of today; return it."""
        dated = passwords.is_dated(secret)
        with self._store.read() as unit:
            tries = _tries(unit)
        if not dated and _key(name) not in tries:
            return secret
        renewed = passwords.stored(password) if dated else secret
        with self._store.write("officer.sign_in", "") as unit:
            tries = _tries(unit)
            tries.pop(_key(name), None)
            _keep(unit, tries)
            if unit.officers.secret(officer.id) != secret:      # changed meanwhile: what was given is no longer it
                raise NotAllowed("officer.wrong_password", "password")
            unit.officers.set_secret(officer.id, renewed)
            unit.commit()
        return renewed


def _key(name: str) -> str:
    """Names go in by their digest: what somebody types into the wrong field is not kept."""
    return hashlib.sha256(folded(name).encode()).hexdigest()[:24]


def _tries(unit: ReadUnit) -> dict[str, tuple[int, datetime]]:
    kept = json.loads(unit.settings.get(_WRONG) or "{}")
    return {key: (int(wrong), datetime.fromisoformat(last)) for key, (wrong, last) in kept.items()}


def _keep(unit: WriteUnit, tries: dict[str, tuple[int, datetime]]) -> None:
    newest = sorted(tries.items(), key=lambda one: one[1][1])[-_REMEMBERED:]
    unit.settings.set(_WRONG, json.dumps({key: (wrong, last.isoformat()) for key, (wrong, last) in newest}))
