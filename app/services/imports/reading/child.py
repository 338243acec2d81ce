"""What runs in the process of its own: limits first, then one file, told piece by piece through a pipe."""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from app.models.domain.errors import UserError
from app.services.imports.reading.model import FileKind, Limits, Note, NoteKind, Row, SheetHead, TextChoice
from app.services.imports.reading.sniff import kind_of, refusal
from app.services.imports.reading.text import TextTable

PIECE = 1_000
"""Rows that are sent at once."""


def run(pipe: Connection, path: str, limits: Limits, choice: TextChoice) -> None:
    """Read ``path`` and send ("kind", FileKind), ("sheet", SheetHead), ("rows", list of rows), ("notes", list of notes) and at
    last ("done", None), or ("refused", (key, params)).
    """
    _take_limits(limits)
    try:
        _tell_all(pipe, Path(path), limits, choice)
        pipe.send(("done", None))
    except UserError as error:
        pipe.send(("refused", (error.key, dict(error.params))))
    except MemoryError:
        pipe.send(("refused", ("import.too_big", {"name": Path(path).name})))
    except BrokenPipeError:
        pass  # whoever asked has gone
    finally:
        pipe.close()


def _take_limits(limits: Limits) -> None:
    """No more memory than allowed, no core file, nothing written to the screen by a parser that gives up."""
    quiet = os.open(os.devnull, os.O_RDWR)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (int(limits.seconds) + 5, int(limits.seconds) + 10))


def _tell_all(pipe: Connection, path: Path, limits: Limits, choice: TextChoice) -> None:
    kind = kind_of(path)
    pipe.send(("kind", kind))
    counted = _Counted(path, limits)
    if kind is FileKind.TEXT:
        table = TextTable(path, choice)
        pipe.send(("notes", table.notes))
        _tell_sheet(pipe, SheetHead(0, path.stem), counted.rows(table.rows()))
        notes: list[Note] = []
    else:
        from app.services.imports.reading.workbook import open_workbook

        opened = open_workbook(path, kind, limits)
        for head, rows in opened.sheets:
            _tell_sheet(pipe, head, counted.rows(rows))
        notes = opened.notes
    if not counted.filled:
        skipped = any(note.kind is NoteKind.SKIPPED for note in notes)
        raise refusal("import.other_sheets" if skipped else "import.no_data", path)
    pipe.send(("notes", notes))


def _tell_sheet(pipe: Connection, head: SheetHead, rows: Iterator[Row]) -> None:
    pipe.send(("sheet", head))
    while piece := list(itertools.islice(rows, PIECE)):
        pipe.send(("rows", _shared(piece)))


def _shared(rows: list[Row]) -> list[Row]:
    """The rows with texts that come again as one text: it is sent once, and kept once by whoever asked."""
    known: dict[str, str] = {}
    same = known.setdefault
    return [tuple([same(cell, cell) if isinstance(cell, str) else cell for cell in row]) for row in rows]


class _Counted:
    """Counts rows, columns and cells of a whole file; blank rows at the end of a sheet are left out."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self._path, self._limits = path, limits
        self._cells = 0
        self.filled = False

    def rows(self, rows: Iterator[Row]) -> Iterator[Row]:
        blank, number = 0, 0
        for row in rows:
            number += 1
            self._cells += len(row)
            if number > self._limits.rows or len(row) > self._limits.columns or self._cells > self._limits.cells:
                raise refusal("import.too_big", self._path)
            if all(cell is None for cell in row):
                blank += 1
                continue
            self.filled = True
            yield from itertools.repeat((), blank)
            blank = 0
            yield row
