"""Proof in a column decides for all its cells; likelihood is asked about, with the cells in doubt."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.imports.model import Ask, Choice, Question
from app.services.imports.reading.model import Value
from app.services.imports.values.guess import USUAL, answered, guess_choice
from app.services.imports.values.read import as_amount, as_date

RATIOS = USUAL | {Ask.PERCENT}


def _asked(questions: Sequence[Question]) -> dict[Ask, tuple[str, ...]]:
    return {question.ask: question.options for question in questions}


@pytest.mark.parametrize(
    ("cells", "decimal", "asked"),
    [
        (("1,234", "5,678.90"), ".", False), (("1.234", "5.678,90"), ",", False), (("1,234", "7,5"), ",", False),
        (("1,234", "1,234,567"), ".", False), (("1,234", "5,678"), None, True), (("1.234", "12"), None, True),
        (("12", "7"), None, False), (("7,5", "7.5"), None, True), ((1.5, 2), None, False), (("1 234", "5 678,9"), ",", False),
        (("1,800(万元)", "1,178.3792(万元)"), ".", False),
    ],
)
def test_the_decimal_sign_is_proved_or_asked(cells: Sequence[Value], decimal: str | None, asked: bool) -> None:
    choice, questions = guess_choice(cells, "en")
    assert choice.decimal == decimal
    assert (Ask.DECIMAL in _asked(questions)) is asked


def test_under_chinese_heads_the_comma_groups() -> None:
    assert guess_choice(("1,234", "5,678"), "ru", ("注册资本",)) == (Choice(decimal=".", unit=1), ())
    assert guess_choice(("1,234", "7,5"), "ru", ("注册资本",))[0].decimal == ",", "proof wins"


def test_the_usual_sign_of_the_language_is_the_first_answer() -> None:
    for lang, first in (("en", "."), ("zh", "."), ("ru", ",")):
        _, (question,) = guess_choice(("1,234",), lang)
        assert question == Question(Ask.DECIMAL, ("1,234",), (first, "," if first == "." else "."))


@pytest.mark.parametrize(
    ("cells", "order", "asked"),
    [
        (("03/04/2025", "25/12/2025"), "dmy", ()), (("03/04/2025", "12/25/2025"), "mdy", ()), (("03/04/2025",),
        None, ("dmy", "mdy")),
        (("25/12/2025", "12/25/2025", "03/04/2025"), None, ("dmy", "mdy")), (("2025-04-03", "03.04.2025"), None, ()),
        (("03/03/2025",), None, ()), (("25/12/20", "25/11/30"), None, ("dmy", "ymd")), (("25/12/20", "31/10/99"), "dmy", ()),
    ],
)
def test_the_order_of_dates_is_proved_or_asked(cells: Sequence[Value], order: str | None, asked: tuple[str, ...]) -> None:
    choice, questions = guess_choice(cells, "en")
    assert choice.order == order
    assert _asked(questions).get(Ask.ORDER, ()) == asked


def test_two_orders_in_one_column_are_shown_both_and_after_the_answer_the_other_is_refused() -> None:
    cells = ("25/12/2025", "24/12/2025", "12/25/2025", "03/04/2025")
    choice, (question,) = guess_choice(cells, "en")
    assert set(question.samples[:2]) == {"25/12/2025", "12/25/2025"}
    choice = answered(choice, question, "dmy")
    assert [as_date(cell, choice, "en").fault for cell in cells] == ["", "", "order_other", ""]


@pytest.mark.parametrize(
    ("cells", "heads", "unit", "currency", "asked"),
    [
        ((5, 7), (), 1, None, ()), ((5, 7), ("注册资本（万元）",), 10_000, "CNY", ()), ((5,), ("Выручка, тыс. руб.",),
        1_000, "RUB", ()),
        ((5,), ("Revenue", "In thousands of USD"), 1_000, "USD", ()), ((5,), ("Revenue, k€", "In millions of USD"),
        1_000, "EUR", ()),
        ((5,), ("Revenue", "in thousands", "in millions"), None, None, ("1000", "1000000")), (("5万元", "7万"), (),
        None, None, ()),
        (("5万元", "94()"), (), None, None, ("1", "10000")), (("94()",), (), None, None, ("1",)), (("5万元", "7"), (),
        None, None, ("1", "10000")),
        ((), (), 1, None, ()),
    ],
)
def test_the_unit_is_told_by_heads_or_cells_or_asked(
    cells: Sequence[Value], heads: Sequence[str], unit: int | None, currency: str | None, asked: tuple[str, ...]
) -> None:
    choice, questions = guess_choice(cells, "en", heads)
    assert (choice.unit, choice.currency) == (unit, currency)
    assert _asked(questions).get(Ask.UNIT, ()) == asked


@pytest.mark.parametrize(
    ("cells", "head", "percent", "asked"),
    [
        (("7.35%", "8%"), "ROE", None, False), ((7.35, 12.5, 3, 0.9, 18), "ROE (%)", True, False),
        ((0.07, 0.1, 0.3, 0.9, 0.5), "ROE", False, False),
        ((0.07, 0.1, 0.3, 0.9, 0.5), "ROE (%)", None, True), ((7.35, 0.5), "ROE", None, True), ((0.07, 0.1, 1.3, 0.9, 0.5),
        "ROE", None, True),
        ((17, 20, 45, 0.9, 30), "ROE", True, False), (("7.35%", 8, 9, 10, 11, 12), "ROE", None, True), ((0, 0),
        "ROE", None, False),
    ],
)
def test_percents_and_fractions_are_told_apart_or_asked(
    cells: Sequence[Value], head: str, percent: bool | None, asked: bool
) -> None:
    choice, questions = guess_choice(cells, "en", (head,), RATIOS)
    assert choice.percent is percent
    assert (Ask.PERCENT in _asked(questions)) is asked


def test_nothing_is_asked_that_the_column_cannot_hold() -> None:
    assert guess_choice((0.5, 0.7), "en")[1] == ()
    assert guess_choice(("03/04/2025",), "en", (), {Ask.DECIMAL}) == (Choice(), ())


@given(st.lists(st.sampled_from(["1,234", "1.234", "1,5", "2.25", "1,234,567", "12", "5万元", "94()", "-", "03/04/2025"]),
max_size=6))
def test_after_all_answers_no_cell_asks_again(cells: list[str]) -> None:
    choice, questions = guess_choice(cells, "ru")
    for question in questions:
        assert question.samples
        choice = answered(choice, question, question.options[0])
    for cell in cells:
        if cell != "03/04/2025":
            assert not as_amount(cell, choice, "ru").asks
