"""What the program writes it reads back; what files of bureaus and registers hold is read whole or refused, never as 0."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.ru import inn

from app.services.customers.identifiers import check_identifier
from app.services.imports.model import Choice
from app.services.imports.reading.model import ErrorCell, Unsaved, Value
from app.services.imports.values.amounts import decimal_signs
from app.services.imports.values.read import as_amount, as_bool, as_code, as_count, as_date, as_number, as_percent, as_text
from app.texts import Texts

LANGS = st.sampled_from(["en", "zh", "ru"])
NUMBERS = st.decimals(min_value=-(10**15), max_value=10**15, allow_nan=False, allow_infinity=False, places=4)
READERS = (as_amount, as_percent, as_number, as_count, as_date)


def _known(lang: str) -> Choice:
    """A column whose spellings are those of a language, in single units."""
    return Choice(decimal=Texts.load(lang).decimal_sign, order="dmy", unit=1, percent=True)


@given(NUMBERS, LANGS, st.sampled_from(["CNY", "RUB", "USD", "EUR"]))
def test_an_amount_that_was_written_is_read_back(number: Decimal, lang: str, currency: str) -> None:
    texts = Texts.load(lang)
    assert as_amount(texts.number(number), _known(lang), lang).value == number
    read = as_amount(texts.money(number, currency, None), _known(lang), lang)
    assert (read.value, read.currency) == (number, currency)


@given(NUMBERS, LANGS)
def test_a_percent_that_was_written_is_read_back(number: Decimal, lang: str) -> None:
    assert as_percent(Texts.load(lang).percent(number, None), _known(lang), lang).value == number


@given(st.dates(min_value=date(1800, 1, 1), max_value=date(2200, 12, 31)), LANGS)
def test_a_day_that_was_written_is_read_back(day: date, lang: str) -> None:
    assert as_date(Texts.load(lang).date(day), Choice(), lang).value == day


@given(st.dates(min_value=date(1980, 1, 1), max_value=date(2079, 12, 31)), st.sampled_from("/-"), st.sampled_from(["dmy", "mdy"]))
def test_a_day_is_never_read_in_the_other_order(day: date, sign: str, order: str) -> None:
    form = "%d{0}%m{0}%Y" if order == "dmy" else "%m{0}%d{0}%Y"
    text = day.strftime(form.format(sign))
    assert as_date(text, Choice(order=order), "en").value == day
    alone = as_date(text, Choice(), "en")
    assert alone.value in (day, None), "without an answer it is right or asked for"
    assert (alone.value is None) == (day.day <= 12 and day.day != day.month)


@given(NUMBERS, LANGS)
def test_an_amount_is_never_read_with_the_other_decimal_sign(number: Decimal, lang: str) -> None:
    text = Texts.load(lang).number(number)
    read = as_amount(text, Choice(unit=1), lang)
    assert read.value in (number, None)
    assert read.value is not None or read.fault == "decimal_unknown"
    assert not text.strip("-0123456789").strip() or decimal_signs(text)


@given(NUMBERS)
def test_a_cell_that_holds_a_number_keeps_its_fifteen_figures(number: Decimal) -> None:
    read = as_amount(float(number), Choice(unit=1), "en")
    assert isinstance(read.value, Decimal)
    assert read.value == Decimal(f"{float(number):.15g}")


@given(st.text(max_size=30) | st.from_regex(r"[(<~]?[0-9.,' ]{1,12}[)%]?[A-Za-z万元年/-]{0,4}", fullmatch=True), LANGS)
def test_no_text_makes_a_reader_fail_and_none_becomes_0_without_a_0_in_it(text: str, lang: str) -> None:
    for reader in READERS:
        read = reader(text, Choice(unit=1, percent=True, order="dmy"), lang)
        if isinstance(read.value, Decimal) and read.value == 0:
            assert any(sign.isdigit() for sign in text)
            assert not re.search("[1-9１-９]", text)
    as_text(text)
    as_bool(text)
    as_code(text, "inn")
    as_code(text, "vat", "DE")


@pytest.mark.parametrize("reader", READERS)
def test_errors_and_formulas_without_a_result_are_faults_and_never_blank(reader: object) -> None:
    assert callable(reader)
    assert reader(ErrorCell("#REF!"), _known("en"), "en").params == {"code": "#REF!"}
    assert reader(Unsaved(), _known("en"), "en").fault == "unsaved_formula"
    for blank in (None, "", "  ", "—", "н/д", "暂无"):
        read = reader(blank, _known("en"), "en")
        assert (read.value, read.fault) == (None, "")


def test_errors_are_faults_in_texts_answers_and_codes_too() -> None:
    cells: list[tuple[Value, str]] = [(ErrorCell("#N/A"), "error_cell"), (Unsaved(), "unsaved_formula")]
    for cell, fault in cells:
        assert as_text(cell).fault == as_bool(cell).fault == as_code(cell, "inn").fault == fault


def test_what_a_spreadsheet_made_of_a_number_is_told() -> None:
    column = Choice(unit=1, decimal=".")
    assert as_amount(datetime(2025, 1, 5), column, "en").fault == "date_not_number"
    assert as_amount(timedelta(hours=3), column, "en").fault == "date_not_number"
    assert as_amount(True, column, "en").fault == "not_a_number"
    assert as_amount(float("inf"), column, "en").fault == "not_a_number"
    assert as_date(True, column, "en").fault == "not_a_date"


# 27 spellings of capital as registers of companies have them: amount, multiplied out, and currency; None = unknown.
CAPITALS: dict[str, tuple[str, str] | None] = {
    "108(万元人民币)": ("1080000", "CNY"), "350万人民币": ("3500000", "CNY"), "15.8000(万)": ("158000", ""),
    "1,178.3792(万元)": ("11783792", "CNY"), "256万元人民币": ("2560000", "CNY"), "140(万美元)": ("1400000", "USD"),
    "50(万港元)": ("500000", "HKD"), "300万日元": ("3000000", "JPY"), "25.5万欧元": ("255000", "EUR"),
    "10万英镑": ("100000", "GBP"),
    "20(万新加坡元)": ("200000", "SGD"), "7万加拿大元": ("70000", "CAD"), "8.5(万澳大利亚元)": ("85000", "AUD"),
    "100(万元)(人民币)": ("1000000", "CNY"), "人民币100万元": ("1000000", "CNY"), "100 万元": ("1000000", "CNY"),
    "1.5亿元": ("150000000", "CNY"), "500000元": ("500000", "CNY"), "100万元整": ("1000000", "CNY"),
    "100万元美元": ("1000000", "USD"),
    "１００（万元）": ("1000000", "CNY"), "0(万元)": ("0", "CNY"),
    "（万元）": None, "94()": None, "N/A": None, "电热多用锅": None, "万人民币": None,
}


@pytest.mark.parametrize("text", CAPITALS)
def test_capital_of_a_register_is_amount_and_currency_or_unknown(text: str) -> None:
    read, expected = as_amount(text, Choice(decimal="."), "zh"), CAPITALS[text]
    if expected is None:
        assert read.value is None
        assert read.fault or text == "N/A"
    else:
        assert (read.value, read.currency) == (Decimal(expected[0]), expected[1])


# --- codes ------------------------------------------------------------------------------------------------------------


@given(st.integers(1, 10**8 - 1), st.booleans())
def test_a_zero_comes_back_only_where_the_check_digit_proves_it(head: int, as_figure: bool) -> None:
    body = f"0{head:08d}"
    code = body + inn.calc_company_check_digit(body)
    spoiled = code.lstrip("0")
    read = as_code(float(spoiled) if as_figure else spoiled, "inn")
    if len(spoiled) == 9:
        assert (read.value, read.fault) == (code, "zeros_restored")
    else:
        assert read.value is None
    wrong = spoiled[:-1] + str((int(spoiled[-1]) + 1) % 10)
    assert as_code(wrong, "inn").value is None


@pytest.mark.parametrize(
    ("cell", "kind", "value", "fault"),
    [
        (7707083893, "inn", "7707083893", ""), (7707083893.0, "inn", "7707083893", ""), ("'7707083893", "inn", "7707083893", ""),
        ("\t7707083893", "inn", "7707083893", ""), ("77 07 083893", "inn", "7707083893", ""),
        (9.1152201078376e17, "uscc", None, "code_spoiled"), ("9,11522E+17", "uscc", None, "code_spoiled"),
        (911522010783762860, "uscc", None, "code_spoiled"), (datetime(2025, 1, 1), "other", None, "code_spoiled"),
        (1.5, "inn", None, "code_spoiled"), (-7707083893, "inn", None, "code_spoiled"),
        (1027700132195, "ogrn", "1027700132195", ""),
        ("1027700132196", "ogrn", None, "code_check_digit"), ("77070838931", "inn", None, "code_length"),
        ("A-17/3", "other", "A-17/3", ""), (12.0, "other", "12", ""), ("n/a", "inn", None, ""),
        ("136695976", "vat", None, "code_letters"),
    ],
)
def test_codes_are_taken_whole_or_refused(cell: Value, kind: str, value: str | None, fault: str) -> None:
    read = as_code(cell, kind)
    assert (read.value, read.fault) == (value, fault)
    if value is not None:
        assert check_identifier(kind, value) == value


# --- texts ------------------------------------------------------------------------------------------------------------

LATIN = ("Müller & Söhne GmbH", "Société Générale", "Ærø Færge A/S", "Łódź", "a?b??", "São João", "Señor")
OTHERS = ("ООО «Ромашка»", "Открытое акционерное общество", "北京华美有限公司", "联通", "中国石油", "株式会社トヨタ", "臺灣電力")


@pytest.mark.parametrize("text", [*LATIN, *OTHERS])
def test_honest_letters_of_any_language_are_kept(text: str) -> None:
    assert as_text(text).value == text


@pytest.mark.parametrize("read", ["cp1252", "latin-1", "cp1251", "gb18030"])
@pytest.mark.parametrize("text", [*LATIN[:3], *OTHERS])
def test_letters_that_were_read_in_a_wrong_encoding_are_told(text: str, read: str) -> None:
    assert as_text(text.encode("utf-8").decode(read, errors="replace")).fault == "text_damaged"


@pytest.mark.parametrize(("text", "written"), [("中国石油化工", "gb18030"), ("Открытое акционерное", "cp1251")])
def test_national_letters_that_were_read_as_latin_are_told(text: str, written: str) -> None:
    assert as_text(text.encode(written).decode("latin-1")).fault == "text_damaged"


def test_texts_are_one_line_and_numbers_are_written_plainly() -> None:
    assert as_text("  a \n b\u3000c ").value == "a b c"
    assert as_text(13.0).value == "13"
    assert as_text(datetime(2025, 4, 3)).value == "2025-04-03"
    assert as_text("锟斤拷锟斤拷").fault == as_text("????????").fault == as_text("a\ufffdb").fault == "text_damaged"


def test_yes_and_no_in_three_languages() -> None:
    for yes in (True, 1, "是", "да", "Yes", "√", "TRUE"):
        assert as_bool(yes).value is True
    for no in (False, 0, "否", "нет", "No", "无"):
        assert as_bool(no).value is False
    assert as_bool("maybe").fault == "not_yes_no"
    assert as_bool("-").value is None
    assert not as_bool("-").fault
