"""The records of the business as screens, documents and services pass them on: cases, proposals, decisions, changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from app.models.domain.enums import CaseMode, CaseState, ChangeClass, Grade, Role

if TYPE_CHECKING:  # the list of customers is shown before anything about ratings is needed
    from app.models.domain.answers import Answer, Evidence, Guarantee
    from app.models.domain.parties import Customer
    from app.models.domain.rating import Override, RatingInput, RatingResult
    from app.models.domain.statement import Statement


@dataclass(frozen=True, slots=True)
class OutsideReport:
    """A report ordered from an agency. ``chased``: the days on which it was reminded. ``forced``: why it was bought again."""

    agency: str
    ordered: date
    due: date | None = None
    cost: Decimal | None = None
    currency: str = ""
    arrived: date | None = None
    chased: tuple[date, ...] = ()
    forced: str = ""


@dataclass(frozen=True, slots=True)
class CaseHead:
    """One investigation, without its answers. The methodology is pinned by hash when the case opens."""

    id: int
    number: str
    customer_id: int
    state: CaseState
    mode: CaseMode
    profile: str
    methodology_hash: str
    methodology_version: str
    opened: date
    assessor: str
    change_class: ChangeClass
    purpose: str = ""
    requested_limit: Decimal | None = None
    requested_term: int | None = None
    currency: str = "CNY"
    own_monthly_sales: Decimal | None = None
    own_exposure: Decimal | None = None
    own_overdue: Decimal | None = None
    with_areas: bool = False
    independent: bool = False             # the assessor's declaration of independence
    verifier: str = ""
    verified_at: datetime | None = None
    reports: tuple[OutsideReport, ...] = ()
    override: Override | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Terms:
    """A grade and what follows from it: one column (before or after) of the change form."""

    grade: Grade
    score: Decimal
    provisional: bool
    limit: Decimal
    currency: str
    term_days: int
    prepayment_pct: Decimal
    security: str                         # the grade (policy row) tells the wording; free text only when it differs
    release: str
    review_days: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the assessor asks the approver to decide. ``content_hash`` binds it to every input it rests on."""

    id: int
    case_id: int
    rating_id: int
    terms: Terms
    change_class: ChangeClass
    grounds: tuple[str, ...]              # payment, statements, management, litigation, collateral, conditions, own
    text: str
    conditions: str
    effective: date
    next_review: date
    valid_until: date
    by: str
    at: datetime
    content_hash: str


@dataclass(frozen=True, slots=True)
class Decision:
    """The second officer's answer to a proposal. ``outcome``: approved or rejected."""

    proposal_id: int
    outcome: str
    by: str
    role: Role
    at: datetime
    note: str
    content_hash: str


@dataclass(frozen=True, slots=True)
class StoredRating:
    """A rating as it was made: input snapshot and result."""

    id: int
    case_id: int
    customer_id: int
    at: datetime
    by: str
    input: RatingInput
    result: RatingResult


@dataclass(frozen=True, slots=True)
class GradeInForce:
    """The grade a customer has now, and the terms of trade that go with it. ``holds``: the kinds of what holds the limit."""

    customer_id: int
    terms: Terms
    since: date
    next_review: date
    valid_until: date
    rating_id: int
    change_no: int
    holds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Around:
    """What a rating of a case needs from outside the case, read with it so that scoring asks the store nothing.

    ``rates`` are units of ``base_currency`` per unit of a currency as of ``rates_date``. ``seen_warnings`` are the
    (rule, evidence) pairs that earlier reviews counted. ``in_force`` and ``last_version`` (of the methodology) belong to
    the grade the customer has now; ``grade_before`` is its rating's calculated grade and ``score_before`` its score.
    """

    base_currency: str = "CNY"
    rates: Mapping[str, Decimal] = field(default_factory=dict)
    rates_date: date | None = None
    seen_warnings: tuple[tuple[str, str], ...] = ()
    in_force: GradeInForce | None = None
    last_version: str | None = None
    grade_before: Grade | None = None
    score_before: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case with all that was found. ``answers`` by item or fact id; ``statements`` oldest first."""

    head: CaseHead
    customer: Customer
    answers: Mapping[str, Answer]
    statements: tuple[Statement, ...]
    guarantees: tuple[Guarantee, ...]
    evidence: tuple[Evidence, ...]
    last_answers: Mapping[str, Answer] = field(default_factory=dict)
    around: Around = field(default_factory=Around)


DEPARTMENTS = ("sales", "finance", "credit", "logistics", "service", "legal", "management")
"""Who can be told of a grade change, in the order of the form."""
CHANNELS = ("", "paper", "email", "phone", "message", "meeting")
"""Ways of telling them; "" where none was said."""


@dataclass(frozen=True, slots=True)
class Notice:
    """The message to one department about a grade change."""

    department: str                       # sales, finance, credit, logistics, service, legal, management
    person: str = ""
    sent: datetime | None = None
    channel: str = ""
    acknowledged: datetime | None = None


@dataclass(frozen=True, slots=True)
class GradeChange:
    """One entry of the grade-change log. ``fingerprint`` is the journal's head right after it was entered."""

    no: int
    customer_id: int
    customer_number: str
    customer_name: str
    customer_identifier: str
    case_id: int
    case_number: str
    at: datetime
    change_class: ChangeClass
    before: Terms | None
    after: Terms
    grounds: tuple[str, ...]
    text: str
    conditions: str
    rules: tuple[str, ...]                # ids of caps, gates and warnings that fired
    effective: date
    next_review: date
    proposed_by: str
    proposed_at: datetime
    approved_by: str
    approved_role: Role
    approved_at: datetime
    decision_note: str
    own_exposure: Decimal | None
    own_overdue: Decimal | None
    security_held: Decimal | None
    previous_no: int | None
    changes_12m: int
    methodology_version: str
    fingerprint: str
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One line of the review calendar."""

    customer_id: int
    number: str
    name: str
    grade: Grade
    next_review: date
    days_left: int                        # negative: overdue
    limit: Decimal
    currency: str
    case_id: int | None
    sample: bool = False


@dataclass(frozen=True, slots=True)
class GradeRow:
    """One line of the list of grades: a customer with what is in force; no ``terms``, no grade yet."""

    customer_id: int
    number: str
    name: str
    sample: bool
    methodology_hash: str                 # of the case that the grade rests on, "" without a grade
    terms: Terms | None = None
    next_review: date | None = None
    days_left: int | None = None          # negative: overdue
    held: bool = False                    # something else than an overdue review holds the limit
