"""Pasting statements: labels in three languages, codes, positions, units, and every bad cell with its place."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.domain.statement import Framework
from app.services.methodology import builtin
from app.services.statements.paste import PasteResult, parse_paste
from app.services.statements.periods import read_period
from tests.services.refusal import refused, told

LINES = builtin().lines


def paste(text: str, lang: str = "en", framework: Framework = Framework.CAS, **more: object) -> PasteResult:
    return parse_paste(text, lang, LINES, framework, **more)  # type: ignore[arg-type]


def test_a_chinese_balance_sheet_is_read_by_its_labels_and_years() -> None:
    read = paste(
        "资产负债表\t\t\n单位：万元\t2025年12月31日\t2024-12-31\n货币资金\t1,234.50\t1 000\n应收票据\t10\t-\n应收款项融资\t5\t\n"
        "  其他应收款 \t(7)\t0\n其中：应收利息\t1\t1\n流动资产合计\t5000\t4800\n四、利润总额（亏损总额以“－”号填列）\t-20\t30\n"
        "信用减值损失（损失以“-”号填列）\t-8\t2\n加：营业外支出\t3\t1",
        "zh",
    )
    assert [column.period.end for column in read.columns if column.period] == [date(2025, 12, 31), date(2024, 12, 31)]
    assert read.unit == 10_000 and read.currency == "CNY" and not read.problems and not read.by_position
    assert read.values[("cash", 0)] == Decimal("1234.50") and read.values[("cash", 1)] == 1000
    assert read.values[("notes_rec", 0)] == 15 and ("notes_rec",
        1) not in read.values        # two rows of one line; blank is blank
    assert read.values[("oth_rec", 0)] == -7 and read.values[("oth_rec", 1)] == 0             # zero is no blank
    assert read.values[("pbt", 0)] == -20
    assert read.values[("oth_exp", 0)] == 11 and read.values[("oth_exp", 1)] == -1
    assert read.unmatched == ((7, "其中：应收利息"),)


def test_russian_forms_are_read_by_their_codes_and_expenses_in_brackets_are_positive() -> None:
    read = paste(
        "Наименование показателя\tКод\tНа 31 декабря 2025 г.\tНа 31 декабря 2024 г.\n"
        "Запасы\t1210\t12 345\t11 000\nДенежные средства и денежные эквиваленты\t1250\t1 234,5\t—\nБАЛАНС\t1600\t99 000\t90 000\n"
        "Себестоимость продаж\t2120\t(8 000)\t(7 000)\nПрибыль (убыток) до налогообложения\t2300\t(150)\t20\n"
        "Долгосрочные обязательства\t1400\t700\t600\nПроценты к уплате\t2330.0\t(10)\t(9)",
        "ru", Framework.RSBU,
    )
    assert [column.column for column in read.columns] == [3, 4] and not read.problems
    assert read.values[("inv", 0)] == 12345 and read.values[("cash", 0)] == Decimal("1234.5") and ("cash", 1) not in read.values
    assert read.values[("TA", 1)] == 90000 and read.values[("NCL", 0)] == 700
    assert read.values[("cogs", 0)] == 8000 and read.values[("int_exp", 1)] == 9
    assert read.values[("pbt", 0)] == -150


def test_english_labels_and_notes_columns() -> None:
    read = paste(
        "(in millions of USD)\tNote\t2025\t2024\nTotal assets\t5\t1,000\t900\n"
        "Revenue\t\t2,000.5\t1.9\nNet profit\t\t(12)\t3\n"
    )
    assert [column.head for column in read.columns] == ["2025", "2024"]
    assert read.unit == 1_000_000 and read.currency == "USD"
    assert read.values == {
        ("TA", 0): Decimal(1000), ("TA", 1): Decimal(900), ("rev", 0): Decimal("2000.5"), ("rev", 1): Decimal("1.9"),
        ("np", 0): Decimal(-12), ("np", 1): Decimal(3),
    }


def test_every_bad_cell_is_named_by_row_and_column_and_the_good_ones_are_read() -> None:
    read = paste(
        "\t2025\t2024\n货币资金\t12a4\t100\n存货\t1.2.3,4\t1e5\n应收账款\tabc\t7%\n固定资产\t$5\t6", "zh", currency="CNY"
    )
    assert [(problem.row, problem.column, problem.text, problem.error.key) for problem in read.problems] == [
        (2, 2, "12a4", "number.letters"), (3, 2, "1.2.3,4", "number.form"), (3, 3, "1e5", "number.letters"),
        (4, 2, "abc", "number.not_one"), (4, 3, "7%", "number.unit_percent"), (5, 2, "$5", "paste.currency"),
    ]
    assert read.values == {("cash", 1): Decimal(100), ("fa_net", 1): Decimal(6)}


@pytest.mark.parametrize(
    ("typed", "lang", "amount"),
    [
        ("1 234,56", "ru", "1234.56"), ("1\u00a0234,56", "ru", "1234.56"), ("1\u202f234,56", "en", "1234.56"),
        ("1,234.56", "zh", "1234.56"),
        ("328309145000.0000元", "zh", "328309145000"), ("12 тыс. руб.", "ru", "12000"),
        ("3.5万", "zh", "35000"), ("\u22125", "en", "-5"),
        ("1'234.5", "en", "1234.5"), ("12.5 млн", "ru", "12500000"),
    ],
)
def test_amounts_as_people_write_them(typed: str, lang: str, amount: str) -> None:
    assert paste(f"货币资金\t{typed}", lang).values == {("cash", 0): Decimal(amount)}


def test_units_in_cells_and_heads_are_converted_into_the_unit_of_the_statement() -> None:
    assert paste("货币资金\t5万元", "zh", unit=1000).values == {("cash", 0): Decimal(50)}
    assert paste("单位：元\t2025\n货币资金\t5000", "zh", unit=1000).values == {("cash", 0): Decimal(5)}
    assert paste("货币资金\t5000", "zh", unit=1000).values == {("cash", 0): Decimal(5000)}


def test_a_doubtful_amount_is_read_by_the_language_and_listed() -> None:
    assert paste("货币资金\t1,234", "en").ambiguous == ((1, 2),)
    assert paste("货币资金\t1,234", "ru").values == {("cash", 0): Decimal("1.234")}


def test_a_line_that_is_printed_twice_must_say_the_same() -> None:
    read = paste("货币资金\t100\n*货币资金\t100\n存货\t5\n存货\t6", "zh")
    assert read.values == {("cash", 0): Decimal(100), ("inv", 0): Decimal(5)}
    assert [(problem.row, problem.error.key) for problem in read.problems] == [(4, "paste.twice")]


def test_a_block_without_labels_goes_by_position() -> None:
    read = paste("2025\t2024\n1\t2\n\t3\nx1\t4")
    keys = [line.key for line in LINES[:3]]
    assert read.by_position and [column.period.end.year for column in read.columns if column.period] == [2025, 2024]
    assert read.values == {(keys[0], 0): 1, (keys[0], 1): 2, (keys[1], 1): 3, (keys[2], 1): 4}
    assert [(problem.row, problem.column) for problem in read.problems] == [(4, 1)]


@pytest.mark.parametrize("head", ["31.02.2025", "2025-13-01", "На 30 февраля 2025 г.", "2025年2月30日"])
def test_a_column_under_a_day_that_does_not_exist_is_told_at_its_head(head: str) -> None:
    read = paste(f"\t{head}\t31.12.2024\n货币资金\t1\t2")
    assert read.values == {("cash", 0): Decimal(2)}
    problem, = read.problems
    assert (problem.row, problem.column, problem.text, problem.error.key) == (1, 2, head, "date.not_in_calendar")
    alone = paste(f"\t{head}\n货币资金\t1")
    assert [found.error.key for found in alone.problems] == ["date.not_in_calendar"]
    by_position = paste(f"{head}\t2024\n1\t2")
    assert by_position.values == {(LINES[0].key, 0): Decimal(2)} and len(by_position.problems) == 1


def test_a_column_of_amounts_that_names_no_period_beside_others_is_told() -> None:
    read = paste("\tplan\t2024\tnote\n货币资金\t1\t2\t5")
    assert [(problem.row, problem.column, problem.error.key) for problem in read.problems] == [(1, 2, "paste.no_period")]


def test_an_unknown_row_with_amounts_is_listed_also_above_the_first_known_one() -> None:
    assert paste("Goods on the way\t5\n货币资金\t7").unmatched == ((1, "Goods on the way"),)
    assert paste("Form 1\t31.12.2025\n货币资金\t7").unmatched == ()


def test_quoted_cells_of_a_spreadsheet_may_hold_breaks() -> None:
    assert paste('"货币\n资金"\t"1,000.00"\r\n存货\t5\r\n', "zh").values == {("cash", 0): 1000, ("inv", 0): 5}


def test_nothing_to_read_is_said_in_words() -> None:
    refused("paste.empty", lambda: paste(" \n\t\n"))
    refused("paste.no_lines", lambda: paste("hello\tworld\nfoo\tbar"))
    refused("paste.no_columns", lambda: paste("货币资金\t\n存货\t"))
    refused("paste.too_big", lambda: paste("1\t" * 200))
    refused("paste.too_big", lambda: paste("1\n" * 3000))


@pytest.mark.parametrize(
    ("head", "end", "months"),
    [
        ("2024", date(2024, 12, 31), 12), ("2024.0", date(2024, 12, 31), 12), ("2024年度", date(2024, 12, 31), 12),
        ("2024-06-30", date(2024, 6, 30), 6), ("2024-12-31 00:00:00", date(2024, 12, 31), 12),
        ("31.12.2024", date(2024, 12, 31), 12),
        ("2024年9月30日", date(2024, 9, 30), 9), ("На 31 декабря 2024 г.", date(2024, 12, 31), 12),
        ("За 2024 г.", date(2024, 12, 31), 12),
        ("за 9 мес. 2024", date(2024, 9, 30), 9), ("2024Q3", date(2024, 9, 30), 9), ("2024年上半年", date(2024, 6, 30), 6),
        ("FY2024", date(2024, 12, 31), 12), ("December 31, 2024", date(2024, 12, 31), 12), ("2024 год", date(2024, 12, 31), 12),
    ],
)
def test_heads_name_their_period(head: str, end: date, months: int) -> None:
    found = read_period(head)
    assert found is not None and (found.end, found.months) == (end, months)


@pytest.mark.parametrize("head", ["", "Note", "30.02.2024", "2024-13-01", "1234", "20244", "3000", "2024 and 2025"])
def test_what_names_no_period_names_none(head: str) -> None:
    assert read_period(head) is None


_CELLS = st.sampled_from(["货币资金", "存货", "1250", "12", "-3,5", "2024", "x", "", "(7)", "5万", "\x00", "总"])


@given(st.lists(st.lists(_CELLS, max_size=4), max_size=6))
def test_any_block_is_read_or_refused_in_words(rows: list[list[str]]) -> None:
    text = "\n".join("\t".join(row) for row in rows)
    error = told(lambda: paste(text, "zh"))
    if error is not None:
        assert error.key.startswith("paste.")
        return
    read = paste(text, "zh")
    assert all(value.is_finite() for value in read.values.values())
    assert all(0 <= column < len(read.columns) for _, column in read.values)


@pytest.mark.parametrize("head", ["Item\t2024-12-31\t2025-12-31\n", ""])
def test_small_whole_amounts_beside_labels_are_never_taken_for_line_codes(head: str) -> None:
    result = parse_paste(head + "Cash and cash equivalents\t900\t800\nInventories\t1700\t1600", "en", LINES)
    assert dict(result.values) == {("cash", 0): 900, ("cash", 1): 800, ("inv", 0): 1700, ("inv", 1): 1600}


def test_a_column_of_codes_without_a_head_is_still_known_by_its_labels() -> None:
    result = parse_paste("Запасы\t1210\t900\t1700\nДенежные средства\t1250\t500\t1500", "ru", LINES, Framework.RSBU)
    assert dict(result.values) == {("inv", 0): 900, ("inv", 1): 1700, ("cash", 0): 500, ("cash", 1): 1500}


@pytest.mark.parametrize("head", ["", "Код\t2025\n", "\t31.12.2025\n"])
def test_codes_without_any_label_name_their_lines(head: str) -> None:
    result = parse_paste(head + "1250\t500\n1230\t1 200\n", "ru", LINES, Framework.RSBU)
    assert dict(result.values) == {("cash", 0): 500, ("ar", 0): 1200}
    assert not result.by_position


def test_a_code_of_no_line_among_bare_codes_is_told_by_its_code() -> None:
    result = parse_paste("1999\t7\n1250\t500\n1230\t1200\n1210\t40", "ru", LINES, Framework.RSBU)
    assert dict(result.values) == {("cash", 0): 500, ("ar", 0): 1200, ("inv", 0): 40}
    assert result.unmatched == ((1, "1999"),)


@pytest.mark.parametrize(
    "text", ["1250\n1230", "1250\t500\n1250\t600", "1250\t500\n77\t600", "1 250\t500\n1 230\t1 200", "1250\t500"]
)
def test_amounts_that_only_look_like_codes_go_by_position(text: str) -> None:
    assert parse_paste(text, "ru", LINES, Framework.RSBU).by_position
