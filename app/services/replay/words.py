"""What running a rating again showed, in words: for the window and the command."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.texts import Texts

if TYPE_CHECKING:
    from app.services.replay.differences import Difference
    from app.services.replay.service import Replayed

SHOWN = 12
"""Differences that are told one by one."""
_NAMED = frozenset({
    "grade", "score", "limit", "completeness", "interval", "items", "steps", "warnings", "models", "periods", "checks", "cs",
})
"""Parts of a result that have a name of their own; the others are told as they are called inside."""
_ONE_VALUE = frozenset({"grade", "score", "completeness"})


def outcome(texts: Texts, one: Replayed) -> str:
    """One sentence: equal, in how many places it is not, or why it could not run."""
    if one.same:
        return texts("replay.same")
    if not one.readable:
        return texts("replay.unreadable")
    return texts.plural("replay.other", len(one.differs)) if one.differs else texts("replay.digest_only")


def places(texts: Texts, one: Replayed) -> Iterator[tuple[str, str, str]]:
    """What differs, as (where, value then, value now): the first ``SHOWN`` of it."""
    for found in one.differs[:SHOWN]:
        yield place(texts, found), found.then or "—", found.now or "—"


def place(texts: Texts, one: Difference) -> str:
    """Where a difference stands; inner names are those of the methodology."""
    first, *inner = one.path
    if first not in _NAMED:
        return " · ".join((texts("replay.place.rest"), *one.path))
    name = texts(f"replay.place.{first}")
    return name if first in _ONE_VALUE else " · ".join((name, *inner))
