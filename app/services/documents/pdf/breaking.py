"""Where lines of Chinese break: between any two characters, but not inside a number, a date or a Latin word, not before a
closing mark and not after an opening one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from itertools import accumulate, takewhile
from operator import ge

from reportlab.pdfbase.pdfmetrics import stringWidth

_UNITS = re.compile(r"[ \t\r\n]+|[\u2e80-\U0010ffff]|[^ \t\r\n\u2e80-\U0010ffff]+")
_OPENING = frozenset("（［｛〈《「『【〔“‘([{")
_CLOSING = frozenset("，。、；：？！）］｝〉》」』】〕”’…％!),.:;?]}%")
_FUZZ = 1e-6


def lines(text: str, rooms: Sequence[float], font: str, size: float) -> list[tuple[float, str]]:
    """Return the lines of ``text`` as (points left over, text); ``rooms`` are widths in points, the last holds for the rest.

    What is wider than a line breaks anywhere. A blank at a break stays at the end of its line, where it takes no room.
    """
    width = partial(stringWidth, fontName=font, fontSize=size)
    made: list[tuple[float, str]] = []
    line, used = "", 0.0
    for unit in clusters(text):
        room = rooms[min(len(made), len(rooms) - 1)]
        wide = width(unit)
        if line and not unit.isspace() and used + wide > room + _FUZZ:
            made.append((room - width(line.rstrip()), line))
            line, used, room = "", 0.0, rooms[min(len(made), len(rooms) - 1)]
        while wide > room + _FUZZ and len(unit) > 1 and not unit.isspace():
            sums = accumulate(width(char) for char in unit)
            most = max(1, sum(1 for _ in takewhile(partial(ge, room + _FUZZ), sums)))
            made.append((room - width(unit[:most]), unit[:most]))
            unit = unit[most:]
            wide -= width(made[-1][1])
            room = rooms[min(len(made), len(rooms) - 1)]
        if line or not unit.isspace():
            line, used = line + unit, used + wide
    if line.strip():
        made.append((rooms[min(len(made), len(rooms) - 1)] - width(line.rstrip()), line))
    return made


def clusters(text: str) -> list[str]:
    """Return what may not be broken, and the blanks between, in order; joined they are ``text``."""
    made: list[str] = []
    for unit in _UNITS.findall(text):
        joins = bool(made) and not unit.isspace() and not made[-1].isspace()
        if joins and (unit[0] in _CLOSING or made[-1][-1] in _OPENING):
            made[-1] += unit
        else:
            made.append(unit)
    return made
