"""How well what is typed fits a text: the same letters in the same order, the better the closer together. No Qt here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")

_NAMES = 2
_START, _WORD, _INSIDE, _SCATTERED = 100, 80, 60, 40


def fit(typed: str, text: str, *, loose: bool = True) -> int:
    """0 when ``text`` lacks one of the typed words, or with ``loose`` its letters in order; else the higher the better."""
    words = typed.casefold().split()
    below = text.casefold()
    found = [_word_fit(word, below, loose) for word in words]
    return sum(found) // len(found) if found and all(found) else 0


def ranked(typed: str, things: Iterable[tuple[T, tuple[str, ...]]]) -> list[T]:
    """The things of which one of the texts fits, best first; each text counts a little less than the one before it.

    The first two are names: their letters may be scattered. The others must hold what is typed.
    """
    rated = []
    for order, (thing, texts) in enumerate(things):
        fits = [fit(typed, text, loose=place < _NAMES) for place, text in enumerate(texts)]
        best = max((found - 8 * place if found else 0 for place, found in enumerate(fits)), default=0)
        if best > 0:
            rated.append((-best, order, thing))
    rated.sort(key=_place)
    return [thing for _, _, thing in rated]


def _place(row: tuple[int, int, T]) -> tuple[int, int]:
    return row[0], row[1]


def _word_fit(word: str, text: str, loose: bool) -> int:
    at = text.find(word)
    if at == 0:
        return _START
    if at > 0:
        return _WORD if any(not text[one - 1].isalnum() for one in _places(word, text)) else _INSIDE
    return _scattered(word, text) if loose else 0


def _places(word: str, text: str) -> list[int]:
    found, at = [], text.find(word)
    while at >= 0:
        found.append(at)
        at = text.find(word, at + 1)
    return found


def _scattered(word: str, text: str) -> int:
    """The letters of ``word`` in this order somewhere in ``text``: "gfm" in "grade-change form"."""
    if len(word) < 2:
        return 0
    at, gaps = -1, 0
    for letter in word:
        found = text.find(letter, at + 1)
        if found < 0:
            return 0
        starts = found == 0 or not text[found - 1].isalnum()
        gaps += 0 if starts else min(found - at - 1, 9)
        at = found
    return max(0, _SCATTERED - 4 * gaps)
