"""What a file holds once it is read: sheets of plain values. Nothing is understood yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum


class FileKind(StrEnum):
    """What a file is by its content, whatever its name says."""

    XLSX = "xlsx"
    XLSM = "xlsm"
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class ErrorCell:
    """A cell that shows an error, such as ``#N/A``: not a figure, and not a blank."""

    code: str


@dataclass(frozen=True, slots=True)
class Unsaved:
    """A formula whose result is not in the file: the program that wrote it never calculated."""


Value = None | str | int | float | bool | date | datetime | time | timedelta | ErrorCell | Unsaved
Row = tuple[Value, ...]


class NoteKind(StrEnum):
    """What a reader is told about a file that was read."""

    MACROS = "macros"            # there, never run
    LINKS = "links"              # to other workbooks or programs: there, never followed
    FORMULAS = "formulas"        # their saved results are read
    ERRORS = "errors"            # cells that show an error
    UNSAVED = "unsaved"          # formulas without a saved result
    HIDDEN = "hidden"            # sheets that are hidden
    SKIPPED = "skipped"          # sheets that hold no cells: charts, dialogues, macros
    ENCODING = "encoding"        # the letters were guessed
    QUOTES = "quotes"            # quotation marks are part of the text, not around it
    BROKEN_SHEET = "broken_sheet"


@dataclass(frozen=True, slots=True)
class Note:
    """One such remark; ``what`` names the sheet, the encoding or the cells, ``count`` how many."""

    kind: NoteKind
    what: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class SheetHead:
    """A sheet before its rows: number in the file from 0, name, whether it is hidden.

    ``merged``: (top, left, bottom, right) of merged cells, counted from 0 on the sheet, all inclusive.
    """

    index: int
    name: str
    hidden: bool = False
    merged: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(slots=True)
class Sheet:
    """A sheet with all its rows; row and column 0 are those of the sheet. Rows may differ in length."""

    head: SheetHead
    rows: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Book:
    """A whole file."""

    kind: FileKind
    sheets: list[Sheet] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class TextChoice:
    """How a text file is to be read; what is None is found out."""

    encoding: str | None = None
    delimiter: str | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """Beyond these a file is refused: it is no table that somebody keeps, or it is made to harm."""

    file_bytes: int = 400_000_000
    entries: int = 2_000
    unpacked_bytes: int = 1_000_000_000
    ratio: int = 100
    ratio_from_bytes: int = 64_000_000     # texts that repeat pack well: small parts may be as dense as they like
    rows: int = 1_048_576
    columns: int = 16_384
    cells: int = 20_000_000
    memory_bytes: int = 1_000_000_000
    seconds: float = 60.0


ANY = TextChoice()
USUAL = Limits()
