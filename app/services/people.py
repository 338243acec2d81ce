"""Whether two written names are one person. Signatures are kept as names, so independence rests on this."""

from __future__ import annotations

import unicodedata

PROGRAM = "Zixin"
"""Whose name stands under what the program did by itself, because a day had come."""

# Cyrillic small letters that a reader cannot tell from Latin ones in one of the two cases; io is commonly written as ie.
_ALIKE = {
    0x0430: "a", 0x0432: "b", 0x0435: "e", 0x043A: "k", 0x043C: "m", 0x043D: "h", 0x043E: "o", 0x0440: "p",
    0x0441: "c", 0x0442: "t", 0x0443: "y", 0x0445: "x", 0x0456: "i", 0x0455: "s", 0x0458: "j", 0x0451: "e",
}


def same_person(first: str, second: str) -> bool:
    """Whether two names are the same to a reader: width, case, blanks, signs without width and look-alike letters do not
    make another person. Two empty names are nobody.
    """
    return bool(folded(first)) and folded(first) == folded(second)


def folded(name: str) -> str:
    """What of a name makes the person: two names with the same are one."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    seen = "".join(char for char in plain if unicodedata.category(char) != "Cf")
    return " ".join(seen.translate(_ALIKE).split())
