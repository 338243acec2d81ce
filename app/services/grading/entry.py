"""The entry in the log of grade changes, made from the approved proposal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from app.models.domain.enums import Colour
from app.models.domain.errors import UserError
from app.models.domain.methodology import Methodology
from app.models.domain.rating import RatingResult
from app.models.domain.records import CHANNELS, DEPARTMENTS, CaseView, Decision, GradeChange, Notice, Proposal, Terms
from app.services.ratings.inputs import year_before
from app.services.typed_text import LINE, check_line

GROUNDS = ("payment", "statements", "management", "litigation", "collateral", "conditions", "own")

_FIRED = ("gate", "cap")


def fired_rules(result: RatingResult) -> tuple[str, ...]:
    """Ids of every gate, cap and warning that fired, binding or not, each once."""
    rules = [step.rule for step in result.steps if step.kind in _FIRED and step.rule]
    rules += [hit.rule for hit in result.warnings if hit.colour in (Colour.AMBER, Colour.RED)]
    return tuple(dict.fromkeys(rules))


def new_entry(
    view: CaseView, proposal: Proposal, decision: Decision, result: RatingResult, m: Methodology,
    earlier: tuple[GradeChange, ...], today: date, told: Mapping[str, str],
) -> GradeChange:
    """The entry without number and fingerprint, which the store gives. ``earlier``: the customer's entries so far; ``told``:
    the departments to be told, with the person in each.
    """
    from app.services.rating.securities import cover

    head, customer, in_force = view.head, view.customer, view.around.in_force
    recent = [one for one in earlier if one.at.date() > year_before(today) and _moved(one.before, one.after)]
    before = None if in_force is None else in_force.terms
    return GradeChange(
        no=0, customer_id=customer.id, customer_number=customer.number, customer_name=customer.name,
        customer_identifier=customer.identifiers[0].value if customer.identifiers else "", case_id=head.id,
        case_number=head.number, at=decision.at, change_class=proposal.change_class, before=before, after=proposal.terms,
        grounds=proposal.grounds, text=proposal.text, conditions=proposal.conditions, rules=fired_rules(result),
        effective=max(proposal.effective, today), next_review=proposal.next_review, proposed_by=proposal.by,
        proposed_at=proposal.at, approved_by=decision.by, approved_role=decision.role, approved_at=decision.at,
        decision_note=decision.note, own_exposure=head.own_exposure, own_overdue=head.own_overdue,
        security_held=cover(m, view.guarantees), previous_no=earlier[-1].no if earlier else None,
        changes_12m=len(recent) + _moved(before, proposal.terms), methodology_version=head.methodology_version, fingerprint="",
        notices=tuple(Notice(department, person) for department, person in told.items()),
    )


def _moved(before: Terms | None, now: Terms) -> bool:
    return before is None or before.grade is not now.grade


def check_notices(notices: tuple[Notice, ...]) -> tuple[Notice, ...]:
    """The messages to departments as they are kept. UserError at ``notices.<department>.<part>``."""
    if len({notice.department for notice in notices}) != len(notices):
        raise UserError("notice.twice", "notices")
    for notice in notices:
        place = f"notices.{notice.department[:40]}"
        if notice.department not in DEPARTMENTS:
            raise UserError("notice.department", place, department=notice.department[:40])
        if notice.channel not in CHANNELS:
            raise UserError("notice.channel", f"{place}.channel", channel=notice.channel[:40])
        check_line(notice.person, f"{place}.person", LINE)
        if notice.acknowledged is not None and (notice.sent is None or notice.acknowledged < notice.sent):
            raise UserError("notice.acknowledged", f"{place}.acknowledged", department=notice.department)
    return notices
