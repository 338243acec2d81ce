"""The letter to a customer: nothing secret in it, whatever is in the store, and each of its numbers is one of the dossier's."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.models.domain.enums import AnswerState, Grade, ValueKind
from app.models.domain.records import CaseView, Decision, GradeChange, Proposal
from app.services.documents.assemble import assemble
from app.services.documents.content import DossierContent, Office
from app.services.documents.papers.content import LetterContent
from app.services.documents.papers.letter import letter_of
from app.services.documents.papers.openness import only_open, openness
from app.services.documents.pdf.papers.letter import render
from app.services.documents.source import DossierSource
from app.services.documents.wording import local
from app.services.methodology import builtin
from app.texts import Texts
from tests.services.documents import boxes, canaries, cases
from tests.services.documents.canaries import Planter, planted

LANGUAGES = ("en", "zh", "ru")
FEW, MANY, PART = 100, 1000, 10


def tight(text: str) -> str:
    return re.sub(r"\s+", "", text)


def text_of(data: bytes, folder: Path) -> str:
    """Everything that can be read in a letter: its text, its title and properties, its bookmarks."""
    reader = PdfReader(io.BytesIO(data))
    more = [str(value) for value in (reader.metadata or {}).values()] + [str(entry) for entry in reader.outline]
    return "\n".join([boxes.text_of(data, folder), *more])


def letter_and_dossier(number: int) -> tuple[LetterContent, DossierContent, DossierSource, Planter]:
    source, planter = planted(number)
    dossier = assemble(source, LANGUAGES[number % 3])
    return letter_of(dossier, source.view, source.methodology), dossier, source, planter


def faults(letter: LetterContent, dossier: DossierContent, source: DossierSource, planter: Planter, folder: Path) -> list[str]:
    """What a letter tells that it must not, and its numbers that are not the dossier's."""
    text = text_of(render(letter), folder)
    found = planter.found_in(text)
    found += closed_items(source, dossier.lang, text)
    return found + strange_numbers(boxes.text_of(render(letter), folder), dossier)


def closed_items(source: DossierSource, lang: str, text: str) -> list[str]:
    """Closed items whose answer is told: the label with something behind it."""
    plain = tight(text)
    answers = source.view.answers
    closed = [item for item in source.methodology.items if canaries.is_closed(item, answers.get(item.id))]
    return [f"item {item.id}" for item in closed if f"{tight(item.label.get(lang))}:" in plain]


# --- numbers ----------------------------------------------------------------------------------------------------------


def leaves(value: object) -> Iterator[object]:
    """Everything that hangs on a content tree."""
    if isinstance(value, tuple):
        for part in value:
            yield from leaves(part)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            if field.metadata.get("printed", True):
                yield from leaves(getattr(value, field.name))
    else:
        yield value


def strange_numbers(text: str, dossier: DossierContent) -> list[str]:
    """Numbers in the text of a letter that the dossier of the same customer does not have."""
    t = Texts.load(dossier.lang)
    found = list(leaves(dossier))
    days = {local(one).date() if hasattr(one, "hour") else one for one in found if isinstance(one, date)}
    known = {shape for day in days for shape in (tight(t.date(day)), tight(t.date_long(day)))}
    known |= {tight(one) for one in found if isinstance(one, str) and re.search(r"\d", one) and len(one) > 5}
    page = re.escape(tight(t("documents.foot.page", page="@", pages="@"))).replace("@", r"\d+")
    plain = re.sub(page, "¦", tight(text))
    for words in sorted(known, key=len, reverse=True):
        plain = plain.replace(words, "¦")
    numbers = [Decimal(one) for one in found if isinstance(one, int | Decimal) and not isinstance(one, bool | Grade)]
    return [shown for shown in re.findall(r"[−-]?\d[\d,.]*\d|\d", plain) if not _is_known(shown, numbers, t)]


def _is_known(shown: str, numbers: list[Decimal], t: Texts) -> bool:
    plain = shown.replace(tight(t.group_sign) or "\u00a0", "").replace(t.decimal_sign, ".").replace("−", "-")
    value = Decimal(plain)
    places = max(0, -int(value.as_tuple().exponent))
    return any(round(one, places) == value or round(one * 100, places) == value for one in numbers)


# --- the letters ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", range(FEW // PART))
def test_no_secret_is_in_any_letter_and_each_number_is_the_dossiers(part: int, tmp_path: Path) -> None:
    found = {number: faults(*letter_and_dossier(number), tmp_path) for number in range(part * PART, (part + 1) * PART)}
    assert {number: told for number, told in found.items() if told} == {}


@pytest.mark.slow
@pytest.mark.parametrize("part", range(FEW // PART, MANY // PART))
def test_no_secret_is_in_any_of_a_thousand_letters(part: int, tmp_path: Path) -> None:
    found = {number: faults(*letter_and_dossier(number), tmp_path) for number in range(part * PART, (part + 1) * PART)}
    assert {number: told for number, told in found.items() if told} == {}


def test_the_letters_say_something() -> None:
    """Else it would be easy to keep secrets."""
    letters = [letter_and_dossier(number)[0] for number in range(30)]
    assert sum(bool(letter.for_it) for letter in letters) > 15
    assert sum(bool(letter.against) for letter in letters) > 15
    assert sum(bool(letter.wanted) for letter in letters) > 10
    assert sum(bool(letter.raises) for letter in letters) > 3
    assert sum(bool(letter.periods) for letter in letters) > 8
    assert {letter.grade for letter in letters} == set(Grade)


def test_what_may_be_told_is_told(tmp_path: Path) -> None:
    letter, _, _, planter = letter_and_dossier(0)
    text = tight(text_of(render(letter), tmp_path))
    told = {place for word, place in planter.words.items() if word in text}
    assert told == canaries.TOLD


def test_every_field_of_every_record_is_planted() -> None:
    planters = [planted(number)[1] for number in range(6)]
    reached = set().union(*(canaries.record_classes(root) for root in (CaseView, Proposal, Decision, GradeChange, Office)))
    assert {one.__name__ for one in reached} - {one.__name__ for planter in planters for one in planter.classes} == set()
    known = {place.split()[0] for planter in planters for place in planter.words.values()}
    walked = set().union(*(planter.fields for planter in planters))
    assert {place for place in walked - known - canaries.KEPT if _holds_text(place, reached)} == set()


def _holds_text(place: str, classes: set[type]) -> bool:
    """Whether the field of that place is a text, or texts."""
    name, _, attribute = place.partition(".")
    kinds = {one.__name__: {field.name: str(field.type) for field in fields(one)} for one in classes}  # type: ignore[arg-type]
    return bool(re.fullmatch(r"str|tuple\[str, \.\.\.\]|str \| None|Mapping\[str, str\]", kinds[name][attribute]))


# --- the net holds, and would tear ------------------------------------------------------------------------------------


@pytest.mark.parametrize("leak", ["note", "score", "verified_at", "agency"])
def test_a_leak_is_found(leak: str, tmp_path: Path) -> None:
    letter, dossier, source, planter = letter_and_dossier(0)
    secret = {
        "note": dossier.customer.note,
        "score": Texts.load(dossier.lang).number(dossier.proposal.terms.score),
        "verified_at": Texts.load(dossier.lang).date(dossier.case.verified_at),  # type: ignore[arg-type]
        "agency": dossier.case.reports[0].agency,
    }[leak]
    leaky = replace(letter, customer_address=f"{letter.customer_address} {secret}")
    assert faults(letter, dossier, source, planter, tmp_path) == []
    assert faults(leaky, dossier, source, planter, tmp_path) != []


def test_a_number_that_is_not_the_dossiers_is_found(tmp_path: Path) -> None:
    letter, dossier, _, _ = next(row for row in map(letter_and_dossier, range(30)) if row[0].against and row[0].periods)
    reason = next(row for row in letter.against if isinstance(row.value, Decimal))
    wrong = replace(letter, against=(replace(reason, value=Decimal("8642.13")),))
    assert strange_numbers(boxes.text_of(render(letter), tmp_path), dossier) == []
    assert strange_numbers(boxes.text_of(render(wrong), tmp_path), dossier) != []


def test_an_answer_of_a_closed_item_is_found(tmp_path: Path) -> None:
    letter, dossier, source, _ = next(row for row in map(letter_and_dossier, range(30)) if row[0].for_it)
    closed = next(item for item in source.methodology.items if item.secret)
    told = replace(letter.for_it[0], label=closed.label.get(dossier.lang))
    wrong = replace(letter, for_it=(told,))
    assert closed_items(source, dossier.lang, boxes.text_of(render(letter), tmp_path)) == []
    assert closed_items(source, dossier.lang, boxes.text_of(render(wrong), tmp_path)) == [f"item {closed.id}"]


def test_a_field_that_is_not_listed_does_not_exist_for_the_letter() -> None:
    dossier = assemble(planted(0)[0], "en")
    told = only_open(dossier)
    assert told.customer.name == dossier.customer.name
    for name in ("note", "owner", "flags", "contacts"):
        with pytest.raises(AttributeError):
            getattr(told.customer, name)
    with pytest.raises(AttributeError):
        told.models  # noqa: B018
    with pytest.raises(AttributeError):
        told.areas[0].items[0].note  # noqa: B018


def test_what_is_listed_exists() -> None:
    """A misspelt name would open nothing and be noticed by nobody."""
    from app.services.documents import content

    for name, listed in openness().fields.items():
        assert listed <= {field.name for field in fields(getattr(content, name))}, name
    m = builtin()
    assert openness().sources <= {row.key for row in m.sources}
    assert openness().sent_by_customer <= openness().sources
    assert openness().rules <= {row.id for row in m.caps}
    assert openness().areas <= {item.area.value for item in m.items}
    assert openness().kinds <= {kind.value for kind in ValueKind}
    assert openness().sources.isdisjoint(canaries.CLOSED_SOURCES)
    assert openness().areas.isdisjoint(canaries.CLOSED_AREAS)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_source_that_may_be_named_has_words_for_the_customer(lang: str) -> None:
    for code in openness().sources:
        assert f"papers.letter.source.{code}" in Texts.load(lang)


def test_an_unknown_kind_of_evidence_closes_the_answer() -> None:
    source = planted(0)[0]
    item = next(one for one in source.methodology.items if one.id == "A05")
    answer = replace(cases.answer_for(item, 0), state=AnswerState.VALUE, sources=("REG",))
    from app.services.documents.papers.openness import open_items

    def is_told(**changes: object) -> bool:
        view = replace(source.view, answers={"A05": replace(answer, **changes)})  # type: ignore[arg-type]
        return "A05" in open_items(view, source.methodology)

    assert is_told()
    assert not is_told(sources=("REG", "NEW"))
    assert not is_told(sources=())
    assert not is_told(sources=("BANK",))
