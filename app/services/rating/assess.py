"""The part of a rating that its reasons start from again: card, score, warnings, gates and caps, and the grade."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from app.models.domain.methodology import Card, Methodology
from app.models.domain.rating import RatingInput, WarningHit
from app.services.rating.compiled import compiled
from app.services.rating.five_c import Tally, tally, to_decimal
from app.services.rating.grade import Circumstances, Verdict, decide, failed_gates, fired_caps, gates_for
from app.services.rating.run import Run
from app.services.rating.scoring import Marked
from app.services.rating.values import ZERO, truth
from app.services.rating.warnings import fresh_points, texts_of, warning_hit, warning_hits


@dataclass(frozen=True, slots=True)
class Assessment:
    """A customer scored and graded. Made and used inside the context ``values.EXACT``."""

    run: Run
    tally: Tally
    hits: tuple[WarningHit, ...]
    seen: Circumstances
    verdict: Verdict


def assess(m: Methodology, given: RatingInput) -> Assessment:
    """Score and grade ``given`` by ``m``."""
    run = Run(compiled(m), given)
    tallied = _tallied(run, choose_card(run))
    hits = warning_hits(run)
    seen = _seen(tallied, run, hits)
    verdict = decide(m, given, seen)
    run.settle(grade=verdict.final)
    return Assessment(run, tallied, hits, seen, verdict)


def reassess(base: Assessment, marks: Mapping[str, Marked]) -> Assessment:
    """``base`` with other X and Y for some items; only the rules within their reach are looked at again."""
    run = base.run.with_marks(marks)
    tallied = _tallied(run, base.tally.card)
    changed = frozenset(marks)
    compiled_m = run.compiled

    def touched(text: str) -> bool:
        return compiled_m.touches(text, changed, lines=False)

    hits = tuple(
        warning_hit(run, rule) if any(map(touched, texts_of(rule))) else hit
        for rule, hit in zip(compiled_m.m.warnings, base.hits, strict=True)
    )
    old_failed = {gate.id for gate in base.seen.failed}
    failed = tuple(
        gate
        for gate in gates_for(compiled_m.m, tallied.card.key)
        if (truth(run.value(gate.when)) is not True if touched(gate.when) else gate.id in old_failed)
    )
    old_fired = {cap.id for cap in base.seen.fired}
    fired = tuple(
        cap for cap in compiled_m.m.caps if (truth(run.value(cap.when)) is True if touched(cap.when) else cap.id in old_fired)
    )
    seen = Circumstances(
        tallied.score,
        to_decimal(tallied.completeness),
        failed,
        fired,
        fresh_points(hits, run.input.seen_warnings),
        _provisional(run, tallied),
    )
    return Assessment(run, tallied, hits, seen, decide(compiled_m.m, run.input, seen))


def choose_card(run: Run) -> Card:
    """The card of the wanted profile; for "auto" the first whose condition is true, else the first without one."""
    m, given = run.compiled.m, run.input
    if given.profile == "auto":
        fitting = [card for card in m.cards if card.when is not None and truth(run.value(card.when)) is True]
        card = fitting[0] if fitting else _otherwise(m)
    else:
        card = m.card(given.profile)
    if given.with_areas and card.areas_card:
        return m.card(card.areas_card)
    return card


def _otherwise(m: Methodology) -> Card:
    """The first card without a condition that is a profile of its own."""
    second = {card.areas_card for card in m.cards}
    return next(card for card in m.cards if card.when is None and card.key not in second)


def _tallied(run: Run, card: Card) -> Tally:
    """Add up ``card`` and tell the run what its rules may ask about that."""
    tallied = tally(run, card)
    for item in tallied.open:
        run.settled[f"missing {item}"] = tallied.ys.get(item, ZERO)
    run.settle(completeness=to_decimal(tallied.completeness))
    return tallied


def _seen(tallied: Tally, run: Run, hits: tuple[WarningHit, ...]) -> Circumstances:
    return Circumstances(
        tallied.score,
        to_decimal(tallied.completeness),
        failed_gates(run, tallied.card.key),
        fired_caps(run),
        fresh_points(hits, run.input.seen_warnings),
        _provisional(run, tallied),
    )


def _provisional(run: Run, tallied: Tally) -> bool:
    return tallied.completeness < Fraction(run.compiled.m.rules.provisional_below)
