"""The first layout, as it was on the day of its release.

New stores are made from today's metadata; this step exists so that the chain of steps has a beginning, and so that a
test can walk the whole chain and compare. The statements lie beside it and are never edited after the release.
"""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table of the first layout in an empty store."""
    text = Path(__file__).with_name("0001_first.sql").read_text(encoding="utf-8")
    for statement in text.split(";;\n"):
        if statement.strip():
            op.execute(statement)
