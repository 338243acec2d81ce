"""Text made safe for a page: no control characters, and nothing that the document's font cannot draw.

A character without a glyph would be drawn as an empty box that looks like any other. It is replaced by the geta mark 〓,
which printers in East Asia have always set for a character that they lack, and the dossier lists what was replaced.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Set
from dataclasses import fields, is_dataclass
from enum import Enum

MISSING = "〓"

_SPACES = {
    "\t": " ",
    "\r": "",
    "\u2028": "\n",
    "\u2029": "\n",
    "\u0085": "\n",
    "\u202f": "\u00a0",
    "\u2009": "\u00a0",
    "\u2007": "\u00a0",
    "\u200a": "",
    "\u2002": " ",
    "\u2003": " ",
    "\u2212": "\u2212",
}


def clean(text: str, known: Set[int]) -> str:
    """Return ``text`` composed (NFC), without control and formatting characters, with 〓 for what ``known`` lacks."""
    out = []
    for char in unicodedata.normalize("NFC", text):
        char = _SPACES.get(char, char)
        if not char:
            continue
        if char == "\n" or ord(char) in known:
            out.append(char)
        elif unicodedata.category(char) not in ("Cc", "Cf", "Mn", "Me"):
            out.append(MISSING)
    return "".join(out)


def lacking(text: str, known: Set[int]) -> set[str]:
    """Return the characters of ``text`` that ``clean`` replaces or drops because the font has no glyph for them."""
    found = set()
    for char in unicodedata.normalize("NFC", text):
        shown = _SPACES.get(char, char)
        if shown and shown != "\n" and ord(shown) not in known and unicodedata.category(shown) not in ("Cc", "Cf"):
            found.add(char)
    return found


def texts_of(value: object) -> Iterator[str]:
    """Yield every text inside a content tree."""
    if isinstance(value, Enum):
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from texts_of(part)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            if not field.metadata.get("printed", True):
                continue
            yield from texts_of(getattr(value, field.name))


def code_points(chars: set[str]) -> str:
    """Return the characters as ``U+1F600, U+2A6D6`` in order, for the note that reports them."""
    return ", ".join(f"U+{ord(char):04X}" for char in sorted(chars))
