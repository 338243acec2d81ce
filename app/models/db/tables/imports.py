"""Files from outside: the register of imports, where each record came from, and the records that only imports bring."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint

from app.models.db.base import DIGEST, record_table
from app.models.db.types import Exact, Instant

imports = record_table(
    "imports",
    Column("at", Instant, nullable=False),
    Column("by", String(120), nullable=False),
    Column("files", JSON, nullable=False),           # [{name, sha256, size}]
    Column("profile", String(120), nullable=False),
    Column("mapping", Text, nullable=False, info=DIGEST),      # how the files were understood: leads back to each cell
    Column("summary", JSON, nullable=False),
    Column("state", String(10), nullable=False),     # done, partly (something was built upon), undone
    Column("undone_at", Instant),
    Column("undone_by", String(120), nullable=False),
)

# One row per record and row of the file. ``before`` and ``after`` hold the fields that were changed, by name; both are null
# for a record that the import made. They go with the record: a row here always has one.
origins = record_table(
    "origins",
    Column("import_id", Integer, ForeignKey("imports.id"), nullable=False),
    Column("entity", String(40), nullable=False),
    Column("entity_id", Integer, nullable=False),
    Column("table_no", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("made", Boolean, nullable=False),
    Column("before", JSON(none_as_null=True)),
    Column("after", JSON(none_as_null=True)),
    Column("kept_version", Integer, nullable=False),
    Index("ix_origins_entity", "entity", "entity_id"),
    Index("ix_origins_import", "import_id", "entity"),
)

# What a register, a bureau or a list says of a customer: one row per row of the file.
outside_records = record_table(
    "outside_records",
    Column("customer_id", Integer, ForeignKey("customers.id"), nullable=False),
    Column("source", String(200), nullable=False),
    Column("as_of", Date),
    Column("content", JSON, nullable=False),         # field: {"value": text, "currency": code, "raw": text}
    Column("import_id", Integer, ForeignKey("imports.id"), nullable=False),
    Index("ix_outside_records_customer", "customer_id", "as_of"),
)

# VAT invoices of a customer, added up by month. ``direction``: sales or purchases.
turnover = record_table(
    "turnover",
    Column("customer_id", Integer, ForeignKey("customers.id"), nullable=False),
    Column("direction", String(12), nullable=False),
    Column("month", Date, nullable=False),           # its first day
    Column("currency", String(3), nullable=False),
    Column("invoices", Integer, nullable=False),     # those that count: not void
    Column("voided", Integer, nullable=False),
    Column("reduced", Integer, nullable=False),      # red invoices, below zero
    Column("partners", Integer, nullable=False),
    Column("net", Exact, nullable=False),
    Column("tax", Exact, nullable=False),
    Column("gross", Exact, nullable=False),
    Column("import_id", Integer, ForeignKey("imports.id"), nullable=False),
    Index("ix_turnover_customer", "customer_id", "direction", "month"),
)

# The own ledger. ``kind``: invoice, payment, credit_note or order. ``import_id`` is empty for what was typed.
ledger_entries = record_table(
    "ledger_entries",
    Column("customer_id", Integer, ForeignKey("customers.id"), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("number", String(80), nullable=False),
    Column("day", Date, nullable=False),
    Column("due", Date),
    Column("amount", Exact, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("disputed", Boolean, nullable=False),
    Column("invoice", String(80), nullable=False),   # what a payment or a credit note is for, "" = not allocated yet
    Column("delivered", Exact),                      # the part of an order that is invoiced already
    Column("import_id", Integer, ForeignKey("imports.id")),
    Index("ix_ledger_entries_customer", "customer_id", "kind", "day"),
    Index("ix_ledger_entries_number", "customer_id", "kind", "number"),
    versioned=True,
)

# Mappings that the house has made its own, as text.
import_profiles = record_table(
    "import_profiles",
    Column("name", String(120), nullable=False),
    Column("toml", Text, nullable=False),
    UniqueConstraint("name"),
)
