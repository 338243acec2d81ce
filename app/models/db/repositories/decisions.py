"""Proposals and the second officer's decisions."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from app.models.db.records import row_of, rows_of
from app.models.db.repositories.terms import read_terms, terms_values
from app.models.db.tables.decisions import decisions, proposals
from app.models.db.unit_of_work import Reading, Writing
from app.models.domain.enums import ChangeClass, Role
from app.models.domain.errors import UserError
from app.models.domain.records import Decision, Proposal

OPEN, WITHDRAWN = "open", "withdrawn"


class DecisionQueries:
    """Reading proposals and decisions."""

    def __init__(self, unit: Reading) -> None:
        self._unit = unit

    def proposal(self, proposal_id: int) -> Proposal | None:
        """Return a proposal, None if there is none of that id."""
        row = row_of(self._unit, proposals, proposal_id)
        return None if row is None else _proposal(row)

    def proposal_state(self, proposal_id: int) -> str:
        """Return "open", "withdrawn", "approved" or "rejected"; "" if there is no such proposal."""
        row = row_of(self._unit, proposals, proposal_id)
        return "" if row is None else str(row.state)

    def open_proposal(self, case_id: int) -> Proposal | None:
        """Return the proposal of a case that waits for a decision."""
        waiting = [row for row in rows_of(self._unit, proposals, "case_id", case_id, "id") if row.state == OPEN]
        return _proposal(waiting[-1]) if waiting else None

    def of_case(self, case_id: int) -> tuple[Proposal, ...]:
        """Return every proposal of a case, oldest first."""
        return tuple(_proposal(row) for row in rows_of(self._unit, proposals, "case_id", case_id, "id"))

    def decisions(self, proposal_id: int) -> tuple[Decision, ...]:
        """Return the decisions on a proposal, oldest first."""
        rows = rows_of(self._unit, decisions, "proposal_id", proposal_id, "id")
        return tuple(
            Decision(row.proposal_id, row.outcome, row.by, Role(row.role), row.at, row.note, row.content_hash) for row in rows
        )


class Decisions(DecisionQueries):
    """Reading and adding proposals and decisions."""

    def __init__(self, unit: Writing) -> None:
        super().__init__(unit)
        self._writing = unit

    def add_proposal(self, proposal: Proposal) -> Proposal:
        """Store a proposal and return it with its id. UserError "store.proposal_open" when one already waits."""
        if self.open_proposal(proposal.case_id) is not None:
            raise UserError("store.proposal_open")
        values = {
            "case_id": proposal.case_id, "rating_id": proposal.rating_id, "state": OPEN, **terms_values(proposal.terms),
            "change_class": proposal.change_class, "grounds": list(proposal.grounds), "text": proposal.text,
            "conditions": proposal.conditions, "effective": proposal.effective, "next_review": proposal.next_review,
            "valid_until": proposal.valid_until, "by": proposal.by, "at": proposal.at, "content_hash": proposal.content_hash,
        }
        stored = self.proposal(self._writing.insert(proposals, values))
        if stored is None:
            raise RuntimeError("the proposal just stored is gone")
        return stored

    def add_decision(self, decision: Decision) -> Decision:
        """Store the answer to an open proposal, which is closed by it. UserError "store.proposal_closed" otherwise."""
        self._close(decision.proposal_id, decision.outcome)
        self._writing.insert(decisions, {
            "proposal_id": decision.proposal_id, "outcome": decision.outcome, "by": decision.by, "role": decision.role,
            "at": decision.at,
            "note": decision.note, "content_hash": decision.content_hash,
        })
        return decision

    def withdraw_proposal(self, proposal_id: int) -> None:
        """Take back an open proposal. UserError "store.proposal_closed" otherwise."""
        self._close(proposal_id, WITHDRAWN)

    def _close(self, proposal_id: int, state: str) -> None:
        if self.proposal_state(proposal_id) != OPEN:
            raise UserError("store.proposal_closed")
        self._writing.update(proposals, proposal_id, {"state": state})


def _proposal(row: Row[Any]) -> Proposal:
    return Proposal(
        id=row.id, case_id=row.case_id, rating_id=row.rating_id, terms=read_terms(row),
        change_class=ChangeClass(row.change_class),
        grounds=tuple(row.grounds), text=row.text, conditions=row.conditions, effective=row.effective,
        next_review=row.next_review,
        valid_until=row.valid_until, by=row.by, at=row.at, content_hash=row.content_hash,
    )
