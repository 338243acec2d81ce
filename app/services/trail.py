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
    """Reads names for the way back; one small query a step."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of_case(self, case_id: int) -> Place | None:
        """The case with its customer; None when it is gone."""
        with self._store.read() as unit:
            found = unit.timeline.way_to_case(case_id)
        return None if found is None else Place(*found)

    def of_customer(self, customer_id: int, case_id: int = 0) -> Place | None:
        """The customer with ``case_id`` if it is one of its cases, else with its newest case; None when it is gone."""
        with self._store.read() as unit:
            found = unit.timeline.way_to_customer(customer_id, case_id)
        return None if found is None else Place(*found)
