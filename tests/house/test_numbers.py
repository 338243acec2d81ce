"""What officers type and paste: every accepted spelling, every refusal, and display → parse without loss."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.models.domain.errors import UserError
from app.numbers import MAX_DIGITS, parse_amount, parse_date, parse_number, parse_percent
from app.texts import Texts, languages

LANGS = languages()

SAME_EVERYWHERE = [
    ("0", "0"),
    ("-0", "0"),
    ("1234.56", "1234.56"),
    ("1 234,56", "1234.56"),
    ("1\u00a0234,56", "1234.56"),
    ("1\u202f234,56", "1234.56"),
    ("1\u2009234,56", "1234.56"),
    ("1 234 567,891", "1234567.891"),
    ("1,234.56", "1234.56"),
    ("1.234,56", "1234.56"),
    ("1'234,56", "1234.56"),
    ("1\u2019234.5", "1234.5"),
    ("1,234,567", "1234567"),
    ("1.234.567", "1234567"),
    ("1.234.567,8", "1234567.8"),
    ("1234,567", "1234.567"),
    ("0,123", "0.123"),
    ("0.123", "0.123"),
    (".5", "0.5"),
    ("\uff11\uff12\uff13\uff14\uff0e\uff15\uff16", "1234.56"),
    ("\uff11\uff0c\uff12\uff13\uff14\uff0e\uff15", "1234.5"),
    ("\u22125", "-5"),
    ("\uff0d5", "-5"),
    ("+5", "5"),
    ("1234-", "-1234"),
    ("(1 234,5)", "-1234.5"),
    ("\uff08100\uff09", "-100"),
    ("\ufeff12\u200e", "12"),
    ("12\r\n", "12"),
]

WITH_UNIT = [
    ("328309145000.0000元", "328309145000", "CNY"),
    ("7.35%", "7.35", "%"),
    ("7,35 %", "7.35", "%"),
    ("1,5万元", "15000", "CNY"),
    ("12 тыс. руб.", "12000", "RUB"),
    ("12 тыс.руб", "12000", "RUB"),
    ("5 т.р.", "5000", "RUB"),
    ("5 млн", "5000000", ""),
    ("2,5 млрд рублей", "2500000000", "RUB"),
    ("10亿元", "1000000000", "CNY"),
    ("3万亿", "3000000000000", ""),
    ("1,178.3792(万元)", "11783792", "CNY"),
    ("140(万美元)", "1400000", "USD"),
    ("(1 234,5) 万元", "-12345000", "CNY"),
    ("94()", "94", ""),
    ("人民币1,234.00元", "1234", "CNY"),
    ("$-5", "-5", "USD"),
    ("-$5", "-5", "USD"),
    ("($5)", "-5", "USD"),
    ("€ 1.234,56", "1234.56", "EUR"),
    ("5 k€", "5000", "EUR"),
    ("90 дней", "90", "day"),
    ("90天", "90", "day"),
]

REFUSED = {
    "number.empty": ["", "   ", "\u200b"],
    "number.not_one": [
        "abc",
        "N/A",
        "-",
        "()",
        "½",
        "١٢",
        "电热多用锅",
    ],
    "number.letters": [
        "12a",
        "1e5",
        "1E5",
        "1/2",
        "5-3",
        "5²",
        "5mx",
        "5 元 руб",
        "0x1F",
    ],
    "number.form": [
        "--5",
        "-(5)",
        "+-5",
        "1 23",
        "12 34",
        "1,23,456",
        "1..2",
        "1,,2",
        "5,",
        "1,234.567,8",
        "1 234.567,89",
        "(5",
        "1,234,56",
    ],
    "number.control": ["1\x002", "5\x1b", "\ud8005", "12\x85"],
    "number.too_long": ["1" * 65, " " * 100],
    "number.digits": ["9" * (MAX_DIGITS + 1)],
}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("typed", "value"), SAME_EVERYWHERE)
def test_a_spelling_that_leaves_no_doubt_is_read_alike_in_every_language(typed: str, value: str, lang: str) -> None:
    read = parse_number(typed, lang)
    assert (read.value, read.unit, read.ambiguous) == (Decimal(value), "", False)


@pytest.mark.parametrize(("typed", "value", "unit"), WITH_UNIT)
def test_a_pasted_unit_is_recognised_and_multiplies(typed: str, value: str, unit: str) -> None:
    read = parse_number(typed, "ru")
    assert (read.value, read.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    ("lang", "typed", "value"),
    [
        ("en", "1,234", "1234"),
        ("zh", "1,234", "1234"),
        ("ru", "1,234", "1.234"),
        ("en", "1.234", "1.234"),
        ("zh", "1.234", "1.234"),
        ("ru", "1.234", "1.234"),
        ("en", "1,234万元", "12340000"),
    ],
)
def test_one_sign_and_three_digits_follow_the_language_and_say_so(lang: str, typed: str, value: str) -> None:
    read = parse_number(typed, lang)
    assert (read.value, read.ambiguous) == (Decimal(value), True)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("key", "typed"), [(key, typed) for key, many in REFUSED.items() for typed in many])
def test_what_cannot_be_read_for_certain_is_refused_with_words_at_its_field(key: str, typed: str, lang: str) -> None:
    with pytest.raises(UserError) as refusal:
        parse_number(typed, lang, field="amount")
    assert (refusal.value.key, refusal.value.field) == (key, "amount")
    assert Texts.load(lang).error(refusal.value.key, refusal.value.params)


def test_amounts_take_currencies_only_and_percentages_take_percent_only() -> None:
    assert parse_amount("1 000 元", "zh").unit == "CNY"
    assert parse_percent("7,5", "ru").value == parse_percent("7,5%", "ru").value == Decimal("7.5")
    for refuse, typed, key in [
        (parse_amount, "5%", "number.unit_percent"),
        (parse_amount, "5 дней", "number.unit_not_money"),
        (parse_percent, "5 元", "number.unit_not_percent"),
        (parse_percent, "5 млн", "number.unit_not_percent"),
    ]:
        with pytest.raises(UserError) as refusal:
            refuse(typed, "ru")
        assert refusal.value.key == key
        assert Texts.load("ru").error(refusal.value.key, refusal.value.params)


decimals = st.decimals(min_value=-(10**15), max_value=10**15, allow_nan=False, allow_infinity=False, places=4) | st.decimals(
    min_value=-1000, max_value=1000, allow_nan=False, allow_infinity=False
).filter(lambda x: len(x.as_tuple().digits) + abs(int(x.as_tuple().exponent)) <= MAX_DIGITS)


@pytest.mark.parametrize("lang", LANGS)
@settings(max_examples=150)
@given(value=decimals)
def test_what_is_shown_can_be_typed_back_without_loss(lang: str, value: Decimal) -> None:
    texts = Texts.load(lang)
    assert parse_number(texts.number(value), lang).value == value
    cents = round(value, 2)
    assert parse_amount(texts.money(cents, "CNY"), lang).value == cents
    assert parse_percent(texts.percent(cents), lang).value == cents


@settings(max_examples=300)
@given(text=st.text(max_size=70))
def test_any_text_is_either_read_or_refused_in_words(text: str) -> None:
    for read in (parse_number, parse_date):
        try:
            read(text, "en")
        except UserError as refusal:
            Texts.load("en").error(refusal.key, refusal.params)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-02-09",
        "2026-2-9",
        "09.02.2026",
        "9.2.2026",
        "2026/2/9",
        "2026.02.09",
        "2026年2月9日",
        "\uff12\uff10\uff12\uff16年2月9号",
        " 09.02.2026 г. ",
    ],
)
def test_a_date_is_read_in_every_usual_order_that_means_one_day(typed: str) -> None:
    assert parse_date(typed, "en") == date(2026, 2, 9)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("2026-02-29", "date.not_in_calendar"),
        ("31.04.2026", "date.not_in_calendar"),
        ("2026年13月1日", "date.not_in_calendar"),
        ("02/09/2026", "date.form"),
        ("09.02.26", "date.form"),
        ("yesterday", "date.form"),
        ("", "date.empty"),
        ("0026-02-09", "date.out_of_range"),
        ("9999-01-01", "date.out_of_range"),
        ("2026-02-09\x00", "number.control"),
    ],
)
@pytest.mark.parametrize("lang", LANGS)
def test_a_day_that_does_not_exist_or_is_doubtful_is_refused(typed: str, key: str, lang: str) -> None:
    with pytest.raises(UserError) as refusal:
        parse_date(typed, lang, field="as_of")
    assert (refusal.value.key, refusal.value.field) == (key, "as_of")
    assert Texts.load(lang).error(refusal.value.key, refusal.value.params)


@pytest.mark.parametrize("lang", LANGS)
@given(day=st.dates(min_value=date(1800, 1, 1), max_value=date(2200, 12, 31)))
def test_a_shown_date_can_be_typed_back(lang: str, day: date) -> None:
    assert parse_date(Texts.load(lang).date(day), lang) == day
