"""From the Y of the items to rows, five C and the total, under the missing-data policy (domain.md §4.4).

Contributions are exact fractions turned into Decimal once, at 20 decimals; the total is their sum, exactly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from app.models.domain.enums import C, MissingPolicy
from app.models.domain.methodology import Card
from app.models.domain.rating import CScore, ItemScore, SubScore
from app.services.rating.run import Run
from app.services.rating.scoring import PLACES, Marked
from app.services.rating.values import ONE, ZERO
from app.services.rating.weights import Place, Weighing, card_items, weigh

OPEN = frozenset({"missing", "unknown", "not_computable"})
_UNIT = 10**PLACES
_NINE = Decimal(1).scaleb(-9)


@dataclass(frozen=True, slots=True)
class Tally:
    """What a card comes to. ``base`` weighs every item that may still count, ``used`` the ones that do.

    ``ys`` are the Y that count, ``adds`` their shares of ``total`` in units of 10⁻²⁰.
    """

    card: Card
    marks: Mapping[str, Marked]
    base: Weighing
    used: Weighing
    ys: Mapping[str, Decimal]
    adds: Mapping[str, int]
    total: Decimal
    score: Decimal
    completeness: Fraction
    open: tuple[str, ...]
    policy: MissingPolicy


def tally(run: Run, card: Card) -> Tally:
    """Add up ``card`` for the customer of ``run``."""
    rules = run.compiled.m.rules
    marks = {item: run.mark(item) for item in card_items(card)}
    gone = frozenset(item for item, mark in marks.items() if mark.how in ("not_applicable", "left_out"))
    base = _weighing(run, card, gone)
    waiting = tuple(place.item for place in base.places if marks[place.item].how in OPEN)
    blank = set(waiting)
    answered = sum(place.share for place in base.places if place.item not in blank)
    completeness = Fraction(answered, base.whole) if base.places else Fraction(0)
    wanted = MissingPolicy(run.input.missing) if run.input.missing else rules.missing
    if wanted is MissingPolicy.RENORMALISE and completeness < Fraction(rules.renormalise_from):
        wanted = MissingPolicy.PRUDENT
    used, instead = base, ZERO
    if wanted is MissingPolicy.RENORMALISE and waiting:
        used = _weighing(run, card, gone | _droppable(base, blank))
    elif wanted is MissingPolicy.NEUTRAL:
        instead = rules.neutral_points
    ys: dict[str, Decimal] = {}
    for place in used.places:
        y = marks[place.item].y
        ys[place.item] = y if y is not None else min(instead, run.compiled.items[place.item].scoring.cap)
    adds = {place.item: _share(ys[place.item], place.share, used.whole) for place in used.places}
    total = Decimal(sum(adds.values())).scaleb(-PLACES)
    score = total.quantize(_NINE, rounding=ROUND_HALF_UP)
    return Tally(card, marks, base, used, ys, adds, total, score, completeness, waiting, wanted)


def _weighing(run: Run, card: Card, gone: frozenset[str]) -> Weighing:
    weights = {} if card.flat else run.input.weights
    key = (card.key, tuple(sorted(weights.items())), gone)
    kept = run.compiled.weighings
    found = kept.get(key)
    if found is None:
        if len(kept) > 500:
            kept.clear()
        found = weigh(card, weights, gone)
        kept[key] = found
    return found


def may_be_typed(run: Run, tallied: Tally) -> frozenset[str]:
    """Items left out because no standard is published for the trade, which an officer may still answer by hand."""
    return frozenset(
        item for item, mark in tallied.marks.items()
        if mark.how == "left_out" and mark.reason == "rating.no_standard" and run.compiled.items[item].source == "either"
    )


def weighed_with(run: Run, tallied: Tally, more: frozenset[str]) -> Weighing:
    """The weights of the card with ``more`` of the items that are left out."""
    gone = frozenset(item for item, mark in tallied.marks.items() if mark.how in ("not_applicable", "left_out"))
    return _weighing(run, tallied.card, gone - more)


def _droppable(base: Weighing, blank: set[str]) -> frozenset[str]:
    """Open items of rows in which something is answered; a row with nothing in it has nothing to stand in for it."""
    answered = {(place.c, place.sub) for place in base.places if place.item not in blank}
    return frozenset(place.item for place in base.places if place.item in blank and (place.c, place.sub) in answered)


def _share(y: Decimal, share: int, whole: int) -> int:
    """share/whole of ``y`` in units of 10⁻²⁰, half to even."""
    return rounded(int(y.scaleb(PLACES)) * share, whole)


def rounded(numerator: int, denominator: int) -> int:
    """numerator/denominator as a whole number, half to even; ``denominator`` > 0."""
    whole, rest = divmod(numerator, denominator)
    twice = 2 * rest
    return whole + (twice > denominator or (twice == denominator and whole % 2 == 1))


def to_decimal(value: Fraction) -> Decimal:
    """``value`` at 20 decimals."""
    return _decimal(rounded(value.numerator * _UNIT, value.denominator))


def _decimal(units: int) -> Decimal:
    """``units`` of 10⁻²⁰ as a number."""
    return Decimal(units).scaleb(-PLACES)


# --- the parts of the result --------------------------------------------------------------------------------------


def item_scores(run: Run, tallied: Tally) -> tuple[ItemScore, ...]:
    """One ItemScore for each item of the card, in the order of the methodology."""
    order = {item: place for place, item in enumerate(run.compiled.items)}
    return tuple(_item_score(run, tallied, item) for item in sorted(tallied.marks, key=order.__getitem__))


def _item_score(run: Run, tallied: Tally, item: str) -> ItemScore:
    mark = tallied.marks[item]
    where = tallied.used.by_item.get(item) or tallied.base.by_item.get(item)
    used = tallied.used.by_item.get(item)
    waiting = mark.how in OPEN and where is not None
    definition = run.compiled.items[item]
    how, flags = mark.how, mark.flags
    y = tallied.ys.get(item)
    if waiting and used is None:
        how, flags = "left_out", (mark.how,)
    elif waiting and tallied.policy is MissingPolicy.NEUTRAL:
        how, flags = "neutral", (mark.how,)
    closed = y if y is not None else ZERO
    return ItemScore(
        item,
        where.c if where else definition.c,
        where.sub if where else "",
        mark.x,
        y,
        _decimal(rounded(used.share * _UNIT, tallied.used.whole)) if used else ZERO,
        _decimal(tallied.adds[item]) if used else ZERO,
        how,
        ZERO if waiting else closed,
        definition.scoring.cap if waiting else closed,
        flags,
    )


def sub_scores(tallied: Tally) -> tuple[SubScore, ...]:
    """The rows of the card; a row in which nothing counts has no score."""
    sums: dict[tuple[C, str], tuple[int, int, int]] = {}
    for place in tallied.used.places:
        sums[place.c, place.sub] = _joined(sums.get((place.c, place.sub)), tallied, place)
    found: list[SubScore] = []
    for c in tallied.card.weights:
        for sub in c.subs:
            share = tallied.used.rows.get((c.c, sub.key), Fraction(0))
            found.append(SubScore(sub.key, c.c, _mean(sums.get((c.c, sub.key))), to_decimal(share)))
    return tuple(found)


def c_scores(tallied: Tally) -> tuple[CScore, ...]:
    """The five C in their fixed order; one without items is not assessed."""
    sums: dict[C, tuple[int, int, int]] = {}
    for place in tallied.used.places:
        sums[place.c] = _joined(sums.get(place.c), tallied, place)
    return tuple(
        CScore(c, _mean(sums.get(c)), to_decimal(tallied.used.cs.get(c, Fraction(0))), _decimal(sums.get(c, (0, 0, 0))[2]))
        for c in C
    )


def _joined(before: tuple[int, int, int] | None, tallied: Tally, place: Place) -> tuple[int, int, int]:
    """Σ share·Y, Σ share and Σ contributions with ``place`` among them."""
    weighted, whole, adds = before or (0, 0, 0)
    y = int(tallied.ys[place.item].scaleb(PLACES))
    return weighted + y * place.share, whole + place.share, adds + tallied.adds[place.item]


def _mean(sums: tuple[int, int, int] | None) -> Decimal | None:
    return _decimal(rounded(sums[0], sums[1])) if sums is not None and sums[1] else None


def confidence(run: Run, tallied: Tally) -> Decimal:
    """How well the answered weight is evidenced, 0…1: each item by the best of its sources, without any 0.

    Items computed from the statements are as good as the statements: audited ones count in full.
    """
    weights = {source.key: source.weight for source in run.compiled.m.sources}
    statement = _statement_quality(run, weights)
    waiting = set(tallied.open)
    shares: dict[Decimal, int] = {}
    for place in tallied.base.places:
        if place.item in waiting:
            continue
        item = run.compiled.items[place.item]
        answer = run.input.answers.get(place.item)
        if place.item in run.compiled.from_statements:
            quality = statement
        elif item.source == "expr":
            quality = weights.get(next(iter(item.evidence), ""), ZERO)
        else:
            sources = answer.sources if answer is not None else ()
            quality = max([weights.get(one, ZERO) for one in sources], default=ZERO)
        shares[quality] = shares.get(quality, 0) + place.share
    whole = sum(shares.values())
    good = sum((Fraction(quality) * share for quality, share in shares.items()), Fraction(0))
    return to_decimal(good / whole) if whole else ZERO


def _statement_quality(run: Run, weights: Mapping[str, Decimal]) -> Decimal:
    if not run.years:
        return ZERO
    newest = run.years[0].statement
    own = weights.get(newest.source, ZERO)
    return max(own, weights.get("AUD", ONE)) if newest.audited else own
