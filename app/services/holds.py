"""Holds of a limit: while one holds, the limit is 0 for new orders, whatever grade and review say.

What puts a hold: early warnings of six points and more (domain.md §6.2), the own blacklist, an officer who stops the trade.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.models.db.store import Store
from app.models.db.units import ReadUnit, WriteUnit
from app.models.domain.errors import UserError
from app.models.domain.holds import BLACKLIST, EDITED, KINDS, STOP, Hold
from app.services.cases.signing import Signers, signers
from app.services.changes import CUSTOMER, GRADE, Changed, changed
from app.services.clock import Clock
from app.services.customers.service import customer_in
from app.services.lifting import check_may_lift
from app.services.officers.service import signer
from app.services.typed_text import TEXT, check_text

if TYPE_CHECKING:
    from app.models.domain.parties import Officer
    from app.services.methodologies import Methodologies


def held_in(unit: ReadUnit, customer_id: int) -> tuple[Hold, ...]:
    """What holds the customer's limit now, oldest first."""
    return unit.holds.of_customer(customer_id)


def put_hold(unit: WriteUnit, customer_id: int, kind: str, reason: str) -> bool:
    """Hold the limit as part of another command; False when a hold of that kind is there already. ``kind``: see ``Hold``."""
    if kind not in KINDS:
        raise ValueError(kind)
    if any(hold.kind == kind for hold in held_in(unit, customer_id)):
        return False
    unit.holds.put(customer_id, kind, reason)
    return True


def lift_holds(unit: WriteUnit, customer_id: int, kind: str, reason: str) -> bool:
    """End what holds the limit for that kind of reason, as part of another command; False when nothing did."""
    there = [hold for hold in held_in(unit, customer_id) if hold.kind == kind]
    for hold in there:
        unit.holds.lift(hold.id, reason)
    return bool(there)


class Holds:
    """Holds that officers put and lift themselves."""

    def __init__(self, store: Store, clock: Clock, methodologies: Methodologies) -> None:
        self._store, self._clock, self._methodologies = store, clock, methodologies

    def of_customer(self, customer_id: int, *, lifted: bool = False) -> tuple[Hold, ...]:
        """What holds the limit now, oldest first; with ``lifted`` also what held it once."""
        with self._store.read() as unit:
            return unit.holds.of_customer(customer_id, lifted=lifted)

    def stop(self, customer_id: int, reason: str, by: str) -> Changed[tuple[Hold, ...]]:
        """Stop new orders of a customer. UserError ``hold.reason`` without a reason, ``hold.there`` when stopped already."""
        text = _reason(reason)
        with self._store.write("hold.stop", by) as unit:
            signer(unit, by)
            customer_in(unit, customer_id)
            if not put_hold(unit, customer_id, STOP, text):
                raise UserError("hold.there", "reason")
            holds = held_in(unit, customer_id)
            unit.commit()
        return changed(holds, CUSTOMER, GRADE, customer_id=customer_id)

    def lift(self, customer_id: int, kind: str, reason: str, by: str) -> Changed[tuple[Hold, ...]]:
        """End a hold, with a reason. UserError ``hold.reason``, ``hold.none``, ``hold.listed`` for that of the blacklist,
        ``hold.edited`` for that of a void approval; NotAllowed as ``check_may_lift``.
        """
        text = _reason(reason)
        if kind in (BLACKLIST, EDITED):
            raise UserError("hold.listed" if kind == BLACKLIST else "hold.edited", "reason")
        with self._store.write("hold.lift", by) as unit:
            officer = signer(unit, by)
            for hold in held_in(unit, customer_id):
                if hold.kind == kind:
                    self._check(unit, officer, hold)
            if not lift_holds(unit, customer_id, kind, text):
                raise UserError("hold.none", "reason")
            holds = held_in(unit, customer_id)
            unit.commit()
        return changed(holds, CUSTOMER, GRADE, customer_id=customer_id)

    def lifters(self, customer_id: int, kind: str) -> Signers:
        """Who may end the hold of that kind, officer by officer; nobody where there is none."""
        with self._store.read() as unit:
            hold = next((one for one in held_in(unit, customer_id) if one.kind == kind), None)
            return signers(unit, lambda officer: self._check(unit, officer, hold), "hold.lift") if hold is not None else {}

    def _check(self, unit: ReadUnit, officer: Officer, hold: Hold) -> None:
        m = self._methodologies.current_in(unit)
        check_may_lift(unit, officer, customer_in(unit, hold.customer_id), hold, m, self._clock.today())


def _reason(text: str) -> str:
    plain = check_text(text, "reason", TEXT).strip()
    if not plain:
        raise UserError("hold.reason", "reason")
    return plain
