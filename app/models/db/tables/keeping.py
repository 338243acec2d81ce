"""Tables of the store itself: what it is, its journal with the head beside it, personal values, drafts."""

from __future__ import annotations

from sqlalchemy import DDL, CheckConstraint, Column, Index, Integer, LargeBinary, String, Table, Text, UniqueConstraint, event

from app.models.db.base import metadata
from app.models.db.types import Instant

store_info = Table(
    "store_info", metadata,
    Column("id", Integer, CheckConstraint("id = 1"), primary_key=True, autoincrement=False),
    Column("store_id", String(32), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("journal_key", LargeBinary, nullable=False),
    Column("backups", Integer, nullable=False),
)

journal = Table(
    "journal", metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),
    Column("who", String(80), nullable=False),
    Column("command", String(80), nullable=False),
    Column("unit", Integer, nullable=False),
    Column("action", String(20), nullable=False),
    Column("entity", String(60), nullable=False),
    Column("entity_id", Integer, nullable=False),
    Column("before", Text),
    Column("after", Text),
    Column("mac", String(64), nullable=False),
    Index("ix_journal_entity", "entity", "entity_id"),
)

journal_head = Table(
    "journal_head", metadata,
    Column("id", Integer, CheckConstraint("id = 1"), primary_key=True, autoincrement=False),
    Column("entries", Integer, nullable=False),
    Column("mac", String(64), nullable=False),
    Column("seal", String(64), nullable=False),
)

personal_value = Table(
    "personal_value", metadata,
    Column("digest", String(64), primary_key=True),
    Column("salt", LargeBinary, nullable=False),
    Column("value", Text, nullable=False),
    Column("entity", String(60), nullable=False),
    Column("entity_id", Integer, nullable=False),
    Index("ix_personal_value_entity", "entity", "entity_id"),
)

drafts = Table(
    "drafts", metadata,
    Column("id", Integer, primary_key=True),
    Column("owner", String(80), nullable=False),
    Column("place", String(200), nullable=False),
    Column("payload", Text, nullable=False),
    Column("saved_at", Instant, nullable=False),
    UniqueConstraint("owner", "place"),
)

APPEND_ONLY = {
    "journal_no_update": "CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal"
                         " BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
    # INSERT OR REPLACE would delete without asking the trigger on deletes.
    "journal_no_replace": "CREATE TRIGGER journal_no_replace BEFORE INSERT ON journal"
                          " WHEN EXISTS (SELECT 1 FROM journal WHERE seq = NEW.seq)"
                          " BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
    "journal_no_delete": "CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal"
                         " BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
}
for _statement in APPEND_ONLY.values():
    event.listen(journal, "after_create", DDL(_statement).execute_if(dialect="sqlite"))  # type: ignore[no-untyped-call]
