"""The open store: one file, its key, its two engines. Everything else asks it for units of work."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from sqlcipher3 import dbapi2

from app.models import files
from app.models.db import driver, places, refusals
from app.models.db.keys import StoreKey, built_in_key, new_key, password_key
from app.models.db.layout import HEAD, Clock, utc_now
from app.models.db.look import Look
from app.models.domain.errors import EnvironmentFault

if TYPE_CHECKING:  # opening a store that is whole needs none of these, and the first screen waits for it
    from datetime import datetime

    from sqlalchemy import Engine

    from app.models.db import backup, verify
    from app.models.db.records import Also, Answers
    from app.models.db.steps import Keeper
    from app.models.db.units import ReadUnit, WriteUnit

    Guard = Callable[[WriteUnit, str, str], None]


class Store:
    """An open store. ``path`` is its file, ``store_id`` its name for ever; ``was_unclean`` when the last user crashed."""

    def __init__(self, path: Path, key: StoreKey, clock: Clock, *, was_unclean: bool) -> None:
        self.path = path
        self.was_unclean = was_unclean
        self.keeper: Keeper | None = None       # who remembers commands so that they can be undone
        self.guard: Guard | None = None         # who may write what; None: whoever opened the store
        self.moment: Clock | None = None        # the clock of what is written; None: that of the journal
        self._key = key
        self._clock = clock
        self._engines: tuple[Engine, Engine] | None = None
        self._making = threading.Lock()
        self._here = threading.local()          # the unit of the page that a thread reads
        self._lookers: list[dbapi2.Connection] = []     # readers over the driver alone that nobody uses now
        try:
            with self.look() as look:
                self.store_id = look.store_id()
        except BaseException:
            self.close()
            raise

    @classmethod
    def open(cls, path: Path, password: str | None = None, *, create: bool = False, clock: Clock = utc_now) -> Store:
        """Open a store; with ``create`` make it first if there is no file of that name.

        An older layout is brought up to date after a verified backup; after a crash everything is checked first.
        EnvironmentFault "store.not_found", "store.empty", "store.not_ours", "store.newer", "store.password_needed",
        "store.wrong_password", "store.damaged", "store.locked", "store.network_folder", "store.sync_folder",
        "store.full", "store.migration_failed" …: the file is as it was then.
        """
        path = path.absolute()
        places.check_place(path)
        if create and not path.exists():
            _create(path, password, clock)
        files.clean_temporaries(path.parent)
        unclean = refusals.has_log(path)
        key, number = refusals.find_key(path, password)
        refusals.check_format(number, HEAD, path)
        if unclean:
            _check_whole(path, key)
        if number < HEAD:
            _bring_up_to_date(path, key, number, clock)
        return cls(path, key, clock, was_unclean=unclean)

    @property
    def _writer(self) -> Engine:
        return self._both()[0]

    @property
    def _reader(self) -> Engine:
        return self._both()[1]

    def _both(self) -> tuple[Engine, Engine]:
        """The engines for writing and for reading, made when the first unit of work is asked for."""
        with self._making:
            if self._engines is None:
                from app.models.db.engine import read_engine, write_engine

                self._engines = write_engine(self.path, self._key), read_engine(self.path, self._key)
            return self._engines

    @property
    def encrypted(self) -> bool:
        """True when a password of its own protects the store; else the pages are only checked, not secret."""
        return self._key.protected

    def now(self) -> datetime:
        """Return the instant by the clock that dates what is written."""
        return self._clock()

    def read(self) -> AbstractContextManager[ReadUnit]:
        """Return a unit for looking; use it in a ``with`` block. Inside of ``page`` it is the unit of the page."""
        from app.models.db.units import ReadUnit

        shared: ReadUnit | None = getattr(self._here, "unit", None)
        return ReadUnit(self._reader) if shared is None else nullcontext(shared)

    @contextmanager
    def page(
        self, *, customer_id: int | None = None, case_id: int | None = None, answered: Answers = "none", history: bool = False,
        ledger: bool = False, outside: bool = False, also: Also | None = None,
        beside: Mapping[str, str] | None = None,
    ) -> Iterator[ReadUnit]:
        """One look for all that this thread reads inside, with the records of a customer gathered in one statement.

        So services that each open a unit see the same moment and ask nothing twice. A page within a page is the outer one.
        """
        from app.models.db.records import gather

        with self.read() as unit:
            if getattr(self._here, "unit", None) is not None:
                yield unit
                return
            unit.records = gather(
                unit, customer_id=customer_id, case_id=case_id, answered=answered, history=history, ledger=ledger,
                outside=outside, also=also, beside=beside,
            )
            self._here.unit = unit
            try:
                yield unit
            finally:
                self._here.unit = None

    @contextmanager
    def look(self) -> Iterator[Look]:
        """A look over the driver alone, for the few questions whose answers the window shows first."""
        try:
            connection = self._lookers.pop()
        except IndexError:
            connection = driver.connect(self.path, self._key, reader=True)
        try:
            connection.execute("BEGIN")
            try:
                yield Look(connection)
            finally:
                connection.execute("ROLLBACK")
        except dbapi2.Error as error:
            connection.close()
            raise driver.as_fault(error) or error from error
        self._lookers.append(connection)

    def write(self, command: str, by: str) -> WriteUnit:
        """Return a unit for one named command of an officer; nothing lasts without its ``commit``.

        Entering it raises what ``guard`` refuses the command with.
        """
        from app.models.db.units import WriteUnit

        return WriteUnit(self._writer, command, by, self._clock, self.keeper, self.guard, self.moment)

    def together(self, command: str) -> AbstractContextManager[None]:
        """What this thread writes inside is undone as one step of that name."""
        return nullcontext() if self.keeper is None else self.keeper.together(command)

    def close(self) -> None:
        """Let go of the file. A clean close leaves one file with nothing beside it."""
        while self._lookers:
            self._lookers.pop().close()
        with self._making:
            engines, self._engines = self._engines, None
        for engine in reversed(engines or ()):
            engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def check(self) -> verify.Verdict:
        """Check every page, reference, file, journal row and derived row of the open store."""
        from app.models.db import verify

        return verify.verify_file(self.path, self._key, current=True)

    def backup(self, target: Path, reason: str = "manual") -> backup.Manifest:
        """Write a verified backup to ``target``, keyed like the store; see ``backup.write_backup`` for the errors."""
        from app.models.db import backup

        sequence = _count_backup(self)
        return backup.write_backup(self.path, self._key, target, sequence, self.store_id, self._clock(), reason)

    def change_password(self, new: str | None) -> None:
        """Set, change or (None) remove the password. EnvironmentFault "store.in_use" when somebody else has it open.

        SQLCipher writes every page anew in one transaction: a crash leaves the old password or the new one valid.
        """
        salt = self._key.salt
        key = built_in_key(salt) if new is None else password_key(new, salt)
        self.close()
        _rekey(self.path, self._key, key)
        self._key = key

    def content_digest(self) -> str:
        """Return SHA-256 over the business content: no journal, versions, derived columns or time stamps."""
        from app.models.db.digest import content_digest

        with self.read() as unit:
            return content_digest(unit.connection)


def _check_whole(path: Path, key: StoreKey) -> None:
    from app.models.db import verify

    if not verify.verify_file(path, key).whole:
        raise EnvironmentFault("store.damaged", path=str(path))


def _count_backup(store: Store) -> int:
    from sqlalchemy import select, update

    from app.models.db.tables.keeping import store_info

    with store.write("store.backup", "") as unit:
        unit.connection.execute(update(store_info).values(backups=store_info.c.backups + 1))
        sequence = int(unit.connection.execute(select(store_info.c.backups)).scalar_one())
        unit.commit()
    return sequence


def _create(path: Path, password: str | None, clock: Clock) -> None:
    """Make a whole new store under a temporary name, then give it its own: there is never half a store."""
    import uuid

    from app.models.db import backup, journal, migrate
    from app.models.db.engine import make_engine

    driver.check_driver()
    files.make_private_folder(path.parent)
    key = new_key(password)
    temporary = files.temporary_name(path)
    try:
        files.create_private_file(temporary)
        with closing(driver.open_keyed(temporary, key, "rwc")) as connection:
            driver.check_cipher(connection)
            connection.execute(f"PRAGMA application_id = {driver.APPLICATION_ID}")
        engine = make_engine(lambda: driver.open_keyed(temporary, key), "BEGIN IMMEDIATE")
        with engine.begin() as tables:
            migrate.create_tables(tables, HEAD)
            journal.start(tables, uuid.uuid4().hex, clock())
        files.sync_file(temporary)
        files.place_new(temporary, path)
    except dbapi2.Error as error:
        raise driver.as_fault(error) or error from error
    except FileExistsError as error:
        raise EnvironmentFault("store.exists", path=str(path)) from error
    except OSError as error:
        raise EnvironmentFault("store.not_written", path=str(path), why=error.strerror or str(error)) from error
    finally:
        backup.discard(temporary)


def _bring_up_to_date(path: Path, key: StoreKey, number: int, clock: Clock) -> None:
    """Back the older store up beside itself, then migrate it."""
    from app.models.db import backup, migrate
    from app.models.db.engine import make_engine

    now = clock()
    folder = path.parent / "backups"
    files.make_private_folder(folder)
    target = folder / f"{path.stem}-layout-{number:04d}-{now:%Y%m%dT%H%M%S}{path.suffix}"
    engine = make_engine(lambda: driver.open_keyed(path, key), "BEGIN")
    with engine.connect() as connection:
        row = connection.exec_driver_sql("SELECT store_id, backups FROM store_info").one()
    backup.write_backup(path, key, target, int(row[1]) + 1, str(row[0]), now, "migration")
    migrate.migrate(path, key, HEAD)


def _rekey(path: Path, old: StoreKey, new: StoreKey) -> None:
    try:
        with closing(driver.open_keyed(path, old)) as connection:
            # Out of the write-ahead mode: that needs the file for ourselves, and leaves no page under the old key in a log.
            if connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0] != "delete":
                raise EnvironmentFault("store.in_use", path=str(path))
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute(f"PRAGMA rekey = {new.raw_literal}")
        with closing(driver.open_keyed(path, new)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except dbapi2.Error as error:
        fault = driver.as_fault(error)
        if fault is not None and fault.key == "store.locked":
            raise EnvironmentFault("store.in_use", path=str(path)) from error
        raise fault or error from error
