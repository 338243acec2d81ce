"""Every doubtful spelling is decided as its table says: taken, blank, refused or asked, and never guessed."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.services.imports.model import Ask, Choice, Understood
from app.services.imports.values.amounts import unit_in_cell
from app.services.imports.values.read import as_amount, as_code, as_count, as_date, as_percent

CASES = tomllib.loads(Path(__file__).with_name("doubtful.toml").read_text(encoding="utf-8"))["case"]
ASKED = {
    "decimal_unknown": Ask.DECIMAL, "unit_unknown": Ask.UNIT, "unit_lost": Ask.UNIT, "order_unknown": Ask.ORDER,
    "percent_unknown": Ask.PERCENT,
}


def _choice(column: str, text: str) -> Choice:
    """What is known of the column; where nothing is said of units, single ones unless the cell names its own."""
    part, _, answer = column.partition("=")
    own = unit_in_cell(text)
    return Choice(
        decimal=answer if part == "decimal" else None,
        order=answer if part == "order" else None,
        unit=(int(answer) if answer else None) if part == "unit" else None if own is not None and own.named else 1,
        percent=answer == "points" if part == "percent" else None,
    )


def _read(case: dict[str, str], lang: str) -> Understood:
    kind, text, choice = case["kind"], case["text"], _choice(case.get("column", ""), case["text"])
    if kind.startswith("code:"):
        return as_code(text, kind.removeprefix("code:"))
    return {"amount": as_amount, "percent": as_percent, "date": as_date, "count": as_count}[kind](text, choice, lang)


def _told(value: object, currency: str) -> str:
    if isinstance(value, Decimal):
        return f"{value:f} {currency}".strip()
    return value.isoformat() if isinstance(value, date) else str(value or "")


@pytest.mark.parametrize("lang", ["en", "zh", "ru"])
@pytest.mark.parametrize("case", CASES, ids=[f"{case['kind']} {case['text']} {case.get('column', '')}".strip() for case in CASES])
def test_a_doubtful_spelling_is_decided_as_documented(case: dict[str, str], lang: str) -> None:
    read = _read(case, lang)
    expected = case.get("is", "")
    assert read.fault == case.get("fault", "")
    if read.value is not None and isinstance(read.value, Decimal) and expected:
        amount, _, currency = expected.partition(" ")
        assert (read.value, read.currency) == (Decimal(amount), currency)
    else:
        assert _told(read.value, read.currency) == expected
    assert read.asks == ({ASKED[read.fault]} if read.fault in ASKED else set()), "what can be asked is asked, nothing else"


def test_the_table_holds_what_was_promised() -> None:
    assert len(CASES) >= 60
    assert all(case["why"] for case in CASES)
    assert len({(case["text"], case["kind"], case.get("column", "")) for case in CASES}) == len(CASES)
