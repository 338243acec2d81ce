"""What must hold for every customer: bounds, direction, exact sums, and results that depend on nothing but the input."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal as D
from decimal import getcontext, localcontext
from fractions import Fraction

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from app.models.domain.answers import Answer
from app.models.domain.enums import AnswerState, C, MissingPolicy, ScoringKind
from app.models.domain.methodology import Item, Methodology, Scoring, StandardValue
from app.models.domain.rating import RatingInput
from app.services.methodology.load import builtin
from app.services.rating import rate, score_value, split_change
from app.services.rating.snapshot import digest, dump
from tests.services.rating.build import AS_OF, answers, full_answers, golden, item, small, spread

quick = settings(max_examples=60, deadline=None)

numbers = st.decimals(-10000, 10000, places=3)
alphas = st.decimals("0.01", 500, places=2)
shares = st.integers(0, 5).map(D)
LEVELS = StandardValue("x", (D(50), D(40), None, D(20), D(10)))


@st.composite
def scorings(draw: st.DrawFn) -> Scoring:
    kind = draw(st.sampled_from([kind for kind in ScoringKind if kind is not ScoringKind.NONE]))
    floor, cap = draw(st.sampled_from([(0, 100), (20, 100), (0, 150), (10, 80)]))
    p = draw(numbers)
    return Scoring(
        kind,
        p,
        p + abs(draw(numbers)),
        draw(alphas),
        yes=D(draw(st.integers(0, 100))),
        no=D(draw(st.integers(0, 100))),
        standard="x",
        floor=D(floor),
        cap=D(cap),
    )


@quick
@for_all(scorings(), numbers)
def test_y_lies_between_floor_and_cap(scoring: Scoring, x: D) -> None:
    y = score_value(scoring, x, LEVELS)
    assert y is not None
    assert scoring.floor <= y <= scoring.cap


@quick
@for_all(scorings(), numbers, numbers)
def test_y_follows_the_direction_of_the_item(scoring: Scoring, one: D, other: D) -> None:
    low, high = sorted((one, other))
    if scoring.kind in (ScoringKind.BAND, ScoringKind.YESNO):
        return
    y_low, y_high = score_value(scoring, low, LEVELS), score_value(scoring, high, LEVELS)
    assert y_low is not None
    assert y_high is not None
    if scoring.kind is ScoringKind.LESS:
        y_low, y_high = y_high, y_low
    assert y_low <= y_high


@quick
@for_all(numbers, alphas, numbers)
def test_both_formulas_give_exactly_hundred_at_the_standard(p: D, alpha: D, width: D) -> None:
    assert score_value(Scoring(ScoringKind.MORE, p, alpha=alpha), p) == 100
    assert score_value(Scoring(ScoringKind.LESS, p, alpha=alpha), p) == 100
    band = Scoring(ScoringKind.BAND, p, p + abs(width), alpha)
    assert score_value(band, p + abs(width) / 2) == 100


# --- cards --------------------------------------------------------------------------------------------------------

MORE = Scoring(ScoringKind.MORE, D(10), alpha=D("5.71"))
LESS = Scoring(ScoringKind.LESS, D(3), alpha=D(7))
STEPS = Scoring(ScoringKind.STEPS)
BONUS = Scoring(ScoringKind.MORE, D(10), alpha=D(3), cap=D(150))

POOL: tuple[Item, ...] = tuple(
    item(f"i{place}", scoring) for place, scoring in enumerate((MORE, LESS, STEPS, BONUS, MORE, LESS, STEPS))
)


def methodology(policy: MissingPolicy = MissingPolicy.PRUDENT, count: int = 7) -> Methodology:
    m = builtin()
    items = POOL[:count]
    return small(m, items, (spread(items),), rules=replace(m.rules, missing=policy))


SMALL = {policy: methodology(policy) for policy in MissingPolicy}


@st.composite
def answer_sets(draw: st.DrawFn) -> dict[str, Answer]:
    found: dict[str, Answer] = {}
    for one in POOL:
        state = draw(st.sampled_from(list(AnswerState)))
        value = draw(st.integers(0, 20).map(D) | st.decimals(0, 20, places=4)) if state is AnswerState.VALUE else None
        if state is not AnswerState.EMPTY or draw(st.booleans()):
            found[one.id] = Answer(one.id, state, value, reason="no such thing")
    return found


def rating_input(given: dict[str, Answer], **more: object) -> RatingInput:
    made = RatingInput(AS_OF, "small", given)
    return replace(made, **more)  # type: ignore[arg-type]


@quick
@for_all(answer_sets(), st.sampled_from(list(MissingPolicy)), st.dictionaries(st.sampled_from([c.value for c in C]), shares))
def test_total_is_the_exact_sum_of_what_the_items_add(
    given: dict[str, Answer], policy: MissingPolicy, weights: dict[str, D]
) -> None:
    got = rate(SMALL[policy], rating_input(given, weights=weights))
    with localcontext() as context:
        context.prec = 60
        assert got.score_exact == sum((one.adds for one in got.items), D(0))
        assert got.score_exact == sum((one.adds for one in got.cs), D(0))
        weight = sum(one.weight for one in got.items)
        assert weight == 0 or abs(weight - 1) < D("1e-18")
        assert abs(got.score - got.score_exact) <= D("5e-10")
        for one in got.items:
            assert one.y is None or 0 <= one.y <= builtin_cap(one.item)


def builtin_cap(key: str) -> D:
    return next(one for one in POOL if one.id == key).scoring.cap


@quick
@for_all(answer_sets(), st.sampled_from(list(MissingPolicy)))
def test_total_equals_the_three_levels_worked_out_by_hand(given: dict[str, Answer], policy: MissingPolicy) -> None:
    m = SMALL[policy]
    got = rate(m, rating_input(given))
    y = {one.item: one.y for one in got.items}
    total = weight_of_all = Fraction(0)
    for c in m.cards[0].weights:
        rows = []
        for sub in c.subs:
            counted = [Fraction(value) for key in sub.items if (value := y[key]) is not None and not left_out(got, key)]
            if counted:
                rows.append(sum(counted) / len(counted))
        if rows:
            total += Fraction(c.weight) * sum(rows) / len(rows)
            weight_of_all += Fraction(c.weight)
    wanted = total / weight_of_all if weight_of_all else Fraction(0)
    assert abs(Fraction(got.score_exact) - wanted) < Fraction(1, 10**17)


def left_out(got: object, key: str) -> bool:
    return any(one.item == key and one.how in ("left_out", "not_applicable") for one in got.items)  # type: ignore[attr-defined]


@quick
@for_all(answer_sets(), st.sampled_from([one.id for one in POOL]), st.integers(0, 20), st.integers(0, 20))
def test_a_better_x_never_lowers_the_total(given: dict[str, Answer], key: str, one: int, other: int) -> None:
    scoring = next(found for found in POOL if found.id == key).scoring
    worse, better = sorted((D(one), D(other)), reverse=scoring.kind is ScoringKind.LESS)
    m = SMALL[MissingPolicy.PRUDENT]
    scores = [rate(m, rating_input({**given, **answers(**{key: x})})).score for x in (worse, better)]
    assert scores[0] <= scores[1]


@quick
@for_all(answer_sets(), st.randoms(use_true_random=False))
def test_order_of_answers_changes_no_byte(given: dict[str, Answer], random: object) -> None:
    shuffled = list(given.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    m = SMALL[MissingPolicy.PRUDENT]
    assert dump(rate(m, rating_input(given))) == dump(rate(m, rating_input(dict(shuffled))))


@quick
@for_all(answer_sets())
def test_what_is_missing_is_listed_exactly(given: dict[str, Answer]) -> None:
    got = rate(SMALL[MissingPolicy.PRUDENT], rating_input(given))
    states = {one.id: given[one.id].state if one.id in given else AnswerState.EMPTY for one in POOL}
    listed = {one.item: one.how for one in got.items}
    names = {
        AnswerState.EMPTY: "missing",
        AnswerState.VALUE: "answered",
        AnswerState.UNKNOWN: "unknown",
        AnswerState.NOT_APPLICABLE: "not_applicable",
    }
    assert listed == {key: names[state] for key, state in states.items()}


@quick
@for_all(answer_sets(), answer_sets(), st.sampled_from(list(MissingPolicy)), st.sampled_from(list(MissingPolicy)))
def test_a_change_splits_without_a_remainder(
    before: dict[str, Answer], after: dict[str, Answer], old: MissingPolicy, new: MissingPolicy
) -> None:
    one, two = rating_input(before), rating_input(after)
    first, second = rate(SMALL[old], one), rate(SMALL[new], two)
    split = split_change((SMALL[old], one, first), (SMALL[new], two, second))
    assert split.score_before + split.inputs + split.methodology == split.score_after
    assert sum((part.change for part in split.items), D(0)) == split.inputs
    notches = split.inputs_notches + split.methodology_notches + split.override_notches
    assert split.grade_before + notches == split.grade_after
    if old is new:
        assert split.methodology == 0


# --- the shipped methodology --------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", ["small", "large", "auto"])
@pytest.mark.parametrize("with_areas", [False, True])
def test_shipped_cards_add_up_exactly(shipped: Methodology, profile: str, with_areas: bool) -> None:
    got = rate(shipped, golden(profile=profile, with_areas=with_areas, answers=full_answers(shipped)))
    assert got.score_exact == sum(one.adds for one in got.items)
    assert abs(sum(one.weight for one in got.items) - 1) < D("1e-18")
    assert 0 <= got.score <= 100


def test_the_context_of_the_caller_changes_nothing(shipped: Methodology) -> None:
    wanted = dump(rate(shipped, golden()))
    with localcontext() as context:
        context.prec = 5
        assert dump(rate(shipped, golden())) == wanted
        assert getcontext().prec == 5


def test_trailing_zeros_of_an_answer_are_the_same_input(shipped: Methodology) -> None:
    short, long = golden(answers=answers(C07=D("4.5"))), golden(answers=answers(C07=D("4.500")))
    assert digest(dump(short)) == digest(dump(long))
    assert dump(rate(shipped, short)) == dump(rate(shipped, long))
