"""A look at the store over the driver alone: what the window shows first is read before SQLAlchemy is imported.

Importing SQLAlchemy takes a third of the time to the first rows. So these few questions are written as SQL; everything
else goes through units of work.
"""

from __future__ import annotations

from functools import cached_property

from sqlcipher3 import dbapi2

from app.models.db.tasks import TaskQueries
from app.models.domain.enums import Role
from app.models.domain.parties import Officer


class Look:
    """One consistent look, for reading only."""

    def __init__(self, connection: dbapi2.Connection) -> None:
        self._connection = connection

    def store_id(self) -> str:
        """The name that the store has for ever."""
        return str(self._connection.execute("SELECT store_id FROM store_info").fetchone()[0])

    def officers(self) -> tuple[Officer, ...]:
        """Every officer, active or not, in the order of entry."""
        rows = self._connection.execute("SELECT id, name, role, active, password <> '' FROM officers ORDER BY id")
        return tuple(
            Officer(number, name, Role(role), bool(active), bool(password)) for number, name, role, active, password in rows
        )

    @cached_property
    def tasks(self) -> TaskQueries:
        """What waits to be done."""
        return TaskQueries(self._connection)
