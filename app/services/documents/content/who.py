"""Who the paper is about and who makes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from app.models.domain.enums import CaseMode, CaseState, ChangeClass, Grade


@dataclass(frozen=True, slots=True)
class Office:
    """Who makes the paper, and how the settings want papers to look.

    ``address`` is where to reach it: address, telephone and e-mail. ``head`` and ``foot`` are lines of one's own on every
    page, ``legal`` replaces the legal note of the program; all three in the language of the document. ``paper`` is "a4" or
    "letter".
    """

    name: str = ""
    address: str = ""
    head: str = ""
    foot: str = ""
    legal: str = ""
    paper: str = "a4"


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

    @property
    def seal(self) -> str:
        """What the square code of every page says: number of the case, day, journal and inputs. Plain text, no address."""
        return f"Zixin {self.number} {self.made_at:%Y-%m-%d} journal {self.fingerprint or '-'} inputs {self.input_hash[:16]}"


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
    """An outside report that was ordered for the case. ``state``: arrived, waiting, or late (past its due day)."""

    agency: str
    ordered: date
    due: date | None
    arrived: date | None
    cost: Decimal | None
    currency: str
    state: str
    days_late: int


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


@dataclass(frozen=True, slots=True)
class PositionContent:
    """What the customer owes us, as entered in the case, beside the limit in force. Amounts in ``currency``; None = not known.

    ``overdue_share`` is a plain share of the balance. ``security_held`` is what the securities of the case count for.
    ``limit`` is the limit in force when the paper is made and ``free`` what it leaves, negative when it is exceeded.
    ``frozen``: why it is 0 for new orders all the same, as kinds of holds, "late" (review) or "ended" (last valid day).
    """

    currency: str
    monthly_sales: Decimal | None
    balance: Decimal | None
    overdue: Decimal | None
    overdue_share: Decimal | None
    security_held: Decimal
    limit: Decimal | None
    free: Decimal | None
    grade: Grade | None
    since: date | None
    valid_until: date | None
    frozen: tuple[str, ...] = ()
