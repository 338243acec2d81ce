"""How fast customers pay (domain.md §9.2): pure functions. A measure without a basis is None, never 0."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from app.models.domain.ledger import Ledger, Settlement
from app.services.ledger.ageing import ZERO

HUNDRED = Decimal(100)


def dso(receivables: Decimal, sales: Decimal, days: int) -> Decimal | None:
    """Days of credit sales that are outstanding: receivables / sales × days; with what is not overdue alone, the best DSO."""
    return None if sales <= 0 else receivables / sales * days


def delinquent_days(receivables: Decimal, current: Decimal, sales: Decimal, days: int) -> Decimal | None:
    """DSO less the best possible DSO."""
    whole, best = dso(receivables, sales, days), dso(current, sales, days)
    return None if whole is None or best is None else whole - best


def dso_count_back(receivables: Decimal, months: Sequence[tuple[Decimal, int]]) -> Decimal | None:
    """Count the sales of whole months back from the newest until the receivables are used up.

    ``months``: (sales, days) from the newest on. None when the sales known do not reach.
    """
    left, days = receivables, ZERO
    for sales, length in months:
        if left >= sales:
            left -= sales
            days += length
        else:
            return days + left / sales * length
    return days if left == 0 else None


@dataclass(frozen=True, slots=True)
class Cei:
    """Collection effectiveness in per cent with its form: the two give very different figures on the same data."""

    value: Decimal
    monthly: bool


def cei(begin: Decimal, sales: Decimal, end: Decimal, end_current: Decimal, months: int | None = None) -> Cei | None:
    """Collected of what could be collected: (begin + sales − end) / (begin + sales − end current) × 100.

    ``months`` None: the total form; else the monthly form, which takes a month's share of the sales.
    """
    counted = sales if months is None else sales / months
    base = begin + counted - end_current
    return None if base <= 0 else Cei((begin + counted - end) / base * HUNDRED, months is not None)


def concentration(balances: Sequence[Decimal], top: int = 5) -> tuple[Decimal, Decimal] | None:
    """Share of the ``top`` balances in per cent, and the Herfindahl index Σ s² (0 to 1); negative balances do not count."""
    positive = sorted((balance for balance in balances if balance > 0), reverse=True)
    total = sum(positive, ZERO)
    if not total:
        return None
    return sum(positive[:top], ZERO) / total * HUNDRED, sum(((balance / total) ** 2 for balance in positive), ZERO)


@dataclass(frozen=True, slots=True)
class Experience:
    """The items of own trading experience that the ledger knows, over the twelve months up to a day (domain.md §1.F).

    ``years`` F01 with two digits, from the first invoice that was paid, anew after more than two years without one;
    ``on_time`` F02 in per cent of the value that fell due; ``beyond_terms`` F03 value-weighted days, where early is 0;
    ``longest`` F04 days, of invoices without dispute; ``overdue_share`` F05 in per cent of the open amount. None: nothing to
    tell by.
    """

    years: Decimal | None
    on_time: Decimal | None
    beyond_terms: Decimal | None
    longest: int | None
    overdue_share: Decimal | None


def experience(ledger: Ledger, day: date) -> Experience:
    """Return what the ledger says of the customer on ``day``; what is still unpaid counts as late up to that day."""
    since = _year_before(day)
    first = _trading_since(ledger, day)
    parts = [part for part in _paid_parts(ledger, day) if since < part.due <= day]
    value = sum((part.amount for part in parts), ZERO)
    delays = [max(0, (part.paid - part.due).days) for part in parts]
    open_now = [part for part in _paid_parts(ledger, day) if not part.settled and part.amount > 0]
    owed = sum((part.amount for part in open_now), ZERO)
    late = sum((part.amount for part in open_now if part.due < day), ZERO)
    timely = sum((part.amount for part, delay in zip(parts, delays, strict=True) if delay == 0), ZERO)
    weighted = sum((part.amount * delay for part, delay in zip(parts, delays, strict=True)), ZERO)
    return Experience(
        years=None if first is None else (Decimal((day - first).days) / Decimal("365.25")).quantize(Decimal("0.01")),
        on_time=timely / value * HUNDRED if value else None,
        beyond_terms=weighted / value if value else None,
        longest=max((delay for part, delay in zip(parts, delays, strict=True) if not part.disputed), default=None),
        overdue_share=late / owed * HUNDRED if owed else None,
    )


def days_beyond_terms(ledger: Ledger, since: date, day: date) -> Decimal | None:
    """Value-weighted days past due of what fell due after ``since`` up to ``day``, early as 0; None when nothing did."""
    parts = [part for part in _paid_parts(ledger, day) if since < part.due <= day]
    value = sum((part.amount for part in parts), ZERO)
    return sum((part.amount * max(0, (part.paid - part.due).days) for part in parts), ZERO) / value if value else None


def orders_multiple(ledger: Ledger, day: date) -> Decimal | None:
    """What was ordered in the last 30 days over the average of 30 days in the six months before.

    None when nothing was ordered then, or the ledger does not go back three months.
    """
    recent, before = day - timedelta(days=30), day - timedelta(days=210)
    known = [order for order in ledger.orders if before < order.day <= recent]
    first = min((order.day for order in known), default=recent)
    usual = sum((order.amount for order in known), ZERO) / 6
    if usual <= 0 or (recent - first).days < 60:
        return None
    return sum((order.amount for order in ledger.orders if recent < order.day <= day), ZERO) / usual


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of an invoice and the day it was paid; not ``settled``: still open on the day that is asked about."""

    due: date
    paid: date
    amount: Decimal
    settled: bool
    disputed: bool


def _trading_since(ledger: Ledger, day: date) -> date | None:
    paid = {one.invoice for one in ledger.settlements if one.day <= day and not one.credit_note}
    since = last = None
    for issued in sorted(one.issued for one in ledger.invoices if one.issued <= day and one.number in paid):
        if last is None or _year_before(_year_before(issued)) > last:
            since = issued
        last = issued
    return since


def _paid_parts(ledger: Ledger, day: date) -> list[_Part]:
    """Each payment of each invoice apart; credit notes take away what was never to be paid."""
    parts = []
    by_invoice: dict[str, list[Settlement]] = {}
    for one in sorted(ledger.settlements, key=lambda one: one.day):
        if one.day <= day:
            by_invoice.setdefault(one.invoice, []).append(one)
    for invoice in ledger.invoices:
        if invoice.issued > day:
            continue
        mine = by_invoice.get(invoice.number, [])
        left = invoice.amount - sum((one.amount for one in mine if one.credit_note), ZERO)
        for one in mine:
            amount = min(left, one.amount)
            if not one.credit_note and amount > 0:
                parts.append(_Part(invoice.due, one.day, amount, True, invoice.disputed))
                left -= amount
        if left > 0:
            parts.append(_Part(invoice.due, day, left, False, invoice.disputed))
    return parts


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # the 29th of February
        return day - timedelta(days=366)
