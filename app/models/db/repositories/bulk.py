"""Writing what an import brings, many records at a time, with the origin of each; and taking it away again.

All of it runs inside ``Writing.as_one``: the journal has one entry for the whole import.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Table, delete, exists, func, insert, select, update

from app.models.db.base import metadata
from app.models.db.repositories.customer_changes import CustomerChange, Places, save_customers
from app.models.db.repositories.customers import Customers, customer_columns, customer_parts
from app.models.db.repositories.imports import content_of, drop_all_origins, ledger_columns
from app.models.db.repositories.statements import statement_columns
from app.models.db.tables.cases import cases
from app.models.db.tables.customers import (
    customer_contacts,
    customer_former_names,
    customer_identifiers,
    customer_related,
    customers,
)
from app.models.db.tables.imports import imports, ledger_entries, origins, outside_records, turnover
from app.models.db.tables.keeping import journal
from app.models.db.tables.living import alarms, limit_holds, listings, order_checks
from app.models.db.tables.ratings import ratings
from app.models.db.tables.statements import statement_lines, statements
from app.models.db.unit_of_work import Writing
from app.models.domain.imports import FileMark, ImportRow, LedgerEntry, Origin, OutsideRecord, TurnoverMonth
from app.models.domain.parties import Customer
from app.models.domain.statement import Statement

_PARTS = (customer_identifiers, customer_former_names, customer_related, customer_contacts)
_BROUGHT = (outside_records, turnover, ledger_entries)
_LIVED = (alarms, limit_holds, listings, order_checks)      # what came of a customer: no import brings it
"""What only imports bring, and nothing is built upon."""

# Wiping each text out of the search index at once takes half a millisecond; of many, all are wiped together at the end.
_MANY = 200
_SEARCH_QUICK = "INSERT INTO search_index (search_index, rank) VALUES ('secure-delete', 0)"
_SEARCH_TIDY = "INSERT INTO search_index (search_index) VALUES ('optimize')"
_SEARCH_SECURE = "INSERT INTO search_index (search_index, rank) VALUES ('secure-delete', 1)"


class Bulk:
    """One import on its way into the store. ``import_id`` is its number in the register, where it is entered first."""

    def __init__(self, unit: Writing, register: ImportRow) -> None:
        self._unit = unit
        self._origins: list[dict[str, Any]] = []
        self._next: dict[str, int] = {}
        self._numbers: _Numbers | None = None
        self.import_id = self._id(imports)
        files = [{"name": one.name, "sha256": one.sha256, "size": one.size, **({} if one.taken else {"taken": False})}
                 for one in register.files]
        unit.connection.execute(insert(imports), {
            "id": self.import_id, "at": register.at, "by": register.by, "files": files, "profile": register.profile,
            "mapping": register.mapping, "summary": dict(register.summary), "state": register.state, "undone_by": "",
        })

    def add_customers(self, found: Iterable[tuple[Customer, Places]]) -> list[int]:
        """Add new customers; those without a number get the next ones. Return their ids in order."""
        if self._numbers is None:
            self._numbers = _Numbers(Customers(self._unit))
        rows: list[dict[str, Any]] = []
        parts: dict[Table, list[dict[str, Any]]] = {}
        for customer, places in found:
            one = customer if customer.number else replace(customer, number=self._numbers.next())
            customer_id = self._id(customers)
            rows.append({**customer_columns(one), "id": customer_id, "version": 1})
            for table, values in customer_parts(one):
                for position, value in enumerate(values):
                    parts.setdefault(table, []).append({**value, "customer_id": customer_id, "position": position})
            self._from(customers, customer_id, places, 1)
        # The parts first: then the list of customers is derived once for each, when the customer comes.
        for table, values in parts.items():
            self._unit.put(table, values)
        self._unit.put(customers, rows)
        return [row["id"] for row in rows]

    def change_customers(self, found: Iterable[CustomerChange]) -> None:
        """Keep customers that were there, each of them once."""
        for customer_id, version, one in save_customers(self._unit, found):
            self._from(customers, customer_id, one.places, version, one.before, one.after)

    def add_statements(self, found: Iterable[tuple[int, Statement, Places]]) -> list[int]:
        """Add periods of customers; return their ids in order."""
        rows, lines = [], []
        for customer_id, one, places in found:
            statement_id = self._id(statements)
            rows.append({**statement_columns(customer_id, one), "id": statement_id, "version": 1})
            for opening, values in ((False, one.values), (True, one.opening)):
                lines += [{"statement_id": statement_id, "opening": opening, "line": line, "value": value}
                          for line, value in values.items()]
            self._from(statements, statement_id, places, 1)
        self._unit.put(statements, rows)
        self._unit.put(statement_lines, lines)
        return [row["id"] for row in rows]

    def change_statement(
        self, customer_id: int, statement: Statement, before: Mapping[str, Any], after: Mapping[str, Any], places: Places
    ) -> None:
        """Keep a period that was there; ``before`` and ``after`` as of ``CustomerChange``."""
        from app.models.db.repositories.statements import Statements

        kept = Statements(self._unit).save(customer_id, statement)
        assert kept.id is not None
        self._from(statements, kept.id, places, kept.version, before, after)

    def change_row(
        self, entity: str, row_id: int, values: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any],
        places: Places,
    ) -> None:
        """Change a month of invoices or a line of the ledger; ``before`` and ``after`` as of ``CustomerChange``."""
        table = metadata.tables[entity]
        self._from(table, row_id, places, self._unit.update(table, row_id, values), before, after)

    def add_outside(self, found: Iterable[tuple[OutsideRecord, Places]]) -> None:
        """Add what sources say."""
        self._add(outside_records, ((
            {"customer_id": one.customer_id, "source": one.source, "as_of": one.as_of, "content": content_of(one.values)}, places,
        ) for one, places in found))

    def add_turnover(self, found: Iterable[tuple[TurnoverMonth, Places]]) -> None:
        """Add months of VAT invoices."""
        names = [column.name for column in turnover.c if column.name not in ("id", "import_id")]
        self._add(turnover, (({name: getattr(one, name) for name in names}, places) for one, places in found))

    def add_ledger(self, found: Iterable[tuple[LedgerEntry, Places]]) -> None:
        """Add lines of the own ledger."""
        self._add(ledger_entries, (({**ledger_columns(one), "version": 1}, places) for one, places in found), 1)

    def close(self, summary: Mapping[str, Any]) -> None:
        """Write origins and counts; the digest covers the origins too."""
        self._unit.put(origins, self._origins)
        self._unit.connection.execute(update(imports).where(imports.c.id == self.import_id).values(summary=dict(summary)))

    # -----------------------------------------------------------------------------------------------------------------

    def _add(self, table: Table, found: Iterable[tuple[dict[str, Any], Places]], version: int = 0) -> None:
        rows = []
        for values, places in found:
            row_id = self._id(table)
            rows.append({**values, "id": row_id, "import_id": self.import_id})
            self._from(table, row_id, places, version)
        self._unit.put(table, rows)

    def _id(self, table: Table) -> int:
        given = self._next.get(table.name) or self._unit.next_id(table)
        self._next[table.name] = given + 1
        return given

    def _from(
        self, table: Table, entity_id: int, places: Places, version: int, before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> None:
        for at, (number, position) in enumerate(places):
            first = at == 0
            self._origins.append({
                "import_id": self.import_id, "entity": table.name, "entity_id": entity_id, "table_no": number,
                "position": position, "made": before is None, "before": dict(before) if first and before is not None else None,
                "after": dict(after) if first and after is not None else None, "kept_version": version,
            })


class _Numbers:
    """Free customer numbers, one after the other, without asking the store for each."""

    def __init__(self, repository: Customers) -> None:
        self._last = int(repository.next_number()[1:]) - 1

    def next(self) -> str:
        self._last += 1
        return f"C{self._last:05d}"


# --- taking away --------------------------------------------------------------------------------------------------------


class Removal:
    """An import on its way out of the store."""

    def __init__(self, unit: Writing, import_id: int) -> None:
        self._unit, self.import_id = unit, import_id

    def begun(self) -> int:
        """The number of the journal's entry of the import: what has a higher one came later."""
        wanted = select(journal.c.seq).where(
            journal.c.entity == imports.name, journal.c.entity_id == self.import_id, journal.c.action == "import")
        return int(self._unit.scalar(wanted) or 0)

    def edited(self, table: Table | str) -> dict[int, int]:
        """Records made by the import whose version is not what it left, with the version they have."""
        owner = metadata.tables[table] if isinstance(table, str) else table
        wanted = select(owner.c.id, owner.c.version).join(origins, origins.c.entity_id == owner.c.id).where(
            self._own(owner), origins.c.made, owner.c.version != origins.c.kept_version)
        return _pairs(self._unit.rows(wanted))

    def with_cases(self) -> dict[int, str]:
        """New customers for whom a case was opened, with the number of the first."""
        wanted = select(cases.c.customer_id, func.min(cases.c.number)).where(
            cases.c.customer_id.in_(self._made(customers))).group_by(cases.c.customer_id)
        return _pairs(self._unit.rows(wanted))

    def rated_since(self) -> dict[int, str]:
        """Customers with periods of the import who were scored after it, with the number of the case."""
        entered = journal.c
        touched = select(statements.c.customer_id).join(origins, origins.c.entity_id == statements.c.id)
        touched = touched.where(self._own(statements))
        later = exists().where(entered.entity == ratings.name, entered.entity_id == ratings.c.id, entered.action == "insert",
                               entered.seq > self.begun())
        wanted = select(ratings.c.customer_id, func.min(cases.c.number)).join(cases, cases.c.id == ratings.c.case_id).where(
            later, ratings.c.customer_id.in_(touched)).group_by(ratings.c.customer_id)
        return _pairs(self._unit.rows(wanted))

    def with_others(self) -> dict[int, str]:
        """New customers who own records that other imports or officers brought, with the table of one of them."""
        made = self._made(customers)
        found: dict[int, str] = {}
        for table in (statements, *_BROUGHT, *_LIVED):
            # A list that is made once: asked row by row, the origins of the whole import would be walked through for each.
            others = table.c.id.not_in(self._made(table))
            for row in self._unit.rows(select(table.c.customer_id).where(table.c.customer_id.in_(made), others).distinct()):
                found.setdefault(row[0], table.name)
        return found

    def later_imports(self) -> dict[tuple[str, int], int]:
        """Records of the import that a later one changed, and its new customers for whom a later one brought records.

        By table and id, with the number of the last such import.
        """
        if not self._unit.scalar(select(exists().where(origins.c.import_id > self.import_id))):
            return {}
        other = origins.alias()
        wanted = select(origins.c.entity, origins.c.entity_id, func.max(other.c.import_id)).join(
            other, (other.c.entity == origins.c.entity) & (other.c.entity_id == origins.c.entity_id)).where(
            origins.c.import_id == self.import_id, other.c.import_id > self.import_id)
        last = self._unit.connection.execute(wanted.group_by(origins.c.entity, origins.c.entity_id))
        found = {(entity, entity_id): int(number) for entity, entity_id, number in last}
        for table in (statements, *_BROUGHT):
            brought = select(table.c.customer_id, func.max(origins.c.import_id)).join(
                origins, (origins.c.entity == table.name) & (origins.c.entity_id == table.c.id)).where(
                origins.c.import_id > self.import_id, table.c.customer_id.in_(self._made(customers)))
            for customer_id, number in self._unit.connection.execute(brought.group_by(table.c.customer_id)):
                key = (customers.name, int(customer_id))
                found[key] = max(found.get(key, 0), int(number))
        return found

    def changes(self) -> tuple[Origin, ...]:
        """What the import changed of records that were there."""
        wanted = select(origins).where(
            origins.c.import_id == self.import_id, ~origins.c.made, origins.c.before.is_not(None)).order_by(origins.c.id)
        return tuple(Origin(row.import_id, row.entity, row.entity_id, row.table_no, row.position, False, row.before, row.after,
                            row.kept_version, row.id) for row in self._unit.rows(wanted))

    def now(self, entity: str, row_id: int) -> Mapping[str, Any] | None:
        """The row of a table as it is, None when it is gone."""
        table = metadata.tables[entity]
        row = self._unit.one(select(table).where(table.c.id == row_id))
        return None if row is None else dict(row._mapping)

    def save(self, changes: Iterable[CustomerChange]) -> None:
        """Keep customers as they were before, each of them once."""
        for _ in save_customers(self._unit, changes):
            pass

    def put_back(self, entity: str, row_id: int, values: Mapping[str, Any]) -> None:
        """Give some columns of a row other values."""
        self._unit.update(metadata.tables[entity], row_id, values)

    def owners(self, table: str) -> dict[int, int]:
        """Records that the import made, by id, with the customer they belong to."""
        owner = metadata.tables[table]
        column = owner.c.id if table == customers.name else owner.c.customer_id
        return _pairs(self._unit.rows(select(owner.c.id, column).where(owner.c.id.in_(self._made(owner)))))

    def take_away(self, keep: Mapping[str, frozenset[int]]) -> dict[str, int]:
        """Remove what the import made but what is to be kept, by table; return how many there were of each."""
        self._unit.parents_later()
        connection = self._unit.connection
        counts: dict[str, int] = {}
        many = int(self._unit.scalar(select(func.count()).select_from(self._made(customers).subquery())) or 0) > _MANY
        if many:
            connection.exec_driver_sql(_SEARCH_QUICK)
        gone = {table: self._gone(table, keep.get(table.name, frozenset())) for table in (customers, statements, *_BROUGHT)}
        for table in (*_BROUGHT, statements, customers):
            if table is statements:
                connection.execute(delete(statement_lines).where(statement_lines.c.statement_id.in_(gone[statements])))
            counts[table.name] = int(connection.execute(delete(table).where(table.c.id.in_(gone[table]))).rowcount)
        for part in _PARTS:     # after the customers, so that the list of customers is not derived again for each
            connection.execute(delete(part).where(part.c.customer_id.in_(gone[customers])))
        if many:
            connection.exec_driver_sql(_SEARCH_TIDY)
            connection.exec_driver_sql(_SEARCH_SECURE)
        return {name: count for name, count in counts.items() if count}

    def close(self, state: str, at: datetime, by: str, keep: Iterable[tuple[str, int]]) -> None:
        """Write what has become of the import."""
        drop_all_origins(self._unit, self.import_id, list(keep))
        values = {"state": state, "undone_at": at, "undone_by": by}
        self._unit.connection.execute(update(imports).where(imports.c.id == self.import_id).values(values))

    def _own(self, table: Table) -> Any:
        return (origins.c.import_id == self.import_id) & (origins.c.entity == table.name)

    def _made(self, table: Table) -> Any:
        return select(origins.c.entity_id).where(self._own(table), origins.c.made)

    def _gone(self, table: Table, keep: frozenset[int]) -> Any:
        made = self._made(table)
        return made.where(origins.c.entity_id.not_in(list(keep))) if keep else made


def _pairs(rows: Iterable[Any]) -> dict[int, Any]:
    """Rows of two columns as a mapping."""
    found: dict[int, Any] = dict(rows)
    return found


def journal_entry(
    unit: Writing, action: str, import_id: int, files: Sequence[FileMark], digest: str, counts: Mapping[str, int]
) -> None:
    """The one entry of an import, or of its undoing."""
    names = [{"name": one.name, "sha256": one.sha256} for one in files]
    unit.record(action, imports, import_id, None, {"files": names, "content": digest, "counts": dict(counts)})
