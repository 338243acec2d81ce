"""What an expression can give: a number, yes or no, a word, or a gap, and where it is evaluated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Protocol

from app.models.domain.rating import Figure

EXACT = Context(prec=28, rounding=ROUND_HALF_EVEN, Emin=-999999999, Emax=999999999)
"""All figures of a rating are computed in this context, whatever the calling thread has set."""

ZERO = Decimal(0)
ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Gap:
    """Not computable: a catalogue key and what it is about. Never 0, never infinity.

    ``open`` marks a gap that an answer still to come can fill. Questions about what could still happen meet such gaps
    only, and ``default``, ``known`` and ``fact`` let them through, because nobody can say yet what they would answer.
    """

    reason: str
    about: str = ""
    open: bool = False


Value = Decimal | bool | str | Gap


class Table(Protocol):
    """The figures of one year, with the way to the year before and to the opening balances."""

    @property
    def lines(self) -> Mapping[str, Decimal]: ...

    @property
    def previous(self) -> Table | None: ...

    @property
    def opening(self) -> Table | None: ...


class World(Protocol):
    """What the functions of expressions ask about the customer beyond names."""

    def std(self, indicator: str, level: str) -> Value: ...

    def guarantee_cover(self) -> Value: ...

    def rows_median(self, item: str, column: str) -> Value: ...

    def million_usd(self, amount: Decimal, scope: Scope) -> Value: ...

    def earlier_gap(self) -> Gap: ...


class Scope:
    """Where an expression stands: the year it looks at, closing balances only or not, and names of its own.

    ``lacked`` becomes True when an average had no opening value and the closing one had to serve.
    """

    __slots__ = ("closing", "lacked", "local", "rows", "table", "world")

    def __init__(
        self,
        world: World,
        table: Table | None,
        local: Mapping[str, Value] | None = None,
        rows: tuple[tuple[Decimal, Decimal], ...] = (),
        closing: bool = False,
    ) -> None:
        self.world = world
        self.table = table
        self.local: Mapping[str, Value] = local or {}
        self.rows = rows
        self.closing = closing
        self.lacked = False


Closure = Callable[[Scope], Value]


def number(value: Value) -> Decimal | Gap:
    """``value`` as a number: yes is 1 and no is 0, a word is not computable."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, bool):
        return ONE if value else ZERO
    if isinstance(value, str):
        return Gap("rating.not_a_number", value)
    return value


def truth(value: Value) -> bool | Gap:
    """``value`` as yes or no: a number is yes unless it is 0."""
    if isinstance(value, bool):
        return value
    if isinstance(value, Decimal):
        return value != 0
    if isinstance(value, str):
        return Gap("rating.not_a_number", value)
    return value


def figure(value: Value, flags: tuple[str, ...] = ()) -> Figure:
    """``value`` as a figure of the result."""
    got = number(value)
    if isinstance(got, Gap):
        return Figure(None, got.reason, got.about, flags)
    return Figure(got, flags=flags)
