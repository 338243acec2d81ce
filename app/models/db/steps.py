"""What one command did to the rows, whole: the memory from which it can be undone. It never leaves the process."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Column, Connection, Table, select

Key = tuple[Any, ...]
Row = Mapping[str, Any]

_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class RowImage:
    """A row before and after a command, with every column; None: it was not there. ``key``: its primary key."""

    table: str
    key: Key
    before: Row | None
    after: Row | None


@dataclass(frozen=True, slots=True)
class Step:
    """One command of an officer that was committed. ``touched`` names the rows when their images were not wanted."""

    command: str
    by: str
    at: datetime
    rows: tuple[RowImage, ...] = ()
    touched: tuple[tuple[str, int], ...] = ()


class Keeper(Protocol):
    """Who takes the steps of a store."""

    def wants(self, command: str) -> bool:
        """Whether the rows of a command are to be kept."""

    def take(self, step: Step) -> None:
        """A command was committed. Called on the thread that wrote."""

    def together(self, command: str) -> AbstractContextManager[None]:
        """What this thread commits inside is one step."""


class Images:
    """Collects the rows of one unit of work as they were before; ``close`` adds how they are now."""

    def __init__(self) -> None:
        self._before: dict[tuple[str, Key], Row | int | None] = {}
        self._given: dict[tuple[str, Key], Row] = {}
        self._tables: dict[str, Table] = {}

    def add(self, table: Table, key: Key, before: Row | int | None, given: Row | None = None) -> None:
        """Remember a row when it is first written: as it was, None if it is new, or its version if nothing else changes.

        ``given``: what a new row was made from, so that files need not be read again.
        """
        place = (table.name, key)
        self._tables[table.name] = table
        known = self._before.setdefault(place, before)
        if isinstance(known, int) and isinstance(before, Mapping):
            self._before[place] = {**before, "version": known}
        if given is not None:
            self._given[place] = {column.name: given[column.name] for column in _large(table) if column.name in given}

    def close(self, connection: Connection) -> tuple[RowImage, ...]:
        """The rows that differ now from what they were, or whose version was counted up, in the order of writing."""
        now: dict[tuple[str, Key], Row] = {}
        for name, table in self._tables.items():
            keys = [key for owner, key in self._before if owner == name]
            given = {key: self._given[name, key] for key in keys if (name, key) in self._given}
            now.update({(name, key): row for key, row in read_rows(connection, table, keys, given).items()})
        images = []
        for place, before in self._before.items():
            after = now.get(place)
            if isinstance(before, int):
                before = None if after is None else {**after, "version": before}
            if before is not None or after is not None:
                images.append(RowImage(*place, before, after))
        return tuple(images)


def read_rows(
    connection: Connection, table: Table, keys: Sequence[Key], given: Mapping[Key, Row] | None = None
) -> dict[Key, Row]:
    """The rows of ``keys`` that are there, whole. Large columns of rows in ``given`` are taken from it."""
    names = [column.name for column in table.primary_key.columns]
    found: dict[Key, Row] = {}
    for known in (False, True):
        wanted = [key for key in keys if (given is not None and key in given) is known]
        skipped = {column.name for column in _large(table)} if known else set()
        columns = [column for column in table.c if column.name not in skipped]
        for firsts in _chunks(list(dict.fromkeys(key[0] for key in wanted))):
            chosen = set(wanted)
            for row in connection.execute(select(*columns).where(table.c[names[0]].in_(firsts))).mappings():
                key = tuple(row[name] for name in names)
                if key in chosen:
                    found[key] = {**dict(row), **(given[key] if known and given is not None else {})}
    return found


def _large(table: Table) -> Iterable[Column[Any]]:
    return (column for column in table.c if column.info.get("digest"))


def _chunks(values: list[Any]) -> Iterable[list[Any]]:
    return (values[at:at + _AT_ONCE] for at in range(0, len(values), _AT_ONCE))
