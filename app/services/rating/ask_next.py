"""Which open item to ask next: those that can move the grade furthest first, then by points of the total."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

from app.models.domain.enums import Grade
from app.models.domain.methodology import Methodology
from app.models.domain.rating import AskNext, RatingInput, RatingResult
from app.services.rating.assess import Assessment, assess
from app.services.rating.five_c import tally, to_decimal
from app.services.rating.grade import Circumstances, decide
from app.services.rating.interval import Outlook, outlook
from app.services.rating.scoring import Marked
from app.services.rating.values import EXACT, ONE, ZERO

_NINE = Decimal(1).scaleb(-9)


def ask_next(m: Methodology, given: RatingInput, result: RatingResult) -> tuple[AskNext, ...]:
    """The open items of ``result``, most decisive first.

    Each is judged alone, the others staying as they are: ``spread`` is what it can add to the total at most, the grades
    are those with the item at its worst (everything it can trigger, triggered) and at its best.
    """
    if result.stop:
        return ()
    with localcontext(EXACT):
        base = assess(m, given)
        found = [_item(base, item) for item in base.tally.open]
    order = {item.id: place for place, item in enumerate(m.items)}
    return tuple(sorted(found, key=lambda one: (one.low_grade - one.high_grade, -one.spread, order[one.item])))


def _item(base: Assessment, item: str) -> AskNext:
    tallied = base.tally
    cap = base.run.compiled.items[item].scoring.cap
    weight = tallied.base.weight(item)
    spread = to_decimal(weight * Fraction(cap))
    worst, best = outlook(base.run, tallied, frozenset((item,)), base.hits, base.seen)
    completeness = min(base.seen.completeness + to_decimal(weight), ONE)
    scores = _scores(base, item, cap)
    grades = [_grade(base, score, completeness, rules) for score, rules in zip(scores, (worst, best), strict=True)]
    return AskNext(item, spread, min(grades), max(grades))


def _scores(base: Assessment, item: str, cap: Decimal) -> tuple[Decimal, Decimal]:
    """The score with the item answered at Y = 0 and at its cap."""
    tallied = base.tally
    place = tallied.used.by_item.get(item)
    if place is not None and tallied.used is tallied.base:
        rest = tallied.total - tallied.ys[item] * place.share / tallied.used.whole
        return _nine(rest), _nine(rest + cap * place.share / tallied.used.whole)
    low, high = (tally(base.run.with_marks({item: Marked("answered", None, y)}), tallied.card).score for y in (ZERO, cap))
    return low, high


def _nine(score: Decimal) -> Decimal:
    return score.quantize(_NINE, rounding=ROUND_HALF_UP)


def _grade(base: Assessment, score: Decimal, completeness: Decimal, rules: Outlook) -> Grade:
    m = base.run.compiled.m
    provisional = completeness < m.rules.provisional_below
    seen = Circumstances(score, completeness, rules.failed, rules.fired, rules.points, provisional)
    return decide(m, base.run.input, seen).final
