"""Several SELECTs as one statement: what a page shows is asked for once, and seen at one moment."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Row, Select, func, literal_column, union_all
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import IteratorResult
from sqlalchemy.engine.result import SimpleResultMetaData

if TYPE_CHECKING:
    from app.models.db.unit_of_work import Reading

_DIALECT = sqlite.dialect()

Process = Callable[[Any], Any]


class Together:
    """Queries by name, joined by UNION ALL. Each brings its rows as JSON arrays, so they need not have the same columns.

    No query may have an order of its own: one with a limit goes into a subquery, and who reads the rows sorts them.
    """

    def __init__(self, queries: Mapping[str, Select[Any]]) -> None:
        self._statement = union_all(*(_packed(name, query) for name, query in queries.items()))
        self._readers = {name: _Reader(query) for name, query in queries.items()}

    def read(self, unit: Reading, given: Mapping[str, Any] | None = None) -> dict[str, Sequence[Row[Any]]]:
        """Return the rows of every query by its name, as it would have returned them alone: one statement."""
        raw: dict[str, list[list[Any]]] = {name: [] for name in self._readers}
        for name, text in unit.connection.execute(self._statement, given or {}):
            raw[name].append(json.loads(text))
        return {name: self._readers[name].rows(values) for name, values in raw.items()}


def _packed(name: str, query: Select[Any]) -> Select[Any]:
    plain = [_unnamed(column) for column in query.selected_columns]
    return query.with_only_columns(literal_column(f"'{name}'").label("name"), func.json_array(*plain).label("data"))


def _unnamed(column: ColumnElement[Any]) -> ColumnElement[Any]:
    found: ColumnElement[Any] = getattr(column, "element", column) if column.__visit_name__ == "label" else column
    return found


class _Reader:
    """The names of the columns of a query, and what turns raw values into those of Python."""

    def __init__(self, query: Select[Any]) -> None:
        columns = list(query.selected_columns)
        self._head = SimpleResultMetaData([str(column.key) for column in columns])
        self._read = tuple((at, process) for at, column in enumerate(columns) if (process := _process(column.type)) is not None)

    def rows(self, values: Sequence[list[Any]]) -> Sequence[Row[Any]]:
        for at, process in self._read:
            for row in values:
                row[at] = process(row[at])
        found: Sequence[Row[Any]] = IteratorResult[Any](self._head, iter([tuple(row) for row in values])).all()
        return found


@cache
def _process(kind: Any) -> Process | None:
    process: Process | None = kind.dialect_impl(_DIALECT).result_processor(_DIALECT, None)
    return process
