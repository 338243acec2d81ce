"""Which line of a grouped list shows what: the head of a group, or one of its rows while the group is open."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

Span = tuple[int, int]


class GroupLines:
    """``counts``: rows of each group, none of them 0. Rows are numbered through all groups whether these are open or not.

    Without groups every line is the row of its number.
    """

    def __init__(self, counts: Sequence[int], opened: Iterable[int] = (), rows: int = 0) -> None:
        self.is_grouped = bool(counts)
        self._counts = array("q", counts)
        self._rows = sum(counts) if counts else rows
        self._first = array("q", accumulate(counts, initial=0))
        self._open = bytearray(len(counts))
        for group in opened:
            self._open[group] = 1
        self._settle()

    def __len__(self) -> int:
        return self._heads[-1] if self.is_grouped else self._rows

    @property
    def groups(self) -> int:
        """How many groups there are."""
        return len(self._counts)

    def is_open(self, group: int) -> bool:
        return bool(self._open[group])

    def set_open(self, group: int, opened: bool) -> None:
        """Open or close a group."""
        self._open[group] = opened
        self._settle()

    def count(self, group: int) -> int:
        """Rows of a group."""
        return self._counts[group]

    def head(self, group: int) -> int:
        """The line of the head of a group."""
        return self._heads[group]

    def group_of(self, line: int) -> int | None:
        """The group that a line belongs to, None without groups."""
        return bisect_right(self._heads, line) - 1 if self.is_grouped else None

    def group_at(self, line: int) -> int | None:
        """The group whose head stands in a line, None when that line is a row."""
        group = self.group_of(line)
        return group if group is not None and self._heads[group] == line else None

    def row(self, line: int) -> int | None:
        """The row that stands in a line, None when it is a head."""
        group = self.group_of(line)
        if group is None:
            return line
        down = line - self._heads[group] - 1
        return self._first[group] + down if down >= 0 else None

    def line(self, row: int) -> int:
        """The line of a row; of the head of its group while that is closed."""
        if not self.is_grouped:
            return row
        group = bisect_right(self._first, row) - 1
        return self._heads[group] + (1 + row - self._first[group] if self._open[group] else 0)

    def rows_of(self, group: int) -> Span:
        """First and last row of a group."""
        return self._first[group], self._first[group + 1] - 1

    def rows_in(self, top: int, bottom: int) -> list[Span]:
        """First and last of the runs of rows that some lines stand for; the head of a group stands for all of it."""
        group = self.group_of(top)
        if group is None:
            return [(top, bottom)]
        found: list[Span] = []
        while top <= bottom:
            last = self._heads[group + 1] - 1
            start, end = self.rows_of(group)
            if (row := self.row(top)) is not None:
                start, end = row, row + min(bottom, last) - top
            found.append((start, end))
            group, top = group + 1, last + 1
        return found

    def _settle(self) -> None:
        sizes = (1 + (count if opened else 0) for count, opened in zip(self._counts, self._open, strict=True))
        self._heads = array("q", accumulate(sizes, initial=0))
