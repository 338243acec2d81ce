"""Who may end a stop or a freeze: not below who put it, and no way round the questions that are open (domain.md §5.2, §6.2)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app.models.domain.errors import NotAllowed
from app.models.domain.holds import STOP, WARNINGS, Hold
from app.services.grading.authority import RANKS, has_authority
from app.services.people import same_person

if TYPE_CHECKING:
    from app.models.db.units import ReadUnit
    from app.models.domain.methodology import Methodology
    from app.models.domain.parties import Customer, Officer


def check_may_lift(unit: ReadUnit, officer: Officer, customer: Customer, hold: Hold, m: Methodology, day: date) -> None:
    """NotAllowed ``hold.own_customer`` for the account owner; ``hold.below`` for an officer below who stopped the trade;
    ``hold.unanswered`` while the open warnings reach the points that freeze, for one who could not decide grade and limit anew.
    """
    if same_person(officer.name, customer.owner):
        raise NotAllowed("hold.own_customer", "by", name=officer.name)
    if hold.kind == STOP and _rank(officer) < max(
        (_rank(one) for one in unit.officers.all() if same_person(one.name, hold.by)), default=0
    ):
        raise NotAllowed("hold.below", "by", name=officer.name, who=hold.by)
    if hold.kind == WARNINGS and not _decides(unit, officer, customer.id, m, day):
        from app.services.alarms.raising import points_of

        points = points_of((one for one in unit.alarms.of_customer(customer.id) if one.state == "open"), m.rules)
        if points >= m.rules.warning_freeze_from:
            raise NotAllowed("hold.unanswered", "by", name=officer.name, n=points)


def _decides(unit: ReadUnit, officer: Officer, customer_id: int, m: Methodology, day: date) -> bool:
    """Whether the level of an officer covers the grade and the limit in force."""
    from app.services.settings.service import rates_on

    in_force = unit.changes.in_force(customer_id)
    if in_force is None:
        return True
    rate = rates_on(unit, day)[1].get(in_force.terms.currency)
    return rate is not None and has_authority(officer, m, in_force.terms.limit * rate, in_force.terms.grade)


def _rank(officer: Officer) -> int:
    return RANKS.index(officer.role) if officer.role in RANKS else -1
