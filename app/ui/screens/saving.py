"""What the view models share when they save: the newest version of each record that this window wrote itself."""

from __future__ import annotations

from collections.abc import Hashable


class Versions:
    """Newest known version by record.

    The officer types on while a save is under way, so the next save is made from a record that still carries the older
    version. It is used on the writer thread only, where saves run one after another: a version written by this window is
    known there before the next save starts, and only somebody else's save is a conflict.
    """

    def __init__(self) -> None:
        self._known: dict[Hashable, int] = {}
        self._written: dict[Hashable, object] = {}

    def newest(self, record: Hashable, version: int) -> int:
        """The version to save against: ours if we have written since ``version`` was read."""
        return max(version, self._known.get(record, 0))

    def note(self, record: Hashable, version: int, written: object = None) -> None:
        """Remember the version a save returned, and what it has written if that is asked for later."""
        self._known[record] = version
        if written is not None:
            self._written[record] = written

    def written(self, record: Hashable) -> object:
        """What was written last, None if nothing was."""
        return self._written.get(record)
