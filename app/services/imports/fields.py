"""What a column or row of a file may become: fields by key, with the words they are known by in three languages.

Fields of companies, ledgers and invoices are data (``resources/imports/fields.toml``); lines of statements are those of the
methodology, with the names that published tables use for them (``resources/imports/lines.toml``).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from app import paths
from app.models.domain.labels import Labels
from app.models.domain.methodology import Line, Methodology
from app.services.imports.model import Kind
from app.services.statements.labels import LineFinder, plain_label

LINE = "line."
OPENING = "opening."


class Type(StrEnum):
    """What the cells of a field hold."""

    TEXT = "text"
    CODE = "code"
    AMOUNT = "amount"
    NUMBER = "number"
    COUNT = "count"
    PERCENT = "percent"
    DATE = "date"
    PERIOD = "period"
    BOOL = "bool"
    CURRENCY = "currency"
    UNIT = "unit"
    USCC = "uscc"
    INN = "inn"
    OGRN = "ogrn"
    VAT = "vat"
    LEI = "lei"


IDENTIFIERS = frozenset({Type.USCC, Type.INN, Type.OGRN, Type.VAT, Type.LEI})


@dataclass(frozen=True, slots=True)
class Field:
    """One target. ``kinds``: the records that have it; ``better`` of a bureau's scale: "high", "low", or "" where it has none."""

    key: str
    type: Type
    kinds: frozenset[Kind]
    label: Labels
    names: tuple[str, ...] = ()
    better: str = ""


@dataclass(frozen=True, slots=True)
class Meant:
    """What a name means: the field, how its amount goes into it (``Line.how``), and whether the words are the field's own."""

    target: str
    how: str = "add"
    exact: bool = True


class Fields:
    """All fields of a methodology and the names they are found by."""

    def __init__(self, lines: Iterable[Line]) -> None:
        kept = tuple(lines)
        self._by_key = {field.key: field for field in _plain_fields()}
        for line in kept:
            kinds = frozenset({Kind.STATEMENT})
            self._by_key[LINE + line.key] = Field(LINE + line.key, Type.AMOUNT, kinds, line.label)
            self._by_key[OPENING + line.key] = Field(OPENING + line.key, Type.AMOUNT, kinds, line.label)
        self._finder = LineFinder(kept)
        self._lines, self._without_balance = _line_names(frozenset(line.key for line in kept))
        self._names = _names(self._by_key.values())
        self.negative = frozenset(LINE + line.key for line in kept if line.negative)

    def get(self, key: str) -> Field | None:
        """The field of a key, or None."""
        return self._by_key.get(key)

    def of_kind(self, kind: Kind) -> tuple[Field, ...]:
        """All fields of a kind, in the order they are offered."""
        return tuple(field for field in self._by_key.values() if kind in field.kinds)

    def line(self, name: str, *, balance: bool = True) -> Meant | None:
        """What line of a statement a name or a Russian code means. ``balance``: whether the table holds a balance sheet."""
        plain = plain_label(name)
        if not plain:
            return None
        if not balance and plain in self._without_balance:
            return Meant(LINE + self._without_balance[plain])
        if plain in self._lines:
            return self._lines[plain]
        key = self._finder.by_code(name) or self._finder.by_label(name)
        return Meant(LINE + key) if key else None

    def named(self, name: str, kind: Kind) -> Meant | None:
        """What field of a kind a name means, by all its words or by those before a bracket or comma."""
        plain = plain_label(name)
        found = self._names.get((kind, plain))
        if found is not None:
            return Meant(found)
        shorter = plain_label(_before_bracket(name))
        found = self._names.get((kind, shorter)) if shorter and shorter != plain else None
        return Meant(found, exact=False) if found else None


_KEPT: dict[str, Fields] = {}


def fields_of(methodology: Methodology) -> Fields:
    """The fields under a methodology; made once for each."""
    if methodology.hash not in _KEPT:
        _KEPT[methodology.hash] = Fields(methodology.lines)
    return _KEPT[methodology.hash]


def _before_bracket(name: str) -> str:
    for sign in ("(", "（", ",", "，", "[", "/"):
        name = name.split(sign, 1)[0]
    return name


@cache
def _plain_fields() -> tuple[Field, ...]:
    with (paths.resources() / "imports" / "fields.toml").open("rb") as file:
        data: Mapping[str, Any] = tomllib.load(file)
    return tuple(
        Field(
            row["key"], Type(row["type"]), frozenset(Kind(kind) for kind in row["kinds"]), Labels(**row["label"]),
            tuple(row["names"]), row.get("better", ""),
        )
        for row in data["field"]
    )


def _names(fields: Iterable[Field]) -> dict[tuple[Kind, str], str]:
    """By kind and plain name; the first field that claims a name has it, its labels after the names of all."""
    found: dict[tuple[Kind, str], str] = {}
    kept = [field for field in fields if field.names]
    for field in kept:
        for name in field.names:
            for kind in field.kinds:
                found.setdefault((kind, plain_label(name)), field.key)
    for field in kept:
        for lang in ("en", "zh", "ru"):
            for kind in field.kinds:
                found.setdefault((kind, plain_label(field.label.get(lang))), field.key)
    return found


def _line_names(keys: frozenset[str]) -> tuple[dict[str, Meant], dict[str, str]]:
    with (paths.resources() / "imports" / "lines.toml").open("rb") as file:
        data: dict[str, Any] = tomllib.load(file)
    without = {plain_label(name): key for name, key in data.pop("without_balance").items() if key in keys}
    found: dict[str, Meant] = {}
    for key, ways in data.items():
        if key not in keys:
            continue
        for how in ("add", "less", "size"):
            found.update({plain_label(name): Meant(LINE + key, how) for name in ways.get(how, ())})
        for number, either in enumerate(ways.get("either", ())):
            for how, names in either.items():
                found.update({plain_label(name): Meant(LINE + key, f"{how}:{number}") for name in names})
    return found, without


def type_of(key: str) -> Type:
    """What the cells of a field hold; a field that is not known holds text."""
    if key.startswith((LINE, OPENING)):
        return Type.AMOUNT
    field = _plain_by_key().get(key)
    return field.type if field else Type.TEXT


@cache
def _plain_by_key() -> dict[str, Field]:
    return {field.key: field for field in _plain_fields()}
