"""What files ask for, before the store is looked at: companies, and for each what is to be kept of it.

Rows about the same company are one ``Party``, found by identifiers first, then by customer number, then by name. Several rows
may make one ``Item``: the periods of a statement from three sheets, the invoices of a month.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from app.models.domain.imports import FileMark
from app.services.imports.model import Fault, Kept, Place, Plan

IDENTIFIERS = ("uscc", "inn", "ogrn", "vat", "lei", "other")
MASTER = (
    "name", "number", "country", "address", "trade", "owner", "group", "note", "currency", "former_name", "contact_name",
    "contact_phone", "contact_email",
)


@dataclass(slots=True)
class Party:
    """A company as the files name it. ``ids``: checked numbers by kind; ``given``: id in the store, 0 if no file says it."""

    index: int
    name: str
    key: str
    number: str
    country: str
    ids: dict[str, str]
    given: int = 0


@dataclass(slots=True)
class Item:
    """One record that is to be kept. ``entity``: its table; ``key``: what it is within the party (a period, a month, a number).

    ``values`` by field key; ``origins``: (table, position) of every row that gave something.
    """

    index: int
    entity: str
    party: int
    key: tuple[object, ...]
    values: dict[str, Kept]
    currencies: dict[str, str]
    raw: dict[str, str]
    origins: list[tuple[int, int]]
    tally: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Wanted:
    """All of it. ``rows``: records that were read; ``by_party``: items of each party; nothing here depends on the store."""

    plan: Plan
    files: tuple[FileMark, ...]
    parties: list[Party]
    items: list[Item]
    faults: list[Fault]
    rows: int = 0
    refused_rows: int = 0


# Where a line of the ledger has its fields from: ``number`` is the customer's in a column, the invoice's in the line.
_LEDGER = {"number": ("invoice",), "day": ("day", "paid_on"), "amount": ("amount", "paid")}


def columns_of(entity: str, field: str) -> tuple[str, ...]:
    """The targets of columns that may hold a field of a record, "" for what names its company."""
    if not field:
        return ("name", "number", *(f"id.{kind}" for kind in IDENTIFIERS))
    return _LEDGER.get(field, (field,)) if entity == "ledger_entries" else (field,)


def place_of(plan: Plan, table: int, position: int, *targets: str) -> Place:
    """The cell of a record that the first of ``targets`` with a column of its own stands in.

    Without one its whole row, or its first cell when no target is asked for.
    """
    one = plan.tables[table]
    lines = {line.target: line.index for line in reversed(one.lines) if line.target}
    wanted = [target for target in targets if target]
    first = one.first if one.across else one.left
    at = next((lines[target] for target in wanted if target in lines), None if wanted else first)
    return Place(one.file, one.sheet, at, position) if one.across else Place(one.file, one.sheet, position, at)
