"""The key of a store.

Without a password the pages are keyed by a fixed built-in key: every page carries a check code, so that no flipped bit
is read back as a figure, but nothing is secret. With a password the key is SQLCipher's own derivation from it
(PBKDF2-HMAC-SHA512, 256,000 rounds, salt in the first 16 bytes of the file), so that a copied file opens with what its
owner knows, in this program and in any other that speaks SQLCipher 4. The derivation is done here once per opening,
because SQLCipher would repeat it for every connection.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass, field

from app.models.domain.errors import UserError

ROUNDS = 256_000
SALT_BYTES = 16

_BUILT_IN = hashlib.sha256(b"zixin store 1: a check on every page, no secrecy").digest()


@dataclass(frozen=True, slots=True)
class StoreKey:
    """32 key bytes and, once known, the 16 salt bytes of the file. ``protected`` means that a password is set."""

    raw: bytes = field(repr=False)
    salt: bytes = b""
    protected: bool = False

    @property
    def literal(self) -> str:
        """The key as SQLCipher's pragmas take it."""
        return f"\"x'{self.raw.hex()}{self.salt.hex()}'\""

    @property
    def raw_literal(self) -> str:
        """The key without the salt, for a file that already has one."""
        return f"\"x'{self.raw.hex()}'\""


def built_in_key(salt: bytes = b"") -> StoreKey:
    """Return the key of a store without a password."""
    return StoreKey(_BUILT_IN, salt)


def password_key(password: str, salt: bytes) -> StoreKey:
    """Derive the key from a password. UserError for one that is empty or holds control characters."""
    normal = unicodedata.normalize("NFC", password)
    if not normal:
        raise UserError("store.password_empty", field="password")
    if any(unicodedata.category(char) in ("Cc", "Cs") for char in normal):
        raise UserError("store.password_characters", field="password")
    raw = hashlib.pbkdf2_hmac("sha512", normal.encode(), salt, ROUNDS, 32)
    return StoreKey(raw, salt, protected=True)


def new_key(password: str | None) -> StoreKey:
    """Return the key for a new store, with a fresh salt."""
    salt = secrets.token_bytes(SALT_BYTES)
    return built_in_key(salt) if password is None else password_key(password, salt)
