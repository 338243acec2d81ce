"""What was found: answers, facts, statements, ratios, files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from app.models.domain.enums import AnswerState, Area, C, CheckState, ScoringKind, ValueKind

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
class FactContent:
    """A fact that rules ask for (a knock-out, a warning sign …) and that was answered."""

    id: str
    label: str
    unit: str
    money: bool
    value: Shown
    state: AnswerState
    as_of: date | None
    sources: tuple[str, ...]
    note: str
    sample: bool


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
    source: str  # in words: "audited report"
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
class TradeContent:
    """Published standard values that a ratio is held against, one per period, raw like the ratio itself (0.53 is 53 %).

    ``level``: "average" of the trade, or "acceptable" where no average is published. ``own`` False: of all trades together.
    ``sets`` are the names of the published sets, in the order of the periods, each once.
    """

    level: str
    own: bool
    less: bool
    values: tuple[Decimal | None, ...]
    sets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RatioContent:
    """A ratio over all periods, with its formula as the methodology states it; ``trade`` None: nothing published."""

    key: str
    label: str
    formula: str
    unit: str
    places: int
    values: tuple[Measure, ...]
    trade: TradeContent | None


@dataclass(frozen=True, slots=True)
class FinanceContent:
    """Statements and what is computed from them; every tuple of values runs along ``periods``, oldest first.

    ``blank_zero`` are the keys of lines that count 0 while they are blank. ``rated`` is the end of the newest full year:
    what models, warnings and limits are computed from; None when there is none.
    """

    periods: tuple[PeriodContent, ...]
    lines: tuple[LineContent, ...]
    checks: tuple[CheckContent, ...]
    ratios: tuple[RatioContent, ...]
    days_basis: int
    blank_zero: tuple[str, ...]
    rated: date | None


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
class DoubtContent:
    """An answer that was not verified. ``why``: unknown, not_asked, self_declared, key_open (a key item that no second person
    confirmed), empty. ``adds`` are the points of the total that rest on it, 0 where it is not scored."""

    item: str
    label: str
    why: str
    adds: Decimal


@dataclass(frozen=True, slots=True)
class AreaCheckContent:
    """How well an area is known; computed items are left out.

    ``total`` = ``verified`` + ``declared`` + ``unasked`` + ``unknown`` + ``not_applicable`` + ``empty``.
    """

    area: Area
    total: int
    verified: int
    declared: int
    unasked: int
    unknown: int
    not_applicable: int
    empty: int

    @property
    def answered(self) -> int:
        """How many have any answer at all."""
        return self.total - self.empty


@dataclass(frozen=True, slots=True)
class VerificationContent:
    """What was verified and what could not be. ``resting`` are the points of the total that rest on unverified answers."""

    areas: tuple[AreaCheckContent, ...]
    doubts: tuple[DoubtContent, ...]
    resting: Decimal
