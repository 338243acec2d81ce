"""A step that no release has: a table, a copied table, changed rows, an index; killed or failing where it is told to."""

from __future__ import annotations

import os
import signal

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

POINTS = 6


def _point(number: int) -> None:
    """Die here without warning, or fail here, when the environment says so."""
    if os.environ.get("ZIXIN_TRIAL_KILL") == str(number):
        os.kill(os.getpid(), signal.SIGKILL)
    if os.environ.get("ZIXIN_TRIAL_FAIL") == str(number):
        op.execute("SELECT * FROM no_such_table")


def upgrade() -> None:
    """Change the layout in every way that steps do."""
    _point(1)
    op.create_table("trial", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.Text, nullable=False))
    _point(2)
    op.add_column("officers", sa.Column("trial_mark", sa.Text))
    _point(3)
    with op.batch_alter_table("settings") as batch:
        batch.add_column(sa.Column("trial_note", sa.Text, nullable=False, server_default=""))
    _point(4)
    op.execute("UPDATE settings SET trial_note = 'moved ' || value")
    _point(5)
    op.create_index("ix_trial_name", "trial", ["name"])
    _point(6)
