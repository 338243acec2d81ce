"""Workbooks opened and calculated by LibreOffice, cell by cell beside the values that the program wrote."""

from __future__ import annotations

import io
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.services.documents import boxes

# LibreOffice believes the values in a file of another program unless it is told to calculate each formula at loading.
_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


@dataclass(frozen=True)
class Compared:
    """What a recalculation showed: formula cells by sheet, and those that came out otherwise."""

    formulas: dict[str, int]
    wrong: list[str]

    @property
    def count(self) -> int:
        """All formula cells."""
        return sum(self.formulas.values())


def recalculate(folder: Path, **books: bytes) -> dict[str, openpyxl.Workbook]:
    """The workbooks, by name, after LibreOffice has calculated every formula of them; one start of it for all."""
    office = boxes.need("soffice")
    user = folder / "profile" / "user"
    user.mkdir(parents=True, exist_ok=True)
    (user / "registrymodifications.xcu").write_text(_ALWAYS, encoding="utf-8")
    source, target = folder / "in", folder / "out"
    source.mkdir(exist_ok=True)
    paths = []
    for name, data in books.items():
        paths.append(source / f"{name}.xlsx")
        paths[-1].write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(target), *map(str, paths)]
    subprocess.run(command, check=True, capture_output=True, timeout=1100)
    return {name: openpyxl.load_workbook(target / f"{name}.xlsx", data_only=True) for name in books}


def compared(data: bytes, after: openpyxl.Workbook) -> Compared:
    """Every formula cell of a workbook: the value that the program wrote beside the recalculated one."""
    formulas = openpyxl.load_workbook(io.BytesIO(data))
    before = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    counts: Counter[str] = Counter()
    wrong = []
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type != "f":
                    continue
                counts[sheet.title] += 1
                old, new = before[sheet.title][cell.coordinate].value, after[sheet.title][cell.coordinate].value
                if not same(old, new):
                    wrong.append(f"{sheet.title}!{cell.coordinate}: {old!r} != {new!r} {cell.value}")
    return Compared({sheet.title: counts[sheet.title] for sheet in formulas}, wrong)


def same(old: object, new: object) -> bool:
    """Numbers alike to 1e-9 (of themselves where they are larger than one), everything else equal."""
    if isinstance(old, int | float) and isinstance(new, int | float):
        return abs(old - new) <= 1e-9 * max(1.0, abs(old))
    return (old or "") == (new or "")


def edited(data: bytes, *changes: tuple[str, str, object]) -> bytes:
    """The workbook after somebody typed into cells: (sheet, cell, value)."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet, place, value in changes:
        book[sheet][place].value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def row_of(sheet: Worksheet, text: str, column: int = 1) -> int:
    """The first row whose cell in ``column`` says ``text``."""
    for row in range(1, sheet.max_row + 1):
        if sheet.cell(row, column).value == text:
            return row
    raise LookupError(text)
