"""Sheets out of workbooks: xlrd for the old xls, which names its error cells, calamine for everything else."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.services.imports.reading.archive import Checked, Odd, check_archive
from app.services.imports.reading.model import ErrorCell, FileKind, Limits, Note, NoteKind, Row, SheetHead, Value
from app.services.imports.reading.sniff import refusal

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

Sheets = Iterator[tuple[SheetHead, Iterator[Row]]]
_BROKEN = (AssertionError, ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError, struct.error)
"""What damaged bytes bring about in a parser that trusts them."""
_ARCHIVES = (FileKind.XLSX, FileKind.XLSM, FileKind.XLSB, FileKind.ODS)


@dataclass(slots=True)
class Opened:
    """An open workbook: its sheets one after the other, each with its rows; ``notes`` grow while it is read."""

    sheets: Sheets
    notes: list[Note]


def open_workbook(path: Path, kind: FileKind, limits: Limits) -> Opened:
    """Open a workbook of any kind. UserError at field "file" with the reason when it is refused."""
    checked = check_archive(path, kind, limits) if kind in _ARCHIVES else Checked()
    if kind is FileKind.XLS:
        opened = _open_old(path)
        if opened is not None:
            return opened
    return _open_new(path, checked)


# --- calamine -----------------------------------------------------------------------------------------------------------


def _open_new(path: Path, checked: Checked) -> Opened:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    notes = list(checked.notes)
    try:
        book = CalamineWorkbook.from_path(str(path))
    except PasswordError:
        raise refusal("import.password", path) from None
    except (CalamineError, OSError, ValueError) as error:
        if "Unrecognized sheet" in str(error):
            return Opened(_slow_sheets(path, notes), notes)
        # Excel's oldest way of hiding is told as a code page that nobody knows.
        raise refusal("import.password" if "Codepage" in str(error) else "import.damaged", path) from None
    return Opened(_new_sheets(book, path, checked, notes), notes)


def _new_sheets(book: CalamineWorkbook, path: Path, checked: Checked, notes: list[Note]) -> Sheets:
    from python_calamine import CalamineError, SheetTypeEnum, SheetVisibleEnum

    parts = _parts(path) if checked.odd else {}
    for index, about in enumerate(book.sheets_metadata):
        if about.typ is not SheetTypeEnum.WorkSheet:
            notes.append(Note(NoteKind.SKIPPED, about.name))
            continue
        hidden = about.visible is not SheetVisibleEnum.Visible
        if hidden:
            notes.append(Note(NoteKind.HIDDEN, about.name))
        try:
            sheet = book.get_sheet_by_index(index)
        except (CalamineError, ValueError, OSError):
            notes.append(Note(NoteKind.BROKEN_SHEET, about.name))
            continue
        odd = checked.odd.get(parts.get(about.name, ""), {})
        _count_odd(odd, about.name, notes)
        yield SheetHead(index, about.name, hidden, _merged(sheet)), _new_rows(sheet, odd)


def _merged(sheet: CalamineSheet) -> tuple[tuple[int, int, int, int], ...]:
    ranges = sheet.merged_cell_ranges or []
    return tuple((top, left, bottom, right) for (top, left), (bottom, right) in ranges)


def _new_rows(sheet: CalamineSheet, odd: Odd) -> Iterator[Row]:
    """Rows from the first of the sheet on, however many blank ones stand before the first that is filled."""
    start = sheet.start or (0, 0)
    by_row: dict[int, dict[int, Value]] = {}
    for (row, column), value in odd.items():
        by_row.setdefault(row, {})[column] = value
    at = 0
    for at in range(start[0]):
        yield _with_odd((), by_row.get(at))
    at = start[0] if sheet.height else 0
    left: Row = (None,) * start[1]
    if sheet.height:
        for cells in sheet.iter_rows():
            told = [cell if cell.__class__ is str and cell else _plain(cell) for cell in cells]
            yield _with_odd((*left, *told), by_row.get(at))
            at += 1
    for later in range(at, max(by_row, default=-1) + 1):
        yield _with_odd((), by_row.get(later))


def _with_odd(cells: Row, odd: dict[int, Value] | None) -> Row:
    if not odd:
        return cells
    longer = [*cells, *([None] * (max(odd) + 1 - len(cells)))]
    for column, value in odd.items():
        longer[column] = value
    return tuple(longer)


def _plain(cell: Any) -> Value:
    """Blank texts are blanks; whole figures are whole numbers, because codes are kept as figures."""
    if cell == "":
        return None
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return int(cell)
    value: Value = cell
    return value


def _count_odd(odd: Odd, sheet: str, notes: list[Note]) -> None:
    errors = sum(isinstance(value, ErrorCell) for value in odd.values())
    if errors:
        notes.append(Note(NoteKind.ERRORS, sheet, errors))
    if len(odd) > errors:
        notes.append(Note(NoteKind.UNSAVED, sheet, len(odd) - errors))


def _parts(path: Path) -> dict[str, str]:
    """Name of the part of each sheet, by the sheet's name; whatever cannot be followed is left out."""
    import defusedxml.ElementTree as tree

    found: dict[str, str] = {}
    with suppress(tree.ParseError, KeyError, zipfile.BadZipFile, ValueError, StopIteration), zipfile.ZipFile(path) as archive:
        names = {name.replace("\\", "/").lower(): name for name in archive.namelist()}
        book = next(name for name in names if name.endswith("workbook.xml"))
        folder = book.rpartition("/")[0]
        links = tree.fromstring(archive.read(names[f"{folder}/_rels/workbook.xml.rels".lstrip("/")]))
        targets = {link.get("Id"): str(link.get("Target")) for link in links}
        for element in tree.fromstring(archive.read(names[book])).iter():
            if element.tag.rpartition("}")[2] == "sheet":
                number = next(value for name, value in element.attrib.items() if name.rpartition("}")[2] == "id")
                target = targets[number]
                place = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}".lstrip("/")
                found[str(element.get("name"))] = names.get(place.lower(), "")
    return found


# --- openpyxl, for what calamine refuses --------------------------------------------------------------------------------


def _slow_sheets(path: Path, notes: list[Note]) -> Sheets:
    """Worksheets beside kinds of sheets that calamine does not know."""
    import warnings

    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    warnings.simplefilter("ignore")  # about what it leaves out: none of it is read here
    try:
        book = openpyxl.load_workbook(path, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, SyntaxError, LookupError, ValueError, TypeError, AttributeError, OSError):
        raise refusal("import.damaged", path) from None
    parts = _parts(path)
    if not parts:
        raise refusal("import.damaged", path)
    for index, name in enumerate(book.sheetnames):
        sheet = book[name]
        if "worksheets/" not in parts.get(name, "").replace("\\", "/") or not hasattr(sheet, "iter_rows"):
            notes.append(Note(NoteKind.SKIPPED, name))
            continue
        hidden = sheet.sheet_state != "visible"
        if hidden:
            notes.append(Note(NoteKind.HIDDEN, name))
        merged = tuple((one.min_row - 1, one.min_col - 1, one.max_row - 1, one.max_col - 1) for one in sheet.merged_cells.ranges)
        yield SheetHead(index, name, hidden, merged), (tuple(_told(cell) for cell in row) for row in sheet.iter_rows())


def _told(cell: Any) -> Value:
    return ErrorCell(str(cell.value)) if cell.data_type == "e" else _plain(cell.value)


# --- xlrd ---------------------------------------------------------------------------------------------------------------


def _open_old(path: Path) -> Opened | None:
    """The xls through xlrd; None when it gives up on a file that the other reader may still open."""
    import io

    import xlrd
    from xlrd.compdoc import CompDocError

    try:
        book = xlrd.open_workbook(str(path), logfile=io.StringIO(), on_demand=True)
    except xlrd.XLRDError as error:
        if "encrypt" in str(error).lower():
            raise refusal("import.password", path) from None
        return None
    except (CompDocError, *_BROKEN):
        return None
    notes: list[Note] = []
    others = len(book._all_sheets_map) - book.nsheets  # charts, dialogues, macro sheets: xlrd leaves them out
    if others > 0:
        notes.append(Note(NoteKind.SKIPPED, count=others))
    return Opened(_old_sheets(book, notes), notes)


def _old_sheets(book: Any, notes: list[Note]) -> Sheets:
    for index, name in enumerate(book.sheet_names()):
        try:
            sheet = book.sheet_by_index(index)
        except _BROKEN:
            notes.append(Note(NoteKind.BROKEN_SHEET, name))
            continue
        if sheet.visibility:
            notes.append(Note(NoteKind.HIDDEN, name))
        errors = sum(sheet.row_types(row).count(5) for row in range(sheet.nrows))
        if errors:
            notes.append(Note(NoteKind.ERRORS, name, errors))
        merged = tuple((top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells)
        yield SheetHead(index, name, bool(sheet.visibility), merged), _old_rows(sheet, book.datemode)
        book.unload_sheet(index)


def _old_rows(sheet: Any, datemode: int) -> Iterator[Row]:
    for row in range(sheet.nrows):
        yield tuple(
            _old(kind, value, datemode) for kind, value in zip(sheet.row_types(row), sheet.row_values(row), strict=True)
        )


def _old(kind: int, value: Any, datemode: int) -> Value:
    """A cell as xlrd tells it: 0 and 6 blank, 1 text, 2 figure, 3 day, 4 yes or no, 5 error."""
    import xlrd
    from xlrd.xldate import XLDateError

    if kind == 3:
        try:
            moment = xlrd.xldate_as_datetime(value, datemode)
        except (XLDateError, ValueError, OverflowError):
            return float(value)
        told: Value = moment.time() if 0 <= value < 1 else moment if value % 1 else moment.date()
        return told
    if kind == 4:
        return bool(value)
    if kind == 5:
        return ErrorCell(xlrd.error_text_from_code.get(value, "#ERROR!"))
    return _plain(value) if kind in (1, 2) else None
