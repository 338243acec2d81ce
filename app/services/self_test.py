"""Proof that a copy of the program works: its resources, its fonts, a new store, one whole case, its documents."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from app import paths
from app.services.registry import Services
from app.services.walkthrough import Walked, walk
from app.texts import Texts, languages

NEEDED = "Aя中Ёё€₽№"
"""One sign of each script and the money signs that the papers print."""

Outcome = tuple[str, bool, str]


def prove(open_services: Callable[[Path, str | None, bool], AbstractContextManager[Services]], texts: Texts) -> Iterator[Outcome]:
    """Yield (text key, good, detail) as each part is done; a part that cannot even begin is not yielded."""
    lacking = [lang for lang in languages() if not Texts.load(lang)("language.name")]
    yield "self_test.texts", not lacking and len(languages()) >= 3, ", ".join(languages())
    fonts = fonts_whole()
    yield "self_test.fonts", not fonts, fonts
    with tempfile.TemporaryDirectory(prefix="zixin-self-test-") as name:
        folder = Path(name)
        with open_services(folder / f"test{paths.STORE_SUFFIX}", None, True) as services:
            yield "self_test.store", True, ""
            walked = walk(services, folder, texts)
            yield "self_test.case", True, f"{walked.grade.name} {texts.number(walked.score, 2)}"
            yield "self_test.journal", services.store_care.check().whole, ""
        yield from _documents(walked)


def fonts_whole() -> str:
    """What is wrong with the bundled fonts, "" when they draw all three scripts."""
    from fontTools.ttLib import TTFont, TTLibError

    for file in paths.font_files().values():
        try:
            with TTFont(file, lazy=True) as font:
                known = font.getBestCmap()
        except (OSError, TTLibError) as problem:
            return str(problem)
        missing = [sign for sign in NEEDED if ord(sign) not in known]
        if missing:
            return f"{file.name}: {' '.join(missing)}"
    return ""


def _documents(walked: Walked) -> Iterator[Outcome]:
    from pypdf import PdfReader

    dossier, workbook, form = walked.documents
    text = "".join(page.extract_text() for page in PdfReader(dossier).pages).replace(" ", "").replace("\n", "")
    named = walked.customer.name.replace(" ", "") in text and walked.grade.name in text
    yield "self_test.dossier", named, ""
    yield "self_test.workbook", _formulas(workbook) > 0, str(_formulas(workbook))
    pages = len(PdfReader(form).pages)
    yield "self_test.form", pages == 1, str(pages)


def _formulas(workbook: Path) -> int:
    """How many cells of a workbook are live formulas."""
    from openpyxl import load_workbook

    book = load_workbook(workbook, read_only=True)
    try:
        return sum(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    finally:
        book.close()
