"""The dossier as PDF: what stands in it, how it is built, and that nothing of it is cut."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from app.models.domain.enums import FIVE_AREAS, Area
from app.services.documents import render_dossier_pdf
from app.services.documents.assemble import assemble
from app.services.documents.content import DossierContent
from app.services.documents.glyphs import MISSING
from app.services.documents.wording import Wording
from tests.services.documents import boxes, cases
from tests.services.documents.conftest import dossier


@cache
def pdf(lang: str) -> bytes:
    return render_dossier_pdf(dossier(lang))


def tight(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_text_names_company_grade_areas_and_each_c_score(lang: str, content: DossierContent, tmp_path: Path) -> None:
    text, w = boxes.text_of(pdf(lang), tmp_path), Wording(lang)
    assert tight(content.customer.name) in text
    assert tight(content.proposal.terms.grade.name) in text
    for area in FIVE_AREAS:
        assert tight(w(f"area.{area.value}")) in text
    for c in content.score.cs:
        assert c.score is not None
        assert tight(w.c(c.c) + w.score(c.score)) in text


def test_every_item_stands_in_it_with_what_was_found(lang: str, content: DossierContent, tmp_path: Path) -> None:
    text = boxes.text_of(pdf(lang), tmp_path)
    for item in content.items:
        assert item.id in text
    assert tight(next(item for item in content.items if item.id == "D12").reason)[:20] in text


def test_facts_that_were_established_stand_in_part_8(lang: str, content: DossierContent, tmp_path: Path) -> None:
    text = boxes.raw_text(pdf(lang), tmp_path)
    assert len(content.facts) > 8
    for word in content.facts[0].label.split():
        assert word in text


def test_fourteen_parts_are_bookmarked_in_order(lang: str) -> None:
    reader, w = PdfReader(io.BytesIO(pdf(lang))), Wording(lang)
    tops = [entry for entry in reader.outline if not isinstance(entry, list)]
    assert [str(entry.title) for entry in tops] == [f"{n}  {w(f'part.{n}')}" for n in range(2, 15)]
    pages = [reader.get_destination_page_number(entry) for entry in tops]
    assert pages == sorted(pages)
    assert pages[0] == 1


def test_a_part_starts_on_the_page_its_bookmark_names(lang: str) -> None:
    reader = PdfReader(io.BytesIO(pdf(lang)))
    for entry in (entry for entry in reader.outline if not isinstance(entry, list)):
        page = reader.pages[reader.get_destination_page_number(entry) or 0]
        assert tight(str(entry.title)) in tight(page.extract_text())


def test_each_page_says_which_of_how_many_it_is(lang: str, tmp_path: Path) -> None:
    w, reader = Wording(lang), PdfReader(io.BytesIO(pdf(lang)))
    text, pages = boxes.text_of(pdf(lang), tmp_path), len(reader.pages)
    for number in range(1, pages + 1):
        assert tight(w("foot.page", page=number, pages=pages)) in text


def test_fingerprint_of_the_journal_stands_on_each_page_and_whole_in_part_13(lang: str, content: DossierContent) -> None:
    reader = PdfReader(io.BytesIO(pdf(lang)))
    for page in reader.pages:
        assert content.origin.fingerprint[:20] in tight(page.extract_text())
    assert any(content.origin.fingerprint in tight(page.extract_text()) for page in reader.pages)


def test_fonts_are_embedded_subset_and_searchable(lang: str, tmp_path: Path) -> None:
    path = tmp_path / "dossier.pdf"
    path.write_bytes(pdf(lang))
    rows = boxes.run("pdffonts", str(path)).splitlines()[2:]
    assert rows
    for row in rows:
        assert "ZixinSans" in row
        assert row.split()[-5:-2] == ["yes", "yes", "yes"]


def test_no_glyph_is_missing(lang: str, tmp_path: Path) -> None:
    text = boxes.text_of(pdf(lang), tmp_path)
    assert not set(text) & {MISSING, "\ufffd", "□", "\x00"}


def test_same_content_gives_the_same_bytes(lang: str, content: DossierContent) -> None:
    assert render_dossier_pdf(content) == pdf(lang)


def test_another_day_changes_nothing_but_dates_and_id() -> None:
    content = dossier("en")
    later = replace(content, origin=replace(content.origin, made_at=content.origin.made_at.replace(minute=31)))
    assert pages_of(render_dossier_pdf(later)) == pages_of(pdf("en"))


def pages_of(data: bytes) -> list[bytes]:
    return [page.get_contents().get_data() for page in PdfReader(io.BytesIO(data)).pages]  # type: ignore[union-attr]


def test_metadata_has_a_title_and_no_author_and_there_is_nothing_to_click(lang: str, content: DossierContent) -> None:
    data = pdf(lang)
    reader = PdfReader(io.BytesIO(data))
    assert reader.metadata is not None
    assert content.customer.name in (reader.metadata.title or "")
    assert not reader.metadata.author
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date() == cases.TODAY
    assert str(reader.trailer["/Root"]["/Lang"]).startswith(lang)
    assert keys_of(reader) & FORBIDDEN == set()


FORBIDDEN = {"/JavaScript", "/JS", "/Launch", "/OpenAction", "/AA", "/URI", "/EmbeddedFile", "/EmbeddedFiles", "/Annots"}


def keys_of(reader: PdfReader) -> set[str]:
    """The keys and names of all objects of a file: what a reader acts on, whatever the compressed bytes look like."""
    found: set[str] = set()

    def walk(value: object) -> None:
        if isinstance(value, DictionaryObject):
            found.update(value)
            for part in value.values():
                walk(part)
        elif isinstance(value, ArrayObject):
            for part in value:
                walk(part)
        elif isinstance(value, NameObject):
            found.add(value)

    for number in reader.xref[0]:
        walk(reader.get_object(number))
    return found


def test_the_search_for_actions_can_fail() -> None:
    writer = PdfWriter(clone_from=io.BytesIO(pdf("en")))
    action = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")})
    writer.root_object[NameObject("/OpenAction")] = action
    out = io.BytesIO()
    writer.write(out)
    assert keys_of(PdfReader(out)) & FORBIDDEN == {"/OpenAction", "/JavaScript", "/JS"}


def test_sample_data_is_marked_on_every_page(lang: str) -> None:
    mark = tight(Wording(lang)("sample.mark"))
    reader = PdfReader(io.BytesIO(pdf(lang)))
    assert all(mark in tight(page.extract_text()) for page in list(reader.pages)[1:])


def test_real_data_is_not_marked_as_sample(tmp_path: Path) -> None:
    case = cases.view(who=cases.customer(flags=()), found={})
    text = boxes.text_of(render_dossier_pdf(assemble(cases.source(case), "en")), tmp_path)
    assert "SAMPLE" not in text


def test_what_is_missing_is_said_in_words(tmp_path: Path) -> None:
    case = replace(cases.view(found={}, given=()), guarantees=(), evidence=())
    source = cases.source(case)
    text = boxes.text_of(render_dossier_pdf(assemble(source, "en")), tmp_path)
    w = Wording("en")
    assert not source.result.rated
    for key in ("not_rated", "not_collected", "not_collected.statements", "guarantees.none", "evidence.no_files", "history.none"):
        assert tight(w(key)) in text


def test_a_c_without_items_is_called_not_assessed(tmp_path: Path) -> None:
    content = assemble(cases.source(cases.view(profile="large")), "en")
    assert any(c.score is None for c in content.score.cs)
    assert tight(Wording("en")("not_assessed.text")) in boxes.text_of(render_dossier_pdf(content), tmp_path)


@pytest.mark.parametrize("name", sorted(cases.hostile()))
def test_hostile_cases_stay_on_the_page_and_do_not_overlap(name: str, tmp_path: Path) -> None:
    lang = ("en", "zh", "ru")[sorted(cases.hostile()).index(name) % 3]
    data = render_dossier_pdf(assemble(cases.source(cases.hostile()[name]), lang))
    words, pages = boxes.words_of(data, tmp_path)
    assert boxes.outside(words, pages) == []
    assert boxes.overlapping(words) == []
    for number in range(1, len(pages) + 1):
        assert sum(1 for word in words if word.page == number) > 15, f"page {number} is all but empty"


def test_long_texts_are_never_cut(tmp_path: Path) -> None:
    end = "THEVERYEND"
    text = boxes.text_of(render_dossier_pdf(assemble(cases.source(cases.with_texts("word " * 500 + end)), "en")), tmp_path)
    for item in ("A01", "F09"):
        assert item in text
    assert text.count(end) > 60


def test_the_overlap_check_can_fail() -> None:
    one, two = boxes.Word(1, 10, 10, 60, 20, "one"), boxes.Word(1, 12, 11, 58, 19, "two")
    assert boxes.overlapping([one, two])
    assert boxes.outside([boxes.Word(1, 590, 10, 610, 20, "out")], [(595.0, 842.0)])


def test_markup_in_answers_is_printed_and_not_obeyed(tmp_path: Path) -> None:
    text = boxes.text_of(render_dossier_pdf(assemble(cases.source(cases.hostile()["markup"]), "en")), tmp_path)
    assert "<para><b>&amp;</font>]]>" in text


def test_characters_without_a_glyph_are_replaced_and_reported(tmp_path: Path) -> None:
    text = boxes.text_of(render_dossier_pdf(assemble(cases.source(cases.with_texts("name 👍 מ")), "en")), tmp_path)
    assert MISSING in text
    assert "U+1F44D" in text
    assert "U+05DE" in text


def test_interim_and_more_than_five_periods_print_the_newest_five(tmp_path: Path) -> None:
    content = assemble(cases.source(cases.hostile()["many periods"]), "en")
    assert len(content.finance.periods) == 6
    text = boxes.text_of(render_dossier_pdf(content), tmp_path)
    assert "2026-06-30" in text
    assert tight(Wording("en")("finance.earlier", n=1)) in text


def test_grade_in_force_is_the_proposed_one_when_an_upgrade_is_held() -> None:
    from app.models.domain.enums import Grade

    case = cases.view()
    source = replace(cases.source(case), proposal=cases.proposal(case, Grade.BB))
    content = assemble(source, "en")
    assert content.proposal.terms.grade is Grade.BB
    assert content.score.steps[-1].kind == "hold"
    assert content.score.steps[-1].after is Grade.BB


def test_areas_hold_all_items_of_the_methodology_that_the_card_asks() -> None:
    content = dossier("en")
    listed = {item.id for item in content.items}
    assert {"A01", "B14", "C01", "D15", "E15", "F09", "G03"} <= listed
    assert "E16" not in listed
    assert [area.area for area in content.areas] == list(Area)


def test_every_figure_of_the_tree_stands_in_the_paper_as_the_language_writes_it(
    lang: str, content: DossierContent, tmp_path: Path
) -> None:
    w, text = Wording(lang), boxes.text_of(pdf(lang), tmp_path)
    figures = [w.number(value) for line in content.finance.lines for value in line.values if value is not None]
    figures += [w.measure(value) for ratio in content.finance.ratios for value in ratio.values if value.value is not None]
    figures += [w.money(row.amount, content.limit.currency) for row in content.limit.methods if row.amount is not None]
    figures += [w.number(row.value.value, 4) for row in content.models if row.value.value is not None]
    figures += [w.measure(row.value) for row in content.warnings if row.points and row.value.value is not None]
    figures += [w.score(row.score) for row in content.score.cs] + [w.score(content.verification.resting)]
    assert [figure for figure in figures if tight(figure) not in text] == []
