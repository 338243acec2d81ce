"""The states of a case as a table (domain.md §8.1): which event leads from where to where. Nothing else moves a case."""

from __future__ import annotations

from enum import StrEnum

from app.models.domain.enums import CaseState as S
from app.models.domain.errors import UserError


class Event(StrEnum):
    """What happens to a case."""

    COLLECT = "collect"              # identity complete, first answers
    VERIFY = "verify"                # a second person has looked at the key items
    SCORE = "score"                  # a rating was stored
    PROPOSE = "propose"
    EDIT = "edit"                    # an input changed; the verification still holds
    EDIT_KEY = "edit_key"            # an input that was verified changed
    APPROVE = "approve"
    REJECT = "reject"
    REOPEN = "reopen"                # work goes on after a rejection
    ENTER_FORCE = "enter_force"
    FALL_DUE = "fall_due"            # the next review begins
    SUPERSEDE = "supersede"          # a newer grade came into force


TRANSITIONS: dict[Event, dict[S, S]] = {
    Event.COLLECT: {S.DRAFT: S.COLLECTING},
    Event.VERIFY: {S.COLLECTING: S.VERIFIED, S.VERIFIED: S.VERIFIED, S.SCORED: S.SCORED, S.REVIEWED: S.REVIEWED},
    Event.SCORE: {S.COLLECTING: S.SCORED, S.VERIFIED: S.SCORED, S.SCORED: S.SCORED},
    Event.PROPOSE: {S.SCORED: S.REVIEWED},
    Event.EDIT: {
        S.DRAFT: S.DRAFT, S.COLLECTING: S.COLLECTING, S.VERIFIED: S.VERIFIED, S.SCORED: S.VERIFIED, S.REVIEWED: S.VERIFIED,
    },
    Event.EDIT_KEY: {
        S.DRAFT: S.DRAFT, S.COLLECTING: S.COLLECTING, S.VERIFIED: S.COLLECTING, S.SCORED: S.COLLECTING,
        S.REVIEWED: S.COLLECTING,
    },
    Event.APPROVE: {S.REVIEWED: S.APPROVED},
    Event.REJECT: {S.REVIEWED: S.REJECTED},
    Event.REOPEN: {S.REJECTED: S.COLLECTING},
    Event.ENTER_FORCE: {S.APPROVED: S.IN_FORCE},
    Event.FALL_DUE: {S.IN_FORCE: S.DUE_FOR_REVIEW, S.DUE_FOR_REVIEW: S.DUE_FOR_REVIEW},
    Event.SUPERSEDE: {S.IN_FORCE: S.SUPERSEDED, S.DUE_FOR_REVIEW: S.SUPERSEDED},
}

OPEN_STATES = frozenset({S.DRAFT, S.COLLECTING, S.VERIFIED, S.SCORED, S.REVIEWED})
"""A case in one of these takes input; a decided case never changes again."""


def after(state: S, event: Event) -> S:
    """Return the state after ``event``. UserError ``case.state`` when the event cannot happen in ``state``."""
    try:
        return TRANSITIONS[event][state]
    except KeyError:
        raise UserError("case.state", state=state.value, event=event.value) from None


def can(state: S, event: Event) -> bool:
    """Whether ``event`` can happen in ``state``."""
    return state in TRANSITIONS[event]
