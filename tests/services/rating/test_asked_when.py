"""Items that are asked only under a condition: the rating leaves them out as not applicable, and stays exact."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from app.models.domain.enums import AnswerState, MissingPolicy, ScoringKind
from app.models.domain.methodology import Methodology, Scoring
from app.models.domain.rating import RatingInput
from app.services.methodology import canonical, content_hash, from_canonical
from app.services.methodology.check import check
from app.services.rating import ask_next, principles, rate
from tests.services.rating.build import AS_OF, answer, answers, item, small, spread

STEPS = Scoring(ScoringKind.STEPS, steps=tuple(Decimal(20 * step) for step in range(6)))
V1_HASH = "37f4070f14b8452e2f82df38e9e2375c965d5a2ce087a95e72e90d8cc9af525a"


def _made(m: Methodology, policy: MissingPolicy = MissingPolicy.PRUDENT) -> tuple[Methodology, str]:
    """Seven items, of which Q03 is asked only where the first fact of the rules is true."""
    fact = next(one.id for one in m.facts if one.kind.value == "yn")
    items = tuple(item(f"Q{at:02}", STEPS) for at in range(1, 8))
    items = tuple(replace(one, asked_when=fact) if one.id == "Q03" else one for one in items)
    rules = replace(m.rules, missing=policy)
    return small(m, items, (spread(items),), rules=rules), fact


def _input(**values: object) -> RatingInput:
    return RatingInput(AS_OF, "small", answers(**values), own_monthly_sales=Decimal(100000))  # type: ignore[arg-type]


SOME = {"Q01": Decimal(5), "Q02": Decimal(3), "Q05": Decimal(1)}


@pytest.mark.parametrize("policy", list(MissingPolicy))
def test_an_item_that_is_not_asked_counts_as_if_it_were_set_aside_as_not_applicable(
    shipped: Methodology, policy: MissingPolicy
) -> None:
    m, fact = _made(shipped, policy)
    unasked = rate(m, _input(**SOME, **{fact: False}))
    by_hand = _input(**SOME, **{fact: False})
    by_hand = replace(
        by_hand, answers={**by_hand.answers, "Q03": replace(answer("Q03", None), state=AnswerState.NOT_APPLICABLE, reason="x")}
    )
    plain = replace(m, items=tuple(replace(one, asked_when=None) for one in m.items))
    expected = rate(plain, by_hand)
    assert (unasked.score, unasked.completeness, unasked.interval) == (expected.score, expected.completeness, expected.interval)
    assert [(one.item, one.y, one.weight, one.adds, one.how) for one in unasked.items] == [
        (one.item, one.y, one.weight, one.adds, one.how) for one in expected.items
    ]
    assert next(one for one in unasked.items if one.item == "Q03").flags == ("not_asked",)
    assert sum(one.adds for one in unasked.items).quantize(Decimal("1e-9")) == unasked.score.quantize(Decimal("1e-9"))


def test_an_answer_that_stands_there_counts_no_more_once_the_condition_is_false(shipped: Methodology) -> None:
    m, fact = _made(shipped)
    assert rate(m, _input(**SOME, Q03=Decimal(5), **{fact: False})).score == rate(m, _input(**SOME, **{fact: False})).score
    assert rate(m, _input(**SOME, Q03=Decimal(5), **{fact: True})).score != rate(m, _input(**SOME, **{fact: True})).score


@pytest.mark.parametrize("known", [{}, {"fact": True}])
def test_it_is_asked_while_the_condition_is_true_or_unknown(shipped: Methodology, known: dict[str, bool]) -> None:
    m, fact = _made(shipped)
    given = _input(**SOME, **({fact: True} if known else {}))
    result = rate(m, given)
    assert next(one for one in result.items if one.item == "Q03").how == "missing"
    assert "Q03" in {one.item for one in ask_next(m, given, result)}


def test_nobody_is_told_to_ask_it_and_prudence_does_not_miss_it(shipped: Methodology) -> None:
    m, fact = _made(shipped)
    given = _input(**SOME, **{fact: False})
    result = rate(m, given)
    assert "Q03" not in {one.item for one in ask_next(m, given, result)}
    found = principles(m, given, result, assessor="a", owner="", approver="", last_version="", declared=True)
    assert all("Q03" not in one.items for one in found)


def test_every_completion_lies_in_the_interval(shipped: Methodology) -> None:
    m, fact = _made(shipped)
    interval = rate(m, _input(**SOME, **{fact: False})).interval
    for step in (0, 5):
        whole = {f"Q{at:02}": Decimal(step) for at in range(1, 8)} | SOME
        score = rate(m, _input(**whole, **{fact: False})).score
        assert interval.low <= score <= interval.high
        assert score in (interval.low, interval.high)


def test_a_condition_reads_facts_and_the_request_alone(shipped: Methodology) -> None:
    _, fact = _made(shipped)

    def faults(text: str) -> list[str]:
        items = tuple(replace(one, asked_when=text) if one.id == "A10" else one for one in shipped.items)
        return [str(one) for one in check(replace(shipped, items=items)) if "asked_when" in str(one)]

    assert faults(f"{fact} and new_customer") == []
    assert faults("A11 > 3")
    assert faults("cash > 3")
    assert faults("__import__('os')")



def test_the_canonical_text_is_the_same_where_no_item_has_a_condition(shipped: Methodology) -> None:
    assert "asked_when" not in canonical(shipped)
    assert shipped.hash == content_hash(shipped) == V1_HASH
    m, _ = _made(shipped)
    assert from_canonical(canonical(m)) == m
    assert content_hash(m) != content_hash(replace(m, items=tuple(replace(one, asked_when=None) for one in m.items)))
