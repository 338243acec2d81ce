"""Reading a file that nobody trusts, from the side of whoever asks: start the process, take what it tells, end it in time."""

from __future__ import annotations

import gzip
import multiprocessing
import shutil
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from app.models.domain.errors import UserError
from app.services.imports.reading import child
from app.services.imports.reading.model import ANY, USUAL, Book, FileKind, Limits, Note, Row, Sheet, SheetHead, TextChoice
from app.services.imports.reading.sniff import is_packed_text, refusal
from app.services.left_behind import COPIES

_POLL = 0.1
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that the reading process tells. Exactly one of the fields is set."""

    kind: FileKind | None = None
    sheet: SheetHead | None = None
    rows: tuple[Row, ...] | None = None
    notes: tuple[Note, ...] | None = None


def read_book(
    path: Path, choice: TextChoice = ANY, limits: Limits = USUAL, cancelled: Callable[[], bool] | None = None
) -> Book:
    """Return the whole file. Errors as of ``pieces``."""
    book: Book | None = None
    for piece in pieces(path, choice, limits, cancelled):
        if piece.kind is not None:
            book = Book(piece.kind)
        assert book is not None, "the kind is told first"
        if piece.sheet is not None:
            book.sheets.append(Sheet(piece.sheet))
        elif piece.rows is not None:
            book.sheets[-1].rows.extend(piece.rows)
        elif piece.notes is not None:
            book.notes.extend(piece.notes)
    assert book is not None
    return book


def pieces(
    path: Path, choice: TextChoice = ANY, limits: Limits = USUAL, cancelled: Callable[[], bool] | None = None
) -> Iterator[Piece]:
    """Read ``path`` piece by piece: its kind, then every sheet with its rows in pieces, and remarks.

    The file is copied first: it may be open elsewhere, or on a drive that goes away. UserError at field "file" with the
    reason when it is refused, "import.cancelled" when ``cancelled`` says so.
    """
    with _copied(path, limits) as copy:
        yield from _told(copy, path, choice, limits, cancelled)


@contextmanager
def _copied(path: Path, limits: Limits) -> Iterator[Path]:
    try:
        room = tempfile.TemporaryDirectory(prefix=COPIES, ignore_cleanup_errors=True)
    except OSError as error:
        raise refusal("import.unreadable", path, why=error.strerror or str(error)) from None
    with room as folder:
        copy = Path(folder) / path.name
        try:
            if path.stat().st_size > limits.file_bytes:
                raise refusal("import.too_big", path)
            copy = _unpacked(path, copy, limits) if is_packed_text(path) else Path(shutil.copyfile(path, copy))
        except FileNotFoundError:
            raise refusal("import.not_found", path) from None
        except OSError as error:
            raise refusal("import.unreadable", path, why=error.strerror or str(error)) from None
        yield copy


def _unpacked(path: Path, copy: Path, limits: Limits) -> Path:
    """A text that gzip packed, unpacked no further than the limits. Nothing but its bytes is taken, no name and no path."""
    target, taken, size = copy.with_suffix(""), 0, path.stat().st_size
    try:
        with gzip.open(path) as packed, target.open("wb") as plain:
            while piece := packed.read(_PIECE):
                taken += len(piece)
                if taken > limits.unpacked_bytes or (taken > limits.ratio_from_bytes and taken > limits.ratio * size):
                    raise refusal("import.bomb", path)
                plain.write(piece)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise refusal("import.damaged", path) from None
    return target


def _told(
    copy: Path, path: Path, choice: TextChoice, limits: Limits, cancelled: Callable[[], bool] | None
) -> Iterator[Piece]:
    context = multiprocessing.get_context("spawn")
    mine, theirs = context.Pipe(duplex=False)
    process = context.Process(target=child.run, args=(theirs, str(copy), limits, choice), daemon=True, name="zixin-reader")
    process.start()
    theirs.close()
    try:
        yield from _received(mine, path, limits, cancelled)
    finally:
        mine.close()
        if process.is_alive():
            process.kill()
        process.join()
        process.close()


def _received(mine: Connection, path: Path, limits: Limits, cancelled: Callable[[], bool] | None) -> Iterator[Piece]:
    waited = 0.0
    while True:
        began = time.monotonic()
        there = mine.poll(_POLL)
        waited += time.monotonic() - began  # whoever takes the pieces may take its time
        if cancelled is not None and cancelled():
            raise refusal("import.cancelled", path)
        if not there:
            if waited > limits.seconds:
                raise refusal("import.too_slow", path)
            continue
        try:
            what, value = mine.recv()
        except EOFError:
            raise refusal("import.damaged", path) from None  # a parser that ended its process
        if what == "done":
            return
        if what == "refused":
            key, params = value
            raise UserError(key, field="file", **{**params, "name": path.name})
        yield _piece(what, value)


def _piece(what: str, value: Any) -> Piece:
    if what in ("rows", "notes"):
        value = tuple(value)
    return Piece(**{what: value})
