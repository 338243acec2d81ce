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
    from decimal import Decimal

    from app.services.table_file import Cell
    from app.texts import Texts

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


@dataclass(frozen=True, slots=True)
class Lines:
    """Some rows of a list for a file or the clipboard: those of one group, or all of a list without groups.

    ``value``: what they have in common, in words. ``group``: sums and number for a line above the rows, None for no such line.
    ``shown``: whether the rows are in sight.
    """

    ids: Sequence[int]
    value: str = ""
    group: Group | None = None
    shown: bool = True


class CustomerList:
    """Reads only. Every method opens one unit of work, on any thread."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def open(self, query: ListQuery, first: int = 100, *, opened: bool = False) -> Found:
        """Return what ``query`` finds and its first rows, in at most three queries. KeyError: no column of that name.

        A grouped list has rows and ids if it is not longer than ``first`` or if some group is ``opened``.
        """
        today = self._clock.today()
        with self._store.read() as unit:
            if query.group:
                groups, of_all = unit.customer_list.groups(query, today)
                total = sum(one.rows for one in groups)
                if total > first and not opened:
                    return Found((), total, of_all, None, groups)
                ids = array("q", unit.customer_list.ids(query, today) if groups else ())
                return Found(unit.customer_list.rows(ids[:first]), total, of_all, ids, groups)
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
        self, parts: Sequence[Lines], columns: Sequence[str], heads: Sequence[str], path: Path, words: Mapping[str, str], *,
        title: str = "", lang: str = "en", grouped: bool = False,
    ) -> int:
        """Write the rows of ``parts`` with some columns to a workbook or CSV file and return how many there were.

        ``words`` names states of cases and flags by their values. ``grouped``: what the rows of a part have in common and how
        many they are stand in two columns more, which come first in ``heads``; a workbook has a line above each group, which
        opens and closes it, a CSV file repeats the value alone. EnvironmentFault or TargetInUse when the file cannot be written.
        """
        from app.services.table_file import is_csv, write_table
        from app.texts import Texts

        texts = Texts.load(lang)
        with_lines = grouped and not is_csv(path)
        starts: dict[int, bool] = {}
        at = 0
        for part in parts if with_lines else ():
            starts[at] = part.shown
            at += 1 + len(part.ids)

        def cells() -> Iterator[tuple[Cell, ...]]:
            for part in parts:
                if with_lines and part.group is not None:
                    yield (part.value, part.group.rows, *(sum_cell(part.group, column, texts) for column in columns))
                first: tuple[Cell, ...] = (part.value, *((None,) if with_lines else ())) if grouped else ()
                for start in range(0, len(part.ids), _CHUNK):
                    for row in self.rows(part.ids[start:start + _CHUNK]):
                        yield (*first, *(self._cell(row, column, words) for column in columns))

        plain = (heads[0], *heads[2:]) if grouped and not with_lines else heads
        return write_table(path, title, plain, cells(), lang, groups=starts) - len(starts)

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


def sum_cell(group: Group, column: str, texts: Texts) -> Decimal | str | None:
    """What a group adds up to in a column: a figure where there is one currency, else every currency with its sum."""
    sums = {"limit": group.limits, "exposure": group.exposures}.get(column, ())
    if len(sums) <= 1:
        return sums[0].total if sums else None
    return "; ".join(texts.money(one.total, one.currency, 0) for one in sums)
