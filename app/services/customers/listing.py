"""The list of customers for any number of them: what is found, pages, sums, choices."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.models.db.store import Store
from app.models.domain.enums import Grade
from app.models.domain.listing import Group, ListQuery, Totals
from app.models.domain.parties import CustomerRow
from app.services.clock import Clock

if TYPE_CHECKING:
    from app.services.table_file import Cell

_CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a query: its first rows at once.

    ``ids`` are all that were found in their order, None when ``total`` alone was asked of a list without conditions: then
    ``ids`` of the service gives them. ``of_all``: customers in the store. ``groups``: those of a grouped list, in the
    order of ``ids``.
    """

    rows: tuple[CustomerRow, ...]
    total: int
    of_all: int
    ids: array[int] | None
    groups: tuple[Group, ...] = ()


class CustomerList:
    """Reads only. Every method opens one unit of work, on any thread."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def open(self, query: ListQuery, first: int = 100) -> Found:
        """Return what ``query`` finds and its first rows, in at most three queries. KeyError: no column of that name."""
        today = self._clock.today()
        with self._store.read() as unit:
            if query.group:
                groups, of_all = unit.customer_list.groups(query, today)
                ids = array("q", unit.customer_list.ids(query, today) if groups else ())
                return Found(unit.customer_list.rows(ids[:first]), len(ids), of_all, ids, groups)
            of_all = unit.customer_list.count(ListQuery(), today)
            if not query.search.strip() and all(one.is_empty for one in query.filters):
                return Found(unit.customer_list.rows(unit.customer_list.first_ids(query, today, first)), of_all, of_all, None)
            ids = array("q", unit.customer_list.ids(query, today))
            return Found(unit.customer_list.rows(ids[:first]), len(ids), of_all, ids)

    def ids(self, query: ListQuery) -> array[int]:
        """Return the ids of all customers that ``query`` finds, in its order."""
        with self._store.read() as unit:
            return array("q", unit.customer_list.ids(query, self._clock.today()))

    def rows(self, ids: Sequence[int]) -> tuple[CustomerRow, ...]:
        """Return the rows of one page. Customers removed meanwhile are left out."""
        with self._store.read() as unit:
            return unit.customer_list.rows(ids)

    def totals(self, ids: Sequence[int]) -> Totals:
        """Return what a selection adds up to, each currency apart."""
        with self._store.read() as unit:
            return unit.customer_list.totals(ids)

    def values(self, column: str) -> tuple[str, ...]:
        """Return the values among which a column can be filtered, "" when some customers have none."""
        with self._store.read() as unit:
            return unit.customer_list.values(column)

    def export(
        self, ids: Sequence[int], columns: Sequence[str], heads: Sequence[str], path: Path, words: Mapping[str, str], *,
        title: str = "", lang: str = "en",
    ) -> int:
        """Write the rows of ``ids`` with some columns to a workbook or CSV file and return how many there were.

        ``words`` names states of cases and flags by their values. OSError when the file cannot be written.
        """
        from app.services.table_file import write_table

        def cells() -> Iterator[tuple[Cell, ...]]:
            for start in range(0, len(ids), _CHUNK):
                for row in self.rows(ids[start:start + _CHUNK]):
                    yield tuple(self._cell(row, column, words) for column in columns)

        return write_table(path, title, heads, cells(), lang)

    def _cell(self, row: CustomerRow, column: str, words: Mapping[str, str]) -> Cell:
        if column == "days":
            return self.days_left(row)
        if column == "case":
            return words.get(row.case_state.value, row.case_state.value) if row.case_state is not None else None
        if column == "flags":
            return ", ".join(words.get(flag, flag) for flag in row.flags)
        value = getattr(row, column)
        return value.name if isinstance(value, Grade) else value

    def days_left(self, row: CustomerRow) -> int | None:
        """Return the days until the next review of a row, negative when it is overdue."""
        return None if row.next_review is None else (row.next_review - self._clock.today()).days
