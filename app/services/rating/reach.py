"""What an item can be raised to, and which X gives a wanted Y: the two formulas of scoring read backwards."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from app.models.domain.enums import ScoringKind, ValueKind
from app.models.domain.methodology import Item, Scoring, StandardValue
from app.services.rating.scoring import FIVE_STEPS, HUNDRED, score_value
from app.services.rating.values import ONE, ZERO

_CENT = Decimal("0.01")


def best_x(item: Item, levels: StandardValue | None, now: Decimal | None) -> Decimal | None:
    """The best X that can be reached: the one the methodology names, else the nearest with Y = cap; None if unknown."""
    if item.best is not None:
        return item.best
    scoring = item.scoring
    p = scoring.p if scoring.p is not None else ZERO
    alpha = scoring.alpha or ONE
    match scoring.kind:
        case ScoringKind.MORE:
            return p + (scoring.cap - HUNDRED) / alpha
        case ScoringKind.LESS:
            return p - (scoring.cap - HUNDRED) / alpha
        case ScoringKind.BAND:
            return scoring.p2 if now is not None and scoring.p2 is not None and now > scoring.p2 else p
        case ScoringKind.STEPS:
            steps = scoring.steps or FIVE_STEPS
            return Decimal(max(range(len(steps)), key=lambda step: (steps[step], -step)))
        case ScoringKind.YESNO:
            return ONE if (scoring.yes or ZERO) >= (scoring.no or ZERO) else ZERO
        case ScoringKind.EFFICACY:
            return None if levels is None else next((level for level in levels.levels if level is not None), None)
        case ScoringKind.NONE:
            return None


def x_for(item: Item, levels: StandardValue | None, now: Decimal | None, best: Decimal, wanted: Decimal) -> Decimal:
    """An X, on a grid of whole numbers or hundredths, that gives Y ≥ ``wanted`` with as little movement as may be.

    ``best`` when nothing less does.
    """
    scoring = item.scoring
    unit = ONE if item.kind is ValueKind.INT else _CENT
    if scoring.kind is ScoringKind.STEPS:
        steps = scoring.steps or FIVE_STEPS
        enough = [step for step in range(len(steps)) if _y(scoring, Decimal(step), levels) >= wanted]
        return min((Decimal(step) for step in enough), key=lambda x: (steps[int(x)], x), default=best)
    if scoring.kind is ScoringKind.YESNO:
        return best
    guess = (
        _searched(scoring, levels, best, wanted, unit)
        if scoring.kind is ScoringKind.EFFICACY
        else _solved(scoring, now, wanted, unit)
    )
    upward = _upward(scoring, levels, now)
    return guess if (guess < best if upward else guess > best) else best


def _upward(scoring: Scoring, levels: StandardValue | None, now: Decimal | None) -> bool:
    """True when a higher X is the better one."""
    if scoring.kind is ScoringKind.EFFICACY:
        return levels is None or not levels.less
    if scoring.kind is ScoringKind.BAND:
        return now is None or scoring.p is None or now < scoring.p
    return scoring.kind is ScoringKind.MORE


def _solved(scoring: Scoring, now: Decimal | None, wanted: Decimal, unit: Decimal) -> Decimal:
    """The straight formulas solved for X, rounded to the grid on the good side."""
    p = scoring.p if scoring.p is not None else ZERO
    distance = (HUNDRED - wanted) / (scoring.alpha or ONE)
    if _upward(scoring, None, now):
        return _grid(p - distance, unit, ROUND_CEILING)
    edge = scoring.p2 if scoring.kind is ScoringKind.BAND and scoring.p2 is not None else p
    return _grid(edge + distance, unit, ROUND_FLOOR)


def _searched(scoring: Scoring, levels: StandardValue | None, best: Decimal, wanted: Decimal, unit: Decimal) -> Decimal:
    """The same for standard levels, by halving the way from the worst published level to the best."""
    known = [level for level in levels.levels if level is not None] if levels is not None else [best]
    sign = -1 if levels is not None and levels.less else 1
    low, high = 0, max(int(abs(best - known[-1]) / unit), 0)
    while low < high:
        middle = (low + high) // 2
        if _y(scoring, known[-1] + sign * middle * unit, levels) >= wanted:
            high = middle
        else:
            low = middle + 1
    return known[-1] + sign * low * unit


def _y(scoring: Scoring, x: Decimal, levels: StandardValue | None) -> Decimal:
    y = score_value(scoring, x, levels)
    return ZERO if y is None else y


def _grid(x: Decimal, unit: Decimal, rounding: str) -> Decimal:
    return (x / unit).to_integral_value(rounding=rounding) * unit
