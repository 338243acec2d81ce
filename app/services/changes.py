"""What a command hands back: its result, and what it changed, so that screens refresh only what they show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from app.models.domain.errors import UserError

T = TypeVar("T")

CUSTOMER = "customer"
CASE = "case"
STATEMENTS = "statements"
GRADE = "grade"
REVIEWS = "reviews"
NOTICES = "notices"
OFFICERS = "officers"
SETTINGS = "settings"
METHODOLOGY = "methodology"
VIEWS = "views"
IMPORTS = "imports"
LEDGER = "ledger"
ALARMS = "alarms"
LISTS = "lists"
ORDERS = "orders"


@dataclass(frozen=True, slots=True)
class Changed(Generic[T]):
    """The result of a command.

    ``flags`` name the kinds of things that changed, ``customer_id`` and ``case_id`` which ones (0: any or none).
    ``notes`` were taken but should be looked at: they carry texts like errors do, and nothing was refused.
    """

    value: T
    flags: frozenset[str]
    customer_id: int = 0
    case_id: int = 0
    notes: tuple[UserError, ...] = ()


def changed(value: T, *flags: str, customer_id: int = 0, case_id: int = 0, notes: tuple[UserError, ...] = ()) -> Changed[T]:
    """Shorthand for a ``Changed`` with ``flags``."""
    return Changed(value, frozenset(flags), customer_id, case_id, notes)
