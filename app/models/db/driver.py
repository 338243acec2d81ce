"""Connections to the SQLCipher driver: the key, the settings of every connection, and errors told in words."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from sqlcipher3 import dbapi2

from app.models.db.keys import StoreKey
from app.models.domain.errors import EnvironmentFault

APPLICATION_ID = 0x5A58494E     # "ZXIN", written into the header: this file is ours
PAGE_BYTES = 4096
BUSY_MILLISECONDS = 5_000
OLDEST_SQLITE = (3, 51, 3)      # before this the write-ahead log could be reset while in use
OLDEST_CIPHER = (4, 6)

# Result codes of SQLite (https://sqlite.org/rescode.html), the low byte.
_BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 5, 6, 8, 10, 11, 13, 14, 26
_FAULTS = {
    _BUSY: "store.locked",
    _LOCKED: "store.locked",
    _READONLY: "store.read_only",
    _IOERR: "store.io",
    _CORRUPT: "store.damaged",
    _FULL: "store.full",
    _CANTOPEN: "store.cannot_open",
    _NOTADB: "store.damaged",
}

# Durability and privacy of every connection; the key comes before all of them. FULL because NORMAL loses acknowledged
# saves when the power fails; no memory map and no spill files because both would hold pages outside SQLite's checks.
_SETTINGS = (
    ("synchronous", "FULL"),
    ("foreign_keys", "ON"),
    ("busy_timeout", str(BUSY_MILLISECONDS)),
    ("trusted_schema", "OFF"),
    ("secure_delete", "ON"),
    ("cell_size_check", "ON"),
    ("temp_store", "MEMORY"),
    ("mmap_size", "0"),
    ("cache_size", "-32768"),       # 32 MB of opened pages: the list and the search over many customers stay in memory
)


def error_code(error: BaseException) -> int:
    """Return SQLite's result code without its extension, 0 if the error has none."""
    return int(getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF


def as_fault(error: BaseException) -> EnvironmentFault | None:
    """Return the environment's fault that a driver error stands for, None if the error is a bug of ours."""
    key = _FAULTS.get(error_code(error))
    return EnvironmentFault(key) if key else None


def is_unreadable(error: BaseException) -> bool:
    """True when the pages do not open with the key: a wrong key, damage, or another kind of file."""
    return error_code(error) in (_NOTADB, _CORRUPT)


def check_driver() -> None:
    """EnvironmentFault when the driver is older than the bugs it must not have."""
    sqlite = tuple(int(part) for part in dbapi2.sqlite_version.split("."))
    if sqlite < OLDEST_SQLITE:
        raise EnvironmentFault("store.driver_old", version=dbapi2.sqlite_version)


def check_cipher(connection: dbapi2.Connection) -> None:
    """EnvironmentFault when the driver does not encrypt, or its SQLCipher is too old."""
    row = connection.execute("PRAGMA cipher_version").fetchone()
    version = str(row[0]).split()[0] if row else "-"
    parts = tuple(int(part) for part in version.split(".") if part.isdigit())
    if parts < OLDEST_CIPHER:
        raise EnvironmentFault("store.driver_old", version=version)


def open_keyed(path: Path, key: StoreKey | None, mode: str = "rw") -> dbapi2.Connection:
    """Open ``path`` with nothing but its key set. ``mode``: "rw" (must exist), "rwc" (may be created), "ro", "immutable".

    ``key`` None opens the file as plain SQLite, which is how a foreign database is recognised. Nothing has been
    read yet when this returns: a wrong key shows at the first statement.
    """
    option = "mode=ro&immutable=1" if mode == "immutable" else f"mode={mode}"
    uri = f"file:{quote(path.absolute().as_posix())}?{option}"
    connection = dbapi2.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    try:
        if key is not None:
            # A file that exists keeps its own salt; only a new one is told which to take.
            connection.execute(f"PRAGMA key = {key.literal if mode == 'rwc' else key.raw_literal}")
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    except BaseException:
        connection.close()
        raise
    return connection


def connect(path: Path, key: StoreKey, *, reader: bool = False) -> dbapi2.Connection:
    """Open the live store with all settings. A ``reader`` cannot write, whatever it is asked."""
    connection = open_keyed(path, key)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        for name, value in _SETTINGS:
            connection.execute(f"PRAGMA {name} = {value}")
        if reader:
            connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return connection
