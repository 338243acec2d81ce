"""An answer against its item: what cannot be kept, and where the message stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.domain.answers import Answer
from app.models.domain.enums import AnswerState as S
from app.models.domain.enums import ScoringKind, ValueKind
from app.models.domain.errors import ProblemList
from app.models.domain.methodology import Item
from app.services.cases.validate import Question, answer_problems, check_answers, questions
from app.services.methodology import builtin
from tests.services.refusal import told

TODAY = date(2026, 11, 22)
SOURCES = frozenset({"REG", "FS"})
M = builtin()


def problems(question: Question, answer: Answer) -> list[tuple[str, str | None]]:
    return [(problem.key, problem.field) for problem in answer_problems(question, answer, SOURCES, TODAY)]


def value(kind: ValueKind, given_value: object, **parts: object) -> list[tuple[str, str | None]]:
    return problems(Question("X1", kind), Answer("X1", S.VALUE, given_value, **parts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "good"),
    [
        (ValueKind.NUM, Decimal("-1234.5678")), (ValueKind.PCT, Decimal(12000)), (ValueKind.MONEY, Decimal(0)),
        (ValueKind.INT, Decimal("3.00")), (ValueKind.DATE, date(1850, 1, 1)), (ValueKind.YN, False),
        (ValueKind.TEXT, "多 行\nтекст"),
    ],
)
def test_a_value_of_the_kind_is_taken_even_if_it_is_not_plausible(kind: ValueKind, good: object) -> None:
    assert value(kind, good) == []


@pytest.mark.parametrize(
    ("kind", "bad", "key"),
    [
        (ValueKind.NUM, "12", "answer.not_a_number"), (ValueKind.NUM, True, "answer.not_a_number"),
        (ValueKind.NUM, Decimal("NaN"), "answer.not_a_number"), (ValueKind.NUM, Decimal("-Infinity"), "answer.not_a_number"),
        (ValueKind.MONEY, Decimal(10) ** 18, "answer.number_size"), (ValueKind.PCT, Decimal("1E-11"), "answer.number_size"),
        (ValueKind.INT, Decimal("2.5"), "answer.not_whole"), (ValueKind.INT, Decimal(-1), "answer.negative"),
        (ValueKind.DATE, "2026-02-30", "answer.not_a_date"), (ValueKind.DATE, date(1799, 1, 1), "date.out_of_range"),
        (ValueKind.YN, "yes", "answer.not_yes_or_no"), (ValueKind.YN, Decimal(1), "answer.not_yes_or_no"),
        (ValueKind.TEXT, "a\x00b", "text.control"), (ValueKind.TEXT, "\ud83d", "text.control"),
        (ValueKind.TEXT, "x" * 4001, "text.too_long"), (ValueKind.TEXT, date(2026, 1, 1), "answer.not_a_text"),
    ],
)
def test_a_value_of_another_kind_is_refused_at_the_item(kind: ValueKind, bad: object, key: str) -> None:
    assert value(kind, bad) == [(key, "X1")]


def test_the_answers_of_a_choice_are_its_keys_and_of_a_step_0_to_5() -> None:
    item = next(item for item in M.items if item.choices)
    question = Question.of(item)
    assert problems(question, Answer(item.id, S.VALUE, item.choices[0].key)) == []
    assert problems(question, Answer(item.id, S.VALUE, "none of them")) == [("answer.not_a_choice", item.id)]
    assert problems(question, Answer(item.id, S.VALUE, Decimal(5))) == [("answer.not_a_choice", item.id)]
    step = Question("X1", ValueKind.NUM, steps=True)
    assert problems(step, Answer("X1", S.VALUE, Decimal("5.0"))) == []
    for bad in (Decimal(6), Decimal("2.5"), "3", True):
        assert problems(step, Answer("X1", S.VALUE, bad)) == [("answer.not_a_step", "X1")]


def test_a_state_and_a_value_must_fit() -> None:
    question = Question("X1", ValueKind.NUM)
    assert problems(question, Answer("X1", S.VALUE)) == [("answer.no_value", "X1")]
    for state in (S.EMPTY, S.UNKNOWN):
        assert problems(question, Answer("X1", state)) == []
        assert problems(question, Answer("X1", state, Decimal(0))) == [("answer.value_without_state", "X1")]
    assert problems(question, Answer("X1", S.NOT_APPLICABLE, reason=" ")) == [("answer.reason_needed", "X1.reason")]
    assert problems(question, Answer("X1", S.NOT_APPLICABLE, reason="no plant")) == []


def test_a_computed_item_takes_a_comment_but_no_value() -> None:
    item = next(item for item in M.items if item.source == "expr")
    question = Question.of(item)
    assert problems(question, Answer(item.id, comment="sold a plant")) == []
    assert problems(question, Answer(item.id, S.NOT_APPLICABLE, reason="a bank")) == []
    assert problems(question, Answer(item.id, S.VALUE, Decimal(1))) == [("answer.computed", item.id)]


def test_what_stands_around_the_value_is_checked_at_its_own_place() -> None:
    question = Question("X1", ValueKind.NUM, details=frozenset({"who"}), table=True)
    answer = Answer(
        "X1", S.VALUE, Decimal(1), details={"who": "a\x01", "why": "b"}, rows=({"who": "ok"}, {"who": "\x02"}),
        as_of=date(2026, 11, 23),
        sources=("REG", "REG", "MOON"), note="\x03", comment="x" * 5000,
    )
    assert problems(question, answer) == [
        ("answer.as_of_future", "X1.as_of"), ("answer.unknown_source", "X1.sources"), ("answer.repeated_source", "X1.sources"),
        ("text.control", "X1.note"), ("text.too_long", "X1.comment"), ("text.control", "X1.details.who"),
        ("answer.unknown_detail", "X1.details.why"), ("text.control", "X1.rows.1.who"),
    ]
    long = Answer("X1", S.VALUE, Decimal(1), rows=({"who": ""},) * 201)
    assert problems(question, long) == [("answer.too_many_rows", "X1")]
    assert problems(replace(question, table=False), replace(long, rows=long.rows[:1])) == [("answer.no_rows", "X1")]


def test_every_item_and_fact_of_the_methodology_can_be_answered() -> None:
    answers = []
    for row in questions(M).values():
        if row.computed:
            continue
        if row.choices:
            found: object = row.choices[0].key
        elif row.steps:
            found = Decimal(3)
        else:
            found = {ValueKind.YN: True, ValueKind.DATE: TODAY}.get(row.kind, Decimal(1))
            found = "text" if row.kind in (ValueKind.TEXT, ValueKind.DOC, ValueKind.TABLE) else found
        answers.append(Answer(row.id, S.VALUE, found))  # type: ignore[arg-type]
    check_answers(M, tuple(answers), TODAY)
    assert len(answers) > 80
    assert all(item.choices or item.kind is not ValueKind.CHOICE for item in M.items)
    assert any(item.scoring.kind is ScoringKind.STEPS for item in M.items)


_ANY = st.one_of(
    st.decimals(), st.text(max_size=50), st.booleans(), st.dates(), st.none(), st.integers(),
    st.text(alphabet="\x00\ud800a", max_size=3),
)


@given(st.sampled_from(M.items), st.sampled_from(list(S)), _ANY, st.text(max_size=20))
def test_whatever_is_typed_is_kept_or_told_never_a_crash(item: Item, state: S, typed: Any, reason: str) -> None:
    answer = Answer(item.id, state, typed, reason=reason)
    error = told(lambda: check_answers(M, (answer,), TODAY))
    if isinstance(error, ProblemList):
        assert len(error.problems) > 1
    elif error is not None:
        assert error.field is not None and error.field.startswith(item.id)
