"""The catalogue: blanks, plurals, formats of three languages, and holes that cannot stay hidden."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from app import paths
from app.texts import MissingText, Texts, languages


@pytest.fixture
def made(tmp_path: Path) -> Texts:
    (tmp_path / "a.json").write_text(json.dumps({"hello": "Hello {name}", "sum": "{amount} on {day}"}), encoding="utf-8")
    forms = {"one": "{n} счёт", "few": "{n} счёта", "many": "{n} счетов", "other": "{n} счёта"}
    core = Path(__file__).parents[2] / "resources" / "i18n" / "ru" / "core.json"
    (tmp_path / "core.json").write_bytes(core.read_bytes())
    (tmp_path / "b.json").write_text(json.dumps({"bills": forms, "short": {"other": "{n}"}}), encoding="utf-8")
    return Texts.from_folder("ru", tmp_path)


def test_blanks_are_filled_and_values_are_written_in_the_language(made: Texts) -> None:
    assert made("hello", name="A{b}") == "Hello A{b}"
    assert made("sum", amount=Decimal("1234.5"), day=date(2026, 1, 2)) == "1\u00a0234,5 on 02.01.2026"


@pytest.mark.parametrize(
    ("n", "text"),
    [(1, "1 счёт"), (3, "3 счёта"), (5, "5 счетов"), (11, "11 счетов"), (21, "21 счёт"), (1000, "1\u00a0000 счетов")],
)
def test_russian_plurals_take_the_right_form(made: Texts, n: int, text: str) -> None:
    assert made.plural("bills", n) == text
    assert made.error("bills", {"n": n}) == text


def test_holes_are_never_shown(made: Texts) -> None:
    for ask in (
        lambda: made("nothing"),
        lambda: made("hello"),
        lambda: made("bills"),
        lambda: made.plural("hello", 1),
        lambda: made.plural("short", 1),
        lambda: made.error("bills", {}),
        lambda: Texts.load("xx"),
    ):
        with pytest.raises(MissingText):
            ask()


@pytest.mark.parametrize(
    ("lang", "number", "money", "percent", "short", "long"),
    [
        ("en", "-1,234,567.50", "CNY\u00a01,234.00", "7.35%", "2026-11-22", "22 November 2026"),
        ("zh", "-1,234,567.50", "CNY\u00a01,234.00", "7.35%", "2026-11-22", "2026年11月22日"),
        ("ru", "-1\u00a0234\u00a0567,50", "1\u00a0234,00\u00a0CNY", "7,35\u00a0%", "22.11.2026", "22 ноября 2026 года"),
    ],
)
def test_formats(lang: str, number: str, money: str, percent: str, short: str, long: str) -> None:
    texts = Texts.load(lang)
    assert texts.number(Decimal("-1234567.5"), 2) == number
    assert texts.money(1234, "CNY") == money
    assert texts.percent(Decimal("7.35")) == percent
    assert texts.date(date(2026, 11, 22)) == short
    assert texts.date_long(date(2026, 11, 22)) == long
    assert texts.date_time(datetime(2026, 11, 22, 9, 5)) == f"{short} 09:05"


def test_numbers_keep_every_digit_and_round_half_up_only_when_asked() -> None:
    texts = Texts.load("en")
    assert texts.number(Decimal("123456789012345678901234.567890")) == "123,456,789,012,345,678,901,234.56789"
    assert texts.number(Decimal("1E+5")) == "100,000"
    assert texts.number(Decimal("0.125"), 2) == "0.13"
    assert texts.number(Decimal("-0.001"), 2) == "0.00"


@pytest.mark.parametrize("lang", languages())
def test_plural_forms_are_those_that_babel_names_for_the_language(lang: str, tmp_path: Path) -> None:
    from babel import Locale

    core = json.loads((paths.resources() / "i18n" / lang / "core.json").read_text(encoding="utf-8"))
    forms = {form: form for form in ("zero", "one", "two", "few", "many", "other")}
    texts = Texts(lang, {**core, "form": forms})
    plural = Locale.parse(lang).plural_form
    numbers = [*range(1200), 10**6, 10**6 + 1, 2_000_022]
    assert [n for n in numbers if texts.plural("form", n) != plural(n)] == []


@pytest.mark.parametrize("lang", languages())
def test_numbers_carry_the_signs_that_babel_names_for_the_language(lang: str) -> None:
    from babel.numbers import format_decimal

    assert Texts.load(lang).number(Decimal("-1234567.25")) == format_decimal(Decimal("-1234567.25"), locale=lang)


def test_texts_load_without_babel_or_anything_heavy() -> None:
    code = (
        "import sys; from app.texts import Texts; t = Texts.load('ru'); t('language.name'); t.number(5);"
        "t.plural('cli.review.left', 3);"
        "print('babel' in sys.modules, 'platformdirs' in sys.modules)"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.split() == ["False", "False"]
