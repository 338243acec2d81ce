"""What the score screen reads on a worker thread: the rating as it stands, its reasons, and what it was last time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.models.domain.errors import UserError
from app.models.domain.methodology import Methodology
from app.models.domain.rating import ChangeSplit, Finding, Lift, RatingResult
from app.models.domain.records import CaseView, StoredRating
from app.services.grading.terms import Draft
from app.services.ratings.trade import TradeComparison, against_trade

if TYPE_CHECKING:
    from app.services.registry import Services


@dataclass(frozen=True, slots=True)
class Scored:
    """A case with its rating. ``draft`` is what would be proposed, None with ``why_no_draft`` where nothing can be."""

    view: CaseView
    methodology: Methodology
    result: RatingResult
    findings: tuple[Finding, ...]
    previous: StoredRating | None
    split: ChangeSplit | None
    draft: Draft | None
    why_no_draft: UserError | None
    trade: TradeComparison


def read_score(services: Services, case_id: int) -> Scored:
    """Rate the case as it stands and compare it with the customer's last rating from another case."""
    with services.page(case_id=case_id, answered="case"):
        return _scored(services, case_id)


def _scored(services: Services, case_id: int) -> Scored:
    view = services.cases.view(case_id)
    m = services.methodologies.by_hash(view.head.methodology_hash)
    result = services.ratings.preview(view)
    previous = services.ratings.before(view.customer.id, case_id)
    split = None
    if previous is not None and result.rated:
        now = StoredRating(0, case_id, view.customer.id, services.clock.now(), "", services.cases.input_of(view), result)
        split = services.ratings.split(previous, now)
    draft, refusal = None, None
    if result.rated:
        try:
            draft = services.grading.draft(view, result)
        except UserError as error:
            refusal = error
    return Scored(
        view, m, result, tuple(services.ratings.principles(view, result)), previous, split, draft, refusal,
        against_trade(m, result, view.customer.trade),
    )


def read_lift(services: Services, view: CaseView, result: RatingResult) -> Lift:
    """The smallest set of changes that reaches the next grade (up to half a second, so it is asked for by itself)."""
    return services.ratings.lift(view, None, result)
