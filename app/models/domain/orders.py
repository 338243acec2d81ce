"""Orders checked against the limit of a customer, and who released them all the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from app.models.domain.enums import Grade

RELEASE, WARN, HOLD, REJECT = "release", "warn", "hold", "reject"
RESULTS = (RELEASE, WARN, HOLD, REJECT)
"""From good to bad: an order is what its worst reason makes it."""
RELEASED, REJECTED = "released", "rejected"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an order does not go through by itself. ``level``: note (changes nothing), warn, hold, reject.

    ``value`` is what was found and ``bound`` what is allowed, in ``unit``: money (of the order's currency), days, pct, or "";
    of an account that is blocked it is the kind of hold (``Hold.kind``).
    ``day`` where the reason is a date, ``text`` where it is in somebody's words.
    """

    code: str
    level: str
    value: Decimal | None = None
    bound: Decimal | None = None
    unit: str = ""
    day: date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """One order to be checked. ``term_days`` None: the term of the grade."""

    customer_id: int
    number: str
    amount: Decimal
    currency: str
    term_days: int | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class OrderCheck:
    """One check. Amounts are in the currency of the order, None where there is no rate for them.

    ``exposure`` holds this order too; ``available`` is the limit less the exposure (below zero: exceeded). ``limit`` is what
    counts for new orders on that day. ``decided``: "", released or rejected. A release counts up to ``valid_until``.
    """

    id: int
    customer_id: int
    number: str
    day: date
    amount: Decimal
    currency: str
    term_days: int | None
    at: datetime
    by: str
    exposure: Decimal | None
    limit: Decimal | None
    available: Decimal | None
    result: str
    reasons: tuple[Reason, ...]
    decided: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None
    decided_reason: str = ""
    valid_until: date | None = None
    version: int = 0

    def worse_than(self, then: OrderCheck) -> bool:
        """Whether this check of the same order speaks more against it: a new reason, more exposure, a lower limit."""
        more = self.exposure is not None and then.exposure is not None and self.exposure > then.exposure
        less = self.limit is not None and then.limit is not None and self.limit < then.limit
        return more or less or not self.against <= then.against

    @property
    def against(self) -> frozenset[tuple[str, str]]:
        """What a release speaks of. Warnings and notes need none."""
        return frozenset((one.code, one.text) for one in self.reasons if one.level in (HOLD, REJECT))

    @property
    def clear(self) -> bool:
        """Nothing speaks against the order; there may be notes."""
        return self.result == RELEASE

    @property
    def free(self) -> bool:
        """The order may go: nothing held it, or somebody released it."""
        return self.decided == RELEASED or (self.result in (RELEASE, WARN) and not self.decided)

    @property
    def waits(self) -> bool:
        """Somebody has to decide."""
        return self.result == HOLD and not self.decided

    def stands(self, day: date) -> bool:
        """The order may go on that day."""
        return self.free and self.valid_until is not None and day <= self.valid_until


def order_key(number: str) -> str:
    """What of a number makes the order: case and blanks do not make another one."""
    return "".join(number.casefold().split())


@dataclass(frozen=True, slots=True)
class WaitingOrder:
    """An order with whom it is of, as lists over all customers tell it. ``grade`` in force, None without one.

    ``sample``: the customer is the sample company.
    """

    check: OrderCheck
    customer: str
    customer_number: str
    grade: Grade | None
    sample: bool = False
