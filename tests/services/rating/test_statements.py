"""Statements are completed without changing a figure, and what does not tie is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from app.models.domain.methodology import Methodology
from app.services.rating import complete_statement, full_years, integrity, period_ratios, rate
from tests.services.rating.build import AS_OF, CURRENT, PRIOR, golden, statement


def lines(m: Methodology, **values: object) -> tuple[dict[str, D], dict[str, str]]:
    (done,) = complete_statement(m, [statement(2025, values)])
    return dict(done.lines), dict(done.flags)


def test_blank_totals_are_summed(shipped: Methodology) -> None:
    got, flags = lines(shipped, **CURRENT)
    totals = {"CA": 5000, "NCA": 3300, "TA": 8300, "CL": 3800, "TL": 4400, "E": 3900, "TLE": 8300}
    assert {key: got[key] for key in totals} == totals
    assert flags["CA"] == "computed"


def test_part_of_a_given_total_that_no_line_explains_is_placed_and_flagged(shipped: Methodology) -> None:
    got, flags = lines(shipped, cash=100, inv=200, CA=350)
    assert got["oth_ca"] == 50
    assert flags["oth_ca"] == "residual"
    assert got["CA"] == 350


def test_lines_beyond_a_given_total_change_nothing_and_do_not_tie(shipped: Methodology) -> None:
    broken = statement(2025, {**CURRENT, "CA": 4000})
    (done,) = complete_statement(shipped, [broken])
    assert done.lines["CA"] == 4000
    assert "residual" not in done.flags.values()
    failing = [one for one in integrity(shipped, [broken]) if one.holds is False]
    assert any(one.difference in (D(1000), D(-1000)) for one in failing)


def test_missing_total_is_what_the_larger_one_leaves(shipped: Methodology) -> None:
    got, flags = lines(shipped, TA=1000, CA=400, CL=300, E=500, TLE=1000)
    assert got["NCA"] == 600
    assert flags["NCA"] == "derived"
    assert got["TL"] == 500


def test_details_of_a_bare_total_stay_unknown(shipped: Methodology) -> None:
    got, _ = lines(shipped, TA=1000, CA=400, NCA=600, CL=300)
    assert "inv" not in got
    assert "cash" not in got


def test_blank_details_count_zero_beside_typed_ones(shipped: Methodology) -> None:
    got, _ = lines(shipped, cash=100, inv=200)
    assert got["prepay"] == 0
    assert "rev" not in got
    assert "dep" not in got


def test_typed_figures_are_never_changed(shipped: Methodology) -> None:
    for values in (CURRENT, PRIOR):
        (done,) = complete_statement(shipped, [statement(2025, values)])
        assert {key: done.lines[key] for key in values} == {key: D(str(amount)) for key, amount in values.items()}


def test_golden_statements_tie(shipped: Methodology) -> None:
    outcomes = integrity(shipped, golden().statements)
    assert not [one for one in outcomes if one.holds is False]
    assert [one for one in outcomes if one.holds]


def test_only_full_years_of_one_scope_and_currency_are_scored() -> None:
    years = (
        statement(2023, PRIOR, currency="USD"),
        statement(2024, PRIOR),
        statement(2024, PRIOR, consolidated=True),
        statement(2025, CURRENT),
        replace(statement(2026, CURRENT), end=date(2026, 6, 30), months=6),
    )
    assert [one.end.year for one in full_years(years)] == [2025, 2024]
    both = (*years, statement(2025, CURRENT, consolidated=True))
    assert [(one.end.year, one.consolidated) for one in full_years(both)] == [(2025, True), (2024, True)]


def test_interim_period_has_balance_ratios_only(shipped: Methodology) -> None:
    half = replace(statement(2026, CURRENT), end=date(2026, 6, 30), months=6)
    found = period_ratios(shipped, golden(statements=(*golden().statements, half)))
    assert not found[2].full_year
    assert found[2].ratios["current"].value == found[1].ratios["current"].value
    assert found[2].ratios["art"].value is None
    assert found[1].ratios["art"].value is not None


def test_interim_period_is_not_scored(shipped: Methodology) -> None:
    half = replace(statement(2026, {**CURRENT, "np": -5000}), end=date(2026, 6, 30), months=6)
    with_half = rate(shipped, golden(as_of=AS_OF, statements=(*golden().statements, half)))
    assert with_half.score == rate(shipped, golden()).score


def test_a_gap_of_a_year_is_no_year_before(shipped: Methodology) -> None:
    years = (statement(2023, PRIOR), statement(2025, CURRENT))
    growth = period_ratios(shipped, golden(statements=years))[1].ratios["growth"]
    assert growth.value is None
    assert growth.reason == "rating.no_earlier_year"


def test_order_of_statements_changes_nothing(shipped: Methodology) -> None:
    forward, backward = golden(), golden(statements=golden().statements[::-1])
    assert rate(shipped, forward).score_exact == rate(shipped, backward).score_exact
    assert rate(shipped, forward).warnings == rate(shipped, backward).warnings


def test_negative_equity_scores_zero_and_leaves_no_return(shipped: Methodology) -> None:
    sunk = [
        statement(year, {**values, "undist": -5000, "cap_res": 0, "oth_cl": 6000})
        for year, values in ((2024, PRIOR), (2025, CURRENT))
    ]
    got = rate(shipped, golden(statements=tuple(sunk)))
    roe = next(one for one in got.items if one.item == "E01")
    assert (roe.x, roe.y, roe.flags) == (None, 0, ("zero",))
    assert any(step.rule == "K02" for step in got.steps)


def test_no_interest_and_a_profit_is_full_interest_cover(shipped: Methodology) -> None:
    free = statement(2025, {**CURRENT, "int_exp": 0})
    got = rate(shipped, golden(statements=(free,)))
    cover = next(one for one in got.items if one.item == "E10")
    assert (cover.y, cover.how, cover.flags) == (100, "answered", ("full",))


LIABILITIES = ("st_loans", "notes_pay", "ap", "contract_l", "oth_cl", "lt_loans")


def test_liabilities_nobody_typed_are_unknown_and_no_debt_ratio_follows(shipped: Methodology) -> None:
    values = {key: value for key, value in CURRENT.items() if key not in LIABILITIES}
    for more in ({}, {"TLE": 8300}):
        (done,) = complete_statement(shipped, [statement(2025, values | more)])
        assert not {"CL", "NCL", *LIABILITIES} & set(done.lines)
        assert done.lines["E"] == 3900
    assert "TL" not in lines(shipped, **values)[0]
    assert "TLE" not in lines(shipped, **values)[0]
    (period,) = period_ratios(shipped, golden(statements=(statement(2025, values),)))
    assert period.ratios["debt"].value is None
    assert not [one for one in integrity(shipped, [statement(2025, values)]) if one.key == "balance" and one.holds is not None]


@pytest.mark.parametrize("line", ["ap", "lt_loans", "CL", "NCL", "TL"])
def test_a_typed_zero_says_that_there_is_no_debt(shipped: Methodology, line: str) -> None:
    values = {key: value for key, value in CURRENT.items() if key not in LIABILITIES}
    got, _ = lines(shipped, **values, **{line: 0})
    assert got["TL"] == 0
    assert got["TLE"] == 3900


def test_a_grand_total_alone_says_neither_debt_nor_equity(shipped: Methodology) -> None:
    got, _ = lines(shipped, cash=100, TA=1000, TLE=1000)
    assert not {"CL", "NCL", "TL", "E", "undist", "ap"} & set(got)
