"""Instalment plans: equal principal and annuity, in cents, the last instalment absorbing what rounding leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

from app.services.rating.values import EXACT, ONE, ZERO

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Instalment:
    """One payment: ``payment`` = ``principal`` + ``interest``, ``rest`` is what is still owed after it."""

    number: int
    principal: Decimal
    interest: Decimal
    payment: Decimal
    rest: Decimal


def equal_principal(debt: Decimal, count: int, rate: Decimal, unit: Decimal = _CENT) -> tuple[Instalment, ...]:
    """``debt`` in ``count`` equal parts, each with the interest on what was owed before it.

    ``rate`` is the interest of one interval as a share (0.005 = half a per cent); amounts are rounded to ``unit``.
    """
    with localcontext(EXACT):
        part = _round(debt / count, unit)
        return _plan(debt, count, rate, unit, lambda interest: part)


def annuity(debt: Decimal, count: int, rate: Decimal, unit: Decimal = _CENT) -> tuple[Instalment, ...]:
    """``debt`` in ``count`` equal payments a = D·r / (1 − (1 + r)^−n); without interest D / n."""
    with localcontext(EXACT):
        payment = _round(annuity_payment(debt, count, rate), unit)
        return _plan(debt, count, rate, unit, lambda interest: payment - interest)


def annuity_payment(debt: Decimal, count: int, rate: Decimal) -> Decimal:
    """The unrounded payment of an annuity."""
    with localcontext(EXACT):
        if rate == 0:
            return debt / count
        return debt * rate / (ONE - (ONE + rate) ** -count)


def _plan(
    debt: Decimal, count: int, rate: Decimal, unit: Decimal, principal_of: Callable[[Decimal], Decimal]
) -> tuple[Instalment, ...]:
    rest = debt
    found: list[Instalment] = []
    for number in range(1, count + 1):
        interest = _round(rest * rate, unit)
        principal = rest if number == count else min(principal_of(interest), rest)
        rest -= principal
        found.append(Instalment(number, principal, interest, principal + interest, rest or ZERO))
    return tuple(found)


def _round(amount: Decimal, unit: Decimal) -> Decimal:
    return (amount / unit).to_integral_value(rounding=ROUND_HALF_UP) * unit
