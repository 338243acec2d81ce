"""How near two texts are: for a search that forgives slips of the finger."""

from __future__ import annotations

from collections.abc import Iterable


def allowed(typed: str) -> int:
    """How many slips are forgiven in a text of that length."""
    length = len(typed)
    return 0 if length < 3 else 1 if length < 6 else 2 if length < 11 else 3


def overlap(wanted: frozenset[str], line: str) -> int:
    """How many of the runs in ``wanted`` the line holds."""
    return sum(run in line for run in wanted)


def runs(text: str, size: int) -> frozenset[str]:
    """The different runs of ``size`` letters of a text."""
    return frozenset(text[at:at + size] for at in range(len(text) - size + 1))


def slips(typed: str, line: str, most: int) -> int:
    """Fewest slips that turn ``typed`` into some part of ``line``; ``most + 1`` when it takes more.

    A slip is a letter too many, too few, another one, or two neighbours in the wrong order.
    """
    before: list[int] = []
    row = [0] * (len(line) + 1)                         # the part may begin anywhere
    for at, letter in enumerate(typed, 1):
        now = [at]
        for place, other in enumerate(line, 1):
            same = letter == other
            cost = row[place - 1] if same else 1 + min(row[place - 1], row[place], now[place - 1])
            if not same and at > 1 and place > 1 and letter == line[place - 2] and typed[at - 2] == other:
                cost = min(cost, before[place - 2] + 1)
            now.append(cost)
        if min(now) > most:
            return most + 1
        before, row = row, now
    return min(min(row), most + 1)                      # and end anywhere


def swapped(typed: str) -> Iterable[str]:
    """``typed`` with each pair of neighbours in the other order, and with each letter left out."""
    for at in range(len(typed) - 1):
        if typed[at] != typed[at + 1]:
            yield typed[:at] + typed[at + 1] + typed[at] + typed[at + 2:]
    for at in range(len(typed)):
        yield typed[:at] + typed[at + 1:]
