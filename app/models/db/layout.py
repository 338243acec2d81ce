"""The number of the table layout, apart from the tables: a store is opened before they are needed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

HEAD = 4
"""Number of the newest table layout, the one that this program writes. Equal to alembic's newest revision."""

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The instant now, in UTC."""
    return datetime.now(UTC)
