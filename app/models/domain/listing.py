"""What the list of customers is asked, and what it answers beside its rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

REVIEW_CHOICES = ("overdue", "week", "month", "later", "none")
"""When the next review falls: before today, within 7 or 30 days, later, or nothing is planned."""


@dataclass(frozen=True, slots=True)
class ColumnFilter:
    """What one column must hold: a text, one of some values ("" = empty), or a value between two bounds.

    What is left empty does not filter; several parts must all hold.
    """

    column: str
    text: str = ""
    choices: tuple[str, ...] = ()
    least: Decimal | None = None
    most: Decimal | None = None
    since: date | None = None
    until: date | None = None

    @property
    def is_empty(self) -> bool:
        """True when it lets everything through."""
        return not (self.text.strip() or self.choices) and (self.least, self.most, self.since, self.until) == (None,) * 4


@dataclass(frozen=True, slots=True)
class ListQuery:
    """``search`` looks through names, former names, pinyin, numbers; ``sort`` is a column of the list."""

    search: str = ""
    filters: tuple[ColumnFilter, ...] = ()
    sort: str = "name"
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Sum:
    """One currency's part of a selection. ``count``: rows with an amount."""

    currency: str
    count: int
    total: Decimal

    @property
    def average(self) -> Decimal:
        """The mean of the rows with an amount."""
        return self.total / self.count if self.count else Decimal(0)


@dataclass(frozen=True, slots=True)
class Totals:
    """What a selection adds up to, a currency each: amounts of different currencies are never added."""

    rows: int
    limits: tuple[Sum, ...] = ()
    exposures: tuple[Sum, ...] = ()
