"""The whole rating in one go: from answers and statements to score, grade, warnings, models, limits and reasons."""

from __future__ import annotations

from decimal import Decimal, localcontext

from app.models.domain.enums import AnswerState, Grade
from app.models.domain.methodology import Methodology
from app.models.domain.rating import ENGINE, Interval, RatingInput, RatingResult
from app.services.rating.assess import Assessment, assess
from app.services.rating.five_c import Tally, c_scores, confidence, item_scores, sub_scores
from app.services.rating.interval import interval_of
from app.services.rating.limits import limit_proposal
from app.services.rating.models import model_outcomes
from app.services.rating.ratios import checks_of, periods_of
from app.services.rating.snapshot import digest, dump
from app.services.rating.values import EXACT, ZERO
from app.services.rating.weights import card_items


def rate(m: Methodology, given: RatingInput, *, with_interval: bool = True) -> RatingResult:
    """Rate ``given`` by ``m``: the same two always give the same result, whatever the order of the answers.

    Without ``with_interval`` the interval holds score and grade alone. KeyError when ``given.profile`` is no card.
    """
    with localcontext(EXACT):
        base = assess(m, given)
        run, tallied, hits, seen, verdict = base.run, base.tally, base.hits, base.seen, base.verdict
        points = sum(hit.points for hit in hits)
        frozen = points >= m.rules.warning_freeze_from or verdict.stop
        return RatingResult(
            engine=ENGINE,
            methodology_hash=m.hash,
            methodology_version=m.version,
            input_hash=digest(dump(given)),
            card=tallied.card.key,
            rated=is_rated(base),
            provisional=seen.provisional,
            score=_score(base),
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
            warning_points=points,
            limit_frozen=frozen,
            models=model_outcomes(run),
            periods=periods_of(run),
            checks=checks_of(run),
            interval=_interval(base, with_interval),
            limit=limit_proposal(run, verdict.final, frozen),
        )


def score_only(m: Methodology, given: RatingInput) -> tuple[Decimal, Grade, Tally]:
    """Score, calculated grade and contributions without the rest, as mass runs need them."""
    with localcontext(EXACT):
        base = assess(m, given)
        return _score(base), base.verdict.calculated, base.tally


def is_rated(base: Assessment) -> bool:
    """False for an untouched case: no scored question answered, no statement, no security, no knock-out ticked.

    False as well for a card of which every item was set aside as not applicable.
    """
    given, marks, compiled_m = base.run.input, base.tally.marks, base.run.compiled
    answered = {key for key, one in given.answers.items() if one.state is AnswerState.VALUE}
    if any(compiled_m.reach(cap.when) & compiled_m.facts & answered for cap in base.seen.fired):
        return True
    if not base.tally.base.places:
        return False  # everything was set aside: there is nothing that a score could be made of
    if given.statements or given.guarantees:
        return True
    return any(item in answered and marks[item].how == "answered" for item in card_items(base.tally.card))


def _score(base: Assessment) -> Decimal:
    return ZERO if base.verdict.stop else base.tally.score


def _interval(base: Assessment, wanted: bool) -> Interval:
    if wanted:
        return interval_of(base.run, base.tally, base.hits, base.seen, base.verdict)
    score, grade = _score(base), base.verdict.final
    return Interval(score, score, grade, grade)
