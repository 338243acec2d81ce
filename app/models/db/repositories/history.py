"""Reading the journal: what happened to a record, and whether the chain holds."""

from __future__ import annotations

from app.models.db import journal
from app.models.db.journal import Break, Head
from app.models.db.records import row_of
from app.models.db.rows import JournalEntry
from app.models.db.tables.keeping import journal_head
from app.models.db.unit_of_work import Reading
from app.models.domain.log import FormFit


class History:
    """The journal as a unit of work shows it."""

    def __init__(self, unit: Reading) -> None:
        self._unit = unit

    def rows(self, entity: str, entity_id: int) -> tuple[JournalEntry, ...]:
        """Return the changes of one record (table name and id), oldest first."""
        return tuple(journal.entries(self._unit.connection, entity, entity_id))

    def rows_of(self, entity: str) -> tuple[JournalEntry, ...]:
        """Return the changes of all records of a table, oldest first."""
        return tuple(journal.entries(self._unit.connection, entity))

    def of_command(self, unit: int) -> tuple[JournalEntry, ...]:
        """Return the changes that one command made; ``unit`` is the number that its entries share."""
        return journal.entries_of_unit(self._unit.connection, unit)

    def head(self) -> Head:
        """Return where the chain ends: number of rows and the last code."""
        row = row_of(self._unit, journal_head, 1)
        if row is None:
            raise RuntimeError("the journal has no head")
        return Head(row.entries, row.mac)

    def verify(self, head: Head | None = None) -> tuple[Break, ...]:
        """Walk the whole chain; return the first break, nothing if it holds. ``head``: what a manifest remembers."""
        broken = journal.first_break(self._unit.connection, head)
        return () if broken is None else (broken,)

    def compare_form(self, no: int, code: str) -> FormFit:
        """Compare number and code of a printed grade-change form with the chain."""
        return journal.compare_form(self._unit.connection, no, code)

    def row_number(self, code: str) -> int:
        """Return how many rows the chain had when the row of this code was written, 0 when there is none."""
        return journal.row_number(self._unit.connection, code)
