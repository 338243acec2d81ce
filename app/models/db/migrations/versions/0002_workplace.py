"""Saved views, drafts of methodologies, and what lets a hundred thousand customers be listed and searched at once."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the new tables, then what is derived, and fill it from the records that are there."""
    for name in ("0002_tables.sql", "0002_derived.sql"):
        text = Path(__file__).with_name(name).read_text(encoding="utf-8")
        for statement in text.split(";;\n"):
            if statement.strip():
                op.execute(statement)
    op.execute("INSERT INTO customer_list SELECT * FROM customer_list_source")
    op.execute("INSERT INTO search_index (search_index) VALUES ('rebuild')")
