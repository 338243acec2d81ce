"""Who takes part: officers, customers and the people and companies round a customer.

Apart from the other records because the list of customers is all that the window shows first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.models.domain.enums import CaseState, Grade, Role


@dataclass(frozen=True, slots=True)
class Officer:
    """Someone who works with the store. ``name`` is unique and is what signatures show."""

    id: int
    name: str
    role: Role
    active: bool = True
    has_password: bool = False


@dataclass(frozen=True, slots=True)
class Identifier:
    """A registration number: ``kind`` uscc, inn, ogrn, vat, lei or other; ``country`` ISO 3166 two letters or ""."""

    kind: str
    value: str
    country: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """A person at the customer."""

    name: str
    post: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class RelatedParty:
    """A company of the customer's group or otherwise tied to it."""

    name: str
    relation: str = ""
    identifier: str = ""


@dataclass(frozen=True, slots=True)
class Customer:
    """A company that buys on credit. ``id`` 0 = not saved yet; ``number`` is given by the store when left empty."""

    name: str
    id: int = 0
    number: str = ""
    former_names: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    country: str = ""
    address: str = ""
    trade: str = ""
    currency: str = "CNY"
    owner: str = ""                       # account owner: the salesperson
    officer: str = ""
    group: str = ""
    related: tuple[RelatedParty, ...] = ()
    contacts: tuple[Contact, ...] = ()
    first_deal: date | None = None
    flags: tuple[str, ...] = ()           # "sample", "blacklist", "watch" …
    note: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """One line of the customer list."""

    id: int
    number: str
    name: str
    identifier: str
    trade: str
    owner: str
    grade: Grade | None
    provisional: bool
    score: Decimal | None
    limit: Decimal | None
    currency: str
    next_review: date | None
    case_id: int | None                   # open case
    case_state: CaseState | None
    sample: bool
    former_grade: Grade | None = None
    since: date | None = None
    country: str = ""
    officer: str = ""
    group: str = ""
    flags: tuple[str, ...] = ()
    exposure: Decimal | None = None
    exposure_currency: str = ""
    held: bool = False                    # something holds the limit: warnings, a stop, the blacklist, a void approval
