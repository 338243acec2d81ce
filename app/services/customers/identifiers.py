"""Registration numbers and their check digits.

Rules: GB 32100 (统一社会信用代码), the Federal Tax Service's rules for ИНН and ОГРН/ОГРНИП, ISO 17442 (LEI) and the VAT
numbers of the European Union and the United Kingdom. All but ОГРНИП follow python-stdnum; its remainder of 13 there is
taken modulo 10 here, as the rule says, for otherwise real numbers with the remainders 10, 11 and 12 would be refused.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib import import_module
from typing import Any, Protocol

from app.models.domain.errors import UserError
from app.models.domain.parties import Identifier
from app.services.typed_text import CODE, check_line

KINDS = ("uscc", "inn", "ogrn", "vat", "lei", "other")
"""The kinds an identifier may have; "other" is kept unchecked."""

_HOME = {"uscc": "CN", "inn": "RU", "ogrn": "RU"}
_MODULES = {"uscc": "stdnum.cn.uscc", "inn": "stdnum.ru.inn", "lei": "stdnum.lei"}
_LETTERS = {"GR": "EL"}
# The members of the European Union, and its neighbours whose VAT numbers carry letters and a check digit as well.
_VAT_STATES = frozenset(
    "AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IT LT LU LV MT NL NO PL PT RO SE SI SK".split()
)

_LENGTHS = {"uscc": (18,), "inn": (10, 12), "ogrn": (13, 15), "lei": (20,)}
_BY_LENGTH = {("CN", 18): "uscc", ("RU", 10): "inn", ("RU", 12): "inn", ("RU", 13): "ogrn", ("RU", 15): "ogrn"}


def check_identifier(kind: str, value: str, country: str = "", field: str | None = "identifier") -> str:
    """Return the number in its plain form (no blanks or dashes, capitals; VAT with the letters of its country).

    ``country`` is needed for a VAT number that does not carry its letters. UserError ``identifier.*`` at ``field``
    says what is wrong: length, a sign that cannot stand there, an impossible part, or the check digit.
    """
    if kind not in KINDS:
        raise UserError("identifier.unknown_kind", field, kind=kind)
    # Full-width figures and letters are the same number to whoever typed them.
    plain = check_line(unicodedata.normalize("NFKC", value), field, CODE, required=True)
    if kind == "other":
        return plain
    if kind == "ogrn":
        return _ogrn(plain, field)
    if kind == "vat":
        return _vat(plain, country.upper(), field)
    return _by_module(_rule(kind), plain, kind, field)


@cache
def _rule(kind: str) -> _Rule:
    module: Any = import_module(_MODULES[kind])
    rule: _Rule = module
    return rule


def is_wrong_number(text: str, country: str) -> bool:
    """Whether a number typed as text has the shape of the country's register number (CN, RU) but not its check digit.

    Other countries and shapes cannot be told from the text alone and are never called wrong.
    """
    plain = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).upper()
    kind = _BY_LENGTH.get((country, len(plain)))
    if kind is None or not re.fullmatch("[0-9A-Z]+" if kind == "uscc" else "[0-9]+", plain):
        return False
    try:
        check_identifier(kind, plain)
    except UserError:
        return True
    return False


def checked(identifier: Identifier, field: str | None = "identifier") -> Identifier:
    """Return the identifier with its plain number and, where the kind tells it, its country."""
    country = check_line(identifier.country, field, 2).upper()
    if country and not re.fullmatch("[A-Z]{2}", country):
        raise UserError("identifier.country", field, country=country)
    value = check_identifier(identifier.kind, identifier.value, country, field)
    if identifier.kind == "vat":
        country = {"EL": "GR", "XI": "GB"}.get(value[:2], value[:2])
    return Identifier(identifier.kind, value, _HOME.get(identifier.kind, country))


class _Rule(Protocol):
    def validate(self, number: str, /) -> str: ...


def _by_module(module: _Rule, value: str, kind: str, field: str | None, country: str = "") -> str:
    from stdnum.exceptions import InvalidChecksum, InvalidComponent, InvalidFormat, InvalidLength, ValidationError

    if kind == "lei":
        _check_length(value, kind, field)   # the rule sums whatever it is given
    reasons = ((InvalidChecksum, "check_digit"), (InvalidFormat, "form"), (InvalidComponent, "part"))
    try:
        plain = str(module.validate(value))
    except InvalidLength:
        _check_length(value, kind, field)
        raise UserError("identifier.vat_length", field, value=value, country=country) from None
    except ValidationError as error:
        reason = next((name for kind_of, name in reasons if isinstance(error, kind_of)), "form")
        raise UserError(f"identifier.{reason}", field, kind=kind.upper(), value=value) from None
    if not plain.strip("0"):
        raise UserError("identifier.part", field, kind=kind.upper(), value=value)   # all zeros pass every sum
    return plain


def _check_length(value: str, kind: str, field: str | None) -> None:
    """UserError that names the length or the two lengths a number of this kind can have; any length for other kinds."""
    lengths, count = _LENGTHS.get(kind, ()), len(re.sub(r"[\s-]", "", value))
    if not lengths or count in lengths:
        return
    if len(lengths) == 1:
        raise UserError("identifier.length", field, value=value, count=count, expected=lengths[0])
    raise UserError("identifier.length_of_two", field, value=value, count=count, first=lengths[0], second=lengths[1])


def _ogrn(value: str, field: str | None) -> str:
    plain = value.replace(" ", "")
    params = {"kind": "OGRN", "value": value}
    if not plain.isascii() or not plain.isdigit():
        raise UserError("identifier.form", field, **params)
    _check_length(plain, "ogrn", field)
    if (len(plain) == 13 and plain[0] == "0") or (len(plain) == 15 and plain[0] not in "34"):
        raise UserError("identifier.part", field, **params)
    divisor = 11 if len(plain) == 13 else 13
    if int(plain[:-1]) % divisor % 10 != int(plain[-1]):
        raise UserError("identifier.check_digit", field, **params)
    return plain


def _vat(value: str, country: str, field: str | None) -> str:
    """Without ``country`` the number must begin with its letters; with it they may be left out."""
    letters = value[:2].upper()
    expected = _LETTERS.get(country, country) or (letters if letters.isascii() and letters.isalpha() else "")
    if not expected:
        raise UserError("identifier.vat_letters", field, value=value)
    module = _vat_module(expected)
    if module is None:
        raise UserError("identifier.vat_country", field, country=expected)
    plain = _by_module(module, value, "vat", field, expected)
    # Some numbers begin with letters of their own (Spain, the British GD and HA): only the country's count.
    return plain if plain.startswith(expected) else expected + plain


def _vat_module(letters: str) -> _Rule | None:
    from stdnum import get_cc_module

    home = {"EL": "GR", "XI": "GB"}.get(letters, letters)
    return get_cc_module(home.lower(), "vat") if home in _VAT_STATES else None
