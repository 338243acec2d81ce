"""From score to grade: bands, gates, caps, completeness, warnings, override; every step is in the list."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal as D

import pytest

from app.models.domain.answers import Answer
from app.models.domain.enums import AnswerState, Grade, MissingPolicy, ScoringKind
from app.models.domain.methodology import Cap, Methodology, Scoring, WarningRule
from app.models.domain.rating import Override, RatingInput
from app.services.rating import band_grade, rate
from app.services.rating.grade import counted_before
from app.services.rating.scoring import years_between
from tests.services.rating.build import AS_OF, WORD, answer, answers, full_answers, gate, golden, item, small, spread

ONE = item("x", Scoring(ScoringKind.MORE, D(100), alpha=D(1)))
FOUR = tuple(item(key, Scoring(ScoringKind.MORE, D(100), alpha=D(1))) for key in ("x", "x2", "x3", "x4"))


def one_item(m: Methodology, **more: object) -> Methodology:
    return small(m, (ONE,), (spread((ONE,)),), **more)


def scored(x: object, **more: object) -> RatingInput:
    made = RatingInput(AS_OF, "small", answers(x=D(str(x))))
    return replace(made, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("score", "grade"),
    [("100", "AAA"), ("90", "AAA"), ("89.999999999", "AA"), ("70", "A"), ("60", "BBB"), ("10", "C"), ("9.99", "D"), ("0", "D")],
)
def test_borders_of_the_bands_belong_to_the_better_grade(shipped: Methodology, score: str, grade: str) -> None:
    assert band_grade(shipped.bands, D(score)) is Grade[grade]


def test_score_is_rounded_to_nine_decimals_before_the_band(shipped: Methodology) -> None:
    assert rate(one_item(shipped), scored("89.9999999996")).grade is Grade.AAA
    assert rate(one_item(shipped), scored("89.9999999994")).grade is Grade.AA


def test_a_scored_case_can_end_at_d_and_an_incomplete_one_cannot(shipped: Methodology) -> None:
    assert rate(one_item(shipped), scored(5)).grade is Grade.D
    m = small(shipped, FOUR, (spread(FOUR),))
    got = rate(m, RatingInput(AS_OF, "small", answers(x4=D(5))))
    assert got.provisional
    assert got.rated
    assert got.grade is Grade.C
    assert ("completeness", "provisional") in [(step.kind, step.rule) for step in got.steps]


def test_an_event_is_d_without_any_score(shipped: Methodology) -> None:
    got = rate(shipped, RatingInput(AS_OF, "small", answers(f_bankrupt=True)))
    assert got.rated
    assert got.grade is Grade.D


def test_untouched_case_is_not_rated(shipped: Methodology) -> None:
    got = rate(shipped, RatingInput(AS_OF, "small", {}))
    assert not got.rated
    assert got.grade is Grade.C
    assert got.completeness == 0


def test_gates_step_down_one_grade_at_a_time(shipped: Methodology) -> None:
    gates = (gate("g1", Grade.AAA, "y_x >= 100"), gate("g2", Grade.AA, "y_x >= 99"))
    m = one_item(shipped, gates=gates)
    assert rate(m, scored(100)).grade is Grade.AAA
    assert rate(m, scored("99.5")).grade is Grade.AA
    got = rate(m, scored(95))
    assert got.grade is Grade.A
    assert [(step.rule, step.after) for step in got.steps if step.kind == "gate"] == [("g1", Grade.AA), ("g2", Grade.A)]


def test_lowest_cap_wins_and_every_fired_cap_is_listed(shipped: Methodology) -> None:
    caps = (
        Cap("mild", Grade.BBB, "x > 0", WORD, "test"),
        Cap("hard", Grade.CC, "x > 1", WORD, "test"),
        Cap("never", Grade.C, "x > 1000", WORD, "test"),
    )
    got = rate(one_item(shipped, caps=caps), scored(95))
    assert got.grade is Grade.CC
    assert [(step.rule, step.binding) for step in got.steps if step.kind == "cap"] == [("mild", False), ("hard", True)]


@pytest.mark.parametrize(("answered", "grade"), [(4, "AAA"), (3, "AAA"), (2, "A"), (1, "BB")])
def test_incomplete_cases_are_capped(shipped: Methodology, answered: int, grade: str) -> None:
    rules = replace(shipped.rules, missing=MissingPolicy.NEUTRAL, neutral_points=D(100))
    only = tuple(replace(one, id=f"x{place}") for place, one in enumerate(FOUR))
    row = spread(only[:1]).weights[0]
    flat = replace(spread(only[:1]), weights=(replace(row, subs=(replace(row.subs[0], items=tuple(one.id for one in only)),)),))
    m = small(shipped, only, (flat,), rules=rules)
    got = rate(m, RatingInput(AS_OF, "small", answers(**{f"x{place}": D(100) for place in range(answered)})))
    assert got.completeness == D(answered) / 4
    assert got.grade is Grade[grade]


def test_new_customers_stop_at_a(shipped: Methodology) -> None:
    given = golden(answers=full_answers(shipped), requested_limit=D(1), new_customer=True)
    got = rate(shipped, given)
    assert any(step.rule == "K17" for step in got.steps)
    assert got.grade <= Grade.A


# --- warnings -----------------------------------------------------------------------------------------------------

RED = (WarningRule("W", WORD, "x", "value > 0", "value > 1", "", WORD, "test"),)


def test_warnings_cost_one_notch_and_not_twice_for_the_same_evidence(shipped: Methodology) -> None:
    m = one_item(shipped, warnings=RED)
    got = rate(m, scored(85))
    assert (got.calculated_grade, got.warning_points, got.limit_frozen) == (Grade.A, 3, False)
    seen = tuple((hit.rule, hit.evidence) for hit in got.warnings)
    again = rate(m, scored(85, seen_warnings=seen))
    assert (again.calculated_grade, again.warning_points) == (Grade.AA, 3)
    assert (counted_before(got, m.rules), counted_before(again, m.rules)) == (0, 3)
    worse = rate(m, scored(86, seen_warnings=seen))
    assert worse.calculated_grade is Grade.A


def test_amber_alone_costs_nothing(shipped: Methodology) -> None:
    amber = (replace(RED[0], red="value > 1000"),)
    got = rate(one_item(shipped, warnings=amber), scored(85))
    assert (got.calculated_grade, got.warning_points) == (Grade.AA, 1)


def test_six_points_freeze_the_limit(shipped: Methodology) -> None:
    two = (*RED, replace(RED[0], id="W2"))
    got = rate(one_item(shipped, warnings=two), scored(85))
    assert got.limit_frozen
    assert got.calculated_grade is Grade.A


# --- override -----------------------------------------------------------------------------------------------------


def override(best: Grade, **more: object) -> Override:
    made = Override(best, "new plant proven", AS_OF + timedelta(days=30), "officer 1", "officer 2")
    return replace(made, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "grade", "why"),
    [
        ({}, Grade.AAA, ""),
        ({"grade": Grade.C}, Grade.C, ""),
        ({"reason": " "}, Grade.AA, "no_reason"),
        ({"second_by": ""}, Grade.AA, "no_second"),
        ({"second_by": "Officer 1"}, Grade.AA, "same_person"),
        ({"expires": AS_OF - timedelta(days=1)}, Grade.AA, "expired"),
        ({"expires": AS_OF}, Grade.AAA, ""),
        ({"expires": AS_OF + timedelta(days=90)}, Grade.AAA, ""),
        ({"expires": AS_OF + timedelta(days=91)}, Grade.AA, "too_long"),
    ],
)
def test_an_override_counts_only_as_it_must(shipped: Methodology, changed: dict[str, object], grade: Grade, why: str) -> None:
    got = rate(one_item(shipped), scored(85, override=override(Grade.AAA, **changed)))
    assert got.grade is grade
    assert got.calculated_grade is Grade.AA
    step = got.steps[-1]
    assert (step.kind, step.rule, step.binding) == ("override", why, not why)


def test_an_override_lifts_one_notch_at_most(shipped: Methodology) -> None:
    got = rate(one_item(shipped), scored(75, override=override(Grade.AAA)))
    assert got.grade is Grade.A
    assert got.steps[-1].rule == "too_high"


def test_stopped_trade_cannot_be_overridden(shipped: Methodology) -> None:
    stop = Cap("K", Grade.D, "x > 0", WORD, "test", event=True, stop=True)
    got = rate(one_item(shipped, caps=(stop,)), scored(85, override=override(Grade.C)))
    assert (got.grade, got.score, got.steps[-1].rule) == (Grade.D, D(0), "stopped")
    assert got.score_exact == 85


# --- missing data -------------------------------------------------------------------------------------------------


def two_rows(m: Methodology, policy: MissingPolicy) -> Methodology:
    """Rows of four and one item in one C."""
    five = (*FOUR, replace(ONE, id="y"))
    base = spread(five[:1])
    row = base.weights[0]
    subs = (replace(row.subs[0], items=("x", "x2", "x3", "x4")), replace(row.subs[0], key="other", items=("y",)))
    card = replace(base, weights=(replace(row, subs=subs),))
    return small(m, five, (card,), rules=replace(m.rules, missing=policy))


def test_prudent_policy_counts_the_missing_as_nothing(shipped: Methodology) -> None:
    given = RatingInput(AS_OF, "small", answers(x=D(80), x2=D(80), x3=D(80), y=D(80)))
    assert rate(two_rows(shipped, MissingPolicy.PRUDENT), given).score == 70


def test_renormalising_leaves_the_missing_out_of_its_row(shipped: Methodology) -> None:
    given = RatingInput(AS_OF, "small", answers(x=D(80), x2=D(80), x3=D(80), y=D(80)))
    got = rate(two_rows(shipped, MissingPolicy.RENORMALISE), given)
    assert got.score == 80
    assert {one.item: one.how for one in got.items}["x4"] == "left_out"


def test_renormalising_falls_back_below_seventy_per_cent(shipped: Methodology) -> None:
    given = RatingInput(AS_OF, "small", answers(x=D(80), y=D(80)))
    assert rate(two_rows(shipped, MissingPolicy.RENORMALISE), given).score == 50


def test_a_row_without_any_answer_is_not_stood_in_for(shipped: Methodology) -> None:
    rules = replace(shipped.rules, missing=MissingPolicy.RENORMALISE, renormalise_from=D("0.5"))
    m = replace(two_rows(shipped, MissingPolicy.RENORMALISE), rules=rules)
    given = RatingInput(AS_OF, "small", answers(x=D(80), x2=D(80), x3=D(80), x4=D(80)))
    assert rate(m, given).score == 40


def test_neutral_policy_counts_the_missing_as_average(shipped: Methodology) -> None:
    given = RatingInput(AS_OF, "small", answers(x=D(80), x2=D(80), x3=D(80), y=D(80)))
    assert rate(two_rows(shipped, MissingPolicy.NEUTRAL), given).score == D("77.5")


def test_the_policy_of_the_input_wins(shipped: Methodology) -> None:
    given = RatingInput(AS_OF, "small", answers(x=D(80), x2=D(80), x3=D(80), y=D(80)), missing="neutral")
    assert rate(two_rows(shipped, MissingPolicy.PRUDENT), given).score == D("77.5")


def test_not_applicable_leaves_weights_and_completeness(shipped: Methodology) -> None:
    off = Answer("x4", AnswerState.NOT_APPLICABLE, reason="no such plant")
    given = RatingInput(AS_OF, "small", {**answers(x=D(80), x2=D(80), x3=D(80), y=D(80)), "x4": off})
    got = rate(two_rows(shipped, MissingPolicy.PRUDENT), given)
    assert (got.score, got.completeness) == (80, 1)


def test_zero_is_an_answer_and_unknown_is_none(shipped: Methodology) -> None:
    m = two_rows(shipped, MissingPolicy.PRUDENT)
    zero = rate(m, RatingInput(AS_OF, "small", answers(x=D(0))))
    unknown = rate(m, RatingInput(AS_OF, "small", {"x": Answer("x", AnswerState.UNKNOWN)}))
    assert zero.completeness > unknown.completeness == 0
    assert zero.score == unknown.score == 0


def test_c_weights_of_the_input_replace_those_of_the_card(shipped: Methodology) -> None:
    m = small(shipped, FOUR[:2], (spread(FOUR[:2]),))
    given = RatingInput(AS_OF, "small", answers(x=D(100), x2=D(0)), weights={"character": D(1), "capacity": D(3)})
    assert rate(m, given).score == 25


# --- cards and answers --------------------------------------------------------------------------------------------


def test_auto_profile_follows_the_size_in_dollars(shipped: Methodology) -> None:
    rates = {"USD": D(7)}
    assert rate(shipped, golden(profile="auto", rates=rates)).card == "small"
    large = tuple(replace(one, unit=1000000) for one in golden().statements)
    assert rate(shipped, golden(profile="auto", rates=rates, statements=large)).card == "large"
    assert rate(shipped, golden(profile="auto", statements=large)).card == "small"
    assert rate(shipped, golden(profile="auto", rates=rates, statements=large, with_areas=True)).card == "large_areas"


def test_large_card_weighs_its_six_items_directly(shipped: Methodology) -> None:
    large = tuple(replace(one, unit=1000000) for one in golden().statements)
    got = rate(shipped, golden(profile="large", rates={"USD": D(7)}, statements=large))
    weights = {one.item: round(one.weight * 7) for one in got.items}
    assert weights == {"E02L": 1, "E09L": 1, "E16": 1, "E17": 1, "E18": 1, "E19": 2}
    assert [one.c.value for one in got.cs if one.score is None] == ["character", "collateral", "conditions"]
    assert got.completeness == 1


def test_whole_years_are_counted_by_anniversary() -> None:
    from datetime import date

    assert years_between(date(2023, 3, 1), AS_OF) == 3
    assert years_between(date(2023, 3, 2), AS_OF) < 3
    assert years_between(date(2024, 2, 29), date(2025, 2, 28)) == 1
    assert years_between(date(2027, 1, 1), AS_OF) == 0


def test_founding_date_three_years_back_scores_sixty(shipped: Methodology) -> None:
    from datetime import date

    got = rate(shipped, golden(answers={"A04": answer("A04", date(2023, 3, 1))}))
    assert next(one for one in got.items if one.item == "A04").y == D("60.03")


def test_staff_output_without_a_trade_standard_is_left_out(shipped: Methodology) -> None:
    got = rate(shipped, golden())
    left = next(one for one in got.items if one.item == "C11")
    assert (left.how, left.weight) == ("left_out", 0)
    typed = rate(shipped, golden(answers=answers(C11=D(100))))
    assert next(one for one in typed.items if one.item == "C11").y == 100
