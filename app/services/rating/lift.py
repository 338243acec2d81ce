"""What would lift the grade: the smallest set of changes, proven by scoring again (domain.md §0, "Lift advice").

A change raises one movable item to its best reachable Y, or to less for one of them, the last. Fewest items win, then
least movement, which is the sum of the points of Y that the items move. Up to six movable items every set is tried;
beyond that one way is found by leaving out what is not needed, smallest gain first, so that no member can be left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import combinations

from app.models.domain.enums import Grade
from app.models.domain.methodology import Item, Methodology, StandardValue
from app.models.domain.rating import Lift, LiftMove, RatingInput, RatingResult
from app.services.rating.assess import Assessment, assess, reassess
from app.services.rating.grade import Circumstances, decide
from app.services.rating.reach import best_x, x_for
from app.services.rating.scoring import Marked, mark_value
from app.services.rating.values import EXACT, ZERO
from app.services.rating.weights import card_items

EXACT_UP_TO = 6
_STIR = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Chance:
    """A movable item, where it stands and the best it can reach."""

    item: Item
    levels: StandardValue | None
    x: Decimal | None
    y: Decimal
    best: Marked

    @property
    def gain(self) -> Decimal:
        """Points of Y it can move."""
        return (self.best.y or ZERO) - self.y


@dataclass(frozen=True, slots=True)
class Way:
    """A set of changes that has been scored: ``marks`` in the order of the methodology."""

    marks: dict[str, Marked]
    movement: Decimal


def lift(m: Methodology, given: RatingInput, result: RatingResult, target: Grade | None = None) -> Lift:
    """The smallest set of changes after which the calculated grade is ``target`` (the next better one if None)."""
    if target is None and result.calculated_grade is Grade.AAA:
        return Lift(None, (), None, True)
    aim = target if target is not None else result.calculated_grade.moved(1)
    with localcontext(EXACT):
        base = assess(m, given)
        if base.verdict.calculated >= aim:
            return Lift(aim, (), base.tally.score, True)
        chances = tuple(_chances(base))
        everything = reassess(base, {one.item.id: one.best for one in chances})
        if everything.verdict.calculated < aim:
            return Lift(aim, (), None, True, _blockers(everything, aim))
        exact = len(chances) <= EXACT_UP_TO
        way = _smallest(base, chances, aim) if exact else _one_way(base, chances, aim)
        return _told(base, way, aim, exact)


def _chances(base: Assessment) -> Iterator[Chance]:
    on_card = set(card_items(base.tally.card))
    for item in base.run.compiled.m.items:
        if not item.movable or item.id not in on_card or base.tally.base.weight(item.id) == 0:
            continue
        mark = base.tally.marks[item.id]
        levels = base.run.levels(item)
        x = best_x(item, levels, mark.x)
        best = mark_value(item.scoring, x, levels) if x is not None else None
        now = base.tally.ys.get(item.id, ZERO)
        if best is not None and best.y is not None and best.y > now:
            yield Chance(item, levels, mark.x, now, best)


def _smallest(base: Assessment, chances: Sequence[Chance], aim: Grade) -> Way:
    """Try every set, smallest first; of the sets of one size the one with least movement."""
    for size in range(1, len(chances) + 1):
        ways = [
            way
            for chosen in combinations(chances, size)
            if (full := reassess(base, {one.item.id: one.best for one in chosen})).verdict.calculated >= aim
            for way in _partial(base, full, chosen, aim)
        ]
        if ways:
            return min(ways, key=lambda way: way.movement)
    raise AssertionError("all movable items together reach the grade, so some set does")


def _one_way(base: Assessment, chances: Sequence[Chance], aim: Grade) -> Way:
    """Start from everything and leave out what is not needed, smallest gain of the total first."""
    weight = base.tally.base.weight
    kept = list(chances)
    for one in sorted(
        chances, key=lambda chance: weight(chance.item.id) * chance.gain.as_integer_ratio()[0] / chance.gain.as_integer_ratio()[1]
    ):
        fewer = [other for other in kept if other is not one]
        if fewer and reassess(base, {c.item.id: c.best for c in fewer}).verdict.calculated >= aim:
            kept = fewer
    full = reassess(base, {one.item.id: one.best for one in kept})
    return min(_partial(base, full, kept, aim), key=lambda way: way.movement)


def _partial(base: Assessment, full: Assessment, chosen: Sequence[Chance], aim: Grade) -> Iterator[Way]:
    """The ways with all of ``chosen`` at their best but one, which moves no further than it must."""
    best = {one.item.id: one.best for one in chosen}
    whole = sum((one.gain for one in chosen), ZERO)
    needed = _needed_score(full, aim)
    for last in chosen:
        place = full.tally.used.by_item.get(last.item.id)
        top = last.best.y or ZERO
        if place is None or last.best.x is None:
            yield Way(best, whole)
            continue
        spare = (full.tally.total - needed) * full.tally.used.whole / place.share
        marks = {**best, last.item.id: _least(last, top - spare)}
        if marks != best and reassess(base, marks).verdict.calculated < aim:
            marks = {**best, last.item.id: _searched(base, last, best, aim)}  # a rule asks for more than the score does
        yield Way(marks, whole - top + (marks[last.item.id].y or ZERO))


def _needed_score(full: Assessment, aim: Grade) -> Decimal:
    """The lowest border of a band from which the rules, as they stand in ``full``, let the grade reach ``aim``."""
    m, seen = full.run.compiled.m, full.seen
    for band in sorted(m.bands, key=lambda one: one.low):
        there = Circumstances(band.low, seen.completeness, seen.failed, seen.fired, seen.points, seen.provisional)
        if decide(m, full.run.input, there).calculated >= aim:
            return min(band.low, full.tally.score)
    return full.tally.score


def _least(chance: Chance, wanted: Decimal) -> Marked:
    """``chance`` moved just far enough for Y ≥ ``wanted``, and at all."""
    best = chance.best.x
    if best is None:
        return chance.best
    aim = max(wanted, chance.y + _STIR)
    mark = mark_value(chance.item.scoring, x_for(chance.item, chance.levels, chance.x, best, aim), chance.levels)
    return mark if mark.y is not None and mark.y >= aim else chance.best


def _searched(base: Assessment, last: Chance, best: dict[str, Marked], aim: Grade) -> Marked:
    """The least Y of ``last``, by halving to a hundredth of a point, with which the rules let the grade reach ``aim``."""
    low, high = last.y, last.best.y or ZERO
    found = last.best
    while high - low > _STIR:
        middle = (low + high) / 2
        mark = _least(last, middle)
        if reassess(base, {**best, last.item.id: mark}).verdict.calculated >= aim:
            found, high = mark, middle
        else:
            low = middle
    return found


def _told(base: Assessment, way: Way, aim: Grade, exact: bool) -> Lift:
    after = reassess(base, way.marks)
    moves = []
    for item, mark in way.marks.items():
        moves.append(
            LiftMove(
                item,
                base.tally.marks[item].x,
                mark.x,
                base.tally.ys.get(item, ZERO),
                mark.y or ZERO,
                _adds(after, item) - _adds(base, item),
            )
        )
    return Lift(aim, tuple(moves), after.tally.score, exact)


def _adds(one: Assessment, item: str) -> Decimal:
    return Decimal(one.tally.adds.get(item, 0)).scaleb(-20)


def _blockers(everything: Assessment, aim: Grade) -> tuple[str, ...]:
    """What keeps the grade below ``aim`` with all movable items at their best: ids of rules, "completeness", "score"."""
    m, seen = everything.run.compiled.m, everything.seen
    found = [gate.id for gate in seen.failed if gate.grade <= aim and everything.verdict.band >= gate.grade]
    found += [cap.id for cap in seen.fired if cap.grade < aim]
    if any(seen.completeness < below and highest < aim for below, highest in m.rules.completeness_caps):
        found.append("completeness")
    if seen.points >= m.rules.warning_notch_from:
        known = set(everything.run.input.seen_warnings)
        found += [hit.rule for hit in everything.hits if hit.points and (hit.rule, hit.evidence) not in known]
    if everything.verdict.band < aim or not found:
        found.append("score")
    return tuple(found)
