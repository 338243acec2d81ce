"""What an edit does to a case: back to the step it undoes, and a proposal that rests on something else is withdrawn."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from app.models.db.units import ReadUnit, WriteUnit
from app.models.domain.enums import CaseState
from app.models.domain.errors import UserError
from app.services.cases.states import OPEN_STATES, Event, after

if TYPE_CHECKING:
    from datetime import date

    from app.models.domain.records import CaseHead, CaseView
    from app.models.domain.records import Proposal as ProposalRecord
    from app.services.methodologies import Methodologies


class Voiding:
    """Keeps state and proposal true to the inputs; called inside the unit of work of every edit."""

    def __init__(self, methodologies: Methodologies) -> None:
        self._methodologies = methodologies

    def after_edit(self, unit: WriteUnit, case_id: int, touched: Collection[str], scored_input: bool = False) -> bool:
        """Take back what an edit undoes; return True when the state changed or a proposal was withdrawn.

        ``touched`` are the items and facts whose answer changed; ``scored_input`` says that something else the score
        rests on did (statements, securities, the head of the case).
        """
        head = unit.cases.get(case_id)
        if head is None or head.state not in OPEN_STATES:
            return False
        withdrawn = self._withdraw_if_changed(unit, head)
        m = self._methodologies.load(unit, head.methodology_hash)
        key = bool(head.verifier) and any(item.key and item.id in touched for item in m.items)
        state = head.state
        # A proposal that still holds keeps its case where it is.
        if withdrawn or (state is not CaseState.REVIEWED and (touched or scored_input)):
            state = after(state, Event.EDIT if head.verifier and not key else Event.EDIT_KEY)
        if state is CaseState.DRAFT and touched and identity_complete(unit.cases.view(case_id)):
            state = after(state, Event.COLLECT)
        if state is head.state and not key:
            return withdrawn
        verified = {} if not key else {"verifier": "", "verified_at": None}
        unit.cases.save(replace(head, state=state, **verified))  # type: ignore[arg-type]
        return True

    def _withdraw_if_changed(self, unit: WriteUnit, head: CaseHead) -> bool:
        proposal = unit.decisions.open_proposal(head.id)
        if proposal is None or self.still_holds(unit, head.id, proposal):
            return False
        unit.decisions.withdraw_proposal(proposal.id)
        return True

    def still_holds(self, unit: ReadUnit, case_id: int, proposal: ProposalRecord) -> bool:
        """Whether everything the proposal rests on is as it was when it was made."""
        from app.services.grading.content import content_hash
        from app.services.rating.snapshot import load_input
        from app.services.ratings.around import around

        row = unit.ratings.get(proposal.rating_id)
        view = unit.cases.view(case_id)
        if row is None or view is None:
            return False
        as_of = load_input(row.input_json).as_of
        view = replace(view, around=around(unit, view.customer.id, as_of))
        return content_hash(view, proposal, as_of) == proposal.content_hash


    @staticmethod
    def bound(view: CaseView, proposal: ProposalRecord, as_of: date) -> ProposalRecord:
        """The proposal bound to its content by the hash."""
        from app.services.grading.content import content_hash

        return replace(proposal, content_hash=content_hash(view, proposal, as_of))


def identity_complete(view: CaseView | None) -> bool:
    """Whether name and registration number are known (A01, A02), from the customer file or the checklist."""
    if view is None:
        return False
    return bool(view.customer.identifiers) or _answered(view, "A02")


def _answered(view: CaseView, item: str) -> bool:
    answer = view.answers.get(item)
    return answer is not None and answer.value is not None


def open_case_in(unit: ReadUnit, case_id: int) -> CaseHead:
    """The head of a case that still takes input. UserError ``case.not_found`` or ``case.closed``."""
    head = unit.cases.get(case_id)
    if head is None:
        raise UserError("case.not_found", id=case_id)
    if head.state not in OPEN_STATES:
        raise UserError("case.closed", number=head.number)
    return head
