"""Texts and answers of yes or no."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache

from app.numbers import plain_signs
from app.services.imports.model import Understood
from app.services.imports.reading.model import ErrorCell, Unsaved, Value
from app.services.imports.values.cells import BLANK, as_written, common, refused
from app.services.imports.values.words import blanks, letters, table

LONGEST = 4_000
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_LOST = re.compile(r"\?{3,}")
_MISREAD = ("cp1252", "cp1251", "gb18030", "latin-1")


def as_text(cell: Value, lang: str = "") -> Understood:
    """Read a text: one line, blanks in a row as one. Letters that were read or saved in a wrong encoding are refused."""
    if not isinstance(cell, str):
        return _text(cell)
    if cell.isascii() and cell.isprintable() and cell[:1].isalnum() and "??" not in cell and len(cell) <= LONGEST:
        text = " ".join(cell.split())
        return BLANK if text.lower() in blanks() else Understood(text)
    return _written(cell)


@lru_cache(maxsize=20_000)
def _written(cell: str) -> Understood:
    """Columns repeat their texts: trades, places, currencies."""
    return _text(cell)


def _text(cell: Value) -> Understood:
    answer = common(cell)
    if answer is not None:
        return answer
    if isinstance(cell, datetime) and cell.time() == time():
        return Understood(cell.date().isoformat())
    if isinstance(cell, date | time | timedelta):
        return Understood(str(cell))
    if isinstance(cell, str) and is_damaged(cell):   # before blanks are made alike: they may be parts of letters
        return refused("text_damaged")
    text = " ".join(as_written(cell).split()).removeprefix("'")
    if not text:
        return BLANK
    return refused("text_too_long", n=str(LONGEST)) if len(text) > LONGEST else Understood(text)


def as_bool(cell: Value) -> Understood:
    """Read yes or no in any of the languages, with signs, or as 1 and 0. "None" as an answer is no, a dash is unknown."""
    if isinstance(cell, bool):
        return Understood(cell)
    if cell is None or isinstance(cell, ErrorCell | Unsaved):
        return common(cell) or BLANK
    word = plain_signs(as_written(cell)).casefold()
    yes, no = _answers()
    if word in yes:
        return Understood(True)
    if word in no:
        return Understood(False)
    return common(cell) or refused("not_yes_no")


@cache
def _answers() -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(table()["yes"]), frozenset(table()["no"])


def is_damaged(text: str) -> bool:
    """Whether letters of a text were lost, or read in another encoding than they were written in."""
    if _CONTROL.search(text) or ("??" in text and _LOST.search(text) and not re.search(r"[^\W\d_]{3}", text)):
        return True
    if text.isascii():
        return False
    return letters("spoiled").search(text) is not None or any(_reads_anew(text, encoding) for encoding in _MISREAD)


def _reads_anew(text: str, encoding: str) -> bool:
    """Whether the bytes of a text in one encoding are well-formed UTF-8: hardly ever so by chance with several letters."""
    try:
        anew = text.encode(encoding).decode("utf-8")
    except UnicodeError:
        return False
    others = [letter for letter in anew if not letter.isascii()]
    # Two Chinese characters can be well-formed UTF-8 of two Latin or Greek letters; of Chinese ones they are not.
    by_chance = encoding == "gb18030" and len(others) < (2 if any(ord(letter) > 0x7FF for letter in others) else 4)
    return bool(others) and not by_chance and anew.isprintable()
