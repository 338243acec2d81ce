"""Customers and what hangs on them: identifiers, former names, related parties, contacts."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint

from app.models.db.base import PERSONAL, SILENT, record_table

customers = record_table(
    "customers",
    Column("number", String(40), nullable=False),
    Column("name", Text, nullable=False),
    # SQLite compares letters of ASCII only without regard to case, so the folded forms are columns of their own.
    Column("name_norm", Text, nullable=False, info=SILENT),
    Column("pinyin", Text, nullable=False, info=SILENT),
    Column("initials", Text, nullable=False, info=SILENT),
    Column("search_text", Text, nullable=False, info=SILENT),
    Column("country", String(2), nullable=False),
    Column("address", Text, nullable=False),
    Column("trade", String(80), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("owner", String(120), nullable=False),
    Column("officer", String(120), nullable=False),
    Column("group_name", Text, nullable=False),
    Column("first_deal", Date),
    Column("flags", JSON, nullable=False),
    Column("note", Text, nullable=False, info=PERSONAL),
    UniqueConstraint("number"),
    Index("ix_customers_name_norm", "name_norm"),
    versioned=True,
)

customer_identifiers = record_table(
    "customer_identifiers",
    Column("customer_id", Integer, ForeignKey("customers.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("value", String(80), nullable=False),
    Column("value_norm", String(80), nullable=False, info=SILENT),
    Column("country", String(2), nullable=False),
    Index("ix_customer_identifiers_customer", "customer_id", "position"),
    Index("ix_customer_identifiers_value", "value_norm"),
)

customer_former_names = record_table(
    "customer_former_names",
    Column("customer_id", Integer, ForeignKey("customers.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("name_norm", Text, nullable=False, info=SILENT),
    Index("ix_customer_former_names_customer", "customer_id", "position"),
    Index("ix_customer_former_names_norm", "name_norm"),
)

customer_related = record_table(
    "customer_related",
    Column("customer_id", Integer, ForeignKey("customers.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False, info=PERSONAL),
    Column("relation", Text, nullable=False),
    Column("identifier", String(80), nullable=False, info=PERSONAL),
    Index("ix_customer_related_customer", "customer_id", "position"),
)

customer_contacts = record_table(
    "customer_contacts",
    Column("customer_id", Integer, ForeignKey("customers.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False, info=PERSONAL),
    Column("post", Text, nullable=False),
    Column("phone", Text, nullable=False, info=PERSONAL),
    Column("email", Text, nullable=False, info=PERSONAL),
    Index("ix_customer_contacts_customer", "customer_id", "position"),
)
