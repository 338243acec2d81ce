"""Who may decide: independence, and the approval matrix where amount and grade must both fit (domain.md §5.2)."""

from __future__ import annotations

from decimal import Decimal

from app.models.db.units import ReadUnit
from app.models.domain.enums import Grade, Role
from app.models.domain.errors import NotAllowed
from app.models.domain.methodology import Methodology
from app.models.domain.parties import Customer, Officer
from app.models.domain.records import CaseHead, Proposal
from app.services.officers.service import signer
from app.services.people import same_person

RANKS = (Role.OFFICER, Role.CREDIT_MANAGER, Role.FINANCE_DIRECTOR, Role.GENERAL_MANAGER)
"""The levels of the approval matrix from low to high."""


def check_independent(name: str, head: CaseHead, customer: Customer, proposal: Proposal) -> None:
    """NotAllowed when who decides has assessed or proposed the grade, or sells to the customer."""
    if same_person(name, head.assessor):
        raise NotAllowed("grading.approver_is_assessor", "by", name=name)
    if same_person(name, proposal.by):
        raise NotAllowed("grading.approver_is_proposer", "by", name=name)
    if same_person(name, customer.owner):
        raise NotAllowed("grading.approver_is_owner", "by", name=name)


def check_speaks_for_case(unit: ReadUnit, name: str, head: CaseHead, also: str = "") -> None:
    """NotAllowed ``grading.only_assessor`` for anybody but the assessor (and ``also``), while the assessor can sign.

    Whoever sends a proposal cannot decide it: sent by the second officer, it would find nobody to decide.
    """
    if same_person(name, head.assessor) or same_person(name, also):
        return
    try:
        signer(unit, head.assessor)
    except NotAllowed:
        return  # the assessor has left: somebody else has to go on
    raise NotAllowed("grading.only_assessor", "by", name=head.assessor)


def has_authority(officer: Officer, m: Methodology, amount: Decimal, grade: Grade) -> bool:
    """Whether a level of the matrix that ``officer`` stands on covers ``amount`` (base currency) and ``grade``."""
    return any(
        level.role == officer.role.value and (level.amount is None or amount <= level.amount) and grade >= level.lowest
        for level in m.approvals
    )


def check_authority(officer: Officer, m: Methodology, amount: Decimal, grade: Grade) -> None:
    """NotAllowed ``grading.over_authority``."""
    if not has_authority(officer, m, amount, grade):
        raise NotAllowed("grading.over_authority", "by", name=officer.name, grade=grade.name)
