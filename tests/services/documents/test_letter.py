"""The letter to a customer says what lowered the grade, who writes and where to object."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.models.domain.enums import Colour, Grade
from app.models.domain.records import CaseView
from app.services.documents.assemble import assemble
from app.services.documents.content import DossierContent, Office, StepContent, WarningContent
from app.services.documents.content.found import Measure
from app.services.documents.papers.content import LetterContent
from app.services.documents.papers.letter import letter_of
from app.services.documents.papers.openness import openness
from app.services.documents.pdf.papers.letter import render
from app.services.methodology import builtin
from app.services.registry import Services
from app.texts import Texts
from tests.services.desk import Desk
from tests.services.documents import boxes, cases
from tests.services.documents.conftest import full_source

WARNED = StepContent("warning", "", "4 points", Grade.AA, Grade.A, True, None)


def tight(text: str) -> str:
    return re.sub(r"\s+", "", text)


def said(letter: LetterContent, folder: Path) -> str:
    return tight(boxes.text_of(render(letter), folder))


def words(lang: str, key: str, **params: object) -> str:
    return tight(Texts.load(lang)(f"papers.letter.{key}", **params))


def case(lang: str = "en", **score: object) -> tuple[DossierContent, CaseView]:
    """A dossier whose steps are replaced, and its case."""
    source = full_source()
    content = assemble(source, lang)
    return replace(content, score=replace(content.score, **score)), source.view  # type: ignore[arg-type]


def warned(rule: str, lang: str = "en") -> tuple[DossierContent, CaseView]:
    """A dossier whose grade was lowered by one warning."""
    content, view = case(lang, steps=(WARNED,))
    label = next(row.label.get(lang) for row in builtin().warnings if row.id == rule)
    hit = WarningContent(rule, label, Colour.RED, Measure(None), 3, "")
    return replace(content, warnings=(hit,)), view


@pytest.fixture
def letter(lang: str) -> LetterContent:
    """The letter of the filled case."""
    return letter_of(*case(lang), builtin())


def test_without_a_sender_nobody_is_sent_to_an_address_above(letter: LetterContent, lang: str, tmp_path: Path) -> None:
    above = words(lang, "objection.above")
    nameless = replace(letter, head=replace(letter.head, office=Office()))
    assert above in said(letter, tmp_path)
    assert above not in said(nameless, tmp_path)
    assert words(lang, "objection.somewhere") in said(nameless, tmp_path)


def test_there_are_no_points_announced_where_there_are_none(letter: LetterContent, lang: str, tmp_path: Path) -> None:
    bare = replace(letter, for_it=(), against=(), rules=(), signs=(), incomplete=False, closed=False, periods=(), sources=())
    text = said(bare, tmp_path)
    for part in ("for", "against", "data"):
        assert words(lang, f"{part}.none") in text
        assert words(lang, f"{part}.text") not in text
    assert words(lang, "against.closed") not in text


@pytest.mark.parametrize("rule", ["W07", "W09"])
def test_a_warning_out_of_the_customers_own_statements_is_named(rule: str, lang: str, tmp_path: Path) -> None:
    content, view = warned(rule, lang)
    letter = letter_of(content, view, builtin())
    assert letter.signs == (content.warnings[0].label,)
    assert not letter.closed
    text = said(letter, tmp_path)
    assert tight(content.warnings[0].label) in text and words(lang, "sign") in text
    assert words(lang, "against.none") not in text


@pytest.mark.parametrize("rule", ["W10", "W11", "W17"])
def test_a_warning_that_accuses_or_comes_from_others_is_told_as_confidential_only(rule: str, lang: str, tmp_path: Path) -> None:
    content, view = warned(rule, lang)
    letter = letter_of(content, view, builtin())
    assert letter.signs == () and letter.closed
    text = said(letter, tmp_path)
    assert words(lang, "against.closed") in text and tight(content.warnings[0].label) not in text


def test_statements_from_an_agency_name_no_warning() -> None:
    content, view = warned("W09")
    bought = replace(view, statements=tuple(replace(row, source="BUR") for row in view.statements))
    letter = letter_of(content, bought, builtin())
    assert letter.signs == () and letter.closed


@pytest.mark.parametrize("kind", ["override", "hold", "cap", "gate"])
def test_what_lowered_the_grade_in_confidence_is_never_denied(kind: str) -> None:
    content, view = case(steps=(StepContent(kind, "K99", "why", Grade.AA, Grade.A, True, None),))
    letter = letter_of(content, view, builtin())
    assert letter.closed and letter.rules == ()


def test_missing_information_that_lowered_the_grade_is_said() -> None:
    content, view = case(steps=(StepContent("completeness", "", "below 75 %", Grade.AA, Grade.BBB, True, None),))
    letter = letter_of(content, view, builtin())
    assert letter.incomplete and not letter.closed


def test_a_step_that_changed_nothing_is_no_reason() -> None:
    steps = (StepContent("override", "", "why", Grade.A, Grade.A, False, None), replace(WARNED, after=Grade.AA, binding=False))
    content, view = case(steps=steps)
    letter = letter_of(content, view, builtin())
    assert not letter.closed and letter.rules == () and letter.signs == ()


def test_the_warnings_that_may_be_named_exist_and_read_statements_only() -> None:
    rules = {row.id: row for row in builtin().warnings}
    assert openness().warnings <= rules.keys()
    items = {item.id for item in builtin().items}
    for rule in (rules[one] for one in openness().warnings):
        names = set(re.findall(r"[A-Za-z_]\w*", f"{rule.value} {rule.amber} {rule.red}"))
        assert not {name for name in names if name in items or name.startswith("f_") or name == "fact"}, rule.id


def test_a_letter_has_one_form_of_dates(letter: LetterContent, lang: str, tmp_path: Path) -> None:
    t, text = Texts.load(lang), said(letter, tmp_path)
    days = {row.end for row in letter.periods} | {row.as_of for row in (*letter.for_it, *letter.against) if row.as_of}
    days |= {day for day in (letter.effective, letter.next_review) if day}
    assert len(days) > 3
    for day in days:
        assert tight(t.date_long(day)) in text and t.date(day) not in text


def test_who_approved_signs_unless_the_name_is_that_of_a_new_store(letter: LetterContent, tmp_path: Path) -> None:
    assert letter.signed_by == "officer 2"
    assert "officer2" in said(letter, tmp_path)
    source = full_source()
    fresh = replace(source, decisions=tuple(replace(row, by=Texts.load("zh")("officer.second")) for row in source.decisions))
    assert letter_of(assemble(fresh, "en"), source.view, builtin()).signed_by == ""


def test_the_letterhead_has_every_way_to_reach_the_company(services: Services, tmp_path: Path) -> None:
    from app.services.documents import papers

    company = {"name": "Example Trading", "address": "1 Example Road", "phone": "+86 1", "email": "a@example.com"}
    for key, value in company.items():
        services.settings.set(f"company_{key}", value, "officer 1")
    desk = Desk.filled(services)
    desk.approved()
    made, = papers.make(services, "letter", "en", customer_id=desk.customer.id)
    text = tight(boxes.text_of(made.data, tmp_path))
    for part in ("ExampleTrading", "1ExampleRoad", "+861", "a@example.com"):
        assert part in text


def test_the_day_of_the_letter_stands_in_words(letter: LetterContent, lang: str, tmp_path: Path) -> None:
    assert tight(Texts.load(lang).date_long(date(2026, 11, 22))) in said(letter, tmp_path)
    assert cases.NOW.date() == date(2026, 11, 22)


def test_only_what_nothing_answers_is_asked_of_the_customer() -> None:
    content, view = case()
    shown = letter_of(content, view, builtin()).wanted
    scored = {item.label: item.scored for area in content.areas for item in area.items if item.scored is not None}
    assert shown and all(scored[label].how in ("missing", "unknown") and scored[label].weight > 0 for label in shown)
    newness = replace(view, answers={code: one for code, one in view.answers.items() if code != "D03"})  # the statements tell it
    assert not any(item.id == "D03" and item.label in letter_of(content, newness, builtin()).wanted
                   for area in content.areas for item in area.items)
