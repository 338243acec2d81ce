"""Statements of one customer straight from workbooks: what the files hold, what is decided, what is written and taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from app.models.db.store import Store
from app.models.domain.enums import Role
from app.models.domain.errors import UserError
from app.models.domain.parties import Customer
from app.models.domain.statement import Framework, Statement
from app.services.clock import FixedClock
from app.services.progress import Progress
from app.services.registry import Services, build_services
from app.services.statements import from_book
from app.services.statements.book_model import Look

BY = "officer 1"
YEARS = ("", "31.12.2024", "31.12.2023")
BALANCE = (
    YEARS, ("Inventories", 40, 30), ("Cash and cash equivalents", 60, 50), ("Total current assets", 100, 80),
    ("Total assets", 100, 80), ("Total current liabilities", 70, 55), ("Total equity", 30, 25),
    ("Total liabilities and equity", 100, 80), ("Loans to the moon", 7, 8),
)
INCOME = (YEARS, ("Revenue", 500, 400), ("Cost of sales", 300, 250), ("Gross profit", 200, 150), ("Net profit", 20, 10))
FLOWS = (YEARS, ("Net cash from operating activities", 25, 15), ("Net cash from investing activities", -5, -5))
SHEETS = {"Balance sheet": BALANCE, "Income statement": INCOME, "Cash flows": FLOWS}


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    store = Store.open(tmp_path / "office.zixin", create=True)
    made = build_services(store, FixedClock(date(2026, 11, 22)))
    made.methodologies.ensure_builtin(BY)
    made.officers.add(BY, Role.GENERAL_MANAGER, BY)
    yield made
    store.close()


@pytest.fixture
def customer(services: Services) -> int:
    return services.customers.save(Customer(name="Alpha Works", country="DE", currency="EUR"), BY).value.id or 0


def write_book(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


@pytest.fixture
def seen(services: Services, customer: int, tmp_path: Path) -> Callable[..., Look]:
    def of(*sheets: Mapping[str, Sequence[Sequence[Any]]], company: str = "") -> Look:
        paths = [write_book(tmp_path / f"{number}-{next(iter(one))}.xlsx", one) for number, one in enumerate(sheets)]
        return from_book.look(services, from_book.read(services, customer, paths, "en"), company)

    return of


def newest(look: Look) -> list[int]:
    return [one.item for one in look.periods if one.newest]


def held(services: Services, customer: int) -> dict[date, Statement]:
    return {one.end: one for one in services.statements.of_customer(customer)}


@pytest.mark.parametrize("apart", [False, True], ids=["one workbook of three sheets", "three files"])
def test_three_statements_become_whole_periods_and_each_line_leads_back_to_its_cell(
    services: Services, customer: int, seen: Callable[..., Look], apart: bool
) -> None:
    look = seen(*({name: rows} for name, rows in SHEETS.items())) if apart else seen(SHEETS)
    assert [one.statement.end.year for one in look.periods] == [2024, 2023] and look.other_name == ""
    done = from_book.take(services, look, newest(look), set(), BY)
    assert done.customer_id == customer
    kept = held(services, customer)[date(2024, 12, 31)]
    assert [kept.values[line] for line in ("inv", "rev", "TA")] == [40, 500, 100]
    for field, sheet, cell in (("line.inv", "Balance sheet", "B2"), ("line.rev", "Income statement", "B2")):
        came = services.imports.origin("statements", kept.id or 0, field)
        shown = look.figures[look.periods[0].item][field]
        assert came is not None and shown.place is not None
        assert (came.place.sheet, came.address, came.file) == (sheet, cell, shown.file)
        assert shown.place == came.place


def test_nothing_is_written_before_it_is_taken_and_the_import_can_be_taken_back(
    services: Services, customer: int, seen: Callable[..., Look]
) -> None:
    look = seen(SHEETS)
    from_book.ties(services, look, newest(look), set())
    assert held(services, customer) == {} and services.imports.all() == ()
    done = from_book.take(services, look, newest(look)[:1], set(), BY)
    assert list(held(services, customer)) == [date(2024, 12, 31)], "only the chosen period"
    services.imports.undo(done.value.import_id, BY)
    assert held(services, customer) == {}


def test_other_periods_of_the_same_file_may_come_later_but_the_same_ones_not_twice(
    services: Services, customer: int, seen: Callable[..., Look]
) -> None:
    look = seen(SHEETS)
    from_book.take(services, look, newest(look)[:1], set(), BY)
    again = seen(SHEETS)
    assert [one.outcome.value for one in again.periods] == ["same", "new"]
    with pytest.raises(UserError, match="import.nothing"):
        from_book.take(services, again, [again.periods[0].item], set(), BY)
    from_book.take(services, again, [again.periods[1].item], set(), BY)
    assert len(held(services, customer)) == 2


def test_what_stands_is_kept_unless_it_is_given_up_line_by_line(
    services: Services, customer: int, seen: Callable[..., Look]
) -> None:
    typed = Statement(date(2024, 12, 31), Framework.IFRS, "EUR", 1, {"rev": Decimal(490), "inv": Decimal(41)})
    services.statements.save(customer, typed, BY)
    look = seen(SHEETS)
    year = look.periods[0]
    figures = look.figures[year.item]
    assert year.standing is not None and figures["line.rev"].conflict and figures["line.rev"].now == 490
    assert not figures["line.TA"].conflict and figures["line.TA"].now is None
    from_book.take(services, look, [year.item], {(year.item, "line.rev")}, BY)
    kept = held(services, customer)[date(2024, 12, 31)].values
    assert [kept[line] for line in ("rev", "inv", "TA")] == [500, 41, 100]


def test_checks_are_told_for_each_period_as_it_would_stand_with_the_difference(
    services: Services, seen: Callable[..., Look]
) -> None:
    wrong = [("Total assets", 103, 80) if row[0] == "Total assets" else row for row in BALANCE]
    look = seen({**SHEETS, "Balance sheet": wrong})
    ties = from_book.ties(services, look, newest(look), set())
    wrong_year, right_year = newest(look)
    failing = {item: {one.key: one.difference for one in outcomes if one.holds is False} for item, outcomes in ties.items()}
    assert failing[wrong_year]["balance"] == 3 and "balance" not in failing[right_year]


def test_a_line_that_is_not_known_is_sent_where_the_officer_says(services: Services, seen: Callable[..., Look]) -> None:
    look = seen(SHEETS)
    (loose,) = look.loose
    assert (loose.head, loose.place.address) == ("Loans to the moon", "B9")
    sent = from_book.look(services, from_book.with_target(look.found, loose.table, loose.index, "line.oth_ca"))
    assert sent.loose == () and sent.figures[sent.periods[0].item]["line.oth_ca"].value == 7


def test_the_unit_is_changed_for_all_tables_at_once(services: Services, seen: Callable[..., Look]) -> None:
    look = seen(SHEETS)
    assert from_book.unit_of(look.found) == 1
    thousands = from_book.look(services, from_book.in_unit(look.found, 1000))
    statement = thousands.periods[0].statement
    assert statement.unit == 1000 and statement.values["rev"] == 500


def test_a_doubtful_spelling_is_asked_once_and_its_answer_reads_all_sheets(services: Services, seen: Callable[..., Look]) -> None:
    doubtful = {
        name: [rows[0], *((one[0], f"{one[1]},125", f"{one[2]},250") for one in rows[1:])] for name, rows in SHEETS.items()
    }
    look = seen(doubtful)
    assert [one.ask.value for one in look.asked] == ["decimal"]
    for sign, revenue in ((".", 500125), (",", Decimal("500.125"))):
        settled = from_book.look(services, from_book.answered(look.found, look.asked[0].ask, sign))
        assert settled.asked == () and settled.figures[settled.periods[0].item]["line.rev"].value == revenue


def test_interim_periods_are_shown_but_not_among_the_newest_years(seen: Callable[..., Look]) -> None:
    heads = ("", "30.09.2025", "31.12.2024", "30.09.2024", "31.12.2023")
    rows = [heads, ("Revenue", 30, 40, 29, 38), ("Cost of sales", 3, 4, 2, 3), ("Gross profit", 27, 36, 27, 35)]
    look = seen({"Income statement": rows})
    assert {(one.statement.end.year, one.statement.months): one.newest for one in look.periods} == {
        (2025, 9): False, (2024, 12): True, (2024, 9): False, (2023, 12): True,
    }


def test_of_many_companies_the_customer_is_found_or_asked_for(
    services: Services, customer: int, tmp_path: Path
) -> None:
    head = ("Ticker", "Period end", "Total assets", "Total liabilities", "Total equity", "Revenue", "Net profit")
    rows = [head, ("Alpha Works", "2024-12-31", 10, 4, 6, 20, 1), ("Beta", "2024-12-31", 11, 4, 7, 21, 2)]
    path = write_book(tmp_path / "list.xlsx", {"Sheet1": rows})
    found = from_book.read(services, customer, [path], "en")
    look = from_book.look(services, found)
    assert len(look.companies) == 2 and look.company is not None and look.company.name == "Alpha Works"
    assert look.figures[look.periods[0].item]["line.TA"].value == 10
    other = from_book.look(services, found, next(one.key for one in look.companies if one.name == "Beta"))
    assert other.other_name == "Beta" and other.figures[other.periods[0].item]["line.TA"].value == 11


def test_more_than_three_files_no_statement_and_no_choice_are_refused(
    services: Services, customer: int, seen: Callable[..., Look], tmp_path: Path
) -> None:
    with pytest.raises(UserError, match="from_book.too_many"):
        from_book.read(services, customer, [tmp_path / "a.xlsx"] * 4, "en")
    letter = write_book(tmp_path / "letter.xlsx", {"Sheet1": [("Dear Sirs",), ("thank you",)]})
    with pytest.raises(UserError, match="from_book.no_statement"):
        from_book.read(services, customer, [letter], "en")
    with pytest.raises(UserError, match="from_book.none_chosen"):
        from_book.take(services, seen(SHEETS), [], set(), BY)


def test_cancelling_reads_and_writes_nothing(services: Services, customer: int, tmp_path: Path) -> None:
    path = write_book(tmp_path / "book.xlsx", SHEETS)
    stop = Progress()
    stop.cancel()
    with pytest.raises(UserError, match="import.cancelled"):
        from_book.read(services, customer, [path], "en", stop)
    look = from_book.look(services, from_book.read(services, customer, [path], "en"))
    with pytest.raises(UserError, match="import.cancelled"):
        from_book.take(services, look, newest(look), set(), BY, stop)
    assert held(services, customer) == {} and services.imports.all() == ()


# --- real files -------------------------------------------------------------------------------------------------------


def _real(services: Services, name: str, paths: Sequence[Path], company: str = "") -> tuple[int, Look, dict[str, set[int]]]:
    """Take the newest years of real files into a case of the company; what does not hold, by check, with the years."""
    customer = services.customers.save(Customer(name=name, country="CN", currency="CNY"), BY).value.id or 0
    look = from_book.look(services, from_book.read(services, customer, paths, "en"), company)
    ties = from_book.ties(services, look, newest(look), set())
    fails: dict[str, set[int]] = {}
    for outcomes in ties.values():
        for one in outcomes:
            if one.holds is False:
                fails.setdefault(one.key, set()).add(one.period.year)
    from_book.take(services, look, newest(look), set(), BY)
    for period in (one for one in look.periods if one.newest):
        kept = held(services, customer)[period.statement.end]
        assert dict(kept.values) == dict(period.statement.values)
        for field, figure in list(look.figures[period.item].items())[:12]:
            came = services.imports.origin("statements", kept.id or 0, field)
            assert came is not None and figure.place in (None, came.place) and came.file == figure.file
    return customer, look, fails


def test_three_published_files_of_xiaomi_become_five_years_that_balance(services: Services, shared: Path) -> None:
    folder = shared / "data/statements/cn_xiaomi"
    files = [folder / f"{name}.xls" for name in ("资产负债表", "利润表", "现金流量表")]
    customer, look, fails = _real(services, "小米集团", files)
    assert len(look.periods) == 7 and fails == {}
    year = held(services, customer)[date(2021, 12, 31)]
    assert year.values["rev"] == 328309145000 and year.currency == "CNY"
    assert round(year.values["TL"] / year.values["TA"] * 100, 2) == Decimal("53.08")


def test_a_hundred_periods_of_tsingtao_are_shown_and_five_years_chosen(services: Services, shared: Path) -> None:
    customer, look, fails = _real(services, "青岛啤酒", sorted((shared / "data/statements/cn_tsingtao").glob("*.xlsx")))
    assert len(look.periods) == 100 and {one.statement.months for one in look.periods} == {3, 6, 9, 12}
    assert sorted(one.year for one in held(services, customer)) == [2018, 2019, 2020, 2021, 2022]
    assert set(fails) == {"cash_change"}, "the balance holds; the row that does not tie is named"
    assert held(services, customer)[date(2022, 12, 31)].values["rev"] == 32171565624


def test_one_company_is_taken_out_of_the_published_list_of_rosstat(services: Services, shared: Path) -> None:
    file = shared / "data/statements/ru_rosstat/rosstat_boo_raw_cp1251_no_header.csv"
    customer, look, fails = _real(services, "Норильский никель", [file], "inn:2457009983")
    assert len(look.companies) == 10 and fails == {} and look.other_name
    kept = held(services, customer)[date(2012, 12, 31)]
    assert (kept.unit, kept.currency, kept.framework) == (1000, "RUB", Framework.RSBU)
    assert kept.values["TA"] == kept.values["TLE"] == 6064042 and kept.opening["TA"] == 5941462


@pytest.mark.slow
def test_companies_are_found_by_their_number_in_a_list_of_448(services: Services, shared: Path) -> None:
    file = shared / "data/statements/us/nyse_annual.csv"
    customer, look, fails = _real(services, "CAT", [file])
    assert look.company is not None and look.other_name == "" and len(look.periods) == 4
    year = held(services, customer)[date(2014, 12, 31)].values
    assert round(year["CA"] / year["CL"] * 100) == 139 and round(year["np"] / year["E"] * 100) == 15
    assert set(fails) == {"net_profit"}, "minority shares are not in the file"
    customer, look, _ = _real(services, "HD", [file])
    year = held(services, customer)[date(2015, 2, 1)].values
    assert round(year["CA"] / year["CL"] * 100) == 136, "the same file serves another customer"
