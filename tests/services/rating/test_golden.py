"""The golden case of domain.md §11.3 and the small worked examples, through the public functions."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal as D

import pytest

from app.models.domain.enums import C, Colour, Grade, ScoringKind
from app.models.domain.methodology import Card, CWeight, Methodology, Scoring, SubIndicator
from app.models.domain.rating import RatingResult
from app.services.rating import (
    efficacy,
    efficacy_base,
    efficacy_two_point,
    limits_at,
    model_value,
    rate,
    score_value,
    wall_points,
    zone_of,
)
from app.services.rating.instalments import annuity, annuity_payment, equal_principal
from app.services.rating.limits import rounded_down
from tests.services.rating.build import WORD, answers, golden, item, small


@pytest.fixture(scope="module")
def result(shipped: Methodology) -> RatingResult:
    return rate(shipped, golden())


def near(value: D | None, wanted: str) -> bool:
    """True when ``value`` rounds to ``wanted`` at its decimals."""
    return value is not None and value.quantize(D(wanted)) == D(wanted)


# --- §4.5 ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "p", "alpha", "x", "y"),
    [
        (ScoringKind.LESS, "48", "1.93", "53.012", "90.327"),
        (ScoringKind.MORE, "125.1", "0.79", "89.4737", "71.855"),
        (ScoringKind.MORE, "3.3", "26.7", "6.5", "100"),
        (ScoringKind.LESS, "0", "2", "60", "0"),
        (ScoringKind.MORE, "10", "5.71", "3", "60.03"),
    ],
)
def test_worked_examples_of_the_two_formulas(kind: ScoringKind, p: str, alpha: str, x: str, y: str) -> None:
    assert near(score_value(Scoring(kind, D(p), alpha=D(alpha)), D(x)), y)


def test_modern_wall_method_gives_the_published_points() -> None:
    points = wall_points(D(10), D("5.5"), D(20), D("15.8"), D(30), D(10))
    assert near(points, "24.37")
    assert near(points, "24.3689")
    assert wall_points(D(100), D("5.5"), D(20), D("15.8"), D(30), D(10)) == 30
    assert wall_points(D(-100), D("5.5"), D(20), D("15.8"), D(30), D(10)) == 10


@pytest.mark.parametrize(("weight", "x", "base", "full"), [("13", "8.0", "10.4", "11.6235"), ("12", "6", "7.2", "9.2571")])
def test_efficacy_coefficients_give_the_published_points(weight: str, x: str, base: str, full: str) -> None:
    levels = [D(level) for level in ("9.8", "6.4", "3.6", "1.4", "-1.2")]
    assert efficacy_base(D(weight), D(x), levels) == D(base)
    assert near(efficacy(D(weight), D(x), levels), full)


def test_efficacy_ends_at_the_weight_and_at_nothing() -> None:
    levels = [D(level) for level in ("48.0", "58.9", "68.7", "86.4", "96.6")]
    assert efficacy(D(100), D(40), levels, less=True) == 100
    assert efficacy(D(100), D("96.7"), levels, less=True) == 0
    assert efficacy(D(100), D("68.7"), levels, less=True) == 60


def test_two_point_form_is_sixty_at_the_bad_and_hundred_at_the_good_value() -> None:
    assert efficacy_two_point(D(5), D(15), D(5)) == 60
    assert efficacy_two_point(D(15), D(15), D(5)) == 100
    assert efficacy_two_point(D(10), D(15), D(5)) == 80


# --- models on published figures ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("x", "z", "zone"),
    [
        (("0.34", "0.15", "0.00", "0.80", "1.6"), "2.698", "grey"),
        (("0.2", "0", "0.2", "0.1", "2.0"), "2.960", "grey"),
        (("0.3", "0", "-0.30", "0.15", "2.1"), "1.560", "distress"),
    ],
)
def test_altman_z_of_published_variables(shipped: Methodology, x: tuple[str, ...], z: str, zone: str) -> None:
    value = model_value(shipped, "z_listed", {f"X{n}": D(v) for n, v in enumerate(x, 1)} | {"k5": D(1)}).value
    assert near(value, z)
    assert value is not None
    assert zone_of(next(model for model in shipped.models if model.key == "z_listed"), value) == zone


@pytest.mark.parametrize(
    ("wc", "ta", "re", "ebit", "mve", "tl", "sales", "k", "z"),
    [
        (4200, 3500, 800, 6500, 7000, 5000, 8300, "0.999", "11.0976"),
        (90, 620, 30, 55, 100, 280, 440, "1", "1.4586"),
        (60, 400, 20, 40, 80, 200, 300, "1", "1.5700"),
    ],
)
def test_altman_z_of_published_amounts(
    shipped: Methodology, wc: int, ta: int, re: int, ebit: int, mve: int, tl: int, sales: int, k: str, z: str
) -> None:
    pairs = ((wc, ta), (re, ta), (ebit, ta), (mve, tl), (sales, ta))
    x = {f"X{n}": D(top) / D(bottom) for n, (top, bottom) in enumerate(pairs, 1)}
    assert near(model_value(shipped, "z_listed", x | {"k5": D(k)}).value, z)


@pytest.mark.parametrize(
    ("x", "z", "zone"),
    [
        (("0.075", "0.767", "0.095", "2.500", "0.900"), "2.9468", "safe"),
        (("-0.115", "0.895", "-0.075", "1.250", "1.286"), "2.2510", "grey"),
        (("-0.321", "0.605", "-0.108", "1.125", "0.710"), "1.1278", "distress"),
    ],
)
def test_altman_z_private_of_published_variables(shipped: Methodology, x: tuple[str, ...], z: str, zone: str) -> None:
    value = model_value(shipped, "z_private", {f"X{n}": D(v) for n, v in enumerate(x, 1)}).value
    assert near(value, z)
    assert value is not None
    assert zone_of(next(model for model in shipped.models if model.key == "z_private"), value) == zone


def test_beneish_of_a_company_that_did_not_change(shipped: Methodology) -> None:
    names = ("DSRI", "GMI", "AQI", "SGI", "DEPI", "SGAI", "LVGI")
    assert model_value(shipped, "beneish", dict.fromkeys(names, D(1)) | {"TATA": D(0)}).value == D("-2.480")


@pytest.mark.parametrize(
    ("k", "categories", "s"),
    [
        (("0.23", "1.94", "2.17", "2.45", "0.0906"), (1, 1, 1, 1, 2), "1.21"),
        (("1.23", "2.11", "2.32", "3.11", "0.1077"), (1, 1, 1, 1, 2), "1.21"),
        (("0.22", "1.83", "2.41", "2.78", "0.0694"), (1, 1, 1, 1, 2), "1.21"),
        (("0.70", "1.06", "1.25", "0.57", "0.0399"), (1, 1, 2, 3, 2), "2.05"),
    ],
)
def test_sberbank_class_of_four_dates(shipped: Methodology, k: tuple[str, ...], categories: tuple[int, ...], s: str) -> None:
    model = next(model for model in shipped.models if model.key == "sberbank")
    values = {f"K{n}": D(v) for n, v in enumerate(k, 1)}
    assert model_value(shipped, "sberbank", values).value == D(s)
    direct = {f"c{n}": D(v) for n, v in enumerate(categories, 1)}
    assert model_value(shipped, "sberbank", values | direct).value == D(s)
    assert zone_of(model, D(s)) == "class2"


# --- the golden customer ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "x", "y"),
    [
        ("E01", "12.8571", "100"),
        ("E02", "9.8485", "100"),
        ("E03", "17.5000", "71.200"),
        ("E04", "5.8201", "66.682"),
        ("E05", "0.5051", "53.975"),
        ("E06", "1.5152", "100"),
        ("E07", "6.6667", "59.875"),
        ("E08", "6.5600", "68.935"),
        ("E09", "53.0120", "90.327"),
        ("E10", "6.5000", "100"),
        ("E11", "89.4737", "71.855"),
        ("E12", "6.5789", "58.819"),
        ("E13", "9.0909", "58.076"),
        ("E14", "1.3158", "65.789"),
    ],
)
def test_each_financial_item_of_the_golden_customer(result: RatingResult, key: str, x: str, y: str) -> None:
    score = next(one for one in result.items if one.item == key)
    assert near(score.x, x)
    assert near(score.y, y)


def simplified(m: Methodology) -> Methodology:
    """The card of §11.3: Capacity and Capital by weighted items, three C given."""

    def row(c: C, weight: int, weights: dict[str, int]) -> CWeight:
        inner = tuple(D(each) for each in weights.values())
        return CWeight(c, D(weight), (SubIndicator(f"{c.value}.all", WORD, D(100), tuple(weights), inner),))

    given = tuple(item(key, Scoring(ScoringKind.MORE, D(100), alpha=D(1))) for key in ("given1", "given2", "given3"))
    card = Card(
        "small",
        WORD,
        None,
        False,
        (
            row(C.CHARACTER, 30, {"given1": 100}),
            row(C.CAPACITY, 25, {"E10": 15, "E12": 25, "E07": 20, "E08": 10, "E05": 15, "E13": 15}),
            row(C.CAPITAL, 20, {"E09": 30, "E11": 15, "E14": 15, "E01": 15, "E02": 15, "E03": 10}),
            row(C.COLLATERAL, 10, {"given2": 100}),
            row(C.CONDITIONS, 15, {"given3": 100}),
        ),
    )
    return replace(m, hash="", items=(*m.items, *given), cards=(card,), gates=())


def test_simplified_c_scores_total_and_grade_by_band(shipped: Methodology) -> None:
    given = golden(answers=answers(given1=D(76), given2=D(60), given3=D(64)))
    got = rate(simplified(shipped), given)
    scores = {one.c: one.score for one in got.cs}
    assert near(scores[C.CAPACITY], "65.3808")
    assert near(scores[C.CAPITAL], "84.8647")
    assert near(got.score, "71.7181")
    assert got.band_grade is Grade.A


def test_golden_warnings_freeze_the_limit_and_cost_one_notch(shipped: Methodology) -> None:
    given = golden(answers=answers(given1=D(76), given2=D(60), given3=D(64)))
    got = rate(simplified(shipped), given)
    assert got.warning_points == 16
    assert got.limit_frozen
    assert got.limit.amount == 0
    assert got.limit.capped_by == "frozen"
    assert got.grade is Grade.BBB
    assert [(step.kind, step.after) for step in got.steps if step.binding] == [
        ("band", Grade.A),
        ("warning", Grade.BBB),
    ]


GOLDEN_COLOURS = {
    "W01": ("amber", "0.1458"),
    "W02": ("amber", "0.1591"),
    "W03": ("amber", "0.505"),
    "W04": ("none", "-0.034"),
    "W07": ("red", "-0.1538"),
    "W08": ("red", "1.875"),
    "W09": ("red", "2.217"),
    "W10": ("red", ""),
    "W11": ("none", "0.0241"),
    "W12": ("none", ""),
    "W13": ("none", ""),
    "W14": ("none", "0.0706"),
    "W16": ("amber", "-2.18"),
    "W17": ("none", ""),
}


@pytest.mark.parametrize("rule", sorted(GOLDEN_COLOURS))
def test_each_golden_warning_has_its_colour_and_figure(result: RatingResult, rule: str) -> None:
    colour, value = GOLDEN_COLOURS[rule]
    hit = next(one for one in result.warnings if one.rule == rule)
    assert hit.colour is Colour(colour)
    if value:
        assert near(hit.value.value, value)


@pytest.mark.parametrize("rule", ["W05", "W06", "W15", *(f"W{n}" for n in range(18, 25))])
def test_warnings_without_data_are_not_evaluated(result: RatingResult, rule: str) -> None:
    hit = next(one for one in result.warnings if one.rule == rule)
    assert hit.colour is Colour.NOT_EVALUATED
    assert hit.points == 0


GOLDEN_VARIABLES = {
    "z_private": ("0.144578", "0.228916", "0.093976", "0.886364", "1.445783"),
    "bathory": ("0.284211", "0.550000", "1.026316", "0.818182", "0.144578"),
    "beneish": ("1.145833", "1.055556", "0.851657", "1.090909", "0.969605", "0.991803", "0.029518", "1.068746"),
}


@pytest.mark.parametrize(
    ("key", "value", "zone"),
    [
        ("z_private", "2.4047", "grey"),
        ("z_nonmanufacturer", "3.2569", "safe"),
        ("bathory", "2.8233", None),
        ("beneish", "-2.1818", None),
    ],
)
def test_models_of_the_golden_customer(result: RatingResult, key: str, value: str, zone: str | None) -> None:
    outcome = next(one for one in result.models if one.key == key)
    assert near(outcome.value.value, value)
    if zone is not None:
        assert outcome.zone == zone
    got = [figure.value for _, figure in outcome.variables]
    for figure, wanted in zip(got, GOLDEN_VARIABLES.get(key, ()), strict=False):
        assert near(figure, wanted)


def test_z_private_of_the_year_before(shipped: Methodology) -> None:
    earlier = golden(statements=golden().statements[:1])
    outcome = next(one for one in rate(shipped, earlier).models if one.key == "z_private")
    assert near(outcome.value.value, "2.533")
    assert outcome.zone == "grey"


def test_limits_of_the_golden_customer_at_grade_a(shipped: Methodology) -> None:
    proposal = limits_at(shipped, golden(), Grade.A)
    amounts = {one.method: one.amount for one in proposal.outcomes}
    wanted = {"L1": "390", "L2": "240", "L3": "240", "L4": "240", "L7": "446.25", "L11": "200"}
    assert {key: amounts[key] for key in wanted} == {key: D(value) * 10000 for key, value in wanted.items()}
    assert proposal.amount == 2000000
    assert proposal.capped_by == "L11"


def test_current_ratio_method_against_a_trade_average(shipped: Methodology) -> None:
    method = next(one for one in shipped.limits if one.id == "L14")
    fixed = replace(method, amount=method.amount.replace('std("current", "average")', "1.25"))
    assert "1.25" in fixed.amount
    got = limits_at(replace(shipped, hash="", limits=(fixed,)), golden(), Grade.A).outcomes[0]
    assert near(got.amount, "40000000")
    assert not got.binding


def test_closing_balances_serve_both_years_where_one_lacks_an_opening(result: RatingResult) -> None:
    flags = {one.rule: one.value.flags for one in result.warnings}
    assert flags["W01"] == ("closing_basis",)
    item_flags = {one.item: one.flags for one in result.items}
    assert item_flags["E07"] == ()


# --- limits and plans on published figures ------------------------------------------------------------------------


def test_percent_of_net_worth_heuristic_rounds_down_to_hundreds() -> None:
    limit = rounded_down(D(42961) * D("0.55"), D(100))
    assert limit == 23600
    assert limit - 7500 == 16100


def test_net_worth_method_with_the_factor_sum(shipped: Methodology) -> None:
    method = next(one for one in shipped.limits if one.id == "L1")
    fixed = replace(method, amount="0.55 * tnw", round_to=D(100), on=True)
    m = replace(shipped, hash="", limits=(fixed,))
    company = golden().statements[1]
    lines = {"cash": D(42961), "paid_in": D(42961)}
    got = limits_at(m, golden(statements=(replace(company, unit=1, values=lines),)), Grade.A)
    assert got.outcomes[0].amount == D("23628.55")
    assert got.amount == 23600


def test_instalment_plans_of_the_worked_check() -> None:
    debt, rate_ = D(120000), D("0.06") / 12
    assert near(annuity_payment(debt, 6, rate_), "20351.45")
    plan = annuity(debt, 6, rate_)
    assert [one.payment for one in plan[:5]] == [D("20351.45")] * 5
    assert sum(one.principal for one in plan) == debt
    assert plan[-1].rest == 0
    assert abs(plan[-1].payment - D("20351.45")) < D("0.10")
    equal = equal_principal(debt, 6, rate_)
    assert sum(one.interest for one in equal) == D("2100.00")
    assert equal[0].payment == D("20600.00")


def test_last_instalment_absorbs_the_rounding() -> None:
    plan = equal_principal(D(100), 3, D(0))
    assert [one.payment for one in plan] == [D("33.33"), D("33.33"), D("33.34")]


def test_small_methodology_of_the_tests_is_one_the_rating_takes(shipped: Methodology) -> None:
    only = item("one", Scoring(ScoringKind.MORE, D(10), alpha=D(10)))
    card = Card("small", WORD, None, False, (CWeight(C.CHARACTER, D(1), (SubIndicator("row", WORD, D(1), ("one",)),)),))
    got = rate(small(shipped, (only,), (card,)), golden(statements=(), answers=answers(one=D(8))))
    assert got.score == 80
    assert got.grade is Grade.AA
