"""What an approval rested on was changed after it: the approval is void, the limit is held until the next decision.

The answers of a decided case are closed. Statements and the customer's own data live on; a further period is news and no
edit, but another figure in a period that was approved is one, and so is another name, number, owner or trade.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.models.domain.holds import EDITED
from app.services.holds import held_in, lift_holds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.models.db.units import WriteUnit
    from app.models.domain.parties import Customer
    from app.models.domain.statement import Statement

_LONGEST = 200
_SHOWN = 6
VOID, STANDS = "void", "stands"
_NOTHING = "–"
_BETWEEN = "; "
_LIKE_NO_OTHER = (1, 8)
"""Places in ``_facts`` of the registration numbers and of the first deal."""
_ARROW = " → "
"""Stands in the reasons of changes of the customer, never in those of statements."""


def after_statements(unit: WriteUnit, customer_id: int) -> bool:
    """Void the approval in force when a statement that it rested on is gone or says something else, and let it stand again
    when all say what they said; True when the limit was held or freed by that.
    """
    from app.services.rating.snapshot import load_input

    in_force = unit.changes.in_force(customer_id)
    row = None if in_force is None else unit.ratings.get(in_force.rating_id)
    if row is None:
        return False
    now = {_period(one): _figures(one) for one in unit.statements.of_customer(customer_id)}
    edited = [one for one in load_input(row.input_json).statements if now.get(_period(one)) != _figures(one)]
    there = [one for one in held_in(unit, customer_id) if one.kind == EDITED and _ARROW not in one.reason]
    if edited and not there:
        unit.holds.put(customer_id, EDITED, ", ".join(one.end.isoformat() for one in edited))
    elif there and not edited:
        for one in there:
            unit.holds.lift(one.id, "gone")
    return bool(edited) != bool(there)


def after_customer(unit: WriteUnit, before: Customer, after: Customer) -> str:
    """Void the approval in force when the customer is another one than was approved, and let it stand again when all is as it
    was; return VOID, STANDS, or "" when neither came of it.
    """
    if unit.changes.in_force(after.id) is None:
        return ""
    old, new = _facts(before), _facts(after)
    if old == new:
        return ""
    there = [one for one in held_in(unit, after.id) if one.kind == EDITED and _ARROW in one.reason]
    if there and _as_approved(old, new, [one.reason for one in there]) == new:
        for one in there:
            unit.holds.lift(one.id, "gone")
        return STANDS
    edited = [f"{was or _NOTHING}{_ARROW}{now or _NOTHING}" for was, now in zip(old, new, strict=True) if was != now]
    unit.holds.put(after.id, EDITED, _BETWEEN.join(edited[:_SHOWN]))
    return VOID


def _as_approved(old: tuple[str, ...], new: tuple[str, ...], reasons: Sequence[str]) -> tuple[str, ...] | None:
    """The facts before the changes that the reasons tell, the oldest first; None where that cannot be told for certain: such
    an approval stays void. Several facts may be empty: of them only those are told apart that look like no other.
    """
    told = list(old)
    for reason in reversed(reasons):
        pairs = [pair.split(_ARROW) for pair in reason.split(_BETWEEN)]
        if len(pairs) >= _SHOWN or any(len(pair) != 2 for pair in pairs):
            return None
        empty = [at for at in _LIKE_NO_OTHER if not told[at] and new[at]]
        places = [empty if now == _NOTHING else [at for at, fact in enumerate(told) if fact == now] for _, now in pairs]
        if any(len(found) != 1 for found in places):
            return None
        for (was, _), (at,) in zip(pairs, places, strict=True):
            told[at] = "" if was == _NOTHING else was
    return tuple(told)


def approved_anew(unit: WriteUnit, customer_id: int) -> None:
    """A new decision rests on what is there now."""
    lift_holds(unit, customer_id, EDITED, "decision")


def _period(statement: Statement) -> tuple[object, ...]:
    return statement.end, statement.full_year, statement.consolidated


def _figures(statement: Statement) -> tuple[object, ...]:
    return (
        statement.framework, statement.currency, statement.unit, statement.audited, dict(statement.values),
        dict(statement.opening),
    )


def _facts(customer: Customer) -> tuple[str, ...]:
    """What makes the customer the one that was approved, each as a text that is the same in every language."""
    texts = (
        customer.name, ", ".join(sorted(one.value for one in customer.identifiers)), customer.country, customer.owner,
        customer.trade, customer.currency, customer.group, ", ".join(sorted(one.name for one in customer.related)),
        "" if customer.first_deal is None else customer.first_deal.isoformat(),
    )
    return tuple(text[:_LONGEST] for text in texts)
