"""A line of the ledger that is typed by hand: what can be kept, and what is refused, at its field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.models.domain.errors import ProblemList, UserError
from app.models.domain.imports import LedgerEntry
from app.services.ledger.entries import CREDIT_NOTE, INVOICE, KINDS, ORDER, PAYMENT, ZERO
from app.services.typed_text import check_line

MAX_NUMBER = 80
FIRST_DAY = date(1900, 1, 1)
HIGHEST, MOST_PLACES = Decimal(10) ** 15, 4


def check_entry(entry: LedgerEntry, others: Sequence[LedgerEntry], today: date) -> LedgerEntry:
    """Return the line as it can be kept. UserError at its field, ProblemList ``ledger.problems`` for several.

    ``others``: the other lines of the customer. An invoice or an order has a number of its own within its currency; a
    payment or credit note names an invoice of the ledger, or none.
    """
    number, invoice, problems = "", "", list(_amount_problems(entry))
    try:
        number = check_line(entry.number, "number", MAX_NUMBER, required=entry.kind in (INVOICE, ORDER))
    except UserError as problem:
        problems.insert(0, problem)
    try:
        invoice = check_line(entry.invoice, "invoice", MAX_NUMBER)
    except UserError as problem:
        problems.append(problem)
    problems += _day_problems(entry, today)
    alike = [one for one in others if one.currency == entry.currency]
    if number and any((one.kind, one.number) == (entry.kind, number) for one in alike if entry.kind in (INVOICE, ORDER)):
        problems.append(UserError("ledger.number_taken", "number", number=number))
    if invoice and not any((one.kind, one.number) == (INVOICE, invoice) for one in alike):
        problems.append(UserError("ledger.no_such_invoice", "invoice", number=invoice, currency=entry.currency))
    if problems:
        raise problems[0] if len(problems) == 1 else ProblemList("ledger.problems", tuple(problems))
    settles = entry.kind in (PAYMENT, CREDIT_NOTE)
    return replace(
        entry, number=number, invoice=invoice if settles else "", due=entry.due if entry.kind == INVOICE else None,
        disputed=entry.disputed and entry.kind == INVOICE, delivered=entry.delivered if entry.kind == ORDER else None,
    )


def notes_on(entry: LedgerEntry, others: Sequence[LedgerEntry]) -> tuple[UserError, ...]:
    """What should be looked at although the line was kept: more came in for an invoice than it asks for."""
    if entry.kind not in (PAYMENT, CREDIT_NOTE) or not entry.invoice:
        return ()
    alike = [one for one in (*others, entry) if one.currency == entry.currency]
    asked = sum((one.amount for one in alike if one.kind == INVOICE and one.number == entry.invoice), ZERO)
    came = sum((one.amount for one in alike if one.kind in (PAYMENT, CREDIT_NOTE) and one.invoice == entry.invoice), ZERO)
    if came <= asked:
        return ()
    return (UserError("ledger.overpaid", "amount", number=entry.invoice, amount=came - asked, currency=entry.currency),)


def _amount_problems(entry: LedgerEntry) -> Iterator[UserError]:
    if entry.kind not in KINDS:
        yield UserError("ledger.unknown_kind", "kind", kind=entry.kind[:40])
    if len(entry.currency) != 3 or not entry.currency.isascii() or not entry.currency.isupper():
        yield UserError("ledger.no_currency", "currency")
    if not _fits(entry.amount) or entry.amount <= 0:
        yield UserError("ledger.no_amount", "amount")
    if entry.kind == ORDER and entry.delivered is not None and (not _fits(entry.delivered) or entry.delivered < 0):
        yield UserError("ledger.no_amount", "delivered")


def _fits(amount: Decimal) -> bool:
    return amount.is_finite() and abs(amount) < HIGHEST and -int(amount.as_tuple().exponent) <= MOST_PLACES


def _day_problems(entry: LedgerEntry, today: date) -> Iterator[UserError]:
    if not FIRST_DAY <= entry.day <= today:
        yield UserError("ledger.day_range", "day", first=FIRST_DAY, last=today)
    if entry.kind == INVOICE and entry.due is not None and entry.due < entry.day:
        yield UserError("ledger.due_before", "due", day=entry.day)
