"""Changing a draft: single values, and whole items with their places on the cards. Each change can be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from typing import Any

from app.models.domain.enums import Area, C, Grade, ScoringKind, ValueKind
from app.models.domain.errors import UserError
from app.models.domain.labels import Labels
from app.models.domain.methodology import Cap, Gate, Item, Methodology, Scoring, StandardSet, WarningRule
from app.services.methodology.tree import ITEM_WEIGHTS, Path, get, has, insert, put, remove
from app.services.typed_text import check_text

Places = Mapping[Path, Decimal]
"""Rows of cards (``("cards", card, "weights", c, "subs", sub)``) with the weight of an item in each."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A row that was taken out, with what it needs to be put back: its place, and where it stood on the cards."""

    path: Path
    row: Any
    at: int
    places: tuple[tuple[Path, tuple[str, ...], Decimal], ...] = ()


def set_value(m: Methodology, path: Path, value: object) -> Methodology:
    """The methodology with another value. A number loses trailing zeros, so that 0.70 and 0.7 are the same content."""
    if isinstance(value, Decimal):
        value = Decimal(format(value.normalize(), "f")) if value else Decimal(0)
    elif isinstance(value, str) and not isinstance(value, Enum):
        value = check_text(value.strip(), " ".join(path))
    changed = put(m, path, value)
    if path[0] == "items" and path[-1] == "kind" and len(path) == 4:
        return _with_scoring(changed, path[1])
    return changed


def add_item(m: Methodology, item: Item, places: Places) -> Methodology:
    """The methodology with one more item behind the last of its area. UserError ``methodology.twice``."""
    if has(m, ("items", item.id)):
        raise UserError("methodology.twice", "id", where=item.id, word=item.id)
    areas = list(Area)
    at = sum(1 for one in m.items if areas.index(one.area) <= areas.index(item.area))
    m = insert(m, ("items",), item, at)
    for row, weight in places.items():
        m = put(m, (*row, ITEM_WEIGHTS), {**get(m, (*row, ITEM_WEIGHTS)), item.id: weight})
    return _with_c(m, item.id)


def add_rule(m: Methodology, part: str, key: str, label: Labels, origin: str) -> Methodology:
    """The methodology with one more gate, cap or warning behind the others, that never fires until its condition is written.

    ``part``: "gates", "caps" or "warnings". UserError ``methodology.twice``.
    """
    if has(m, (part, key)):
        raise UserError("methodology.twice", "id", where=key, word=key)
    row: Gate | Cap | WarningRule
    if part == "gates":
        row = Gate(key, Grade.AAA, "", "1 == 1", label)
    elif part == "caps":
        row = Cap(key, Grade.BBB, "1 == 0", label, origin)
    else:
        row = WarningRule(key, label, None, "1 == 0", None, "", label, origin)
    return insert(m, (part,), row)


def take(m: Methodology, path: Path) -> tuple[Methodology, Taken]:
    """The methodology without a row; an item leaves the cards too. KeyError when there is no such row."""
    row = get(m, path)
    at = list(get(m, path[:-1])).index(row)
    places = []
    if path[0] == "items" and len(path) == 2:
        for sub, weight in places_of(m, path[1]).items():
            weights = get(m, (*sub, ITEM_WEIGHTS))
            places.append((sub, tuple(weights), weight))
            m = put(m, (*sub, ITEM_WEIGHTS), {key: one for key, one in weights.items() if key != path[1]})
    return remove(m, path), Taken(path, row, at, tuple(places))


def put_back(m: Methodology, taken: Taken) -> Methodology:
    """The methodology with a row that was taken out, where it was."""
    m = insert(m, taken.path[:-1], taken.row, taken.at)
    for sub, order, weight in taken.places:
        weights = {**get(m, (*sub, ITEM_WEIGHTS)), taken.path[1]: weight}
        kept = {key: weights[key] for key in order if key in weights}
        m = put(m, (*sub, ITEM_WEIGHTS), {**kept, **weights})
    return m


def places_of(m: Methodology, item_id: str) -> dict[Path, Decimal]:
    """The rows of the cards in which an item stands, and its weight there."""
    found: dict[Path, Decimal] = {}
    for card in m.cards:
        for c in card.weights:
            for sub in c.subs:
                if item_id in sub.items:
                    path = ("cards", card.key, "weights", c.c.value, "subs", sub.key)
                    found[path] = get(m, (*path, ITEM_WEIGHTS, item_id))
    return found


def set_place(m: Methodology, item_id: str, card: str, row: Path | None) -> Methodology:
    """The methodology with the item in another row of ``card`` (None: in none of it); it keeps its weight."""
    weight = Decimal(1)
    for sub, found in places_of(m, item_id).items():
        if sub[1] == card:
            if sub == row:
                return m
            weight = found
            rest = {key: one for key, one in get(m, (*sub, ITEM_WEIGHTS)).items() if key != item_id}
            m = put(m, (*sub, ITEM_WEIGHTS), rest)
    if row is not None:
        m = put(m, (*row, ITEM_WEIGHTS), {**get(m, (*row, ITEM_WEIGHTS)), item_id: weight})
    return _with_c(m, item_id)


def new_item(item_id: str, area: Area, label: Labels, help_text: Labels, kind: ValueKind, unit: str, origin: str) -> Item:
    """An item with the scoring that suits its kind of answer, ready to be told its standard."""
    return Item(
        id=item_id, area=area, label=label, help=help_text, kind=kind, unit=unit, scoring=scoring_for(kind), c=None,
        evidence=(), origin=origin,
    )


def scoring_for(kind: ValueKind, scoring: ScoringKind | None = None) -> Scoring:
    """A scoring to begin with: what ``kind`` of answer can be scored by, or the one asked for."""
    wanted = scoring or {
        ValueKind.YN: ScoringKind.YESNO, ValueKind.CHOICE: ScoringKind.STEPS, ValueKind.NUM: ScoringKind.MORE,
        ValueKind.PCT: ScoringKind.MORE, ValueKind.INT: ScoringKind.MORE, ValueKind.MONEY: ScoringKind.MORE,
        ValueKind.DATE: ScoringKind.MORE,
    }.get(kind, ScoringKind.NONE)  # fmt: skip
    match wanted:
        case ScoringKind.MORE | ScoringKind.LESS:
            return Scoring(wanted, p=Decimal(1), alpha=Decimal(1))
        case ScoringKind.BAND:
            return Scoring(wanted, p=Decimal(1), p2=Decimal(2), alpha=Decimal(1))
        case ScoringKind.STEPS:
            return Scoring(wanted, steps=tuple(Decimal(points) for points in (0, 20, 40, 60, 80, 100)))
        case ScoringKind.YESNO:
            return Scoring(wanted, yes=Decimal(100), no=Decimal(0))
        case _:
            return Scoring(wanted)


def copy_standard(m: Methodology, source: str, key: str, year: int | None) -> Methodology:
    """The methodology with a copy of a standard set for another year. UserError ``methodology.twice``."""
    if has(m, ("standards", key)):
        raise UserError("methodology.twice", "key", where=key, word=key)
    one: StandardSet = get(m, ("standards", source))
    rows = sorted((*m.standards, replace(one, key=key, year=year)), key=lambda found: found.key)
    return put(m, ("standards",), tuple(rows))


def _with_scoring(m: Methodology, item_id: str) -> Methodology:
    """Another scoring kind keeps what it has in common with the one before and begins with usual values for the rest."""
    path = ("items", item_id, "scoring")
    old: Scoring = get(m, path)
    fresh = scoring_for(m.item(item_id).kind, old.kind)
    same = {name: getattr(old, name) for name in ("p", "p2", "alpha", "yes", "no") if getattr(fresh, name) is not None}
    kept = {name: value for name, value in same.items() if value is not None}
    steps = old.steps or fresh.steps if old.kind is ScoringKind.STEPS else ()
    standard = old.standard if old.kind is ScoringKind.EFFICACY else None
    return put(m, path, replace(fresh, **kept, steps=steps, standard=standard, floor=old.floor, cap=old.cap))


def _with_c(m: Methodology, item_id: str) -> Methodology:
    """A scored item says which C it feeds; that is the C of its row."""
    first = next(iter(places_of(m, item_id)), None)
    return m if first is None else put(m, ("items", item_id, "c"), C(first[3]))
