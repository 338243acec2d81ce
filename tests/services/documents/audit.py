"""What is wrong with a PDF, seen from its drawn boxes: text cut, overlapping or without glyph, fonts, empty pages.

Reads the file with pdfium, not with the library that drew it. Lengths are points from the lower left corner of the page.
"""

from __future__ import annotations

import ctypes
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from pypdf import PdfReader
from pypdf.generic import IndirectObject

EDGE = 8.0  # nothing is printed nearer to the edge of the sheet: most printers cannot
HEAD_AND_FOOT = 60.0  # where the running head and foot stand
DEPTH, BREADTH = 1.2, 1.5  # how far ink may lie in ink before it is an overlap
_FEW = 3  # lines that are worth a page of their own
_TOLD = re.compile(r"<([0-9A-F]{2,4})> <([0-9A-F]{4,6})>")
_SHOWN = re.compile(rb"(/[^\s/]+) [\d.]+ Tf|\(((?:\\.|[^\\()])*)\) Tj", re.DOTALL)
_ESCAPED = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)
_EXTREME = (0x7FFFFFFF, -0x80000000)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page; of a text also what it says."""

    left: float
    bottom: float
    right: float
    top: float
    text: str = ""

    @property
    def high(self) -> float:
        return self.top - self.bottom

    @property
    def wide(self) -> float:
        return self.right - self.left


@dataclass(frozen=True, slots=True)
class Page:
    """What is drawn on a page: the ink of each text, upright lines (x, bottom, top), clips of texts, fonts not embedded."""

    wide: float
    high: float
    texts: tuple[Box, ...]
    clipped: tuple[tuple[Box, Box], ...]
    uprights: tuple[tuple[float, float, float], ...]
    foreign_fonts: tuple[str, ...]
    drawings: int

    @property
    def body(self) -> tuple[Box, ...]:
        """The texts between head and foot."""
        return tuple(box for box in self.texts if box.bottom > HEAD_AND_FOOT and box.top < self.high - HEAD_AND_FOOT)


def faults_of(pdf: bytes, *, flowing: bool = True) -> list[str]:
    """Everything that is wrong, in words with the page; empty for a good paper.

    ``flowing`` False for forms, whose last page may hold little.
    """
    pages = read(pdf)
    found = [] if pages else ["no page"]
    for number, page in enumerate(pages, 1):
        found += [f"page {number}: {fault}" for fault in page_faults(page)]
    found += without_glyph(pdf)
    found += lonely_headings(pdf, pages)
    if flowing:
        found += orphans(pages)
    return found


def page_faults(page: Page) -> Iterator[str]:
    """What is wrong on one page."""
    yield from (f"{box.text!r} leaves the page" for box in page.texts if _leaves(box, page))
    yield from (f"{box.text!r} is cut by its frame" for box, clip in page.clipped if _cut(box, clip))
    yield from (f"{box.text!r} crosses the line of its cell" for box in crossing(page))
    yield from (f"{one.text!r} lies on {two.text!r}" for one, two in overlaps(page.texts))
    yield from (f"font {name} is not embedded" for name in page.foreign_fonts)
    if not page.body and page.drawings < 2:
        yield "blank"


def orphans(pages: list[Page]) -> list[str]:
    """Pages after the first one that hold next to nothing."""
    found = []
    for number, page in enumerate(pages[1:], 2):
        lines = {round(box.bottom / 3) for box in page.body}
        if lines and len(lines) < _FEW and page.drawings < 3:
            found.append(f"page {number}: orphan of {len(lines)} lines")
    return found


def lonely_headings(pdf: bytes, pages: list[Page]) -> list[str]:
    """Headings (by the bookmarks) with nothing below them on their page: what they head stands on the next one."""
    document = pdfium.PdfDocument(pdf)
    try:
        marks = [(mark.get_dest().get_index(), _tight(mark.get_title())) for mark in document.get_toc()]
    finally:
        document.close()
    found = []
    for number, page in enumerate(pages):
        lowest = min((box.bottom for box in page.body), default=0.0)
        line = sorted((box for box in page.body if box.bottom < lowest + 3), key=lambda box: box.left)
        last = _tight("".join(box.text for box in line))
        # The last line of a long heading, not a short word that some heading happens to end with.
        if last and any(place == number and title.endswith(last) and 2 * len(last) >= len(title) for place, title in marks):
            found.append(f"page {number + 1}: heading {last!r} alone at the foot")
    return found


def _tight(text: str) -> str:
    return re.sub(r"\s+", "", text)


def crossing(page: Page) -> Iterator[Box]:
    """Texts that an upright line of a table runs through."""
    for box in page.texts:
        middle = (box.bottom + box.top) / 2
        for x, bottom, top in page.uprights:
            if box.left + BREADTH < x < box.right - BREADTH and bottom <= middle <= top:
                yield box
                break


def overlaps(texts: tuple[Box, ...]) -> list[tuple[Box, Box]]:
    """Pairs of texts whose ink lies on each other."""
    found = []
    rows = sorted(texts, key=lambda box: box.bottom)
    for place, one in enumerate(rows):
        for two in rows[place + 1 :]:
            if two.bottom >= one.top - 0.01:
                break
            deep = min(one.top, two.top) - two.bottom
            broad = min(one.right, two.right) - max(one.left, two.left)
            if deep > min(DEPTH, 0.5 * min(one.high, two.high)) and broad > min(BREADTH, 0.5 * min(one.wide, two.wide)):
                found.append((one, two))
    return found


def _leaves(box: Box, page: Page) -> bool:
    return box.left < EDGE or box.bottom < EDGE or box.right > page.wide - EDGE or box.top > page.high - EDGE


def _cut(box: Box, clip: Box) -> bool:
    return (
        box.left < clip.left - 0.5 or box.right > clip.right + 0.5 or box.bottom < clip.bottom - 0.5 or box.top > clip.top + 0.5
    )


def without_glyph(pdf: bytes) -> list[str]:
    """The texts with a letter that their font cannot draw, with their page: its code stands for no character."""
    found: list[str] = []
    mute: dict[int, frozenset[int]] = {}
    for number, page in enumerate(PdfReader(io.BytesIO(pdf)).pages, 1):
        named = {name: _mute(font, mute) for name, font in page.get("/Resources", {}).get("/Font", {}).items()}
        content = page.get_contents()
        codes: frozenset[int] = frozenset()
        for font, text in _SHOWN.findall(content.get_data() if content is not None else b""):
            if font:
                codes = named.get(font.decode("latin-1"), frozenset())
            elif codes and codes & set(plain := _unescaped(text)):
                found.append(f"page {number}: no glyph for a letter in {plain!r}")
    return found


def _mute(font: IndirectObject, known: dict[int, frozenset[int]]) -> frozenset[int]:
    """The codes of a font that stand for no character."""
    if font.idnum not in known:
        table = font.get_object().get("/ToUnicode")
        told = table.get_object().get_data().decode("latin-1") if table is not None else ""
        known[font.idnum] = frozenset(int(code, 16) for code, letter in _TOLD.findall(told) if int(letter, 16) == 0)
    return known[font.idnum]


def _unescaped(text: bytes) -> bytes:
    """What a literal string of a PDF means."""
    return _ESCAPED.sub(lambda hit: bytes([int(hit[1], 8)]) if hit[1].isdigit() else hit[1], text)


# --- reading ----------------------------------------------------------------------------------------------------------


def read(pdf: bytes) -> list[Page]:
    """The pages of a PDF. PdfiumError when it does not open."""
    document = pdfium.PdfDocument(pdf)
    try:
        return [_read_page(document, number) for number in range(len(document))]
    finally:
        document.close()


def _read_page(document: pdfium.PdfDocument, number: int) -> Page:
    page = document[number]
    wide, high = page.get_size()
    words = page.get_textpage()
    texts: list[Box] = []
    clipped: list[tuple[Box, Box]] = []
    uprights: list[tuple[float, float, float]] = []
    foreign: set[str] = set()
    drawings = 0
    for thing in page.get_objects(max_depth=4):
        if thing.type == raw.FPDF_PAGEOBJ_TEXT:
            box = _text_box(thing, words)
            if box.text.strip() and box.wide > 0:
                texts.append(box)
                clipped += [(box, clip) for clip in (_clip_of(thing),) if clip is not None]
                foreign |= _foreign(thing)
        else:
            drawings += 1
            if thing.type == raw.FPDF_PAGEOBJ_PATH:
                uprights += _uprights(thing)
    words.close()
    page.close()
    return Page(wide, high, tuple(texts), tuple(clipped), tuple(uprights), tuple(sorted(foreign)), drawings)


def _text_box(thing: pdfium.PdfObject, words: pdfium.PdfTextPage) -> Box:
    size = raw.FPDFTextObj_GetText(thing, words, None, 0)
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFTextObj_GetText(thing, words, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    text = buffer.raw.decode("utf-16-le", "replace").rstrip("\x00")
    left, bottom, right, top = thing.get_bounds()
    return Box(left, bottom, right, top, text)


def _clip_of(thing: pdfium.PdfObject) -> Box | None:
    """The room that is left of all clips of an object, None where nothing clips it."""
    path = raw.FPDFPageObj_GetClipPath(thing)
    count = raw.FPDFClipPath_CountPaths(path) if path else 0
    if count <= 0 or count in _EXTREME:
        return None
    left, bottom, right, top = -1e9, -1e9, 1e9, 1e9
    x, y = ctypes.c_float(), ctypes.c_float()
    for place in range(count):
        points = []
        for step in range(raw.FPDFClipPath_CountPathSegments(path, place)):
            if raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(path, place, step), x, y):
                points.append((x.value, y.value))
        if points:
            left, right = max(left, min(p[0] for p in points)), min(right, max(p[0] for p in points))
            bottom, top = max(bottom, min(p[1] for p in points)), min(top, max(p[1] for p in points))
    return Box(left, bottom, right, top)


def _foreign(thing: pdfium.PdfObject) -> set[str]:
    font = raw.FPDFTextObj_GetFont(thing)
    if raw.FPDFFont_GetIsEmbedded(font) == 1:
        return set()
    size = raw.FPDFFont_GetBaseFontName(font, None, 0)
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFFont_GetBaseFontName(font, buffer, size)
    return {buffer.value.decode("utf-8", "replace")}


def _uprights(thing: pdfium.PdfObject) -> list[tuple[float, float, float]]:
    """The upright lines in a path, higher than a tick."""
    left, bottom, right, top = thing.get_bounds()
    if top - bottom <= 6.0:
        return []
    if right - left < 2.0:
        return [((left + right) / 2, bottom, top)]
    matrix = thing.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    found, before = [], (0.0, 0.0)
    for place in range(raw.FPDFPath_CountSegments(thing)):
        step = raw.FPDFPath_GetPathSegment(thing, place)
        raw.FPDFPathSegment_GetPoint(step, x, y)
        here = matrix.on_point(x.value, y.value)
        straight = raw.FPDFPathSegment_GetType(step) == raw.FPDF_SEGMENT_LINETO
        if straight and abs(here[0] - before[0]) < 0.1 and abs(here[1] - before[1]) > 6.0:
            found.append((here[0], min(here[1], before[1]), max(here[1], before[1])))
        before = here
    return found
