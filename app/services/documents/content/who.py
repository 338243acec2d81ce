"""Who the paper is about and who makes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from app.models.domain.enums import CaseMode, CaseState, ChangeClass


@dataclass(frozen=True, slots=True)
class Office:
    """Who makes the paper: name and address of the own company, for head and foot."""

    name: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a paper rests on: who may check it against what."""

    number: str  # number of the case
    made_at: datetime
    methodology: str
    methodology_version: str
    methodology_hash: str
    input_hash: str
    engine: int
    fingerprint: str  # head of the journal: "<count>:<hash>", "" when not stored
    sample: bool


@dataclass(frozen=True, slots=True)
class Person:
    """A contact or a related company: name and what is known besides."""

    name: str
    detail: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CustomerContent:
    """Who the customer is."""

    name: str
    number: str
    former_names: tuple[str, ...]
    identifiers: tuple[tuple[str, str], ...]  # (kind, number)
    country: str
    address: str
    trade: str
    currency: str
    owner: str
    officer: str
    group: str
    related: tuple[Person, ...]
    contacts: tuple[Person, ...]
    first_deal: date | None
    flags: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class ReportContent:
    """An outside report that was ordered for the case."""

    agency: str
    ordered: date
    due: date | None
    arrived: date | None
    cost: Decimal | None
    currency: str


@dataclass(frozen=True, slots=True)
class CaseContent:
    """The investigation that the dossier reports on."""

    number: str
    state: CaseState
    mode: CaseMode
    profile: str
    opened: date
    assessor: str
    verifier: str
    verified_at: datetime | None
    independent: bool
    change_class: ChangeClass
    purpose: str
    currency: str
    requested_limit: Decimal | None
    requested_term: int | None
    own_monthly_sales: Decimal | None
    own_exposure: Decimal | None
    own_overdue: Decimal | None
    reports: tuple[ReportContent, ...]
