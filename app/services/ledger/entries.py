"""From lines of the store to ledgers: one for each currency, so that nothing is added up over currencies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal

from app.models.domain.imports import LedgerEntry
from app.models.domain.ledger import Invoice, Ledger, Order, Settlement

INVOICE, PAYMENT, CREDIT_NOTE, ORDER = KINDS = ("invoice", "payment", "credit_note", "order")
ZERO = Decimal(0)


def by_currency(entries: Iterable[LedgerEntry]) -> dict[str, tuple[LedgerEntry, ...]]:
    """The lines of each currency, the currency with most lines first."""
    found: dict[str, list[LedgerEntry]] = {}
    for entry in entries:
        found.setdefault(entry.currency, []).append(entry)
    return {code: tuple(rows) for code, rows in sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))}


def due_of(entry: LedgerEntry, term_days: int = 0) -> date:
    """The last day on which an invoice is paid in time: its own, else by the term of payment in force."""
    return entry.due if entry.due is not None else entry.day + timedelta(days=term_days)


def ledger_of(entries: Iterable[LedgerEntry], term_days: int = 0, owner: str = "") -> Ledger:
    """The ledger of lines in one currency. ``term_days``: for invoices without a due date.

    Each invoice gets a name of its own: ``owner`` and its number, and its place among those of the same number where a
    number was used twice. What is paid for such a number goes to the oldest first.
    """
    rows = tuple(entries)
    invoices, names = [], _names(rows, owner)
    same: dict[str, list[Invoice]] = {}
    for entry in sorted((one for one in rows if one.kind == INVOICE), key=lambda one: (one.day, one.id)):
        invoice = Invoice(names[entry.id], entry.day, due_of(entry, term_days), entry.amount, entry.disputed)
        invoices.append(invoice)
        same.setdefault(entry.number, []).append(invoice)
    left = {invoice.number: invoice.amount for invoice in invoices}
    settlements: list[Settlement] = []
    for entry in sorted((one for one in rows if one.kind in (PAYMENT, CREDIT_NOTE)), key=lambda one: (one.day, one.id)):
        settlements += _settlements(entry, same.get(entry.invoice, []) if entry.invoice else [], left, owner)
    orders = tuple(Order(owner + one.number, one.day, one.amount, one.delivered or ZERO) for one in rows if one.kind == ORDER)
    return Ledger(tuple(invoices), tuple(settlements), orders)


def names_of(entries: Iterable[LedgerEntry]) -> Mapping[int, str]:
    """The name that ``ledger_of`` gives to each invoice, by the id of its line."""
    return _names(tuple(entries), "")


def _names(rows: tuple[LedgerEntry, ...], owner: str) -> dict[int, str]:
    found: dict[int, str] = {}
    used: dict[str, int] = {}
    for entry in sorted((one for one in rows if one.kind == INVOICE), key=lambda one: (one.day, one.id)):
        again = used.get(entry.number, 0)
        used[entry.number] = again + 1
        # A line break stands in no number, so that no other invoice can have this name.
        found[entry.id] = f"{owner}{entry.number}" + (f"\n{again}" if again or not entry.number else "")
    return found


def _settlements(entry: LedgerEntry, invoices: list[Invoice], left: dict[str, Decimal], owner: str) -> list[Settlement]:
    """One payment as parts for the invoices of its number; the last of them takes what is over."""
    credit = entry.kind == CREDIT_NOTE
    if len(invoices) < 2:
        name = invoices[0].number if invoices else owner + entry.invoice if entry.invoice else ""
        return [Settlement(entry.day, entry.amount, name, credit)]
    parts, rest = [], entry.amount
    for invoice in invoices[:-1]:
        part = min(rest, max(left[invoice.number], ZERO))
        if part:
            parts.append(Settlement(entry.day, part, invoice.number, credit))
            left[invoice.number] -= part
            rest -= part
    if rest:
        parts.append(Settlement(entry.day, rest, invoices[-1].number, credit))
        left[invoices[-1].number] -= rest
    return parts


def joined(ledgers: Iterable[Ledger]) -> Ledger:
    """The ledgers of several customers as one; their invoices have names of their own (``owner``)."""
    every = tuple(ledgers)
    return Ledger(
        tuple(one for ledger in every for one in ledger.invoices), tuple(one for ledger in every for one in ledger.settlements),
        tuple(one for ledger in every for one in ledger.orders),
    )
