"""The check of a workbook's archive before anything is opened, and the cells in it that show an error.

Sizes are counted while unpacking: what the headers of an archive say is what its maker wrote there. The same pass finds
document types (entities, external files) and the cells that readers turn into blanks.
"""

from __future__ import annotations

import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from app.services.imports.reading.model import ErrorCell, FileKind, Limits, Note, NoteKind, Unsaved
from app.services.imports.reading.sniff import refusal

_CHUNK = 1 << 20
_LONGEST_ROW = 4 << 20
_SHEET = re.compile(r"(^|/)worksheets/[^/]+\.xml$", re.IGNORECASE)
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
_DIMENSION = re.compile(rb"""<(?:\w+:)?dimension\s+ref\s*=\s*["']([A-Z]{1,3}[0-9]{1,7}(?::[A-Z]{1,3}[0-9]{1,7})?)["']""")
_CORNER = re.compile(rb"([A-Z]{1,3})([0-9]{1,7})")
_ERROR = re.compile(rb"""\st\s*=\s*["']e["'][^>]*>""")
_RESULT = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]+)</")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
# The end of a formula, at once followed by the end of its cell: no result was saved.
_UNSAVED = re.compile(rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\s[^<>]*/>)\s*(?:<(?:\w+:)?v\s*/>)?\s*</(?:\w+:)?c>")
_DOCTYPES = (b"<!DOCTYPE", b"<!doctype", b"<!ENTITY", b"<!entity", b"+ADw-!DOCTYPE", b"+ADw-!ENTITY")

Odd = dict[tuple[int, int], ErrorCell | Unsaved]


@dataclass(slots=True)
class Checked:
    """What the check saw: odd cells by part name and (row, column) from 0, and remarks."""

    odd: dict[str, Odd] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)


def check_archive(path: Path, kind: FileKind, limits: Limits) -> Checked:
    """Unpack every part once without keeping it.

    UserError at field "file": "import.damaged", "import.password", "import.too_big", "import.bomb", "import.entities".
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _checked(archive, path, kind, limits)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, ValueError):
        raise refusal("import.damaged", path) from None


def _checked(archive: zipfile.ZipFile, path: Path, kind: FileKind, limits: Limits) -> Checked:
    entries = archive.infolist()
    if len(entries) > limits.entries:
        raise refusal("import.too_big", path)
    result, total, formulas = Checked(), 0, 0
    names = {entry.filename.replace("\\", "/").lower() for entry in entries}
    for entry in entries:
        if entry.flag_bits & 1:
            raise refusal("import.password", path)
        _refuse_place(entry, path)
        wanted = _SHEET.search(entry.filename.replace("\\", "/")) is not None
        unpacked, rest = 0, b""
        for chunk in _chunks(archive, entry):
            unpacked += len(chunk)
            total += len(chunk)
            if unpacked > limits.ratio_from_bytes and unpacked > limits.ratio * max(entry.compress_size, 1):
                raise refusal("import.bomb", path)
            if total > limits.unpacked_bytes:
                raise refusal("import.too_big", path)
            if _has_doctype(entry.filename, rest[-20:] + chunk):
                raise refusal("import.entities", path)
            if wanted and unpacked == len(chunk) and _claimed(chunk) > limits.cells:
                raise refusal("import.too_big", path)
            if wanted:
                rest, found = _odd_cells(rest + chunk, result.odd.setdefault(entry.filename, {}))
                formulas += found
            else:
                rest = chunk[-20:]
    _tell(result, names, formulas, kind)
    return result


def _has_doctype(name: str, data: bytes) -> bool:
    """Workbooks have no document type; one that has wants entities expanded or other files read. Also in two-byte letters."""
    if not name.lower().endswith((".xml", ".rels", ".vml")):
        return False
    plain = data.replace(b"\0", b"") if b"\0" in data else data
    return any(mark in plain for mark in _DOCTYPES)


def _refuse_place(entry: zipfile.ZipInfo, path: Path) -> None:
    """Names that lead out of the archive are only in archives made to harm."""
    name = entry.filename.replace("\\", "/")
    linked = (entry.external_attr >> 16) & 0o170000 == 0o120000
    if linked or ".." in name.split("/") or re.match(r"^[A-Za-z]:", name):
        raise refusal("import.bomb", path)


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(entry) as part:
        while chunk := part.read(_CHUNK):
            yield chunk


def _claimed(start: bytes) -> int:
    """How many cells a sheet says it has, in rows and columns: readers make room for all of them."""
    found = _DIMENSION.search(start)
    if found is None:
        return 0
    corners = [_place(corner) for corner in _CORNER.finditer(found[1])]
    (top, left), (bottom, right) = corners[0], corners[-1]
    return (abs(bottom - top) + 1) * (abs(right - left) + 1)


def _odd_cells(data: bytes, odd: Odd) -> tuple[bytes, int]:
    """Find cells with an error and formulas without a result in whole rows; return what follows, and how many formulas."""
    end = data.rfind(b"row>") + 4
    if end < 4:
        return data[-_LONGEST_ROW:], 0
    piece, rest = data[:end], data[end:][-_LONGEST_ROW:]
    # Most sheets have neither: then a look for the few letters is enough.
    for found in _ERROR.finditer(piece) if b'"e"' in piece or b"'e'" in piece else ():
        result = _RESULT.search(piece, found.end(), found.end() + 200)
        _mark(piece, found.start(), odd, ErrorCell(result[1].decode("utf-8", "replace") if result else "#ERROR!"))
    formulas = len(_FORMULA.findall(piece)) if b"<f" in piece or b":f" in piece else 0
    if formulas:
        for found in _UNSAVED.finditer(piece):
            _mark(piece, found.start(), odd, Unsaved())
    return rest, formulas


def _mark(piece: bytes, within: int, odd: Odd, value: ErrorCell | Unsaved) -> None:
    """Set the cell around a place; where a cell does not say where it stands, nothing is known."""
    start = max(piece.rfind(b"<c ", 0, within + 1), piece.rfind(b":c ", 0, within + 1))
    end = piece.find(b">", start)
    place = _PLACE.search(piece, start, end) if start >= 0 else None
    if place is not None and b't="str"' not in piece[start:end]:  # a saved empty text is a result
        odd[_place(place)] = value


def _place(place: re.Match[bytes]) -> tuple[int, int]:
    """Row and column from 0 of a place such as ``B7``."""
    column = 0
    for letter in place[1].upper():
        column = column * 26 + letter - 64
    return int(place[2]) - 1, column - 1


def _tell(result: Checked, names: set[str], formulas: int, kind: FileKind) -> None:
    if kind is FileKind.XLSM or any(name.endswith("vbaproject.bin") for name in names):
        result.notes.append(Note(NoteKind.MACROS))
    if any("externallinks/" in name for name in names):
        result.notes.append(Note(NoteKind.LINKS))
    if formulas:
        result.notes.append(Note(NoteKind.FORMULAS, count=formulas))
