"""The register of imports, origins of records, and the records that only imports bring."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, Table, delete, select

from app.models.db.tables.imports import import_profiles, imports, ledger_entries, origins, outside_records, turnover
from app.models.db.unit_of_work import Reading, Writing
from app.models.domain.imports import FileMark, ImportRow, LedgerEntry, Origin, OutsideRecord, OutsideValue, TurnoverMonth


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
        wanted = select(origins).where(origins.c.entity == entity, origins.c.entity_id == entity_id).order_by(origins.c.id)
        return tuple(_origin(row) for row in self._unit.rows(wanted))

    def outside_of(self, customer_id: int) -> tuple[OutsideRecord, ...]:
        """What sources say of a customer, newest first; those without a day last."""
        table = outside_records.c
        found = self._unit.rows(select(outside_records).where(table.customer_id == customer_id).order_by(table.id.desc()))
        rows = [OutsideRecord(row.customer_id, row.source, row.as_of, values_of(row.content), row.import_id, row.id)
                for row in found]
        return tuple(sorted(rows, key=lambda row: row.as_of or date.min, reverse=True))

    def turnover_of(self, customer_id: int) -> tuple[TurnoverMonth, ...]:
        """VAT invoices of a customer by direction and month."""
        table = turnover.c
        wanted = select(turnover).where(table.customer_id == customer_id).order_by(table.direction, table.month, table.id)
        return tuple(TurnoverMonth(
            row.customer_id, row.direction, row.month, row.currency, row.invoices, row.voided, row.reduced, row.partners, row.net,
            row.tax, row.gross, row.import_id, row.id) for row in self._unit.rows(wanted))

    def ledger_of(self, customer_id: int) -> tuple[LedgerEntry, ...]:
        """The own ledger of a customer by day."""
        table = ledger_entries.c
        wanted = select(ledger_entries).where(table.customer_id == customer_id).order_by(table.day, table.id)
        return tuple(_ledger_entry(row) for row in self._unit.rows(wanted))

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
        from sqlalchemy import bindparam

        connection.execute(delete(origins).where(origins.c.id == bindparam("row")), gone)


def ledger_columns(entry: LedgerEntry) -> dict[str, Any]:
    """The columns of a line of the ledger."""
    names = ("customer_id", "kind", "number", "day", "due", "amount", "currency", "disputed", "invoice", "delivered", "import_id")
    return {name: getattr(entry, name) for name in names}


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
    files = tuple(FileMark(one["name"], one["sha256"], one["size"]) for one in row.files)
    return ImportRow(
        row.id, row.at, row.by, files, row.profile, row.mapping, row.summary, row.state, row.undone_at, row.undone_by
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
