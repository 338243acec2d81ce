"""Writing files so that the old one or the new one is there, never half of either.

A whole file is written beside its target under a ``*.tmp-<random>`` name, forced to the disk, then renamed over it.
Whatever a crash leaves under such a name is removed at the next start.
"""

from __future__ import annotations

import os
import re
import secrets
import time
from collections.abc import Callable
from pathlib import Path

_TEMPORARY = re.compile(r"\.tmp-[0-9a-f]{12}(-journal|-wal|-shm)?$")


def temporary_name(target: Path) -> Path:
    """Return a fresh name in the folder of ``target`` that start-up cleaning recognises."""
    return target.with_name(f"{target.name}.tmp-{secrets.token_hex(6)}")


def sync_folder(folder: Path) -> None:
    """Force the folder's entries (a rename, a new name) to the disk. Windows does this by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file(path: Path) -> None:
    """Force the bytes of a closed file to the disk. Never for the live store: opening it would drop SQLite's locks."""
    handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_private_folder(folder: Path) -> None:
    """Make ``folder`` and its missing parents; a folder made here is readable by its owner only (0700)."""
    missing = [folder, *folder.parents]
    for part in reversed([part for part in missing if not part.exists()]):
        part.mkdir(mode=0o700, exist_ok=True)


def create_private_file(path: Path) -> None:
    """Create an empty file of mode 0600. FileExistsError if the name is taken."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def atomic_write(path: Path, data: bytes, check: Callable[[Path], object] | None = None) -> None:
    """Write ``data`` to ``path`` so that the old content stays whole until the new one is safe on the disk.

    The file gets mode 0600. OSError (disk full, read-only, target open elsewhere) leaves the old file as it was; so does
    whatever ``check`` raises, which is called with the finished temporary file before it takes its name.
    """
    temporary = temporary_name(path)
    handle = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)
    try:
        try:
            # One os.write may store less than it was given, on a nearly full disk for one: count every byte.
            view = memoryview(data)
            while view:
                view = view[os.write(handle, view):]
            os.fsync(handle)
        finally:
            os.close(handle)
        if check is not None:
            check(temporary)
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def place_new(temporary: Path, target: Path) -> None:
    """Give a finished temporary file its name unless that name is taken (FileExistsError)."""
    if os.name == "nt":
        os.rename(temporary, target)
    else:
        try:
            os.link(temporary, target)
        except FileExistsError:
            raise
        except OSError:             # a file system without hard links
            if target.exists():
                raise FileExistsError(target) from None
            os.replace(temporary, target)
        else:
            temporary.unlink()
    sync_folder(target.parent)


def clean_temporaries(folder: Path, older_than: float = 60.0) -> list[Path]:
    """Remove what crashes left under temporary names, if untouched for ``older_than`` seconds; return what went."""
    removed = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if not _TEMPORARY.search(path.name) or not path.is_file():
            continue
        if time.time() - path.stat().st_mtime >= older_than:
            path.unlink(missing_ok=True)
            removed.append(path)
    return removed


def has_temporaries(folder: Path) -> bool:
    """Whether a file under a temporary name lies in ``folder``."""
    return folder.is_dir() and any(_TEMPORARY.search(path.name) for path in folder.iterdir())
