"""The content of a dossier: one frozen tree that feeds the PDF, the workbook and the screen.

Labels are already in the language of the document; figures are raw ``Decimal`` and dates are dates, so that each
renderer writes them its own way (``Texts`` in the PDF, number formats in the workbook) and none can differ from another.
``None`` always means "not there"; a renderer says so in words and never prints 0 for it. Texts that belong to the paper
itself (headings, column titles) are not here but in the catalogue under ``documents.``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from app.models.domain.enums import (
    AnswerState,
    Area,
    C,
    CaseMode,
    CaseState,
    ChangeClass,
    CheckState,
    Colour,
    Grade,
    Principle,
    Role,
    ScoringKind,
    Severity,
    ValueKind,
)

Shown = Decimal | str | bool | date | None


@dataclass(frozen=True, slots=True)
class Measure:
    """A computed figure: its value, or in words why there is none. ``places`` None: as many digits as it has.

    ``unit``: "" or "x" plain, "%" (``value`` is a plain share: 0.53 is 53 %), "days", "money".
    """

    value: Decimal | None
    unit: str = ""
    places: int | None = None
    why_not: str = ""
    flags: tuple[str, ...] = ()


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


@dataclass(frozen=True, slots=True)
class Standard:
    """How an item is scored: the numbers of its formula, as the workbook needs them."""

    kind: ScoringKind
    p: Decimal | None
    p2: Decimal | None
    alpha: Decimal | None
    yes: Decimal | None
    no: Decimal | None
    steps: tuple[Decimal, ...]
    levels: tuple[Decimal | None, ...]  # five-level standards of the efficacy method, best first
    less: bool
    floor: Decimal
    cap: Decimal


@dataclass(frozen=True, slots=True)
class Scored:
    """An item's place in the total. ``how``: answered, missing, unknown, not_applicable, not_computable, neutral, left_out."""

    c: C
    sub: str
    x: Decimal | None
    y: Decimal | None
    row_weight: Decimal | None  # weight inside its row of the card, None on a flat card
    weight: Decimal
    adds: Decimal
    how: str
    low_y: Decimal
    high_y: Decimal
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemContent:
    """One question with what was found, how it is known, and how it scored."""

    id: str
    area: Area
    part: int  # the part of the outline that prints it
    label: str
    unit: str
    kind: ValueKind
    computed: bool  # from the statements, never typed
    formula: str
    state: AnswerState
    value: Shown  # a choice shows its words
    details: tuple[tuple[str, str], ...]
    as_of: date | None
    sources: tuple[str, ...]
    check: CheckState
    note: str
    comment: str
    reason: str
    evidence: tuple[str, ...]  # names of the files that prove it
    by: str
    second_by: str
    sample: bool
    key: bool
    standard: Standard
    scored: Scored | None


@dataclass(frozen=True, slots=True)
class AreaContent:
    """An area of the investigation with all its items. ``total`` counts what can be answered."""

    area: Area
    items: tuple[ItemContent, ...]
    answered: int
    total: int


@dataclass(frozen=True, slots=True)
class PeriodContent:
    """The head of a statement's column."""

    end: date
    months: int
    framework: str
    currency: str
    unit: int
    audited: bool
    consolidated: bool
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class LineContent:
    """A line of the statements: one value per period, and for totals the lines that make it up.

    ``filled`` marks values that the program completed (a total that was not typed, a residual).
    """

    key: str
    label: str
    side: str
    total: bool
    formula: str
    values: tuple[Decimal | None, ...]
    filled: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class CheckContent:
    """An integrity check of one period."""

    label: str
    period: date
    left: Measure
    right: Measure
    difference: Decimal | None
    holds: bool | None
    severity: str


@dataclass(frozen=True, slots=True)
class RatioContent:
    """A ratio over all periods, with its formula as the methodology states it."""

    key: str
    label: str
    formula: str
    unit: str
    places: int
    values: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class FinanceContent:
    """Statements and what is computed from them; every tuple of values runs along ``periods``, oldest first.

    ``blank_zero`` are the keys of lines that count 0 while they are blank.
    """

    periods: tuple[PeriodContent, ...]
    lines: tuple[LineContent, ...]
    checks: tuple[CheckContent, ...]
    ratios: tuple[RatioContent, ...]
    days_basis: int
    blank_zero: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SubContent:
    """A row of a C and its mean. ``card_weight`` is the card's own weight, ``weight`` its share of the C as used."""

    key: str
    c: C
    label: str
    card_weight: Decimal
    weight: Decimal
    y: Decimal | None


@dataclass(frozen=True, slots=True)
class CContent:
    """One of the five C. ``card_weight`` is the card's own weight, ``weight`` the share in the total."""

    c: C
    score: Decimal | None
    card_weight: Decimal
    weight: Decimal
    adds: Decimal
    last: Decimal | None
    subs: tuple[SubContent, ...]


@dataclass(frozen=True, slots=True)
class BandContent:
    """A grade, from which score up, and what it means."""

    grade: Grade
    low: Decimal
    label: str


@dataclass(frozen=True, slots=True)
class StepContent:
    """A step on the way from score to grade. ``ceiling`` is the best grade that the rule leaves."""

    kind: str
    rule: str
    label: str
    before: Grade | None
    after: Grade
    binding: bool
    ceiling: Grade | None


@dataclass(frozen=True, slots=True)
class ScoreContent:
    """Score and grade with every step between them. ``flat``: items weigh directly in the total."""

    rated: bool
    provisional: bool
    stop: bool
    flat: bool
    score: Decimal
    grade: Grade
    band_grade: Grade
    calculated_grade: Grade
    meaning: str
    low: Decimal
    high: Decimal
    low_grade: Grade
    high_grade: Grade
    completeness: Decimal
    confidence: Decimal
    open_points: Decimal  # what an open item is worth under the missing-data policy
    cs: tuple[CContent, ...]
    bands: tuple[BandContent, ...]  # best first
    steps: tuple[StepContent, ...]
    last_score: Decimal | None
    last_grade: Grade | None


@dataclass(frozen=True, slots=True)
class WarningContent:
    """An early-warning rule and what it said."""

    id: str
    label: str
    colour: Colour
    value: Measure
    points: int
    question: str


@dataclass(frozen=True, slots=True)
class ModelContent:
    """A distress or manipulation model. ``tone``: good, grey, bad, "" when it cannot be computed."""

    key: str
    label: str
    origin: str
    variables: tuple[tuple[str, Measure], ...]
    value: Measure
    zone: str
    tone: str


@dataclass(frozen=True, slots=True)
class LimitMethodContent:
    """A limit method's result in the currency of the case, or why it does not apply."""

    id: str
    label: str
    basis: str
    origin: str
    amount: Decimal | None
    why_not: str
    on: bool
    binding: bool
    parameters: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class GuaranteeContent:
    """A security with the share of its value that counts, in per cent (a guarantor's factor is in it)."""

    label: str
    value: Decimal
    prior: Decimal
    pct: Decimal
    guarantor_grade: str
    note: str


@dataclass(frozen=True, slots=True)
class LimitContent:
    """The recommended limit: which method binds and what else held it down (``capped_by``)."""

    currency: str
    amount: Decimal
    capped_by: str
    frozen: bool
    factor: Decimal
    requested: Decimal | None
    unfrozen: Decimal  # what it would be without the freeze, and by which method
    unfrozen_by: str
    methods: tuple[LimitMethodContent, ...]
    guarantees: tuple[GuaranteeContent, ...]


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
class EvidenceContent:
    """A file kept with the case."""

    name: str
    sha256: str
    size: int
    added_at: datetime
    added_by: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HistoryContent:
    """An earlier grade change."""

    no: int
    at: date
    before: Grade | None
    after: Grade
    score: Decimal
    change_class: ChangeClass


@dataclass(frozen=True, slots=True)
class DossierContent:
    """Everything on one customer, for one case, in one language."""

    lang: str
    office: Office
    origin: Origin
    customer: CustomerContent
    case: CaseContent
    areas: tuple[AreaContent, ...]
    finance: FinanceContent
    score: ScoreContent
    models: tuple[ModelContent, ...]
    warnings: tuple[WarningContent, ...]
    warning_points: int
    limit: LimitContent
    proposal: ProposalContent
    principles: tuple[PrincipleContent, ...]
    ask: tuple[AskContent, ...]
    lift: LiftContent | None
    split: SplitContent | None
    evidence: tuple[EvidenceContent, ...]
    signatures: tuple[SignatureContent, ...]
    history: tuple[HistoryContent, ...]

    @property
    def items(self) -> tuple[ItemContent, ...]:
        """All items of all areas, in the order of the checklist."""
        return tuple(item for area in self.areas for item in area.items)
