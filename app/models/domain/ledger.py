"""The own receivables of a customer: invoices, payments, credit notes, orders. One currency at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Invoice:
    """``amount`` of an invoice is positive. ``due`` is the last day on which it is paid in time."""

    number: str
    issued: date
    due: date
    amount: Decimal
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Settlement:
    """Money or a credit note of ``amount`` (positive), for the invoice of that number; "" when it is not allocated yet."""

    day: date
    amount: Decimal
    invoice: str = ""
    credit_note: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """An order; ``delivered`` is the part that is invoiced already."""

    number: str
    day: date
    amount: Decimal
    delivered: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Ledger:
    """All that is known of one customer in one currency."""

    invoices: tuple[Invoice, ...] = ()
    settlements: tuple[Settlement, ...] = ()
    orders: tuple[Order, ...] = ()
