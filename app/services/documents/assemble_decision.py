"""Principles, advice, proposal and signatures as content."""

from __future__ import annotations

from app.models.domain.enums import Principle, Severity
from app.models.domain.methodology import Methodology
from app.models.domain.records import Decision, Terms
from app.services.documents import content as dc
from app.services.documents.source import DossierSource
from app.services.documents.words import finding_text, rule_label
from app.texts import Texts

_WORST_FIRST = (Severity.PROBLEM, Severity.NOTE, Severity.OK)


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


def proposal_of(source: DossierSource, lang: str) -> dc.ProposalContent:
    """Return what is proposed: the proposal, else the drafted terms, else what the policy of the grade gives."""
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


def principles_of(source: DossierSource, t: Texts) -> tuple[dc.PrincipleContent, ...]:
    """Return the four principles, each with its findings in words, the worst first."""
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
                findings=tuple(dc.FindingContent(row.severity, finding_text(row, t), row.items) for row in found),
            )
        )
    return tuple(rows)


def ask_of(source: DossierSource, lang: str) -> tuple[dc.AskContent, ...]:
    """Return the open items in the order of what they can move."""
    m = source.methodology
    return tuple(
        dc.AskContent(row.item, m.item(row.item).label.get(lang), row.spread, row.low_grade, row.high_grade) for row in source.ask
    )


def lift_of(source: DossierSource, lang: str) -> dc.LiftContent | None:
    """Return what would lift the grade, None when nothing was asked."""
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


def split_of(source: DossierSource, lang: str) -> dc.SplitContent | None:
    """Return what moved since the last rating, None when there is none."""
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


def signatures_of(source: DossierSource) -> tuple[dc.SignatureContent, ...]:
    """Return who stands for the case; the last line waits for the approver while nothing is decided."""
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
