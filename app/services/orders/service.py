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
from app.models.domain.enums import Grade
from app.models.domain.errors import UserError
from app.models.domain.orders import HOLD, REJECT, REJECTED, RELEASED, Asked, OrderCheck, WaitingOrder, order_key
from app.models.domain.parties import Officer
from app.services.changes import CUSTOMER, ORDERS, Changed, changed
from app.services.clock import Clock
from app.services.customers.service import customer_in
from app.services.officers.service import signer
from app.services.orders.facts import facts_of
from app.services.orders.judging import Facts, judge, limit_of, result_of
from app.services.orders.levels import Level, check_may_release, level_of
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

    ``earlier``: the newest check of the same order, None for a new one. ``level``: who may release it.
    ``source``: where the exposure comes from: ledger, case, or "".
    """

    check: OrderCheck
    covered: OrderCheck | None
    earlier: OrderCheck | None
    level: Level
    source: str

    @property
    def reopened(self) -> bool:
        """An order that might go, was raised or meets new reasons."""
        return self.earlier is not None and self.earlier.free and self.covered is None

    @property
    def unchanged(self) -> OrderCheck | None:
        """The earlier check that waits for a decision, where this one says word for word the same."""
        then, now = self.earlier, self.check
        if then is None or not then.waits or not now.number:
            return None
        told = (now.day, now.amount, now.currency, now.term_days, now.exposure, now.limit, now.reasons)
        return then if told == (then.day, then.amount, then.currency, then.term_days, then.exposure, then.limit, then.reasons) \
            else None


@dataclass(frozen=True, slots=True)
class OrderPage:
    """Orders of a customer: every check, newest first, and what a new one begins with. ``limit``: usable and its currency."""

    customer_id: int
    today: date
    currency: str
    term_days: int | None
    checks: tuple[OrderCheck, ...]
    limit: Decimal | None
    grade: Grade | None
    release_days: int

    def newest(self, check: OrderCheck) -> bool:
        """No later check of the same order: this one may be decided."""
        return not any(one.number == check.number and one.id > check.id for one in self.checks)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a check that was kept stands now. ``now``: what a check would say at this moment; ``level``: who may release it.

    ``earlier``: the check of the same order before this one. ``worse``: more speaks against it than this check knew, so it is to
    be checked again before anybody releases it or, where it may go already, delivers.
    """

    check_id: int
    now: OrderCheck
    level: Level
    earlier: OrderCheck | None
    worse: bool


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
            terms.grade if terms else None, days,
        )

    def waiting(self, most: int = 50) -> tuple[WaitingOrder, ...]:
        """Return orders that somebody has to look at, newest first: held ones, and free ones whose account was held since."""
        with self._store.read() as unit:
            return unit.orders.waiting(most, self._clock.today())

    def standing(self, customer_id: int, check_id: int) -> Standing:
        """Return how a check of a customer's order stands now. UserError ``store.gone``."""
        with self._store.page(customer_id=customer_id, ledger=True) as unit:
            check = _of(unit, check_id)
            found = self._assess(unit, _as_asked(check))
            same = [one for one in unit.orders.of_customer(customer_id) if one.number == check.number and one.id < check_id]
        return Standing(check_id, found.check, found.level, same[-1] if same else None, found.check.worse_than(check))

    def board(self, most: int = 200) -> OrderBoard:
        """Return what there is to decide over all customers."""
        today = self._clock.today()
        with self._store.read() as unit:
            return OrderBoard(today, int(_settings(unit)["order_release_days"]), unit.orders.waiting(most, today))

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
        back, and so is one that waits and of which a check would say the same. A larger amount, a longer term or a new reason
        opens it again.
        """
        plain = _checked(asked, self._clock.today())
        with self._store.write("order.check", by) as unit:
            signer(unit, by)
            customer_in(unit, plain.customer_id)
            found = self._assess(unit, plain)
            same = found.covered or found.unchanged
            if same is not None:
                return changed(same)
            check_id = unit.orders.add(found.check)
            kept = _of(unit, check_id)
            unit.commit()
        return changed(kept, ORDERS, customer_id=plain.customer_id)

    def release(self, check_id: int, reason: str, by: str, valid_until: date | None = None) -> Changed[OrderCheck]:
        """Let a held order go, with a reason, up to a day (None: as settings say).

        NotAllowed ``order.below_level`` for an officer below the level that the grade asks for, below who stopped the trade or
        below who rejected this order before; ``order.over_authority`` where the limit is exceeded or held beyond the officer's
        own level, ``order.own_customer`` for the account owner. UserError ``order.reason``, ``order.valid``,
        ``order.decided``, ``order.replaced``, ``order.never`` (blacklist, trade stopped), ``order.other_now`` when more speaks
        against it now than the check knew.
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
        return self._assessed(unit, asked)[0]

    def _assessed(self, unit: ReadUnit, asked: Asked) -> tuple[Assessment, Facts, Methodology]:
        """The outcome, and what it was made of. A number written otherwise than before is the same order."""
        today = self._clock.today()
        same = [one for one in unit.orders.of_customer(asked.customer_id) if order_key(one.number) == order_key(asked.number)]
        earlier = same[-1] if same and asked.number else None
        if earlier is not None:
            asked = replace(asked, number=earlier.number)
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
        covered = earlier if earlier is not None and _covers(earlier, check, today) else None
        owner = customer_in(unit, asked.customer_id).owner
        level = level_of(unit, m, facts, check, owner)
        return Assessment(check, covered, earlier, level, facts.source), facts, m

    def _may_release(self, unit: ReadUnit, officer: Officer, check: OrderCheck) -> None:
        found, facts, m = self._assessed(unit, _as_asked(check))
        now = found.check
        if now.result == REJECT:
            raise UserError("order.never", "reason")
        check_may_release(officer, unit.officers.all(), m, facts, now, customer_in(unit, check.customer_id).owner)
        if now.worse_than(check):
            raise UserError("order.other_now", "reason")


def _covers(earlier: OrderCheck, check: OrderCheck, today: date) -> bool:
    """Whether an order that may go already still may: no more money, no longer term, no reason that was not known then."""
    longer = check.term_days is not None and (earlier.term_days is None or check.term_days > earlier.term_days)
    return (
        bool(check.number) and earlier.stands(today) and earlier.currency == check.currency and check.amount <= earlier.amount
        and not longer and check.result != REJECT and check.against <= earlier.against
    )


def _as_asked(check: OrderCheck) -> Asked:
    """The order of a check, asked about anew."""
    return Asked(check.customer_id, check.number, check.amount, check.currency, check.term_days, check.day)


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
