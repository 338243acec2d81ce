"""Whether files kept with cases and stored ratings are still what they were when they were stored."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from sqlalchemy import Connection, select

from app.models.db.tables.cases import evidence
from app.models.db.tables.ratings import ratings


def damaged_evidence(connection: Connection) -> Iterator[str]:
    """Yield "case/file" of every file whose bytes no longer match its fingerprint or size."""
    wanted = select(evidence.c.case_id, evidence.c.id, evidence.c.sha256, evidence.c.size, evidence.c.content)
    for row in connection.execute(wanted):
        content = bytes(row.content)
        if len(content) != row.size or hashlib.sha256(content).hexdigest() != row.sha256:
            yield f"{row.case_id}/{row.id}"


def damaged_ratings(connection: Connection) -> Iterator[str]:
    """Yield "case/rating" of every rating whose input or result no longer matches its fingerprint."""
    names = ("case_id", "id", "input_json", "input_hash", "result_json", "digest")
    for row in connection.execute(select(*(ratings.c[name] for name in names))):
        if (_digest(row.input_json), _digest(row.result_json)) != (row.input_hash, row.digest):
            yield f"{row.case_id}/{row.id}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
