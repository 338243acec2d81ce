"""Files kept with cases. Lists never load the bytes."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import Row, select

from app.models.db.records import rows_among, rows_of
from app.models.db.tables.cases import cases, evidence
from app.models.db.unit_of_work import Reading, Writing
from app.models.domain.answers import Evidence
from app.models.domain.errors import EnvironmentFault, UserError

_HEAD = (evidence.c.id, evidence.c.name, evidence.c.sha256, evidence.c.size, evidence.c.added_at, evidence.c.added_by)


def _evidence(row: Row[Any]) -> Evidence:
    return Evidence(row.id, row.name, row.sha256, row.size, row.added_at, row.added_by)


class EvidenceQueries:
    """Reading evidence."""

    def __init__(self, unit: Reading) -> None:
        self._unit = unit

    def of_case(self, case_id: int) -> tuple[Evidence, ...]:
        """Return what is kept with a case, oldest first."""
        return tuple(_evidence(row) for row in rows_of(self._unit, evidence, "case_id", case_id, "id"))

    def of_customer(self, customer_id: int) -> tuple[tuple[int, Evidence], ...]:
        """Return what is kept with any case of a customer, each with the number of its case, newest first."""
        owned = [row.id for row in rows_of(self._unit, cases, "customer_id", customer_id, "id")]
        rows = rows_among(self._unit, evidence, "case_id", owned, "id")
        return tuple((row.case_id, _evidence(row)) for row in reversed(rows))

    def case_of(self, evidence_id: int) -> int | None:
        """Return the case that a file is kept with, None if there is no such file."""
        found = self._unit.scalar(select(evidence.c.case_id).where(evidence.c.id == evidence_id))
        return None if found is None else int(found)

    def data(self, evidence_id: int) -> bytes:
        """Return the bytes of a file. UserError if there is none; EnvironmentFault when they no longer match the fingerprint."""
        row = self._unit.one(select(evidence.c.content, evidence.c.sha256).where(evidence.c.id == evidence_id))
        if row is None:
            raise UserError("store.gone", id=evidence_id)
        content = bytes(row.content)
        if hashlib.sha256(content).hexdigest() != row.sha256:
            raise EnvironmentFault("store.damaged")
        return content


class EvidenceFiles(EvidenceQueries):
    """Reading and adding evidence."""

    def __init__(self, unit: Writing) -> None:
        super().__init__(unit)
        self._writing = unit

    def add(self, case_id: int, name: str, data: bytes, by: str) -> Evidence:
        """Keep a file with a case; the same bytes are kept once and the first entry is returned."""
        digest = hashlib.sha256(data).hexdigest()
        same = select(*_HEAD).where(evidence.c.case_id == case_id, evidence.c.sha256 == digest)
        found = self._unit.one(same.limit(1))
        if found is not None:
            return _evidence(found)
        values = {"case_id": case_id, "name": name, "sha256": digest, "size": len(data), "added_at": self._writing.now,
                  "added_by": by, "content": data}
        return Evidence(self._writing.insert(evidence, values), name, digest, len(data), self._writing.now, by)

    def remove(self, evidence_id: int) -> None:
        """Take a file out of its case. The journal keeps its name and fingerprint."""
        self._writing.delete(evidence, evidence_id)

    def put_back(self, case_id: int, file: Evidence, data: bytes) -> None:
        """Keep a file again that was taken out, under its own number, name and date."""
        values = {"id": file.id, "case_id": case_id, "name": file.name, "sha256": file.sha256, "size": file.size,
                  "added_at": file.added_at, "added_by": file.added_by, "content": data}
        self._writing.restore(evidence, values, 0)
