"""The weight of each item in the total: item inside its row, row inside its C, C inside the total, as exact fractions.

Whatever leaves a level (not applicable, not evaluated) leaves its weight to the others of that level; a row without
items leaves its C, a C without rows leaves the total.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm

from app.models.domain.enums import C
from app.models.domain.methodology import Card, CWeight, SubIndicator


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item stands on a card and what it weighs: ``share``/``Weighing.whole`` of the total."""

    item: str
    c: C
    sub: str
    share: int


@dataclass(frozen=True, slots=True)
class Weighing:
    """The places of a card over one common denominator; ``rows`` and ``cs`` are shares inside the C and the total."""

    places: tuple[Place, ...]
    whole: int
    rows: Mapping[tuple[C, str], Fraction]
    cs: Mapping[C, Fraction]
    by_item: Mapping[str, Place]

    def weight(self, item: str) -> Fraction:
        """The share of ``item`` in the total; 0 when it has none."""
        place = self.by_item.get(item)
        return Fraction(place.share, self.whole) if place is not None else Fraction(0)


def weigh(card: Card, c_weights: Mapping[str, Decimal], gone: frozenset[str]) -> Weighing:
    """Effective weights of ``card`` without the items in ``gone``; ``c_weights`` (by C value) replace the card's own."""
    found = _flat(card, gone) if card.flat else _layered(card, c_weights, gone)
    whole = lcm(*(share.denominator for _, _, _, share in found)) if found else 1
    places = tuple(Place(item, c, sub, int(share * whole)) for item, c, sub, share in found)
    rows: dict[tuple[C, str], Fraction] = {}
    cs: dict[C, Fraction] = {}
    for _, c, sub, share in found:
        rows[c, sub] = rows.get((c, sub), Fraction(0)) + share
        cs[c] = cs.get(c, Fraction(0)) + share
    inner = {(c, sub): share / cs[c] for (c, sub), share in rows.items() if cs[c]}
    return Weighing(places, whole, inner, cs, {place.item: place for place in places})


def card_items(card: Card) -> tuple[str, ...]:
    """The items of ``card``, in its order."""
    return tuple(item for c in card.weights for sub in c.subs for item in sub.items)


_Found = list[tuple[str, C, str, Fraction]]


def _own_weights(sub: SubIndicator, gone: frozenset[str]) -> list[tuple[str, Fraction]]:
    weights = sub.item_weights or (Decimal(1),) * len(sub.items)
    pairs = zip(sub.items, weights, strict=True)
    return [(item, Fraction(weight)) for item, weight in pairs if item not in gone and weight > 0]


def _flat(card: Card, gone: frozenset[str]) -> _Found:
    found = [(item, c.c, sub.key, weight) for c in card.weights for sub in c.subs for item, weight in _own_weights(sub, gone)]
    total = sum((weight for *_, weight in found), Fraction(0))
    return [(item, c, sub, weight / total) for item, c, sub, weight in found]


def _layered(card: Card, c_weights: Mapping[str, Decimal], gone: frozenset[str]) -> _Found:
    levels: list[tuple[CWeight, Fraction, list[tuple[SubIndicator, list[tuple[str, Fraction]]]]]] = []
    for c in card.weights:
        weight = Fraction(c_weights.get(c.c.value, c.weight))
        rows = [(sub, own) for sub in c.subs if sub.weight > 0 and (own := _own_weights(sub, gone))]
        if rows and weight > 0:
            levels.append((c, weight, rows))
    total = sum((weight for _, weight, _ in levels), Fraction(0))
    found: _Found = []
    for c, weight, rows in levels:
        row_total = sum((Fraction(sub.weight) for sub, _ in rows), Fraction(0))
        for sub, own in rows:
            own_total = sum((each for _, each in own), Fraction(0))
            row = weight / total * Fraction(sub.weight) / row_total
            found.extend((item, c.c, sub.key, row * each / own_total) for item, each in own)
    return found
