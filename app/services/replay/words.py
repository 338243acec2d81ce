"""What running a rating again showed, in words: for the window and the command."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from app.texts import Texts

if TYPE_CHECKING:
    from app.services.replay.differences import Difference
    from app.services.replay.service import Replayed

SHOWN = 12
"""Places that are told one by one where there is little room."""
_NAMED = frozenset({
    "grade", "score", "limit", "completeness", "interval", "items", "steps", "warnings", "models", "periods", "checks", "cs",
    "input_hash",
})
"""Parts of a result that have a name of their own; the others are told as they are called inside."""
_INSIDE = frozenset({
    "value", "reason", "about", "flags", "ratios", "lines", "outcomes", "amount", "adds", "x", "y", "weight", "how", "low_y",
    "high_y", "before", "after", "variables", "binding", "points", "evidence", "left", "right", "difference", "holds", "score",
    "unfrozen", "unfrozen_by", "capped_by", "factor", "frozen", "on", "why_not", "low", "high", "low_grade", "high_grade", "zone",
})
"""Names that only the program knows: the place is told without them."""
_ONE_VALUE = frozenset({"grade", "score", "completeness", "input_hash"})


def outcome(texts: Texts, one: Replayed) -> str:
    """One sentence: equal, in how many places it is not, or why it could not run."""
    if one.same:
        return texts("replay.same")
    if not one.readable:
        return texts("replay.unreadable")
    return texts.plural("replay.other", len(list(places(texts, one)))) if one.differs else texts("replay.digest_only")


def places(texts: Texts, one: Replayed) -> Iterator[tuple[str, str, str]]:
    """What differs, as (where, value then, value now), each place once."""
    told: dict[str, tuple[str, str]] = {}
    for found in one.differs:
        told.setdefault(place(texts, found), (_value(texts, found.then), _value(texts, found.now)))
    for where, (then, now) in told.items():
        yield where, then, now


def _value(texts: Texts, text: str) -> str:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text or "—"
    return texts.number(value) if value.is_finite() else text


def place(texts: Texts, one: Difference) -> str:
    """Where a difference stands; inner names are those of the methodology."""
    first, *inner = one.path
    if first not in _NAMED:
        return " · ".join((texts("replay.place.rest"), *one.path))
    name, labels = texts(f"replay.place.{first}"), dict(one.labels)
    parts = (part.partition("@") for part in inner if part not in _INSIDE)
    inner = [" ".join((labels[key].get(texts.lang) if key in labels else key, period)).strip() for key, _, period in parts]
    return name if first in _ONE_VALUE else " · ".join((name, *inner))
