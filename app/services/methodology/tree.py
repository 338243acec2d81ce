"""A methodology as a tree: every value has a path, rows are named by their key, and a change makes a new methodology.

A path is a tuple of words: ``("items", "A04", "scoring", "alpha")``. Rows of a list are named by what makes them
unique (id, key, grade …), members of a list without keys by their number from 0. The weight of an item in a row of a card
is the leaf ``("cards", card, "weights", c, "subs", sub, "item_weights", item)``.
"""

from __future__ import annotations

import typing
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from enum import Enum, IntEnum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from app.models.domain.labels import Labels
from app.models.domain.methodology import Card, Gate, Methodology, SubIndicator

Path = tuple[str, ...]
T = TypeVar("T")

ITEM_WEIGHTS = "item_weights"
HEAD = ("name", "version", "valid_from", "hash")
"""Fields that are no content: they are given when a version is published."""

_KEYS = ("id", "key", "grade", "c", "role", "indicator")
_WORDS = {
    "items": "item", "facts": "fact", "cards": "card", "presets": "preset", "lines": "line", "checks": "check",
    "ratios": "ratio", "models": "model", "standards": "standard", "trades": "trade", "bands": "band",
    "band_presets": "band_preset", "gates": "gate", "caps": "cap", "limits": "limit", "policies": "policy",
    "approvals": "approval", "haircuts": "haircut", "sources": "source", "subs": "sub",
}  # fmt: skip


def key_of(row: Any, number: int) -> str:
    """The word that names a member of a list in a path."""
    if isinstance(row, Gate):
        return f"{row.id} {row.card}".strip()
    if is_dataclass(row) and not isinstance(row, Labels):
        for name in _KEYS:
            value = getattr(row, name, None)
            if value is not None:
                return value.name if isinstance(value, IntEnum) else str(value.value if isinstance(value, Enum) else value)
    if isinstance(row, tuple) and row and isinstance(row[0], str):
        return row[0]
    return str(number)


def get(value: Any, path: Path) -> Any:
    """The value at ``path``. KeyError when there is none."""
    for at, word in enumerate(path):
        if isinstance(value, SubIndicator) and word == ITEM_WEIGHTS:
            rest = path[at + 1 :]
            return _weights(value) if not rest else _weights(value)[rest[0]]
        value = _child(value, word)
    return value


def has(value: Any, path: Path) -> bool:
    """Whether there is anything at ``path``."""
    try:
        get(value, path)
    except KeyError:
        return False
    return True


def put(value: T, path: Path, new: object) -> T:
    """The tree with ``new`` at ``path``, which must be there already. KeyError otherwise."""
    found: Any = _put(value, path, new)
    return found  # type: ignore[no-any-return]


def insert(value: T, path: Path, row: object, at: int | None = None) -> T:
    """The tree with ``row`` in the list at ``path``, in place ``at`` (None: at the end)."""
    rows = get(value, path)
    where = len(rows) if at is None else at
    return put(value, path, (*rows[:where], row, *rows[where:]))


def remove(value: T, path: Path) -> T:
    """The tree without the row at ``path``. KeyError when there is none."""
    rows = get(value, path[:-1])
    where = _place(rows, path[-1])
    return put(value, path[:-1], rows[:where] + rows[where + 1 :])


def place_of(value: Any, path: Path) -> int:
    """In which place of its list the row at ``path`` stands."""
    return _place(get(value, path[:-1]), path[-1])


def at_of(path: Sequence[str]) -> str:
    """How the checks name a path: "item A04 scoring alpha"."""
    words = [_WORDS.get(word, word) for word in path]
    if words[:1] == ["card"] and len(words) > 2 and words[2] == "weights":
        words[2] = "c"
    if words[:1] == ["warnings"]:
        words[0] = "warning"
    if words[:1] == ["gate"] and len(words) > 1:
        words[1] = words[1].split()[0]
    return " ".join(words)


def leaves(value: Any, kind: Any = None, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every (path, value) of a tree that is no record or list itself, in order. Labels give one leaf a language."""
    if isinstance(value, SubIndicator):
        yield from leaves(value.label, Labels, (*path, "label"))
        yield (*path, "weight"), value.weight
        for item, weight in _weights(value).items():
            yield (*path, ITEM_WEIGHTS, item), weight
    elif is_dataclass(value) and not isinstance(value, type):
        for name, hint in _hints(type(value)).items():
            yield from leaves(getattr(value, name), hint, (*path, name))
    elif isinstance(value, tuple) and not _words(kind):
        inner = _each(kind)
        for number, row in enumerate(value):
            named = isinstance(row, tuple) and row and isinstance(row[0], str)
            here = (*path, key_of(row, number))
            if named:
                for at, part in enumerate(row[1:], 1):
                    yield from leaves(part, get_args(inner)[at] if get_args(inner) else None, (*here, str(at)))
            else:
                yield from leaves(row, inner, here)
    else:
        yield path, value


def rows_of(value: Any, kind: Any = None, path: Path = ()) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Every list of named rows with the keys of its rows in order."""
    if isinstance(value, SubIndicator):
        yield (*path, ITEM_WEIGHTS), value.items
    elif is_dataclass(value) and not isinstance(value, Labels | type):
        for name, hint in _hints(type(value)).items():
            yield from rows_of(getattr(value, name), hint, (*path, name))
    elif isinstance(value, tuple) and value and not _words(kind) and not isinstance(value[0], Decimal | str):
        yield path, tuple(key_of(row, number) for number, row in enumerate(value))
        for number, row in enumerate(value):
            yield from rows_of(row, _each(kind), (*path, key_of(row, number)))


def content(m: Methodology) -> Iterator[tuple[str, Any, Any]]:
    """(name, value, type) of every part of a methodology that counts in its hash."""
    for name, hint in _hints(Methodology).items():
        if name not in HEAD:
            yield name, getattr(m, name), hint


# --- inside -----------------------------------------------------------------------------------------------------------


@cache
def _hints(kind: type) -> dict[str, Any]:
    found = get_type_hints(kind)
    return {field.name: found[field.name] for field in fields(kind)}


def _each(kind: Any) -> Any:
    args = get_args(kind)
    return args[0] if get_origin(kind) is tuple and len(args) == 2 and args[1] is Ellipsis else None


def _words(kind: Any) -> bool:
    """Whether ``kind`` is a list of words, which is one value."""
    return _each(kind) is str


def optional(kind: Any) -> bool:
    """Whether ``kind`` may be None."""
    return get_origin(kind) in (UnionType, typing.Union) and type(None) in get_args(kind)


def kind_at(path: Path) -> Any:
    """The type of the value at ``path``, as the fields of the methodology state it."""
    kind: Any = Methodology
    for word in path:
        if word == ITEM_WEIGHTS:
            return Decimal
        if is_dataclass(kind):
            assert isinstance(kind, type)
            kind = _hints(kind)[word]
        elif (inner := _each(kind)) is not None:
            kind = inner
        elif get_origin(kind) is tuple:
            kind = get_args(kind)[int(word)]
    return kind


def _weights(sub: SubIndicator) -> dict[str, Decimal]:
    weights = sub.item_weights if len(sub.item_weights) == len(sub.items) else (Decimal(1),) * len(sub.items)
    return dict(zip(sub.items, weights, strict=True))


def _child(value: Any, word: str) -> Any:
    if is_dataclass(value):
        if not hasattr(value, word):
            raise KeyError(word)
        return getattr(value, word)
    if isinstance(value, tuple):
        if value and isinstance(value[0], str) and word.isdigit() and int(word) < len(value):
            return value[int(word)]
        return value[_place(value, word)]
    raise KeyError(word)


def _place(rows: Sequence[Any], word: str) -> int:
    for number, row in enumerate(rows):
        if key_of(row, number) == word:
            return number
    raise KeyError(word)


def _put(value: Any, path: Path, new: Any) -> Any:
    if not path:
        return new
    word, rest = path[0], path[1:]
    if isinstance(value, SubIndicator) and word == ITEM_WEIGHTS:
        return _with_weights(value, new if not rest else {**_weights(value), _known(value, rest[0]): new})
    child = _put(_child(value, word), rest, new)
    if is_dataclass(value) and not isinstance(value, type):
        changed: Any = replace(value, **{word: child})
        return _told_weights(changed) if isinstance(value, Card) and word == "weights" else changed
    if value and isinstance(value[0], str):
        return (*value[: int(word)], child, *value[int(word) + 1 :])
    where = _place(value, word)
    return (*value[:where], child, *value[where + 1 :])


def _known(sub: SubIndicator, item: str) -> str:
    if item not in sub.items:
        raise KeyError(item)
    return item


def _with_weights(sub: SubIndicator, weights: dict[str, Decimal]) -> SubIndicator:
    return replace(sub, items=tuple(weights), item_weights=tuple(weights.values()))


def _told_weights(card: Card) -> Card:
    """Weights as a loaded card has them: rows of several levels whose items all weigh 1 say nothing about it."""

    def told(sub: SubIndicator) -> SubIndicator:
        weights = _weights(sub)
        plain = not card.flat and all(weight == 1 for weight in weights.values())
        return replace(sub, item_weights=() if plain else tuple(weights.values()))

    return replace(card, weights=tuple(replace(c, subs=tuple(told(sub) for sub in c.subs)) for c in card.weights))
