"""Officers and settings."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, String, Text, UniqueConstraint

from app.models.db.base import DIGEST, record_table

officers = record_table(
    "officers",
    Column("name", String(120), nullable=False),
    Column("role", String(30), nullable=False),
    Column("active", Boolean, nullable=False),
    Column("password", Text, nullable=False, info=DIGEST),      # Argon2id, "" while none was chosen
    UniqueConstraint("name"),
)

settings = record_table(
    "settings",
    Column("key", String(80), nullable=False),
    Column("value", Text, nullable=False),
    UniqueConstraint("key"),
)
