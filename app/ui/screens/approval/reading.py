"""What the approval screen reads on a worker thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.models.domain.errors import UserError
from app.models.domain.holds import EDITED
from app.models.domain.methodology import Methodology
from app.models.domain.rating import RatingResult
from app.models.domain.records import CaseView, Decision, GradeChange, Proposal
from app.services.cases.signing import Signers
from app.services.grading.terms import Draft
from app.services.officers.standins import stand_ins

if TYPE_CHECKING:
    from app.services.registry import Services


@dataclass(frozen=True, slots=True)
class Matter:
    """A case before its decision. ``state`` is that of ``proposal``: open, withdrawn, approved, rejected, "" for none.

    ``draft`` are the terms as the policy gives them; None with ``refusal`` where nothing can be proposed yet.
    ``signers`` says of every officer whether he may sign the override second, ``deciders`` whether he may decide the open
    proposal; both are empty where there is nothing to sign. ``senders``: who may send a proposal and take it back.
    ``stand_ins``: names among those who sign that the program gave.
    """

    view: CaseView
    methodology: Methodology
    result: RatingResult
    draft: Draft | None
    refusal: UserError | None
    proposal: Proposal | None
    state: str
    decisions: tuple[Decision, ...]
    deciders: Signers
    signers: Signers
    senders: Signers
    stand_ins: tuple[str, ...]
    change: GradeChange | None
    kept: str
    void: bool


def place_of(case_id: int) -> str:
    """Where the half-typed proposal of a case is kept."""
    return f"proposal.{case_id}"


def read_matter(services: Services, case_id: int, officer: str) -> Matter:
    """Everything the approval screen shows of a case."""
    with services.page(case_id=case_id, answered="case"):
        return _matter(services, case_id, officer)


def _matter(services: Services, case_id: int, officer: str) -> Matter:
    view = services.cases.view(case_id)
    result = services.ratings.preview(view)
    draft, refusal = None, None
    if result.rated:
        try:
            draft = services.grading.draft(view, result)
        except UserError as error:
            refusal = error
    proposal = services.grading.proposal(case_id)
    state = services.grading.proposal_state(proposal.id) if proposal is not None else ""
    decisions = services.grading.decisions(proposal.id) if proposal is not None else ()
    deciders = services.grading.deciders(proposal.id) if proposal is not None and state == "open" else {}
    in_force = services.grading.in_force(view.customer.id)
    kept = services.drafts.get(officer, place_of(case_id))
    return Matter(
        view, services.methodologies.by_hash(view.head.methodology_hash), result, draft, refusal, proposal, state, decisions,
        deciders, services.grading.override_signers(case_id), services.grading.senders(case_id),
        stand_ins((view.head.assessor, officer)),
        services.log.decided(view.customer.id, case_id), kept.payload if kept is not None else "",
        in_force is not None and EDITED in in_force.holds,
    )
