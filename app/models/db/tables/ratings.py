"""Published methodology versions, and ratings with everything they were made from."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint

from app.models.db.base import DIGEST, record_table
from app.models.db.types import Exact, Instant

methodologies = record_table(
    "methodologies",
    Column("hash", String(64), nullable=False),
    Column("version", String(40), nullable=False),
    Column("name_json", Text, nullable=False),
    Column("body", Text, nullable=False, info=DIGEST),
    Column("valid_from", Date, nullable=False),
    Column("published_at", Instant, nullable=False),
    Column("by", String(120), nullable=False),
    UniqueConstraint("hash"),
)

ratings = record_table(
    "ratings",
    Column("case_id", Integer, ForeignKey("cases.id"), nullable=False),
    Column("customer_id", Integer, ForeignKey("customers.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", String(120), nullable=False),
    Column("engine", Integer, nullable=False),
    Column("methodology_hash", String(64), ForeignKey("methodologies.hash"), nullable=False),
    Column("input_json", Text, nullable=False, info=DIGEST),
    Column("result_json", Text, nullable=False, info=DIGEST),
    Column("input_hash", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("score", Exact),
    Column("grade", Integer),
    Column("provisional", Boolean, nullable=False),
    Index("ix_ratings_customer", "customer_id", "id"),
    Index("ix_ratings_case", "case_id", "id"),
)
