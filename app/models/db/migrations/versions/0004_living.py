"""Living by a grade: alarms, lists, holds, order checks, looks at a grade, absences; passwords of officers."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the new tables, all of them empty, two more columns each in others, and what the list says of alarms."""
    for name in ("0004_living.sql", "0004_derived.sql"):
        text = Path(__file__).with_name(name).read_text(encoding="utf-8")
        for statement in text.split(";;\n"):
            if statement.strip():
                op.execute(statement)
