"""Financial statements of a customer."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, delete, insert, select

from app.models.db.records import row_of, rows_among, rows_of
from app.models.db.repositories.imports import drop_origins
from app.models.db.tables.statements import statement_lines, statements
from app.models.db.unit_of_work import Reading, Writing
from app.models.domain.errors import UserError
from app.models.domain.statement import Framework, Statement

Lines = dict[str, Decimal]
FlatLines = dict[tuple[bool, str], Decimal]     # (opening, line) -> amount


class StatementQueries:
    """Reading statements."""

    def __init__(self, unit: Reading) -> None:
        self._unit = unit

    def of_customer(self, customer_id: int) -> tuple[Statement, ...]:
        """Return the statements of a customer, oldest first."""
        rows = rows_of(self._unit, statements, "customer_id", customer_id, "end", "months", "consolidated", "id")
        lines = self._lines([row.id for row in rows])
        return tuple(_statement(row, *lines[row.id]) for row in rows)

    def get(self, statement_id: int) -> Statement | None:
        """Return one statement, None if there is none of that id."""
        row = row_of(self._unit, statements, statement_id)
        return None if row is None else _statement(row, *self._lines([statement_id])[statement_id])

    def owner(self, statement_id: int) -> int:
        """Return the id of the customer of a statement, 0 if there is no such statement."""
        return int(self._unit.scalar(select(statements.c.customer_id).where(statements.c.id == statement_id)) or 0)

    def _lines(self, ids: list[int]) -> dict[int, tuple[Lines, Lines]]:
        found: dict[int, tuple[Lines, Lines]] = defaultdict(lambda: ({}, {}))
        for row in rows_among(self._unit, statement_lines, "statement_id", ids, "line"):
            found[row.statement_id][1 if row.opening else 0][row.line] = row.value
        return found


class Statements(StatementQueries):
    """Reading and saving statements."""

    def __init__(self, unit: Writing) -> None:
        super().__init__(unit)
        self._writing = unit

    def save(self, customer_id: int, statement: Statement) -> Statement:
        """Store a statement with its lines (``id`` None = new) and return it as stored.

        Conflict if outdated; UserError "store.statement_exists" at field "end" when the customer has one of the same period.
        """
        unit = self._writing
        values = statement_columns(customer_id, statement)
        self._refuse_double(customer_id, statement)
        if statement.id is None:
            statement_id, before = unit.insert(statements, values), {}
        else:
            statement_id = statement.id
            stored = self.get(statement_id)
            before = {} if stored is None else _flat(stored)
            version = unit.update(statements, statement_id, values, statement.version)
            if before != _flat(statement) and version == statement.version:
                unit.touch(statements, statement_id)
        self._save_lines(statement_id, before, _flat(statement))
        result = self.get(statement_id)
        if result is None:
            raise RuntimeError("the statement just saved is gone")
        return result

    def delete(self, statement_id: int, version: int | None = None) -> None:
        """Remove a statement with its lines. Conflict if it is gone or newer than ``version``."""
        unit = self._writing
        stored = self.get(statement_id)
        if stored is not None:
            self._save_lines(statement_id, _flat(stored), {})
        drop_origins(unit, statements, [statement_id])
        unit.delete(statements, statement_id, version)

    def _refuse_double(self, customer_id: int, statement: Statement) -> None:
        same = select(statements.c.id).where(
            statements.c.customer_id == customer_id, statements.c.end == statement.end, statements.c.months == statement.months,
            statements.c.consolidated == statement.consolidated, statements.c.id != (statement.id or 0),
        )
        if self._unit.connection.execute(same).first() is not None:
            raise UserError("store.statement_exists", field="end", end=statement.end, months=statement.months)

    def _save_lines(self, statement_id: int, before: FlatLines, after: FlatLines) -> None:
        """Write only the lines that differ, and journal them as one change of the statement."""
        gone = [key for key in before if key not in after]
        fresh = {key: value for key, value in after.items() if key not in before or str(before[key]) != str(value)}
        table = statement_lines
        for opening, line in (*gone, *fresh):
            row = {"statement_id": statement_id, "opening": opening, "line": line, "value": before.get((opening, line))}
            self._writing.keep(table, (statement_id, opening, line), row if (opening, line) in before else None)
        for opening, line in [*gone, *(key for key in fresh if key in before)]:
            self._unit.connection.execute(
                delete(table).where(table.c.statement_id == statement_id, table.c.opening == opening, table.c.line == line))
        if fresh:
            self._unit.connection.execute(insert(table), [
                {"statement_id": statement_id, "opening": opening, "line": line, "value": value}
                for (opening, line), value in fresh.items()
            ])
        if gone or fresh:
            old = {_name(key): before[key] for key in before if key in gone or key in fresh}
            self._writing.record("lines", statements, statement_id, old, {_name(key): value for key, value in fresh.items()})


def _name(key: tuple[bool, str]) -> str:
    opening, line = key
    return f"opening.{line}" if opening else line


def _flat(statement: Statement) -> FlatLines:
    closing = {(False, line): value for line, value in statement.values.items()}
    return closing | {(True, line): value for line, value in statement.opening.items()}


def statement_columns(customer_id: int, statement: Statement) -> dict[str, Any]:
    return {
        "customer_id": customer_id, "end": statement.end, "months": statement.months, "consolidated": statement.consolidated,
        "framework": statement.framework, "currency": statement.currency, "unit": statement.unit, "audited": statement.audited,
        "source": statement.source, "note": statement.note,
    }


def _statement(row: Row[Any], values: Lines, opening: Lines) -> Statement:
    return Statement(
        end=row.end, framework=Framework(row.framework), currency=row.currency, unit=row.unit, values=values, months=row.months,
        consolidated=row.consolidated, audited=row.audited, source=row.source, note=row.note, opening=opening, id=row.id,
        version=row.version,
    )
