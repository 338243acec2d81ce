"""What the list of customers is asked, and what it answers beside its rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

REVIEW_CHOICES = ("overdue", "week", "month", "later", "none")
"""When the next review falls: before today, within 7 or 30 days, later, or nothing is planned."""

GROUPINGS = (
    "grade", "former_grade", "case", "next_review", "country", "trade", "officer", "owner", "group", "currency", "flags",
)
"""The columns whose values the list can be grouped by."""


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
    """``search`` looks through names, former names, pinyin, numbers; ``sort`` is a column of the list.

    ``group``: one of ``GROUPINGS``, "" for a list without groups; then ``sort`` orders the rows within each group.
    """

    search: str = ""
    filters: tuple[ColumnFilter, ...] = ()
    sort: str = "name"
    descending: bool = False
    group: str = ""


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


@dataclass(frozen=True, slots=True)
class Group:
    """The customers of one value of the column that a list is grouped by. ``key``: the value as it is filtered by, "" = none.

    For the next review it is one of ``REVIEW_CHOICES`` (``month``: from the eighth to the thirtieth day); for flags all flags of
    the customer, apart by commas.
    """

    key: str
    rows: int
    limits: tuple[Sum, ...] = ()
    exposures: tuple[Sum, ...] = ()
