"""The checklist on paper: every question of the methodology with room to answer, also for an item added as data."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.models.domain.enums import ScoringKind, ValueKind
from app.models.domain.labels import Labels
from app.models.domain.methodology import Choice, Item, Methodology, Scoring
from app.services.documents import render_checklist_pdf
from app.services.documents.build import checklist_of
from app.services.documents.content import Office
from app.services.documents.wording import Wording
from app.services.methodology import builtin
from tests.services.documents import boxes, cases

OFFICE = Office("Example Trading Co.")


def tight(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_the_blank_checklist_asks_every_typed_item_with_its_choices(lang: str, tmp_path: Path) -> None:
    m = builtin()
    text = boxes.text_of(render_checklist_pdf(checklist_of(m, lang, OFFICE, cases.TODAY)), tmp_path)
    for item in m.items:
        if item.source == "expr":
            continue
        assert item.id in text
    a03 = m.item("A03")
    for choice in a03.choices:
        for word in choice.label.get(lang).split():
            assert word in text
    assert "√" not in text


def test_each_area_starts_on_a_page_of_its_own(lang: str) -> None:
    content = checklist_of(builtin(), lang, OFFICE, cases.TODAY)
    reader = PdfReader(io.BytesIO(render_checklist_pdf(content)))
    tops = [reader.get_destination_page_number(entry) for entry in reader.outline if not isinstance(entry, list)]
    assert len(tops) == len(content.sheets)
    assert len(set(tops)) == len(tops)


def test_the_filled_checklist_shows_the_answers(lang: str, tmp_path: Path) -> None:
    m, case = builtin(), cases.view()
    content = checklist_of(m, lang, OFFICE, cases.TODAY, case, blank=False)
    text = boxes.text_of(render_checklist_pdf(content), tmp_path)
    assert tight(case.customer.name) in text
    assert text.count("√") > 10
    assert tight(Wording(lang)("state.not_applicable")) in text


@pytest.mark.parametrize(
    "name", ["long words", *(pytest.param(name, marks=pytest.mark.slow) for name in ("mixed scripts", "long text"))]
)
def test_hostile_answers_stay_on_the_page(tmp_path: Path, name: str) -> None:
    content = checklist_of(builtin(), "en", OFFICE, cases.TODAY, cases.hostile()[name], blank=False)
    words, sizes = boxes.words_of(render_checklist_pdf(content), tmp_path)
    assert boxes.outside(words, sizes) == []
    assert boxes.overlapping(words) == []


def with_item(m: Methodology) -> Methodology:
    """The methodology with one more row."""
    steps = tuple(Choice(f"s{n}", Labels(f"step {n} of it", f"第{n}级", f"ступень {n}"), n) for n in range(6))
    item = Item(
        id="A99", area=m.item("A03").area, label=Labels("Cyber insurance", "网络保险", "Киберстрахование"),
        help=Labels("Ask for the policy.", "索取保单。", "Спросите полис."), kind=ValueKind.CHOICE, unit="",
        scoring=Scoring(ScoringKind.STEPS), c=m.item("A03").c, evidence=("VISIT",), origin="test", choices=steps,
    )  # fmt: skip
    return replace(m, items=(*m.items, item))


def test_an_item_added_as_data_is_on_the_checklist(lang: str, tmp_path: Path) -> None:
    m = with_item(builtin())
    text = boxes.text_of(render_checklist_pdf(checklist_of(m, lang, OFFICE, cases.TODAY)), tmp_path)
    assert "A99" in text
    assert tight(m.item("A99").label.get(lang)) in text
    assert tight(m.item("A99").choices[3].label.get(lang)) in text


def test_same_checklist_same_bytes(lang: str) -> None:
    content = checklist_of(builtin(), lang, OFFICE, cases.TODAY)
    assert render_checklist_pdf(content) == render_checklist_pdf(content)
