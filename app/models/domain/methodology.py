"""The methodology as frozen values: what to ask, how to score it, and what follows from the score.

A methodology is loaded from data files, checked as a whole, published as a version with a content hash and pinned by
each case. Nothing here computes; ``app.services.rating`` does.

Expressions (formulas of ratios, models, conditions) are texts in a small whitelisted language over the names
statement lines (``cash``, ``CA``), ratios (``current``), items (``A13``), facts (``f_bankrupt``) and models
(``z_private``); see ``app.services.rating.expressions``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.models.domain.enums import Area, C, Grade, MissingPolicy, ScoringKind, ValueKind
from app.models.domain.labels import Labels


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a choice item: ``step`` 0…5 is what a five-step item scores by."""

    key: str
    label: Labels
    step: int | None = None


@dataclass(frozen=True, slots=True)
class DetailField:
    """A further column of an answer that is kept but not scored (a table's column, an amount beside a share)."""

    key: str
    label: Labels
    kind: ValueKind


@dataclass(frozen=True, slots=True)
class Scoring:
    """How X becomes Y. ``p`` is the standard (``p2`` the upper one of a band), in the unit of the item.

    ``alpha`` is points per unit and always > 0; the direction is in ``kind``. ``steps`` holds the points of steps
    0…5. ``standard`` names an indicator of the standard sets for the efficacy method. Y is held in [floor, cap].
    """

    kind: ScoringKind
    p: Decimal | None = None
    p2: Decimal | None = None
    alpha: Decimal | None = None
    yes: Decimal | None = None
    no: Decimal | None = None
    steps: tuple[Decimal, ...] = ()
    standard: str | None = None
    floor: Decimal = Decimal(0)
    cap: Decimal = Decimal(100)


@dataclass(frozen=True, slots=True)
class Item:
    """One question of the checklist.

    ``source`` says where X comes from: "answer" (the officer), "expr" (``formula`` over statements and facts, as for
    the financial items), so an "expr" item is never typed, or "either" (the formula when it can be computed, else the
    officer's answer). A DATE item that is scored by a number is worth the years from that date until the rating's day.
    ``details`` are unscored columns: one value each, or with ``rows`` a table of any number of rows. ``key`` items must be
    verified by a second person. ``personal`` answers stand in the journal as hashes. ``movable`` items may appear in
    the advice "what would lift the grade"; ``best`` is the best X that can be reached (None: the one with Y = cap).
    ``secret`` items never appear in a letter to the customer. ``low``/``high`` are the plausible range of X: a value
    outside is asked for a comment, never refused. ``alarms`` lists the knock-outs and warnings it can trigger.
    ``asked_when`` is an expression over facts and the request: where it is false the item is not asked and counts as not
    applicable; where it cannot be computed yet, the item is asked.
    """

    id: str
    area: Area
    label: Labels
    help: Labels
    kind: ValueKind
    unit: str
    scoring: Scoring
    c: C | None
    evidence: tuple[str, ...]
    origin: str
    source: str = "answer"
    formula: str | None = None
    choices: tuple[Choice, ...] = ()
    details: tuple[DetailField, ...] = ()
    rows: bool = False
    key: bool = False
    personal: bool = False
    secret: bool = False
    movable: bool = False
    best: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    alarms: tuple[str, ...] = ()
    asked_when: str | None = None

    @property
    def scored(self) -> bool:
        """True when the item gets a Y."""
        return self.scoring.kind is not ScoringKind.NONE


@dataclass(frozen=True, slots=True)
class Fact:
    """Something to tick or enter that is no checklist item but that rules of §6 ask for (id starts with ``f_``)."""

    id: str
    label: Labels
    kind: ValueKind
    unit: str
    group: str          # "knock_out", "warning", "model", "limit", "policy"


@dataclass(frozen=True, slots=True)
class SubIndicator:
    """A row of a C: its items weigh as ``item_weights`` says, equally when it is empty."""

    key: str
    label: Labels
    weight: Decimal
    items: tuple[str, ...]
    item_weights: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class CWeight:
    """One C of a card: its weight in the total and its rows."""

    c: C
    weight: Decimal
    subs: tuple[SubIndicator, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A profile's scorecard ("small", "large"). A C without rows is not assessed and leaves the total.

    ``flat`` cards (the large profile) weigh items directly: total = Σ w·Y / Σ w over all items, and a C's score is the
    same mean over its own items. When the officer adds areas A–D on top (``RatingInput.with_areas``), the card named
    by ``areas_card`` takes its place, in which C weights rule; a card named so is no profile of its own.
    """

    key: str
    label: Labels
    when: str | None              # expression that makes "auto" choose this card, tried in file order; None = otherwise
    flat: bool
    weights: tuple[CWeight, ...]
    areas_card: str = ""


@dataclass(frozen=True, slots=True)
class WeightPreset:
    """A published set of C weights offered beside the default; ``weights`` in the order of the enum C."""

    key: str
    label: Labels
    weights: tuple[Decimal, ...]
    origin: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the canonical statement. ``side``: CA NCA CL NCL E PL CF memo. A total has ``sum`` (an expression)."""

    key: str
    label: Labels
    side: str
    cas: str                      # name in the Chinese format, "" where it has none
    rsbu: str                     # codes of the Russian format, "" where it has none
    sum: str | None = None
    typed: bool = True            # False: not asked in the grid (memo totals that only imports bring)
    negative: bool = False        # True: negative amounts are normal (undist, np, cash flows…)
    blank_zero: bool = True       # True: blank means 0 once its statement is filled; False: blank means not known
    residual: str = ""            # of a total: the oth_* line that takes what no line explains


@dataclass(frozen=True, slots=True)
class IntegrityCheck:
    """A relation of lines that must hold within ``tolerance`` units; ``left`` and ``right`` are expressions."""

    key: str
    label: Labels
    left: str
    right: str
    tolerance: Decimal
    severity: str                 # "problem" or "note"


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio of the statements. ``unit``: "%", "x", "days", "money"."""

    key: str
    label: Labels
    formula: str
    unit: str
    places: int


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone of a model: applies from ``low`` up; None = no lower end. ``tone``: good, grey, bad.

    ``low`` itself belongs to the zone, with ``above`` set it does not. In a model where less is better the zone applies
    from ``low`` down instead.
    """

    key: str
    label: Labels
    low: Decimal | None
    tone: str
    above: bool = False


@dataclass(frozen=True, slots=True)
class Model:
    """A distress or manipulation model: named variables, one formula over them, zones from worst to best.

    A variable may use those before it. With ``less`` set a smaller value is better.
    """

    key: str
    label: Labels
    variables: tuple[tuple[str, str], ...]
    formula: str
    zones: tuple[Zone, ...]
    origin: str
    less: bool = False


@dataclass(frozen=True, slots=True)
class StandardValue:
    """Five published levels of one indicator, best first; None = not published. ``less`` = less is better.

    ``indicator`` is a ratio key (or a name of its own where no ratio fits); the values are in the unit in which they are
    published, so percentage points for a per cent. ``acceptable`` is the value a pass asks for, where that is published.
    """

    indicator: str
    levels: tuple[Decimal | None, Decimal | None, Decimal | None, Decimal | None, Decimal | None]
    less: bool = False
    acceptable: Decimal | None = None


@dataclass(frozen=True, slots=True)
class StandardSet:
    """A published set of standard values for a trade and a year; ``kind``: five_level, acceptable, good_average."""

    key: str
    label: Labels
    trade: str
    year: int | None
    kind: str
    values: tuple[StandardValue, ...]
    origin: str


@dataclass(frozen=True, slots=True)
class Band:
    """A grade and the lowest score that reaches it: [low, next low)."""

    grade: Grade
    low: Decimal
    label: Labels


@dataclass(frozen=True, slots=True)
class Gate:
    """A condition a grade asks for beyond its score, per card ("" = every card)."""

    id: str
    grade: Grade
    card: str
    when: str                     # expression over y_<item id> (the item's Y) that must be true
    label: Labels


@dataclass(frozen=True, slots=True)
class Cap:
    """A knock-out: when ``when`` is true the grade is not above ``grade``. ``event`` = needs no scored case."""

    id: str
    grade: Grade
    when: str
    label: Labels
    origin: str
    event: bool = False
    stop: bool = False            # K18: score 0, stop all trade


@dataclass(frozen=True, slots=True)
class WarningRule:
    """An early-warning rule: ``value`` is what is compared; amber and red are conditions over names and ``value``."""

    id: str
    label: Labels
    value: str | None
    amber: str | None
    red: str | None
    unit: str
    question: Labels
    origin: str


@dataclass(frozen=True, slots=True)
class LimitMethod:
    """A limit method: ``amount`` is an expression over lines, ratios, facts and ``parameters``.

    ``binding`` methods take part in the minimum; the others are shown only. ``table`` is a list of (lowest v, %).
    """

    id: str
    label: Labels
    amount: str
    basis: Labels
    binding: bool
    on: bool
    round_to: Decimal
    parameters: tuple[tuple[str, Decimal], ...]
    origin: str
    table: tuple[tuple[Decimal, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """What follows from a grade (§5.2). ``review_days`` never over 92.

    ``preset_review_days`` is the interval of the preset "by grade". ``guarantor_factor`` is the share of a corporate
    guarantee's value that counts when the guarantor has this grade.
    """

    grade: Grade
    limit_factor: Decimal
    term_days: int
    prepayment_pct: Decimal
    security: Labels
    security_pct: Decimal
    release: Labels
    release_factor: Decimal
    overdue_tolerance_days: int
    review_days: int
    contact: Labels
    preset_review_days: int = 30
    guarantor_factor: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class ApprovalLevel:
    """Who may approve: ``role`` up to ``amount`` (None = no ceiling) and from grade ``lowest`` up; both must fit."""

    role: str
    label: Labels
    amount: Decimal | None
    lowest: Grade


@dataclass(frozen=True, slots=True)
class Haircut:
    """The share of a security's value that counts (§3.1), in per cent; corporate guarantees times a grade factor."""

    key: str
    label: Labels
    pct: Decimal
    grade_factor: bool = False


@dataclass(frozen=True, slots=True)
class Trade:
    """A trade of the trade table, with its codes and the standard set that fits it."""

    key: str
    label: Labels
    gbt: str
    okved: str
    nace: str
    standard_set: str | None


@dataclass(frozen=True, slots=True)
class EvidenceSource:
    """A kind of evidence (REG, FS, VISIT…); ``weight`` counts in the confidence figure only, never in Y."""

    key: str
    label: Labels
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Rules:
    """The numbers of the methodology that stand in no table of their own."""

    missing: MissingPolicy
    renormalise_from: Decimal               # completeness share, e.g. 0.70
    neutral_points: Decimal
    completeness_caps: tuple[tuple[Decimal, Grade], ...]   # (below this share, not above this grade)
    provisional_below: Decimal
    warning_points_amber: int
    warning_points_red: int
    warning_notch_from: int
    warning_freeze_from: int
    max_review_days: int
    override_up: int
    override_days: int
    upgrade_notches: int
    upgrade_reviews: int
    upgrade_margin: Decimal
    days_basis: int
    top_marks_two_sources: Decimal          # prudence: Y from here asks for two sources


@dataclass(frozen=True, slots=True)
class Methodology:
    """A whole methodology. ``hash`` is the SHA-256 of its canonical content without name, version and dates."""

    name: Labels
    version: str
    valid_from: date
    hash: str
    items: tuple[Item, ...]
    facts: tuple[Fact, ...]
    cards: tuple[Card, ...]
    presets: tuple[WeightPreset, ...]
    lines: tuple[Line, ...]
    checks: tuple[IntegrityCheck, ...]
    ratios: tuple[Ratio, ...]
    models: tuple[Model, ...]
    standards: tuple[StandardSet, ...]
    trades: tuple[Trade, ...]
    bands: tuple[Band, ...]                 # best first
    band_presets: tuple[tuple[str, tuple[Band, ...]], ...]
    gates: tuple[Gate, ...]
    caps: tuple[Cap, ...]
    warnings: tuple[WarningRule, ...]
    limits: tuple[LimitMethod, ...]
    policies: tuple[Policy, ...]            # best grade first
    approvals: tuple[ApprovalLevel, ...]    # lowest authority first
    haircuts: tuple[Haircut, ...]
    sources: tuple[EvidenceSource, ...]
    rules: Rules

    def item(self, item_id: str) -> Item:
        """Return the item, KeyError when there is none."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)

    def card(self, key: str) -> Card:
        """Return the card of a profile, KeyError when there is none."""
        for card in self.cards:
            if card.key == key:
                return card
        raise KeyError(key)

    def policy(self, grade: Grade) -> Policy:
        """Return the policy of a grade, KeyError when there is none."""
        for policy in self.policies:
            if policy.grade is grade:
                return policy
        raise KeyError(grade.name)
