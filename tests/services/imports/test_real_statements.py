"""Published statements of four kinds are imported without a hand edit, with the figures that they publish themselves."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.services.imports.mapping.merge import Merged, merged
from app.services.methodology.load import builtin
from app.services.rating.ratios import integrity
from tests.services.imports.layouts import number, of_files

SUMS = ("ca_sum", "nca_sum", "ta_sum", "cl_sum", "ncl_sum", "e_sum", "tle_sum", "balance", "gross", "op_sales")


def _failing(one: list[Merged], *keys: str) -> list[tuple[date, str]]:
    statements = sorted((part.statement() for part in one), key=lambda statement: statement.end)
    return [(found.period, found.key) for found in integrity(builtin(), statements) if found.key in keys and found.holds is False]


def _percent(top: object, below: object) -> Decimal:
    return (number(top) / number(below) * 100).quantize(Decimal("0.01"))


@pytest.fixture(scope="module")
def xiaomi(shared: Path) -> list[Merged]:
    folder = shared / "data/statements/cn_xiaomi"
    plan, found = of_files(*sorted(folder.glob("*.xls")))
    assert plan.profile == "cas_rows"
    assert not [fault for record in found for fault in record.faults]
    return merged(found)


def test_three_statements_and_ratios_with_items_in_rows_become_one_statement_a_year(xiaomi: list[Merged]) -> None:
    assert [one.end.year for one in xiaomi] == [2021, 2020, 2019, 2018, 2017, 2016, 2015]
    assert not [key for one in xiaomi for key in one.differs]
    newest = xiaomi[0].values
    assert _percent(newest["line.TL"], newest["line.TA"]) == Decimal("53.08") == newest["fact.debt_ratio"]
    assert _percent(newest["fact.profit_parent"], newest["fact.equity_parent"]) == Decimal("14.09") == newest["fact.roe"]
    assert _percent(newest["fact.operating_profit"], newest["line.rev"]) == Decimal("7.35") == newest["fact.operating_margin"]


def test_every_sum_of_the_items_in_rows_holds_and_equity_may_be_negative(xiaomi: list[Merged]) -> None:
    assert _failing(xiaomi, *SUMS, "net_profit", "cash_change") == []
    assert [one.end.year for one in xiaomi if number(one.values["line.E"]) < 0] == [2017, 2016, 2015]


def test_periods_in_rows_keep_their_months_and_balance(shared: Path) -> None:
    plan, found = of_files(*sorted((shared / "data/statements/cn_tsingtao").glob("*.xlsx")))
    periods = merged(found)
    assert plan.profile == "cas_wide" and len(periods) == 100
    assert {one.statement().months for one in periods} == {3, 6, 9, 12}
    assert all(one.statement().months == one.end.month for one in periods)
    assert _failing(periods, "balance", "ta_sum", "tle_sum") == []
    year = next(one for one in periods if one.end == date(2022, 12, 31))
    assert (year.values["line.rev"], year.values["line.np"]) == (Decimal(32171565624), Decimal(3804721478))
    assert year.values["consolidated"] is True and year.values["audited"] is True
    assert not [fault.key for record in found for fault in record.faults if fault.refused]


def test_the_raw_table_without_a_header_is_read_by_codes_and_units_of_its_rows(shared: Path) -> None:
    plan, found = of_files(shared / "data/statements/ru_rosstat/rosstat_boo_raw_cp1251_no_header.csv")
    periods = merged(found)
    assert plan.profile == "rosstat" and len(periods) == 10
    assert _failing(periods, *SUMS, "net_profit", "net_assets") == []
    first = periods[0].statement()
    assert (first.end, first.unit, first.framework.value, first.currency) == (date(2012, 12, 31), 1000, "rsbu", "RUB")
    assert first.values["TA"] == first.values["TLE"] == 6064042 and first.opening["TA"] == 5941462
    assert periods[0].who == ("id.inn", "2457009983")


def test_a_row_for_each_company_and_year_gives_the_ratios_beside_it(shared: Path) -> None:
    plan, found = of_files(shared / "data/statements/us/nyse_annual.csv")
    periods = {(one.who[1], one.end): one for one in merged(found)}
    assert plan.profile == "us_wide" and len(found) == 1781
    for ticker, end, current, quick, roe in (
        ("CAT", date(2014, 12, 31), 139, 96, 15), ("HD", date(2015, 2, 1), 136, 37, 68),
    ):
        values = periods[ticker, end].values
        assert round(_percent(values["line.np"], values["line.E"])) == roe == values["fact.roe"]
        assert round(_percent(values["line.CA"], values["line.CL"])) == current == values["fact.current_ratio"]
        assert values["fact.quick_ratio"] == quick
    shown = {fault.key for record in found for fault in record.faults}
    assert shown == {"digits_lost"}, "cells rounded by a spreadsheet are shown"


def test_rows_whose_balance_fails_in_the_source_are_named(shared: Path) -> None:
    _, found = of_files(shared / "data/statements/us/nyse_annual.csv")
    failing = [one for one in merged(found) if _failing([one], "balance")]
    sides = [(one, one.values.get("line.TA"), one.values.get("line.TLE")) for one in merged(found)]
    wrong = [one for one, top, below in sides if top is not None and below is not None and abs(number(top) - number(below)) > 1]
    assert len(failing) > 50 and {(one.who, one.end) for one in wrong} == {(one.who, one.end) for one in failing}


def test_ratings_with_statements_give_both_records_of_each_row(shared: Path) -> None:
    plan, found = of_files(shared / "data/ratings/ratings_with_statements_DEV.csv")
    periods = merged(found)
    assert plan.profile == "agency_statements" and len(found) == 2 * 1552
    assert len(periods) == 992 and len({one.who for one in periods}) == 127
    assert not [key for one in periods for key in one.differs if key != "name"]
    assert periods[0].statement().unit == 1_000_000 and periods[0].statement().values["TA"] == 23771
