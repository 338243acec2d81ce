"""The imports that touched a customer, and their being taken back, as lines of its history and events of its timeline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from app.models.db.units import ReadUnit
from app.models.domain.history import Event, FieldChange
from app.models.domain.imports import PARTLY, ImportRow

IMPORTS = "imports"
_SEQ = 2


def import_changes(unit: ReadUnit, customer_id: int) -> Iterator[FieldChange]:
    """Two lines at most an import: that it came, with the records it brought, and that it was taken back.

    ``place`` names the files, ``after`` of an import counts the records of the customer that are there by table. Their numbers
    in the order (``seq``) are below zero, so that they are none of the journal.
    """
    for row, counts in unit.imports.touching(customer_id):
        if row.undone_at is not None:
            yield _change(row, "undo", row.undone_at, row.undone_by, row.state == PARTLY)
        yield _change(row, "import", row.at, row.by, dict(counts) or None)


def import_events(unit: ReadUnit, customer_id: int) -> Iterator[Event]:
    """The same for the timeline of the overview."""
    for row, _ in unit.imports.touching(customer_id):
        told: dict[str, object] = {"number": row.id, "files": _files(row)}
        yield Event("imported", _day(row.at), row.at, row.by, params=told)
        if row.undone_at is not None:
            kind = "import_partly" if row.state == PARTLY else "import_undone"
            yield Event(kind, _day(row.undone_at), row.undone_at, row.undone_by, params=told)


def newest_first(fields: tuple[FieldChange, ...], imports: tuple[FieldChange, ...]) -> tuple[FieldChange, ...]:
    """The changes of fields, which are newest first, with imports at their moments."""
    return tuple(sorted((*fields, *imports), key=_at, reverse=True)) if imports else fields


def _change(row: ImportRow, action: str, at: datetime, who: str, after: object) -> FieldChange:
    seq = -_SEQ * row.id - (action == "undo")
    return FieldChange(seq, at, who, f"import.{action}", 0, action, IMPORTS, row.id, _files(row), "", None, after)


def _files(row: ImportRow) -> str:
    return ", ".join(file.name for file in row.files if file.taken)


def _day(moment: datetime) -> date:
    return moment.astimezone().date()


def _at(change: FieldChange) -> datetime:
    return change.at
