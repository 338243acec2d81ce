"""Passwords of officers: Argon2id with its parameters in the stored form, so that they can be raised later.

64 MiB, 3 passes, 4 lanes (RFC 9106, second recommended set, with more lanes than the OWASP minimum of 19 MiB asks for).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from app.models.domain.errors import UserError
from app.services.people import same_person

if TYPE_CHECKING:
    from argon2 import PasswordHasher

MEMORY_KIB, PASSES, LANES = 64 * 1024, 3, 4
SHORTEST, LONGEST = 8, 200
LONGEST_WAIT = 60


def check_new(password: str, name: str) -> None:
    """UserError at "password" for one that is too short, too long or the name itself."""
    if len(password) < SHORTEST:
        raise UserError("officer.password_short", "password", n=SHORTEST)
    if len(password) > LONGEST:
        raise UserError("officer.password_long", "password", n=LONGEST)
    if same_person(password, name):
        raise UserError("officer.password_name", "password")


def stored(password: str) -> str:
    """The form in which a password is kept: parameters, salt of 16 bytes and hash."""
    return _hasher().hash(password)


def fits(secret: str, password: str) -> bool:
    """Whether ``password`` is the one that ``secret`` was made of. Takes as long when ``secret`` is "" and nothing can fit."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(secret or _nobodys(), password[:LONGEST]) and bool(secret)
    except (VerificationError, InvalidHashError):
        return False


def is_dated(secret: str) -> bool:
    """Whether a stored form was made with other parameters than those of today."""
    return _hasher().check_needs_rehash(secret)


def wait_after(wrong: int) -> int:
    """Seconds to wait after so many wrong passwords in a row: 0, then 1, 2, 4 … 60."""
    return 0 if wrong <= 0 else min(LONGEST_WAIT, 2 ** min(wrong - 1, 6))


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES, salt_len=16)


@lru_cache(maxsize=1)
def _nobodys() -> str:
    """The stored form of a password that nobody knows."""
    import secrets

    return stored(secrets.token_hex(32))
