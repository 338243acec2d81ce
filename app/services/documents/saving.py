"""Writing papers where somebody chose to have them: whole and openable, or not at all, and told in words.

A paper counts as written when its temporary file was read back and opened. The folder is noted before anything is written
there, so that the next start removes what a crash may have left (``app.services.left_behind``).
"""

from __future__ import annotations

import errno
import io
import itertools
from pathlib import Path

from app.models.domain.errors import EnvironmentFault, UserError
from app.models.files import atomic_write
from app.services.left_behind import note

_FULL = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})
_NO_FOLDER = frozenset({errno.ENOENT, errno.ENOTDIR})
_REFUSED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_IN_USE = (32, 33)  # ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION of Windows


class TargetInUse(UserError):
    """The file is open in another program, which holds it. ``other``: a free name beside it."""

    def __init__(self, path: Path) -> None:
        self.path, self.other = path, free_name(path)
        super().__init__("documents.save.in_use", path=str(path), other=self.other.name)


def save(path: Path, data: bytes, paper: bool = True) -> Path:
    """Write a paper to ``path``; the old file stays whole until the new one was read back and opened.

    ``paper`` False: bytes of somebody else's, which are read back only.

    TargetInUse when another program holds the file; EnvironmentFault ``documents.save.*`` for everything else: disk full,
    no such folder, no right to write, damaged on the way. Nothing half-written stays behind.
    """
    note(path.parent)
    try:
        atomic_write(path, data, lambda written: _check(written, data, path, paper))
    except OSError as error:
        raise _told(error, path) from error
    return path


def free_name(path: Path) -> Path:
    """``path`` with the first of " (2)", " (3)" … whose name is not taken."""
    found = (path.with_name(f"{path.stem} ({number}){path.suffix}") for number in itertools.count(2))
    return next(one for one in found if not one.exists())


def _told(error: OSError, path: Path) -> EnvironmentFault | TargetInUse:
    if getattr(error, "winerror", None) in _IN_USE or error.errno == errno.ETXTBSY:
        return TargetInUse(path)
    if error.errno in _FULL:
        return EnvironmentFault("documents.save.full", path=str(path))
    if error.errno in _NO_FOLDER:
        return EnvironmentFault("documents.save.no_folder", folder=str(path.parent))
    if error.errno in _REFUSED:
        return EnvironmentFault("documents.save.refused", path=str(path))
    return EnvironmentFault("documents.save.failed", path=str(path), reason=error.strerror or type(error).__name__)


def _check(written: Path, data: bytes, path: Path, paper: bool) -> None:
    if written.read_bytes() != data or (paper and not opens(data)):
        raise EnvironmentFault("documents.save.damaged", path=str(path))


def opens(data: bytes) -> bool:
    """Whether a PDF has pages that open, a workbook whole parts; anything else is taken as it is."""
    if data.startswith(b"%PDF"):
        import pypdfium2 as pdfium

        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError:
            return False
        pages = len(document)
        document.close()
        return pages > 0
    if data.startswith(b"PK"):
        from zipfile import BadZipFile, ZipFile

        try:
            with ZipFile(io.BytesIO(data)) as archive:
                return archive.testzip() is None
        except BadZipFile:
            return False
    return True
