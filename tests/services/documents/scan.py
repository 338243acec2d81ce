"""What a finished file could do by itself: formulas, links and actions in workbooks, PDFs and CSV files, read raw."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from zipfile import ZipFile

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

FORBIDDEN_PARTS = (
    "externalLink",
    "vbaProject",
    "oleObject",
    "embeddings",
    "activeX",
    "ctrlProps",
    "customXml",
    "connections",
    "queryTable",
)
FORBIDDEN_TAGS = ("hyperlink", "ddeLink", "oleLink", "oleObject", "webPublishItem", "controls", "legacyDrawing")
FORMULA_TAGS = ("f", "formula", "formula1", "formula2", "definedName", "c:f")
"""Where a workbook holds formulas: cells, conditional formats, checks of input, names, charts."""

FORBIDDEN_KEYS = frozenset({
    "/JS", "/JavaScript", "/Launch", "/OpenAction", "/URI", "/EmbeddedFile", "/EmbeddedFiles", "/EF", "/AA", "/AcroForm", "/XFA",
    "/RichMedia", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData", "/Rendition", "/Movie", "/Sound", "/Collection",
})  # fmt: skip
_KINDS = ("/S", "/Type", "/Subtype", "/FT")
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "\x00", "＝", "＋", "－", "＠")
_BLANKS = " \u00a0\u2007\u202f\u3000\u200b\u2060\ufeff"
_NUMBER = re.compile(r"[+-]?[\d\s.,\u00a0\u202f]+%?")


# --- workbooks --------------------------------------------------------------------------------------------------------


def formulas_of(book: bytes) -> dict[str, str]:
    """Every formula of a workbook by part and place, wherever a workbook can hold one."""
    found: dict[str, str] = {}
    with ZipFile(io.BytesIO(book)) as archive:
        for name in archive.namelist():
            if not name.endswith((".xml", ".rels")):
                continue
            text = archive.read(name).decode("utf-8")
            cell = re.compile(r'<c r="([A-Z]+\d+)"[^>]*><f[^>]*>([^<]*)</f>')
            cells = {f"{name}!{place}": formula for place, formula in cell.findall(text)}
            found |= cells
            for tag in FORMULA_TAGS:
                held = re.findall(rf"<{tag}(?:\s[^>]*)?>([^<]*)</{tag}>", text)
                if tag != "f":
                    found |= {f"{name}!{tag}{number}": formula for number, formula in enumerate(held)}
                elif len(held) != len(cells):
                    found[f"{name}!stray"] = f"{len(held)} formulas in {len(cells)} cells"
    return found


def doors_of(book: bytes) -> list[str]:
    """Links, macros, embedded and outside parts of a workbook."""
    found = []
    with ZipFile(io.BytesIO(book)) as archive:
        for name in archive.namelist():
            found += [f"part {name}" for part in FORBIDDEN_PARTS if part.lower() in name.lower()]
            if name.endswith((".xml", ".rels")):
                text = archive.read(name).decode("utf-8")
                found += [f"{tag} in {name}" for tag in FORBIDDEN_TAGS if re.search(rf"<(\w+:)?{tag}[\s/>]", text)]
                found += [f"outside target in {name}"] if 'TargetMode="External"' in text else []
                found += [f"document type in {name}"] if "<!DOCTYPE" in text or "<!ENTITY" in text else []
    return found


# --- PDF --------------------------------------------------------------------------------------------------------------


def actions_of(pdf: bytes) -> list[str]:
    """Everything in the objects of a PDF that acts, links or carries a file. Going to a page of its own is none."""
    reader = PdfReader(io.BytesIO(pdf))
    found = []
    for number in sorted(reader.xref.get(0, {})) + sorted(reader.xref_objStm):
        thing = reader.get_object(IndirectObject(number, 0, reader))
        found += [f"object {number}: {fault}" for fault in _faults(thing)]
    return found


def _faults(thing: object) -> Iterator[str]:
    if isinstance(thing, DictionaryObject):
        for key, value in thing.items():
            if key in FORBIDDEN_KEYS:
                yield str(key)
            if key in _KINDS and isinstance(value, str) and value in FORBIDDEN_KEYS:
                yield f"{key} {value}"
            if not isinstance(value, IndirectObject):
                yield from _faults(value)
        if thing.get("/S") == "/Named" or (thing.get("/Subtype") == "/Link" and "/A" in thing and not _goes_inside(thing["/A"])):
            yield "link"
    elif isinstance(thing, ArrayObject):
        for value in thing:
            if not isinstance(value, IndirectObject):
                yield from _faults(value)


def _goes_inside(action: object) -> bool:
    return isinstance(action, DictionaryObject) and action.get("/S") == "/GoTo"


# --- CSV --------------------------------------------------------------------------------------------------------------


def runnable_cells(data: bytes) -> list[str]:
    """Cells of a CSV file that a spreadsheet would run."""
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    cells = (cell for row in rows for cell in row)
    return [cell for cell in cells if cell.lstrip(_BLANKS).startswith(_RISKY) and not _NUMBER.fullmatch(cell)]
