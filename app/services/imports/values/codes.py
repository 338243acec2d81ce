"""Registration numbers, also such as a spreadsheet has spoiled.

A spreadsheet keeps 15 figures of a number and no zeros in front of it. So:

* Zeros in front are put back only where a check digit proves it (ИНН of 9 or 11 figures); the value is taken and shown.
* ``1.23E+17``, numbers over 15 figures, and 16 or more figures of which all behind the 15th are 0 have lost their end: refused.
* ``7707083893.0``, ``="7707083893"``, an apostrophe in front and ``ИНН/КПП`` in one cell are taken for what they hold.
* Length, signs and check digit are those of ``customers.identifiers``; a wrong number is refused, never mended.
"""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from decimal import Decimal
from functools import lru_cache

from app.models.domain.errors import UserError
from app.numbers import plain_signs
from app.services.customers.identifiers import check_identifier
from app.services.imports.model import Understood
from app.services.imports.reading.model import Value
from app.services.imports.values.cells import DIGITS, common, exact, refused

_SCIENTIFIC = re.compile(r"[0-9]+(?:[.,][0-9]+)?[eE]\+[0-9]{1,3}")
_FORMULA_TEXT = re.compile(r'="(.*)"')
_FAULTS = {
    "identifier.check_digit": "code_check_digit", "identifier.length": "code_length", "identifier.length_of_two": "code_length",
    "identifier.vat_length": "code_length", "identifier.part": "code_part", "identifier.vat_letters": "code_letters",
    "identifier.vat_country": "code_country",
}
_LENGTHS = {"inn": (10, 12)}
_FIGURES_ONLY = ("inn", "ogrn")


def as_code(cell: Value, kind: str, country: str = "") -> Understood:
    """Read a number of ``kind`` (``customers.identifiers.KINDS``) as its plain text. ``country`` as there, for VAT numbers.

    Fault ``zeros_restored`` comes with a value: it is taken and shown.
    """
    answer = common(cell)
    if answer is not None:
        return answer
    if isinstance(cell, bool | date | time | timedelta):
        return refused("code_spoiled")
    if isinstance(cell, int | float):
        number = exact(cell)
        if number is None or number < 0 or number != number.to_integral_value() or number >= Decimal(10) ** DIGITS:
            return refused("code_spoiled")
        return _checked(str(int(number)), kind, country)
    text = _plain(str(cell), kind)
    if not text:
        return refused("code_form")
    return refused("code_spoiled") if _is_spoiled(text) else _checked(text, kind, country)


def _plain(raw: str, kind: str) -> str:
    if raw.isascii() and raw.isalnum():
        return raw
    text = plain_signs(raw)
    match = _FORMULA_TEXT.fullmatch(text)
    text = (match[1] if match else text).strip().strip("'\"").strip()
    if re.fullmatch(r"[0-9]+\.0+", text):
        text = text.partition(".")[0]
    if kind in _FIGURES_ONLY:
        text = re.sub(r"(?<=\d) ?[/\\] ?[0-9]{9}$", "", text) if kind == "inn" else text
        text = re.sub(r"[\s-]", "", text)
    return text


def _is_spoiled(text: str) -> bool:
    if len(text) <= DIGITS and "+" not in text:
        return False
    figures = re.sub(r"[\s,]", "", text)
    lost = len(figures) - DIGITS
    return _SCIENTIFIC.fullmatch(figures) is not None or (
        figures.isascii() and figures.isdigit() and lost > 0 and figures.endswith("0" * lost) and lost > 1
    )


@lru_cache(maxsize=4_000)
def plain_number(kind: str, text: str, country: str) -> str:
    """``check_identifier``; each number is asked for when its cell is read, and again when its company is looked for."""
    return check_identifier(kind, text, country)


def _checked(text: str, kind: str, country: str) -> Understood:
    try:
        return Understood(plain_number(kind, text, country))
    except UserError as error:
        restored = _restored(text, kind)
        if restored is not None:
            return Understood(restored, fault="zeros_restored")
        return refused(_FAULTS.get(error.key, "code_form"))


def _restored(text: str, kind: str) -> str | None:
    """The number with one zero in front, where its length lacks one and its check digit then fits."""
    if len(text) + 1 not in _LENGTHS.get(kind, ()) or not (text.isascii() and text.isdigit()):
        return None
    try:
        return check_identifier(kind, "0" + text)
    except UserError:
        return None
