"""The two engines of an open store: one connection that writes, a few that only read.

The driver's own idea of transactions is switched off (``isolation_level=None``) and SQLAlchemy's ``begin`` says BEGIN
itself: otherwise DDL commits behind our back and a killed migration stays half applied. Writers take the write lock
at once (BEGIN IMMEDIATE), because a reader that turns writer later fails without waiting.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.pool import NullPool, QueuePool
from sqlcipher3 import dbapi2

from app.models.db import driver
from app.models.db.keys import StoreKey
from app.models.domain.errors import EnvironmentFault

READERS = 3
WAIT_SECONDS = 10.0


def canonical_json(value: object) -> str:
    """Return the one JSON text of a value: sorted keys, no blanks, Decimal as its exact text."""
    return _CANONICAL.encode(value)


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"no canonical JSON for {type(value).__name__}")


_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain, allow_nan=False)


def make_engine(creator: Callable[[], dbapi2.Connection], begin: str, size: int = 0) -> Engine:
    """Return an engine over ``creator`` that keeps ``size`` connections (0: none, each is closed after use).

    ``begin`` is the statement that opens each transaction.
    """
    if size:
        engine = create_engine(
            "sqlite://", module=dbapi2, creator=creator, json_serializer=canonical_json,
            poolclass=QueuePool, pool_size=size, max_overflow=0, pool_timeout=WAIT_SECONDS,
        )
    else:
        engine = create_engine("sqlite://", module=dbapi2, creator=creator, json_serializer=canonical_json, poolclass=NullPool)

    def say_begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "begin", say_begin)
    event.listen(engine, "handle_error", _tell)
    return engine


def _tell(context: ExceptionContext) -> None:
    """Turn the disk's and the lock's errors into faults that can be told; leave our own mistakes as they are."""
    fault: EnvironmentFault | None = driver.as_fault(context.original_exception)
    if fault is not None:
        raise fault from context.original_exception


def write_engine(path: Path, key: StoreKey) -> Engine:
    """Return the engine of the one writing connection."""
    return make_engine(lambda: driver.connect(path, key), "BEGIN IMMEDIATE", 1)


def read_engine(path: Path, key: StoreKey) -> Engine:
    """Return the engine of the reading connections."""
    return make_engine(lambda: driver.connect(path, key, reader=True), "BEGIN", READERS)
