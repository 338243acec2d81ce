"""Days as people, bureaus and spreadsheets write them.

How doubtful spellings are decided (``tests/services/imports/values/doubtful.toml`` is the whole table):

* Year first, dots, Chinese signs and names of months leave no doubt: ``2025-04-03``, ``03.04.2025``, ``2025年4月3日``.
* ``03/04/2025`` and ``03-04-2025`` may be either. A part over 12 decides for the cell, the column for all its cells
  (``guess_choice``); if nothing does, it is asked for once, and refused until then.
* A cell that contradicts the order of its column is refused: there are two orders in it, and one of them is wrong.
* Years of two figures are those of 1930 to 2029, as in spreadsheets; the value is taken and shown.
* A whole number of a spreadsheet's calendar (45000) is that day, taken and shown; ``20250403`` is year, month, day.
* A year or a month alone, days that no calendar has and years outside 1800 to 2200 are refused.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from app.numbers import FIRST_YEAR, LAST_YEAR, plain_signs
from app.services.imports.model import Ask, Choice, Understood
from app.services.imports.reading.model import Value
from app.services.imports.values.cells import common, exact, refused
from app.services.imports.values.words import months

_EPOCH = date(1899, 12, 30)
_SERIALS = range(7_306, 73_051)     # 1920 to 2099: smaller numbers are more likely anything else
_PIVOT = 30
_TIME = re.compile(
    r"(?<=\d)(?:T| +)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AP]M)?(?: ?(?:Z|[+-]\d{2}:?\d{2}))?$", re.IGNORECASE | re.ASCII
)
_YEAR_FIRST = re.compile(r"(?P<y>\d{4})(?P<sign>[-/.])(?P<m>\d{1,2})(?P=sign)(?P<d>\d{1,2})", re.ASCII)
_YEAR_LAST = re.compile(r"(?P<one>\d{1,2})(?P<sign>[-/.])(?P<two>\d{1,2})(?P=sign)(?P<y>\d{4}|\d{2})(?: ?\w{1,4}\.?)?", re.ASCII)
_SOLID = re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})", re.ASCII)
_SIGNS = re.compile(r"(?P<y>\d{4}) ?[\u5e74] ?(?P<m>\d{1,2}) ?[\u6708] ?(?P<d>\d{1,2}) ?[\u65e5\u53f7]?", re.ASCII)
_NAMED = (
    re.compile(r"(?P<d>\d{1,2})(?:st|nd|rd|th)?[ .-]+(?P<name>[^\W\d_]+)\.?[ ,-]+(?P<y>\d{4}|\d{2})(?P<rest>\D*)"),
    re.compile(r"(?P<name>[^\W\d_]+)\.?[ -]+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?[ -]+(?P<y>\d{4}|\d{2})(?P<rest>)"),
    re.compile(r"(?P<y>\d{4})[ -]+(?P<name>[^\W\d_]+)\.?[ -]+(?P<d>\d{1,2})(?P<rest>)"),
)
_PART = re.compile(r"\d{4}(?:[-/.]\d{1,2}|[\u5e74](?:\d{1,2}[\u6708])?)?|\d{1,2}[-/.]\d{4}", re.ASCII)


def as_date(cell: Value, choice: Choice, lang: str) -> Understood:
    """Read a day. Faults ``date_serial`` and ``year_short`` come with a value: it is taken and shown."""
    answer = common(cell)
    if answer is not None:
        return answer
    if isinstance(cell, datetime):
        return _checked(cell.year, cell.month, cell.day)
    if isinstance(cell, date):
        return _checked(cell.year, cell.month, cell.day)
    if isinstance(cell, bool | time | timedelta):
        return refused("not_a_date")
    if isinstance(cell, int | float):
        return _from_number(cell)
    return _written(_plain(str(cell)), choice)


def date_orders(text: str) -> frozenset[str]:
    """The orders ("dmy", "mdy", "ymd") that a day whose year may stand last can have, as far as they differ.

    Empty for spellings that leave no doubt, for no date at all, and where all orders give the same day.
    """
    match = _YEAR_LAST.fullmatch(_plain(text))
    if match is None or match["sign"] == ".":
        return frozenset()
    days = _days(match)
    return frozenset(days) if len(set(days.values())) > 1 or len(days) == 1 else frozenset()


def _plain(raw: str) -> str:
    text = " ".join(plain_signs(raw).removeprefix("'").split())
    text = re.sub(r" ?([/.-]) ?(?=\d)", r"\1", text)
    return _TIME.sub("", text).rstrip(",;")


def _from_number(cell: float) -> Understood:
    number = exact(cell)
    if number is None:
        return refused("not_a_date")
    whole = int(number)
    match = _SOLID.fullmatch(str(whole)) if number == whole else None
    if match is not None:
        return _checked(int(match["y"]), int(match["m"]), int(match["d"]))
    if whole in _SERIALS:
        return Understood(_EPOCH + timedelta(days=whole), fault="date_serial")
    return refused("date_incomplete" if FIRST_YEAR <= whole <= LAST_YEAR else "not_a_date")


def _written(text: str, choice: Choice) -> Understood:
    match = _YEAR_FIRST.fullmatch(text) or _SOLID.fullmatch(text) or _SIGNS.fullmatch(text)
    if match is not None:
        return _checked(int(match["y"]), int(match["m"]), int(match["d"]))
    match = _YEAR_LAST.fullmatch(text)
    if match is not None:
        return _year_last(match, choice)
    for form in _NAMED:
        match = form.fullmatch(text)
        if match is not None and (month := months().get(match["name"].lower())) is not None and len(match["rest"]) <= 6:
            return _with_year(match["y"], month, int(match["d"]))
    if _PART.fullmatch(text):
        return refused("date_incomplete")
    if re.fullmatch(r"\d{5}(?:\.0+)?", text, re.ASCII) and int(float(text)) in _SERIALS:
        return _from_number(float(text))
    return refused("not_a_date")


def _year_last(match: re.Match[str], choice: Choice) -> Understood:
    days = _days(match)
    if not days:
        return refused("no_such_day")
    if match["sign"] == "." and not (choice.order == "ymd" and len(match["y"]) == 2):
        return _with_year(match["y"], int(match["two"]), int(match["one"]))
    if len(set(days.values())) == 1 and (choice.order is None or len(days) > 1):
        return _taken(match, next(iter(days.values())))
    if choice.order is None or (choice.order == "ymd" and len(match["y"]) == 4):
        return Understood(fault="order_unknown", asks=frozenset({Ask.ORDER}))
    return _taken(match, days[choice.order]) if choice.order in days else refused("order_other")


def _days(match: re.Match[str]) -> dict[str, date]:
    """The day that each possible order gives; the year of four figures stands last."""
    one, two, year = match["one"], match["two"], match["y"]
    parts = {"dmy": (year, two, one), "mdy": (year, one, two)}
    if len(year) == 2:
        parts["ymd"] = (one.zfill(2), two, year)
    read = {order: _with_year(y, int(m), int(d)).value for order, (y, m, d) in parts.items()}
    return {order: day for order, day in read.items() if isinstance(day, date)}


def _taken(match: re.Match[str], day: date) -> Understood:
    return Understood(day, fault="year_short" if len(match["y"]) == 2 else "")


def _with_year(year: str, month: int, day: int) -> Understood:
    if len(year) == 4:
        return _checked(int(year), month, day)
    read = _checked(int(year) + (2000 if int(year) < _PIVOT else 1900), month, day)
    return read if read.value is None else Understood(read.value, fault="year_short")


def _checked(year: int, month: int, day: int) -> Understood:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return refused("date_out_of_range", first=str(FIRST_YEAR), last=str(LAST_YEAR))
    try:
        return Understood(date(year, month, day))
    except ValueError:
        return refused("no_such_day")
