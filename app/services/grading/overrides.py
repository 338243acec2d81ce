"""An override: an authorised departure from the calculated grade, with reason, expiry and a second signature."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from app.models.db.units import ReadUnit
from app.models.domain.enums import Grade
from app.models.domain.errors import NotAllowed, UserError
from app.models.domain.methodology import Methodology
from app.models.domain.parties import Customer
from app.models.domain.rating import Override
from app.models.domain.records import CaseHead
from app.services.officers.service import signer
from app.services.people import same_person
from app.services.settings.schema import MAX_REVIEW_DAYS
from app.services.typed_text import TEXT, check_text


def check_override(
    unit: ReadUnit, typed: Override, by: str, customer: Customer, calculated: Grade, m: Methodology, today: date
) -> Override:
    """The override as it is kept: without a second signature, which only who signs it can give. UserError at
    ``override.<part>``; NotAllowed for a signature that is none.
    """
    officer = signer(unit, by, "override.by")
    if same_person(officer.name, customer.owner):
        raise NotAllowed("case.assessor_is_owner", "override.by", name=officer.name)
    reason = check_text(typed.reason, "override.reason", TEXT).strip()
    if not reason:
        raise UserError("override.reason", "override.reason")
    check_still_allowed(typed, calculated, m, today)
    return replace(typed, reason=reason, by=officer.name, second_by="")


def check_still_allowed(override: Override, calculated: Grade, m: Methodology, today: date) -> None:
    """UserError when an override is out of its bounds: notches up, last day. Any grade below may be given."""
    longest = min(m.rules.override_days, MAX_REVIEW_DAYS)
    if not today < override.expires <= today + timedelta(days=longest):
        raise UserError("override.expires", "override.expires", last=today + timedelta(days=longest))
    if override.grade > calculated.moved(m.rules.override_up):
        highest = calculated.moved(m.rules.override_up)
        raise UserError("override.too_high", "override.grade", grade=override.grade.name, highest=highest.name)


def signed(unit: ReadUnit, override: Override, by: str, head: CaseHead, customer: Customer) -> Override:
    """The override with its second signature: an officer who is neither its author, nor the assessor, nor the seller."""
    officer = signer(unit, by, "override.second_by")
    if any(same_person(officer.name, name) for name in (override.by, head.assessor, customer.owner)):
        raise NotAllowed("override.second_is_first", "override.second_by", name=officer.name)
    return replace(override, second_by=officer.name)
