"""From records and results to the content tree: chooses words, never computes a figure."""

from __future__ import annotations

from decimal import Decimal

from app.models.domain.answers import Guarantee
from app.models.domain.enums import C, Colour, Grade, Principle, Severity
from app.models.domain.methodology import Card, Methodology
from app.models.domain.rating import Figure, ModelOutcome, RatingResult, Step
from app.models.domain.records import CaseView, Customer, Decision, Terms
from app.services.documents import content as dc
from app.services.documents.assemble_finance import finance_of, measure
from app.services.documents.assemble_items import areas_of
from app.services.documents.source import DossierSource
from app.services.documents.words import finding_text, reason, rule_label
from app.texts import Texts

_WORST_FIRST = (Severity.PROBLEM, Severity.NOTE, Severity.OK)
_COLOURS = (Colour.RED, Colour.AMBER, Colour.NONE, Colour.NOT_EVALUATED)
_NEAR = Decimal("1e-12")


def assemble(source: DossierSource, lang: str) -> dc.DossierContent:
    """Return the dossier of ``source`` in ``lang`` ("en", "zh" or "ru"). Pure: same source, same content."""
    t = Texts.load(lang)
    view, m, result = source.view, source.methodology, source.result
    return dc.DossierContent(
        lang=lang,
        office=source.office,
        origin=_origin(source, lang),
        customer=_customer(view.customer, m, lang),
        case=_case(view, result),
        areas=areas_of(view, m, result, lang),
        finance=finance_of(view, m, result, t),
        score=_score(source, lang),
        models=tuple(_model(outcome, m, t) for outcome in result.models),
        warnings=_warnings(result, m, t),
        warning_points=result.warning_points,
        limit=_limit(view, m, result, t),
        proposal=_proposal(source, lang),
        principles=_principles(source, t),
        ask=_ask(source, lang),
        lift=_lift(source, lang),
        split=_split(source, lang),
        evidence=_evidence(view),
        signatures=_signatures(source),
        history=tuple(
            dc.HistoryContent(
                no=change.no,
                at=change.at.date(),
                before=change.before.grade if change.before else None,
                after=change.after.grade,
                score=change.after.score,
                change_class=change.change_class,
            )
            for change in source.changes
        ),
    )


def terms_content(terms: Terms, m: Methodology, lang: str) -> dc.TermsContent:
    """Return a column of terms; empty security and release take the wording of the grade's policy."""
    policy = m.policy(terms.grade)
    return dc.TermsContent(
        grade=terms.grade,
        score=terms.score,
        provisional=terms.provisional,
        limit=terms.limit,
        currency=terms.currency,
        term_days=terms.term_days,
        prepayment_pct=terms.prepayment_pct,
        security=terms.security or policy.security.get(lang),
        release=terms.release or policy.release.get(lang),
        review_days=terms.review_days,
    )


def is_sample(view: CaseView) -> bool:
    """Tell whether anything in the case is sample data."""
    return "sample" in view.customer.flags or any(answer.sample for answer in view.answers.values())


def _origin(source: DossierSource, lang: str) -> dc.Origin:
    m, result = source.methodology, source.result
    return dc.Origin(
        number=source.view.head.number,
        made_at=source.made_at,
        methodology=m.name.get(lang),
        methodology_version=result.methodology_version,
        methodology_hash=result.methodology_hash,
        input_hash=result.input_hash,
        engine=result.engine,
        fingerprint=source.fingerprint,
        sample=is_sample(source.view),
    )


def _customer(customer: Customer, m: Methodology, lang: str) -> dc.CustomerContent:
    trade = next((row.label.get(lang) for row in m.trades if row.key == customer.trade), customer.trade)
    return dc.CustomerContent(
        name=customer.name,
        number=customer.number,
        former_names=customer.former_names,
        identifiers=tuple((row.kind, row.value) for row in customer.identifiers),
        country=customer.country,
        address=customer.address,
        trade=trade,
        currency=customer.currency,
        owner=customer.owner,
        officer=customer.officer,
        group=customer.group,
        related=tuple(dc.Person(row.name, _filled(row.relation, row.identifier)) for row in customer.related),
        contacts=tuple(dc.Person(row.name, _filled(row.post, row.phone, row.email)) for row in customer.contacts),
        first_deal=customer.first_deal,
        flags=customer.flags,
        note=customer.note,
    )


def _filled(*texts: str) -> tuple[str, ...]:
    return tuple(text for text in texts if text)


def _case(view: CaseView, result: RatingResult) -> dc.CaseContent:
    head = view.head
    return dc.CaseContent(
        number=head.number,
        state=head.state,
        mode=head.mode,
        profile=result.card or head.profile,
        opened=head.opened,
        assessor=head.assessor,
        verifier=head.verifier,
        verified_at=head.verified_at,
        independent=head.independent,
        change_class=head.change_class,
        purpose=head.purpose,
        currency=head.currency,
        requested_limit=head.requested_limit,
        requested_term=head.requested_term,
        own_monthly_sales=head.own_monthly_sales,
        own_exposure=head.own_exposure,
        own_overdue=head.own_overdue,
        reports=tuple(
            dc.ReportContent(row.agency, row.ordered, row.due, row.arrived, row.cost, row.currency) for row in head.reports
        ),
    )


def _score(source: DossierSource, lang: str) -> dc.ScoreContent:
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
    steps = [_step(step, source.methodology, t) for step in source.result.steps]
    terms = source.proposal.terms if source.proposal else source.draft.terms if source.draft else None
    if terms is not None and source.result.rated and terms.grade is not source.result.grade:
        words = t("documents.step.hold_text")
        steps.append(dc.StepContent("hold", "", words, source.result.grade, terms.grade, True, None))
    return tuple(steps)


def _step(step: Step, m: Methodology, t: Texts) -> dc.StepContent:
    ceilings: dict[str, Grade] = {row.id: row.grade for row in m.caps}
    ceilings.update({row.id: row.grade.moved(-1) for row in m.gates})
    ceilings.update({format(below.normalize(), "f"): grade for below, grade in m.rules.completeness_caps})
    rule, words = step.rule, rule_label(step.rule, m, t.lang)
    if step.kind == "completeness":
        rule, words = "", _completeness_words(step.rule, t)
    elif step.kind == "warning":
        rule, words = "", t.plural("documents.step.points", int(step.rule)) if step.rule else ""
    elif step.kind == "override":
        rule, words = "", t(f"rating.override.{step.rule}") if step.rule else ""
    ceiling = ceilings.get(step.rule) if step.kind in ("cap", "gate", "completeness") else None
    return dc.StepContent(step.kind, rule, words, step.before, step.after, step.binding, ceiling)


def _completeness_words(rule: str, t: Texts) -> str:
    if rule == "provisional":
        return t("documents.step.provisional_text")
    return t("documents.step.below", share=t.percent(Decimal(rule) * 100, 0))


def _model(outcome: ModelOutcome, m: Methodology, t: Texts) -> dc.ModelContent:
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


def _warnings(result: RatingResult, m: Methodology, t: Texts) -> tuple[dc.WarningContent, ...]:
    rules = {rule.id: rule for rule in m.warnings}
    rows = [
        dc.WarningContent(
            id=hit.rule,
            label=rules[hit.rule].label.get(t.lang),
            colour=hit.colour,
            value=measure(hit.value, rules[hit.rule].unit, 4, m, t) if rules[hit.rule].value else dc.Measure(None),
            points=hit.points,
            question=rules[hit.rule].question.get(t.lang),
        )
        for hit in result.warnings
    ]
    return tuple(sorted(rows, key=lambda row: _COLOURS.index(row.colour)))


def _limit(view: CaseView, m: Methodology, result: RatingResult, t: Texts) -> dc.LimitContent:
    methods = {row.id: row for row in m.limits}
    proposal = result.limit
    return dc.LimitContent(
        currency=view.head.currency,
        amount=proposal.amount,
        capped_by=proposal.capped_by,
        frozen=proposal.frozen or result.limit_frozen,
        factor=proposal.factor,
        requested=view.head.requested_limit,
        unfrozen=proposal.unfrozen,
        unfrozen_by=proposal.unfrozen_by,
        methods=tuple(
            dc.LimitMethodContent(
                id=outcome.method,
                label=methods[outcome.method].label.get(t.lang),
                basis=methods[outcome.method].basis.get(t.lang),
                origin=methods[outcome.method].origin,
                amount=outcome.amount,
                why_not=reason(Figure(None, outcome.why_not, outcome.about), m, t) if outcome.why_not else "",
                on=outcome.on,
                binding=outcome.binding,
                parameters=methods[outcome.method].parameters,
            )
            for outcome in proposal.outcomes
        ),
        guarantees=tuple(_guarantee(row, m, t.lang) for row in view.guarantees),
    )


def _guarantee(row: Guarantee, m: Methodology, lang: str) -> dc.GuaranteeContent:
    haircut = next((cut for cut in m.haircuts if cut.key == row.kind), None)
    pct = haircut.pct if haircut else Decimal(0)
    if haircut and haircut.grade_factor:
        factors = {policy.grade.name: policy.guarantor_factor for policy in m.policies}
        pct *= factors.get(row.guarantor_grade, Decimal(0))
    label = haircut.label.get(lang) if haircut else row.kind
    return dc.GuaranteeContent(label, row.value, row.prior, pct, row.guarantor_grade, row.note)


def _proposal(source: DossierSource, lang: str) -> dc.ProposalContent:
    m, given = source.methodology, source.proposal
    if given is not None:
        return dc.ProposalContent(
            terms=terms_content(given.terms, m, lang),
            proposed=True,
            grounds=given.grounds,
            text=given.text,
            conditions=given.conditions,
            effective=given.effective,
            next_review=given.next_review,
            valid_until=given.valid_until,
        )
    draft = source.draft
    if draft is not None:
        terms = terms_content(draft.terms, m, lang)
        return dc.ProposalContent(terms, False, (), "", "", draft.effective, draft.next_review, draft.valid_until)
    return dc.ProposalContent(_policy_terms(source, lang), False, (), "", "", None, None, None)


def _policy_terms(source: DossierSource, lang: str) -> dc.TermsContent:
    """The terms that the policy of the calculated grade gives, where nothing was drafted."""
    m, result, policy = source.methodology, source.result, source.methodology.policy(source.result.grade)
    terms = Terms(
        grade=result.grade,
        score=result.score,
        provisional=result.provisional,
        limit=result.limit.amount,
        currency=source.view.head.currency,
        term_days=policy.term_days,
        prepayment_pct=policy.prepayment_pct,
        security="",
        release="",
        review_days=policy.review_days,
    )
    return terms_content(terms, m, lang)


def _principles(source: DossierSource, t: Texts) -> tuple[dc.PrincipleContent, ...]:
    rows = []
    for principle in Principle:
        found = sorted(
            (finding for finding in source.findings if finding.principle is principle),
            key=lambda finding: _WORST_FIRST.index(finding.severity),
        )
        rows.append(
            dc.PrincipleContent(
                principle=principle,
                severity=found[0].severity if found else Severity.OK,
                findings=tuple(
                    dc.FindingContent(row.severity, finding_text(row, source.methodology, t), row.items) for row in found
                ),
            )
        )
    return tuple(rows)


def _ask(source: DossierSource, lang: str) -> tuple[dc.AskContent, ...]:
    m = source.methodology
    return tuple(
        dc.AskContent(row.item, m.item(row.item).label.get(lang), row.spread, row.low_grade, row.high_grade) for row in source.ask
    )


def _lift(source: DossierSource, lang: str) -> dc.LiftContent | None:
    m, lift = source.methodology, source.lift
    if lift is None:
        return None
    return dc.LiftContent(
        target=lift.target,
        score=lift.score,
        exact=lift.exact,
        moves=tuple(
            dc.MoveContent(row.item, m.item(row.item).label.get(lang), m.item(row.item).unit, row.from_x, row.to_x, row.adds)
            for row in lift.moves
        ),
        blocked_by=tuple(f"{rule} {rule_label(rule, m, lang)}".strip() for rule in lift.blocked_by),
    )


def _split(source: DossierSource, lang: str) -> dc.SplitContent | None:
    m, split = source.methodology, source.split
    if split is None:
        return None
    labels = {item.id: item.label.get(lang) for item in m.items}
    return dc.SplitContent(
        before=split.score_before,
        after=split.score_after,
        inputs=split.inputs,
        methodology=split.methodology,
        grade_before=split.grade_before,
        grade_after=split.grade_after,
        inputs_notches=split.inputs_notches,
        methodology_notches=split.methodology_notches,
        override_notches=split.override_notches,
        items=tuple(
            dc.ChangeItemContent(row.item, labels.get(row.item, row.item), row.before, row.after, row.change)
            for row in split.items
        ),
    )


def _evidence(view: CaseView) -> tuple[dc.EvidenceContent, ...]:
    return tuple(
        dc.EvidenceContent(
            name=row.name,
            sha256=row.sha256,
            size=row.size,
            added_at=row.added_at,
            added_by=row.added_by,
            items=tuple(sorted(key for key, answer in view.answers.items() if row.id in answer.evidence_ids)),
        )
        for row in view.evidence
    )


def _signatures(source: DossierSource) -> tuple[dc.SignatureContent, ...]:
    head, proposal = source.view.head, source.proposal
    rows = [
        dc.SignatureContent("assessor", head.assessor, None, None, "", ""),
        dc.SignatureContent("verifier", head.verifier, None, head.verified_at, "", ""),
    ]
    if proposal is not None:
        rows.append(dc.SignatureContent("proposer", proposal.by, None, proposal.at, "", ""))
    rows += [_decision(decision) for decision in source.decisions] or [dc.SignatureContent("approver", "", None, None, "", "")]
    return tuple(rows)


def _decision(decision: Decision) -> dc.SignatureContent:
    return dc.SignatureContent("approver", decision.by, decision.role, decision.at, decision.outcome, decision.note)
