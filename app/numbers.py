"""Numbers and dates as people type and paste them. One parser for every field and every import.

``parse_number`` takes what officers and spreadsheets write: ``1 234,56`` with a plain, no-break or narrow space,
``1234.56``, ``1,234.56``, ``1.234,56``, ``1'234,56``, full-width digits, a Unicode minus, brackets or a trailing minus
for negatives, and units (``328309145000.0000元``, ``7.35%``, ``12 тыс. руб.``, ``(1 234) 万元``). Whatever it cannot
read for certain it refuses with a ``UserError``; nothing is guessed away, and ``1e5`` is not a number here.

The one doubtful form is *exactly one point or comma, one to three digits before it that do not start with 0, and exactly
three digits behind it*, with nothing else to tell the two apart: ``1,234`` or ``1.234``. It is read by the language: the
sign that groups thousands there (the comma in English and Chinese) groups, any other sign is the decimal sign (both
signs in Russian, which groups by spaces). Such a result has ``ambiguous=True``, and the screen shows how it was read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.models.domain.errors import UserError
from app.texts import Texts
from app.units import CURRENCIES, read_unit

MAX_LENGTH = 64
MAX_DIGITS = 28
FIRST_YEAR, LAST_YEAR = 1800, 2200

_CURRENCY_CODES = frozenset(CURRENCIES.values())

_ALIKE: dict[int, str | None] = {full: chr(full - 0xFEE0) for full in range(0xFF01, 0xFF5F)}
_ALIKE |= dict.fromkeys((0x00A0, 0x2007, 0x2008, 0x2009, 0x200A, 0x202F, 0x3000, *range(0x2000, 0x2007)), " ")
_ALIKE |= dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2212, 0xFE63), "-")
_ALIKE |= dict.fromkeys((0x2018, 0x2019, 0x02BC, 0x00B4, 0x0060), "'")
_ALIKE |= {0xFFE5: "¥", 0xFFE1: "£"}
# Direction marks, joiners and the byte order mark come along when copying from a page and mean nothing.
_ALIKE |= dict.fromkeys((0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0x00AD), None)

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_BODY = re.compile(
    r"(?P<before>[^0-9.,]*(?:\.(?![0-9])[^0-9.,]*)*)"  # a point before the figure may end an abbreviation: руб. 5
    r"(?P<body>[.,]?[0-9](?:[0-9 .,']*[0-9])?)"
    r"(?P<after>.*)",
    re.DOTALL,
)
_DOUBTFUL = re.compile("[1-9][0-9]{0,2}[.,][0-9]{3}")
_GROUPED = {sign: re.compile(rf"[0-9]{{1,3}}(?:{re.escape(sign)}[0-9]{{3}})+") for sign in (" ", "'", ",", ".")}


@dataclass(frozen=True, slots=True)
class TypedNumber:
    """A number as it was read.

    ``number`` is the typed figure, ``multiplier`` what its unit multiplies it by (10 000 for 万元), ``unit`` is ``""``,
    ``%``, an ISO currency code or a counter (``app.units``). ``ambiguous``: read by the rule of the language.
    """

    number: Decimal
    multiplier: Decimal = Decimal(1)
    unit: str = ""
    ambiguous: bool = False

    @property
    def value(self) -> Decimal:
        """The figure in single units of ``unit``; percentages stay in percentage points (7.35% is 7.35)."""
        return self.number * self.multiplier


def parse_number(text: str, lang: str, field: str | None = None) -> TypedNumber:
    """Read any number with any known unit. UserError ``number.*`` with ``field`` when that cannot be done for certain."""
    plain = _clean(text, field)
    match = _BODY.fullmatch(plain)
    if match is None:
        raise UserError("number.not_one", field, text=plain) if plain else UserError("number.empty", field)
    negative, around = _sign(match["before"], match["after"], plain, lang, field)
    unit = read_unit(around)
    if unit is None:
        raise UserError("number.letters", field, text=plain, part=around)
    digits = sum(char.isdigit() for char in match["body"])
    if digits > MAX_DIGITS:
        raise UserError("number.digits", field, text=plain, digits=digits, limit=MAX_DIGITS)
    read = _read_body(match["body"], Texts.load(lang).group_sign)
    if read is None:
        raise _form_error(plain, lang, field)
    number, ambiguous = read
    return TypedNumber(-number if negative and number else number, unit[0], unit[1], ambiguous)


def parse_amount(text: str, lang: str, field: str | None = None) -> TypedNumber:
    """Read an amount of money: like ``parse_number``, but any unit must be a currency."""
    read = parse_number(text, lang, field)
    if read.unit == "%":
        raise UserError("number.unit_percent", field, text=text.strip())
    if read.unit and read.unit not in _CURRENCY_CODES:
        raise UserError("number.unit_not_money", field, text=text.strip(), unit=read.unit)
    return read


def parse_percent(text: str, lang: str, field: str | None = None) -> TypedNumber:
    """Read percentage points, with or without the sign: ``7.35%`` and ``7.35`` are both 7.35."""
    read = parse_number(text, lang, field)
    if read.unit not in ("", "%") or read.multiplier != 1:
        raise UserError("number.unit_not_percent", field, text=text.strip(), unit=read.unit or str(read.multiplier))
    return read


_DATES = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})", re.ASCII),
    re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})(?: ?г\.?)?", re.ASCII),
    re.compile(r"(?P<y>\d{4})/(?P<m>\d{1,2})/(?P<d>\d{1,2})", re.ASCII),
    re.compile(r"(?P<y>\d{4})\.(?P<m>\d{1,2})\.(?P<d>\d{1,2})", re.ASCII),
    re.compile(r"(?P<y>\d{4}) ?年 ?(?P<m>\d{1,2}) ?月 ?(?P<d>\d{1,2}) ?[日号]", re.ASCII),
)


def parse_date(text: str, lang: str, field: str | None = None) -> date:
    """Read ``2026-11-22``, ``22.11.2026``, ``2026/11/22``, ``2026.11.22`` or ``2026年11月22日``.

    Day and month in other orders (``11/22/2026``) and years of two digits are refused: they mean different days to
    different people. UserError ``date.*``.
    """
    plain = _clean(text, field, empty="date.empty")
    match = next((found for form in _DATES if (found := form.fullmatch(plain))), None)
    if match is None:
        example = Texts.load(lang).date(date(2026, 11, 22))
        raise UserError("date.form", field, text=plain, example=example)
    year, month, day = int(match["y"]), int(match["m"]), int(match["d"])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UserError("date.out_of_range", field, text=plain, first=FIRST_YEAR, last=LAST_YEAR)
    try:
        return date(year, month, day)
    except ValueError:
        raise UserError("date.not_in_calendar", field, text=plain) from None


def plain_signs(text: str) -> str:
    """The text with full-width signs, kinds of blanks, dashes and apostrophes written the plain way, marks left out."""
    return text.translate(_ALIKE).strip()


def _clean(text: str, field: str | None, empty: str = "number.empty") -> str:
    if len(text) > MAX_LENGTH:
        raise UserError("number.too_long", field, length=len(text), limit=MAX_LENGTH)
    if _CONTROL.search(text):
        raise UserError("number.control", field)
    plain = plain_signs(text)
    if not plain:
        raise UserError(empty, field)
    return plain


def _sign(before: str, after: str, plain: str, lang: str, field: str | None) -> tuple[bool, str]:
    """Whether the number is negative, and the words round it: one minus, plus or pair of brackets at most counts."""
    left, right = before.replace(" ", ""), after.strip()
    if "(" in left:
        # Accounting brackets hold the number itself; those behind a number, as in 140(万元), hold its unit.
        if left.count("(") != 1 or right.count(")") != 1 or "(" in right:
            raise _form_error(plain, lang, field)
        return True, _words(left.replace("(", ""), right.replace(")", " "), plain, lang, field)
    if right.startswith("(") and right.endswith(")"):
        right = right[1:-1].strip()
    signs = [char for char in left if char in "+-"]
    if signs:
        left = left.replace(signs[0], "", 1)
    elif right.startswith("-"):
        signs, right = ["-"], right[1:].strip()
    return signs[:1] == ["-"], _words(left, right, plain, lang, field)


def _words(left: str, right: str, plain: str, lang: str, field: str | None) -> str:
    if any(char in "()+-,'" for char in left + right):
        raise _form_error(plain, lang, field)
    return f"{left} {right}".strip()


def _read_body(body: str, group_sign: str) -> tuple[Decimal, bool] | None:
    """The value of digits with separators and whether the rule of the language decided it; None if it is malformed."""
    decimal_signs = [char for char in body if char in ".,"]
    spacing = {char for char in body if char in " '"}
    last = decimal_signs[-1] if decimal_signs else ""
    ambiguous = False
    if not decimal_signs:
        whole, fraction = body, ""
    elif decimal_signs.count(last) > 1:
        whole, fraction = body, ""  # 1,234,567: a sign that stands twice can only group
    else:
        whole, _, fraction = body.partition(last) if len(decimal_signs) == 1 else body.rpartition(last)
        ambiguous = len(decimal_signs) == 1 and not spacing and _DOUBTFUL.fullmatch(body) is not None
        if ambiguous and last == group_sign:
            whole, fraction = whole + fraction, ""
    grouping = {char for char in whole if not char.isdigit()}
    if (fraction and not fraction.isdigit()) or len(grouping) > 1:
        return None
    if grouping and not _GROUPED[grouping.pop()].fullmatch(whole):
        return None
    return Decimal(re.sub("[^0-9]", "", whole or "0") + (f".{fraction}" if fraction else "")), ambiguous


def _form_error(plain: str, lang: str, field: str | None) -> UserError:
    example = Texts.load(lang).number(Decimal("-1234567.89"))
    return UserError("number.form", field, text=plain, example=example)
