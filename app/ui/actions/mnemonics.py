"""Letters that choose an entry of a menu: each only once in a menu, in every language."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SPARE = "ABCDEFGHIJKLMNOPQRSTUVWXYZ123456789"


def with_mnemonics(texts: Sequence[str], english: Sequence[str]) -> list[str]:
    """``texts`` with ``&`` before the letter of each, no letter twice; an ``&`` of the text itself is doubled.

    A text in an alphabet takes one of its own letters, first letters of words before others. One without letters that a
    keyboard has (Chinese) gets a Latin letter behind it in brackets, that of its English text if it is free.
    """
    taken: set[str] = set()
    return [_one(text, latin, taken) for text, latin in zip(texts, english, strict=True)]


def mnemonic(text: str) -> str:
    """The letter behind the ``&`` of a text, in lower case; "" when it has none."""
    found = re.search(r"(?<!&)&([^&])", text.replace("&&", ""))
    return found.group(1).lower() if found else ""


def _one(text: str, english: str, taken: set[str]) -> str:
    if any(_typed(letter) for letter in text):
        for at in _candidates(text):
            if text[at].lower() not in taken:
                taken.add(text[at].lower())
                return f"{_doubled(text[:at])}&{_doubled(text[at:])}"
    for letter in (*(one for one in english.upper() if one in _SPARE), *_SPARE):
        if letter.lower() not in taken:
            taken.add(letter.lower())
            body, dots = (text[:-1], "…") if text.endswith("…") else (text, "")
            return f"{_doubled(body)}(&{letter}){dots}"
    return _doubled(text)


def _candidates(text: str) -> list[int]:
    """Places of letters that may be taken, best first."""
    letters = [at for at, letter in enumerate(text) if _typed(letter)]
    firsts = [at for at in letters if at == 0 or not text[at - 1].isalnum()]
    return [*firsts, *(at for at in letters if at not in firsts)]


def _typed(letter: str) -> bool:
    """A letter that has a key of its own: Latin or Cyrillic, no Chinese character."""
    return letter.isalpha() and ord(letter) < 0x0500


def _doubled(text: str) -> str:
    return text.replace("&", "&&")
