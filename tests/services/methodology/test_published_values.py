"""Every number of the shipped methodology beside the value it was decided to have, written down apart from the data files."""

from __future__ import annotations

import re
from decimal import Decimal as D

import pytest

from app.models.domain.enums import C, ScoringKind
from app.services.methodology import builtin

SHORT = {"Ch": C.CHARACTER, "Cy": C.CAPACITY, "Cl": C.CAPITAL, "Co": C.COLLATERAL, "Cn": C.CONDITIONS, "-": None}

# item, the C it feeds, how it is scored, P (or the band), α
ITEMS = """
A01 - none; A02 Ch none; A03 Cl steps; A04 Ch more 10 5.71; A05 Cl more 100 1; A06 Ch steps; A07 Cy less 10 1.5;
A08 Cn steps; A09 Cn steps; A10 Cn less 30 1; A11 Ch steps; A12 Ch less 0 25; A13 Ch less 0 2; A14 Ch steps;
A15 Co steps; B01 - none; B02 Cy band 35..60 2; B03 Cy steps; B04 Cy more 10 6; B05 Cy more 5 13.3; B06 Cy more 80 1;
B07 Cy more 60 1.33; B08 Ch steps; B09 Ch steps; B10 Cy steps; B11 Cy steps; B12 Co more 100 0.5; B13 Ch less 0 40;
B14 Ch less 0 20; C01 - none; C02 Cn more 0 2; C03 - none; C04 Cy more 90 1; C05 Cy more 80 0.67; C06 Cy more 20 2;
C07 Cy more 5 10; C08 Cy less 10 2; C09 Ch less 0 2; C10 Ch more 100 2; C11 Cy more 100 0.8; C12 Cy steps;
C13 Ch less 0 10; C14 Ch steps; D01 - none; D02 Cy steps; D03 Cl more 60 1.33; D04 Cy more 80 1.33; D05 Cn more 3 20;
D06 Cl steps; D07 Cy more 98 5; D08 Cy less 3 5; D09 Co more 70 1; D10 Cy steps; D11 Cl more 1 80; D12 Co more 100 0.6;
D13 Cn yesno; D14 Cl less 5 2; D15 Cn more 0 2; E01 Cl more 10.6 5.97; E02 Cl more 7.7 9.30; E02L Cl more 15 5;
E03 Cl more 27.5 2.88; E04 Cl more 11.9 5.48; E05 Cy more 8.1 6.06; E06 Cy more 1.3 57.1; E07 Cy more 17.6 3.67;
E08 Cy more 14.1 4.12; E09 Cl less 48 1.93; E09L Cl less 45 1.6; E10 Cy more 3.3 26.7; E11 Cl more 125.1 0.79;
E12 Cy more 17.8 3.67; E13 Cy more 22.4 3.15; E14 Cl more 2 50; E15 Ch steps; E16 Cy more 60 1.6; E17 Cl more 50 1.5;
E18 Cl more 20 4; E19 Cy more 11 18; F01 Ch more 5 10; F02 Ch more 95 2; F03 Ch less 0 2; F04 Ch less 0 1;
F05 Ch less 0 2; F06 Ch less 0 15; F07 Ch less 0 50; F08 Ch less 0 10; F09 Ch less 0 10; G01 Cn steps; G02 Cn steps;
G03 Co more 100 1
"""

# C, its weight: row, its weight inside the C, its items
SMALL = """
Ch 30: own_record 40 F02 F03 F04 F05 F06 F07 F08 F09; others_record 20 A11 A12; legal_tax 15 A13 A14 C09 C10 C13;
       integrity 15 B08 B09 B13 B14 C14; stability 10 A04 A06 E15 F01
Cy 25: cash_cover 40 E05 E10 E12; turnover 20 A07 E06 E07 E08 E13; management 20 B02 B03 B04 B05 B06 B07 B10 B11;
       people 20 C04 C05 C06 C07 C08 C11 C12 D02 D04 D07 D08 D10
Cl 20: leverage 35 A05 E09; liquidity 25 E11 E14; profitability 25 E01 E02 E03 E04; scale_quality 15 A03 D03 D06 D11 D14
Co 10: cover 60 G03; unencumbered 25 A15 B12 D09; insurance 15 D12
Cn 15: outlook 40 A09 G01; concentration 25 A08 A10 D05; trend 20 C02 D15; region 15 D13 G02
"""

LEGACY = """
roe 10.6 7.1 3.9 0.9 -5.3; roa 7.7 5.9 3.4 1.1 -3.3; cap_keep 109.1 106.9 103.1 100.4 94.7; main_margin 27.5 20.2 13.6 6.8 -3.8;
cash_profit 8.1 5.2 1.5 0.4 -3.8; cost_profit 11.9 8.3 4.6 0.1 -12.4; tat 1.3 0.9 0.6 0.4 0.2; cat 2.8 2.0 1.3 0.7 0.3;
invt 14.1 7.8 4.4 2.7 1.4; art 17.6 11.0 6.7 3.4 2.3; bad_assets< 0.3 1.8 6.9 12.8 25.6; debt< 48.0 58.9 68.7 86.4 96.6;
tie 3.3 2.7 1.8 0.4 -2.0; quick 125.1 103.2 74.5 47.5 27.1; cfo_cl 17.8 12.4 6.9 0.1 -8.0; growth 22.4 15.2 9.7 - -
"""

YEAR_2015 = """
roe 10.4 8.0 5.0 0.5 -10.2; roa 7.7 5.7 3.8 0.4 -6.4; ros 20.7 13.7 8.5 1.3 -6.0; cash_profit 10.6 4.9 0.7 -1.5 -4.3
"""

# return on equity, cash cover, debt<, quick, cash flow to current liabilities, interest-bearing<
ACCEPTABLE = """
general 6.2 1.3 65 77.0 7.1 46.4; industry 7.9 1.0 65 71.3 9.3 53.3; coal 8.3 1.1 65 94.6 10.0 41.8;
oil 11.3 0.8 60 70.4 9.5 56.7; metallurgy 8.2 1.2 64 61.1 9.2 46.2; building_materials 2.0 1.2 62 60.5 5.5 40.7;
chemicals 4.2 1.4 65 66.4 7.7 60.6; forestry 4.5 1.5 74 49.2 1.3 55.7; food 9.9 3.5 62 85.2 9.8 31.6;
tobacco 13.0 0.9 60 79.4 17.5 52.3; textiles 1.2 1.9 70 57.2 4.7 57.1
"""

# good/average of roe, roa, tat, invt, art, debt, tie, quick, cfo_cl, growth
LARGE = """
coal 5.7/3.1 4.8/3.0 0.7/0.5 8.0/5.1 6.9/3.9 50.0/61.2 4.2/2.8 101.2/85.3 17.6/9.4 25.6/16.4;
oil 8.2/4.5 7.1/4.0 0.9/0.7 12.4/7.5 19.3/14.1 36.1/46.4 4.1/3.2 119.9/62.8 16.7/9.2 18.3/12.0;
metallurgy 9.0/4.5 6.2/4.4 0.8/0.6 6.6/5.1 15.2/9.7 44.2/57.0 4.6/3.4 90.5/65.2 21.0/13.2 24.1/12.7;
building_materials 5.1/1.9 5.9/3.4 0.5/0.4 4.3/2.7 5.2/3.1 46.0/63.0 4.0/2.0 87.9/65.3 17.2/10.5 27.6/14.1;
chemicals 6.0/2.4 5.2/2.5 0.6/0.4 6.5/4.8 9.9/5.9 45.2/61.4 3.3/1.6 96.5/69.3 18.6/10.1 24.3/10.3
"""

# grade, band, limit factor, term, prepayment, security, release, tolerance, review, review of the preset, tight band
GRADES = """
AAA 90 1.5 90 0 0 1.1 15 30 90 90; AA 80 1.0 75 0 0 1 10 30 90 85; A 70 0.8 60 0 0 1 7 30 60 80; BBB 60 0.6 45 0 0 1 5 30 30 75;
BB 50 0.4 30 10 30 1 3 30 30 70; B 40 0.25 15 30 50 1 0 30 30 65; CCC 30 0.1 7 50 100 1 0 30 15 60; CC 20 0 0 80 100 1 0 30 7 50;
C 10 0 0 100 0 1 0 30 7 40; D 0 0 0 100 0 1 0 30 30 0
"""

# every number in the conditions amber | red
WARNINGS = """
W01 0.10 | 0.25; W02 0.10 | 0.25; W03 0 0.6 | 0 0; W04 -0.15 | -0.25; W05 15 | 30; W06 -0.10 | -0.20; W07 -0.10 | -0.15;
W08 1.3 | 1.7; W09 1.3 | 1.7; W10 0 10 | 0 30 0.30 0.30 0.10; W11 0.03 | 0.10; W12 0.05 | 0.15; W13 0.20 0.30 |;
W14 0.10 | 0.18; W15 0.15 | 0.30; W16 -2.22 | -1.78; W17 1 1 | 0 0; W18 0.10 | 0.20; W19 0.10 | 0.15; W20 1 | 2; W21 5 | 15;
W22 1.5 | 2.5; W23 1 | 2; W24 | 1
"""

HAIRCUTS = """
cash_deposit 100; bank_guarantee 100; letter_of_credit 100; bank_bill 95; residential 70; industrial 50; equipment 40;
inventory 30; receivables 50; corporate 50; personal 20
"""

PARAMETERS = """
L1 pct 10; L2 pct 20; L3 net_worth_pct 10; L3 working_capital_pct 20; L5 months_on_account 2; L5 months_of_bill 3;
L6 credit_share_pct 80; L10 comfort_factor 0.8; L11 pct 10; L12 receivables_pct 1; L13 years 5; L16 good_pct 150;
L16 normal_pct 100; L16 bad_pct 50; L17 pct 80; L18 multiple 2
"""

VALUES_OF_V = "-4.6 2.5; -3.9 5; -3.2 7.5; -2.5 10; -1.8 12.5; -1.1 15; -0.4 17.5; 0.3 20; 1.0 25"


def rows(table: str) -> list[list[str]]:
    return [row.split() for row in table.split(";")]


def five(name: str, levels: list[str]) -> tuple[str, bool, tuple[D | None, ...]]:
    return name.rstrip("<"), name.endswith("<"), tuple(None if level == "-" else D(level) for level in levels)


@pytest.mark.parametrize("row", rows(ITEMS), ids=lambda row: row[0])
def test_an_item_has_its_direction_standard_and_slope(row: list[str]) -> None:
    item = builtin().item(row[0])
    scoring = item.scoring
    low, _, high = row[3].partition("..") if len(row) > 3 else ("", "", "")
    assert (item.c, scoring.kind) == (SHORT[row[1]], ScoringKind(row[2]))
    assert (scoring.p, scoring.p2) == (D(low) if low else None, D(high) if high else None)
    assert scoring.alpha == (D(row[4]) if len(row) > 4 else None)
    assert (scoring.floor, scoring.cap) == (0, 100)
    if scoring.kind is ScoringKind.YESNO:
        assert (scoring.yes, scoring.no) == (100, 0)


def test_no_item_is_shipped_beyond_the_table() -> None:
    assert {item.id for item in builtin().items} == {row[0] for row in rows(ITEMS)}


def test_rows_and_weights_of_the_small_card() -> None:
    card = builtin().card("small")
    wanted = {}
    for c, weight, body in re.findall(r"(\w\w) (\d+): ((?:[^:]|\n)+?)(?=\n\w\w \d|\n$)", SMALL):
        wanted[SHORT[c]] = (D(weight), {row[0]: (D(row[1]), set(row[2:])) for row in rows(body)})
    assert len(wanted) == 5
    found = {c.c: (c.weight, {sub.key: (sub.weight, set(sub.items)) for sub in c.subs}) for c in card.weights}
    assert found == wanted
    assert all(len(set(sub.item_weights)) <= 1 for c in card.weights for sub in c.subs)


@pytest.mark.parametrize(("key", "table"), [("CN-SASAC-legacy", LEGACY), ("CN-SASAC-2015", YEAR_2015)])
def test_five_levels_are_as_published(key: str, table: str) -> None:
    values = next(found for found in builtin().standards if found.key == key).values
    assert {(value.indicator, value.less, value.levels) for value in values} == {five(row[0], row[1:]) for row in rows(table)}


def test_acceptable_values_by_trade_are_as_published() -> None:
    names = ("roe", "cash_profit", "debt", "quick", "cfo_cl", "int_bear")
    wanted = {row[0]: dict(zip(names, map(D, row[1:]), strict=True)) for row in rows(ACCEPTABLE)}
    found = {
        one.trade: {value.indicator: value.acceptable for value in one.values}
        for one in builtin().standards
        if one.kind == "acceptable"
    }
    assert found == wanted


def test_good_and_average_values_of_large_companies_are_as_published() -> None:
    names = ("roe", "roa", "tat", "invt", "art", "debt", "tie", "quick", "cfo_cl", "growth")
    wanted = {row[0]: {n: tuple(map(D, v.split("/"))) for n, v in zip(names, row[1:], strict=True)} for row in rows(LARGE)}
    found = {
        one.trade: {value.indicator: value.levels[1:3] for value in one.values}
        for one in builtin().standards
        if one.kind == "good_average"
    }
    assert found == wanted


def test_less_is_better_for_debt_and_bad_assets_only() -> None:
    less = {value.indicator for one in builtin().standards for value in one.values if value.less}
    assert less == {"debt", "bad_assets", "int_bear"}


@pytest.mark.parametrize("row", rows(GRADES), ids=lambda row: row[0])
def test_what_follows_from_a_grade(row: list[str]) -> None:
    m = builtin()
    policy = next(one for one in m.policies if one.grade.name == row[0])
    band = next(one for one in m.bands if one.grade is policy.grade)
    tight = next(one for one in dict(m.band_presets)["tight"] if one.grade is policy.grade)
    found = (
        band.low, policy.limit_factor, policy.term_days, policy.prepayment_pct, policy.security_pct, policy.release_factor,
        policy.overdue_tolerance_days, policy.review_days, policy.preset_review_days, tight.low,
    )  # fmt: skip
    assert found == tuple(map(D, row[1:]))


@pytest.mark.parametrize("table", WARNINGS.replace("\n", " ").split(";"), ids=lambda text: text.split()[0])
def test_a_warning_has_its_thresholds(table: str) -> None:
    key, numbers = table.split(maxsplit=1)
    rule = next(one for one in builtin().warnings if one.id == key)
    wanted = [[D(number) for number in side.split()] for side in numbers.split("|")]
    found = [[D(number) for number in re.findall(r"(?<![\w.])-?\d+(?:\.\d+)?", side or "")] for side in (rule.amber, rule.red)]
    assert found == wanted


def test_haircuts_and_the_factor_of_a_guarantor() -> None:
    m = builtin()
    assert {haircut.key: haircut.pct for haircut in m.haircuts} == {row[0]: D(row[1]) for row in rows(HAIRCUTS)}
    assert {haircut.key for haircut in m.haircuts if haircut.grade_factor} == {"corporate"}
    factors = {policy.grade.name: policy.guarantor_factor for policy in m.policies}
    assert (factors["AAA"], factors["BBB"], factors["BB"], factors["D"]) == (1, D("0.5"), 0, 0)


@pytest.mark.parametrize("row", rows(PARAMETERS), ids=lambda row: " ".join(row[:2]))
def test_a_limit_method_has_its_parameters(row: list[str]) -> None:
    method = next(one for one in builtin().limits if one.id == row[0])
    assert dict(method.parameters)[row[1]] == D(row[2])


def test_the_table_of_the_working_asset_model() -> None:
    method = next(one for one in builtin().limits if one.id == "L7")
    assert method.table[0][1] == 0
    assert method.table[1:] == tuple((D(low), D(pct)) for low, pct in rows(VALUES_OF_V))


def test_who_may_approve_what() -> None:
    found = [(level.role, level.amount, level.lowest.name) for level in builtin().approvals]
    assert found == [
        ("officer", 100000, "BBB"),
        ("credit_manager", 500000, "B"),
        ("finance_director", 2000000, "CCC"),
        ("general_manager", None, "D"),
    ]


def test_numbers_that_stand_in_no_table() -> None:
    rules = builtin().rules
    assert [(below, grade.name) for below, grade in rules.completeness_caps] == [(D("0.7"), "A"), (D("0.5"), "BB")]
    assert (rules.missing.value, rules.renormalise_from, rules.neutral_points) == ("prudent", D("0.7"), 60)
    assert (rules.warning_points_amber, rules.warning_points_red) == (1, 3)
    assert (rules.warning_notch_from, rules.warning_freeze_from) == (3, 6)
    assert (rules.max_review_days, rules.override_up, rules.override_days) == (92, 1, 90)
    assert (rules.upgrade_notches, rules.upgrade_reviews, rules.upgrade_margin) == (1, 2, 1)
    assert rules.provisional_below == D("0.5")


@pytest.mark.parametrize(
    ("card", "grade", "marks", "passes"),
    [
        ("small", "AAA", {"E09": 100, "E10": 100, "F02": 100}, True),
        ("small", "AAA", {"E09": "99.9", "E10": 100, "F02": 100}, False),
        ("small", "AAA", {"E09": 100, "E10": "99.9", "F02": 100}, False),
        ("small", "AAA", {"E09": 100, "E10": 100, "F02": "99.9"}, False),
        ("small", "AA", {"E09": 80, "F02": 90}, True),
        ("small", "AA", {"E09": "79.9", "F02": 90}, False),
        ("small", "AA", {"E09": 80, "F02": "89.9"}, False),
        ("large", "AAA", {"E09L": 100, "E16": 100}, True),
        ("large", "AAA", {"E09L": 100, "E16": "99.9"}, False),
        ("large", "AA", {"E09L": 80, "E16": 80}, True),
        ("large", "AA", {"E09L": "79.9", "E16": 80}, False),
        ("large", "AA", {"E09L": 80, "E16": "79.9"}, False),
        ("large_areas", "AA", {"E09L": 80, "E16": "79.9"}, False),
    ],
)
def test_gates_of_the_two_best_grades(card: str, grade: str, marks: dict[str, object], passes: bool) -> None:
    gate = next(one for one in builtin().gates if one.card == card and one.grade.name == grade)
    text = gate.when
    for item, y in marks.items():
        text = re.sub(rf"\by_{item}\b", str(y), text)
    assert not re.search("[A-Za-z]_", text), f"{gate.when} asks for more than {sorted(marks)}"
    terms = [re.fullmatch(r"([\d.]+) >= ([\d.]+)", term) for term in text.split(" and ")]
    assert all(terms)
    assert all(D(term[1]) >= D(term[2]) for term in terms if term) is passes
