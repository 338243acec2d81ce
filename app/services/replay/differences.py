"""What two results of a rating say otherwise, by place in their canonical form."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.models.domain.labels import Labels
from app.models.domain.methodology import Methodology

_NAMES = ("item", "key", "c", "kind", "rule", "method", "end")
"""A row of a list is known by the first of these fields that it has, and by its period behind an "@" where it has one: a row more
does not shift those that follow.
"""
_LEADING = ("grade", "score", "limit", "completeness", "interval")


@dataclass(frozen=True, slots=True)
class Difference:
    """``path``: names from the outside in, such as ("items", "A01", "y"). Values are canonical texts, "" where there is none.

    ``labels``: those of the names that the methodology has words for.
    """

    path: tuple[str, ...]
    then: str
    now: str
    labels: tuple[tuple[str, Labels], ...] = ()


def differences(then: str, now: str, m: Methodology) -> tuple[Difference, ...]:
    """What two canonical texts of a result say otherwise: grade, score and limit first, then by place; names by ``m``.

    Empty when only the digest that was stored beside the text does not fit it.
    """
    try:
        before = dict(_leaves((), json.loads(then)))
    except ValueError:
        return ()
    after = dict(_leaves((), json.loads(now)))
    names = _labels(m)
    found = [
        Difference(path, before.get(path, ""), after.get(path, ""), _named(path, names))
        for path in dict.fromkeys((*before, *after)) if before.get(path, "") != after.get(path, "")
    ]
    return tuple(sorted(found, key=_rank))


def _named(path: tuple[str, ...], names: Mapping[str, Labels]) -> tuple[tuple[str, Labels], ...]:
    bare = (one.partition("@")[0] for one in path[1:])
    return tuple((one, names[one]) for one in bare if one in names)


def _labels(m: Methodology) -> dict[str, Labels]:
    named: dict[str, Labels] = {}
    for keyed in (m.models, m.ratios, m.lines, m.checks):
        named |= {one.key: one.label for one in keyed}
    for numbered in (m.items, m.facts, m.gates, m.caps, m.warnings, m.limits):
        named |= {one.id: one.label for one in numbered}
    return named


def _rank(one: Difference) -> tuple[int, tuple[str, ...]]:
    first = one.path[0]
    return (_LEADING.index(first) if first in _LEADING else len(_LEADING)), one.path


def _leaves(path: tuple[str, ...], value: Any) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _leaves((*path, str(name)), inner)
    elif isinstance(value, list):
        met: dict[str, int] = {}
        for place, inner in enumerate(value):
            name = _name(inner, place)
            met[name] = met.get(name, 0) + 1
            yield from _leaves((*path, name if met[name] == 1 else f"{name}#{met[name]}"), inner)
    else:
        yield path, value if isinstance(value, str) else json.dumps(value)


def _name(row: Any, place: int) -> str:
    if isinstance(row, Mapping):
        name = next((str(row[name]) for name in _NAMES if isinstance(row.get(name), str)), str(place + 1))
        return f"{name}@{row['period']}" if isinstance(row.get("period"), str) else name
    return str(place + 1)
