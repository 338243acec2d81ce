"""Files from outside: the register of imports, origins, and the records that only imports bring."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the new tables, all of them empty."""
    text = Path(__file__).with_name("0003_imports.sql").read_text(encoding="utf-8")
    for statement in text.split(";;\n"):
        if statement.strip():
            op.execute(statement)
