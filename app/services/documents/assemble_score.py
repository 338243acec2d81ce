"""Score, grade, models and warnings as content."""

from __future__ import annotations

from decimal import Decimal

from app.models.domain.enums import C, Colour, Grade
from app.models.domain.methodology import Card, Methodology
from app.models.domain.rating import ModelOutcome, Override, RatingResult, Step
from app.services.documents import content as dc
from app.services.documents.assemble_finance import measure
from app.services.documents.source import DossierSource
from app.services.documents.words import rule_label
from app.services.rating.grade import counted_before
from app.texts import Texts

_COLOURS = (Colour.RED, Colour.AMBER, Colour.NONE, Colour.NOT_EVALUATED)
_NEAR = Decimal("1e-12")


def score_of(source: DossierSource, lang: str) -> dc.ScoreContent:
    """Return score and grade with every step between them."""
    m, result = source.methodology, source.result
    bands = tuple(dc.BandContent(band.grade, band.low, band.label.get(lang)) for band in m.bands)
    card = next((card for card in m.cards if card.key == result.card), None)
    return dc.ScoreContent(
        rated=result.rated,
        provisional=result.provisional,
        stop=result.stop,
        flat=card is not None and card.flat,
        score=result.score,
        grade=result.grade,
        band_grade=result.band_grade,
        calculated_grade=result.calculated_grade,
        meaning=next(band.label for band in bands if band.grade is result.grade),
        low=result.interval.low,
        high=result.interval.high,
        low_grade=result.interval.low_grade,
        high_grade=result.interval.high_grade,
        completeness=result.completeness,
        confidence=result.confidence,
        open_points=m.rules.neutral_points if any(item.how == "neutral" for item in result.items) else Decimal(0),
        cs=_cs(source, card, lang),
        bands=bands,
        steps=_steps(source, Texts.load(lang)),
        last_score=source.last.score if source.last else None,
        last_grade=source.last.grade if source.last else None,
    )


def _cs(source: DossierSource, card: Card | None, lang: str) -> tuple[dc.CContent, ...]:
    m, result = source.methodology, source.result
    labels = {sub.key: sub.label.get(lang) for row in m.cards for weight in row.weights for sub in weight.subs}
    last = {row.c: row.score for row in source.last.cs} if source.last else {}
    scores = {row.c: row for row in result.cs}
    card_weights = _card_weights(card, result)
    own = {sub.key: sub.weight for weight in card.weights for sub in weight.subs} if card else {}
    rows = []
    for c in C:
        row = scores.get(c)
        rows.append(
            dc.CContent(
                c=c,
                score=row.score if row else None,
                card_weight=card_weights.get(c, Decimal(0)),
                weight=row.weight if row else Decimal(0),
                adds=row.adds if row else Decimal(0),
                last=last.get(c),
                subs=tuple(
                    dc.SubContent(sub.key, sub.c, labels.get(sub.key, sub.key), own.get(sub.key, sub.weight), sub.weight, sub.y)
                    for sub in result.subs
                    if sub.c is c
                ),
            )
        )
    return tuple(rows)


def _card_weights(card: Card | None, result: RatingResult) -> dict[C, Decimal]:
    """The card's weights of the C, unless the case weighs them otherwise: then the shares of the result, in per cent."""
    shares = {row.c: row.weight for row in result.cs if row.score is not None}
    weights = {row.c: row.weight for row in card.weights} if card else {}
    known = sum((weights.get(c, Decimal(0)) for c in shares), Decimal(0))
    if known and all(abs(weights.get(c, Decimal(0)) / known - share) < _NEAR for c, share in shares.items()):
        return weights
    return {c: share * 100 for c, share in shares.items()}


def _steps(source: DossierSource, t: Texts) -> tuple[dc.StepContent, ...]:
    """The steps of the rating, and the one the grade is held by when the terms stay below it."""
    override = source.given.override if source.given is not None else source.view.head.override
    steps = [_step(step, source.methodology, t, override) for step in source.result.steps]
    counted = counted_before(source.result, source.methodology.rules)
    if counted:
        words = t("documents.step.counted_before", points=t.plural("documents.step.points", counted))
        steps.append(dc.StepContent("warning", "", words, source.result.grade, source.result.grade, False, None))
    terms = source.proposal.terms if source.proposal else source.draft.terms if source.draft else None
    if terms is not None and source.result.rated and terms.grade is not source.result.grade:
        words = t("documents.step.hold_text")
        steps.append(dc.StepContent("hold", "", words, source.result.grade, terms.grade, True, None))
    return tuple(steps)


def _step(step: Step, m: Methodology, t: Texts, override: Override | None) -> dc.StepContent:
    ceilings: dict[str, Grade] = {row.id: row.grade for row in m.caps}
    ceilings.update({row.id: row.grade.moved(-1) for row in m.gates})
    ceilings.update({format(below.normalize(), "f"): grade for below, grade in m.rules.completeness_caps})
    rule, words = step.rule, rule_label(step.rule, m, t.lang)
    if step.kind == "completeness":
        rule, words = "", _completeness_words(step.rule, t)
    elif step.kind == "warning":
        rule, words = "", t.plural("documents.step.points", int(step.rule)) if step.rule else ""
    elif step.kind == "override":
        rule, words = "", t(f"rating.override.{step.rule}") if step.rule else _override_words(override, t)
    ceiling = ceilings.get(step.rule) if step.kind in ("cap", "gate", "completeness") else None
    return dc.StepContent(step.kind, rule, words, step.before, step.after, step.binding, ceiling)


def _override_words(override: Override | None, t: Texts) -> str:
    if override is None:
        return ""
    by = " + ".join(name for name in (override.by, override.second_by) if name)
    return t("documents.step.override_text", reason=override.reason, by=by, day=override.expires)


def _completeness_words(rule: str, t: Texts) -> str:
    if rule == "provisional":
        return t("documents.step.provisional_text")
    return t("documents.step.below", share=t.percent(Decimal(rule) * 100, 0))


def model_of(outcome: ModelOutcome, m: Methodology, t: Texts) -> dc.ModelContent:
    """Return a model with its variables and the zone it lands in."""
    model = next(row for row in m.models if row.key == outcome.key)
    zone = next((row for row in model.zones if row.key == outcome.zone), None)
    return dc.ModelContent(
        key=outcome.key,
        label=model.label.get(t.lang),
        origin=model.origin,
        variables=tuple((name, measure(figure, "", 4, m, t)) for name, figure in outcome.variables),
        value=measure(outcome.value, "", 4, m, t),
        zone=zone.label.get(t.lang) if zone else "",
        tone=zone.tone if zone else "",
    )


def warnings_of(result: RatingResult, m: Methodology, t: Texts) -> tuple[dc.WarningContent, ...]:
    """Return every warning rule with what it said, the worst first."""
    rules = {rule.id: rule for rule in m.warnings}
    rows = [
        dc.WarningContent(
            id=hit.rule,
            label=rules[hit.rule].label.get(t.lang),
            colour=hit.colour,
            value=measure(hit.value, rules[hit.rule].unit, None, m, t) if rules[hit.rule].value else dc.Measure(None),
            points=hit.points,
            question=rules[hit.rule].question.get(t.lang),
        )
        for hit in result.warnings
    ]
    return tuple(sorted(rows, key=lambda row: _COLOURS.index(row.colour)))
