"""What was brought in from files: the register, where a record came from, and the records that only imports bring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

DONE, PARTLY, UNDONE = "done", "partly", "undone"
"""States of an import: it stands; it was undone but for what had been built upon; it was undone."""


@dataclass(frozen=True, slots=True)
class FileMark:
    """A file as it was imported: name, SHA-256 (hex) and bytes. ``taken``: something was taken out of it; a file that only lay
    beside the others may come again.
    """

    name: str
    sha256: str
    size: int
    taken: bool = True


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One entry of the register. ``mapping`` is the plan as text, ``summary`` the counts that were told."""

    id: int
    at: datetime
    by: str
    files: tuple[FileMark, ...]
    profile: str
    mapping: str
    summary: Mapping[str, Any]
    state: str = DONE
    undone_at: datetime | None = None
    undone_by: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A customer by all that it can be found by. ``names``: its name first, then former ones; ``ids``: (kind, number)."""

    id: int
    number: str
    names: tuple[str, ...]
    ids: tuple[tuple[str, str], ...] = ()
    country: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a record, or what was changed of it, came from: import, table of its plan, row (column) on the sheet.

    ``made``: the import made the record; else ``before`` and ``after`` hold the changed fields by name, as they are stored.
    ``kept_version`` is the version that the import left, 0 for records without one.
    """

    import_id: int
    entity: str
    entity_id: int
    table: int
    position: int
    made: bool
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    kept_version: int = 0
    id: int = 0


@dataclass(frozen=True, slots=True)
class OutsideValue:
    """One fact as its source gives it. ``currency`` where it is an amount, ``raw``: the spelling, where that tells more."""

    value: Decimal | str | bool | date
    currency: str = ""
    raw: str = ""


@dataclass(frozen=True, slots=True)
class OutsideRecord:
    """What one row of one source says of a customer. ``values`` by field key."""

    customer_id: int
    source: str
    as_of: date | None
    values: Mapping[str, OutsideValue] = field(default_factory=dict)
    import_id: int = 0
    id: int = 0


@dataclass(frozen=True, slots=True)
class TurnoverMonth:
    """VAT invoices of one month. ``invoices`` counts those that are not void, ``reduced`` the red ones among them.

    ``net``, ``tax`` and ``gross`` are sums in single units of ``currency``, red invoices taken off. ``month``: its first day.
    """

    customer_id: int
    direction: str
    month: date
    currency: str
    invoices: int
    voided: int
    reduced: int
    partners: int
    net: Decimal
    tax: Decimal
    gross: Decimal
    import_id: int = 0
    id: int = 0


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One line of the own ledger, ``amount`` positive in single units. ``kind``: invoice, payment, credit_note, order."""

    customer_id: int
    kind: str
    number: str
    day: date
    amount: Decimal
    currency: str
    due: date | None = None
    disputed: bool = False
    invoice: str = ""
    delivered: Decimal | None = None
    import_id: int | None = None
    id: int = 0
    version: int = 0
