"""The register of imports, origins of records, and the records that only imports bring."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any

from sqlalchemy import Row, Table, bindparam, delete, select

from app.models.db.records import BROUGHT, LEDGER_FILES, TOUCHED, ledger_files, row_of, rows_of, touching
from app.models.db.tables.customers import customer_former_names, customer_identifiers, customers
from app.models.db.tables.imports import import_profiles, imports, ledger_entries, origins, outside_records, turnover
from app.models.db.tables.statements import statements
from app.models.db.together import Together
from app.models.db.unit_of_work import Reading, Writing
from app.models.domain.imports import (
    Candidate,
    FileMark,
    ImportRow,
    LedgerEntry,
    Origin,
    OutsideRecord,
    OutsideValue,
    TurnoverMonth,
)

_AT_ONCE = 400


class ImportQueries:
    """Reading what imports brought."""

    def __init__(self, unit: Reading) -> None:
        self._unit = unit

    def all(self) -> tuple[ImportRow, ...]:
        """The register, newest first."""
        return tuple(_register(row) for row in self._unit.rows(select(imports).order_by(imports.c.id.desc())))

    def get(self, import_id: int) -> ImportRow | None:
        """One entry of the register, None if there is none."""
        row = self._unit.one(select(imports).where(imports.c.id == import_id))
        return None if row is None else _register(row)

    def origins_of(self, entity: str, entity_id: int) -> tuple[Origin, ...]:
        """Where a record of a table came from, oldest first; nothing when it was typed."""
        records = self._unit.records
        if records is not None and records.holds(origins.name) and entity == customers.name:
            held = [row for row in records.named(origins.name) if row.entity_id == entity_id]
            return tuple(map(_origin, sorted(held, key=attrgetter("id"))))
        wanted = select(origins).where(origins.c.entity == entity, origins.c.entity_id == entity_id).order_by(origins.c.id)
        return tuple(_origin(row) for row in self._unit.rows(wanted))

    def origins_among(self, entity: str, numbers: Collection[int]) -> dict[int, tuple[Origin, ...]]:
        """The same of several records at once, by their numbers; those that were typed are left out."""
        wanted = select(origins).where(origins.c.entity == entity, origins.c.entity_id.in_(list(numbers))).order_by(origins.c.id)
        found: dict[int, tuple[Origin, ...]] = {}
        for row in self._unit.rows(wanted):
            found[row.entity_id] = (*found.get(row.entity_id, ()), _origin(row))
        return found

    def touching(self, customer_id: int) -> tuple[tuple[ImportRow, Mapping[str, int]], ...]:
        """The imports that touched a customer, newest first, each with the records that are there of it, by table.

        Also those that were taken back: of them there is nothing.
        """
        records = self._unit.records
        if records is not None and records.holds(TOUCHED):
            rows, counted = records.named(TOUCHED), records.named(BROUGHT)
        else:
            both = _touching().read(self._unit, {"customer": customer_id})
            rows, counted = both[TOUCHED], both[BROUGHT]
        counts: dict[int, dict[str, int]] = {}
        for one in counted:
            counts.setdefault(one.import_id, {})[one.entity] = one.number
        return tuple((_register(row), counts.get(row.id, {})) for row in sorted(rows, key=attrgetter("id"), reverse=True))

    def outside_of(self, customer_id: int) -> tuple[OutsideRecord, ...]:
        """What sources say of a customer, newest first; those without a day last."""
        found = reversed(rows_of(self._unit, outside_records, "customer_id", customer_id, "id"))
        return tuple(sorted(map(_outside, found), key=lambda row: row.as_of or date.min, reverse=True))

    def turnover_of(self, customer_id: int) -> tuple[TurnoverMonth, ...]:
        """VAT invoices of a customer by direction and month."""
        found = rows_of(self._unit, turnover, "customer_id", customer_id, "direction", "month", "id")
        return tuple(map(_month, found))

    def ledger_of(self, customer_id: int) -> tuple[LedgerEntry, ...]:
        """The own ledger of a customer by day."""
        return tuple(map(_ledger_entry, rows_of(self._unit, ledger_entries, "customer_id", customer_id, "day", "id")))

    def ledger_entry(self, entry_id: int) -> LedgerEntry | None:
        """One line of a ledger, None if there is none."""
        row = row_of(self._unit, ledger_entries, entry_id)
        return None if row is None else _ledger_entry(row)

    def ledger_files_of(self, customer_id: int) -> dict[int, str]:
        """Names of the files that lines of the ledger came from, by number of the import."""
        records = self._unit.records
        if records is not None and records.holds(LEDGER_FILES):
            rows = records.named(LEDGER_FILES)
        else:
            rows = self._unit.rows(ledger_files(customer_id))
        return {row.id: ", ".join(file["name"] for file in row.files if file.get("taken", True)) for row in rows}

    def ledger_owners(self) -> tuple[int, ...]:
        """Every customer with a line in the ledger."""
        wanted = select(ledger_entries.c.customer_id).distinct().order_by(ledger_entries.c.customer_id)
        return tuple(row.customer_id for row in self._unit.rows(wanted))

    def candidates(self) -> tuple[Candidate, ...]:
        """Every customer by what it can be found by, in three queries."""
        names: dict[int, list[str]] = {}
        ids: dict[int, list[tuple[str, str]]] = {}
        former, numbers = customer_former_names.c, customer_identifiers.c
        for customer_id, name in self._unit.connection.execute(select(former.customer_id, former.name).order_by(former.position)):
            names.setdefault(customer_id, []).append(name)
        for customer_id, kind, value in self._unit.connection.execute(select(numbers.customer_id, numbers.kind, numbers.value)):
            ids.setdefault(customer_id, []).append((kind, value))
        table = customers.c
        wanted = select(table.id, table.number, table.name, table.country).order_by(table.id)
        return tuple(
            Candidate(number, code, (name, *names.get(number, ())), tuple(ids.get(number, ())), country)
            for number, code, name, country in self._unit.connection.execute(wanted)
        )

    def statement_heads(self, ids: Collection[int]) -> dict[tuple[int, date, int, bool], int]:
        """Statements of some customers by (customer, end, months, consolidated)."""
        table = statements.c
        wanted = select(table.id, table.customer_id, table.end, table.months, table.consolidated)
        return {(row.customer_id, row.end, row.months, row.consolidated): row.id
                for part in _parts(ids) for row in self._unit.rows(wanted.where(table.customer_id.in_(part)))}

    def outside_among(self, ids: Collection[int]) -> tuple[OutsideRecord, ...]:
        """What sources say of some customers, oldest entry first."""
        wanted = select(outside_records).order_by(outside_records.c.id)
        found = (row for part in _parts(ids) for row in self._unit.rows(wanted.where(outside_records.c.customer_id.in_(part))))
        return tuple(_outside(row) for row in found)

    def turnover_among(self, ids: Collection[int]) -> tuple[TurnoverMonth, ...]:
        """VAT invoices of some customers."""
        found = (row for part in _parts(ids) for row in self._unit.rows(select(turnover).where(turnover.c.customer_id.in_(part))))
        return tuple(_month(row) for row in found)

    def ledger_among(self, ids: Collection[int]) -> tuple[LedgerEntry, ...]:
        """The own ledger of some customers."""
        wanted = select(ledger_entries).order_by(ledger_entries.c.id)
        found = (row for part in _parts(ids) for row in self._unit.rows(wanted.where(ledger_entries.c.customer_id.in_(part))))
        return tuple(_ledger_entry(row) for row in found)

    def profiles(self) -> dict[str, str]:
        """Own mappings as text, by name."""
        wanted = select(import_profiles.c.name, import_profiles.c.toml).order_by(import_profiles.c.name)
        return {row.name: row.toml for row in self._unit.rows(wanted)}


class Imports(ImportQueries):
    """Reading and keeping what imports bring."""

    def __init__(self, unit: Writing) -> None:
        super().__init__(unit)
        self._writing = unit

    def put_profile(self, name: str, toml: str) -> None:
        """Keep a mapping; one of the same name is replaced."""
        there = self._unit.scalar(select(import_profiles.c.id).where(import_profiles.c.name == name))
        if there is None:
            self._writing.insert(import_profiles, {"name": name, "toml": toml})
        else:
            self._writing.update(import_profiles, int(there), {"toml": toml})

    def delete_profile(self, name: str) -> None:
        """Remove a mapping of that name, if there is one."""
        there = self._unit.scalar(select(import_profiles.c.id).where(import_profiles.c.name == name))
        if there is not None:
            self._writing.delete(import_profiles, int(there))

    def add_entry(self, entry: LedgerEntry) -> int:
        """Enter one line of the ledger that was typed; return its id."""
        return self._writing.insert(ledger_entries, ledger_columns(entry))

    def change_entry(self, entry: LedgerEntry) -> int:
        """Change one line of the ledger; return its version. Conflict when somebody saved a newer one."""
        return self._writing.update(ledger_entries, entry.id, ledger_columns(entry), entry.version)

    def delete_entry(self, entry_id: int, version: int | None = None) -> None:
        """Remove one line of the ledger. Conflict as ``change_entry``."""
        drop_origins(self._writing, ledger_entries, [entry_id])
        self._writing.delete(ledger_entries, entry_id, version)


def drop_origins(unit: Writing, table: Table, ids: Iterable[int]) -> None:
    """Remove the origins of records that are about to be removed; undoing the removal brings them back."""
    for entity_id in ids:
        wanted = select(origins.c.id).where(origins.c.entity == table.name, origins.c.entity_id == entity_id)
        for row in unit.rows(wanted):
            unit.delete(origins, row.id)


def drop_all_origins(unit: Writing, import_id: int, keep: Sequence[tuple[str, int]] = ()) -> None:
    """Remove the origins of an import but those of some records; nobody can want them back but by importing again."""
    connection = unit.connection
    if not keep:
        connection.execute(delete(origins).where(origins.c.import_id == import_id))
        return
    kept = set(keep)
    wanted = select(origins.c.id, origins.c.entity, origins.c.entity_id).where(origins.c.import_id == import_id)
    gone = [{"row": row.id} for row in connection.execute(wanted) if (row.entity, row.entity_id) not in kept]
    if gone:
        connection.execute(delete(origins).where(origins.c.id == bindparam("row")), gone)


def ledger_columns(entry: LedgerEntry) -> dict[str, Any]:
    """The columns of a line of the ledger."""
    names = ("customer_id", "kind", "number", "day", "due", "amount", "currency", "disputed", "invoice", "delivered", "import_id")
    return {name: getattr(entry, name) for name in names}


@cache
def _touching() -> Together:
    return Together(touching(bindparam("customer")))


def content_of(values: Mapping[str, OutsideValue]) -> dict[str, dict[str, object]]:
    """Facts as the column keeps them: exact figures and days as text with a mark of what they are."""
    return {field: _content(one) for field, one in values.items()}


def values_of(content: Mapping[str, Mapping[str, Any]]) -> dict[str, OutsideValue]:
    """The inverse of ``content_of``."""
    return {field: OutsideValue(_value(one["value"], one.get("type", "")), one.get("currency", ""), one.get("raw", ""))
            for field, one in content.items()}


def _content(one: OutsideValue) -> dict[str, object]:
    found: dict[str, object] = {"value": one.value}
    if isinstance(one.value, Decimal):
        found |= {"value": str(one.value), "type": "number"}
    elif isinstance(one.value, date):
        found |= {"value": one.value.isoformat(), "type": "date"}
    if one.currency:
        found["currency"] = one.currency
    if one.raw:
        found["raw"] = one.raw
    return found


def _value(value: Any, kind: str) -> Decimal | str | bool | date:
    if kind == "number":
        return Decimal(value)
    if kind == "date":
        return date.fromisoformat(value)
    plain: str | bool = value
    return plain


def _register(row: Row[Any]) -> ImportRow:
    files = tuple(FileMark(one["name"], one["sha256"], one["size"], one.get("taken", True)) for one in row.files)
    return ImportRow(
        row.id, row.at, row.by, files, row.profile, row.mapping, row.summary, row.state, row.undone_at, row.undone_by
    )


def _parts(ids: Collection[int]) -> Iterator[list[int]]:
    every = list(ids)
    return (every[at:at + _AT_ONCE] for at in range(0, len(every), _AT_ONCE))


def _outside(row: Row[Any]) -> OutsideRecord:
    return OutsideRecord(row.customer_id, row.source, row.as_of, values_of(row.content), row.import_id, row.id)


def _month(row: Row[Any]) -> TurnoverMonth:
    return TurnoverMonth(
        row.customer_id, row.direction, row.month, row.currency, row.invoices, row.voided, row.reduced, row.partners, row.net,
        row.tax, row.gross, row.import_id, row.id,
    )


def _origin(row: Row[Any]) -> Origin:
    return Origin(
        row.import_id, row.entity, row.entity_id, row.table_no, row.position, row.made, row.before, row.after, row.kept_version,
        row.id,
    )


def _ledger_entry(row: Row[Any]) -> LedgerEntry:
    return LedgerEntry(
        row.customer_id, row.kind, row.number, row.day, row.amount, row.currency, row.due, row.disputed, row.invoice,
        row.delivered, row.import_id, row.id, row.version,
    )
