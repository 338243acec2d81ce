"""Limit methods side by side, and the limit they lead to (domain.md §7).

Every method is an expression of the methodology over lines in plain units of the currency of the case. The recommended
limit is the lowest of the methods that are on and bind, then not above what the customer asks for, rounded down to the
unit of the method that binds, and 0 for a grade that is given no credit.
"""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal, localcontext

from app.models.domain.enums import Grade
from app.models.domain.methodology import LimitMethod, Methodology
from app.models.domain.rating import LimitOutcome, LimitProposal, RatingInput
from app.services.rating.compiled import compiled
from app.services.rating.run import Run
from app.services.rating.values import EXACT, ZERO, Gap, Value, number


def limit_proposal(run: Run, grade: Grade, frozen: bool) -> LimitProposal:
    """The limit at ``grade``. ``frozen``: 0 for new orders; what it would be stays in ``unfrozen``.

    ``capped_by`` is the id of the binding method, "request", "grade", "frozen", or "none" when no method applies.
    """
    outcomes = limit_outcomes(run, grade)
    factor = run.compiled.m.policy(grade).limit_factor
    amount, capped_by = _lowest(run, outcomes, factor)
    if not frozen:
        return LimitProposal(amount, capped_by, outcomes, False, factor, amount, capped_by)
    return LimitProposal(ZERO, "frozen", outcomes, True, factor, amount, capped_by)


def limits_at(m: Methodology, given: RatingInput, grade: Grade) -> LimitProposal:
    """The limit that ``given`` would have at ``grade``, not frozen."""
    with localcontext(EXACT):
        return limit_proposal(Run(compiled(m), given), grade, frozen=False)


def limit_outcomes(run: Run, grade: Grade) -> tuple[LimitOutcome, ...]:
    """What every method gives at ``grade``, unrounded, never below 0; with the reason where one does not apply."""
    plain = run.plain_currency()
    gap = plain if isinstance(plain, Gap) else None
    inner = run.at_table(None) if isinstance(plain, Gap) else plain.at_table(plain.table)
    inner.settle(grade=grade)
    return tuple(_outcome(inner, method, gap) for method in run.compiled.m.limits)


def _outcome(run: Run, method: LimitMethod, no_rate: Gap | None) -> LimitOutcome:
    local: dict[str, Value] = dict(method.parameters)
    value = number(run.evaluate(method.amount, local, rows=method.table)[0])
    if isinstance(value, Gap):
        if no_rate is not None and value.reason == "rating.no_statement":
            value = no_rate
        return LimitOutcome(method.id, None, method.on, method.binding, value.reason, value.about)
    return LimitOutcome(method.id, max(value, ZERO), method.on, method.binding)


def _lowest(run: Run, outcomes: tuple[LimitOutcome, ...], factor: Decimal) -> tuple[Decimal, str]:
    methods = {method.id: method for method in run.compiled.m.limits}
    counted = [one for one in outcomes if one.on and one.binding and one.amount is not None]
    if not counted:
        return ZERO, "none"
    lowest = min(counted, key=lambda one: one.amount or ZERO)
    amount, capped_by, unit = lowest.amount or ZERO, lowest.method, methods[lowest.method].round_to
    requested = run.input.requested_limit
    if requested is not None and requested < amount:
        amount, capped_by = max(requested, ZERO), "request"
    if factor <= 0:
        return ZERO, "grade"
    return rounded_down(amount, unit), capped_by


def rounded_down(amount: Decimal, unit: Decimal) -> Decimal:
    """``amount`` rounded down to whole ``unit``; a unit of 0 or less leaves it as it is."""
    if unit <= 0:
        return amount
    return (amount / unit).to_integral_value(rounding=ROUND_FLOOR) * unit
