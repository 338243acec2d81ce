"""Many rows of one table in few statements.

SQLAlchemy prepares each row anew, which takes longer than storing it; and after each statement that adds a customer the search
index writes what it has gathered to its pages. So one statement adds hundreds of rows: the triggers do their part for each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import Dialect, Table, insert

Values = list[tuple[Any, ...]]
_MOST_ROWS = 500
_MOST_VALUES = 30_000
"""SQLite takes 32 766 in one statement."""


def driver_rows(table: Table, rows: Sequence[Mapping[str, Any]], dialect: Dialect) -> tuple[str, Values]:
    """Return the statement that adds one such row, and the rows as the driver takes them, in its order.

    All rows have the columns of the first.
    """
    statement = insert(table).compile(dialect=dialect, column_keys=list(rows[0]))
    columns = []
    for name in statement.positiontup or ():
        kept = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
        columns.append(_column(rows, name, kept))
    return str(statement), list(zip(*columns, strict=True))


def in_few(statement: str, values: Values) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The statements that add all rows, with their values: ``statement`` (of ``driver_rows``) with several rows each."""
    one = statement[statement.rindex("("):]
    most = max(1, min(_MOST_ROWS, _MOST_VALUES // len(values[0])))
    for at in range(0, len(values), most):
        part = values[at:at + most]
        yield statement + f", {one}" * (len(part) - 1), tuple(chain.from_iterable(part))


def _column(rows: Sequence[Mapping[str, Any]], name: str, kept: Callable[[Any], Any] | None) -> list[Any]:
    return [row[name] for row in rows] if kept is None else [kept(row[name]) for row in rows]
