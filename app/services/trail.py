"""Which customer and which case the window stands at: for the crumbs and the tabs of the frame."""

from __future__ import annotations

from dataclasses import dataclass

from app.models.db.store import Store


@dataclass(frozen=True, slots=True)
class Place:
    """A customer, and the case that belongs to the way here (0 and "" when there is none)."""

    customer_id: int
    name: str
    case_id: int = 0
    number: str = ""


class Trail:
    """Reads names for the way back; two small queries a step."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of_case(self, case_id: int) -> Place | None:
        """The case with its customer; None when it is gone."""
        with self._store.read() as unit:
            head = unit.cases.get(case_id)
            customer = unit.customers.get(head.customer_id) if head is not None else None
        return None if head is None or customer is None else Place(customer.id, customer.name, head.id, head.number)

    def of_customer(self, customer_id: int, case_id: int = 0) -> Place | None:
        """The customer with ``case_id`` if it is one of its cases, else with its newest case; None when it is gone."""
        with self._store.read() as unit:
            customer = unit.customers.get(customer_id)
            heads = unit.cases.of_customer(customer_id) if customer is not None else ()
        if customer is None:
            return None
        newest = max(heads, key=lambda head: head.id, default=None)
        head = next((one for one in heads if one.id == case_id), newest)
        return Place(customer.id, customer.name, head.id, head.number) if head is not None else Place(customer.id, customer.name)
