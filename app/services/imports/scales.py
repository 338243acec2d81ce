"""Scores of bureaus and agencies on the ten grades.

Published: the ten grades [S] and the codes of the official notice [P:S55]. Derived from published bands: TSR [P:S14] and TDB
[J1]. Everything else in ``resources/imports/scales.toml`` is a proposal [X], as are these rules: a band may stand for several
grades, and the worst of them counts (prudence); modifiers (+, -, 1, 2, 3), outlooks and the marks of national scales are left
off; a letter alone (A, B, C, D) is read only where its source is an agency that is known to use the ten letters.

What proves no scale gets no grade: a score from nobody known may count to 100 or to 1000, and its direction may be either.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from app import paths
from app.models.domain.enums import Grade
from app.models.domain.imports import OutsideValue

SCORE = "score."


@dataclass(frozen=True, slots=True)
class Band:
    """Numbers up to ``to`` (``inclusive`` or not) stand for the grades from ``best`` to ``worst``."""

    to: Decimal
    inclusive: bool
    best: Grade
    worst: Grade


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale of numbers (``bands`` from ``least`` on) or of classes. ``better``: "high", "low", "" for classes.

    ``source``: words of which the name of the source holds one, none where the field proves the scale; ``says``: the highest
    score that the file itself must name. ``tag``: P published, D derived, X proposal.
    """

    key: str
    tag: str
    fields: frozenset[str]
    source: tuple[str, ...] = ()
    says: str = ""
    better: str = ""
    least: Decimal = Decimal(0)
    bands: tuple[Band, ...] = ()
    classes: Mapping[str, tuple[Grade, Grade]] | None = None
    modifiers: str = ""


@dataclass(frozen=True, slots=True)
class Mapped:
    """The grade that a score stands for: the worst of those from ``best`` on. ``scale`` and ``tag``: by what rule."""

    grade: Grade
    best: Grade
    scale: str
    tag: str


def on_grades(field: str, one: OutsideValue, source: str, head: str = "") -> Mapped | None:
    """Return the grade of a bureau's score, None when its scale is not known or the value is none of it.

    ``field`` is its key ("score.…"), ``source`` the name of who gave it, ``head`` the words above its column.
    """
    given, named = _plain(source).casefold(), False
    for scale in scales():
        if field not in scale.fields or scale.source and not any(word in given for word in scale.source):
            continue
        if named and not scale.source:
            continue  # the source has a scale of its own: one that says nothing of sources may not read its value
        if scale.says and _highest(one, head) != scale.says:
            continue
        if (found := _of(scale, one)) is not None:
            best, worst = found
            return Mapped(worst, best, scale.key, scale.tag)
        named = named or bool(scale.source)
    return None


@cache
def scales() -> tuple[Scale, ...]:
    """Every scale, in the order in which they are tried."""
    return tuple(_scale(row) for row in _data()["scale"])


@cache
def _data() -> dict[str, Any]:
    with (paths.resources() / "imports" / "scales.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_data()["pattern"][name], re.IGNORECASE)


def _scale(row: Mapping[str, Any]) -> Scale:
    bands = tuple(
        Band(Decimal(one.get("to", one.get("below"))), "to" in one, Grade[one["best"]], Grade[one["worst"]])
        for one in row.get("bands", ())
    )
    classes = {name: (Grade[best], Grade[worst]) for name, (best, worst) in row.get("classes", {}).items()}
    source = tuple(_plain(word).casefold() for word in row.get("source", ()))
    return Scale(
        row["key"], row["tag"], frozenset(row["fields"]), source, row.get("says", ""), row.get("better", ""),
        Decimal(row.get("least", "0")), bands, classes or None, row.get("modifiers", ""),
    )


def _of(scale: Scale, one: OutsideValue) -> tuple[Grade, Grade] | None:
    if scale.classes is not None:
        return scale.classes.get(_letters(str(one.value), scale.modifiers))
    number = _number(one)
    if number is None or number < scale.least:
        return None
    for band in scale.bands:
        if number < band.to or band.inclusive and number == band.to:
            return band.best, band.worst
    return None


def _number(one: OutsideValue) -> Decimal | None:
    if isinstance(one.value, Decimal):
        return one.value
    text = _plain(one.value) if isinstance(one.value, str) else ""
    return Decimal(text) if re.fullmatch(r"\d{1,4}(\.\d{1,6})?", text) else None


def _letters(text: str, modifiers: str) -> str:
    """The letters of a grade without outlook, national marks and modifiers, in the case they were written in."""
    plain = _pattern("national").sub("", _pattern("outlook").sub("", _plain(text))).strip()
    if modifiers:
        plain = plain.replace("−", "-").replace("–", "-")
        plain = re.sub(rf"\s*[{re.escape(modifiers)}]$", "", plain)
    return plain if modifiers == "123" else plain.upper()


def _highest(one: OutsideValue, head: str) -> str:
    """The highest score as the cell or the head of its column names it, "" when neither does."""
    for text in (_plain(one.raw), _plain(head)):
        if _pattern("hundred").search(text):
            return "100"
        if found := _pattern("highest").search(text):
            return found[1]
    return ""


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()
