"""Units of work: the only way in and out of the store.

A read unit is one short, consistent look. A write unit is one named command: it holds the write lock from its first
moment, is rolled back unless it is committed, journals each row it touches, and refuses to overwrite what somebody
else saved in between. One connection per unit, used by one thread only.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import Connection, Engine, RootTransaction, Row, Select, Table, delete, insert, select, update
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.models.db.base import is_versioned
from app.models.db.journal import Writer, purge_personal
from app.models.db.layout import Clock, utc_now
from app.models.db.many_rows import driver_rows, in_few
from app.models.db.steps import Images, Keeper, Key, Step
from app.models.domain.errors import Conflict, EnvironmentFault

if TYPE_CHECKING:
    from hashlib import _Hash as Digest

    from app.models.db.records import Records

_WRITING: set[tuple[int, int]] = set()      # (engine, thread) of every open write unit


class Reading:
    """One consistent look at the store. Use it in a ``with`` block; what leaves it are frozen values."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None
        self._transaction: RootTransaction | None = None
        self._thread = 0
        self.records: Records | None = None     # rows that were gathered ahead, for the repositories

    def __enter__(self) -> Self:
        if self._connection is not None:
            raise RuntimeError("a unit of work is entered once")
        self._thread = threading.get_ident()
        try:
            self._connection = self._engine.connect()
        except PoolTimeout:
            raise EnvironmentFault("store.locked") from None
        try:
            self._transaction = self._connection.begin()
        except BaseException:
            self._connection.close()
            self._connection = None
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        connection, transaction = self._connection, self._transaction
        self._connection = self._transaction = None
        if connection is None:
            return
        try:
            if transaction is not None and transaction.is_active:
                transaction.rollback()
        finally:
            connection.close()

    @property
    def connection(self) -> Connection:
        """The connection of this unit, for the repositories only."""
        if self._connection is None:
            raise RuntimeError("the unit of work is closed")
        if threading.get_ident() != self._thread:
            raise RuntimeError("a unit of work belongs to the thread that opened it")
        return self._connection

    def rows(self, query: Select[Any]) -> Sequence[Row[Any]]:
        """Return all rows of a query."""
        return self.connection.execute(query).all()

    def one(self, query: Select[Any]) -> Row[Any] | None:
        """Return the only row of a query, None if it has none."""
        return self.connection.execute(query).one_or_none()

    def scalar(self, query: Select[Any]) -> Any:
        """Return the only value of a query, None if it has none."""
        return self.connection.execute(query).scalar_one_or_none()


class Writing(Reading):
    """One command. ``who`` and ``command`` stand in the journal beside every change that it makes.

    ``now`` is the instant of the command by the clock of the journal, ``moment`` by that of whoever writes;
    ``fingerprint`` the journal's newest code after a commit, "" if nothing changed.
    ``keeper`` is told what was committed, with the rows before and after if it wants them: it can undo the command then.
    """

    def __init__(
        self, engine: Engine, command: str, by: str, clock: Clock = utc_now, keeper: Keeper | None = None,
        guard: Callable[[Self, str, str], None] | None = None, moment: Clock | None = None,
    ) -> None:
        super().__init__(engine)
        if not command:
            raise ValueError("a write needs the name of its command")
        self.who = by
        self.command = command
        self._clock = clock
        self._guard = guard                     # asked before anything else is done; it raises to refuse the command
        self._writer: Writer | None = None
        self._touched: dict[tuple[str, int], None] = {}
        self._keeper = keeper
        self._images = Images() if keeper is not None and keeper.wants(command) else None
        self._one: Digest | None = None         # gathers what is to be one change
        self.now = clock()
        self.moment = self.now if moment is None else moment()
        self.fingerprint = ""

    @property
    def code(self) -> str:
        """The journal's code of the change made last in this unit, "" before the first; another one after each change."""
        if self._one is not None:
            return self._one.hexdigest()
        return self._writer.code if self._writer is not None else ""

    @property
    def touched(self) -> tuple[tuple[str, int], ...]:
        """(table, id) of every row that was written, in order: what a service reports as changed."""
        return tuple(self._touched)

    def __enter__(self) -> Self:
        # The one writing connection is taken: waiting for ourselves would end in "locked" after long seconds.
        mark = (id(self._engine), threading.get_ident())
        if mark in _WRITING:
            raise RuntimeError("this thread already has a write unit open")
        super().__enter__()
        _WRITING.add(mark)
        if self._guard is not None:
            try:
                self._guard(self, self.command, self.who)
            except BaseException as error:
                self.__exit__(type(error), error, error.__traceback__)
                raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        _WRITING.discard((id(self._engine), self._thread))
        super().__exit__(kind, error, trace)

    def commit(self) -> None:
        """Make it lasting. When this returns, the change survives a kill and a power cut."""
        if self._transaction is None or not self._transaction.is_active:
            raise RuntimeError("the unit of work is not open")
        connection = self.connection
        if self._writer is not None:
            self.fingerprint = self._writer.close()
        rows = self._images.close(connection) if self._images is not None else ()
        self._transaction.commit()
        self._transaction = None
        self._connection = None
        connection.close()
        if self._keeper is not None:
            self._keeper.take(Step(self.command, self.who, self.now, rows, self.touched))

    def keep(self, table: Table, key: Key, before: Mapping[str, Any] | None) -> None:
        """Remember a row for undoing before it is written by other ways than those of this unit; None: it is new."""
        if self._images is not None:
            self._images.add(table, key, before)

    @property
    def keeps(self) -> bool:
        """Whether the rows of this command are remembered."""
        return self._images is not None

    def insert(self, table: Table, values: Mapping[str, Any]) -> int:
        """Add a row, journal it, return its id. A versioned row starts at version 1."""
        row = {**values, "version": 1} if is_versioned(table) else dict(values)
        created = self.connection.execute(insert(table), row).inserted_primary_key
        if created is None:
            raise RuntimeError(f"{table.name} has no numbered rows")
        row_id = int(created[0])
        if self._images is not None:
            self._images.add(table, (row_id,), None, values)
        self.record("insert", table, row_id, None, _without_id(values))
        return row_id

    @contextmanager
    def as_one(self) -> Iterator[Digest]:
        """What is written inside stands in the journal as one change: the caller records the digest that this gives."""
        if self._one is not None:
            raise RuntimeError("one change cannot be part of another")
        self._one = hashlib.sha256()
        try:
            yield self._one
        finally:
            self._one = None

    def put(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Add many rows that carry their own numbers and versions; only inside of ``as_one``."""
        if self._one is None:
            raise RuntimeError("rows in bulk are journaled as one change")
        if rows:
            statement, values = driver_rows(table, rows, self.connection.dialect)
            for several, given in in_few(statement, values):
                self.connection.exec_driver_sql(several, given)
            self._one.update(f"{statement}\n{values!r}\n".encode())

    def next_id(self, table: Table) -> int:
        """The number that the next new row of a table gets, for rows that ``put`` adds."""
        last = self.connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = ?", (table.name,)).scalar()
        return int(last or 0) + 1

    def parents_later(self) -> None:
        """Let parts be written before what they belong to; references are checked when the unit is committed."""
        self.connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")

    def restore(self, table: Table, row: Mapping[str, Any], version: int) -> None:
        """Add a row that was there before, under its own number; its version goes on with ``version``."""
        values = {**row, "version": version} if is_versioned(table) else dict(row)
        self.connection.execute(insert(table), values)
        if self._images is not None:
            self._images.add(table, (int(row["id"]),), None, row)
        self.record("insert", table, int(row["id"]), None, _without_id(row))

    def update(self, table: Table, row_id: int, values: Mapping[str, Any], version: int | None = None) -> int:
        """Change a row and journal what differs; return its new version (0 for a table without).

        Conflict when the row is gone or its version is no longer ``version``: nothing is written then. With
        ``version`` None the row is taken as it is, for rows that belong to an aggregate whose version was checked.
        """
        before = self.connection.execute(select(table).where(table.c.id == row_id)).mappings().one_or_none()
        if before is None or (version is not None and before["version"] != version):
            raise Conflict("store.conflict", entity=table.name, id=row_id)
        changed = {name: value for name, value in values.items() if not _same(before[name], value)}
        row: dict[str, Any] = dict(changed)
        new_version = 0
        if is_versioned(table):
            new_version = int(before["version"]) + (1 if changed else 0)
            row["version"] = new_version
        if changed:
            if self._images is not None:
                self._images.add(table, (row_id,), dict(before))
            self.connection.execute(update(table).where(table.c.id == row_id).values(row))
            self.record("update", table, row_id, {name: before[name] for name in changed}, changed)
        return new_version

    def touch(self, table: Table, row_id: int, version: int | None = None) -> int:
        """Count up the version of an aggregate whose parts change; Conflict as ``update``. Return the new version."""
        found = self.connection.execute(select(table.c.version).where(table.c.id == row_id)).scalar_one_or_none()
        if found is None or (version is not None and found != version):
            raise Conflict("store.conflict", entity=table.name, id=row_id)
        if self._images is not None:
            self._images.add(table, (row_id,), int(found))
        self.connection.execute(update(table).where(table.c.id == row_id).values(version=found + 1))
        self._touched[(table.name, row_id)] = None
        return int(found) + 1

    def delete(self, table: Table, row_id: int, version: int | None = None) -> None:
        """Remove a row and journal what it held. Conflict as ``update``."""
        before = self.connection.execute(select(table).where(table.c.id == row_id)).mappings().one_or_none()
        if before is None or (version is not None and before["version"] != version):
            raise Conflict("store.conflict", entity=table.name, id=row_id)
        if self._images is not None:
            self._images.add(table, (row_id,), dict(before))
        self.connection.execute(delete(table).where(table.c.id == row_id))
        self.record("delete", table, row_id, _without_id(before), None)

    def note(self, action: str, table: Table, row_id: int, after: Mapping[str, Any]) -> None:
        """Journal something that changed no row: a printed form, an export, a purge."""
        self.record(action, table, row_id, None, after)

    def purge_personal(self, table: Table, row_id: int) -> int:
        """Forget the personal values that the journal keeps of one row, and journal that it was done; return how many."""
        count = purge_personal(self.connection, table.name, row_id)
        self.note("purge", table, row_id, {"values": count})
        return count

    def record(
        self, action: str, table: Table, row_id: int, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None,
    ) -> str:
        """Append one change to the journal and return its code; for changes that ``insert`` and its like cannot see.

        Inside of ``as_one`` it only goes into the digest, and there is no code.
        """
        if self._one is not None:
            self._one.update(f"{action} {table.name} {row_id}\n{before!r}\n{after!r}\n".encode())
            return ""
        if self._writer is None:
            self._writer = Writer(self.connection, self.who, self.command, self.now)
        self._touched[(table.name, row_id)] = None
        return self._writer.add(action, table, row_id, before, after)


def _without_id(values: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(name): value for name, value in values.items() if name != "id"}


def _same(left: object, right: object) -> bool:
    """Equal in value and in form: 1.0 and 1.00 are two answers."""
    return left == right and str(left) == str(right)
