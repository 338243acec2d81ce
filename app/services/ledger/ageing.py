"""What is open on a day and how old it is (domain.md §9.1): pure functions, exact money, any day of the past."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.models.domain.ledger import Invoice, Ledger

ZERO = Decimal(0)
EDGES = (30, 60, 90, 180, 365)
"""Last day past due of each bucket; what is later has a bucket of its own."""


@dataclass(frozen=True, slots=True)
class Open:
    """An invoice of which ``left`` is open on the day (below zero: overpaid), ``late`` days past due (0 or less: not due)."""

    invoice: Invoice
    left: Decimal
    late: int


@dataclass(frozen=True, slots=True)
class Bucket:
    """Everything between ``first`` and ``last`` days past due (None: no end)."""

    first: int
    last: int | None
    amount: Decimal
    count: int


@dataclass(frozen=True, slots=True)
class Ageing:
    """The balance of a day: ``not_due`` + all buckets + ``unallocated`` = ``balance``, always.

    ``unallocated`` is zero or negative: money and credit notes that belong to no invoice yet, or to one that is not on record.
    ``disputed``: the part of what is open that the customer disputes. ``late_by`` the amounts by days.
    """

    day: date
    not_due: Decimal
    not_due_count: int
    buckets: tuple[Bucket, ...]
    unallocated: Decimal
    disputed: Decimal

    @property
    def overdue(self) -> Decimal:
        """Everything past due."""
        return sum((bucket.amount for bucket in self.buckets), ZERO)

    @property
    def open(self) -> Decimal:
        """Everything invoiced and not settled, before what is not allocated."""
        return self.not_due + self.overdue

    @property
    def balance(self) -> Decimal:
        """What the customer owes."""
        return self.open + self.unallocated


def open_items(ledger: Ledger, day: date) -> tuple[Open, ...]:
    """Return the invoices that were issued by the end of ``day`` and not exactly settled by then, the oldest due first."""
    settled = _settled(ledger, day)
    items = [
        Open(invoice, left, (day - invoice.due).days)
        for invoice in ledger.invoices
        if invoice.issued <= day and (left := invoice.amount - settled.get(invoice.number, ZERO))
    ]
    return tuple(sorted(items, key=lambda item: (item.invoice.due, item.invoice.number)))


def age(ledger: Ledger, day: date, edges: Sequence[int] = EDGES) -> Ageing:
    """Return the ageing of ``day`` by days past due. ``edges`` rise; ValueError when they do not."""
    if list(edges) != sorted(set(edges)) or (edges and edges[0] < 1):
        raise ValueError(f"edges of buckets rise from 1 on, not {edges}")
    items = open_items(ledger, day)
    bounds: list[tuple[int, int | None]] = []
    first = 1
    for edge in edges:
        bounds.append((first, edge))
        first = edge + 1
    bounds.append((first, None))
    buckets = tuple(_bucket(items, low, high) for low, high in bounds)
    fresh = [item for item in items if item.late <= 0]
    return Ageing(
        day=day, not_due=_sum(fresh), not_due_count=len(fresh), buckets=buckets, unallocated=-_unallocated(ledger, day),
        disputed=_sum([item for item in items if item.invoice.disputed]),
    )


def open_orders(ledger: Ledger, day: date) -> Decimal:
    """Return what was ordered by ``day`` and is not invoiced yet; an order that brought more than it asked for counts 0."""
    return sum((max(order.amount - order.delivered, ZERO) for order in ledger.orders if order.day <= day), ZERO)


def exposure(ledger: Ledger, day: date) -> Decimal:
    """Return what is at risk on ``day``: the balance and what is ordered and not invoiced yet (domain.md §5.3)."""
    return age(ledger, day).balance + open_orders(ledger, day)


def allowance(amounts: Sequence[Decimal], rates: Sequence[Decimal]) -> Decimal:
    """Return the loss to expect: each amount by its rate in per cent (domain.md §9.1). ValueError for lists of unlike length."""
    return sum((amount * rate / 100 for amount, rate in zip(amounts, rates, strict=True)), ZERO)


def _bucket(items: Sequence[Open], low: int, high: int | None) -> Bucket:
    inside = [item for item in items if low <= item.late and (high is None or item.late <= high)]
    return Bucket(low, high, _sum(inside), len(inside))


def _sum(items: Sequence[Open]) -> Decimal:
    return sum((item.left for item in items), ZERO)


def _settled(ledger: Ledger, day: date) -> Mapping[str, Decimal]:
    sums: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for settlement in ledger.settlements:
        if settlement.day <= day and settlement.invoice:
            sums[settlement.invoice] += settlement.amount
    return sums


def _unallocated(ledger: Ledger, day: date) -> Decimal:
    """What belongs to no invoice that is on record on that day, such as money in advance."""
    known = {invoice.number for invoice in ledger.invoices if invoice.issued <= day}
    return sum((one.amount for one in ledger.settlements if one.day <= day and one.invoice not in known), ZERO)
