"""What goes into a rating and what comes out of it. Both are stored whole, so that any rating can be run again.

Everything here is frozen and made of Decimal, str, bool, date, tuples and enums, so that it has one canonical JSON form
(``app.services.rating.snapshot``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.models.domain.answers import Answer, Guarantee
from app.models.domain.enums import C, Colour, Grade, Principle, Severity
from app.models.domain.statement import Statement

ENGINE = 1
"""Number of the arithmetic. It changes whenever the same input could give another result."""


@dataclass(frozen=True, slots=True)
class Override:
    """An authorised departure from the calculated grade; counts only with reason, expiry and a second signature."""

    grade: Grade
    reason: str
    expires: date
    by: str
    second_by: str = ""


@dataclass(frozen=True, slots=True)
class RatingInput:
    """Everything a rating needs, frozen.

    ``answers`` holds items and facts by id. ``statements`` are oldest first, at most five. ``rates`` are units of
    the base currency per unit of a currency, ``usd`` the key "USD" among them. ``requested`` is the wanted limit in
    ``currency``; ``own_monthly_sales`` our average monthly sales to the customer in ``currency``. ``seen_warnings``
    are (rule id, evidence fingerprint) pairs that have already cost a notch at an earlier review.
    """

    as_of: date
    profile: str                                  # "small", "large", "auto"
    answers: Mapping[str, Answer]
    statements: tuple[Statement, ...] = ()
    guarantees: tuple[Guarantee, ...] = ()
    trade: str = ""
    currency: str = "CNY"
    base_currency: str = "CNY"
    rates: Mapping[str, Decimal] = field(default_factory=dict)
    rates_date: date | None = None
    requested_limit: Decimal | None = None
    requested_term: int | None = None
    own_monthly_sales: Decimal | None = None
    new_customer: bool = False
    with_areas: bool = False                      # large profile: areas A–D on top
    weights: Mapping[str, Decimal] = field(default_factory=dict)   # C weights that replace the card's, by C value
    missing: str = ""                             # overrides the missing-data policy when set
    seen_warnings: tuple[tuple[str, str], ...] = ()
    override: Override | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A computed figure, or the reason why it cannot be computed: exactly one of ``value`` and ``reason`` is set.

    ``reason`` is a catalogue key ("rating.zero_divisor", "rating.no_line" …) with ``about`` naming the line.
    ``flags``: "closing_only" (no opening value), "residual" and so on.
    """

    value: Decimal | None
    reason: str = ""
    about: str = ""
    flags: tuple[str, ...] = ()

    @property
    def computable(self) -> bool:
        """True when there is a value."""
        return self.value is not None


@dataclass(frozen=True, slots=True)
class ItemScore:
    """One item in the result.

    ``x`` is the scored value (a choice shows its step), ``y`` 0…cap, ``weight`` the share of the total in [0, 1],
    ``adds`` = weight·y: the ``adds`` of all items sum exactly to the total. ``how``: answered, missing, unknown,
    not_applicable, not_computable, neutral, left_out. ``low_y``/``high_y`` is what Y can still become. ``flags``: of a
    formula "full", "zero", "closing_only", "closing_basis"; of neutral and left_out what it was (missing, unknown …).
    """

    item: str
    c: C | None
    sub: str
    x: Decimal | None
    y: Decimal | None
    weight: Decimal
    adds: Decimal
    how: str
    low_y: Decimal
    high_y: Decimal
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SubScore:
    """A row of a C: the mean of its items, None when nothing in it counts; ``weight`` is its share of the C."""

    key: str
    c: C
    y: Decimal | None
    weight: Decimal


@dataclass(frozen=True, slots=True)
class CScore:
    """One C: ``score`` None means not assessed (it has no items on this card)."""

    c: C
    score: Decimal | None
    weight: Decimal
    adds: Decimal


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the way from score to grade: ``kind`` band, gate, cap, completeness, warning, override.

    ``before`` is None for the band step. ``rule`` is the id of the gate or cap that spoke (all of them are listed, also
    those that did not bind), of a completeness step the share the case stays below ("0.7") or "provisional" (no D for an
    incomplete case), of the warning step its points, of an override that does not count the reason why.
    """

    kind: str
    before: Grade | None
    after: Grade
    rule: str = ""
    binding: bool = True


@dataclass(frozen=True, slots=True)
class WarningHit:
    """A warning rule's outcome. ``evidence`` is a fingerprint of the figures, so that it is not counted twice."""

    rule: str
    colour: Colour
    value: Figure
    points: int
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class ModelOutcome:
    """A model: its variables, its value, and the key of the zone ("" when it cannot be computed)."""

    key: str
    variables: tuple[tuple[str, Figure], ...]
    value: Figure
    zone: str


@dataclass(frozen=True, slots=True)
class LimitOutcome:
    """A limit method's result in the currency of the case; ``why_not`` is a catalogue key when it does not apply."""

    method: str
    amount: Decimal | None
    on: bool
    binding: bool
    why_not: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class LimitProposal:
    """The recommended limit. ``capped_by``: method id, "request", "grade", "frozen", or "none" (no method applies).

    A frozen limit is 0 for new orders; ``unfrozen`` and ``unfrozen_by`` tell what it would be.
    """

    amount: Decimal
    capped_by: str
    outcomes: tuple[LimitOutcome, ...]
    frozen: bool
    factor: Decimal
    unfrozen: Decimal = Decimal(0)
    unfrozen_by: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a principle check found: ``text`` is a catalogue key with ``params``; ``items`` are the items it is about."""

    principle: Principle
    severity: Severity
    text: str
    params: Mapping[str, str] = field(default_factory=dict)
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """An integrity check of one statement; ``difference`` = left − right, None when it cannot be computed."""

    key: str
    period: date
    left: Figure
    right: Figure
    difference: Decimal | None
    holds: bool | None
    severity: str


@dataclass(frozen=True, slots=True)
class PeriodRatios:
    """The ratios of one period, by ratio key, and the completed lines (totals filled in, residuals placed)."""

    end: date
    full_year: bool
    ratios: Mapping[str, Figure]
    lines: Mapping[str, Decimal]
    flags: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Interval:
    """Where score and grade can still end while items are open. low ≤ score ≤ high under every completion."""

    low: Decimal
    high: Decimal
    low_grade: Grade
    high_grade: Grade


@dataclass(frozen=True, slots=True)
class AskNext:
    """An open item and how far it can move the result: ``spread`` in points of the total."""

    item: str
    spread: Decimal
    low_grade: Grade
    high_grade: Grade


@dataclass(frozen=True, slots=True)
class LiftMove:
    """One item raised from one value to another; ``adds`` is what the total gains."""

    item: str
    from_x: Decimal | None
    to_x: Decimal | None
    from_y: Decimal
    to_y: Decimal
    adds: Decimal


@dataclass(frozen=True, slots=True)
class Lift:
    """The smallest set of changes that reaches ``target``, proven by re-scoring to ``score``.

    ``exact`` False: found greedily, "one way" among others. ``blocked_by``: rules (caps, gates) that no movable item
    lifts, in which case ``moves`` is empty.
    """

    target: Grade | None
    moves: tuple[LiftMove, ...]
    score: Decimal | None
    exact: bool
    blocked_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RatingResult:
    """A rating with its reasons. ``rated`` False: an untouched case, "not rated", never D.

    With ``stop`` (sanctions or blocked list) ``score`` is 0 while ``score_exact`` still tells what the items add up to.
    """

    engine: int
    methodology_hash: str
    methodology_version: str
    input_hash: str
    card: str
    rated: bool
    provisional: bool
    score: Decimal                    # rounded to 9 decimals; the grade is read off this; 0 when all trade is stopped
    score_exact: Decimal              # Σ adds
    items: tuple[ItemScore, ...]
    subs: tuple[SubScore, ...]
    cs: tuple[CScore, ...]
    completeness: Decimal             # 0…1
    confidence: Decimal               # 0…1, weight of evidence
    grade: Grade
    band_grade: Grade
    calculated_grade: Grade           # before override
    steps: tuple[Step, ...]
    stop: bool                        # K18: stop all trade
    warnings: tuple[WarningHit, ...]
    warning_points: int
    limit_frozen: bool
    models: tuple[ModelOutcome, ...]
    periods: tuple[PeriodRatios, ...]
    checks: tuple[CheckOutcome, ...]
    interval: Interval
    limit: LimitProposal


@dataclass(frozen=True, slots=True)
class ItemChange:
    """What one item added to the total before and after; 0 where it was not on the card."""

    item: str
    before: Decimal
    after: Decimal
    change: Decimal


@dataclass(frozen=True, slots=True)
class ChangeSplit:
    """What moved between two ratings, in the order inputs → methodology → override; each pair adds up exactly.

    Score: ``inputs`` + ``methodology`` = after − before; ``items`` break ``inputs`` down. Grade, in notches:
    ``inputs_notches`` + ``methodology_notches`` + ``override_notches`` = after − before.
    """

    score_before: Decimal
    score_after: Decimal
    inputs: Decimal
    methodology: Decimal
    items: tuple[ItemChange, ...]
    grade_before: Grade
    grade_after: Grade
    inputs_notches: int
    methodology_notches: int
    override_notches: int
