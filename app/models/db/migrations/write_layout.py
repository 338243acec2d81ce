"""Writes the statements of an unreleased first layout: ``python -m app.models.db.migrations.write_layout``.

Until the first release the tables may still change, and this file follows them. After it, a change is a new step.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sqlalchemy import create_engine

import app.models.db.tables.all  # noqa: F401  fills the metadata
from app.models.db.base import metadata

TARGET = Path(__file__).with_name("versions") / "0001_first.sql"


def layout() -> str:
    """Return the statements that make today's tables, in a fixed order."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        metadata.create_all(connection)
        rows = connection.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid").all()
    return "".join(f"{row[0].strip()};;\n" for row in rows)


if __name__ == "__main__":
    TARGET.write_text(layout(), encoding="utf-8")
    sys.stdout.write(f"{TARGET}\n")
