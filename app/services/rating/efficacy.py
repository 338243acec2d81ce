"""Points by published standard levels: 功效系数法, its two-point form, and the modern Wall method (沃尔评分法)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

COEFFICIENTS = tuple(Decimal(value) for value in ("1.0", "0.8", "0.6", "0.4", "0.2"))
"""Standard coefficients of 优秀, 良好, 平均, 较低, 较差 (Chinese rules on performance evaluation of enterprises)."""

_ZERO = Decimal(0)


def efficacy(weight: Decimal, x: Decimal, levels: Sequence[Decimal | None], less: bool = False) -> Decimal:
    """Full points of the efficacy coefficient method: base points of the level reached, plus the way to the next one.

    ``levels`` are the standard values, best first; None where none was published. ``less`` = less is better. At or
    beyond the best level the points are ``weight``, worse than the worst one 0.
    """
    base, place, known = _reached(weight, x, levels, less)
    if place is None or place == 0:
        return base
    (level, coefficient), (better, higher) = known[place], known[place - 1]
    return base + (x - level) / (better - level) * weight * (higher - coefficient)


def efficacy_base(weight: Decimal, x: Decimal, levels: Sequence[Decimal | None], less: bool = False) -> Decimal:
    """Base points alone: weight × coefficient of the best level that ``x`` meets."""
    return _reached(weight, x, levels, less)[0]


def efficacy_two_point(x: Decimal, satisfactory: Decimal, not_allowed: Decimal) -> Decimal:
    """The classic form: 60 at the value that is not allowed, 100 at the satisfactory one, a straight line through both."""
    return Decimal(60) + Decimal(40) * (x - not_allowed) / (satisfactory - not_allowed)


def wall_points(
    x: Decimal,
    standard: Decimal,
    standard_points: Decimal,
    best: Decimal,
    best_points: Decimal,
    least_points: Decimal,
) -> Decimal:
    """Points of a ratio in the modern Wall method, held in [least, best points].

    One point is worth (best − standard ratio) / (best − standard points) of the ratio.
    """
    per_point = (best - standard) / (best_points - standard_points)
    points = standard_points + (x - standard) / per_point
    return min(max(points, least_points), best_points)


def _reached(
    weight: Decimal, x: Decimal, levels: Sequence[Decimal | None], less: bool
) -> tuple[Decimal, int | None, list[tuple[Decimal, Decimal]]]:
    known = [(level, coefficient) for level, coefficient in zip(levels, COEFFICIENTS, strict=True) if level is not None]
    for place, (level, coefficient) in enumerate(known):
        if x <= level if less else x >= level:
            return weight * coefficient, place, known
    return _ZERO, None, known
