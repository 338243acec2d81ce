"""Many changed customers saved together: one statement for all that change in the same columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select, update

from app.models.db.repositories.customers import customer_columns, customer_parts
from app.models.db.repositories.parts import save_parts
from app.models.db.tables.customers import customers
from app.models.db.unit_of_work import Writing
from app.models.domain.errors import UserError
from app.models.domain.parties import Customer

Places = Sequence[tuple[int, int]]
"""(table of the plan, row on the sheet) of everything that a record was made from."""


@dataclass(frozen=True, slots=True)
class CustomerChange:
    """A customer as it is stored and as it is to be; ``before`` and ``after``: the changed fields as files name them."""

    stored: Customer
    customer: Customer
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    places: Places = ()


def save_customers(unit: Writing, found: Iterable[CustomerChange]) -> Iterator[tuple[int, int, CustomerChange]]:
    """Store the changes inside of ``as_one``, then give (id, version, change) of each; no customer may stand there twice.

    UserError "store.number_taken" at field "number".
    """
    changes = list(found)
    statements: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for one in changes:
        stored, customer = one.stored, one.customer
        if customer.number != stored.number:
            _refuse_taken(unit, customer)
        was, values = customer_columns(stored), customer_columns(customer)
        changed = {name: value for name, value in values.items() if value != was[name]}
        row = {f"new_{name}": value for name, value in changed.items()}
        statements.setdefault(tuple(changed), []).append({**row, "row": stored.id, "new_version": stored.version + 1})
        unit.record("update", customers, stored.id, {name: was[name] for name in changed}, changed)
    for names, rows in statements.items():
        values = {name: bindparam(f"new_{name}") for name in (*names, "version")}
        unit.connection.execute(update(customers).where(customers.c.id == bindparam("row")).values(values), rows)
    for one in changes:
        for (table, now), (_, then) in zip(customer_parts(one.customer), customer_parts(one.stored), strict=True):
            if now != then:
                save_parts(unit, table, "customer_id", one.stored.id, now)
        yield one.stored.id, one.stored.version + 1, one


def _refuse_taken(unit: Writing, customer: Customer) -> None:
    taken = select(customers.c.id).where(customers.c.number == customer.number, customers.c.id != customer.id)
    if unit.connection.execute(taken).first() is not None:
        raise UserError("store.number_taken", field="number", number=customer.number)
