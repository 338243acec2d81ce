"""Names that a new store gives its officers until they have one of their own."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from app.texts import Texts, languages

_KEYS = ("officer.first", "officer.second")


def stand_ins(names: Iterable[str]) -> tuple[str, ...]:
    """Those of ``names`` that are no person's: given by the program, in whatever language it was begun."""
    return tuple(name for name in dict.fromkeys(names) if name in _given())


@lru_cache(maxsize=1)
def _given() -> frozenset[str]:
    return frozenset(Texts.load(lang)(key) for lang in languages() for key in _KEYS)
