"""Where a customer stands against the published standard values of its trade. Pure: rating and trade in, rows out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from app.models.domain.methodology import Methodology, StandardSet, StandardValue
from app.models.domain.rating import RatingResult
from app.services.rating.standards import sets_of

LEVELS = ("excellent", "good", "average", "low", "poor")
_PLACES = tuple(Decimal(value) for value in ("1", "0.75", "0.5", "0.25", "0"))


@dataclass(frozen=True, slots=True)
class Compared:
    """One ratio against its standard values, all in the unit in which they are published.

    ``levels`` are the five values, best first, None where none was published. ``reached`` is the best level that ``x`` meets,
    "" when it is worse than all. ``place`` is where it stands between the worst (0) and the best level (1), None where no
    levels are published. ``meets`` says whether the value acceptable in the trade is met, None where there is none.
    """

    ratio: str
    unit: str
    x: Decimal
    levels: tuple[Decimal | None, ...]
    less: bool
    acceptable: Decimal | None
    reached: str
    place: Decimal | None
    meets: bool | None


@dataclass(frozen=True, slots=True)
class TradeComparison:
    """The rows, and the sets they were taken from, the one that gave most rows first. ``own``: a set of the trade itself."""

    rows: tuple[Compared, ...]
    sets: tuple[StandardSet, ...]
    own: bool


def against_trade(m: Methodology, result: RatingResult, trade: str) -> TradeComparison:
    """Compare the ratios of the newest period; sets of the trade speak before those for all trades."""
    if not result.periods:
        return TradeComparison((), (), False)
    ratios = result.periods[-1].ratios
    own = sets_of(m, trade)
    general = [one for one in m.standards if one.kind == "five_level" and not one.trade and one not in own]
    order = (*sorted(own, key=lambda one: one.kind != "five_level"), *sorted(general, key=lambda one: -(one.year or 0)))
    rows: list[Compared] = []
    used: Counter[str] = Counter()
    for ratio in m.ratios:
        figure = ratios.get(ratio.key)
        levels = next((pair for pair in _values(order, ratio.key) if _known(pair[1]) > 1), None)
        accepted = next((pair for pair in _values(own, ratio.key) if pair[1].acceptable is not None), None)
        if figure is None or figure.value is None or (levels is None and accepted is None):
            continue
        x = figure.value * 100 if ratio.unit == "%" else figure.value
        used.update({pair[0].key for pair in (levels, accepted) if pair is not None})
        rows.append(_compared(ratio.key, ratio.unit, x, levels and levels[1], accepted and accepted[1]))
    sets = sorted((one for one in order if used[one.key]), key=lambda one: -used[one.key])
    return TradeComparison(tuple(rows), tuple(sets), any(one in own for one in sets))


def _values(sets: Iterable[StandardSet], indicator: str) -> Iterator[tuple[StandardSet, StandardValue]]:
    """What each set publishes of a ratio, in the order of the sets."""
    for one in sets:
        for value in one.values:
            if value.indicator == indicator:
                yield one, value


def _known(value: StandardValue) -> int:
    return sum(level is not None for level in value.levels)


def _compared(
    ratio: str, unit: str, x: Decimal, levels: StandardValue | None, accepted: StandardValue | None
) -> Compared:
    less = any(value.less for value in (levels, accepted) if value is not None)
    wanted = None if accepted is None else accepted.acceptable
    meets = None if wanted is None else (x <= wanted if less else x >= wanted)
    if levels is None:
        return Compared(ratio, unit, x, (None,) * len(LEVELS), less, wanted, "", None, meets)
    known = [
        (level, place, name)
        for level, place, name in zip(levels.levels, _PLACES, LEVELS, strict=True) if level is not None
    ]
    reached = next((name for level, _, name in known if (x <= level if less else x >= level)), "")
    place = _at(x, [(level, at) for level, at, _ in known], less)
    return Compared(ratio, unit, x, levels.levels, less, wanted, reached, place, meets)


def _at(x: Decimal, known: list[tuple[Decimal, Decimal]], less: bool) -> Decimal:
    """A straight line from level to level; beyond the ends the figure stands at the end."""
    side = -1 if less else 1
    if x * side >= known[0][0] * side:
        return known[0][1]
    for (better, upper), (worse, lower) in zip(known, known[1:], strict=False):
        if x * side >= worse * side:
            return lower if better == worse else lower + (upper - lower) * (x - worse) / (better - worse)
    return known[-1][1]
