"""Gathers what a paper says from the services and puts it into content trees. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app.models.domain.answers import Answer
from app.models.domain.enums import AnswerState, Area, CaseState, CheckState, Grade
from app.models.domain.errors import UserError
from app.models.domain.methodology import Item, Methodology
from app.models.domain.rating import Override
from app.models.domain.records import CaseHead, CaseView, GradeChange, Proposal, StoredRating
from app.services.documents import content as dc
from app.services.documents.assemble import assemble, is_sample
from app.services.documents.assemble_decision import terms_content
from app.services.documents.assemble_items import shown_details, shown_value, source_label
from app.services.documents.forms import (
    ChangeFormContent,
    ChecklistContent,
    NoticeContent,
    QuestionContent,
    RuleContent,
    SheetContent,
)
from app.services.documents.papers.conditions import condition_words
from app.services.documents.source import DossierSource
from app.services.documents.words import rule_label
from app.services.people import PROGRAM
from app.services.ratings.asked import not_asked
from app.services.registry import Services
from app.texts import Texts

# From these states on the dossier tells the rating that was decided on, not what the case would be worth today.
_DECIDED = (
    CaseState.REVIEWED,
    CaseState.APPROVED,
    CaseState.IN_FORCE,
    CaseState.DUE_FOR_REVIEW,
    CaseState.SUPERSEDED,
    CaseState.REJECTED,
)


def build_dossier(
    services: Services, lang: str, *, case_id: int | None = None, customer_id: int | None = None
) -> dc.DossierContent:
    """Return the dossier of a case, or of a customer's newest case, in ``lang`` ("en", "zh" or "ru").

    UserError ``documents.no_case`` when the customer has no case yet; whatever ``cases.view`` raises for an unknown one.
    """
    return assemble(dossier_source(services, _case_id(services, case_id, customer_id), lang), lang)


def dossier_source(services: Services, case_id: int, lang: str = "en") -> DossierSource:
    """Return everything a dossier is made from, read from the store; head, foot and legal note as set for ``lang``."""
    from app.services.rating import ask_next, lift, principles

    view = services.cases.view(case_id)
    proposal = services.grading.proposal(case_id)
    stored = _decided_rating(services, view.head, proposal)
    if stored is not None:
        view = _as_rated(view, stored)
    else:
        proposal = None  # an old proposal says nothing about a case that is being worked on again
    result = stored.result if stored is not None else services.ratings.preview(view)
    given = stored.input if stored is not None else services.cases.input_of(view)
    m = services.methodologies.by_hash(result.methodology_hash or view.head.methodology_hash)
    decisions = services.grading.decisions(proposal.id) if proposal is not None else ()
    approver = decisions[-1].by if decisions else ""
    before = _rating_before(services, view, stored)
    info = services.store_care.info()
    open_draft = services.grading.draft(view, result) if proposal is None and result.rated else None
    return DossierSource(
        view=view,
        methodology=m,
        result=result,
        made_at=services.clock.now(),
        office=office_of(services, lang),
        fingerprint=f"{info.journal_count}:{info.journal_head}" if info.journal_count else "",
        last=before.result if before is not None else None,
        findings=principles(
            m,
            given,
            result,
            assessor=view.head.assessor,
            owner=view.customer.owner,
            approver=approver,
            last_version=before.result.methodology_version if before is not None else None,
            declared=view.head.independent,
        ),
        ask=ask_next(m, given, result),
        lift=lift(m, given, result) if result.rated and result.grade is not Grade.AAA else None,
        split=services.ratings.split(before, stored) if before is not None and stored is not None else None,
        proposal=proposal,
        draft=open_draft,
        decisions=decisions,
        changes=services.grading.changes(view.customer.id),
        given=given,
        story=services.timeline.story(view.customer.id),
    )


def office_of(services: Services, lang: str = "en") -> dc.Office:
    """Return who makes the papers and how they shall look, from the settings; the texts of one's own in ``lang``."""
    kept = services.settings.all()
    address = (kept["company_address"], kept["company_phone"], kept["company_email"])
    return dc.Office(
        name=kept["company_name"],
        address=" · ".join(part for part in address if part),
        head=kept[f"paper_head_{lang}"],
        foot=kept[f"paper_foot_{lang}"],
        legal=kept[f"paper_legal_{lang}"],
        paper=kept["paper_size"],
    )


def build_change_form(services: Services, change_no: int | None, lang: str) -> ChangeFormContent:
    """Return the grade-change form of a log entry, or with None the blank one. UserError ``change.not_found``."""
    made_at, office = services.clock.now(), office_of(services, lang)
    if change_no is None:
        return ChangeFormContent(lang, office, made_at)
    change = services.grading.change(change_no)
    view = services.cases.found(change.case_id)
    m = services.methodologies.by_hash(view.head.methodology_hash)
    form = change_form_of(change, m, lang, office, attached=[kept.name for kept in view.evidence], sample=is_sample(view))
    told = _override_words(services.log.entry(change.no).override, lang)
    return replace(form, journal_row=services.log.row_of(change), text="\n".join(part for part in (told, change.text) if part))


def _override_words(override: Override | None, lang: str) -> str:
    """That the grade was set by hand, "" where it was calculated."""
    if override is None:
        return ""
    texts = Texts.load(lang)
    return texts(
        "documents.form.override", grade=override.grade.name, by=override.by, second=override.second_by,
        day=texts.date(override.expires), reason=override.reason,
    )


def change_form_of(
    change: GradeChange, m: Methodology, lang: str, office: dc.Office, *, attached: Sequence[str] = (), sample: bool = False
) -> ChangeFormContent:
    """Return the form of a log entry. Pure; the day it was entered is the day of the paper, so it never changes.

    ``attached``: names of the files of the case. Security of no worth is left open: whether there is none, or none was
    entered, is not known.
    """
    after, before = change.after.grade, change.before.grade if change.before else None
    balance, overdue = change.own_exposure, change.own_overdue
    return ChangeFormContent(
        lang=lang,
        office=office,
        made_at=change.at,
        no=change.no,
        at=change.at,
        customer_number=change.customer_number,
        customer_name=change.customer_name,
        customer_identifier=change.customer_identifier,
        case_number=change.case_number,
        change_class=change.change_class,
        before=terms_content(change.before, m, lang) if change.before else None,
        after=terms_content(change.after, m, lang),
        notches=None if before is None else int(after) - int(before),
        stop=after <= Grade.CC,
        grounds=change.grounds,
        text=change.text,
        rules=tuple(RuleContent(rule, rule_label(rule, m, lang)) for rule in change.rules),
        attachments=len(attached),
        attached=tuple(attached),
        currency=change.after.currency,
        balance=balance,
        not_due=balance - overdue if balance is not None and overdue is not None else None,
        overdue=overdue,
        security_held=change.security_held or None,
        conditions=change.conditions,
        effective=change.effective,
        next_review=change.next_review,
        proposed_by=change.proposed_by,
        proposed_at=change.proposed_at,
        approved_by=change.approved_by,
        approved_role=None if change.approved_by == PROGRAM else change.approved_role,
        approved_at=change.approved_at,
        decision_note=change.decision_note,
        notices=tuple(NoticeContent(n.department, n.person, n.sent, n.channel, n.acknowledged) for n in change.notices),
        previous_no=change.previous_no,
        changes_12m=change.changes_12m,
        methodology_version=change.methodology_version,
        fingerprint=change.fingerprint,
        sample=sample,
    )


def build_checklist(services: Services, lang: str, *, case_id: int | None = None, blank: bool = True) -> ChecklistContent:
    """Return the checklist of a case's methodology, or with None of the current one; filled in unless ``blank``."""
    view = services.cases.view(case_id) if case_id is not None else None
    m = services.methodologies.by_hash(view.head.methodology_hash) if view else services.methodologies.current()
    return checklist_of(m, lang, office_of(services, lang), services.clock.now().date(), view, blank)


def checklist_of(
    m: Methodology, lang: str, office: dc.Office, day: date, view: CaseView | None = None, blank: bool = True
) -> ChecklistContent:
    """Return the checklist of a methodology on paper. Pure."""
    sheets = []
    left_out = frozenset[str]() if view is None or blank else not_asked(m, view, day)
    for area in Area:
        asked = tuple(
            _question(item, m, lang, None if view is None or blank else view.answers.get(item.id), item.id not in left_out)
            for item in m.items
            if item.area is area and item.source != "expr"
        )
        if asked:
            sheets.append(SheetContent(area, asked))
    return ChecklistContent(
        lang=lang,
        office=office,
        day=day,
        methodology=m.name.get(lang),
        methodology_version=m.version,
        blank=blank or view is None,
        customer_name=view.customer.name if view else "",
        customer_number=view.customer.number if view else "",
        case_number=view.head.number if view else "",
        assessor=view.head.assessor if view else "",
        sheets=tuple(sheets),
        sample=view is not None and not blank and is_sample(view),
    )


def _question(item: Item, m: Methodology, lang: str, answer: Answer | None, asked: bool) -> QuestionContent:
    return QuestionContent(
        id=item.id,
        label=item.label.get(lang),
        help=item.help.get(lang),
        unit=item.unit,
        kind=item.kind,
        options=tuple(choice.label.get(lang) for choice in item.choices),
        columns=tuple(field.label.get(lang) for field in item.details),
        rows=item.rows,
        sources=tuple(source_label(key, m, lang) for key in item.evidence),
        key=item.key,
        value=shown_value(item, answer, lang) if answer else None,
        state=answer.state if answer else AnswerState.EMPTY,
        as_of=answer.as_of if answer else None,
        known_by=tuple(source_label(key, m, lang) for key in answer.sources) if answer else (),
        note=answer.note if answer else "",
        condition=condition_words(item.asked_when, m, Texts.load(lang)),
        details=shown_details(item, answer, lang) if answer else (),
        reason=answer.reason if answer else "",
        comment=answer.comment if answer else "",
        check=answer.check if answer else CheckState.NOT_ASKED,
        by=answer.by if answer else "",
        second_by=answer.second_by if answer else "",
        asked=asked,
    )


def _case_id(services: Services, case_id: int | None, customer_id: int | None) -> int:
    if case_id is not None:
        return case_id
    if customer_id is None:
        raise UserError("documents.no_case")
    heads = services.cases.of_customer(customer_id)
    if not heads:
        raise UserError("documents.no_case")
    return max(heads, key=lambda head: head.id).id


def _decided_rating(services: Services, head: CaseHead, proposal: Proposal | None) -> StoredRating | None:
    if proposal is None or head.state not in _DECIDED:
        return None
    return services.ratings.get(proposal.rating_id)


def _as_rated(view: CaseView, stored: StoredRating) -> CaseView:
    """The case with the inputs of a stored rating: what is printed is what was decided on."""
    given = stored.input
    scored = {statement.end for statement in given.statements}
    others = tuple(statement for statement in view.statements if statement.end not in scored)
    statements = tuple(sorted((*others, *given.statements), key=lambda statement: (statement.end, statement.months)))
    return replace(view, answers=given.answers, guarantees=given.guarantees, statements=statements)


def _rating_before(services: Services, view: CaseView, stored: StoredRating | None) -> StoredRating | None:
    """The rating that the grade before this case rests on."""
    return services.ratings.before(view.customer.id, view.head.id, than=stored.id if stored is not None else None, rated=True)
