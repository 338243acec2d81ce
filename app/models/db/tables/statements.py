"""Financial statements and their lines."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from app.models.db.base import metadata, record_table
from app.models.db.types import Exact

statements = record_table(
    "statements",
    Column("customer_id", Integer, ForeignKey("customers.id"), nullable=False),
    Column("end", Date, nullable=False),
    Column("months", Integer, nullable=False),
    Column("consolidated", Boolean, nullable=False),
    Column("framework", String(10), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("unit", Integer, nullable=False),
    Column("audited", Boolean, nullable=False),
    Column("source", String(40), nullable=False),
    Column("note", Text, nullable=False),
    UniqueConstraint("customer_id", "end", "months", "consolidated"),
    versioned=True,
)

# Lines have no number of their own: the journal shows them with their statement.
statement_lines = Table(
    "statement_lines", metadata,
    Column("statement_id", Integer, ForeignKey("statements.id"), primary_key=True),
    Column("opening", Boolean, primary_key=True),
    Column("line", String(40), primary_key=True),
    Column("value", Exact, nullable=False),
)
