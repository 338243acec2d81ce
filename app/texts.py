"""The catalogue: every visible text, and numbers, dates and amounts, in the languages of the program.

A language is a folder ``resources/i18n/<code>`` of JSON files, merged when it is loaded. A value is either a text with
named blanks (``"{count} of {total}"``) or a table of plural forms (``{"one": …, "few": …, "other": …}``, the forms
that CLDR names for the language). Reading one language takes a few milliseconds and imports nothing but ``json``.

The keys ``format.*`` say how the language writes numbers, dates and amounts, and which family of plural forms it has.
Numbers are written here, exactly and to any length; signs and plural forms are those of Babel (a test compares them),
but Babel itself, which takes as long to load as half a window, is imported only by the first written-out date.

A key that is not there, or a blank that is not filled, raises ``MissingText`` always: a hole is found by the first
test that walks over it and never shown as a raw key.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache
from pathlib import Path

from app import paths

Entry = str | dict[str, str]

_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)


class MissingText(KeyError):
    """A text, a plural form or the value of a blank is missing: always a bug of ours."""


class Texts:
    """The texts of one language. Immutable; one object per language and process, shared by all threads."""

    def __init__(self, lang: str, entries: Mapping[str, Entry]) -> None:
        self.lang = lang
        self._entries = entries

    @staticmethod
    @cache
    def load(lang: str) -> Texts:
        """Texts of ``lang`` (``en``, ``zh``, ``ru`` or any other folder of ``resources/i18n``); MissingText if unknown."""
        return Texts.from_folder(lang, paths.resources() / "i18n" / lang)

    @classmethod
    def from_folder(cls, lang: str, folder: Path) -> Texts:
        """Texts of all JSON files of ``folder``; MissingText when it holds none."""
        entries: dict[str, Entry] = {}
        for file in sorted(folder.glob("*.json")):
            entries.update(json.loads(file.read_text(encoding="utf-8")))
        if not entries:
            raise MissingText(f"no texts for language {lang!r}")
        return cls(lang, entries)

    def with_entries(self, other: Mapping[str, Entry]) -> Texts:
        """The same language with other entries in the place of some: own forms of numbers and dates."""
        return Texts(self.lang, {**self._entries, **other})

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def __call__(self, key: str, /, **params: object) -> str:
        """The text of ``key`` with its blanks filled. Decimals and dates are written in this language, the rest by ``str``."""
        entry = self._entry(key)
        if not isinstance(entry, str):
            raise MissingText(f"{key}: has plural forms, use plural() [{self.lang}]")
        return self._fill(key, entry, params)

    def plural(self, key: str, n: int, /, **params: object) -> str:
        """The form of ``key`` that fits ``n``; the blank ``{n}`` is filled with the number itself."""
        entry = self._entry(key)
        if isinstance(entry, str):
            raise MissingText(f"{key}: has no plural forms [{self.lang}]")
        form = _PLURAL_FORMS[self("format.plural")](abs(n))
        if form not in entry:
            raise MissingText(f"{key}: no form {form!r} [{self.lang}]")
        return self._fill(key, entry[form], {"n": self.number(n), **params})

    def error(self, key: str, params: Mapping[str, object]) -> str:
        """The sentence of an error that carries ``key`` and ``params``; with plural forms it is ruled by ``params['n']``."""
        if isinstance(self._entry(key), str):
            return self(key, **params)
        n = params.get("n")
        if not isinstance(n, int):
            raise MissingText(f"{key}: a plural text needs the number n [{self.lang}]")
        return self.plural(key, n, **{name: value for name, value in params.items() if name != "n"})

    # --- numbers ---------------------------------------------------------------------------------------------------

    def number(self, value: Decimal | int, places: int | None = None) -> str:
        """``value`` with the separators of the language; ``places`` digits after the point, or all it has."""
        shown = Decimal(value)
        if places is None:
            places = max(0, -int(shown.normalize(_EXACT).as_tuple().exponent))
        shown = shown.quantize(Decimal(1).scaleb(-places), context=_EXACT)
        if shown == 0:
            shown = abs(shown)  # no "-0.00" for what rounds to nothing
        whole, _, fraction = f"{shown:,f}".partition(".")
        return whole.replace(",", self.group_sign) + (self.decimal_sign + fraction if fraction else "")

    def percent(self, points: Decimal | int, places: int | None = 2) -> str:
        """``points`` are percentage points: 7.35 is written 7.35%."""
        return self("format.percent", amount=self.number(points, places))

    def money(self, value: Decimal | int, currency: str, places: int | None = 2) -> str:
        """An amount with its ISO currency code: signs such as ¥ or $ belong to several currencies."""
        return self("format.money", amount=self.number(value, places), currency=currency)

    @property
    def decimal_sign(self) -> str:
        return self("format.decimal_sign")

    @property
    def group_sign(self) -> str:
        return self("format.group_sign")

    # --- dates -----------------------------------------------------------------------------------------------------

    def date(self, day: dt.date) -> str:
        """Short form for tables and fields; it can be typed back."""
        return self("format.date", year=f"{day.year:04d}", month=f"{day.month:02d}", day=f"{day.day:02d}")

    def date_long(self, day: dt.date) -> str:
        """Written-out form for documents."""
        from babel.dates import format_date

        return format_date(day, format=self("format.date_long"), locale=self.lang)

    def date_time(self, moment: dt.datetime) -> str:
        """Short date and time to the minute, in the time zone that ``moment`` stands in."""
        return f"{self.date(moment)} {moment:%H:%M}"

    # ---------------------------------------------------------------------------------------------------------------

    def _entry(self, key: str) -> Entry:
        try:
            return self._entries[key]
        except KeyError:
            raise MissingText(f"{key} [{self.lang}]") from None

    def _fill(self, key: str, text: str, params: Mapping[str, object]) -> str:
        try:
            return text.format_map({name: self._shown(value) for name, value in params.items()})
        except KeyError as blank:
            raise MissingText(f"{key}: blank {blank} is not filled [{self.lang}]") from None

    def _shown(self, value: object) -> str:
        if isinstance(value, Decimal):
            return self.number(value)
        if isinstance(value, dt.datetime):
            return self.date_time(value)
        if isinstance(value, dt.date):
            return self.date(value)
        return str(value)


def _east_slavic(n: int) -> str:
    if n % 10 == 1 and n % 100 != 11:
        return "one"
    return "few" if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else "many"


_PLURAL_FORMS: dict[str, Callable[[int], str]] = {
    "alike": lambda n: "other",
    "one or more": lambda n: "one" if n == 1 else "other",
    "east slavic": _east_slavic,
}
"""Families of plural forms by the name that ``format.plural`` gives: the form of a whole number."""


@cache
def languages() -> tuple[str, ...]:
    """Codes of all languages there are, English first."""
    folder = paths.resources() / "i18n"
    found = sorted(entry.name for entry in folder.iterdir() if any(entry.glob("*.json")))
    return tuple(sorted(found, key=lambda code: (code != "en", code)))


def guess_language(environ: Mapping[str, str]) -> str:
    """The language that the system speaks (``LC_ALL``, ``LC_MESSAGES``, ``LANG``), English where we do not speak it."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        code = environ.get(name, "")[:2].lower()
        if code:
            return code if code in languages() else "en"
    return "en"
