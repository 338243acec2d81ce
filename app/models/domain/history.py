"""What the file of a customer tells of its past: single changes of single fields, and the few events worth a line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum


class Gone(Enum):
    """Stands for a value about a person that was there once and has been deleted from the journal."""

    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one record, before and after, as the journal keeps it.

    ``place`` names the record for people (an item, the end of a period, the kind of a number), ``field`` its column or line.
    ``before`` and ``after`` are plain values; None where there was none, ``Gone.DELETED`` where it was deleted since.
    ``field`` "" stands for the record as a whole: opened, entered, removed.
    """

    seq: int
    at: datetime
    who: str
    command: str
    unit: int
    action: str
    entity: str
    entity_id: int
    place: str
    field: str
    before: object
    after: object
    case_id: int = 0


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the timeline. ``kind`` names the text, ``params`` fill it; ``at`` is None where only the day is known."""

    kind: str
    day: date
    at: datetime | None = None
    who: str = ""
    case_id: int = 0
    change_no: int = 0
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lived:
    """Something that happened while a grade was lived by: a check of an order, a look at the grade."""

    kind: str
    at: datetime
    who: str
    params: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class SourceRef:
    """Where a shown figure comes from: ``kind`` answer, line, ratio, score, limit, outside, turnover, ledger or master.

    ``record_id``: the case of an answer, the statement of a line or ratio, the rating of a score (0: the open case as it
    stands, then ``key`` is its id), the grade change of a limit, the record of a source, a month of VAT invoices, a line of
    the ledger, the customer.
    """

    kind: str
    key: str
    record_id: int
