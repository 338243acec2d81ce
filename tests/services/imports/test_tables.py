"""Tables are found where they stand, in real files and in every arrangement that bureaus send."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.imports.reading.model import Row, Sheet, SheetHead
from app.services.imports.reading.reader import read_book
from app.services.imports.tables.find import Table, find_tables

DATA: list[Row] = [
    ("北京某某机械有限公司", "91110000802100433B", 1250.5, 12),
    ("上海某某电子有限公司", "913100006073603757", 980, 7),
    ("广州某某贸易有限公司", "91440101MA59A1B2C3", None, 3),
]
HEAD: Row = ("企业名称", "统一社会信用代码", "注册资本", "参保人数")


def _found(rows: list[Row], merged: tuple[tuple[int, int, int, int], ...] = ()) -> tuple[Table, ...]:
    return find_tables(Sheet(SheetHead(0, "a", merged=merged), rows))


def _only(rows: list[Row], merged: tuple[tuple[int, int, int, int], ...] = ()) -> Table:
    (table,) = _found(rows, merged)
    return table


@pytest.mark.parametrize(
    ("file", "sheet", "header", "first", "last"),
    [
        ("benchmarks/damodaran/DollarUS.xls", 1, 7, 8, 103),
        ("benchmarks/damodaran/EVA.xls", 1, 18, 19, 114),
        ("benchmarks/damodaran/Employee.xls", 1, 8, 9, 104),
        ("benchmarks/damodaran/betas.xls", 1, 9, 10, 105),
        ("benchmarks/damodaran/margin.xls", 1, 8, 9, 104),
        ("benchmarks/damodaran/wacc.xls", 1, 18, 19, 114),
        ("registry/1982_福建.xls", 0, 0, 1, 281),
        ("statements/cn_xiaomi/资产负债表.xls", 0, 0, 1, 52),
        ("statements/cn_tsingtao/资产负债表.xlsx", 0, 0, 1, 100),
        ("statements/us/nyse_annual.csv", 0, 0, 1, 1781),
        ("ratings/ratings_with_statements_DEV.csv", 0, 0, 1, 1552),
        ("sme/companies.csv", 0, 0, 1, 72),
    ],
)
def test_the_header_of_a_real_file_is_found(file: str, sheet: int, header: int, first: int, last: int, shared: Path) -> None:
    table = find_tables(read_book(shared / "data" / file).sheets[sheet])[-1]
    assert (table.header[-1], table.first, table.last) == (header, first, last)
    assert sum(bool(head) for head in table.heads) >= len(table.heads) - 2


def test_a_real_file_without_a_header_has_none(shared: Path) -> None:
    name = "rosstat_boo_raw_cp1251_no_header.csv"
    (table,) = find_tables(read_book(shared / "data" / "statements" / "ru_rosstat" / name).sheets[0])
    assert (table.header, table.first, table.last, table.right) == ((), 0, 9, 265)


def test_titles_above_and_footers_below_stay_apart_from_the_rows() -> None:
    table = _only([
        ("客户清单", None, None, None), ("单位：万元", None, None, None), (), HEAD, *DATA,
        ("数据来源：公开登记信息，截至2025年12月31日", None, None, None),
    ])
    assert (table.header, table.first, table.last) == ((3,), 4, 6)
    assert table.titles == ("客户清单", "单位：万元")
    assert table.footers == ("数据来源：公开登记信息，截至2025年12月31日",)
    assert table.heads == HEAD


def test_a_header_of_two_rows_names_each_column_by_both() -> None:
    table = _only(
        [
            ("ИНН", "Наименование", "Выручка, тыс. руб.", None, "Чистая прибыль, тыс. руб.", None),
            (None, None, "2024", "2023", "2024", "2023"),
            ("7707083893", "ПАО Ромашка", 1250, 1100, 90, -12),
            ("7736050003", "ООО Василёк", 700, 650, 11, 9),
        ],
        merged=((0, 2, 0, 3), (0, 4, 0, 5), (0, 0, 1, 0), (0, 1, 1, 1)),
    )
    assert (table.header, table.first) == ((0, 1), 2)
    assert table.heads == (
        "ИНН", "Наименование", "Выручка, тыс. руб. 2024", "Выручка, тыс. руб. 2023", "Чистая прибыль, тыс. руб. 2024",
        "Чистая прибыль, тыс. руб. 2023",
    )


def test_periods_may_stand_in_columns_or_in_rows() -> None:
    across = _only([("项目", "2023", "2024", "2025"), ("货币资金", 1, 2, 3), ("应收账款", 4, 5, 6), ("存货", 7, 8, 9)])
    assert (across.header, across.heads) == ((0,), ("项目", "2023", "2024", "2025"))
    down = _only([("报告日", "货币资金", "应收账款"), ("20251231", 1, 2), ("20241231", 3, 4), ("20231231", 5, 6)])
    assert (down.header, down.first, down.last) == ((0,), 1, 3)


def test_two_tables_on_one_sheet_are_two() -> None:
    profile: list[Row] = [("Payment profile", None), ("month", "days late"), ("2025-01", 3), ("2025-02", 0)]
    upper, lower = _found([HEAD, *DATA, (), (), *profile])
    assert (upper.header, upper.last) == ((0,), 3)
    assert (lower.header, lower.first, lower.last, lower.titles) == ((7,), 8, 9, ("Payment profile",))


def test_a_table_that_begins_away_from_the_corner_keeps_its_columns() -> None:
    table = _only([(), (None, None, *HEAD), *[(None, None, *row) for row in DATA]])
    assert (table.left, table.right, table.heads) == (2, 5, HEAD)


@pytest.mark.parametrize("rows", [[], [()], [("one text alone",)], [("a",), ("b",), ("c",)]])
def test_a_sheet_without_a_table_has_none(rows: list[Row]) -> None:
    assert _found(rows) == ()


WORDS = st.text(st.sampled_from("abcdefgh"), min_size=3, max_size=9)


@given(
    heads=st.lists(WORDS, min_size=2, max_size=8, unique=True), rows=st.integers(2, 30), above=st.integers(0, 6),
    left=st.integers(0, 3), footer=st.booleans(),
)
def test_however_a_table_of_figures_is_placed_its_header_is_found(
    heads: list[str], rows: int, above: int, left: int, footer: bool
) -> None:
    gap = (None,) * left
    cells: list[Row] = [(f"line {number} of the title",) for number in range(above)]
    cells.append((*gap, *heads))
    cells += [(*gap, f"customer {row}", *(row * 7.5 + at for at in range(1, len(heads)))) for row in range(rows)]
    if footer and len(heads) > 2:
        cells.append((*gap, "Source: a register that is open to everybody"))
    table = _only(cells)
    assert (table.header, table.first, table.last) == ((above,), above + 1, above + rows)
    assert table.heads == tuple(heads)
    assert len(table.titles) == above
