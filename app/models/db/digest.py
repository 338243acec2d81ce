"""The fingerprint of what a store holds, whichever file, key or order of writing it came by."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Connection, Table, select

from app.models.db.engine import canonical_json
from app.models.db.tables.all import BUSINESS
from app.models.db.types import Instant


def content_digest(connection: Connection) -> str:
    """Return SHA-256 (hex) over the business tables without versions, derived columns and time stamps."""
    digest = hashlib.sha256()
    for table in BUSINESS:
        columns = [column for column in table.c if not column.info.get("silent") and not isinstance(column.type, Instant)]
        digest.update(f"{table.name}\n".encode())
        for row in connection.execute(select(*columns).order_by(*_order(table))):
            digest.update(canonical_json([_plain(value) for value in row]).encode() + b"\n")
    return digest.hexdigest()


def _order(table: Table) -> list[Column[Any]]:
    return list(table.primary_key.columns)


def _plain(value: object) -> object:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    return hashlib.sha256(value).hexdigest() if isinstance(value, bytes) else value
