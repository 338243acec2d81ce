"""What must be true before a grade is proposed (the guards of domain.md §8.1)."""

from __future__ import annotations

from datetime import date

from app.models.domain.enums import CaseState
from app.models.domain.errors import NotAllowed, UserError
from app.models.domain.methodology import Methodology
from app.models.domain.parties import Customer
from app.models.domain.rating import RatingResult
from app.models.domain.records import CaseHead, CaseView
from app.services.grading.overrides import check_still_allowed
from app.services.grading.voiding import identity_complete
from app.services.people import same_person


def check_proposable(head: CaseHead, customer: Customer, by: str, view: CaseView | None) -> None:
    """Independence, identity and declaration."""
    if head.state is CaseState.REVIEWED:
        raise UserError("grading.already_proposed")
    for name in (by, head.assessor):
        if same_person(name, customer.owner):
            raise NotAllowed("case.assessor_is_owner", "by", name=name)
    if not identity_complete(view):
        raise UserError("case.identity_incomplete", "A02")
    if head.state is CaseState.DRAFT:
        raise UserError("grading.not_rated")
    if not head.independent:
        raise UserError("grading.not_declared", "independent")


def check_rating(view: CaseView, result: RatingResult, m: Methodology, today: date) -> None:
    """A rated case, statements that tie or are explained, an override that counts."""
    if not result.rated:
        raise UserError("grading.not_rated")
    explained = {statement.end for statement in view.statements if statement.note.strip()}
    for outcome in result.checks:
        if outcome.holds is False and outcome.severity == "problem" and outcome.period not in explained:
            raise UserError("grading.checks_unexplained", "statements", check=outcome.key, period=outcome.period)
    override = view.head.override
    if override is not None:
        if not override.second_by:
            raise UserError("grading.override_unsigned", "override.second_by")
        check_still_allowed(override, result.calculated_grade, m, today)
