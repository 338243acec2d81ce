"""From records and results to the content tree: chooses words, never computes a figure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from app.models.domain.enums import Grade
from app.models.domain.methodology import Methodology
from app.models.domain.parties import Customer
from app.models.domain.rating import RatingResult
from app.models.domain.records import CaseView, GradeChange, GradeInForce, OutsideReport
from app.services.documents import content as dc
from app.services.documents.assemble_decision import (
    ask_of,
    lift_of,
    principles_of,
    proposal_of,
    signatures_of,
    split_of,
)
from app.services.documents.assemble_doubts import verification_of
from app.services.documents.assemble_finance import finance_of
from app.services.documents.assemble_items import areas_of, facts_of
from app.services.documents.assemble_limit import limit_of
from app.services.documents.assemble_score import model_of, score_of, warnings_of
from app.services.documents.source import DossierSource
from app.services.ratings.inputs import input_of
from app.services.timeline.telling import sentence
from app.texts import Texts


def assemble(source: DossierSource, lang: str) -> dc.DossierContent:
    """Return the dossier of ``source`` in ``lang`` ("en", "zh" or "ru"). Pure: same source, same content."""
    t = Texts.load(lang)
    view, m, result = source.view, source.methodology, source.result
    areas = areas_of(view, m, result, lang)
    limit = limit_of(view, m, result, t)
    return dc.DossierContent(
        lang=lang,
        office=source.office,
        origin=_origin(source, lang),
        customer=_customer(view.customer, m, lang),
        case=_case(view, result, source.made_at.date()),
        position=_position(view, limit, source.made_at.date()),
        areas=areas,
        facts=facts_of(view, m, lang),
        finance=finance_of(view, m, result, t),
        score=score_of(source, lang),
        models=tuple(model_of(outcome, m, t) for outcome in result.models),
        warnings=warnings_of(result, m, t),
        warning_points=result.warning_points,
        limit=limit,
        proposal=proposal_of(source, lang),
        principles=principles_of(source, t),
        ask=ask_of(source, lang),
        lift=lift_of(source, lang),
        split=split_of(source, lang),
        verification=verification_of(areas),
        evidence=_evidence(view),
        signatures=signatures_of(source),
        history=tuple(_entry(change) for change in source.changes),
        story=tuple(dc.StoryContent(event.day, sentence(t, event), event.who) for event in source.story),
        grades=_grades(source),
        workings=dc.Workings(m, source.given or input_of(view, source.made_at.date())),
    )


def _entry(change: GradeChange) -> dc.HistoryContent:
    return dc.HistoryContent(
        no=change.no,
        at=change.at.date(),
        before=change.before.grade if change.before else None,
        after=change.after.grade,
        score=change.after.score,
        change_class=change.change_class,
        effective=change.effective,
        limit=change.after.limit,
        currency=change.after.currency,
        term_days=change.after.term_days,
        approved_by=change.approved_by,
        case_number=change.case_number,
    )


def _grades(source: DossierSource) -> tuple[dc.GradePointContent, ...]:
    """The grades of the log, and this case's own while it is not among them."""
    result, terms = source.result, source.proposal.terms if source.proposal else source.draft.terms if source.draft else None
    points = [dc.GradePointContent(row.effective, row.after.grade, row.after.score, True) for row in source.changes]
    if result.rated and not any(row.case_id == source.view.head.id for row in source.changes):
        grade: Grade = terms.grade if terms else result.grade
        points.append(dc.GradePointContent(source.made_at.date(), grade, result.score, False))
    return tuple(points)


def _position(view: CaseView, limit: dc.LimitContent, today: date) -> dc.PositionContent:
    head, in_force = view.head, view.around.in_force
    balance, overdue = head.own_exposure, head.own_overdue
    known = in_force.terms.limit if in_force and in_force.terms.currency == head.currency else None
    frozen = _frozen(in_force, today)
    free = known - balance if known is not None and balance is not None else None
    return dc.PositionContent(
        currency=head.currency,
        monthly_sales=head.own_monthly_sales,
        balance=balance,
        overdue=overdue,
        overdue_share=overdue / balance if balance and overdue is not None and balance > 0 else None,
        security_held=sum((row.counted for row in limit.guarantees), Decimal(0)),
        limit=known,
        free=min(free, Decimal(0)) if frozen and free is not None else free,
        grade=in_force.terms.grade if in_force else None,
        since=in_force.since if in_force else None,
        valid_until=in_force.valid_until if in_force else None,
        frozen=frozen,
    )


def _frozen(in_force: GradeInForce | None, today: date) -> tuple[str, ...]:
    """Why the limit in force is 0 for new orders (``grading.usable``)."""
    if in_force is None:
        return ()
    days = {"late": in_force.next_review, "ended": in_force.valid_until}
    return (*in_force.holds, *(word for word, day in days.items() if today > day))


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


def _case(view: CaseView, result: RatingResult, today: date) -> dc.CaseContent:
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
        reports=tuple(_report(row, today) for row in head.reports),
    )


def _report(row: OutsideReport, today: date) -> dc.ReportContent:
    """An ordered report: late from the day after it was due, by its arrival or by today."""
    late = max(0, ((row.arrived or today) - row.due).days) if row.due is not None else 0
    state = "arrived" if row.arrived is not None else "late" if late else "waiting"
    return dc.ReportContent(row.agency, row.ordered, row.due, row.arrived, row.cost, row.currency, state, late)


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
