"""The journal: every change, by whom and when, in a chain that shows what was edited, deleted, inserted, swapped or cut.

Each row carries HMAC-SHA256(key, code of the row before ‖ canonical JSON of the row). The number of rows and the last
code stand in a table of their own, sealed with the same key, and in the manifest of every backup: without them a tail
could be cut off unseen. The key lies in the store; whoever can run this program's code on an opened store can forge,
the chain shows tampering by any other hand.

Values about persons stand in it as a salted hash; salt and value lie in ``personal_value``, which may be purged
without touching the chain.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, insert, select, update

from app.models.db.engine import canonical_json
from app.models.db.rows import JournalEntry
from app.models.db.tables.keeping import journal, journal_head, personal_value, store_info
from app.models.domain.log import FormFit

Values = Mapping[str, Any]

GENESIS = "0" * 64
_CHAINED = ("seq", "at", "who", "command", "unit", "action", "entity", "entity_id", "before", "after")


@dataclass(frozen=True, slots=True)
class Head:
    """Where the chain ends: number of rows and code of the last one."""

    count: int
    mac: str


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where the chain does not hold. ``kind``: "row", "order", "head", "personal"."""

    kind: str
    seq: int


def _code(key: bytes, previous: str, fields: list[object]) -> str:
    return hmac.new(key, bytes.fromhex(previous) + canonical_json(fields).encode(), hashlib.sha256).hexdigest()


def _seal(key: bytes, head: Head) -> str:
    return hmac.new(key, f"head {head.count} {head.mac}".encode(), hashlib.sha256).hexdigest()


def _key(connection: Connection) -> bytes:
    return bytes(connection.execute(select(store_info.c.journal_key)).scalar_one())


def start(connection: Connection, store_id: str, now: datetime) -> None:
    """Write the identity of a new store and the head of its empty journal."""
    key = secrets.token_bytes(32)
    connection.execute(insert(store_info).values(id=1, store_id=store_id, created_at=now, journal_key=key, backups=0))
    head = Head(0, GENESIS)
    connection.execute(insert(journal_head).values(id=1, entries=0, mac=head.mac, seal=_seal(key, head)))


def read_head(connection: Connection) -> Head:
    """Return the head as it is stored."""
    row = connection.execute(select(journal_head.c.entries, journal_head.c.mac)).one()
    return Head(row[0], row[1])


class Writer:
    """Appends the changes of one unit of work; ``close`` moves the head."""

    def __init__(self, connection: Connection, who: str, command: str, now: datetime) -> None:
        self._connection = connection
        self._who = who
        self._command = command
        self._at = now.astimezone(UTC).isoformat(timespec="microseconds")
        self._key: bytes = b""
        self._head: Head | None = None
        self._unit = 0

    @property
    def code(self) -> str:
        """Code of the newest row, "" before the first."""
        return self._head.mac if self._head is not None else ""

    def add(self, action: str, table: Table, entity_id: int, before: Values | None, after: Values | None) -> str:
        """Append one change and return its code. Mappings go from column name to Python value."""
        if self._head is None:
            self._key = _key(self._connection)
            self._head = read_head(self._connection)
            self._unit = self._head.count + 1
        fields: list[object] = [
            self._head.count + 1, self._at, self._who, self._command, self._unit, action, table.name, entity_id,
            self._text(table, entity_id, before), self._text(table, entity_id, after),
        ]
        mac = _code(self._key, self._head.mac, fields)
        values: dict[str, object] = dict(zip(_CHAINED, fields, strict=True))
        self._connection.execute(insert(journal), {**values, "mac": mac})
        self._head = Head(self._head.count + 1, mac)
        return mac

    def close(self) -> str:
        """Store the new head and return its code; "" when nothing was changed."""
        if self._head is None:
            return ""
        values = {"entries": self._head.count, "mac": self._head.mac, "seal": _seal(self._key, self._head)}
        self._connection.execute(update(journal_head).values(values))
        return self._head.mac

    def _text(self, table: Table, entity_id: int, values: Mapping[str, Any] | None) -> str | None:
        if values is None:
            return None
        out: dict[str, object] = {}
        for name, value in values.items():
            column = table.c.get(name)
            info = column.info if column is not None else {}
            if info.get("silent"):
                continue
            plain = plain_value(value)
            if info.get("personal") and plain not in (None, "", [], {}):
                plain = {"personal": self._hide(table.name, entity_id, plain)}
            elif info.get("digest") and plain is not None:
                plain = {"sha256": _digest(value)}
            out[name] = plain
        return canonical_json(out)

    def _hide(self, entity: str, entity_id: int, plain: object) -> str:
        salt, text = secrets.token_bytes(16), canonical_json(plain)
        digest = hashlib.sha256(salt + text.encode()).hexdigest()
        values = {"digest": digest, "salt": salt, "value": text, "entity": entity, "entity_id": entity_id}
        self._connection.execute(insert(personal_value), values)
        return digest


def _digest(value: object) -> str:
    raw = bytes(value) if isinstance(value, bytes | bytearray | memoryview) else str(value).encode()
    return hashlib.sha256(raw).hexdigest()


def plain_value(value: object) -> object:
    """A value of a column as the journal writes it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return {"sha256": _digest(value)}
    return value


def purge_personal(connection: Connection, entity: str, entity_id: int) -> int:
    """Forget the personal values that the journal holds on one record; return how many. The chain stays whole."""
    wanted = (personal_value.c.entity == entity) & (personal_value.c.entity_id == entity_id)
    return int(connection.execute(delete(personal_value).where(wanted)).rowcount)


def first_break(connection: Connection, head: Head | None = None) -> Break | None:
    """Walk the chain; return the first break, None if it holds. ``head`` is the one a manifest remembers, if any."""
    key = _key(connection)
    previous, seq = GENESIS, 0
    remembered = head is None or (head.count == 0 and head.mac == GENESIS)
    for row in connection.execute(select(journal).order_by(journal.c.seq)):
        seq += 1
        if row.seq != seq:
            return Break("order", seq)
        if _code(key, previous, [getattr(row, name) for name in _CHAINED]) != row.mac:
            return Break("row", seq)
        previous = row.mac
        remembered = remembered or (head is not None and head == Head(seq, previous))
    stored = connection.execute(select(journal_head)).one_or_none()
    found = Head(seq, previous)
    expected = (found.count, found.mac, _seal(key, found))
    if stored is None or (stored.entries, stored.mac, stored.seal) != expected or not remembered:
        return Break("head", seq)
    return _personal_break(connection)


def compare_form(connection: Connection, no: int, code: str) -> FormFit:
    """Compare the printed form of the entry ``no`` of the grade-change log, and the code on it, with the chain.

    The code of an entry is made of every entry before it. So a printed form shows that the chain up to there is the one of
    that day: also when somebody who holds the key wrote all of it anew, or cut off its end.
    """
    wanted = select(journal.c.entity_id, journal.c.mac).where(journal.c.entity == "grade_changes", journal.c.action == "insert")
    if [row.mac for row in connection.execute(wanted.where(journal.c.entity_id == no))] == [code]:
        return FormFit.FITS
    if connection.execute(wanted.where(journal.c.mac == code)).first() is not None:
        return FormFit.OTHER_NUMBER
    there = connection.execute(wanted.where(journal.c.entity_id == no)).first() is not None
    return FormFit.OTHER_CODE if there else FormFit.MISSING


def row_number(connection: Connection, code: str) -> int:
    """The number of the row that has this code: so many rows the chain had when it was written; 0 when none has it."""
    return int(connection.execute(select(journal.c.seq).where(journal.c.mac == code)).scalar() or 0)


def _personal_break(connection: Connection) -> Break | None:
    for row in connection.execute(select(personal_value)):
        if hashlib.sha256(bytes(row.salt) + row.value.encode()).hexdigest() != row.digest:
            return Break("personal", 0)
    return None


def entries(connection: Connection, entity: str, entity_id: int | None = None) -> Iterator[JournalEntry]:
    """Yield the changes of one record, or of all of that kind, oldest first, personal values filled in where they still exist."""
    wanted = select(journal).where(journal.c.entity == entity).order_by(journal.c.seq)
    if entity_id is not None:
        wanted = wanted.where(journal.c.entity_id == entity_id)
    for row in connection.execute(wanted).all():
        yield _entry(connection, row)


def entries_of_unit(connection: Connection, unit: int) -> tuple[JournalEntry, ...]:
    """Return the changes that one command made, in order."""
    rows = connection.execute(select(journal).where(journal.c.unit == unit).order_by(journal.c.seq)).all()
    return tuple(_entry(connection, row) for row in rows)


def _entry(connection: Connection, row: Row[Any]) -> JournalEntry:
    return JournalEntry(
        row.seq, datetime.fromisoformat(row.at), row.who, row.command, row.unit, row.action, row.entity, row.entity_id,
        _reveal(connection, row.before), _reveal(connection, row.after),
    )


def _reveal(connection: Connection, text: str | None) -> Mapping[str, Any]:
    values: dict[str, Any] = json.loads(text) if text else {}
    for name, value in values.items():
        if isinstance(value, dict) and "personal" in value:
            wanted = select(personal_value.c.value).where(personal_value.c.digest == value["personal"])
            stored = connection.execute(wanted).scalar_one_or_none()
            values[name] = None if stored is None else json.loads(stored)
    return values
