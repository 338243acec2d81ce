"""Where a ratio stands against the published values of its trade."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.models.domain.labels import Labels
from app.models.domain.methodology import Methodology, StandardSet, StandardValue
from app.models.domain.rating import Figure, PeriodRatios, RatingResult
from app.services.ratings.trade import against_trade
from app.services.registry import Services
from tests.services.desk import Desk

D = Decimal
NAME = Labels("name", "name", "name")


def levels(*values: int | None) -> tuple[Decimal | None, ...]:
    return tuple(None if value is None else D(value) for value in values)


@pytest.fixture
def rated(services: Services) -> tuple[Methodology, RatingResult]:
    desk = Desk.filled(services)
    return services.methodologies.current(), services.ratings.preview(desk.view())


def with_sets(m: Methodology, *sets: StandardSet) -> Methodology:
    trade = next(one for one in m.trades if one.key == "machinery")
    others = tuple(one for one in m.trades if one is not trade)
    return replace(m, standards=sets, trades=(*others, replace(trade, standard_set=sets[0].key)))


def a_set(key: str, trade: str, *values: StandardValue, year: int | None = 2020) -> StandardSet:
    return StandardSet(key, NAME, trade, year, "five_level", values, "trial")


def with_ratio(result: RatingResult, key: str, value: str) -> RatingResult:
    period = PeriodRatios(date(2025, 12, 31), True, {key: Figure(D(value))}, {}, {})
    return replace(result, periods=(period,))


@pytest.mark.parametrize(
    ("x", "reached", "place"),
    [("0.30", "excellent", "1"), ("0.20", "excellent", "1"), ("0.15", "good", "0.75"), ("0.125", "average", "0.625"),
     ("0.10", "average", "0.5"), ("0.00", "poor", "0"), ("-0.5", "", "0"), ("0.025", "poor", "0.125")],
)
def test_a_figure_reaches_the_best_level_that_it_meets(rated, x: str, reached: str, place: str) -> None:  # type: ignore[no-untyped-def]
    m, result = rated
    m = with_sets(m, a_set("own", "machinery", StandardValue("roa", levels(20, 15, 10, 5, 0))))
    row = against_trade(m, with_ratio(result, "roa", x), "machinery").rows[0]
    assert (row.x, row.reached, row.place) == (D(x) * 100, reached, D(place))


@pytest.mark.parametrize(
    ("x", "reached", "place"), [("0.40", "excellent", "1"), ("0.65", "average", "0.625"), ("0.99", "", "0")]
)
def test_where_less_is_better_the_order_turns(rated, x: str, reached: str, place: str) -> None:  # type: ignore[no-untyped-def]
    m, result = rated
    m = with_sets(m, a_set("own", "machinery", StandardValue("debt", levels(50, 60, 70, 80, 90), less=True)))
    row = against_trade(m, with_ratio(result, "debt", x), "machinery").rows[0]
    assert (row.reached, row.place, row.less) == (reached, D(place), True)


def test_levels_that_were_not_published_are_left_out(rated) -> None:  # type: ignore[no-untyped-def]
    m, result = rated
    m = with_sets(m, a_set("own", "machinery", StandardValue("roa", levels(20, None, 10, None, None))))
    row = against_trade(m, with_ratio(result, "roa", "0.15"), "machinery").rows[0]
    assert (row.reached, row.place) == ("average", D("0.75"))


def test_the_trade_speaks_before_all_trades_and_its_acceptable_value_stands_beside(rated) -> None:  # type: ignore[no-untyped-def]
    m, result = rated
    accepted = StandardValue("roa", levels(None, None, None, None, None), acceptable=D(12))
    own = a_set("own", "machinery", accepted)
    general = a_set("all", "", StandardValue("roa", levels(20, 15, 10, 5, 0)))
    m = with_sets(m, own, general)
    found = against_trade(m, with_ratio(result, "roa", "0.11"), "machinery")
    assert found.own
    assert {one.key for one in found.sets} == {"own", "all"}
    row = found.rows[0]
    assert (row.reached, row.acceptable, row.meets) == ("average", D(12), False)


def test_without_a_set_of_the_trade_the_newest_general_one_is_used(rated) -> None:  # type: ignore[no-untyped-def]
    m, result = rated
    old = a_set("old", "", StandardValue("roa", levels(20, 15, 10, 5, 0)), year=None)
    new = a_set("new", "", StandardValue("roa", levels(30, 25, 20, 15, 10)), year=2021)
    m = replace(m, standards=(old, new))
    found = against_trade(m, with_ratio(result, "roa", "0.22"), "hotels")
    assert not found.own
    assert [one.key for one in found.sets] == ["new"]
    assert found.rows[0].reached == "average"


def test_the_shipped_standards_answer_for_a_whole_case(rated) -> None:  # type: ignore[no-untyped-def]
    m, result = rated
    for trade in ("", *(one.key for one in m.trades)):
        found = against_trade(m, result, trade)
        assert len(found.rows) > 5
        assert all(row.place is None or 0 <= row.place <= 1 for row in found.rows)
        assert all(row.place is not None or row.meets is not None for row in found.rows)


def test_without_statements_there_is_nothing_to_compare(rated) -> None:  # type: ignore[no-untyped-def]
    m, result = rated
    assert against_trade(m, replace(result, periods=()), "machinery").rows == ()
