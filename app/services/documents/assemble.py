"""From records and results to the content tree: chooses words, never computes a figure."""

from __future__ import annotations

from app.models.domain.methodology import Methodology
from app.models.domain.parties import Customer
from app.models.domain.rating import RatingResult
from app.models.domain.records import CaseView
from app.services.documents import content as dc
from app.services.documents.assemble_decision import (
    ask_of,
    lift_of,
    principles_of,
    proposal_of,
    signatures_of,
    split_of,
)
from app.services.documents.assemble_finance import finance_of
from app.services.documents.assemble_items import areas_of, facts_of
from app.services.documents.assemble_score import limit_of, model_of, score_of, warnings_of
from app.services.documents.source import DossierSource
from app.texts import Texts


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
        facts=facts_of(view, m, lang),
        finance=finance_of(view, m, result, t),
        score=score_of(source, lang),
        models=tuple(model_of(outcome, m, t) for outcome in result.models),
        warnings=warnings_of(result, m, t),
        warning_points=result.warning_points,
        limit=limit_of(view, m, result, t),
        proposal=proposal_of(source, lang),
        principles=principles_of(source, t),
        ask=ask_of(source, lang),
        lift=lift_of(source, lang),
        split=split_of(source, lang),
        evidence=_evidence(view),
        signatures=signatures_of(source),
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
