"""The shipped sample fits the methodology, its figures hold together, and what is made up says so."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from app.models.domain.answers import Answer
from app.models.domain.enums import AnswerState, Area, ValueKind
from app.services.methodology import builtin
from app.services.sample_data import Sample, load_sample

TYPES = {
    ValueKind.CHOICE: str,
    ValueKind.TEXT: str,
    ValueKind.YN: bool,
    ValueKind.NUM: Decimal,
    ValueKind.MONEY: Decimal,
    ValueKind.PCT: Decimal,
    ValueKind.INT: Decimal,
}


def _answer(item: str) -> Answer:
    return next(answer for answer in load_sample().answers if answer.item == item)


@pytest.mark.parametrize("year", [2020, 2021, 2022])
def test_the_published_balance_holds_to_the_yuan(year: int) -> None:
    v = next(found.values for found in load_sample().statements if found.end.year == year)
    lines = {line.key: line for line in builtin().lines}
    for total in ("CA", "NCA", "TA", "CL", "NCL", "TL", "E", "TLE"):
        summed = Decimal(0)
        for term in (lines[total].sum or "").replace("- ", "-").replace("+ ", "").split():
            summed += -v.get(term[1:], Decimal(0)) if term.startswith("-") else v.get(term, Decimal(0))
        assert summed == v[total], total
    assert v["TA"] == v["TLE"]
    assert v["np"] == v["pbt"] - v["tax"]
    sales = v["rev"] - v["cogs"] - v["tax_sur"] - v["sell"] - v["adm"]
    assert sales + v["jv_inc"] + v["int_inc"] + v["oth_inc"] - v["oth_exp"] - v["int_exp"] == v["pbt"]


def test_published_totals_of_2022_are_as_printed() -> None:
    newest = load_sample().statements[-1]
    assert newest.unit == 1
    assert newest.currency == "CNY"
    assert newest.values["TA"] == Decimal(50311699796)
    assert newest.values["rev"] == Decimal(32171565624)
    assert newest.values["np"] == Decimal(3804721478)


def test_every_line_answer_security_and_trade_is_one_of_the_methodology() -> None:
    m, sample = builtin(), load_sample()
    lines = {line.key for line in m.lines}
    assert all(set(found.values) <= lines for found in sample.statements)
    known = {item.id for item in m.items} | {fact.id for fact in m.facts}
    ids = [answer.item for answer in sample.answers]
    assert set(ids) <= known
    assert len(set(ids)) == len(ids)
    assert {guarantee.kind for guarantee in sample.guarantees} <= {haircut.key for haircut in m.haircuts}
    assert sample.customer.trade in {trade.key for trade in m.trades}
    assert {source for answer in sample.answers for source in answer.sources} <= {source.key for source in m.sources}


def test_answers_have_the_kind_of_their_item_and_choices_exist() -> None:
    m = builtin()
    for answer in load_sample().answers:
        if answer.value is None:
            continue
        item = next((found for found in m.items if found.id == answer.item), None)
        kind = item.kind if item else next(found.kind for found in m.facts if found.id == answer.item)
        if kind in TYPES:
            assert isinstance(answer.value, TYPES[kind]), answer.item
        if item is not None and item.choices:
            assert answer.value in {choice.key for choice in item.choices}, answer.item
        if item is not None:
            columns = {detail.key for detail in item.details}
            assert {key for row in answer.rows for key in row} | set(answer.details) <= columns, answer.item


def test_all_answers_are_marked_as_made_up() -> None:
    assert all(answer.sample for answer in load_sample().answers)


def test_most_items_are_answered_and_some_are_open_or_unknown() -> None:
    m, sample = builtin(), load_sample()
    answered = {answer.item for answer in sample.answers if answer.state is AnswerState.VALUE}
    typed = {item.id for item in m.items if item.source == "answer" and item.area is not Area.FINANCES}
    assert len(typed & answered) / len(typed) > 0.9
    assert typed - answered
    assert _answer("B11").state is AnswerState.UNKNOWN
    assert _answer("B12").reason


@pytest.mark.parametrize(("lang", "word"), [("en", "Brewery"), ("zh", "青岛啤酒"), ("ru", "Циндао")])
def test_name_and_words_come_in_the_wanted_language(lang: str, word: str) -> None:
    sample = load_sample(lang)
    assert word in sample.customer.name
    assert sample.customer.name == sample.name.get(lang)
    assert sample.customer.flags == ("sample",)
    rows = next(answer for answer in sample.answers if answer.item == "A11").rows
    assert all(isinstance(part, str) for row in rows for part in row.values())


def test_every_text_of_the_sample_is_in_the_wanted_language() -> None:
    said = {lang: _texts(load_sample(lang)) for lang in ("en", "zh", "ru")}
    assert not [text for text in said["en"] if re.search("[\u0400-\u04ff]", text)]
    for lang, letters in (("zh", "[\u4e00-\u9fff]"), ("ru", "[\u0400-\u04ff]")):
        assert not [text for text in said[lang] if re.search("[A-Za-z]{2} |[a-z]{4}", text) and not re.search(letters, text)]
    for year, statement in zip((2020, 2021, 2022), load_sample("ru").statements, strict=True):
        assert statement.note.startswith(f"Годовой отчёт за {year} год")


def _texts(sample: Sample) -> list[str]:
    """Whatever is shown of the sample, less its codes."""
    words = [sample.customer.name, sample.customer.address, sample.customer.note, sample.case.purpose]
    words += [statement.note for statement in sample.statements]
    for answer in sample.answers:
        words += [answer.reason, answer.note, answer.comment]
        words += [str(part) for row in (*answer.rows, answer.details) for part in row.values()]
    return words
