"""Watchlist and blacklist: entries, and the customers that may meet them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from sqlalchemy import Row, func, or_, select

from app.models.db.records import rows_of
from app.models.db.search_text import folded, folded_code
from app.models.db.tables.cases import cases
from app.models.db.tables.customers import customer_former_names, customer_identifiers, customer_related, customers
from app.models.db.tables.living import listings, order_checks, review_notes
from app.models.db.unit_of_work import Reading, Writing
from app.models.domain.history import Lived
from app.models.domain.lists import CLEARED, KINDS, Listing


class ListingQueries:
    """Reading the lists."""

    def __init__(self, unit: Reading) -> None:
        self._unit = unit

    def get(self, listing_id: int) -> Listing | None:
        """Return an entry, None if there is none of that number."""
        row = self._unit.one(select(listings).where(listings.c.id == listing_id))
        return None if row is None else _listing(row)

    def all(self) -> tuple[Listing, ...]:
        """Return every entry of both lists, newest first."""
        wanted = select(listings).where(listings.c.kind.in_(KINDS)).order_by(listings.c.id.desc())
        return tuple(_listing(row) for row in self._unit.rows(wanted))

    def counting(self) -> tuple[Listing, ...]:
        """Return the entries that were approved and not ended, oldest first."""
        records = self._unit.records
        if records is not None and records.holds(listings.name):
            held = sorted((_listing(row) for row in records.every(listings)), key=attrgetter("id"))
            return tuple(one for one in held if one.counts and one.kind in KINDS)
        wanted = select(listings).where(
            listings.c.ended.is_(None), listings.c.kind.in_(KINDS), listings.c.approved.is_not(None)
        )
        return tuple(_listing(row) for row in self._unit.rows(wanted.order_by(listings.c.id)))

    def of_customer(self, customer_id: int) -> tuple[Listing, ...]:
        """Return every entry and ruling about a customer, oldest first."""
        return tuple(_listing(row) for row in rows_of(self._unit, listings, "customer_id", customer_id, "id"))

    def cleared(self, customer_ids: Sequence[int]) -> frozenset[tuple[int, int]]:
        """Return (customer, entry) for which somebody ruled that the entry does not mean the customer."""
        given = func.json_each(json.dumps(list(customer_ids))).table_valued("value")
        wanted = select(listings).where(
            listings.c.kind == CLEARED, listings.c.ended.is_(None), listings.c.customer_id.in_(select(given.c.value))
        )
        return frozenset((row.customer_id, int(key)) for row in self._unit.rows(wanted) for key in row.keys)

    def candidates(self, names: Sequence[str], numbers: Sequence[str], groups: Sequence[str]) -> tuple[int, ...]:
        """Return the customers with one of these (former) names, numbers or groups, or that name one as related."""
        name = func.json_each(json.dumps([folded(one) for one in names if one])).table_valued("value")
        number = func.json_each(json.dumps([folded_code(one) for one in numbers if one])).table_valued("value")
        group = func.json_each(json.dumps([folded(one) for one in groups if one])).table_valued("value")
        plain = [one for one in (*names, *groups) if one]
        ways = (
            select(customers.c.id).where(or_(
                customers.c.name_norm.in_(select(name.c.value)),
                (customers.c.group_name != "") & or_(
                    func.lower(customers.c.group_name).in_(select(group.c.value)), customers.c.group_name.in_(plain),
                ),
            )),
            select(customer_identifiers.c.customer_id).where(customer_identifiers.c.value_norm.in_(select(number.c.value))),
            select(customer_former_names.c.customer_id).where(customer_former_names.c.name_norm.in_(select(name.c.value))),
            select(customer_related.c.customer_id).where(or_(
                func.lower(customer_related.c.name).in_(select(name.c.value)), customer_related.c.name.in_(plain),
                customer_related.c.identifier.in_([one for one in numbers if one]),
            )),
        )
        return tuple(sorted({row[0] for way in ways for row in self._unit.rows(way)}))

    def dealt_with(self, customer_id: int) -> bool:
        """Whether there is a case of the customer."""
        return self._unit.one(select(cases.c.id).where(cases.c.customer_id == customer_id).limit(1)) is not None

    def lived(self, customer_id: int) -> tuple[Lived, ...]:
        """Return checks of orders and looks at the grade of a customer, for its timeline."""
        checks = rows_of(self._unit, order_checks, "customer_id", customer_id, "id")
        notes = rows_of(self._unit, review_notes, "customer_id", customer_id, "id")
        found = [
            Lived(f"order_{row.result}", row.at, row.by, {
                "number": row.order_number, "amount": row.amount, "currency": row.currency, "result": row.result,
            }) for row in checks
        ]
        found += [
            Lived(f"order_decided_{row.decided}", row.decided_at, row.decided_by, {
                "number": row.order_number, "amount": row.amount, "currency": row.currency, "result": row.decided,
                "reason": row.decided_reason,
            }) for row in checks if row.decided and row.decided_at is not None
        ]
        found += [Lived(f"review_{row.kind}", row.at, row.by, {"text": row.text}) for row in notes]
        return tuple(found)


class Listings(ListingQueries):
    """Reading and keeping the lists."""

    def __init__(self, unit: Writing) -> None:
        super().__init__(unit)
        self._writing = unit

    def add(self, listing: Listing) -> int:
        """Keep a new entry or ruling; return its number."""
        return self._writing.insert(listings, _values(listing))

    def save(self, listing: Listing) -> None:
        """Keep what became of an entry. Conflict when somebody saved a newer version."""
        self._writing.update(listings, listing.id, _values(listing), listing.version)


def _values(one: Listing) -> dict[str, Any]:
    return {
        "kind": one.kind, "customer_id": one.customer_id, "name": one.name, "name_norm": folded(one.name),
        "identifier": one.identifier, "identifier_norm": folded_code(one.identifier), "group_name": one.group,
        "reason": one.reason, "keys": list(one.keys), "since": one.since, "until": one.until, "proposed_by": one.proposed_by,
        "proposed": one.proposed, "approved_by": one.approved_by, "approved": one.approved, "ended_by": one.ended_by,
        "ended": one.ended, "ended_reason": one.ended_reason,
    }


def _listing(row: Row[Any]) -> Listing:
    return Listing(
        row.id, row.kind, row.customer_id, row.name, row.identifier, row.group_name, row.reason, tuple(row.keys), row.since,
        row.until, row.proposed_by, row.proposed, row.approved_by, row.approved, row.ended_by, row.ended, row.ended_reason,
        row.version,
    )
