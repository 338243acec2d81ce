"""Lift advice re-scores to the promised grade, and no smaller set of changes does."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal as D
from itertools import combinations

from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from app.models.domain.enums import Grade, MissingPolicy, ScoringKind, ValueKind
from app.models.domain.methodology import Cap, Item, Methodology, Scoring
from app.models.domain.rating import Lift, RatingInput
from app.services.methodology.load import builtin
from app.services.rating import lift, rate
from tests.services.rating.build import AS_OF, WORD, answers, full_answers, gate, golden, item, small, spread

BEST = {"m0": D(10), "m1": D(2), "m2": D(5), "m3": D(12), "m4": D(1), "m5": D(35), "m6": D(10), "m7": D(10)}
MOVABLE: tuple[Item, ...] = (
    item("m0", Scoring(ScoringKind.MORE, D(10), alpha=D(10)), movable=True),
    item("m1", Scoring(ScoringKind.LESS, D(0), alpha=D(7)), movable=True, best=D(2)),
    item("m2", Scoring(ScoringKind.STEPS), movable=True),
    item("m3", Scoring(ScoringKind.MORE, D(15), alpha=D(4)), movable=True, best=D(12), kind=ValueKind.INT),
    item("m4", Scoring(ScoringKind.YESNO, yes=D(100), no=D(0)), movable=True),
    item("m5", Scoring(ScoringKind.BAND, D(35), D(60), D(2)), movable=True),
    item("m6", Scoring(ScoringKind.MORE, D(10), alpha=D(10)), movable=True),
    item("m7", Scoring(ScoringKind.MORE, D(10), alpha=D(10)), movable=True),
)
FIXED = item("z", Scoring(ScoringKind.MORE, D(10), alpha=D(10)))


def methodology(count: int, policy: MissingPolicy, **more: object) -> Methodology:
    m = builtin()
    items = (*MOVABLE[:count], FIXED)
    return small(m, items, (spread(items),), rules=replace(m.rules, missing=policy), **more)


values = st.fixed_dictionaries({one.id: st.integers(0, 12).map(D) for one in (*MOVABLE, FIXED)})
gates = (gate("full", Grade.AA, "y_m0 >= 95"),)
caps = (Cap("low", Grade.BB, "m1 > 6", WORD, "test"),)


def moved(given: RatingInput, changes: dict[str, D]) -> RatingInput:
    return replace(given, answers={**given.answers, **answers(**changes)})


def changes_of(advice: Lift) -> dict[str, D]:
    return {move.item: move.to_x for move in advice.moves if move.to_x is not None}


@settings(max_examples=60, deadline=None)
@for_all(values, st.integers(1, 6), st.sampled_from(list(MissingPolicy)), st.sampled_from(list(Grade)[1:]), st.data())
def test_advice_reaches_the_grade_and_no_smaller_set_does(
    x: dict[str, D], count: int, policy: MissingPolicy, target: Grade, data: st.DataObject
) -> None:
    m = methodology(count, policy, gates=gates, caps=caps if count > 1 else ())
    asked = data.draw(st.sets(st.sampled_from(sorted(x))))
    given = RatingInput(AS_OF, "small", answers(**{key: x[key] for key in sorted(asked)}))
    before = rate(m, given)
    advice = lift(m, given, before, target)
    keys = [one.id for one in MOVABLE[:count]]
    best = {key: BEST[key] for key in keys if better(m, given, before, key)}
    if before.calculated_grade >= target:
        assert advice.moves == ()
        return
    if advice.blocked_by:
        assert rate(m, moved(given, best)).calculated_grade < target
        return
    after = rate(m, moved(given, changes_of(advice)))
    assert advice.exact
    assert after.calculated_grade >= target
    assert after.score == advice.score
    for size in range(len(advice.moves)):
        for chosen in combinations(best, size):
            assert rate(m, moved(given, {key: best[key] for key in chosen})).calculated_grade < target


def better(m: Methodology, given: RatingInput, before: object, key: str) -> bool:
    now = {one.item: one.y for one in before.items}  # type: ignore[attr-defined]
    then = {one.item: one.y for one in rate(m, moved(given, {key: BEST[key]})).items}
    return (then[key] or D(0)) > (now[key] or D(0))


@settings(max_examples=25, deadline=None)
@for_all(values, st.sampled_from([Grade.BB, Grade.A, Grade.AAA]))
def test_with_many_movable_items_no_member_can_be_left_out(x: dict[str, D], target: Grade) -> None:
    m = methodology(8, MissingPolicy.PRUDENT, gates=gates, caps=caps)
    given = RatingInput(AS_OF, "small", answers(**x))
    before = rate(m, given)
    advice = lift(m, given, before, target)
    if not advice.moves:
        return
    changes = changes_of(advice)
    after = rate(m, moved(given, changes))
    assert after.calculated_grade >= target
    assert after.score == advice.score
    for key in changes:
        fewer = {other: value for other, value in changes.items() if other != key}
        assert rate(m, moved(given, fewer)).calculated_grade < target


def test_last_item_moves_no_further_than_it_must() -> None:
    m = methodology(1, MissingPolicy.PRUDENT)
    given = RatingInput(AS_OF, "small", answers(m0=D(1), z=D(5)))
    before = rate(m, given)
    advice = lift(m, given, before)
    assert advice.target is before.calculated_grade.moved(1)
    (move,) = advice.moves
    assert move.to_x is not None
    assert move.to_x < 10
    less = rate(m, moved(given, {"m0": move.to_x - D("0.01")}))
    assert less.calculated_grade < rate(m, moved(given, {"m0": move.to_x})).calculated_grade
    assert move.adds == advice.score - before.score


def test_of_equally_few_changes_the_one_that_moves_least_is_told() -> None:
    m = builtin()
    heavy, light = MOVABLE[0], MOVABLE[6]
    rows = spread((heavy, light))
    m = small(m, (heavy, light), (rows,))
    given = RatingInput(AS_OF, "small", answers(m0=D(5), m6=D(5)))
    advice = lift(m, given, rate(m, given))
    (move,) = advice.moves
    assert move.item == "m0"
    assert move.to_y == 66


def test_a_gate_is_passed_with_no_more_than_it_asks() -> None:
    m = methodology(1, MissingPolicy.PRUDENT, gates=(gate("full", Grade.AA, "y_m0 >= 95"),))
    given = RatingInput(AS_OF, "small", answers(m0=D(9), z=D(10)))
    before = rate(m, given)
    assert before.calculated_grade is Grade.A
    (move,) = lift(m, given, before).moves
    assert move.to_y == 95


def test_a_rule_that_no_movable_item_lifts_is_named() -> None:
    m = methodology(3, MissingPolicy.PRUDENT, caps=(Cap("event", Grade.CC, "fact(f_bankrupt)", WORD, "test"),))
    given = RatingInput(AS_OF, "small", {**answers(m0=D(1), z=D(5)), **answers(f_bankrupt=True)})
    advice = lift(m, given, rate(m, given), Grade.B)
    assert advice.moves == ()
    assert advice.blocked_by == ("event",)


def test_nothing_is_above_the_best_grade() -> None:
    m = methodology(3, MissingPolicy.PRUDENT)
    given = RatingInput(AS_OF, "small", answers(m0=D(10), m1=D(0), m2=D(5), z=D(10)))
    advice = lift(m, given, rate(m, given))
    assert advice.target is None
    assert advice.moves == ()


def test_shipped_methodology_gives_one_way_that_holds(shipped: Methodology) -> None:
    given = golden(answers=full_answers(shipped) | answers(F02=D(70), F03=D(20), F05=D(30)), requested_limit=D(1))
    before = rate(shipped, given)
    advice = lift(shipped, given, before)
    assert advice.target is before.calculated_grade.moved(1)
    assert advice.moves or advice.blocked_by
