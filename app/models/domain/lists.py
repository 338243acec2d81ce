"""Watchlist and blacklist: who stands on them, why, how long, who said so, and which customers meet them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

WATCH, BLACK, CLEARED = "watch", "black", "cleared"
KINDS = (WATCH, BLACK)
"""The two lists. ``CLEARED`` stands for a ruling that a customer is not the company meant, or not stopped by it."""

NUMBER, NAME, GROUP, RELATED, ADDRESS, CONTACT = "number", "name", "group", "related", "address", "contact"
FILE, DEALINGS = "file", "dealings"
"""Keys by which a company is known: registration number, name, group, related party, address, phone or mail; and for own
customers the file itself and own dealings (a grade, a case, the ledger)."""


class ListState(StrEnum):
    """Where an entry stands. ``OVER``: its term is over; it counts until somebody ends or renews it."""

    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    OVER = "over"
    ENDED = "ended"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Listing:
    """One entry. A company need not be a customer: ``customer_id`` is None then. ``keys``: what it is known by."""

    id: int
    kind: str
    customer_id: int | None
    name: str
    identifier: str
    group: str
    reason: str
    keys: tuple[str, ...]
    since: date
    until: date | None
    proposed_by: str
    proposed: datetime
    approved_by: str = ""
    approved: datetime | None = None
    ended_by: str = ""
    ended: datetime | None = None
    ended_reason: str = ""
    version: int = 0

    @property
    def counts(self) -> bool:
        """Whether it was approved and not ended since."""
        return self.approved is not None and self.ended is None

    def state(self, today: date) -> ListState:
        """Where it stands on a day."""
        if self.ended is not None:
            return ListState.ENDED if self.approved is not None else ListState.REFUSED
        if self.approved is None:
            return ListState.PROPOSED
        return ListState.OVER if self.until is not None and self.until < today else ListState.IN_FORCE


@dataclass(frozen=True, slots=True)
class Hit:
    """A customer meets an entry. ``keys``: in what they agree. ``sure``: the same company, by two independent keys;
    ``differs``: the numbers of both are known and differ, so that it is a namesake.
    """

    listing: Listing
    keys: tuple[str, ...]
    sure: bool
    differs: bool = False

    @property
    def stops(self) -> bool:
        """Whether it holds the limit: on the blacklist, and not by the name alone."""
        telling = self.sure or bool(set(self.keys) & {NUMBER, GROUP, RELATED})
        return self.listing.kind == BLACK and not self.differs and telling


@dataclass(frozen=True, slots=True)
class Standing:
    """How a customer stands to the lists: entries of its own, entries that it meets, and the rulings on those."""

    own: tuple[Listing, ...]
    hits: tuple[Hit, ...]
    cleared: tuple[Listing, ...]


@dataclass(frozen=True, slots=True)
class ListPage:
    """Entries in the order of what is to be done: to be decided, term over, in force, ended. ``day``: the day of the states."""

    day: date
    entries: tuple[Listing, ...]
    waiting: int
    over: int
