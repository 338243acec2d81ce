"""The interval holds score and grade under every completion of the open items, and "ask next" orders them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal as D
from itertools import product

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from app.models.domain.answers import Answer
from app.models.domain.enums import AnswerState, Grade, MissingPolicy, ScoringKind
from app.models.domain.methodology import Cap, Item, Methodology, Scoring, WarningRule
from app.models.domain.rating import RatingInput
from app.services.methodology.load import builtin
from app.services.rating import ask_next, rate
from tests.services.rating.build import AS_OF, WORD, answer, answers, full_answers, gate, golden, item, small, spread

ITEMS: tuple[Item, ...] = (
    item("a", Scoring(ScoringKind.MORE, D(10), alpha=D(10))),
    item("b", Scoring(ScoringKind.LESS, D(0), alpha=D(10), floor=D(20))),
    item("c", Scoring(ScoringKind.STEPS)),
    item("d", Scoring(ScoringKind.MORE, D(10), alpha=D(10), cap=D(150))),
    item("e", Scoring(ScoringKind.YESNO, yes=D(100), no=D(0))),
)
CHOICES: tuple[Answer, ...] = (
    answer("", D(0)),
    answer("", D(5)),
    answer("", D(15)),
    Answer("", AnswerState.NOT_APPLICABLE, reason="none"),
    Answer("", AnswerState.UNKNOWN),
)


def rules(policy: MissingPolicy) -> Methodology:
    m = builtin()
    return small(
        m,
        ITEMS,
        (spread(ITEMS),),
        gates=(gate("top", Grade.AAA, "y_a >= 100 and y_b >= 100"), gate("next", Grade.AA, "y_c >= 60")),
        caps=(
            Cap("low", Grade.CCC, "b > 9", WORD, "test"),
            Cap("tick", Grade.C, "fact(f_bankrupt)", WORD, "test", event=True),
            Cap("half", Grade.BB, "default(d, 0) <= 3 and known(e)", WORD, "test"),
        ),
        warnings=(
            WarningRule("w1", WORD, "a", "value < 6", "value < 3", "", WORD, "test"),
            WarningRule("w2", WORD, "c + e", "value < 2", "value < 1", "", WORD, "test"),
        ),
        rules=replace(m.rules, missing=policy),
    )


METHODOLOGIES = {policy: rules(policy) for policy in MissingPolicy}


def rating_input(given: dict[str, Answer]) -> RatingInput:
    return RatingInput(AS_OF, "small", given)


@settings(max_examples=25, deadline=None)
@for_all(
    st.dictionaries(st.sampled_from([one.id for one in ITEMS]), st.sampled_from(CHOICES), max_size=4),
    st.sampled_from(list(MissingPolicy)),
)
def test_interval_holds_every_completion(chosen: dict[str, Answer], policy: MissingPolicy) -> None:
    m = METHODOLOGIES[policy]
    given = {key: replace(one, item=key) for key, one in chosen.items()}
    got = rate(m, rating_input(given)).interval
    waiting = [one.id for one in ITEMS if one.id not in given or given[one.id].state is AnswerState.UNKNOWN]
    assert got.low <= got.high
    for combination in product((None, *CHOICES), repeat=min(len(waiting), 3)):
        filled = {key: replace(one, item=key) for key, one in zip(waiting, combination, strict=False) if one}
        result = rate(m, rating_input({**given, **filled}), with_interval=False)
        assert got.low <= result.score <= got.high
        assert got.low_grade <= result.grade <= got.high_grade


@settings(max_examples=25, deadline=None)
@for_all(st.sets(st.sampled_from([one.id for one in builtin().items])), st.data())
def test_interval_of_the_shipped_methodology_holds_random_completions(known: set[str], data: st.DataObject) -> None:
    m = builtin()
    good = full_answers(m)
    given = golden(answers={key: one for key, one in good.items() if key in known}, requested_limit=D(1000))
    interval = rate(m, given).interval
    rest = sorted(good.keys() - known)
    states = st.sampled_from(["good", "bad", "off", "open"])
    for _ in range(2):
        filled = dict(given.answers)
        for key in rest:
            state = data.draw(states)
            if state == "good":
                filled[key] = good[key]
            elif state == "bad" and isinstance(good[key].value, D):
                filled[key] = replace(good[key], value=D(900) if m.item(key).scoring.kind is ScoringKind.LESS else D(-900))
            elif state == "off":
                filled[key] = Answer(key, AnswerState.NOT_APPLICABLE, reason="none")
        got = rate(m, replace(given, answers=filled), with_interval=False)
        assert interval.low <= got.score <= interval.high
        assert interval.low_grade <= got.grade <= interval.high_grade


def test_interval_of_a_complete_case_is_a_point(shipped: Methodology) -> None:
    given = golden(answers=full_answers(shipped), requested_limit=D(1))
    result = rate(shipped, given)
    assert result.completeness == 1
    assert (result.interval.low, result.interval.high) == (result.score, result.score)
    assert result.interval.low_grade is result.interval.high_grade is result.grade


def test_interval_of_an_untouched_case_is_everything(shipped: Methodology) -> None:
    result = rate(shipped, golden(statements=(), own_monthly_sales=None))
    assert not result.rated
    assert result.grade is not Grade.D
    assert (result.interval.low, result.interval.high) == (0, 100)
    assert result.interval.low_grade is Grade.D


def test_statements_still_to_come_can_sink_the_grade(shipped: Methodology) -> None:
    without = rate(shipped, golden(statements=(), answers=full_answers(shipped)))
    assert without.interval.low_grade <= Grade.CC  # equity may turn out negative
    assert without.interval.high_grade is Grade.AAA


def test_a_fact_nobody_ticked_is_no_open_item(shipped: Methodology) -> None:
    given = golden(answers=full_answers(shipped), requested_limit=D(1))
    result = rate(shipped, given)
    ticked = rate(shipped, replace(given, answers={**given.answers, **answers(f_bankrupt=True)}))
    assert ticked.grade is Grade.D < result.interval.low_grade


def test_stopped_trade_leaves_nothing_open(shipped: Methodology) -> None:
    stop = next(cap for cap in shipped.caps if cap.stop)
    fact = next(fact.id for fact in shipped.facts if fact.id in stop.when)
    result = rate(shipped, golden(answers=answers(**{fact: True})))
    assert result.stop
    assert result.score == 0
    assert result.grade is Grade.D
    assert (result.interval.low, result.interval.high) == (0, 0)


# --- ask next -----------------------------------------------------------------------------------------------------


def test_ask_next_lists_each_open_item_once(shipped: Methodology) -> None:
    given = golden(answers=answers(C07=D(4)))
    result = rate(shipped, given)
    asked = [one.item for one in ask_next(shipped, given, result)]
    assert sorted(asked) == sorted(one.item for one in result.items if one.low_y != one.high_y)
    assert len(asked) == len(set(asked))


def test_ask_next_puts_what_moves_the_grade_first(shipped: Methodology) -> None:
    given = golden(answers=answers(C07=D(4)))
    found = ask_next(shipped, given, rate(shipped, given))
    keys = [(one.low_grade - one.high_grade, -one.spread) for one in found]
    assert keys == sorted(keys)
    assert keys[0] < keys[-1]


@pytest.mark.parametrize("policy", list(MissingPolicy))
def test_an_asked_item_stays_within_its_range_whatever_is_answered(policy: MissingPolicy) -> None:
    m = METHODOLOGIES[policy]
    given = rating_input({**answers(a=D(9), c=D(4), d=D(10)), "e": answer("e", True)})
    found = {one.item: one for one in ask_next(m, given, rate(m, given))}
    assert set(found) == {"b"}
    for value in (0, 3, 9, 10):
        got = rate(m, replace(given, answers={**given.answers, **answers(b=D(value))}))
        assert found["b"].low_grade <= got.grade <= found["b"].high_grade


@pytest.mark.parametrize("value", [D(0), D("0.5"), D(2), D(50), D(1000)])
def test_an_item_without_a_published_standard_may_still_be_typed_and_the_interval_knows(value: D) -> None:
    m, given = builtin(), golden()
    before = rate(m, given)
    left = [one.item for one in before.items if one.how == "left_out" and m.item(one.item).source == "either"]
    assert left, "an item that can be typed where no standard is published"
    for key in left:
        typed = replace(given, answers={**given.answers, key: answer(key, value)})
        score = rate(m, typed).score
        assert before.interval.low <= score <= before.interval.high, (key, value)
