"""Published standard values by trade: which set answers for a customer."""

from __future__ import annotations

from decimal import Decimal

from app.models.domain.methodology import Methodology, StandardSet, StandardValue

_LEVELS = {"excellent": 0, "good": 1, "average": 2, "low": 3, "poor": 4}


def sets_of(m: Methodology, trade: str) -> tuple[StandardSet, ...]:
    """The sets of a trade: the one the trade table names, then others of the trade, newest year first."""
    row = next((one for one in m.trades if one.key == trade), None)
    if row is None:
        return ()
    first = [one for one in m.standards if one.key == row.standard_set]
    others = [one for one in m.standards if one.trade == row.key and one.key != row.standard_set]
    return (*first, *sorted(others, key=lambda one: -(one.year or 0)))


def standard_value(m: Methodology, trade: str, indicator: str, level: str) -> Decimal | None:
    """The standard value of ``indicator`` at ``level`` (excellent, good, average, low, poor, acceptable), None if none."""
    for one in sets_of(m, trade):
        for value in one.values:
            if value.indicator != indicator:
                continue
            found = value.acceptable if level == "acceptable" else value.levels[_LEVELS.get(level, 2)]
            if found is not None:
                return found
    return None


def levels_of(m: Methodology, trade: str, indicator: str | None) -> StandardValue | None:
    """The five levels of ``indicator``: of the trade where two or more are published, else of the first general set."""
    if indicator is None:
        return None
    general = [one for one in m.standards if one.kind == "five_level"]
    for one in (*sorted(sets_of(m, trade), key=lambda found: found.kind != "five_level"), *general):
        for value in one.values:
            if value.indicator == indicator and sum(level is not None for level in value.levels) > 1:
                return value
    return None
