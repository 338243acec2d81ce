"""Telling what a file is before it is taken for a store: ours, newer, locked by a password, damaged, or not ours.

All of it goes through SQLite. Reading the file with Python's own ``open`` would drop the locks that another
connection of this process may hold on it.
"""

from __future__ import annotations

import codecs
from contextlib import closing
from pathlib import Path

from sqlcipher3 import dbapi2

from app.models.db import driver
from app.models.db.keys import StoreKey, built_in_key, password_key
from app.models.domain.errors import EnvironmentFault

_FOREIGN_STARTS = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff")


def find_key(path: Path, password: str | None, mode: str = "rw") -> tuple[StoreKey, int]:
    """Return the key that opens ``path`` and the format number that the file carries.

    EnvironmentFault: "store.not_found", "store.empty", "store.not_ours", "store.password_needed", "store.wrong_password",
    "store.damaged", or what the disk says. The file is not changed.
    """
    driver.check_driver()
    if not path.is_file():
        raise EnvironmentFault("store.not_found", path=str(path))
    try:
        return _find_key(path, password, mode)
    except dbapi2.Error as error:
        fault = driver.as_fault(error)
        if fault is None:
            raise
        fault.params.setdefault("path", str(path))
        raise fault from error


def _find_key(path: Path, password: str | None, mode: str) -> tuple[StoreKey, int]:
    size = path.stat().st_size
    if size == 0:
        raise EnvironmentFault("store.empty", path=str(path))
    salt = _salt(path, mode)
    if size >= driver.PAGE_BYTES and not any(salt):
        raise EnvironmentFault("store.damaged", path=str(path))     # zeros instead of the first page: a crash of the disk
    if size < driver.PAGE_BYTES or _looks_foreign(path, salt, mode):
        raise EnvironmentFault("store.not_ours", path=str(path))
    candidates = [built_in_key(salt)]
    if password is not None:
        candidates.append(password_key(password, salt))
    for key in candidates:
        found = _format_of(path, key, mode)
        if found is not None:
            return key, found
    for key in candidates:
        if _some_page_opens(path, key, mode):
            raise EnvironmentFault("store.damaged", path=str(path))
    if size % driver.PAGE_BYTES:
        raise EnvironmentFault("store.damaged", path=str(path))
    raise EnvironmentFault("store.password_needed" if password is None else "store.wrong_password", path=str(path))


def _salt(path: Path, mode: str) -> bytes:
    with closing(driver.open_keyed(path, built_in_key(), mode)) as connection:
        driver.check_cipher(connection)
        row = connection.execute("PRAGMA cipher_salt").fetchone()
    return bytes.fromhex(row[0]) if row and row[0] else b""


def _looks_foreign(path: Path, salt: bytes, mode: str) -> bool:
    # The first bytes of a store are random. Sixteen printable ones in a row do not happen, nor do the marks of other kinds.
    if salt.startswith(b"SQLite format 3"):
        return True
    if salt.startswith(_FOREIGN_STARTS):
        return True
    return _is_text(salt)


def _is_text(start: bytes) -> bool:
    if start.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return True
    try:
        # The last character may be cut off: an incremental decoder keeps it back without complaint.
        text = codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return False
    return bool(text) and all(char.isprintable() or char in "\t\r\n" for char in text)


def _format_of(path: Path, key: StoreKey, mode: str) -> int | None:
    """Return the format number, None when the key does not open the first page; a foreign keyed file is refused."""
    with closing(driver.open_keyed(path, key, mode)) as connection:
        try:
            application = connection.execute("PRAGMA application_id").fetchone()[0]
            number = connection.execute("PRAGMA user_version").fetchone()[0]
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
        except dbapi2.DatabaseError as error:
            if driver.is_unreadable(error):
                return None
            raise
    if application != driver.APPLICATION_ID:
        raise EnvironmentFault("store.not_ours", path=str(path))
    if not has_log(path) and pages * driver.PAGE_BYTES > path.stat().st_size:
        raise EnvironmentFault("store.damaged", path=str(path))     # the end of the file is missing
    return int(number)


def has_log(path: Path) -> bool:
    """True when a write-ahead log with content lies beside the file: it is open elsewhere, or was left by a crash."""
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def _some_page_opens(path: Path, key: StoreKey, mode: str) -> bool:
    """True when the key is right for part of the file, so that the rest must be damaged."""
    with closing(driver.open_keyed(path, key, mode)) as connection:
        try:
            failed = sum(1 for _ in connection.execute("PRAGMA cipher_integrity_check"))
        except dbapi2.DatabaseError:
            return False
    return failed < path.stat().st_size // driver.PAGE_BYTES


def check_format(number: int, head: int, path: Path) -> None:
    """EnvironmentFault when a newer program made the file."""
    if number > head:
        raise EnvironmentFault("store.newer", path=str(path), found=number, known=head)
