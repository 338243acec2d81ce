"""Amounts, percents and counts.

How doubtful spellings are decided (``tests/services/imports/values/doubtful.toml`` is the whole table):

* A sign that stands twice groups (``1,234,567``); of two kinds the last is the decimal sign (``1.234,56``).
* One sign with exactly three figures behind it and one to three before it, not 0, may be either: ``1,234``. The column
  decides (``guess_choice``); if nothing in it does, it is asked for once, and refused until then. Never the language of the
  window alone; but beside Chinese characters (``1,800(万元)``) the comma always groups.
* Once the decimal sign of a column is known, a cell that contradicts it is refused, not read otherwise (``12,5`` where
  the point is the decimal sign).
* A unit in the cell wins over that of its column; where they differ the value is taken and shown.
* Empty brackets behind a figure, ``94()``, are a unit that was lost.
* ``1.23E+06`` as text has lost its digits and is refused; so has a date in a column of amounts (a spreadsheet made it).
* A bound or a guess (``>500``, ``10-20``, 约100) is no figure.
* ``-``, ``N/A``, 无, нет say that nothing is known: blank, never 0. A unit without a figure, （万元）, is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache

from app.models.domain.errors import UserError
from app.numbers import parse_number, plain_signs
from app.services.imports.model import Ask, Choice, Understood
from app.services.imports.reading.model import Value
from app.services.imports.values.cells import common, exact, refused
from app.services.imports.values.words import letters, table
from app.units import CURRENCIES, read_unit

_FAULTS = {
    "number.letters": "unknown_words", "number.form": "number_form", "number.digits": "too_many_digits",
}
_BODY = re.compile(r"[.,]?[0-9](?:[0-9 .,']*[0-9])?")
_PLAIN = re.compile(r"-?[0-9]{1,15}(?:\.([0-9]{1,10}))?")
_POINT, _EITHER = frozenset("."), frozenset(".,")
_SCIENTIFIC = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?[eE][+-]?[0-9]{1,3}")
_EMPTY_BRACKETS = re.compile(r"\(\s*\)")
_CODES = frozenset(CURRENCIES.values())
_HUNDRED = Decimal(100)
_IDEOGRAPHS = 0x2E80


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that was read, with the multiplier and the unit of its cell.

    ``named``: the cell says its unit; ``lost``: it has empty brackets where a unit was.
    """

    number: Decimal
    multiplier: Decimal = Decimal(1)
    unit: str = ""
    named: bool = False
    lost: bool = False


def as_amount(cell: Value, choice: Choice, lang: str) -> Understood:
    """Read an amount of money in single units, with its currency where the cell names one.

    ``choice.unit`` is used where the cell has no unit of its own; None there: refused with ``Ask.UNIT``. What cannot be read
    for certain has a fault and no value; fault ``unit_own`` comes with one: it is taken and shown.
    """
    found = _figure(cell, choice, lang)
    if isinstance(found, Understood):
        return found
    if found.unit == "%":
        return refused("percent_not_amount")
    if found.unit and found.unit not in _CODES:
        return refused("unit_not_money", unit=found.unit)
    currency = found.unit or (choice.currency or "")
    if found.named:
        other = choice.unit is not None and choice.unit != found.multiplier
        return Understood(found.number * found.multiplier, currency=currency, fault="unit_own" if other else "")
    if choice.unit is None:
        return Understood(fault="unit_lost" if found.lost else "unit_unknown", asks=frozenset({Ask.UNIT}))
    return Understood(found.number * choice.unit, currency=currency)


def as_percent(cell: Value, choice: Choice, lang: str) -> Understood:
    """Read a ratio in percent points. A cell with the sign is in points whatever the column; 0 is 0 in both readings."""
    found = _figure(cell, choice, lang)
    if isinstance(found, Understood):
        return found
    if found.unit not in ("", "%") or found.multiplier != 1:
        return refused("not_percent")
    if found.unit == "%" or found.number == 0:
        return Understood(found.number, unit="%")
    if choice.percent is None:
        return Understood(fault="percent_unknown", asks=frozenset({Ask.PERCENT}))
    return Understood(found.number if choice.percent else found.number * _HUNDRED, unit="%")


def as_number(cell: Value, choice: Choice, lang: str) -> Understood:
    """Read a figure without a unit: a score, an index."""
    if type(cell) is int:
        return Understood(Decimal(cell))
    found = _figure(cell, choice, lang)
    if isinstance(found, Understood):
        return found
    if found.unit and found.unit not in ("times", "%"):
        return refused("unit_unexpected", unit=found.unit)
    return Understood(found.number * found.multiplier, unit=found.unit)


def as_count(cell: Value, choice: Choice, lang: str) -> Understood:
    """Read a number of people, cases or days: whole and not negative."""
    if type(cell) is int and cell >= 0:
        return Understood(Decimal(cell))
    found = _figure(cell, choice, lang)
    if isinstance(found, Understood):
        return found
    if found.unit in _CODES or found.unit == "%":
        return refused("unit_unexpected", unit=found.unit)
    count = found.number * found.multiplier
    if count != count.to_integral_value():
        return refused("not_whole")
    return refused("negative_count") if count < 0 else Understood(count, unit=found.unit)


def decimal_signs(text: str) -> frozenset[str]:
    """The decimal signs under which a written figure is well formed, of "." and ","; both when it has no sign that tells."""
    plain = _PLAIN.fullmatch(text)
    if plain is not None:      # by far the most texts of big files
        return _EITHER if plain[1] is None or len(plain[1]) == 3 else _POINT
    match = _BODY.search(plain_signs(text))
    possible = "." if is_chinese(text) else ".,"
    return frozenset(sign for sign in possible if match is not None and _canonical(match.group(), sign) is not None)


def is_chinese(text: str) -> bool:
    """Whether a text has Chinese characters: beside them the point is the decimal sign and the comma groups, everywhere."""
    return not text.isascii() and letters("ideograph").search(text) is not None


def unit_in_cell(cell: Value) -> Figure | None:
    """The figure of a cell with the unit it names, whatever its decimal sign; None for a cell without a figure."""
    if isinstance(cell, str) and _PLAIN.fullmatch(cell):
        return Figure(Decimal(cell))
    signs = decimal_signs(cell) if isinstance(cell, str) else frozenset()
    found = _figure(cell, Choice(decimal=max(signs, default=None)), "en")
    return None if isinstance(found, Understood) else found


def _figure(cell: Value, choice: Choice, lang: str) -> Understood | Figure:
    answer = common(cell)
    if answer is not None:
        return answer
    if isinstance(cell, bool):
        return refused("not_a_number")
    if isinstance(cell, int | float):
        number = exact(cell)
        return refused("not_a_number") if number is None else Figure(number)
    if isinstance(cell, date | datetime | time | timedelta):
        return refused("date_not_number")
    return _written(str(cell), choice, lang)


def _written(raw: str, choice: Choice, lang: str) -> Understood | Figure:
    if _PLAIN.fullmatch(raw) and (choice.decimal == "." or "." not in raw):
        return Figure(Decimal(raw))
    text = plain_signs(raw).removeprefix("'")
    if _SCIENTIFIC.fullmatch(text):
        return refused("number_spoiled")
    match = _BODY.search(text)
    if match is None:
        return _without_figure(text)
    if _bounds().search(text.lower()) or _BODY.search(text, match.end()):
        return refused("not_one_number")
    before, after = text[: match.start()], _tidy(text[match.end() :], in_brackets="(" in text[: match.start()])
    decimal = choice.decimal or ("." if is_chinese(text) else None)
    body = match.group() if decimal is None else _canonical(match.group(), decimal)
    if body is None:
        return refused("decimal_other")
    try:
        read = parse_number(f"{before}{body}{after}", "en" if decimal else lang)
    except UserError as error:
        part = str(error.params.get("part", ""))
        return refused(_FAULTS.get(error.key, "not_a_number"), **({"part": part} if part else {}))
    if read.ambiguous and decimal is None:
        return Understood(fault="decimal_unknown", asks=frozenset({Ask.DECIMAL}))
    named = read.multiplier != 1 or _names_unit(after)
    return Figure(read.number, read.multiplier, read.unit, named, _EMPTY_BRACKETS.search(text) is not None)


def _without_figure(text: str) -> Understood:
    words = re.sub("[()]", " ", text).strip()
    return refused("figure_missing" if words and read_unit(words) is not None else "not_a_number")


def _tidy(after: str, *, in_brackets: bool) -> str:
    """What stands behind a figure, without the brackets of a unit: ``万(人民币)``, ``(万元)(人民币)``; and 万元美元 as 万美元."""
    closing, rest = "", after
    if in_brackets and ")" in rest:
        at = rest.index(")") + 1
        closing, rest = rest[:at], rest[at:]
    rest = re.sub("[()]", " ", rest) if "(" in rest else rest
    for word in table()["exactly"]:
        rest = rest.rstrip().removesuffix(word)
    return closing + _counted().sub("", rest)


@cache
def _counted() -> re.Pattern[str]:
    """The yuan's sign as a mere word for a unit, before the name of another currency."""
    others = "|".join(re.escape(word) for word, code in CURRENCIES.items() if code != "CNY")
    yuan = next(word for word, code in CURRENCIES.items() if code == "CNY")
    return re.compile(rf"{yuan}(?=\s*(?:{others}))", re.IGNORECASE)


def _names_unit(after: str) -> bool:
    """Whether the words behind a figure are a unit: ``5 руб.`` and ``5元`` are so many single ones.

    A code or a sign (``5 USD``, ``€ 5``) names the currency only; the column may still be in thousands.
    """
    words = re.sub("[()-]", " ", after).strip()
    return bool(words) and not re.fullmatch(r"[A-Za-z]{3}|[^\w\s]+|[A-Za-z]{1,2}\$", words)


def _canonical(body: str, decimal: str) -> str | None:
    """A figure with the decimal sign ``decimal`` written as a point and without the other sign; None where it cannot be.

    Blanks and apostrophes are left for the parser to judge.
    """
    other = "," if decimal == "." else "."
    if body.count(decimal) > 1:
        return None
    whole, _, fraction = body.partition(decimal)
    if other in fraction or (other in whole and not re.fullmatch(rf"[1-9][0-9]{{0,2}}(?:{re.escape(other)}[0-9]{{3}})+", whole)):
        return None
    return whole.replace(other, "") + (f".{fraction}" if fraction else "")


@cache
def _bounds() -> re.Pattern[str]:
    """Words and signs that make a figure a bound or a guess; a word in letters must stand alone."""

    def part(word: str) -> str:
        alone = word[0].isalpha() and ord(word[0]) < _IDEOGRAPHS
        return rf"(?<![^\W\d_]){re.escape(word)}(?![^\W\d_])" if alone else re.escape(word)

    return re.compile("|".join(part(word) for word in sorted(table()["bounds"], key=len, reverse=True)))
