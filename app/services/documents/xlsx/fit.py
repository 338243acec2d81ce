"""How many lines a text takes in a cell, so that rows are as tall as their texts in every program that opens the workbook.

Spreadsheets measure with fonts that are not the same everywhere. The widths here are generous for Arial: a row may come out
a little too tall, hardly ever too low.
"""

from __future__ import annotations

import unicodedata

LINE = 12.9  # points, and somewhat more for Chinese
TALLER = {"zh": 1.15}
MOST_LINES = 26  # a row holds 409 points
_WIDE = 1.95
_PLAIN = 0.87
_BROAD = 1.2


def width_of(char: str) -> float:
    """The width of a character in units of a column (a digit of the workbook's font)."""
    if char < "\u0250":
        return _BROAD if char.isupper() or char in "mw@%—" else _PLAIN if char != " " else 0.5
    if unicodedata.east_asian_width(char) in "WF":
        return _WIDE
    return 0.0 if unicodedata.combining(char) else _BROAD if char.isupper() else 1.02


def line_starts(text: str, width: float, factor: float = 1.0) -> list[int]:
    """Where each line of ``text`` begins in a column of ``width`` units; ``factor`` widens for bold and larger types."""
    room = max(1.0, width - 0.8) / factor
    if len(text) * _WIDE <= room and "\n" not in text:
        return [0]
    starts, used, gap = [0], 0.0, 0  # ``gap``: after which character the line may break
    for place, char in enumerate(text):
        if char == "\n":
            starts.append(place + 1)
            used, gap = 0.0, place + 1
            continue
        size = width_of(char)
        if used + size > room and place > starts[-1]:
            start = gap if gap > starts[-1] else place
            starts.append(start)
            used = sum(width_of(one) for one in text[start:place])
        used += size
        if char == " " or size == _WIDE:
            gap = place + 1
    return starts


def tall(text: str, lines: int, lang: str) -> float:
    """How tall ``lines`` lines of ``text`` are, in lines of a European font."""
    return lines * (TALLER.get(lang, 1.06) if any(char > "\u2e80" for char in text) else 1.0)


def pieces(text: str, width: float, factor: float = 1.0) -> list[str]:
    """``text`` in pieces that a row can hold."""
    starts = line_starts(text, width, factor)
    cuts = [*starts[::MOST_LINES], len(text)]
    return [text[start:end].strip("\n") for start, end in zip(cuts, cuts[1:], strict=False)] or [text]
