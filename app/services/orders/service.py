"""Orders against the limit of a customer: checked, released or rejected with a reason, kept for ever (domain.md §5.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from app.models.db.store import Store
from app.models.db.units import ReadUnit
from app.models.domain.enums import Role
from app.models.domain.errors import NotAllowed, UserError
from app.models.domain.orders import HOLD, REJECT, REJECTED, RELEASED, Asked, OrderCheck, Reason, WaitingOrder
from app.models.domain.parties import Officer
from app.services.changes import CUSTOMER, ORDERS, Changed, changed
from app.services.clock import Clock
from app.services.customers.service import customer_in
from app.services.grading.authority import has_authority
from app.services.officers.service import signer
from app.services.orders.facts import facts_of
from app.services.orders.judging import RANKS, judge, limit_of, releaser, result_of
from app.services.people import same_person
from app.services.settings.schema import MAX_REVIEW_DAYS, SETTINGS
from app.services.typed_text import LINE, TEXT, check_line, check_text

if TYPE_CHECKING:
    from app.models.domain.methodology import Methodology
    from app.services.methodologies import Methodologies

HIGHEST = Decimal(10) ** 15
MAX_TERM = 365
MAX_VALID = MAX_REVIEW_DAYS
"""A release counts for three months at the most, as a review does."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a check of an order would say now. ``covered``: an earlier check that lets this very order go already.

    ``earlier``: the newest check of the same order, None for a new one. ``releaser``: the lowest level that may release it.
    ``source``: where the exposure comes from: ledger, case, or "".
    """

    check: OrderCheck
    covered: OrderCheck | None
    earlier: OrderCheck | None
    releaser: Role
    source: str

    @property
    def reopened(self) -> bool:
        """An order that might go, was raised or meets new reasons."""
        return self.earlier is not None and self.earlier.free and self.covered is None


@dataclass(frozen=True, slots=True)
class OrderPage:
    """Orders of a customer: every check, newest first, and what a new one begins with. ``limit``: usable and its currency."""

    customer_id: int
    today: date
    currency: str
    term_days: int | None
    checks: tuple[OrderCheck, ...]
    limit: Decimal | None
    releaser: Role
    release_days: int

    def newest(self, check: OrderCheck) -> bool:
        """No later check of the same order: this one may be decided."""
        return not any(one.number == check.number and one.id > check.id for one in self.checks)


@dataclass(frozen=True, slots=True)
class OrderBoard:
    """Orders of all customers that somebody has to decide, newest first, and for how many days a release counts."""

    today: date
    release_days: int
    waiting: tuple[WaitingOrder, ...]


class Orders:
    """Checking orders, and deciding those that are held."""

    def __init__(self, store: Store, clock: Clock, methodologies: Methodologies) -> None:
        self._store, self._clock, self._methodologies = store, clock, methodologies

    def page(self, customer_id: int) -> OrderPage:
        """Return what there is about the orders of a customer. UserError ``customer.not_found``."""
        with self._store.page(customer_id=customer_id) as unit:
            customer = customer_in(unit, customer_id)
            in_force = unit.changes.in_force(customer_id)
            checks = unit.orders.of_customer(customer_id)
            days = int(_settings(unit)["order_release_days"])
        terms = in_force.terms if in_force is not None else None
        return OrderPage(
            customer_id, self._clock.today(), terms.currency if terms else customer.currency,
            terms.term_days if terms else None, tuple(reversed(checks)), terms.limit if terms else None,
            releaser(terms.grade if terms else None), days,
        )

    def waiting(self, most: int = 50) -> tuple[WaitingOrder, ...]:
        """Return orders that somebody has to decide, newest first."""
        with self._store.read() as unit:
            return unit.orders.waiting(most)

    def board(self, most: int = 200) -> OrderBoard:
        """Return what there is to decide over all customers."""
        with self._store.read() as unit:
            return OrderBoard(self._clock.today(), int(_settings(unit)["order_release_days"]), unit.orders.waiting(most))

    def look(self, asked: Asked) -> Assessment:
        """Return what a check would say, and keep nothing. UserError at the fields number, amount, currency, term_days.

        An order without a number may be looked at: it is a new one.
        """
        plain = _checked(asked, self._clock.today(), numbered=False)
        with self._store.page(customer_id=plain.customer_id, ledger=True) as unit:
            customer_in(unit, plain.customer_id)
            return self._assess(unit, plain)

    def check(self, asked: Asked, by: str) -> Changed[OrderCheck]:
        """Check an order and keep the outcome; errors as ``look``, and at ``number`` where there is none.

        An order that may go already, for no more money and against no new reason, is not checked twice: its check is handed
        back. A larger amount, a longer term or a new reason opens it again.
        """
        plain = _checked(asked, self._clock.today())
        with self._store.write("order.check", by) as unit:
            signer(unit, by)
            customer_in(unit, plain.customer_id)
            found = self._assess(unit, plain)
            if found.covered is not None:
                return changed(found.covered)
            check_id = unit.orders.add(found.check)
            kept = _of(unit, check_id)
            unit.commit()
        return changed(kept, ORDERS, customer_id=plain.customer_id)

    def release(self, check_id: int, reason: str, by: str, valid_until: date | None = None) -> Changed[OrderCheck]:
        """Let a held order go, with a reason, up to a day (None: as settings say).

        NotAllowed ``order.below_level`` for an officer below the level that the grade asks for, ``order.over_authority``
        where the limit is exceeded beyond the officer's own level, ``order.own_customer`` for the account owner. UserError
        ``order.reason``, ``order.valid``, ``order.decided``, ``order.replaced``, ``order.never`` (blacklist, trade stopped),
        ``order.other_now`` when there is a reason now that the check did not know.
        """
        text, today = _reason(reason), self._clock.today()
        with self._store.write("order.release", by) as unit:
            officer = signer(unit, by)
            check = _open(unit, check_id)
            days = int(_settings(unit)["order_release_days"])
            until = valid_until or today + timedelta(days=days)
            if not today <= until <= today + timedelta(days=MAX_VALID):
                raise UserError("order.valid", "valid_until", limit=MAX_VALID)
            self._may_release(unit, officer, check)
            unit.orders.decide(replace(check, decided=RELEASED, decided_reason=text, valid_until=until))
            kept = _of(unit, check_id)
            unit.commit()
        return changed(kept, ORDERS, CUSTOMER, customer_id=check.customer_id)

    def reject(self, check_id: int, reason: str, by: str) -> Changed[OrderCheck]:
        """Turn a held order down. Errors as ``release``."""
        text = _reason(reason)
        with self._store.write("order.reject", by) as unit:
            signer(unit, by)
            check = _open(unit, check_id)
            unit.orders.decide(replace(check, decided=REJECTED, decided_reason=text))
            kept = _of(unit, check_id)
            unit.commit()
        return changed(kept, ORDERS, CUSTOMER, customer_id=check.customer_id)

    # -------------------------------------------------------------------------------------------------------------------

    def _assess(self, unit: ReadUnit, asked: Asked) -> Assessment:
        today = self._clock.today()
        m = self._methodologies.current_in(unit)
        facts, settings = facts_of(unit, asked, m, today), _settings(unit)
        reasons = judge(facts, asked.amount, asked.term_days, settings)
        result = result_of(reasons)
        limit, exposure = limit_of(facts), facts.exposure + asked.amount
        known = exposure if not facts.missing else None
        room = limit - known if limit is not None and known is not None else None
        valid = today + timedelta(days=int(settings["order_release_days"])) if result not in (HOLD, REJECT) else None
        check = OrderCheck(
            0, asked.customer_id, asked.number, asked.day or today, asked.amount, asked.currency, asked.term_days,
            self._clock.now(), "", known, limit, room, result, reasons,
            valid_until=valid,
        )
        same = [one for one in unit.orders.of_customer(asked.customer_id) if one.number == asked.number]
        earlier = same[-1] if same else None
        covered = earlier if earlier is not None and _covers(earlier, check, today) else None
        grade = facts.in_force.terms.grade if facts.in_force is not None else None
        return Assessment(check, covered, earlier, releaser(grade), facts.source)

    def _may_release(self, unit: ReadUnit, officer: Officer, check: OrderCheck) -> None:
        customer = customer_in(unit, check.customer_id)
        if same_person(officer.name, customer.owner):
            raise NotAllowed("order.own_customer", "by", name=officer.name)
        asked = Asked(check.customer_id, check.number, check.amount, check.currency, check.term_days, check.day)
        now = self._assess(unit, asked)
        if now.check.result == REJECT:
            raise UserError("order.never", "reason")
        if not _codes(now.check.reasons) <= _codes(check.reasons):
            raise UserError("order.other_now", "reason")
        if officer.role not in RANKS or RANKS.index(officer.role) < RANKS.index(now.releaser):
            raise NotAllowed("order.below_level", "by", name=officer.name)
        self._within_authority(unit, officer, now, self._methodologies.current_in(unit))

    def _within_authority(self, unit: ReadUnit, officer: Officer, now: Assessment, m: Methodology) -> None:
        """Above the limit a release is a credit decision of its own: amount and grade have to fit a level (§5.2)."""
        in_force = unit.changes.in_force(now.check.customer_id)
        if in_force is None or not any(one.code == "limit" for one in now.check.reasons):
            return
        from app.services.settings.service import rates_on

        rate = rates_on(unit, self._clock.today())[1].get(now.check.currency)
        if now.check.exposure is None or rate is None:
            return
        if not has_authority(officer, m, now.check.exposure * rate, in_force.terms.grade):
            raise NotAllowed("order.over_authority", "by", name=officer.name)


def _covers(earlier: OrderCheck, check: OrderCheck, today: date) -> bool:
    """Whether an order that may go already still may: no more money, no longer term, no reason that was not known then."""
    longer = check.term_days is not None and (earlier.term_days is None or check.term_days > earlier.term_days)
    return (
        bool(check.number) and earlier.stands(today) and earlier.currency == check.currency and check.amount <= earlier.amount
        and not longer and check.result != REJECT and _codes(check.reasons) <= _codes(earlier.reasons)
    )


def _codes(reasons: tuple[Reason, ...]) -> frozenset[tuple[str, str]]:
    """What a release speaks of. Warnings and notes need none."""
    return frozenset((one.code, one.text) for one in reasons if one.level in (HOLD, REJECT))


def _settings(unit: ReadUnit) -> Mapping[str, str]:
    kept = unit.settings.all()
    return {one.key: kept.get(one.key, one.default) for one in SETTINGS if one.group == "orders"}


def _of(unit: ReadUnit, check_id: int) -> OrderCheck:
    check = unit.orders.get(check_id)
    if check is None:
        raise UserError("store.gone", id=check_id)
    return check


def _open(unit: ReadUnit, check_id: int) -> OrderCheck:
    """The check that waits for a decision."""
    check = _of(unit, check_id)
    if check.decided:
        raise UserError("order.decided", "reason", name=check.decided_by)
    if check.result == REJECT:
        raise UserError("order.never", "reason")
    if check.result != HOLD:
        raise UserError("order.free", "reason")
    later = [one for one in unit.orders.of_customer(check.customer_id) if one.number == check.number and one.id > check.id]
    if later:
        raise UserError("order.replaced", "reason")
    return check


def _checked(asked: Asked, today: date, *, numbered: bool = True) -> Asked:
    number = check_line(asked.number, "number", LINE, required=numbered)
    amount, currency = asked.amount, asked.currency.strip().upper()
    if not amount.is_finite() or not 0 < amount < HIGHEST or amount != round(amount, 2):
        raise UserError("order.amount", "amount")
    if not re.fullmatch("[A-Z]{3}", currency):
        raise UserError("settings.currency", "currency", value=asked.currency[:40])
    if asked.term_days is not None and not 0 <= asked.term_days <= MAX_TERM:
        raise UserError("case.term", "term_days", limit=MAX_TERM)
    return replace(asked, number=number[:80], amount=amount, currency=currency, day=asked.day or today)


def _reason(text: str) -> str:
    plain = check_text(text, "reason", TEXT).strip()
    if not plain:
        raise UserError("order.reason", "reason")
    return plain
