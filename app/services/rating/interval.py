"""Where score and grade can still end while items are open.

The interval holds under every completion: any open item may get any value, be set to "not applicable", or stay open.
Leaving an item out is the same as giving it the mean of what stays beside it, so the score lies between all open items
at 0 and all of them at the highest cap of the card, on the weights of the card as it is.

For the lowest grade every gate, knock-out and warning that an open item *can* trigger is taken as triggered, for the
highest none of them. Where an item lacks figures of the statements, these count as open too. A fact of the knock-out
and warning lists that nobody has ticked is no open item: it counts as not happened.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from app.models.domain.methodology import Cap, Gate
from app.models.domain.rating import Interval, WarningHit
from app.services.rating.five_c import Tally, may_be_typed, rounded, weighed_with
from app.services.rating.grade import Circumstances, Verdict, decide, gates_for
from app.services.rating.run import Run
from app.services.rating.scoring import PLACES
from app.services.rating.values import ONE, ZERO, Gap, truth
from app.services.rating.warnings import judge, points, texts_of

_NINE = Decimal(1).scaleb(-9)


@dataclass(frozen=True, slots=True)
class Outlook:
    """Gates failed, caps fired and warning points as they may turn out."""

    failed: tuple[Gate, ...]
    fired: tuple[Cap, ...]
    points: int


def interval_of(run: Run, tallied: Tally, hits: Sequence[WarningHit], seen: Circumstances, verdict: Verdict) -> Interval:
    """The interval of a rating that has come to ``verdict``."""
    if verdict.stop:
        return Interval(ZERO, ZERO, verdict.final, verdict.final)
    typed = may_be_typed(run, tallied)
    if not tallied.open and not typed:
        return Interval(tallied.score, tallied.score, verdict.final, verdict.final)
    low, high = score_bounds(run, tallied)
    worst, best = outlook(run, tallied, typed.union(tallied.open), hits, seen)
    m, given = run.compiled.m, run.input
    lowest = decide(m, given, Circumstances(low, seen.completeness, worst.failed, worst.fired, worst.points, provisional=False))
    highest = decide(m, given, Circumstances(high, ONE, best.failed, best.fired, best.points, provisional=True))
    return Interval(low, high, min(lowest.final, verdict.final), max(highest.final, verdict.final))


def score_bounds(run: Run, tallied: Tally) -> tuple[Decimal, Decimal]:
    """Score with every open item at 0, and at the highest cap of the card.

    What is left out for want of a published standard, and may still be typed, is open too.
    """
    items = run.compiled.items
    highest = max((items[item].scoring.cap for item in tallied.marks), default=Decimal(100))
    typed = may_be_typed(run, tallied)
    waiting = typed.union(tallied.open)
    base = weighed_with(run, tallied, typed) if typed else tallied.base
    low = high = 0
    for place in base.places:
        y = highest if place.item in waiting else tallied.marks[place.item].y or ZERO
        part = rounded(int(y.scaleb(PLACES)) * place.share, base.whole)
        high += part
        low += 0 if place.item in waiting else part
    # One unit of 10⁻²⁰ for each item covers the rounding of contributions on other weights.
    slack = len(base.places)
    return _nine(low - slack), _nine(high + slack)


def _nine(units: int) -> Decimal:
    return Decimal(max(units, 0)).scaleb(-PLACES).quantize(_NINE, rounding=ROUND_HALF_UP)


def outlook(
    run: Run, tallied: Tally, waiting: frozenset[str], hits: Sequence[WarningHit], seen: Circumstances
) -> tuple[Outlook, Outlook]:
    """The rules at worst and at best while ``waiting`` items are undecided; rules out of their reach stay as they are."""
    compiled = run.compiled
    lines = not compiled.from_statements.isdisjoint(waiting)
    world = run.open_world(waiting, lines)

    def met(text: str, now: bool) -> bool | Gap:
        return truth(world.value(text)) if compiled.touches(text, waiting, lines) else now

    gates = [(gate, met(gate.when, gate not in seen.failed)) for gate in gates_for(compiled.m, tallied.card.key)]
    caps = [(cap, met(cap.when, cap in seen.fired)) for cap in compiled.m.caps]
    worst_points, best_points = _points(run, world, waiting, lines, hits)
    worst = Outlook(
        tuple(gate for gate, passed in gates if passed is not True),
        tuple(cap for cap, fired in caps if fired is True or (isinstance(fired, Gap) and fired.open)),
        worst_points,
    )
    best = Outlook(
        tuple(gate for gate, passed in gates if passed is not True and not (isinstance(passed, Gap) and passed.open)),
        tuple(cap for cap, fired in caps if fired is True),
        best_points,
    )
    return worst, best


def _points(run: Run, world: Run, waiting: frozenset[str], lines: bool, hits: Sequence[WarningHit]) -> tuple[int, int]:
    """Fresh warning points at worst and at best."""
    rules = run.compiled.m.rules
    known = set(run.input.seen_warnings)
    worst = best = 0
    for hit, rule in zip(hits, run.compiled.m.warnings, strict=True):
        fresh = 0 if (hit.rule, hit.evidence) in known else hit.points
        if not any(run.compiled.touches(text, waiting, lines) for text in texts_of(rule)):
            worst += fresh
            best += fresh
            continue
        colour, value, _ = judge(world, rule)
        if isinstance(colour, Gap):
            worst += rules.warning_points_red
        elif isinstance(value, Gap) and value.open:  # the colour is certain, the evidence is not
            worst += points(rules, colour)
        else:
            worst += min(fresh, points(rules, colour))
            best += min(fresh, points(rules, colour))
    return worst, best
