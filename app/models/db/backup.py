"""Backup and restore, verified both ways.

A backup is one closed file that needs nothing beside it, keyed like its store (same password), copied by SQLite's own
backup call and never by copying bytes. It gets its name only after every page, reference and journal row has been
checked. A small manifest beside it remembers size, fingerprint and where the journal ended; the backup opens without
it, with it a changed or older file of the same name is noticed.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlcipher3 import dbapi2

from app.models import files
from app.models.db import driver, places, refusals
from app.models.db.journal import Head
from app.models.db.keys import StoreKey
from app.models.db.layout import HEAD
from app.models.db.verify import Verdict, verify_file
from app.models.domain.errors import EnvironmentFault, UserError

_BESIDE = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is remembered of a backup. ``sequence`` orders backups whatever the clock says; ``size`` in bytes."""

    sequence: int
    made_at: datetime
    reason: str
    store_id: str
    layout: int
    size: int
    sha256: str
    head: Head


@dataclass(frozen=True, slots=True)
class Restored:
    """Where the store is, and where its previous state was kept (None if there was none)."""

    path: Path
    kept: Path | None
    head: Head | None


def manifest_path(backup: Path) -> Path:
    """Return where the manifest of a backup lies."""
    return backup.with_name(backup.name + ".manifest.json")


def beside(path: Path) -> tuple[Path, ...]:
    """Return the files that SQLite keeps beside a store while it is in use."""
    return tuple(path.with_name(path.name + suffix) for suffix in _BESIDE)


def _fingerprint(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def layout_of(path: Path, key: StoreKey) -> int:
    """Return the number of a store's table layout."""
    with closing(driver.open_keyed(path, key)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def copy_store(source: Path, key: StoreKey, target: Path, mode: str = "rw") -> None:
    """Copy the pages of a store into the new file ``target`` (mode 0600), as one closed file without a log."""
    files.create_private_file(target)
    try:
        with closing(driver.open_keyed(source, key, mode)) as origin, closing(driver.open_keyed(target, key, "rwc")) as copy:
            origin.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
    except dbapi2.Error as error:
        discard(target)
        raise driver.as_fault(error) or error from error
    except BaseException:
        discard(target)
        raise


def discard(path: Path) -> None:
    """Remove an unfinished file and what lies beside it."""
    for part in (path, *beside(path)):
        part.unlink(missing_ok=True)


def write_backup(source: Path, key: StoreKey, target: Path, sequence: int, store_id: str, now: datetime, reason: str) -> Manifest:
    """Copy, check, and only then give the copy its name; return what the manifest says.

    UserError "backup.same_file"; EnvironmentFault "backup.failed_check" when the copy is not whole (the store itself is
    damaged then), or what the disk says. An older file of that name stays until the new one is safe.
    """
    if os.path.realpath(source) == os.path.realpath(target):
        raise UserError("backup.same_file", field="path", path=str(target))
    temporary = files.temporary_name(target)
    try:
        copy_store(source, key, temporary)
        verdict = verify_file(temporary, key)
        if not verdict.whole or verdict.head is None:
            raise EnvironmentFault("backup.failed_check", path=str(source))
        size, sha256 = temporary.stat().st_size, _fingerprint(temporary)
        manifest = Manifest(sequence, now, reason, store_id, layout_of(temporary, key), size, sha256, verdict.head)
        files.sync_file(temporary)
        # The old manifest goes first: for an instant there may be a backup without one, never one with a wrong one.
        manifest_path(target).unlink(missing_ok=True)
        os.replace(temporary, target)
    except OSError as error:
        raise EnvironmentFault("backup.not_written", path=str(target), why=error.strerror or str(error)) from error
    finally:
        discard(temporary)
    files.sync_folder(target.parent)
    files.atomic_write(manifest_path(target), _manifest_text(manifest).encode())
    return manifest


def _manifest_text(manifest: Manifest) -> str:
    values = {
        "sequence": manifest.sequence, "made_at": manifest.made_at.isoformat(), "reason": manifest.reason,
        "store_id": manifest.store_id,
        "layout": manifest.layout, "size": manifest.size, "sha256": manifest.sha256,
        "journal": {"count": manifest.head.count, "mac": manifest.head.mac},
    }
    return json.dumps(values, indent=1, sort_keys=True) + "\n"


def read_manifest(backup: Path) -> Manifest | None:
    """Return the manifest of a backup, None if it has none. EnvironmentFault "backup.manifest_damaged" if unreadable."""
    path = manifest_path(backup)
    if not path.exists():
        return None
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        head = Head(int(values["journal"]["count"]), str(values["journal"]["mac"]))
        return Manifest(
            int(values["sequence"]), datetime.fromisoformat(values["made_at"]), str(values["reason"]), str(values["store_id"]),
            int(values["layout"]), int(values["size"]), str(values["sha256"]), head,
        )
    except (ValueError, KeyError, TypeError) as error:
        raise EnvironmentFault("backup.manifest_damaged", path=str(path)) from error


def check_backup(path: Path, password: str | None = None) -> Verdict:
    """Open a backup with its key, compare it with its manifest if there is one, and check all of it."""
    mode = _reading_mode(path)
    key, number = refusals.find_key(path, password, mode)
    refusals.check_format(number, HEAD, path)
    manifest = read_manifest(path)
    if manifest is not None and (manifest.size != path.stat().st_size or manifest.sha256 != _fingerprint(path)):
        raise EnvironmentFault("backup.manifest_differs", path=str(path))
    return verify_file(path, key, manifest.head if manifest else None, mode)


def _reading_mode(path: Path) -> str:
    # A store copied to a read-only place without its log opens only when SQLite is told that nobody can change it.
    return "ro" if os.access(path.parent, os.W_OK) else "immutable"


def restore(source: Path, target: Path, password: str | None, now: datetime) -> Restored:
    """Put the backup ``source`` in the place of the store ``target``, which must not be open anywhere.

    Everything is proven on a copy first; the previous state is kept beside it under a dated name. EnvironmentFault
    "backup.damaged" when the backup is not whole, "store.in_use" when somebody has the store open.
    """
    places.check_place(target)
    if os.path.realpath(source) == os.path.realpath(target):
        raise UserError("backup.same_file", field="path", path=str(source))
    mode = _reading_mode(source)
    key, number = refusals.find_key(source, password, mode)
    refusals.check_format(number, HEAD, source)
    manifest = read_manifest(source)
    if manifest is not None and (manifest.size != source.stat().st_size or manifest.sha256 != _fingerprint(source)):
        raise EnvironmentFault("backup.manifest_differs", path=str(source))
    files.make_private_folder(target.parent)
    temporary = files.temporary_name(target)
    try:
        copy_store(source, key, temporary, mode)
        verdict = verify_file(temporary, key, manifest.head if manifest else None)
        if not verdict.whole:
            raise EnvironmentFault("backup.damaged", path=str(source))
        files.sync_file(temporary)
        kept = _keep_previous(target, password, now) if target.exists() else None
        # A log left by a crash belongs to the old pages; applied to the new ones it would destroy them.
        for part in beside(target):
            part.unlink(missing_ok=True)
        os.replace(temporary, target)
        files.sync_folder(target.parent)
    finally:
        discard(temporary)
    return Restored(target, kept, verdict.head)


def _keep_previous(target: Path, password: str | None, now: datetime) -> Path:
    """Give the previous state a second name, with its log if it has one that could not be taken in."""
    kept = target.with_name(f"{target.stem}.before-restore-{now:%Y%m%dT%H%M%S%f}{target.suffix}")
    _settle(target, password)
    for part, name in zip((target, *beside(target)), (kept, *beside(kept)), strict=True):
        if part.exists() and not part.name.endswith("-shm"):
            _link(part, name)
    files.sync_folder(target.parent)
    return kept


def _link(part: Path, name: Path) -> None:
    try:
        os.link(part, name)
    except OSError:             # a file system without hard links
        os.replace(part, name)


def _settle(target: Path, password: str | None) -> None:
    """Take a left-over log into the file and learn whether somebody has it open; what does not open stays as it is."""
    try:
        key, _ = refusals.find_key(target, password)
        with closing(driver.open_keyed(target, key)) as connection:
            connection.execute("PRAGMA busy_timeout = 500")
            # Leaving the write-ahead mode needs the file for oneself alone.
            mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
            if mode == "wal":
                raise EnvironmentFault("store.in_use", path=str(target))
    except dbapi2.DatabaseError as error:
        fault = driver.as_fault(error)
        if fault is None or fault.key == "store.locked":
            raise EnvironmentFault("store.in_use", path=str(target)) from error
    except EnvironmentFault as fault:
        if fault.key in ("store.in_use", "store.locked"):
            raise EnvironmentFault("store.in_use", path=str(target)) from fault
