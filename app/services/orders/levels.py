"""Who may release an order that is held: by the grade, by the money at stake, and by who stood against it (domain.md §5.2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from app.models.db.units import ReadUnit
from app.models.domain.enums import Role
from app.models.domain.errors import NotAllowed
from app.models.domain.holds import STOP
from app.models.domain.methodology import Methodology
from app.models.domain.orders import OrderCheck
from app.models.domain.parties import Officer
from app.services.cases.signing import Signers, signers
from app.services.grading.authority import RANKS, has_authority
from app.services.officers.service import signer
from app.services.orders.judging import Facts, releaser
from app.services.people import same_person


@dataclass(frozen=True, slots=True)
class Level:
    """``role``: the lowest level that may release, None where no level of the matrix reaches; ``signers``: every active officer
    with None, or why that officer may not, the lowest level first.
    """

    role: Role | None
    signers: Signers

    @property
    def names(self) -> tuple[str, ...]:
        """Who may."""
        return tuple(name for name, refusal in self.signers.items() if refusal is None)


@dataclass(frozen=True, slots=True)
class Bar:
    """What a release of an order asks for. ``lowest``: the rank from which on; ``amount``: what the approval matrix has to
    cover, in the base currency, None where the grade alone decides.
    """

    lowest: int
    amount: Decimal | None

    def passed_by(self, officer: Officer, m: Methodology, facts: Facts) -> bool:
        return self.high_enough(officer) and self.covered_by(officer, m, facts)

    def high_enough(self, officer: Officer) -> bool:
        return officer.role in RANKS and RANKS.index(officer.role) >= self.lowest

    def covered_by(self, officer: Officer, m: Methodology, facts: Facts) -> bool:
        """Amount and grade both have to fit a level of the officer (§5.2)."""
        if self.amount is None or facts.in_force is None:
            return True
        return has_authority(officer, m, self.amount, facts.in_force.terms.grade)


def bar_of(officers: Iterable[Officer], facts: Facts, check: OrderCheck) -> Bar:
    """Return what a release of ``check`` asks for.

    The grade gives the lowest level. Nobody below who stopped the trade, or below who rejected this very order before, lets it
    go. Above the limit, and where something holds the account, a release is a credit decision of its own: the exposure, and of
    a held account at least its limit in force, has to fit the level that releases.
    """
    grade = facts.in_force.terms.grade if facts.in_force is not None else None
    against = [one.by for one in facts.holds if one.kind == STOP]
    if facts.rejected is not None:
        against.append(facts.rejected.decided_by)
    ranks = [RANKS.index(releaser(grade))]
    ranks += [
        RANKS.index(officer.role) for officer in officers
        if officer.role in RANKS and any(same_person(officer.name, name) for name in against)
    ]
    return Bar(max(ranks), _at_stake(facts, check))


def level_of(unit: ReadUnit, m: Methodology, facts: Facts, check: OrderCheck, owner: str) -> Level:
    """Return who may release ``check``; ``owner`` is the account owner of the customer."""
    officers = unit.officers.all()
    bar = bar_of(officers, facts, check)
    role = next((one for one in RANKS if bar.passed_by(Officer(0, "", one), m, facts)), None)

    def may(officer: Officer) -> None:
        check_may_release(signer(unit, officer.name), officers, m, facts, check, owner)

    found = signers(unit, may, "order.release")
    rank = {one.name: RANKS.index(one.role) for one in officers if one.role in RANKS}
    return Level(role, {name: found[name] for name in sorted(found, key=lambda name: rank.get(name, len(RANKS)))})


def check_may_release(
    officer: Officer, officers: Iterable[Officer], m: Methodology, facts: Facts, check: OrderCheck, owner: str
) -> None:
    """NotAllowed ``order.own_customer``, ``order.below_level`` or ``order.over_authority``."""
    if same_person(officer.name, owner):
        raise NotAllowed("order.own_customer", "by", name=officer.name)
    bar = bar_of(officers, facts, check)
    if not bar.high_enough(officer):
        raise NotAllowed("order.below_level", "by", name=officer.name)
    if not bar.covered_by(officer, m, facts):
        raise NotAllowed("order.over_authority", "by", name=officer.name)


def _at_stake(facts: Facts, check: OrderCheck) -> Decimal | None:
    codes = {one.code for one in check.reasons}
    if facts.in_force is None or not codes & {"limit", "blocked"} or check.exposure is None or not facts.base_rate:
        return None
    most = check.exposure
    if "blocked" in codes and facts.rate is not None:
        most = max(most, facts.in_force.terms.limit * facts.rate)
    return most / facts.base_rate
