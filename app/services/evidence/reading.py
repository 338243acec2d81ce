"""Files from outside as they were dropped or chosen: folders opened, only plain files read, each problem by itself."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.models.domain.errors import UserError
from app.services.evidence.kinds import MAX_AT_ONCE, check_file, shown_name
from app.services.evidence.service import NewFile


def read_files(paths: Sequence[Path]) -> tuple[tuple[NewFile, ...], tuple[UserError, ...]]:
    """Read what can be kept; the rest comes back as reasons. Links, devices and pipes are never opened."""
    files: list[NewFile] = []
    refused: list[UserError] = []
    for path in opened(paths):
        if len(files) >= MAX_AT_ONCE:
            refused.append(UserError("evidence.too_many", "evidence", limit=MAX_AT_ONCE))
            break
        try:
            files.append(_read(path))
        except UserError as error:
            refused.append(error)
        except OSError as error:
            refused.append(UserError("evidence.unreadable", "evidence", name=shown_name(path.name), why=error.strerror or "?"))
    return tuple(files), tuple(refused)


def opened(paths: Sequence[Path]) -> Iterator[Path]:
    """The paths with every folder replaced by the files in it, hidden ones left out."""
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            yield from sorted(one for one in path.iterdir() if not one.name.startswith(".") and not one.is_dir())
        else:
            yield path


def _read(path: Path) -> NewFile:
    found = path.lstat()
    if not stat.S_ISREG(found.st_mode):
        raise UserError("evidence.no_file", "evidence", name=shown_name(path.name))
    check_file(path.name, found.st_size)
    return NewFile(path.name, path.read_bytes())
