"""The dossier as a paper: its sheets, heads and feet, the square code, the structure tree, and that it reads without colour."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pypdfium2 as pdfium
import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject
from reportlab.graphics.barcode.qr import QrCode

from app.models.domain.enums import Grade
from app.services.documents import render_dossier_pdf
from app.services.documents.assemble import assemble
from app.services.documents.content import DossierContent, Office
from app.services.documents.pdf import look
from app.services.documents.wording import Wording
from tests.services.documents import audit, cases
from tests.services.documents.conftest import dossier

_PIECE = re.compile(rb"/(\w+) <</MCID (\d+)>> BDC")


@cache
def reader(lang: str) -> PdfReader:
    return PdfReader(io.BytesIO(render_dossier_pdf(dossier(lang))))


def tight(text: str) -> str:
    return re.sub(r"\s+", "", text)


def office(content: DossierContent, **changes: str) -> DossierContent:
    return replace(content, office=Office("Example Trading Co.", "1 Example Road", **changes))


# --- what a reader stumbles over --------------------------------------------------------------------------------------


@cache
def said(lang: str) -> str:
    return tight("".join(page.extract_text() for page in reader(lang).pages))


def test_items_that_are_computed_are_counted_apart(lang: str) -> None:
    w = Wording(lang)
    for area in dossier(lang).areas:
        computed = sum(item.computed for item in area.items)
        if area.total and area.answered and computed:
            answered = w("answered_of", answered=area.answered, total=area.total)
            assert tight(f"{answered}; {w('computed_too', n=computed)}") in said(lang)


def test_a_list_has_its_lines_and_no_dash_before_them(lang: str) -> None:
    lists = [item for area in dossier(lang).areas for item in area.items if item.value is None and item.details]
    content = dossier(lang)
    area = content.areas[0]
    bare = replace(area.items[0], value=None, details=(("one", "first line"),))
    changed = replace(content, areas=(replace(area, items=(bare, *area.items[1:])), *content.areas[1:]))
    data = PdfReader(io.BytesIO(render_dossier_pdf(changed)))
    text = tight("".join(page.extract_text() for page in data.pages))
    assert "one:firstline" in text and "—one:firstline" not in text
    assert all(f"—{tight(item.details[0][0])}:" not in said(lang) for item in lists)


def test_the_interval_of_grades_says_that_rules_are_in_it(lang: str) -> None:
    assert (dossier(lang).score.high > dossier(lang).score.low) is (tight(Wording(lang)("interval.rules")) in said(lang))


def test_a_grade_below_its_band_explains_how_far_the_score_must_rise(lang: str) -> None:
    content = dossier(lang)
    assert content.lift is not None and content.lift.moves
    held = tight(Wording(lang)("lift.held"))
    for lower, there in ((0, False), (1, True)):
        score = replace(content.score, grade=Grade(int(content.score.band_grade) - lower))
        data = PdfReader(io.BytesIO(render_dossier_pdf(replace(content, score=score))))
        assert (held in tight("".join(page.extract_text() for page in data.pages))) is there


# --- sheets, heads and feet -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("letter", (612, 792))])
def test_the_paper_of_the_settings_is_the_paper_of_every_page(paper: str, size: tuple[int, int], lang: str) -> None:
    data = render_dossier_pdf(office(dossier(lang), paper=paper))
    for page in PdfReader(io.BytesIO(data)).pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == size
    assert audit.faults_of(data) == []


def test_own_lines_stand_on_every_page_and_the_own_note_on_the_cover() -> None:
    content = office(dossier("en"), head="Credit committee", foot="Do not pass on.", legal="Made for our board alone.")
    pages = [tight(page.extract_text()) for page in PdfReader(io.BytesIO(render_dossier_pdf(content))).pages]
    assert all("Creditcommittee" in page and "Donotpasson." in page for page in pages)
    assert "Madeforourboardalone." in pages[0]
    assert tight(Wording("en")("foot.confidential")) not in pages[3].replace("Confidential.", "")


def test_lines_of_one_s_own_that_are_too_long_stay_on_the_page() -> None:
    content = office(dossier("en"), head="head " * 200, foot="foot " * 200, legal="note " * 800, paper="letter")
    assert audit.faults_of(render_dossier_pdf(content)) == []


@pytest.mark.parametrize("name", sorted(cases.hostile()))
def test_the_summary_is_one_page_whatever_it_has_to_say(name: str) -> None:
    lang = ("ru", "en", "zh")[sorted(cases.hostile()).index(name) % 3]
    content = office(assemble(cases.source(cases.hostile()[name]), lang), paper="letter")
    found = PdfReader(io.BytesIO(render_dossier_pdf(content)))
    pages = [found.get_destination_page_number(entry) for entry in found.outline if not isinstance(entry, list)]
    assert pages[:2] == [1, 2]


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_fullest_cover_keeps_clear_of_its_contents(paper: str, lang: str) -> None:
    who = cases.customer("Сверхдлинное Наименование Общества " * 6, number="N" * 40)
    content = assemble(cases.source(cases.view(who=who)), lang)
    house = Office("Торговый дом " * 16, "ул. Примерная, д. 1 " * 15, "head " * 50, "foot " * 50, "note " * 800 + "THEEND", paper)
    content = replace(content, office=house, score=replace(content.score, stop=True))
    data = render_dossier_pdf(replace(content, case=replace(content.case, assessor="Оценщик " * 40)))
    assert audit.faults_of(data) == []
    texts = [tight(page.extract_text()) for page in PdfReader(io.BytesIO(data)).pages]
    assert tight(Wording(lang)("contents")) in texts[0]
    assert tight(Wording(lang)("legal.whole")) in texts[0]
    assert any("THEEND" in text for text in texts)


# --- the square code --------------------------------------------------------------------------------------------------


def modules(text: str) -> list[list[bool]]:
    code = QrCode(text, qrLevel="M")
    code.qr.make()
    return [[bool(module) for module in row] for row in code.qr.modules]


def seen(data: bytes, page: int, count: int) -> list[list[bool]]:
    """The modules of the code at the foot of a page, read back from a rendering of it."""
    scale = 6
    image = pdfium.PdfDocument(data)[page].render(scale=scale).to_pil().convert("L")
    size, quiet = 15.5 * look.mm * scale, 2
    right, bottom = look.sheet_of("a4").right * scale, image.height - (look.BOTTOM - 3.5 * look.mm - 15.5 * look.mm - 1.5) * scale
    step = size / (count + 2 * quiet)
    left, top = right - size, bottom - size
    return [
        [
            int(image.getpixel((int(left + (column + quiet + 0.5) * step), int(top + (row + quiet + 0.5) * step)))) < 128  # type: ignore[arg-type]
            for column in range(count)
        ]
        for row in range(count)
    ]


def test_the_square_code_of_every_page_is_that_of_the_seal() -> None:
    content = dossier("en")
    data = render_dossier_pdf(content)
    wanted = modules(content.origin.seal)
    for page in (0, 1, 7, len(pdfium.PdfDocument(data)) - 1):
        assert seen(data, page, len(wanted)) == wanted
    other = modules(content.origin.seal + ".")
    assert seen(data, 1, len(other)) != other


# --- the structure tree -----------------------------------------------------------------------------------------------


def elements(node: Any) -> Iterator[DictionaryObject]:
    node = node.get_object()
    if isinstance(node, DictionaryObject) and "/S" in node:
        yield node
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        if not isinstance(kid, int) and hasattr(kid, "get_object") and not isinstance(kid.get_object(), int):
            yield from elements(kid)


def test_every_marked_piece_of_a_page_has_its_place_in_the_tree(lang: str) -> None:
    tree = reader(lang).trailer["/Root"]["/StructTreeRoot"]  # type: ignore[index]
    rows = tree["/ParentTree"]["/Nums"]
    assert reader(lang).trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]
    for number, page in enumerate(reader(lang).pages):
        content = page.get_contents()
        assert content is not None
        pieces = _PIECE.findall(content.get_data())
        owners = rows[2 * page["/StructParents"] + 1]  # type: ignore[operator]
        assert page["/StructParents"] == number
        assert [int(piece) for _, piece in pieces] == list(range(len(owners)))
        for (role, piece), owner in zip(pieces, owners, strict=True):
            element = owner.get_object()
            assert element["/S"] == f"/{role.decode()}"
            assert element["/K"] == int(piece)
            assert element["/Pg"].get_object() == page.get_object()


def test_all_text_of_a_page_is_marked_as_content_or_as_decoration(lang: str) -> None:
    for page in reader(lang).pages:
        depth = 0
        content = page.get_contents()
        assert content is not None
        for line in content.get_data().split(b"\n"):
            depth += line.count(b" BDC") + line.count(b" BMC") - len(re.findall(rb"(?<!\S)EMC", line))
            assert depth in (0, 1)
            assert depth == 1 or b" Tj" not in line, line
        assert depth == 0


def test_parts_are_headings_charts_have_words_and_rows_of_a_table_are_equally_wide(lang: str) -> None:
    tree = reader(lang).trailer["/Root"]["/StructTreeRoot"]  # type: ignore[index]
    found = list(elements(tree["/K"]))
    roles = [element["/S"] for element in found]
    assert roles[0] == "/Document"
    assert roles.count("/Sect") == 14
    assert roles.count("/H1") == 14
    figures = [element for element in found if element["/S"] == "/Figure"]
    assert len(figures) >= 6
    assert all(str(element.get("/Alt", "")).strip() for element in figures)
    for table in (element for element in found if element["/S"] == "/Table"):
        widths = set()
        for row in table["/K"]:  # type: ignore[union-attr]
            cells = [cell.get_object() for cell in row.get_object()["/K"]]
            assert {cell["/S"] for cell in cells} <= {"/TD", "/TH"}
            widths.add(sum(int(cell.get("/A", {}).get("/ColSpan", 1)) for cell in cells))
        assert len(widths) == 1


def test_a_table_over_pages_is_one_table_whose_head_is_said_once() -> None:
    tree = reader("en").trailer["/Root"]["/StructTreeRoot"]  # type: ignore[index]
    w = Wording("en")
    heads = 0
    for table in (element for element in elements(tree["/K"]) if element["/S"] == "/Table"):
        first = table["/K"][0].get_object()["/K"][0].get_object()  # type: ignore[index]
        heads += first["/S"] == "/TH"
        pages = {cell.get_object().raw_get("/Pg").idnum for row in table["/K"] for cell in row.get_object()["/K"]}  # type: ignore[union-attr]
        if len(pages) > 1:
            rows = [row.get_object()["/K"][0].get_object()["/S"] for row in table["/K"]]  # type: ignore[union-attr]
            assert rows.count("/TH") in (1, len(rows)), w("contents")
    assert heads > 10


# --- without colour ---------------------------------------------------------------------------------------------------


def grey(colour: Any) -> float:
    """The luminance of a colour as a black-and-white printer shows it (WCAG)."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue)


def contrast(one: Any, two: Any) -> float:
    light, dark = sorted((grey(one), grey(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_text_keeps_its_contrast_in_grey() -> None:
    for ground in (look.WHITE, look.HEAD, look.SOFT):
        for ink in (look.TEXT, look.MUTED, look.ACCENT, look.GOOD, look.WARN, look.BAD):
            assert contrast(ink, ground) >= 4.5
    for grade in Grade:
        ground, ink = look.GRADE_COLOURS[grade]
        assert contrast(ink, ground) >= 4.5, grade


def test_solid_and_hatched_bars_differ_in_a_grey_rendering() -> None:
    from reportlab.pdfgen.canvas import Canvas

    from app.services.documents.pdf.charts import Chart

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(200, 60))
    Chart.bar(canvas, 10, 10, 80, 40, look.ACCENT)
    Chart.bar(canvas, 110, 10, 80, 40, look.ACCENT, hatched=True)
    canvas.save()
    image = pdfium.PdfDocument(out.getvalue())[0].render(scale=4).to_pil().convert("L")

    def dark(left: int) -> float:
        part = image.crop((left, 60, left + 280, 180)).tobytes()
        return sum(pixel < 128 for pixel in part) / len(part)

    assert dark(60) > 0.95
    assert 0.05 < dark(460) < 0.5


def test_no_word_of_a_table_s_head_is_broken(lang: str) -> None:
    from app.services.documents.pdf import fonts, tables

    heads = ["Раздел", "Неприменимо", "Неизвестно", "Опоздание"]
    table: Any = tables.grid(lang, heads, [["x", "1", "2", "3"]], (400, 30, 30, 30))
    for head, wide in zip(heads, table._argW, strict=True):
        assert fonts.width(head, 7.2, bold=True) + 8 <= wide
    assert abs(sum(table._argW) - look.WIDTH) < 0.01


def test_grades_of_one_day_stand_apart_on_the_line_of_grades() -> None:
    from app.services.documents.pdf.charts_grade import GradeLine, GradePoint

    days = [cases.TODAY] * 3 + [cases.TODAY.replace(day=23)] * 30
    points = [GradePoint(day, "", Grade.A, "", True) for day in days]
    for some in (points[:1], points[:3], points[:24], points):
        spots = GradeLine(some, look.WIDTH)._across(48, look.WIDTH - 26)
        assert spots == sorted(set(spots))
        assert spots[0] >= 48
        assert spots[-1] <= look.WIDTH - 26 + 0.001


def test_rows_that_are_higher_together_than_a_page_are_parted_all_the_same() -> None:
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

    from app.services.documents.pdf import tables

    rows = [[name, "long text " * 55] for name in "abcd"]
    whole = tables.grid("en", ["A", "B"], rows, (400, 60), whole=True)
    pairs = tables.pairs("en", [(name, text) for name, text in rows], 90)
    for table in (whole, pairs):
        document = BaseDocTemplate(io.BytesIO(), pagesize=(595, 842))
        document.addPageTemplates([PageTemplate("page", [Frame(40, 68, look.WIDTH, 661, 0, 0, 0, 0)])])
        document.build([table])
        assert document.page > 1
