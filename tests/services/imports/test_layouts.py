"""Small tables of each kind: what is proposed, why, and what becomes of the cells."""

from __future__ import annotations

import gzip
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.models.domain.errors import UserError
from app.services.imports.mapping.merge import merged
from app.services.imports.model import Kind, Plan, Sureness
from app.services.imports.profiles import profile_from, profile_of, profile_text, shipped
from app.services.imports.reading.reader import read_book
from app.services.imports.records import records
from app.services.methodology.load import builtin
from tests.services.imports.layouts import book_of, of_rows, understood


def _targets(plan: Plan, table: int = 0) -> dict[str, str]:
    return {line.head: line.target for line in plan.tables[table].lines}


def test_a_register_is_known_by_its_heads_and_units_stand_in_cells() -> None:
    plan, found = of_rows([
        ("企业名称", "统一社会信用代码", "注册日期", "注册资金", "经营范围"),
        ("甲有限公司", "91110000802100433B", "1995-01-09", "1,178.3792(万元)", "机械"),
        ("乙有限公司", "91350100M000100Y43", "1995-02-01", "140(万美元)", "化工"),
        ("丙有限公司", "", "1995-02-03", "N/A", ""),
        ("丁有限公司", "", "", "电热多用锅", ""),
        ("戊有限公司", "", "", "94()", ""),
    ])
    assert plan.profile == "register_cn"
    assert found[0].values["fact.capital"] == Decimal("11783792.0000") and found[0].currencies["fact.capital"] == "CNY"
    assert found[1].values["fact.capital"] == 1400000 and found[1].currencies["fact.capital"] == "USD"
    assert found[0].values["fact.founded"] == date(1995, 1, 9) and found[0].values["id.uscc"] == "91110000802100433B"
    assert all("fact.capital" not in record.values for record in found[2:4]), "nothing becomes a silent 0"
    assert [fault.place.address for fault in found[3].faults] == ["D5"]
    assert "fact.capital" not in found[4].values and [fault.key for fault in found[4].faults] == ["unit_lost"]


def test_a_russian_list_brings_indices_with_their_directions() -> None:
    plan, found = of_rows([
        ("Наименование", "ИНН", "ОГРН", "ИДО", "ИФР", "ИПД", "Выручка, тыс. руб."),
        ("ООО Ромашка", "7707083893", "1027700132195", 12, 34, 88, "1 200,5"),
        ("АО Лютик", "7736050003", "", 80, 71, 15, "900,0"),
    ])
    assert plan.profile == "bureau_ru"
    values = found[0].values
    assert (values["score.ido"], values["score.ifr"], values["score.ipd"]) == (12, 34, 88)
    assert values["fact.revenue"] == 1200500 and values["country"] == "RU"
    from app.services.imports.fields import fields_of

    fields = fields_of(builtin())
    better = {key: field.better for key in ("score.ido", "score.ifr", "score.ipd") if (field := fields.get(key)) is not None}
    assert better == {"score.ido": "low", "score.ifr": "low", "score.ipd": "high"}


def test_columns_without_a_known_name_are_told_by_check_digits() -> None:
    plan, found = of_rows([
        ("Company name", "Код 17", "Credit score", "Employees"),
        ("Alpha", "7707083893", 55, 12), ("Beta", "7736050003", 71, 40), ("Gamma", "7707083893", 60, 7),
    ])
    line = plan.tables[0].lines[1]
    assert (line.target, line.sureness, line.why) == ("id.inn", Sureness.LIKELY, "check_digits")
    assert found[0].values["score.score"] == 55


ACROSS = [
    ("编制单位：海滨机械有限公司", None, None), ("单位：万元", None, None),
    ("项目", "2023年", "2022年"),
    ("货币资金", 100, 90), ("应收账款", 50, 40), ("其他应收款", 5, 4), ("应收利息", 1, 1), ("流动资产合计", 156, 135),
    ("资产总计", 156, 135), ("负债合计", 56, 45), ("所有者权益合计", 100, 90), ("负债和所有者权益总计", 156, 135),
    ("减：库存股", -3, -3), ("资产总计", 156, 999),
]


def test_items_in_rows_give_a_statement_for_each_period_in_the_unit_of_the_title() -> None:
    plan, found = of_rows(ACROSS)
    table = plan.tables[0]
    assert plan.profile == "cas_rows" and table.across and table.choice.unit == 10_000
    assert table.fixed["name"] == "海滨机械有限公司"
    newest = next(one for one in merged(found) if one.end == date(2023, 12, 31)).statement()
    assert newest.values["cash"] == 100 and newest.unit == 10_000 and newest.values["oth_rec"] == 6
    assert newest.values["treasury"] == 3, "its size, whatever the sign printed"


def test_a_line_that_stands_twice_must_say_the_same() -> None:
    _, found = of_rows(ACROSS)
    faults = [(fault.key, fault.place.address) for record in found for fault in record.faults]
    assert faults == [("repeated_differs", "C14")]
    assert next(one for one in found if one.values["end"] == date(2022, 12, 31)).values["line.TA"] == 1350000


def test_expenses_printed_below_zero_are_kept_positive() -> None:
    plan, found = of_rows([
        ("Ticker", "Report Date", "Currency", "Revenue", "Cost of Revenue", "Total Assets", "Total Liabilities", "Total Equity"),
        ("AAA", "2023-12-31", "EUR", 100, -60, 500, 300, 200), ("AAA", "2022-12-31", "EUR", 90, -50, 450, 280, 170),
        ("BBB", "2023-06-30", "USD", 10, -6, 50, 30, 20),
    ])
    assert plan.profile == "simfin"
    assert [record.values["line.cogs"] for record in found] == [60, 50, 6]
    assert [record.values["currency"] for record in found] == ["EUR", "EUR", "USD"]
    assert found[2].values["months"] == 12


def test_invoices_and_what_was_paid_come_out_of_one_table() -> None:
    _, found = of_rows([
        ("customerID", "invoiceNumber", "InvoiceDate", "DueDate", "InvoiceAmount", "Disputed", "SettledDate"),
        ("C1", "17", "10/25/2012", "11/24/2012", "72.27", "Yes", "11/28/2012"),
        ("C1", "18", "12/16/2012", "1/15/2013", "75.06", "No", None),
        ("Total", None, None, None, "147.33", None, None),
    ])
    invoices = [record for record in found if record.kind is Kind.INVOICE and record.values]
    assert [fault.key for record in found for fault in record.faults] == ["total_row"], "told once, and no record"
    payments = [record for record in found if record.kind is Kind.PAYMENT]
    assert [record.values["amount"] for record in invoices] == [Decimal("72.27"), Decimal("75.06")]
    assert invoices[0].values["disputed"] is True and invoices[1].values["due"] == date(2013, 1, 15)
    assert [(record.values["invoice"], record.values["day"]) for record in payments] == [("17", date(2012, 11, 28))]


def test_void_and_red_invoices_are_told() -> None:
    plan, found = of_rows([
        ("企业代号", "发票号码", "开票日期", "购方单位代号", "金额", "税额", "价税合计", "发票状态"),
        ("E1", "0007", "2017/2/10", "B1", 100.0, 6.0, 106.0, "有效发票"),
        ("E1", "0008", "2017/2/10", "B1", -50.0, -3.0, -53.0, "有效发票"),
        ("E1", "0009", "2017/2/11", "B2", 10.0, 0.6, 10.6, " 作废发票"),
        ("E1", "0010", "2017/2/12", "B2", 10.0, 0.6, 10.6, "异常发票"),
    ])
    assert plan.profile == "vat_sales" and found[0].values["direction"] == "sales"
    assert [record.values.get("void") for record in found] == [False, False, True, None]
    assert found[1].values["gross"] == -53 and found[0].values["invoice"] == "0007", "leading zeros stay"
    assert [fault.key for fault in found[3].faults] == ["state_unknown"]


def test_three_files_of_one_folder_are_one_customer() -> None:
    balance = book_of([("科目", "2021", "2020"), ("资产总计", 10, 9), ("负债合计", 4, 4), ("流动资产合计", 5, 5)])
    result = book_of([("科目", "2021", "2020"), ("营业收入", 10, 9), ("净利润", 4, 4), ("利润总额", 5, 5)])
    _, found = understood(("海滨机械/资产负债表.xlsx", balance), ("海滨机械/利润表.xlsx", result))
    assert {record.values["name"] for record in found} == {"海滨机械"} and len(merged(found)) == 2


def test_what_was_learned_of_a_file_reads_the_next_one_alike() -> None:
    rows = [("Firm", "Punkte", "Stand", "Unused"), ("Alpha", 71, "31.12.2024", "x"), ("Beta", 55, "31.12.2024", "y")]
    plan, _ = of_rows(rows)
    table = plan.tables[0] if plan.tables else None
    assert table is None, "nobody knows these words yet"
    hand = profile_from("""
name = "mine"
[[table]]
kind = "customer"
some = ["Firm", "Punkte"]
least = 2
[table.names]
"Firm" = "name"
"Punkte" = "score.score"
"Stand" = "as_of"
""", own=True)
    from app.services.imports.mapping.propose import propose

    first = propose([("a.xlsx", book_of(rows))], builtin(), "en", [hand])
    own = profile_from(profile_text(profile_of(first, "bureau \"X\"\n1")), own=True)
    again = propose([("b.xlsx", book_of(rows))], builtin(), "en", [*shipped(), own])
    assert again.profile == own.name
    assert _targets(again) == {"Firm": "name", "Punkte": "score.score", "Stand": "as_of", "Unused": ""}
    found = list(records([("b.xlsx", book_of(rows))], again))
    assert found[0].values == {"name": "Alpha", "score.score": Decimal(71), "as_of": date(2024, 12, 31)}


@pytest.mark.parametrize("profile", shipped(), ids=lambda profile: profile.name)
def test_a_shipped_profile_names_known_fields_and_is_written_back_the_same(profile: object) -> None:
    from app.services.imports.fields import fields_of
    from app.services.imports.profiles import Profile

    assert isinstance(profile, Profile) and profile.label is not None
    assert profile_from(profile_text(profile)) == profile
    fields = fields_of(builtin())
    for layout in profile.layouts:
        assert [target.key for target in layout.names.values() if target.key and fields.get(target.key) is None] == []


@pytest.mark.parametrize(
    "text", ["", "name = 3", "[[table]]\nkind = 'nothing'", "[[table]]\nkind='customer'\nchoice={sign='x'}", "\x00"]
)
def test_a_text_that_is_no_profile_is_refused(text: str) -> None:
    with pytest.raises(UserError):
        profile_from(text)


def test_a_text_table_packed_by_gzip_is_read_and_a_bomb_is_not(tmp_path: Path) -> None:
    packed = tmp_path / "list.csv.gz"
    packed.write_bytes(gzip.compress("企业名称,注册资金\n甲有限公司,12万元\n".encode()))
    assert read_book(packed).sheets[0].rows[1] == ("甲有限公司", "12万元")
    packed.write_bytes(gzip.compress(b"a,b\n" * 40_000_000, 9))
    with pytest.raises(UserError) as bomb:
        read_book(packed)
    assert bomb.value.key == "import.bomb"
    packed.write_bytes(gzip.compress(b"a,b\n" * 1000)[:-20])
    with pytest.raises(UserError) as cut:
        read_book(packed)
    assert cut.value.key == "import.damaged"


@pytest.mark.parametrize("lang", ["en", "zh", "ru"])
def test_an_own_blank_workbook_is_known_again_whole_once_it_is_filled(lang: str, tmp_path: Path) -> None:
    from app.services.imports.templates import COLUMNS, fields_for, write_template

    path = tmp_path / "blank.xlsx"
    write_template(path, list(COLUMNS), builtin(), lang)
    book = read_book(path)
    samples = {
        "number": "C-1", "name": "Alpha", "invoice": "0017", "country": "CN", "months": 12, "framework": "ifrs",
        "consolidated": "yes", "audited": "no", "currency": "EUR", "disputed": "no", "id.uscc": "91110000802100433B",
    }
    for sheet, kind in zip(book.sheets, COLUMNS, strict=True):
        fields = fields_for(kind, builtin())
        assert [str(cell) for cell in sheet.rows[0]] == [field.label.get(lang) for field in fields]
        days = {"day": "2024-05-06", "due": "2024-06-06", "paid_on": "2024-06-01", "end": "2023-12-31"}
        row = tuple({**samples, **days}.get(field.key, 100 if field.type.value == "amount" else None) for field in fields)
        sheet.rows.extend([row, row])
    plan, found = understood(("filled.xlsx", book))
    assert [table.kind for table in plan.tables] == list(COLUMNS)
    for table, kind in zip(plan.tables, COLUMNS, strict=True):
        assert [line.target for line in table.lines] == [field.key for field in fields_for(kind, builtin())]
    assert {record.kind for record in found if record.values} == set(COLUMNS)
    assert not [fault for record in found for fault in record.faults]
