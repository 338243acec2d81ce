"""Customers: the list, the search, keeping and removing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.models.db.store import Store
from app.models.db.units import ReadUnit
from app.models.domain.errors import UserError
from app.models.domain.parties import Customer, CustomerRow
from app.services.changes import CASE, CUSTOMER, GRADE, REVIEWS, Changed, changed
from app.services.clock import Clock
from app.services.officers.service import may_enter
from app.services.people import folded

if TYPE_CHECKING:
    from app.services.grading.voiding import Voiding
    from app.services.methodologies import Methodologies


class Customers:
    """Everything about customers themselves."""

    def __init__(self, store: Store, clock: Clock, methodologies: Methodologies, voiding: Voiding) -> None:
        self._store = store
        self._clock = clock
        self._methodologies = methodologies
        self._voiding = voiding

    def page(
        self, search: str = "", offset: int = 0, limit: int = 100, sort: str = "name", descending: bool = False
    ) -> tuple[CustomerRow, ...]:
        """Return one page of the list. KeyError for a column that cannot be sorted by."""
        with self._store.read() as unit:
            return unit.customers.page(search, offset, limit, sort, descending)

    def count(self, search: str = "") -> int:
        """Return how many customers ``search`` finds."""
        with self._store.read() as unit:
            return unit.customers.count(search)

    def get(self, customer_id: int) -> Customer:
        """Return a customer. UserError ``customer.not_found``."""
        with self._store.read() as unit:
            return customer_in(unit, customer_id)

    def find(self, text: str) -> Customer:
        """Return the one customer of that number, identifier or exact name.

        UserError ``customer.not_found`` or ``customer.ambiguous`` with the numbers of those that fit.
        """
        with self._store.read() as unit:
            found = unit.customers.find(text)
        if not found:
            raise UserError("customer.not_found", "customer", text=text.strip()[:80])
        if len(found) > 1:
            numbers = ", ".join(customer.number for customer in found[:10])
            raise UserError("customer.ambiguous", "customer", text=text.strip()[:80], numbers=numbers)
        return found[0]

    def save(self, customer: Customer, by: str) -> Changed[Customer]:
        """Keep a customer (id 0 = new) and return it as kept. An open proposal that rests on what changed is withdrawn.

        UserError at the place; Conflict when somebody saved a newer version. Notes: numbers that could not be checked,
        another customer of the same name, and what it meets on watchlist and blacklist: there its limit is held at once.
        """
        from app.services.customers.validate import check_customer
        from app.services.grading.after_approval import VOID, after_customer
        from app.services.lists.checking import look

        with self._store.write("customer.save", by) as unit:
            may_enter(unit, by)
            trades = frozenset(trade.key for trade in self._methodologies.current_in(unit).trades)
            plain = check_customer(customer, trades, self._clock.today())
            _refuse_taken(unit, plain)
            notes = tuple(_notes(unit, plain))
            before = unit.customers.get(plain.id) if plain.id else None
            kept = unit.customers.save(replace(plain, group=_group_of(unit, plain, before)))
            approval = after_customer(unit, before, kept) if before is not None else ""
            looked = look(unit, kept, self._voiding)
            case = unit.cases.open_case(kept.id)
            voided = case is not None and self._voiding.after_edit(unit, case.id, {})
            unit.commit()
        flags = {CUSTOMER, REVIEWS, *looked.flags} | ({CASE} if voided else set()) | ({GRADE} if approval else set())
        if approval == VOID:
            notes = (*notes, UserError("grading.approval_void"))
        return changed(looked.customer, *flags, customer_id=kept.id, notes=(*notes, *looked.notes))

    def delete(self, customer_id: int, by: str) -> Changed[int]:
        """Remove a customer on whom nothing was decided yet, or the sample. UserError ``customer.has_decisions``."""
        with self._store.write("customer.delete", by) as unit:
            may_enter(unit, by)
            customer_in(unit, customer_id)
            unit.customers.delete(customer_id)
            unit.commit()
        return changed(customer_id, CUSTOMER, CASE, REVIEWS, customer_id=customer_id)


def _group_of(unit: ReadUnit, customer: Customer, before: Customer | None) -> str:
    """The group as the customers that are in it already spell it: “m holding” is no other group than “M Holding”."""
    typed = folded(customer.group)
    if not typed or (before is not None and folded(before.group) == typed):
        return customer.group
    return next((one for one in unit.customer_list.values("group") if folded(one) == typed), customer.group)


def customer_in(unit: ReadUnit, customer_id: int) -> Customer:
    """A customer within a unit of work. UserError ``customer.not_found``."""
    customer = unit.customers.get(customer_id)
    if customer is None:
        raise UserError("customer.not_found", "customer", text=str(customer_id))
    return customer


def _refuse_taken(unit: ReadUnit, customer: Customer) -> None:
    for n, identifier in enumerate(customer.identifiers):
        if identifier.kind == "other":
            continue
        for other_id in unit.customers.with_identifier(identifier.kind, identifier.value):
            if other_id != customer.id:
                other = customer_in(unit, other_id)
                raise UserError(
                    "customer.identifier_taken", f"identifiers.{n}", value=identifier.value, name=other.name, number=other.number
                )


def _notes(unit: ReadUnit, customer: Customer) -> list[UserError]:
    notes = [
        UserError("identifier.not_checked", f"identifiers.{n}", value=identifier.value)
        for n, identifier in enumerate(customer.identifiers)
        if identifier.kind == "other"
    ]
    for other in unit.customers.find(customer.name):
        if other.id != customer.id:
            notes.append(UserError("customer.same_name", "name", name=other.name, number=other.number))
    return notes
