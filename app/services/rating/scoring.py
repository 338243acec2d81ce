"""From an answer to X and from X to Y.

The two formulas are those of the source text: Y = 100 − (P − X)·α where more is better, Y = 100 − (X − P)·α where less
is better. Every Y is held between floor and cap of its item, computed before weighting, and carries at most 20 decimals,
so that contributions can be added up without another rounding.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from app.models.domain.answers import Value as AnswerValue
from app.models.domain.enums import ScoringKind
from app.models.domain.methodology import Item, Scoring, StandardValue
from app.services.rating.efficacy import efficacy
from app.services.rating.values import EXACT, ONE, ZERO

HUNDRED = Decimal(100)
FIVE_STEPS = tuple(Decimal(points) for points in (0, 20, 40, 60, 80, 100))
PLACES = 20
_SMALLEST = Decimal(1).scaleb(-PLACES)


@dataclass(frozen=True, slots=True)
class Marked:
    """X and Y of one item. ``how``: answered, missing, unknown, not_applicable, not_computable, left_out."""

    how: str
    x: Decimal | None = None
    y: Decimal | None = None
    reason: str = ""
    about: str = ""
    flags: tuple[str, ...] = ()


def score_value(scoring: Scoring, x: Decimal, levels: StandardValue | None = None) -> Decimal | None:
    """Y of ``x`` within [floor, cap]; None when the item has no Y, or its standard levels are not known."""
    raw = _raw(scoring, x, levels)
    if raw is None:
        return None
    return settle(min(max(raw, scoring.floor), scoring.cap))


def settle(value: Decimal) -> Decimal:
    """``value`` with at most 20 decimals."""
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -PLACES:
        return value.quantize(_SMALLEST, rounding=ROUND_HALF_EVEN, context=EXACT)
    return value


def _raw(scoring: Scoring, x: Decimal, levels: StandardValue | None) -> Decimal | None:
    kind = scoring.kind
    p = scoring.p if scoring.p is not None else ZERO
    alpha = scoring.alpha if scoring.alpha is not None else ZERO
    match kind:
        case ScoringKind.MORE:
            return HUNDRED - (p - x) * alpha
        case ScoringKind.LESS:
            return HUNDRED - (x - p) * alpha
        case ScoringKind.BAND:
            upper = scoring.p2 if scoring.p2 is not None else p
            outside = p - x if x < p else x - upper if x > upper else ZERO
            return HUNDRED - outside * alpha
        case ScoringKind.STEPS:
            steps = scoring.steps or FIVE_STEPS
            return steps[min(max(int(x), 0), len(steps) - 1)]
        case ScoringKind.YESNO:
            return (scoring.yes if x else scoring.no) or ZERO
        case ScoringKind.EFFICACY:
            return None if levels is None else efficacy(HUNDRED, x, levels.levels, levels.less)
        case ScoringKind.NONE:
            return None


def mark_value(scoring: Scoring, x: Decimal | None, levels: StandardValue | None = None, flags: tuple[str, ...] = ()) -> Marked:
    """``x`` with its Y. None for ``x`` stands for the best there is; an item that is not scored has no Y."""
    if x is None:
        return Marked("answered", None, scoring.cap, flags=flags)
    y = score_value(scoring, x, levels)
    if y is None and scoring.kind is not ScoringKind.NONE:
        return Marked("left_out", x, None, "rating.no_standard", scoring.standard or "", flags)
    return Marked("answered", x, y, flags=flags)


def mark_text(scoring: Scoring, word: str) -> Marked:
    """What a formula says in a word: "full" is the cap, "zero" the floor; no figure stands behind it."""
    return Marked("answered", None, scoring.cap if word == "full" else scoring.floor, flags=(word,))


def raw_x(item: Item, value: AnswerValue | None, as_of: date) -> Decimal | None:
    """The X of a typed answer: choices by their step, yes as 1, dates as years up to ``as_of``; None if it has none."""
    if isinstance(value, bool):
        return ONE if value else ZERO
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    if isinstance(value, date):
        return years_between(value, as_of)
    if isinstance(value, str):
        step = next((choice.step for choice in item.choices if choice.key == value), None)
        return None if step is None else Decimal(step)
    return None


def years_between(start: date, end: date) -> Decimal:
    """Whole years by anniversaries, plus the days since the last one as a share of that year; 0 if ``end`` is earlier."""
    if end <= start:
        return ZERO
    whole = end.year - start.year
    if _anniversary(start, start.year + whole) > end:
        whole -= 1
    last = _anniversary(start, start.year + whole)
    following = _anniversary(start, start.year + whole + 1)
    return EXACT.add(Decimal(whole), EXACT.divide(Decimal((end - last).days), Decimal((following - last).days)))


def _anniversary(start: date, year: int) -> date:
    if (start.month, start.day) == (2, 29):
        return date(year, 2, 28) if year % 4 or (year % 100 == 0 and year % 400) else date(year, 2, 29)
    return start.replace(year=year)
