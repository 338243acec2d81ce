"""What officers arrange for themselves, and methodologies that are still being worked on."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Index, Integer, String, Text, UniqueConstraint

from app.models.db.base import DIGEST, record_table
from app.models.db.types import Instant

saved_views = record_table(
    "saved_views",
    Column("owner", String(120), nullable=False),
    Column("screen", String(40), nullable=False),
    Column("name", String(120), nullable=False),
    Column("position", Integer, nullable=False),
    Column("body", JSON, nullable=False),
    UniqueConstraint("owner", "screen", "name"),
)

methodology_drafts = record_table(
    "methodology_drafts",
    Column("name", String(120), nullable=False),
    Column("base_hash", String(64), nullable=False),
    Column("body", Text, nullable=False, info=DIGEST),
    Column("by", String(120), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("saved_at", Instant, nullable=False),
    Index("ix_methodology_drafts_name", "name"),
    versioned=True,
)
