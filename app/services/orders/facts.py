"""What is known of a customer for the check of an order: exposure out of the own ledger, else out of the last case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from app.models.db.units import ReadUnit
from app.models.domain.enums import Grade
from app.models.domain.imports import LedgerEntry
from app.models.domain.methodology import Methodology, Policy
from app.models.domain.orders import REJECTED, Asked, OrderCheck, order_key
from app.models.domain.records import CaseHead, GradeChange, GradeInForce, Terms
from app.services.holds import held_in
from app.services.ledger.ageing import ZERO, open_items
from app.services.ledger.entries import ORDER, by_currency, ledger_of
from app.services.ledger.figures import figures
from app.services.orders.judging import Facts
from app.services.settings.service import rates_on

CASH = frozenset({"cash_deposit"})
"""Securities that are accepted as cash: they lower the exposure."""
_CENT = Decimal("0.01")


class _Money:
    """Amounts of any currency in that of the order; what has no rate is remembered."""

    def __init__(self, rates: Mapping[str, Decimal], currency: str) -> None:
        self._rates, self._currency = rates, currency
        self.missing: set[str] = set()

    def rate(self, currency: str) -> Decimal | None:
        """Units of the order's currency for one of that currency."""
        found = self.known(currency)
        if found is None:
            self.missing.add(currency if self._rates.get(currency) is None else self._currency)
        return found

    def known(self, currency: str) -> Decimal | None:
        """As ``rate``, and a currency without one is not remembered."""
        own, other = self._rates.get(self._currency), self._rates.get(currency)
        return Decimal(1) if currency == self._currency else other / own if own and other else None

    def of(self, amount: Decimal, currency: str) -> Decimal:
        """The amount; 0 when it cannot be told, which ``missing`` says."""
        rate = self.rate(currency) if amount else None
        return ZERO if rate is None else (amount * rate).quantize(_CENT)


def facts_of(unit: ReadUnit, asked: Asked, m: Methodology, day: date) -> Facts:
    """Read everything of a customer in one look; amounts in the currency of the order."""
    customer_id = asked.customer_id
    in_force = unit.changes.in_force(customer_id)
    changes = unit.changes.decisions_of(customer_id)
    base, rates, _ = rates_on(unit, day)
    money = _Money(rates, asked.currency)
    entries = unit.imports.ledger_of(customer_id)
    term = in_force.terms.term_days if in_force is not None else 0
    owed, overdue, open_, oldest = _owed(entries, asked, term, day, money)
    source = "ledger" if entries else ""
    if not entries:
        source, owed, overdue = _from_case(unit, customer_id, changes, money)
        open_ = owed
    checks = unit.orders.of_customer(customer_id)
    owed += _released(checks, entries, asked, day, money)
    if owed:
        owed -= _cash(unit, customer_id, changes, money)
    rate = money.rate(in_force.terms.currency if in_force is not None else base)
    return Facts(
        day, in_force, _before(in_force, changes), policy_of(m, in_force.terms.grade) if in_force else None,
        held_in(unit, customer_id), source, owed, overdue, open_, oldest, rate, money.known(base),
        tuple(sorted(money.missing)), _rejected(checks, asked),
    )


def policy_of(m: Methodology, grade: Grade) -> Policy | None:
    """The row of the policy table for a grade."""
    return next((one for one in m.policies if one.grade is grade), None)


def _owed(
    entries: Iterable[LedgerEntry], asked: Asked, term: int, day: date, money: _Money
) -> tuple[Decimal, Decimal, Decimal, int]:
    """Exposure without this order, what is overdue, what is open, and how many days the oldest open item is late."""
    owed = overdue = open_ = ZERO
    oldest = 0
    own = order_key(asked.number)
    others = [one for one in entries if not (one.kind == ORDER and own and order_key(one.number) == own)]
    for currency, rows in by_currency(others).items():
        ledger = ledger_of(rows, term)
        found = figures(ledger, day)
        owed += money.of(found.exposure, currency)
        overdue += money.of(found.ageing.overdue, currency)
        open_ += money.of(found.ageing.open, currency)
        oldest = max([oldest, *(item.late for item in open_items(ledger, day) if item.left > 0)])
    return owed, overdue, open_, oldest


def _from_case(
    unit: ReadUnit, customer_id: int, changes: tuple[GradeChange, ...], money: _Money
) -> tuple[str, Decimal, Decimal]:
    """What the newest case says of the own exposure, where there is no ledger; else what the last decision rested on."""
    heads = sorted(unit.cases.of_customer(customer_id), key=_newest, reverse=True)
    for head in heads:
        if head.own_exposure is not None:
            return "case", money.of(head.own_exposure, head.currency), money.of(head.own_overdue or ZERO, head.currency)
    if changes and changes[-1].own_exposure is not None:
        last = changes[-1]
        return "case", money.of(last.own_exposure or ZERO, last.after.currency), money.of(
            last.own_overdue or ZERO, last.after.currency)
    return "", ZERO, ZERO


def _newest(head: CaseHead) -> int:
    return head.id


def _released(
    checks: Iterable[OrderCheck], entries: Iterable[LedgerEntry], asked: Asked, day: date, money: _Money
) -> Decimal:
    """Other orders that may go and are not in the ledger yet, each by its newest check."""
    known = {order_key(one.number) for one in entries if one.kind == ORDER} | {order_key(asked.number)}
    newest = {one.number: one for one in checks if order_key(one.number) not in known}
    return sum((money.of(one.amount, one.currency) for one in newest.values() if one.stands(day)), ZERO)


def _rejected(checks: Iterable[OrderCheck], asked: Asked) -> OrderCheck | None:
    """The last decision about this very order, where it was a no."""
    decided = [one for one in checks if one.decided and order_key(one.number) == order_key(asked.number)]
    return decided[-1] if asked.number and decided and decided[-1].decided == REJECTED else None


def _cash(unit: ReadUnit, customer_id: int, changes: tuple[GradeChange, ...], money: _Money) -> Decimal:
    """Security accepted as cash, of the case that the grade in force rests on."""
    if not changes:
        return ZERO
    head = unit.cases.get(changes[-1].case_id)
    if head is None:
        return ZERO
    offered = (one for one in unit.cases.guarantees(head.id) if one.kind in CASH)
    return sum((money.of(max(one.value - one.prior, ZERO), head.currency) for one in offered), ZERO)


def _before(in_force: GradeInForce | None, changes: Sequence[GradeChange]) -> Terms | None:
    """The terms before those in force; a correction of the log, the newest entry perhaps, moves none."""
    return next((one.before for one in changes if in_force is not None and one.no == in_force.change_no), None)
