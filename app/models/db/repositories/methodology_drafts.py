"""Drafts of methodologies: copies of a version that are being worked on, until they are published or thrown away."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, select

from app.models.db.rows import MethodologyRow
from app.models.db.tables.ratings import methodologies
from app.models.db.tables.workplace import methodology_drafts
from app.models.db.unit_of_work import Reading, Writing
from app.models.domain.errors import UserError
from app.models.domain.methodology_drafts import DraftHead

_HEAD = tuple(methodology_drafts.c[name] for name in ("id", "version", "name", "base_hash", "by", "created_at", "saved_at"))


class MethodologyDraftQueries:
    """Reading drafts."""

    def __init__(self, unit: Reading) -> None:
        self._unit = unit

    def all(self) -> tuple[DraftHead, ...]:
        """Return every draft without its body, oldest first."""
        return tuple(_head(row) for row in self._unit.rows(select(*_HEAD).order_by(methodology_drafts.c.id)))

    def get(self, draft_id: int) -> tuple[DraftHead, str]:
        """Return a draft and its canonical text. UserError "methodology.draft_gone"."""
        row = self._unit.one(select(*_HEAD, methodology_drafts.c.body).where(methodology_drafts.c.id == draft_id))
        if row is None:
            raise UserError("methodology.draft_gone")
        return _head(row), str(row.body)


class MethodologyDrafts(MethodologyDraftQueries):
    """Reading and keeping drafts, and what is noted when one is published."""

    def __init__(self, unit: Writing) -> None:
        super().__init__(unit)
        self._writing = unit

    def add(self, name: str, base_hash: str, body: str) -> DraftHead:
        """Keep a new draft."""
        unit = self._writing
        moments = {"created_at": unit.now, "saved_at": unit.now}
        values = {"name": name, "base_hash": base_hash, "body": body, "by": unit.who, **moments}
        return self.get(unit.insert(methodology_drafts, values))[0]

    def save(self, draft_id: int, version: int, values: dict[str, str]) -> DraftHead:
        """Change name or body. Conflict when somebody saved a newer version of it, or it is gone."""
        self._writing.update(methodology_drafts, draft_id, {**values, "saved_at": self._writing.now}, version)
        return self.get(draft_id)[0]

    def drop(self, draft_id: int, version: int | None = None) -> None:
        """Throw a draft away. Conflict when somebody saved a newer version of it, or it is gone."""
        self._writing.delete(methodology_drafts, draft_id, version)

    def note_published(self, row: MethodologyRow, base_hash: str, reason: str) -> None:
        """Journal why a version was published and what it was made from."""
        self._writing.note("publish", methodologies, row.id, {"reason": reason, "base": base_hash})


def _head(row: Row[Any]) -> DraftHead:
    return DraftHead(row.id, row.version, row.name, row.base_hash, row.by, row.created_at, row.saved_at)
