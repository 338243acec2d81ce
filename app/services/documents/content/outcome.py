"""What follows from it: score, grade, models, warnings, limit."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from app.models.domain.enums import C, Colour, Grade
from app.services.documents.content.found import Measure


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
    """A limit method's result in the currency of the case, or why it does not apply.

    ``inputs`` are the figures that its formula reads, in words: lines of the newest full year in the unit of the
    statements, ratios, facts and what the case says.
    """

    id: str
    label: str
    basis: str
    origin: str
    amount: Decimal | None
    why_not: str
    on: bool
    binding: bool
    parameters: tuple[tuple[str, Decimal], ...]
    formula: str
    inputs: tuple[tuple[str, Measure], ...]


@dataclass(frozen=True, slots=True)
class GuaranteeContent:
    """A security with the share of its value that counts, in per cent (a guarantor's factor is in it).

    ``counted`` is what is left of it: the share of the value less earlier charges, never below 0.
    """

    label: str
    value: Decimal
    prior: Decimal
    pct: Decimal
    counted: Decimal
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
