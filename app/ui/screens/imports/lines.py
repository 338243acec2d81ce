"""The lines of a check: which value stands on which line, without making a line before it is looked at.

A record gives a line for each value that is new, changed, in conflict or waiting, and one line when nothing of it changes. Only
the number of lines of each record is kept, added up, so that the line of a row is found by halving.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.services.imports.check import Change, Checked, Outcome, Verdict
from app.services.imports.matching import How
from app.services.imports.wanted import Item

Value = tuple[int, str]
"""An item and one of its fields."""

_UNLISTED = (Outcome.NEW, Outcome.WAITS, Outcome.CONFLICT)
_FEW = 200      # records whose lines are made one by one
_MONEY = ("statements", "ledger_entries")


class Shown(StrEnum):
    """What a list can be narrowed to. Companies and faults have lists of their own."""

    ALL = "all"
    KNOWN = "known"
    NEW = "new"
    CHANGED = "changed"
    DECIDE = "decide"
    SAME = "same"
    LEFT = "left"
    COMPANIES = "companies"
    FAULTS = "faults"


@dataclass(frozen=True, slots=True)
class Line:
    """One value, or a whole record where ``change`` is None. ``outcome``: what becomes of it if nothing is decided."""

    item: Item
    outcome: Outcome
    change: Change | None = None

    @property
    def value(self) -> Value:
        """What a decision about the line is about; "" for the field of a whole record."""
        return self.item.index, self.change.field if self.change is not None else ""

    @property
    def takeable(self) -> bool:
        """Whether the officer may take the value of the file although another is there."""
        return self.outcome is Outcome.CONFLICT


def lines_of(item: Item, verdict: Verdict) -> list[Line]:
    """All lines of a record."""
    found = [Line(item, change.outcome, change) for change in _rest(item, verdict)]
    found += [Line(item, change.outcome, change) for change in verdict.changes]
    return found or [Line(item, verdict.outcome)]


def _rest(item: Item, verdict: Verdict) -> Iterator[Change]:
    """The values of a new record of which nothing needs to be said."""
    if not verdict.entity_id and verdict.outcome in _UNLISTED:
        named = {change.field for change in verdict.changes}
        outcome = Outcome.NEW if verdict.outcome is Outcome.CONFLICT else verdict.outcome
        yield from (Change(field, None, value, outcome) for field, value in item.values.items() if field not in named)


class _Rows:
    """Rows by item: ``ends`` are the numbers of rows up to and with each."""

    def __init__(self) -> None:
        self.items, self.ends, self.total = array("L"), array("Q"), 0

    def add(self, item: int, rows: int) -> None:
        if rows:
            self.total += rows
            self.items.append(item)
            self.ends.append(self.total)

    def at(self, row: int) -> tuple[int, int]:
        """The item of a row, and which of its rows it is."""
        found = bisect_right(self.ends, row)
        return self.items[found], row - (self.ends[found - 1] if found else 0)

    def first(self, item: int) -> int | None:
        """The first row of an item, None when it has none here."""
        found = bisect_left(self.items, item)
        if found == len(self.items) or self.items[found] != item:
            return None
        return self.ends[found - 1] if found else 0


class Lines:
    """The lines of one check. Made in one pass over its records; nothing of it changes afterwards."""

    def __init__(self, checked: Checked) -> None:
        self.checked = checked
        self._rows = {shown: _Rows() for shown in Shown}
        self.conflicts: dict[Value, None] = {}
        self.bound: set[int] = set()       # in another currency, or sums of one month: decided as one
        self._last: tuple[int, list[Line]] = (-1, [])
        for item, verdict in zip(checked.wanted.items, checked.verdicts, strict=True):
            self._count(item, verdict)
        matches = checked.matches
        named = [bool(party.name) for party in checked.wanted.parties]
        self.known = sum(match.customer_id > 0 for match in matches)
        self.new = sum(match.how is How.NEW and named[number] for number, match in enumerate(matches))
        self.waiting = tuple(number for number, match in enumerate(matches) if match.waits)
        self.faulty_rows = len({
            (fault.place.file, fault.place.sheet, fault.place.column if across else fault.place.row)
            for fault in checked.faults for across in (_across(checked, fault.place.file, fault.place.sheet),)
        })

    def _count(self, item: Item, verdict: Verdict) -> None:
        changed = conflict = inner = 0
        for change in verdict.changes:
            inner += change.field in item.values
            if change.outcome is Outcome.CHANGED:
                changed += 1
            elif change.outcome is Outcome.CONFLICT:
                conflict += 1
                self.conflicts[item.index, change.field] = None
                if item.entity == "turnover" or change.field == "currency" and item.entity in _MONEY:
                    self.bound.add(item.index)
        rest = len(item.values) - inner if not verdict.entity_id and verdict.outcome in _UNLISTED else 0
        total = max(len(verdict.changes) + rest, 1)
        rows, match = self._rows, self.checked.matches[item.party]
        rows[Shown.ALL].add(item.index, total)
        rows[Shown.KNOWN].add(item.index, total if match.customer_id else 0)
        rows[Shown.NEW].add(item.index, total if match.how is How.NEW and verdict.outcome is not Outcome.REFUSED else 0)
        rows[Shown.CHANGED].add(item.index, changed)
        rows[Shown.DECIDE].add(item.index, conflict)
        rows[Shown.SAME].add(item.index, verdict.outcome is Outcome.SAME)
        rows[Shown.LEFT].add(item.index, verdict.outcome is Outcome.REFUSED)
        rows[Shown.COMPANIES].add(item.index, total if match.waits else 0)

    def total(self, shown: Shown) -> int:
        """How many lines there are."""
        return self._rows[shown].total

    def line(self, shown: Shown, row: int) -> Line:
        """The line of a row."""
        number, place = self._rows[shown].at(row)
        return self._of(number, shown)[place]

    def items_between(self, shown: Shown, first: int, last: int) -> array[int]:
        """The items of the rows from ``first`` to ``last``."""
        rows = self._rows[shown]
        return rows.items[bisect_right(rows.ends, first):bisect_right(rows.ends, last) + 1]

    def values_between(self, shown: Shown, first: int, last: int) -> list[Value]:
        """The values on these rows that the officer decides; records within are taken whole, without making their lines."""
        items = self.items_between(shown, first, last)
        if len(items) < _FEW:
            return [line.value for row in range(first, last + 1) if (line := self.line(shown, row)).takeable]
        edges = [row for item in (items[0], items[-1]) for row in self._rows_of(shown, item) if first <= row <= last]
        found = [line.value for row in edges if (line := self.line(shown, row)).takeable]
        inner = (number for number in items[1:-1] if self.checked.verdicts[number].outcome is Outcome.CONFLICT)
        return found + [(number, field) for number in inner for field in self.fields_of(number)]

    def _rows_of(self, shown: Shown, item: int) -> range:
        rows = self._rows[shown]
        at = bisect_left(rows.items, item)
        return range(rows.ends[at - 1] if at else 0, rows.ends[at])

    def row_of(self, shown: Shown, value: Value) -> int | None:
        """The row of a value, or of the first line of its record; None when the record is not shown."""
        first = self._rows[shown].first(value[0])
        if first is None:
            return None
        fields = [line.value[1] for line in self._of(value[0], shown)]
        return first + (fields.index(value[1]) if value[1] in fields else 0)

    def fields_of(self, item: int) -> list[str]:
        """The fields of an item that are in conflict."""
        return [change.field for change in self.checked.verdicts[item].changes if change.outcome is Outcome.CONFLICT]

    def _of(self, number: int, shown: Shown) -> list[Line]:
        kept, found = self._last
        if kept != number:
            found = lines_of(self.checked.wanted.items[number], self.checked.verdicts[number])
            self._last = (number, found)
        if shown is Shown.CHANGED:
            return [line for line in found if line.outcome is Outcome.CHANGED]
        if shown is Shown.DECIDE:
            return [line for line in found if line.outcome is Outcome.CONFLICT]
        return found


def _across(checked: Checked, file: int, sheet: str) -> bool:
    return any(table.across for table in checked.wanted.plan.tables if table.file == file and table.sheet == sheet)
