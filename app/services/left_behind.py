"""What a crash leaves in folders outside the program's own: they are noted before anything is written there."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from pathlib import Path

from app import paths
from app.models.files import atomic_write, clean_temporaries, has_temporaries, make_private_folder

_MOST_FOLDERS = 200
COPIES = "zixin-import-"
"""How the folders begin in which files from outside are copied while they are read."""
_READING_ENDS = 3600.0      # seconds: no file is read for so long, so a folder as old as that was left by a crash


def note(folder: Path) -> None:
    """Remember that something is written in ``folder``. A list that cannot be kept is no reason to write nothing."""
    line = os.path.abspath(folder)
    with contextlib.suppress(OSError):
        known = _noted()
        if line not in known:
            _keep([*known, line][-_MOST_FOLDERS:])


def clean_up(older_than: float = 60.0) -> list[Path]:
    """Remove half-written files that a crash left in noted folders, if untouched for that many seconds; return them."""
    removed: list[Path] = []
    known = _noted()
    left = []
    for folder in map(Path, known):
        with contextlib.suppress(OSError):  # the folder may be gone, or on a stick that is not there
            removed += clean_temporaries(folder, older_than)
            if has_temporaries(folder):
                left.append(str(folder))
    if left != known:
        with contextlib.suppress(OSError):
            _keep(left)
    return removed


def clean_up_copies(older_than: float = _READING_ENDS) -> list[Path]:
    """Remove copies of files from outside that a crash left in the folder for temporary files; return them."""
    removed = []
    for folder in Path(tempfile.gettempdir()).glob(f"{COPIES}*"):
        with contextlib.suppress(OSError):
            if folder.is_dir() and not folder.is_symlink() and time.time() - folder.stat().st_mtime > older_than:
                shutil.rmtree(folder, ignore_errors=True)
                removed.append(folder)
    return removed


def _list() -> Path:
    return paths.user_cache() / "written-to.txt"


def _noted() -> list[str]:
    try:
        return [line for line in _list().read_text(encoding="utf-8", errors="surrogateescape").splitlines() if line]
    except OSError:
        return []


def _keep(folders: list[str]) -> None:
    file = _list()
    make_private_folder(file.parent)
    atomic_write(file, "".join(f"{folder}\n" for folder in folders).encode("utf-8", "surrogateescape"))
