"""Customers that nobody hopes to meet: the rating answers for each of them, and never with a figure made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from app.models.domain.answers import Answer, Guarantee
from app.models.domain.enums import AnswerState, Colour, Grade, ValueKind
from app.models.domain.methodology import Methodology
from app.models.domain.rating import Override, RatingInput, RatingResult
from app.services.rating import ask_next, lift, limits_at, principles, rate
from tests.services.rating.build import AS_OF, CURRENT, PRIOR, answer, answers, full_answers, golden, statement

COMPANY_M = {"f_own_blacklist": True}
YEARS = golden().statements


def every(m: Methodology, state: AnswerState) -> dict[str, Answer]:
    return {item.id: Answer(item.id, state, reason="test") for item in m.items if item.source != "expr"}


def all_aside(m: Methodology) -> dict[str, Answer]:
    return {item.id: Answer(item.id, AnswerState.NOT_APPLICABLE, reason="test") for item in m.items}


def ticked(m: Methodology, yes: bool) -> dict[str, Answer]:
    return {fact.id: answer(fact.id, yes if fact.kind is ValueKind.YN else D(yes)) for fact in m.facts}


def numbers(m: Methodology, value: D) -> dict[str, Answer]:
    kinds = (ValueKind.NUM, ValueKind.PCT, ValueKind.INT)
    return {item.id: answer(item.id, value) for item in m.items if item.kind in kinds and item.source != "expr"}


def changed(unit: int = 10000, factor: D = D(1), **lines: D) -> tuple[object, ...]:
    return tuple(
        replace(year, unit=unit, values={**{key: value * factor for key, value in year.values.items()}, **lines})
        for year in YEARS
    )


ODD = {
    "untouched": lambda m: RatingInput(AS_OF, "auto", {}),
    "all unknown": lambda m: RatingInput(AS_OF, "auto", every(m, AnswerState.UNKNOWN)),
    "all unknown, with statements": lambda m: golden(answers=every(m, AnswerState.UNKNOWN)),
    "all not applicable": lambda m: RatingInput(AS_OF, "auto", all_aside(m)),
    "all not applicable, large": lambda m: RatingInput(AS_OF, "large", all_aside(m)),
    "all not applicable, with statements": lambda m: golden(answers=all_aside(m)),
    "every fact ticked": lambda m: RatingInput(AS_OF, "small", ticked(m, True)),
    "every fact denied": lambda m: RatingInput(AS_OF, "small", ticked(m, False)),
    "equity below zero": lambda m: golden(answers=full_answers(m), statements=changed(undist=D(-9000), oth_cl=D(9000))),
    "no sales": lambda m: golden(answers=full_answers(m), statements=changed(rev=D(0), cogs=D(0))),
    "nothing but zeros": lambda m: golden(answers=full_answers(m), statements=changed(factor=D(0))),
    "a statement without lines": lambda m: golden(answers=full_answers(m), statements=(replace(YEARS[1], values={}),)),
    "one statement": lambda m: golden(answers=full_answers(m), statements=YEARS[1:]),
    "five statements": lambda m: golden(
        answers=full_answers(m), statements=tuple(statement(year, CURRENT) for year in range(2021, 2026))
    ),
    "interim only": lambda m: golden(statements=(replace(YEARS[1], months=6, end=date(2025, 6, 30)),)),
    "interim after a year": lambda m: golden(statements=(YEARS[0], replace(YEARS[1], months=6, end=date(2025, 6, 30)))),
    "a year missing between": lambda m: golden(statements=(statement(2022, PRIOR), YEARS[1])),
    "two currencies": lambda m: golden(statements=(replace(YEARS[0], currency="USD"), YEARS[1])),
    "a currency without rate": lambda m: golden(statements=tuple(replace(year, currency="EUR") for year in YEARS)),
    "amounts of 1e15 in billions": lambda m: golden(
        profile="auto", rates={"USD": D(7)}, statements=changed(10**9, D(10) ** 15), answers=full_answers(m)
    ),
    "amounts of millionths": lambda m: golden(statements=changed(1, D(10) ** -6)),
    "answers of 1e15": lambda m: golden(answers={**full_answers(m), **numbers(m, D(10) ** 15)}),
    "answers of -1e15": lambda m: golden(answers={**full_answers(m), **numbers(m, -(D(10) ** 15))}),
    "a request of nothing": lambda m: golden(requested_limit=D(0), guarantees=(Guarantee("cash_deposit", D(100)),)),
    "no weights": lambda m: golden(weights=dict.fromkeys(("character", "capacity", "capital", "collateral", "conditions"), D(0))),
    "sanctions": lambda m: golden(answers={**full_answers(m), **answers(f_sanctions=True)}),
}


@pytest.mark.parametrize("case", ODD)
@pytest.mark.parametrize("missing", ["prudent", "renormalise", "neutral"])
def test_it_is_rated_with_all_its_reasons(shipped: Methodology, case: str, missing: str) -> None:
    given = replace(ODD[case](shipped), missing=missing)
    got = rate(shipped, given)
    ask_next(shipped, given, got)
    lift(shipped, given, got)
    assert principles(shipped, given, got, assessor="officer 1", owner="seller 1", approver="officer 2")
    _holds_together(got)


def _holds_together(got: RatingResult) -> None:
    assert sum((one.adds for one in got.items), D(0)) == got.score_exact
    assert all(one.y is None or 0 <= one.y <= 100 for one in got.items)
    assert got.interval.low_grade <= got.grade <= got.interval.high_grade
    assert got.interval.low <= got.score <= got.interval.high
    assert 0 <= got.completeness <= 1
    figures = [figure.value for period in got.periods for figure in period.ratios.values()]
    figures += [outcome.value.value for outcome in got.models] + [hit.value.value for hit in got.warnings]
    assert all(figure is None or figure.is_finite() for figure in figures)
    assert all(one.amount is None or one.amount >= 0 for one in got.limit.outcomes)


@pytest.mark.parametrize("case", ["untouched", "all unknown", "all not applicable, with statements", "every fact denied"])
def test_what_says_nothing_is_not_rated(shipped: Methodology, case: str) -> None:
    assert not rate(shipped, ODD[case](shipped)).rated


def test_a_balance_sheet_of_assets_alone_says_nothing_of_debt_and_equity(shipped: Methodology) -> None:
    half = statement(2025, {"cash": 100, "TA": 500})
    got = rate(shipped, golden(answers=full_answers(shipped), statements=(half,)))
    assert {"TL", "E", "CL", "TLE"}.isdisjoint(got.periods[0].lines)
    assert got.periods[0].ratios["debt"].value is None
    assert next(one for one in got.items if one.item == "E09").how == "not_computable"
    assert "K02" not in {step.rule for step in got.steps}


def test_a_blank_row_of_a_filled_side_is_nothing(shipped: Methodology) -> None:
    got = rate(shipped, golden(statements=(statement(2025, {"cash": 100, "ap": 40, "paid_in": 60}),)))
    assert got.periods[0].lines["NCL"] == 0
    assert got.periods[0].ratios["debt"].value == D("0.4")


# --- company M: bills between parent and subsidiary, then the blacklist -----------------------------------------------


@pytest.mark.parametrize("complete", [True, False])
def test_company_m_ends_at_c(shipped: Methodology, complete: bool) -> None:
    full = full_answers(shipped) if complete else {}
    got = rate(shipped, golden(answers={**full, **answers(**COMPANY_M)}, requested_limit=D(1000000)))
    assert (got.grade, got.provisional, got.warning_points, got.limit_frozen) == (Grade.C, not complete, 16, True)
    assert ("cap", "K22") in {(step.kind, step.rule) for step in got.steps}
    assert got.limit.amount == 0


def test_warnings_take_a_notch_of_every_grade_above_c_and_give_no_d(shipped: Methodology) -> None:
    for cap, wanted in (("f_defaulter_list", Grade.C), ("f_supplier_suits", Grade.CC), ("f_registry_unreliable", Grade.CCC)):
        given = golden(answers={**full_answers(shipped), **answers(**{cap: True})}, requested_limit=D(1000000))
        assert rate(shipped, given).grade is wanted


def test_an_event_stays_d_whatever_else_is_said(shipped: Methodology) -> None:
    override = Override(Grade.C, "hope", AS_OF + timedelta(days=30), "officer 1", "officer 2")
    given = golden(answers={**full_answers(shipped), **answers(f_sanctions=True)}, override=override)
    got = rate(shipped, given)
    assert (got.grade, got.score, got.stop, got.steps[-1].rule) == (Grade.D, 0, True, "stopped")


# --- rules that ask for one thing only --------------------------------------------------------------------------------


def test_bills_with_related_parties_are_a_warning_without_any_statement(shipped: Methodology) -> None:
    for share, colour in ((D(10), Colour.NOT_EVALUATED), (D(11), Colour.AMBER), (D(31), Colour.RED)):
        got = rate(shipped, RatingInput(AS_OF, "small", answers(f_related_bills_pct=share)))
        assert next(hit.colour for hit in got.warnings if hit.rule == "W10") is colour


@pytest.mark.parametrize(("step", "amount"), [("5", D(3000000)), ("4", D(3000000)), ("3", None)])
def test_twice_monthly_sales_asks_for_good_references_and_is_no_zero_without(
    shipped: Methodology, step: str, amount: D | None
) -> None:
    outcomes = limits_at(shipped, golden(answers=answers(A11=step)), Grade.A).outcomes
    assert next(one.amount for one in outcomes if one.method == "L18") == amount


@pytest.mark.parametrize("second", ["Officer 1", "ｏfficer 1", "officer\u200b 1", "оfficer 1", " officer  1"])
def test_one_person_is_not_two_signatures(shipped: Methodology, second: str) -> None:
    override = Override(Grade.BB, "weak trade", AS_OF + timedelta(days=30), "officer 1", second)
    assert rate(shipped, golden(override=override)).steps[-1].rule == "same_person"
