"""The grade-change form: one A4 page, everything on it, and long texts in full on an attachment."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.models.domain.enums import Grade
from app.models.domain.records import Notice
from app.services.documents import render_change_form_pdf
from app.services.documents.build import change_form_of
from app.services.documents.content import Office
from app.services.documents.forms import DEPARTMENTS, GROUNDS, ChangeFormContent
from app.services.documents.wording import Wording
from app.services.methodology import builtin
from tests.services.documents import audit, boxes, cases
from tests.services.documents.hard_texts import long_line, prose

OFFICE = Office("Example Trading Co.")
ATTACHED = ("registration.pdf", "statements.xlsx", "visit.jpg")


def form(lang: str, **changes: object) -> ChangeFormContent:
    return change_form_of(cases.change(**changes), builtin(), lang, OFFICE, attached=ATTACHED)  # type: ignore[arg-type]


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
        *(rule.id for rule in content.rules), *ATTACHED, w.money(Decimal(716500), "CNY"), "salesperson1", "9",
        content.fingerprint,
    ]  # fmt: skip
    for words in expected:
        assert tight(words) in text, words


def test_the_foot_holds_number_methodology_and_code_in_full_with_the_own_line_below(lang: str, tmp_path: Path) -> None:
    office = replace(OFFICE, foot="Example Trading Co. · Harbour Road 7")
    content = replace(form(lang), no=123456, fingerprint="ab" * 32, journal_row=12345678, methodology_version="10.20.30",
                      office=office)
    text = boxes.text_of(render_change_form_pdf(content), tmp_path)
    w = Wording(lang)
    code = w("form.code_at", code="ab" * 32, row=12345678)
    for words in (f"{w('form.title')} 123456", f"{w('origin.methodology')} 10.20.30", code, office.foot):
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
    for key, number in (("customer.name", 1), ("form.reasons", 2), ("form.transition", 3)):
        assert tight(f"{number}. {Wording(lang)(key)}") in text
        assert tight(Wording(lang)("form.continued", n=number)) in first


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("script", ["latin", "chinese", "russian", "mixed", "unbroken"])
def test_the_fullest_form_has_its_main_part_on_one_page_and_nothing_is_cut(script: str, paper: str, lang: str) -> None:
    content = _fullest(script, paper, lang)
    data = render_change_form_pdf(content)
    assert audit.faults_of(data, flowing=False) == []
    main = tight(PdfReader(io.BytesIO(data)).pages[0].extract_text())
    w = Wording(lang)
    blocks = ("head", "stop_word", "terms", "grounds", "position", "effect", "proposal", "opinions", "decision", "notices", "log")
    for key in (*blocks, "archived"):
        assert tight(w(f"form.{key}")) in main, key
    for amount in (content.balance, content.not_due, content.overdue, content.security_held):
        assert tight(w.money(amount, "CNY")) in main


def _fullest(script: str, paper: str, lang: str) -> ChangeFormContent:
    line, text = long_line(script, 200), prose(script, 5000)
    change = cases.change(
        after=Grade.CC, customer_name=line, customer_number=line[:40], customer_identifier=line, case_number=line[:30],
        text=text, conditions=text, decision_note=text, proposed_by=line, approved_by=line,
        rules=tuple(f"W{n:02}" for n in range(1, 16)), own_exposure=Decimal("99999999999.99"),
        own_overdue=Decimal("88888888888.88"), security_held=Decimal("77777777777.77"),
        notices=tuple(Notice(key, line, cases.NOW, line, cases.NOW) for key in DEPARTMENTS),
    )  # fmt: skip
    assert change.before is not None
    worst = replace(change.after, security=line, release=line, provisional=True, limit=Decimal("88888888888.88"))
    change = replace(change, before=replace(change.before, security=line, release=line), after=worst)
    office = Office(line, line, head=line, foot=line, paper=paper)
    return change_form_of(change, builtin(), lang, office, attached=[line] * 30, sample=True)


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("letter", (612, 792))])
def test_the_form_is_printed_on_the_paper_that_is_set(paper: str, size: tuple[int, int]) -> None:
    content = replace(form("en"), office=replace(OFFICE, paper=paper))
    box = PdfReader(io.BytesIO(render_change_form_pdf(content))).pages[0].mediabox
    assert (round(box.width), round(box.height)) == size


def test_what_the_program_does_not_know_is_a_place_to_write(tmp_path: Path) -> None:
    content = form("en", own_exposure=None, own_overdue=Decimal(5), security_held=Decimal(0))
    assert (content.balance, content.not_due, content.security_held) == (None, None, None)
    assert "CNY0" not in boxes.text_of(render_change_form_pdf(content), tmp_path)


def test_amounts_of_two_currencies_have_no_difference(tmp_path: Path) -> None:
    same = form("en")
    assert same.before is not None
    other = replace(same, before=replace(same.before, currency="EUR"))
    assert "−1,100,000" in boxes.text_of(render_change_form_pdf(same), tmp_path)
    assert "−1,100,000" not in boxes.text_of(render_change_form_pdf(other), tmp_path)


def test_a_text_that_stands_in_several_places_is_attached_once(tmp_path: Path) -> None:
    line = long_line("latin", 200)
    data = render_change_form_pdf(form("en", notices=tuple(Notice(key, line) for key in DEPARTMENTS)))
    assert pages(data) == 2
    assert boxes.text_of(data, tmp_path).count(tight(line)) == 1


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
