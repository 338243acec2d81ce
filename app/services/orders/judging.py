"""Whether an order may go: the hold reasons of domain.md §5.3 over what is known of a customer. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.models.domain.enums import Grade, Role
from app.models.domain.holds import BLACKLIST, Hold
from app.models.domain.methodology import Policy
from app.models.domain.orders import HOLD, REJECT, RELEASE, RESULTS, OrderCheck, Reason
from app.models.domain.records import GradeInForce, Terms
from app.services.grading.usable import overdue, usable_limit

HUNDRED = Decimal(100)
LEDGER = "ledger"
"""Where the exposure comes from when it is known best."""
RULES = (
    "limit", "used", "single", "oldest", "overdue_sum", "overdue_share", "reminders", "expired", "review", "blocked", "terms",
)
"""The rules that settings switch: ``order_<rule>`` is off, warn or hold."""

RELEASERS: Mapping[Grade, Role] = {
    Grade.BB: Role.OFFICER, Grade.B: Role.CREDIT_MANAGER, Grade.CCC: Role.CREDIT_MANAGER, Grade.CC: Role.FINANCE_DIRECTOR,
    Grade.C: Role.FINANCE_DIRECTOR, Grade.D: Role.GENERAL_MANAGER,
}
"""Grades of which somebody releases each order, and the lowest level that may (domain.md §5.2); better ones go by themselves."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a customer on ``day``, in the currency of the order. ``exposure`` without this order, ``overdue`` and
    ``open`` of the ledger, ``oldest`` days past due.

    ``rate`` turns an amount of the limit's currency into that of the order, ``base_rate`` one of the base currency; None where
    there is no rate. ``missing``: currencies without a rate.
    ``before``: the terms that held before those in force, for an order before their first day. ``source``: where the exposure
    comes from: ledger, case, or "" (nothing is known). ``rejected``: the check of this very order that an officer rejected, and
    nobody released since.
    """

    day: date
    in_force: GradeInForce | None
    before: Terms | None
    policy: Policy | None
    holds: tuple[Hold, ...]
    source: str
    exposure: Decimal
    overdue: Decimal
    open: Decimal
    oldest: int
    rate: Decimal | None
    base_rate: Decimal | None
    missing: tuple[str, ...] = ()
    rejected: OrderCheck | None = None


def limit_of(facts: Facts) -> Decimal | None:
    """The limit that counts for new orders, in the order's currency: 0 without a grade, None without a rate.

    It is 0 while its review is overdue or something holds it, whatever settings make of these reasons themselves: that can be
    explained, not switched off.
    """
    if facts.rate is None:
        return None
    return (usable_limit(facts.in_force, facts.before, facts.day) * facts.rate).quantize(Decimal("0.01"))


def judge(facts: Facts, amount: Decimal, term_days: int | None, settings: Mapping[str, str]) -> tuple[Reason, ...]:
    """Return every reason against an order of ``amount``, the worst first. With nothing but notes it may go.

    A note tells what the check could not look at: reminders, and what the customer owes where there is no ledger.
    """
    found = [*_standing(facts), *_limits(facts, amount, settings), *_overdue(facts, settings), *_terms(facts, term_days)]
    if facts.source != LEDGER:
        found.append(Reason("from_case" if facts.source else "unknown", "note"))
    if settings["order_reminders"] != "off":
        found.append(Reason("reminders", "note"))
    switched = [_switched(one, settings) for one in found]
    kept = [one for one in switched if one is not None]
    return tuple(sorted(kept, key=_badness, reverse=True))


def result_of(reasons: tuple[Reason, ...]) -> str:
    """What the worst reason makes of the order."""
    return max((one.level for one in reasons if one.level in RESULTS), key=RESULTS.index, default=RELEASE)


def releaser(grade: Grade | None) -> Role:
    """The lowest level that may release an order that is held. Without a grade: as for the worst grade that still buys."""
    return Role.FINANCE_DIRECTOR if grade is None else RELEASERS.get(grade, Role.OFFICER)


def _badness(reason: Reason) -> int:
    return RESULTS.index(reason.level) if reason.level in RESULTS else -1


def _switched(reason: Reason, settings: Mapping[str, str]) -> Reason | None:
    """A reason with the level that settings give its rule; what no setting switches keeps its own."""
    if reason.code not in RULES or reason.level in (REJECT, "note"):
        return reason
    level = settings[f"order_{reason.code}"]
    return None if level == "off" else Reason(
        reason.code, level, reason.value, reason.bound, reason.unit, reason.day, reason.text)


def _standing(facts: Facts) -> list[Reason]:
    """Grade, validity, review, and what holds the account."""
    grade = facts.in_force
    found = [_blocked(one) for one in facts.holds]
    if facts.rejected is not None and facts.rejected.decided_at is not None:
        told = f"{facts.rejected.decided_by}: {facts.rejected.decided_reason}"
        found.append(Reason("rejected", HOLD, day=facts.rejected.decided_at.astimezone().date(), text=told))
    if grade is None:
        return [Reason("no_grade", HOLD), *found]
    if grade.terms.grade is Grade.D:
        found.append(Reason("stop_trade", REJECT))
    elif grade.terms.grade in (Grade.CC, Grade.C):
        found.append(Reason("prepaid", HOLD, bound=grade.terms.prepayment_pct, unit="pct"))
    elif grade.terms.grade in RELEASERS:
        found.append(Reason("each_order", HOLD))
    if facts.day > grade.valid_until:
        found.append(Reason("expired", HOLD, day=grade.valid_until))
    if overdue(grade, facts.day):
        found.append(Reason("review", HOLD, Decimal((facts.day - grade.next_review).days), unit="days", day=grade.next_review))
    if facts.missing:
        found.append(Reason("rates", HOLD, text=", ".join(facts.missing)))
    return found


def _blocked(hold: Hold) -> Reason:
    return Reason("blocked", REJECT if hold.kind == BLACKLIST else HOLD, unit=hold.kind, text=hold.reason)


def _limits(facts: Facts, amount: Decimal, settings: Mapping[str, str]) -> list[Reason]:
    found = []
    limit, exposure = limit_of(facts), facts.exposure + amount
    if limit is not None and facts.in_force is not None and not facts.missing:
        factor = facts.policy.release_factor if facts.policy is not None else Decimal(1)
        most = (limit * factor).quantize(Decimal("0.01"))
        if exposure > most or (settings["order_limit_at"] == "reached" and exposure >= most):
            found.append(Reason("limit", HOLD, exposure, most, "money"))
        used = _bound(settings, "order_used_share")
        if exposure <= limit and used is not None and limit > 0 and exposure / limit * HUNDRED > used:
            found.append(Reason("used", HOLD, (exposure / limit * HUNDRED).quantize(Decimal("0.1")), used, "pct"))
    single = _bound(settings, "order_single_max")
    if single is not None:
        largest = _in_order(single, facts)
        if largest is None:
            found.append(Reason("rates", HOLD))
        elif amount > largest:
            found.append(Reason("single", HOLD, amount, largest, "money"))
    return found


def _overdue(facts: Facts, settings: Mapping[str, str]) -> list[Reason]:
    found = []
    days = _bound(settings, "order_oldest_days")
    if days is None:
        days = Decimal(facts.policy.overdue_tolerance_days if facts.policy is not None else 0)
    if facts.oldest > days:
        found.append(Reason("oldest", HOLD, Decimal(facts.oldest), days, "days"))
    most = _bound(settings, "order_overdue_most")
    allowed = None if most is None else _in_order(most, facts)
    if allowed is not None and facts.overdue > allowed:
        found.append(Reason("overdue_sum", HOLD, facts.overdue, allowed, "money"))
    share = _bound(settings, "order_overdue_part")
    if share is not None and facts.open > 0 and facts.overdue / facts.open * HUNDRED > share:
        found.append(Reason(
            "overdue_share", HOLD, (facts.overdue / facts.open * HUNDRED).quantize(Decimal("0.1")), share, "pct"))
    return found


def _terms(facts: Facts, term_days: int | None) -> list[Reason]:
    if facts.in_force is None or term_days is None or term_days <= facts.in_force.terms.term_days:
        return []
    return [Reason("terms", HOLD, Decimal(term_days), Decimal(facts.in_force.terms.term_days), "days")]


def _in_order(amount: Decimal, facts: Facts) -> Decimal | None:
    """An amount of settings (base currency) in the currency of the order."""
    return None if facts.base_rate is None else (amount * facts.base_rate).quantize(Decimal("0.01"))


def _bound(settings: Mapping[str, str], key: str) -> Decimal | None:
    return Decimal(settings[key]) if settings[key] else None
