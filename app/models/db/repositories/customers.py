"""Customers: identity, names, related parties, contacts; the list and the search."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Row, String, Table, cast, exists, func, select

from app.models.db.records import row_of
from app.models.db.repositories.customer_list import CustomerListQueries
from app.models.db.repositories.parts import read_parts, save_parts
from app.models.db.search_text import folded, folded_code, pinyin_forms, search_text
from app.models.db.tables.customers import (
    customer_contacts,
    customer_former_names,
    customer_identifiers,
    customer_related,
    customers,
)
from app.models.db.unit_of_work import Reading, Writing
from app.models.domain.errors import UserError
from app.models.domain.listing import ListQuery
from app.models.domain.parties import Contact, Customer, CustomerRow, Identifier, RelatedParty

_PARTS = (customer_former_names, customer_identifiers, customer_related, customer_contacts)
_AT_ONCE = 500


class CustomerQueries:
    """Reading customers."""

    def __init__(self, unit: Reading) -> None:
        self._unit = unit

    def get(self, customer_id: int) -> Customer | None:
        """Return a customer with all its parts, None if there is none of that id."""
        row = row_of(self._unit, customers, customer_id)
        return None if row is None else self._whole(row)

    def find(self, text: str) -> tuple[Customer, ...]:
        """Return the customers whose number, identifier or (former) name is exactly ``text``, folded; usually one."""
        identifiers, former = customer_identifiers.c, customer_former_names.c
        ways = (
            func.lower(customers.c.number) == folded(text),
            exists().where(identifiers.customer_id == customers.c.id, identifiers.value_norm == folded_code(text)),
            customers.c.name_norm == folded(text),
            exists().where(former.customer_id == customers.c.id, former.name_norm == folded(text)),
        )
        for way in ways if text.strip() else ():
            found = self._unit.rows(select(customers).where(way).order_by(customers.c.id))
            if found:
                return tuple(self._whole(row) for row in found)
        return ()

    def with_identifier(self, kind: str, value: str) -> tuple[int, ...]:
        """Return the ids of the customers that carry a registration number."""
        wanted = select(customer_identifiers.c.customer_id).where(
            customer_identifiers.c.value_norm == folded_code(value), customer_identifiers.c.kind == kind)
        return tuple(row[0] for row in self._unit.rows(wanted.distinct().order_by(customer_identifiers.c.customer_id)))

    def page(
        self, search: str = "", offset: int = 0, limit: int = 100, sort: str = "name", descending: bool = False,
    ) -> tuple[CustomerRow, ...]:
        """Return one page of the list; ``search`` as ``count``. KeyError for a column that cannot be sorted by."""
        found = self._list.first_ids(ListQuery(search, (), sort, descending), date.min, limit, offset)
        return self._list.rows(found)

    def count(self, search: str = "") -> int:
        """Return how many customers ``search`` finds in names, former names, pinyin, number and identifiers; all if ""."""
        return self._list.count(ListQuery(search), date.min)

    @property
    def _list(self) -> CustomerListQueries:
        return CustomerListQueries(self._unit)

    def sample_ids(self) -> tuple[int, ...]:
        """Return the customers that are marked as sample."""
        marked = cast(customers.c.flags, String).like('%"sample"%')
        return tuple(row.id for row in self._unit.rows(select(customers.c.id).where(marked).order_by(customers.c.id)))

    def next_number(self) -> str:
        """Return the next free customer number: "C" and five digits."""
        numbers = self._unit.rows(select(customers.c.number).where(customers.c.number.like("C%")))
        taken = [int(number[1:]) for (number,) in numbers if number[1:].isascii() and number[1:].isdigit()]
        return f"C{max(taken, default=0) + 1:05d}"

    def _whole(self, row: Row[Any]) -> Customer:
        return _customer(row, {table: read_parts(self._unit, table, "customer_id", row.id) for table in _PARTS})

    def among(self, ids: Collection[int]) -> tuple[Customer, ...]:
        """Some customers, by a few queries for hundreds of them."""
        found: list[Customer] = []
        every = sorted(ids)
        for at in range(0, len(every), _AT_ONCE):
            some = every[at:at + _AT_ONCE]
            parts: dict[Table, dict[int, list[Row[Any]]]] = {}
            for table in _PARTS:
                wanted = select(table).where(table.c.customer_id.in_(some)).order_by(table.c.customer_id, table.c.position)
                for part in self._unit.rows(wanted):
                    parts.setdefault(table, {}).setdefault(part.customer_id, []).append(part)
            found += [_customer(row, {table: parts.get(table, {}).get(row.id, ()) for table in _PARTS})
                      for row in self._unit.rows(select(customers).where(customers.c.id.in_(some)))]
        return tuple(found)


def _customer(row: Row[Any], parts: Mapping[Table, Sequence[Row[Any]]]) -> Customer:
    return Customer(
        name=row.name, id=row.id, number=row.number, country=row.country, address=row.address, trade=row.trade,
        currency=row.currency, owner=row.owner, officer=row.officer, group=row.group_name, first_deal=row.first_deal,
        flags=tuple(row.flags), note=row.note, version=row.version,
        former_names=tuple(part.name for part in parts[customer_former_names]),
        identifiers=tuple(Identifier(part.kind, part.value, part.country) for part in parts[customer_identifiers]),
        related=tuple(RelatedParty(part.name, part.relation, part.identifier) for part in parts[customer_related]),
        contacts=tuple(Contact(part.name, part.post, part.phone, part.email) for part in parts[customer_contacts]),
    )


class Customers(CustomerQueries):
    """Reading and saving customers."""

    def __init__(self, unit: Writing) -> None:
        super().__init__(unit)
        self._writing = unit

    def save(self, customer: Customer) -> Customer:
        """Store a customer and return it as stored: id, number and version filled in.

        Conflict when a newer version is stored; UserError "store.number_taken" at field "number".
        """
        unit = self._writing
        if not customer.number:
            customer = replace(customer, number=self.next_number())
        taken = select(customers.c.id).where(customers.c.number == customer.number, customers.c.id != customer.id)
        if unit.connection.execute(taken).first() is not None:
            raise UserError("store.number_taken", field="number", number=customer.number)
        values = customer_columns(customer)
        if customer.id == 0:
            customer_id = unit.insert(customers, values)
            self._save_parts(customer_id, customer)
        else:
            customer_id = customer.id
            version = unit.update(customers, customer_id, values, customer.version)
            if self._save_parts(customer_id, customer) and version == customer.version:
                unit.touch(customers, customer_id)
        stored = self.get(customer_id)
        if stored is None:
            raise RuntimeError("the customer just saved is gone")
        return stored

    def delete(self, customer_id: int) -> None:
        """Remove a customer with everything that hangs on it.

        UserError "store.has_decisions" when a grade was ever decided, unless it is a sample customer.
        """
        from app.models.db.repositories.customer_delete import delete_customer, has_decisions

        customer = self.get(customer_id)
        if customer is None:
            raise UserError("store.gone", id=customer_id)
        if "sample" not in customer.flags and has_decisions(self._writing, customer_id):
            raise UserError("store.has_decisions")
        delete_customer(self._writing, customer_id)

    def refresh_search(self, customer_id: int) -> None:
        """Compute the folded forms of one customer anew."""
        customer = self.get(customer_id)
        if customer is not None:
            self._writing.update(customers, customer_id, customer_columns(customer))

    def _save_parts(self, customer_id: int, customer: Customer) -> bool:
        changed = [
            save_parts(self._writing, table, "customer_id", customer_id, rows)
            for table, rows in customer_parts(customer)
        ]
        return any(changed)


def customer_columns(customer: Customer) -> dict[str, Any]:
    pinyin, initials = pinyin_forms(customer.name)
    searched = [
        folded(customer.name), pinyin, initials, folded(customer.number), *(folded(name) for name in customer.former_names),
        *(folded_code(identifier.value) for identifier in customer.identifiers),
    ]
    return {
        "number": customer.number, "name": customer.name, "name_norm": folded(customer.name), "pinyin": pinyin,
        "initials": initials,
        "search_text": search_text(searched), "country": customer.country, "address": customer.address, "trade": customer.trade,
        "currency": customer.currency, "owner": customer.owner, "officer": customer.officer, "group_name": customer.group,
        "first_deal": customer.first_deal, "flags": list(customer.flags), "note": customer.note,
    }


def customer_parts(customer: Customer) -> tuple[tuple[Any, Sequence[Mapping[str, Any]]], ...]:
    return (
        (customer_identifiers, [
            {"kind": part.kind, "value": part.value, "value_norm": folded_code(part.value), "country": part.country}
            for part in customer.identifiers
        ]),
        (customer_former_names, [{"name": name, "name_norm": folded(name)} for name in customer.former_names]),
        (customer_related, [
            {"name": part.name, "relation": part.relation, "identifier": part.identifier} for part in customer.related
        ]),
        (customer_contacts, [
            {"name": part.name, "post": part.post, "phone": part.phone, "email": part.email} for part in customer.contacts
        ]),
    )
