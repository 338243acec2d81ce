"""Why, and what was decided: principles, advice, proposal, signatures, history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from app.models.domain.enums import ChangeClass, Grade, Principle, Role, Severity


@dataclass(frozen=True, slots=True)
class FindingContent:
    """What a principle check found, in words."""

    severity: Severity
    text: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrincipleContent:
    """One of the four principles; ``severity`` is the worst of its findings."""

    principle: Principle
    severity: Severity
    findings: tuple[FindingContent, ...]


@dataclass(frozen=True, slots=True)
class AskContent:
    """An open item and how far it can move the total."""

    item: str
    label: str
    spread: Decimal
    low_grade: Grade
    high_grade: Grade


@dataclass(frozen=True, slots=True)
class MoveContent:
    """One item raised from one value to another, and what the total gains."""

    item: str
    label: str
    unit: str
    from_x: Decimal | None
    to_x: Decimal | None
    adds: Decimal


@dataclass(frozen=True, slots=True)
class LiftContent:
    """What would lift the grade. ``blocked_by`` are rules that no answer lifts."""

    target: Grade | None
    score: Decimal | None
    exact: bool
    moves: tuple[MoveContent, ...]
    blocked_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangeItemContent:
    """What one item added before and after."""

    item: str
    label: str
    before: Decimal
    after: Decimal
    change: Decimal


@dataclass(frozen=True, slots=True)
class SplitContent:
    """What moved since the last rating, exactly additive: inputs, then methodology, then override."""

    before: Decimal
    after: Decimal
    inputs: Decimal
    methodology: Decimal
    grade_before: Grade
    grade_after: Grade
    inputs_notches: int
    methodology_notches: int
    override_notches: int
    items: tuple[ChangeItemContent, ...]


@dataclass(frozen=True, slots=True)
class TermsContent:
    """A grade and the terms of trade that go with it."""

    grade: Grade
    score: Decimal
    provisional: bool
    limit: Decimal
    currency: str
    term_days: int
    prepayment_pct: Decimal
    security: str
    release: str
    review_days: int


@dataclass(frozen=True, slots=True)
class ProposalContent:
    """What the assessor asks to decide. ``terms.grade`` is the grade that the dossier is about; it may stay below the
    calculated one, for an upgrade asks for two reviews in a row."""

    terms: TermsContent
    proposed: bool  # False: no proposal yet, the terms are what the policy of the grade says
    grounds: tuple[str, ...]
    text: str
    conditions: str
    effective: date | None
    next_review: date | None
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class SignatureContent:
    """A signature line: ``part`` assessor, verifier, proposer, approver; empty name = a line to sign on."""

    part: str
    name: str
    role: Role | None
    at: datetime | None
    outcome: str
    note: str


@dataclass(frozen=True, slots=True)
class HistoryContent:
    """An entry of the grade-change log, with the terms that it put in force."""

    no: int
    at: date
    before: Grade | None
    after: Grade
    score: Decimal
    change_class: ChangeClass
    effective: date
    limit: Decimal
    currency: str
    term_days: int
    approved_by: str
    case_number: str


@dataclass(frozen=True, slots=True)
class StoryContent:
    """One thing that happened, in a sentence; ``who`` is "" where nobody in particular did it."""

    day: date
    text: str
    who: str


@dataclass(frozen=True, slots=True)
class GradePointContent:
    """A grade on its day, for the chart over time. The last one is this case's own when ``decided`` is False."""

    at: date
    grade: Grade
    score: Decimal
    decided: bool
