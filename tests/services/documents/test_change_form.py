"""The grade-change form: one A4 page, everything on it, and long texts in full on an attachment."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.models.domain.enums import Grade
from app.services.documents import render_change_form_pdf
from app.services.documents.build import change_form_of
from app.services.documents.content import Office
from app.services.documents.forms import DEPARTMENTS, GROUNDS, ChangeFormContent
from app.services.documents.wording import Wording
from app.services.methodology import builtin
from tests.services.documents import boxes, cases

OFFICE = Office("Example Trading Co.")


def form(lang: str, **changes: object) -> ChangeFormContent:
    return change_form_of(cases.change(**changes), builtin(), lang, OFFICE, attachments=3)  # type: ignore[arg-type]


def tight(text: str) -> str:
    return re.sub(r"\s+", "", text)


def pages(data: bytes) -> int:
    return len(PdfReader(io.BytesIO(data)).pages)


def test_the_filled_form_is_one_page(lang: str) -> None:
    assert pages(render_change_form_pdf(form(lang))) == 1


def test_the_blank_form_is_one_page(lang: str) -> None:
    assert pages(render_change_form_pdf(ChangeFormContent(lang, OFFICE, cases.NOW))) == 1


@pytest.mark.parametrize("after", list(Grade))
def test_every_grade_fits_on_one_page_in_every_language(after: Grade, lang: str) -> None:
    assert pages(render_change_form_pdf(form(lang, after=after, before=None))) == 1


def test_every_field_of_the_form_is_printed(lang: str, tmp_path: Path) -> None:
    content, w = form(lang), Wording(lang)
    text = boxes.text_of(render_change_form_pdf(content), tmp_path)
    assert content.before is not None
    assert content.after is not None
    expected = [
        w("form.title"), "17", content.customer_name, content.customer_number, content.case_number,
        w("change_class.warning"), content.before.grade.name, content.after.grade.name, w.notches(-1),
        w.money(content.before.limit, "CNY"), w.money(content.after.limit, "CNY"), content.text, content.conditions,
        w.money(content.balance, "CNY"), w.money(content.overdue, "CNY"), w.money(content.security_held, "CNY"),
        w.day(content.effective), w.day(content.next_review), content.proposed_by, content.approved_by, content.decision_note,
        *(w(f"department.{key}") for key in DEPARTMENTS), *(w(f"ground.{key}") for key in GROUNDS),
        *(rule.id for rule in content.rules), "salesperson1", "9", content.fingerprint,
    ]  # fmt: skip
    for words in expected:
        assert tight(words) in text, words


def test_only_the_grounds_and_the_class_that_apply_are_ticked(lang: str, tmp_path: Path) -> None:
    w = Wording(lang)
    text = boxes.text_of(render_change_form_pdf(form(lang)), tmp_path)
    assert "√" + tight(w("ground.payment")) in text
    assert "√" + tight(w("ground.statements")) in text
    assert "√" + tight(w("ground.litigation")) not in text
    assert "√" + tight(w("change_class.warning")) in text
    assert text.count("√") == 5  # class, two grounds, level of approval, outcome


def test_nothing_is_ticked_on_the_blank_form(lang: str, tmp_path: Path) -> None:
    assert "√" not in boxes.text_of(render_change_form_pdf(ChangeFormContent(lang, OFFICE, cases.NOW)), tmp_path)


@pytest.mark.parametrize(("after", "stops"), [(Grade.CCC, False), (Grade.CC, True), (Grade.C, True), (Grade.D, True)])
def test_the_stop_notice_is_printed_from_cc_down(after: Grade, stops: bool, lang: str, tmp_path: Path) -> None:
    content = form(lang, after=after)
    data = render_change_form_pdf(content)
    assert (tight(Wording(lang)("form.stop")) in boxes.text_of(data, tmp_path)) is stops
    assert pages(data) == 1


def test_long_texts_go_to_an_attachment_in_full(lang: str, tmp_path: Path) -> None:
    reasons = " ".join(f"reason{n}" for n in range(400))
    conditions = " ".join(f"condition{n}" for n in range(300))
    long = {"text": reasons, "conditions": conditions, "decision_note": "note " * 80, "customer_name": "示例" * 80}
    content = form(lang, **long, after=Grade.CC)
    data = render_change_form_pdf(content)
    assert pages(data) > 1
    first = tight(PdfReader(io.BytesIO(data)).pages[0].extract_text())
    for key in ("form.title", "form.log", "form.archived", "form.notices"):
        assert tight(Wording(lang)(key)) in first
    text = boxes.text_of(data, tmp_path)
    assert all(f"reason{n}" in text for n in range(400))
    assert all(f"condition{n}" in text for n in range(300))


@pytest.mark.parametrize("text", [cases.LONG_WORD, cases.MIXED, "Lorem ipsum dolor sit amet. " * 300, "\n".join("x" * 99)])
def test_hostile_texts_stay_inside_the_page(text: str, lang: str, tmp_path: Path) -> None:
    content = form(
        lang, text=text, conditions=text, customer_name=text, customer_identifier=text, decision_note=text,
        proposed_by=text[:60], approved_by=text[:60], after=Grade.CC,
    )  # fmt: skip
    data = render_change_form_pdf(content)
    words, sizes = boxes.words_of(data, tmp_path)
    assert boxes.outside(words, sizes) == []
    assert boxes.overlapping(words) == []
    archived = tight(Wording(lang)("form.archived"))
    assert archived in tight(PdfReader(io.BytesIO(data)).pages[0].extract_text())


def test_a_first_grade_has_no_difference(tmp_path: Path) -> None:
    content = form("en", before=None)
    assert content.notches is None
    assert "notch" not in boxes.text_of(render_change_form_pdf(content), tmp_path)


def test_the_form_is_always_the_same_bytes(lang: str) -> None:
    assert render_change_form_pdf(form(lang)) == render_change_form_pdf(form(lang))


def test_fonts_are_embedded_and_no_other_is_named(lang: str, tmp_path: Path) -> None:
    path = tmp_path / "form.pdf"
    path.write_bytes(render_change_form_pdf(form(lang)))
    rows = boxes.run("pdffonts", str(path)).splitlines()[2:]
    assert rows
    assert all("ZixinSans" in row and row.split()[-5] == "yes" for row in rows)
