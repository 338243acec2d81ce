"""The whole rating in one go: from answers and statements to score, grade, warnings, models, limits and reasons."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction

from app.models.domain.enums import AnswerState, Grade
from app.models.domain.methodology import Card, Methodology
from app.models.domain.rating import ENGINE, Interval, RatingInput, RatingResult, WarningHit
from app.models.domain.statement import Statement
from app.services.rating.compiled import compiled
from app.services.rating.five_c import Tally, c_scores, confidence, item_scores, sub_scores, tally, to_decimal
from app.services.rating.grade import Circumstances, decide, failed_gates, fired_caps
from app.services.rating.interval import interval_of
from app.services.rating.limits import limit_proposal
from app.services.rating.models import model_outcomes
from app.services.rating.ratios import checks_of, periods_of
from app.services.rating.run import Run
from app.services.rating.snapshot import digest, dump
from app.services.rating.values import EXACT, ZERO, truth
from app.services.rating.warnings import fresh_points, warning_hits
from app.services.rating.weights import card_items


def rate(m: Methodology, given: RatingInput, *, with_interval: bool = True) -> RatingResult:
    """Rate ``given`` by ``m``: the same two always give the same result, whatever the order of the answers.

    Without ``with_interval`` the interval holds score and grade alone.
    """
    with localcontext(EXACT):
        run, tallied, hits, seen = assess(m, given)
        verdict = decide(m, given, seen)
        run.settle(grade=verdict.final)
        score = ZERO if verdict.stop else tallied.score
        if with_interval:
            interval = interval_of(run, tallied, hits, seen, verdict)
        else:
            interval = Interval(score, score, verdict.final, verdict.final)
        all_points = sum(hit.points for hit in hits)
        frozen = all_points >= m.rules.warning_freeze_from or verdict.stop
        return RatingResult(
            engine=ENGINE,
            methodology_hash=m.hash,
            methodology_version=m.version,
            input_hash=digest(dump(given)),
            card=tallied.card.key,
            rated=is_rated(run, tallied, seen),
            provisional=seen.provisional,
            score=score,
            score_exact=tallied.total,
            items=item_scores(run, tallied),
            subs=sub_scores(tallied),
            cs=c_scores(tallied),
            completeness=seen.completeness,
            confidence=confidence(run, tallied),
            grade=verdict.final,
            band_grade=verdict.band,
            calculated_grade=verdict.calculated,
            steps=verdict.steps,
            stop=verdict.stop,
            warnings=hits,
            warning_points=all_points,
            limit_frozen=frozen,
            models=model_outcomes(run),
            periods=periods_of(run),
            checks=checks_of(run),
            interval=interval,
            limit=limit_proposal(run, verdict.final, frozen),
        )


def score_only(m: Methodology, given: RatingInput) -> tuple[Decimal, Grade, Tally]:
    """Score, calculated grade and contributions without the rest, as mass runs need them."""
    with localcontext(EXACT):
        _, tallied, _, seen = assess(m, given)
        return tallied.score, decide(m, given, seen).calculated, tallied


def assess(m: Methodology, given: RatingInput) -> tuple[Run, Tally, tuple[WarningHit, ...], Circumstances]:
    """Everything the grade chain looks at. Must run inside the context ``values.EXACT``."""
    run = Run(compiled(m), given)
    return assess_run(run, choose_card(run))


def assess_run(run: Run, card: Card) -> tuple[Run, Tally, tuple[WarningHit, ...], Circumstances]:
    """As ``assess``, for a world that exists already."""
    m, given = run.compiled.m, run.input
    tallied = tally(run, card)
    for item in tallied.open:
        run.settled[f"missing {item}"] = tallied.ys.get(item, ZERO)
    completeness = to_decimal(tallied.completeness)
    run.settle(completeness=completeness)
    hits = warning_hits(run)
    seen = Circumstances(
        tallied.score,
        completeness,
        failed_gates(run, card.key),
        fired_caps(run),
        fresh_points(hits, given.seen_warnings),
        tallied.completeness < Fraction(m.rules.provisional_below),
    )
    return run, tallied, hits, seen


def choose_card(run: Run) -> Card:
    """The card of the wanted profile; for "auto" the first whose condition is true, else the first without one."""
    m, given = run.compiled.m, run.input
    if given.profile == "auto":
        fitting = [card for card in m.cards if card.when is not None and truth(run.value(card.when)) is True]
        card = fitting[0] if fitting else next(card for card in m.cards if card.when is None)
    else:
        card = m.card(given.profile)
    if given.with_areas and card.areas_card:
        return m.card(card.areas_card)
    return card


def is_rated(run: Run, tallied: Tally, seen: Circumstances) -> bool:
    """False for an untouched case: no scored question answered, no statement, no security, no knock-out."""
    if run.input.statements or run.input.guarantees or seen.fired:
        return True
    answers = run.input.answers
    return any(
        item in answers and answers[item].state is AnswerState.VALUE and tallied.marks[item].how == "answered"
        for item in card_items(tallied.card)
    )


def bare_run(m: Methodology, statements: tuple[Statement, ...] = ()) -> Run:
    """A run without answers, for what depends on statements alone."""
    return Run(compiled(m), RatingInput(date.min, "auto", {}, statements))

