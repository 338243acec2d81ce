"""Who may sign, officer by officer, with the reason where one may not."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.models.db.units import ReadUnit
from app.models.domain.errors import NotAllowed, UserError
from app.models.domain.parties import Customer, Officer
from app.models.domain.records import CaseHead
from app.services.officers.service import signer
from app.services.people import same_person
from app.services.rights.guard import check_right
from app.services.rights.roles import roles

Signers = Mapping[str, UserError | None]
"""Every officer by name, in the order of entry: None for one who may sign, else why not."""


def signers(unit: ReadUnit, check: Callable[[Officer], object], command: str = "case.verify") -> Signers:
    """Each officer with the refusal of ``check``, which raises UserError for one who may not sign. Signing a grade is one right,
    whatever is signed; ``command`` asks for another.
    """
    return {officer.name: _refusal(unit, officer.name, check, command) for officer in unit.officers.all()}


def _refusal(unit: ReadUnit, name: str, check: Callable[[Officer], object], command: str) -> UserError | None:
    try:
        officer = signer(unit, name)
        check_right(roles(), unit.officers.all(), officer, command)
        check(officer)
    except UserError as error:
        return error
    return None


def check_verifier(name: str, head: CaseHead, customer: Customer) -> None:
    """NotAllowed for the assessor and the account owner."""
    if same_person(name, head.assessor):
        raise NotAllowed("case.verifier_is_assessor", "by", name=name)
    if same_person(name, customer.owner):
        raise NotAllowed("case.verifier_is_owner", "by", name=name)
