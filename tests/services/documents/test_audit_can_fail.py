"""The audit of papers finds every fault that is planted: a check that cannot fail proves nothing."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from pypdfium2 import PdfiumError
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from app.services.documents.pdf import fonts
from tests.services.documents.audit import faults_of, read

WIDE, HIGH = A4


def _paper(*pages: Callable[[Canvas], object]) -> bytes:
    """Pages that begin with ten good lines each, drawn further by the functions given."""
    fonts.register()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for draw in pages:
        canvas.setFont(fonts.REGULAR, 9)
        for line in range(10):
            canvas.drawString(60, 700 - 14 * line, f"Line {line} of a good page, 好, хорошо")
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _nothing(canvas: Canvas) -> None:
    """A page without a fault."""


def _only(text: str) -> Callable[[Canvas], object]:
    """A page that has one line and nothing else."""

    def draw(canvas: Canvas) -> None:
        canvas._code.clear()  # type: ignore[attr-defined]
        canvas.setFont(fonts.REGULAR, 9)
        canvas.drawString(60, 700, text)

    return draw


def _clipped(canvas: Canvas) -> None:
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(60, 300, 40, 20)
    canvas.clipPath(path, stroke=0)
    canvas.drawString(62, 305, "A text that is longer than its frame")
    canvas.restoreState()


def _through_a_cell(canvas: Canvas) -> None:
    canvas.grid([60, 100, 200], [300, 320])
    canvas.drawString(62, 306, "A text that is longer than its cell")


def _foreign_font(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 9)
    canvas.drawString(60, 300, "not embedded")


PLANTED = {
    "leaves the page": lambda canvas: canvas.drawString(WIDE - 30, 300, "over the edge of the sheet"),
    "is cut by its frame": _clipped,
    "crosses the line of its cell": _through_a_cell,
    "lies on": lambda canvas: canvas.drawString(70, 702, "on top"),
    "is not embedded": _foreign_font,
}


def test_a_good_paper_has_no_fault() -> None:
    assert faults_of(_paper(_nothing, _nothing)) == []


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found_on_its_page(fault: str) -> None:
    found = faults_of(_paper(_nothing, PLANTED[fault], _nothing))
    assert found
    assert all(one.startswith("page 2:") and fault in one for one in found)


def test_a_page_without_anything_is_blank() -> None:
    assert "page 2: blank" in faults_of(_paper(_nothing, _only(" "), _nothing))


@pytest.mark.parametrize("place", [1, 2])
def test_a_page_of_one_line_is_an_orphan(place: int) -> None:
    pages = [_nothing, _nothing, _nothing]
    pages[place] = _only("the rest of a sentence")  # type: ignore[assignment]
    assert faults_of(_paper(*pages)) == [f"page {place + 1}: orphan of 1 lines"]
    assert faults_of(_paper(*pages), flowing=False) == []


@pytest.mark.parametrize("below", [True, False])
def test_a_heading_alone_at_the_foot_of_its_page_is_found(below: bool) -> None:
    def headed(canvas: Canvas) -> None:
        canvas.bookmarkPage("part")
        canvas.addOutlineEntry("9  The score", "part", 0)
        canvas.drawString(60, 200, "9 The score")
        if below:
            canvas.drawString(60, 180, "86.1")

    told = faults_of(_paper(headed, _nothing))
    assert [fault for fault in told if "alone at the foot" in fault] == ([] if below else told)
    assert bool(told) is not below


def test_a_file_that_is_cut_off_does_not_open() -> None:
    with pytest.raises(PdfiumError):
        read(_paper(_nothing)[:300])


@pytest.mark.parametrize("letter", ["\U0001f44d", "ש", "\U00020003"])
def test_a_letter_without_glyph_is_named(letter: str) -> None:
    paper = _paper(_nothing, lambda canvas: canvas.drawString(60, 300, f"before {letter} after"))
    assert len(faults_of(paper)) == 1
    assert faults_of(paper)[0].startswith("page 2: no glyph for a letter in b'before")
