"""Whether the files kept with cases are still what they were."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from sqlalchemy import Connection, select

from app.models.db.tables.cases import evidence


def damaged_evidence(connection: Connection) -> Iterator[str]:
    """Yield "case/file" of every file whose bytes no longer match its fingerprint or size."""
    wanted = select(evidence.c.case_id, evidence.c.id, evidence.c.sha256, evidence.c.size, evidence.c.content)
    for row in connection.execute(wanted):
        content = bytes(row.content)
        if len(content) != row.size or hashlib.sha256(content).hexdigest() != row.sha256:
            yield f"{row.case_id}/{row.id}"

