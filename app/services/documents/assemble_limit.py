"""The limit as content: every method with the figures its formula reads, and the securities."""

from __future__ import annotations

from decimal import Decimal

from app.models.domain.answers import Guarantee
from app.models.domain.enums import AnswerState, ValueKind
from app.models.domain.methodology import LimitMethod, Methodology
from app.models.domain.rating import Figure, LimitOutcome, RatingResult
from app.models.domain.records import CaseView
from app.services.documents import content as dc
from app.services.documents.assemble_finance import measure
from app.services.documents.words import name_label, reason
from app.services.rating.expressions import names_in
from app.services.rating.securities import worth
from app.texts import Texts


def limit_of(view: CaseView, m: Methodology, result: RatingResult, t: Texts) -> dc.LimitContent:
    """Return the recommended limit with all methods and securities."""
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
        methods=tuple(_method(outcome, methods[outcome.method], view, m, result, t) for outcome in proposal.outcomes),
        guarantees=tuple(_guarantee(row, m, t.lang) for row in view.guarantees),
    )


def _method(
    outcome: LimitOutcome, method: LimitMethod, view: CaseView, m: Methodology, result: RatingResult, t: Texts
) -> dc.LimitMethodContent:
    return dc.LimitMethodContent(
        id=method.id,
        label=method.label.get(t.lang),
        basis=method.basis.get(t.lang),
        origin=method.origin,
        amount=outcome.amount,
        why_not=reason(Figure(None, outcome.why_not, outcome.about), m, t) if outcome.why_not else "",
        on=outcome.on,
        binding=outcome.binding,
        parameters=method.parameters,
        formula=method.amount,
        inputs=tuple(_inputs(method, view, m, result, t)),
    )


def _inputs(
    method: LimitMethod, view: CaseView, m: Methodology, result: RatingResult, t: Texts
) -> list[tuple[str, dc.Measure]]:
    """The names of the formula that have a figure, in the order in which the formula has them."""
    own = {name for name, _ in method.parameters}
    found = []
    for name in sorted(names_in(method.amount) - own, key=method.amount.index):
        figure = _figure(name, view, m, result, t)
        if figure is not None:
            found.append((name_label(name, m, t.lang), figure))
    return found


def _figure(name: str, view: CaseView, m: Methodology, result: RatingResult, t: Texts) -> dc.Measure | None:
    newest = result.periods[-1] if result.periods else None
    if newest is not None and name in newest.lines:
        return dc.Measure(newest.lines[name], "line")
    ratio = next((row for row in m.ratios if row.key == name), None)
    if ratio is not None and newest is not None and name in newest.ratios:
        return measure(newest.ratios[name], ratio.unit, ratio.places, m, t)
    special = {
        "M": (view.head.own_monthly_sales, "money"),
        "requested": (view.head.requested_limit, "money"),
        "k": (result.limit.factor, ""),
        "T": (Decimal(view.head.requested_term or m.policy(result.grade).term_days), "days"),
    }
    value, unit = special.get(name, (None, ""))
    answer = view.answers.get(name)
    if value is None and answer is not None and answer.state is AnswerState.VALUE and isinstance(answer.value, Decimal):
        kinds = {row.id: row.kind for row in m.facts} | {row.id: row.kind for row in m.items}
        value, unit = answer.value, "money" if kinds.get(name) is ValueKind.MONEY else ""
    return None if value is None else dc.Measure(value, unit)


def _guarantee(row: Guarantee, m: Methodology, lang: str) -> dc.GuaranteeContent:
    haircut = next((cut for cut in m.haircuts if cut.key == row.kind), None)
    pct = haircut.pct if haircut else Decimal(0)
    if haircut and haircut.grade_factor:
        factors = {policy.grade.name: policy.guarantor_factor for policy in m.policies}
        pct *= factors.get(row.guarantor_grade, Decimal(0))
    label = haircut.label.get(lang) if haircut else row.kind
    return dc.GuaranteeContent(label, row.value, row.prior, pct, worth(m, row), row.guarantor_grade, row.note)
