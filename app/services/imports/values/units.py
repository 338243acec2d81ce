"""Unit and currency out of titles, heads and cells: 单位：万元 · тыс. руб. · in thousands of USD · RMB'000 · 384 · k€."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from app.numbers import plain_signs
from app.services.imports.reading.model import Value
from app.services.imports.values.cells import as_written
from app.services.imports.values.words import table
from app.units import CURRENCIES, read_unit

_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|【([^【】]*)】")
_OKEI = re.compile(r"(?<!\d)38[3-6](?!\d)")
_IDEOGRAPHS = 0x2E80
_CODES = frozenset(CURRENCIES.values())
_SINGLE = 12
"""A bare unit at the end of a head is at most so long: longer texts are names that happen to end so."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What a text says of amounts. ``multiplier`` None: only the currency is named; ``currency`` "": only the multiplier is."""

    multiplier: int | None = None
    currency: str = ""

    def __bool__(self) -> bool:
        return self.multiplier is not None or self.currency != ""


NOTHING = Unit()


def unit_of(text: str) -> Unit:
    """The unit of amounts that a title, a head or the name of a sheet tells; ``NOTHING`` where it tells none.

    Brackets first, then what follows a colon or a word such as 单位 or "in", then what stands behind a comma, then the end.
    Parts that are no unit are passed over: a name is never taken for one.
    """
    plain = " ".join(plain_signs(text).split())
    best = _by_classifier(plain) or _currency_only(plain)
    for part in () if best else _parts(plain):
        found = _read(part)
        best = Unit(best.multiplier or found.multiplier, best.currency or found.currency)
        if best.multiplier is not None and best.currency:
            break
    return best


def units_of(texts: Iterable[str]) -> Unit:
    """The unit that several titles tell together; where two contradict each other the part in doubt is left open."""
    found = [unit for unit in map(unit_of, texts) if unit]
    multipliers = {unit.multiplier for unit in found if unit.multiplier is not None}
    currencies = {unit.currency for unit in found if unit.currency}
    return Unit(multipliers.pop() if len(multipliers) == 1 else None, currencies.pop() if len(currencies) == 1 else "")


def unit_of_code(cell: Value) -> Unit:
    """The unit of a code of the Russian classifier of units, as open data carries it: 383 roubles, 384 thousand, 385 million."""
    code = as_written(cell).strip()
    multiplier = table()["okei"].get(code)
    return NOTHING if multiplier is None else Unit(multiplier, CURRENCIES["rub"])


def _parts(text: str) -> Iterator[str]:
    for match in _BRACKETS.finditer(text):
        inner = next(group for group in match.groups() if group is not None)
        yield inner
        yield from _after_words(inner)
    bare = _BRACKETS.sub(" ", text).strip()
    yield from _after_words(bare)
    for piece in re.split(r"[,;:/|]|\s-\s", bare)[1:]:
        yield piece
        yield from _after_words(piece)
    yield bare
    yield from _ends(bare)


def _after_words(text: str) -> Iterator[str]:
    for match in _before().finditer(text):
        rest = text[match.end() :].strip()
        yield rest
        yield from (piece for piece in re.split(r"[,;:]| {2,}", rest) if piece.strip())


def _ends(text: str) -> Iterator[str]:
    """The last word or two, or the last signs of a Chinese name: ``Assets kEUR``, 注册资本万元."""
    words = text.split()
    for count in (3, 2, 1):
        if len(words) > count:
            yield " ".join(words[-count:])
    last = words[-1] if words else ""
    if last and ord(last[-1]) > _IDEOGRAPHS:
        yield from (last[-size:] for size in range(min(_SINGLE, len(last) - 1), 1, -1))


@cache
def _before() -> re.Pattern[str]:
    words = sorted(table()["units"]["before"], key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(_alone, words))})\s*:?\s*", re.IGNORECASE)


def _read(part: str) -> Unit:
    """A part of a title as a unit, with inflected words and fillers; ``NOTHING`` when any word of it is another one."""
    plain = " ".join(re.sub(r"[()\[\]\"«»:;,.]", " ", part.lower().replace("'000", " '000")).split())
    if len(plain) < 2 and plain not in CURRENCIES:
        return NOTHING
    words = " ".join(_inflected().sub(lambda found: _same()[found.group()], plain).split())
    found = read_unit(words) if words else None
    if found is None or (found[1] and found[1] not in _CODES):
        return NOTHING
    multiplier, currency = found
    # A code or a sign, and names such as 人民币 that nobody counts in, name the currency only.
    named_only = re.fullmatch(r"[a-z]{3}|[^\w\s]+|[a-z]{1,2}\$", words) is not None or words in table()["units"]["names_only"]
    return Unit(None if multiplier == 1 and named_only else int(multiplier), currency)


@cache
def _same() -> dict[str, str]:
    """Words of titles and what they are for the table of units; fillers become nothing."""
    return {**dict.fromkeys(table()["units"]["filler"], " "), **table()["units"]["same"]}


@cache
def _inflected() -> re.Pattern[str]:
    words = sorted(_same(), key=len, reverse=True)
    return re.compile("|".join(_alone(word) for word in words))


def _alone(word: str) -> str:
    """A pattern for a word: in letters it must not be part of another one; Chinese words stand without gaps."""
    return re.escape(word) if ord(word[0]) > _IDEOGRAPHS else rf"(?<![^\W_]){re.escape(word)}(?![^\W_])"


def _currency_only(text: str) -> Unit:
    """Currency: 美元 — said to be the currency and no more."""
    head, colon, rest = text.rpartition(":")
    if not colon or head.strip().lower() not in table()["units"]["currency"]:
        return NOTHING
    return Unit(None, _read(rest).currency)


def _by_classifier(text: str) -> Unit:
    lower = text.lower()
    if not any(word in lower for word in table()["units"]["classifier"]):
        return NOTHING
    match = _OKEI.search(text)
    return NOTHING if match is None else unit_of_code(match.group())
