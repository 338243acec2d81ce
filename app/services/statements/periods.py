"""Periods as the heads of columns print them: 2024, 2024年度, 31.12.2024, За 9 мес. 2024 г., 2024Q3."""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date

FIRST_YEAR, LAST_YEAR = 1900, 2100

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan", "января", "январь"), ("february", "feb", "февраля", "февраль"), ("march", "mar", "марта", "март"),
            ("april", "apr", "апреля", "апрель"), ("may", "мая", "май"), ("june", "jun", "июня", "июнь"),
            ("july", "jul", "июля", "июль"), ("august", "aug", "августа", "август"),
            ("september", "sep", "сентября", "сентябрь"), ("october", "oct", "октября", "октябрь"),
            ("november", "nov", "ноября", "ноябрь"), ("december", "dec", "декабря", "декабрь"),
        ),
        1,
    )
    for name in names
}
_WORD = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = (
    re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?:[ t]0{1,2}:00(?::00)?)?"),
    re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})年(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号]"),
    re.compile(rf"(?P<d>\d{{1,2}})\.? (?P<word>{_WORD})\.?,? (?P<y>\d{{4}})"),
    re.compile(rf"(?P<word>{_WORD})\.? (?P<d>\d{{1,2}}),? (?P<y>\d{{4}})"),
)
_QUARTER = (
    re.compile(r"(?P<y>\d{4}) ?[-/]?q(?P<q>[1-4])"),
    re.compile(r"q(?P<q>[1-4]) ?[-/]?(?P<y>\d{4})"),
)
_PART = (
    re.compile(r"(?P<n>3|6|9) ?(?:мес\.?|месяцев|месяца|months|months ended) (?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})年(?:前|1-)?(?P<n>3|6|9)(?:个月|月)"),
)
_CHINESE = {"一季": 3, "半年": 6, "上半年": 6, "三季": 9, "前三季": 9}
_CHINESE_PART = re.compile(r"(?P<y>\d{4})年(?P<part>上半年|半年|前三季|三季|一季)度?")
_YEAR = re.compile(r"(?:fy ?|за |на )?(?P<y>\d{4})(?:\.0+)?(?:年度?|财年| ?год[а]?| ?г\.?)?")
_AROUND = re.compile(r"^(?:на|за|as (?:at|of)|year ended|截至|至|at)\s+|\s*(?:г\.?|года?|\(.*\)|止)$")


@dataclass(frozen=True, slots=True)
class Period:
    """A period by its last day; ``months`` from the start of the calendar year, 12 for a full year."""

    end: date
    months: int


def read_period(text: str) -> Period | None:
    """The period that a column head names, or None. A day that does not exist names none."""
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    for candidate in (plain, _AROUND.sub("", _AROUND.sub("", plain)).strip()):
        found = _by_date(candidate) or _by_part(candidate) or _by_year(candidate)
        if found:
            return found
    return None


def no_such_day(text: str) -> bool:
    """Whether a head is written as a day but the calendar has no such day, as 31.02.2025."""
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    candidates = (plain, _AROUND.sub("", _AROUND.sub("", plain)).strip())
    return read_period(text) is None and any(form.fullmatch(candidate) for candidate in candidates for form in _DATE)


def _by_date(text: str) -> Period | None:
    for form in _DATE:
        match = form.fullmatch(text)
        if match:
            parts = match.groupdict()
            month = _MONTHS[parts["word"]] if parts.get("word") else int(parts["m"])
            try:
                end = date(int(parts["y"]), month, int(parts["d"]))
            except ValueError:
                return None
            return _period(end.year, end.month, end.day)
    return None


def _by_part(text: str) -> Period | None:
    for form in _QUARTER:
        match = form.fullmatch(text)
        if match:
            return _period(int(match["y"]), int(match["q"]) * 3)
    for form in _PART:
        match = form.fullmatch(text)
        if match:
            return _period(int(match["y"]), int(match["n"]))
    match = _CHINESE_PART.fullmatch(text)
    return _period(int(match["y"]), _CHINESE[match["part"]]) if match else None


def _by_year(text: str) -> Period | None:
    match = _YEAR.fullmatch(text)
    return _period(int(match["y"]), 12) if match else None


def _period(year: int, month: int, day: int | None = None) -> Period | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return Period(date(year, month, day or calendar.monthrange(year, month)[1]), month)
