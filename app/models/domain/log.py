"""The grade-change log as it is looked through, and corrections of its entries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.models.domain.enums import ChangeClass, Grade
from app.models.domain.rating import Override
from app.models.domain.records import GradeChange, Notice

UP, DOWN, FIRST, SAME = "up", "down", "first", "same"
DIRECTIONS = (UP, DOWN, FIRST, SAME)


class FormFit(StrEnum):
    """What comparing a printed grade-change form with the log says."""

    FITS = "fits"
    MISSING = "missing"             # the log has no entry of that number: its end was cut off, or it is another store
    OTHER_CODE = "other_code"       # the entry is there with another code: the chain was written anew, or the code misread
    OTHER_NUMBER = "other_number"   # the code is that of an entry with another number


@dataclass(frozen=True, slots=True)
class LogFilter:
    """What is looked for; "" and None: anything. ``customer`` is part of a name or number, ``text`` part of what was written
    (reasons, conditions, note of the decision); all words must be found. ``since`` and ``until``: first and last day on which
    entries were made. ``grade`` is that after the change, ``officer`` proposed or approved.
    """

    customer: str = ""
    customer_id: int | None = None
    since: date | None = None
    until: date | None = None
    direction: str = ""
    grade: Grade | None = None
    change_class: ChangeClass | None = None
    rule: str = ""
    officer: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """An entry with its corrections: ``corrects`` is the number of the entry that it corrects itself, with ``reason``;
    ``corrected_by`` are the numbers of those that correct it, oldest first. ``override``: by which the grade was set by hand.
    """

    change: GradeChange
    corrects: int | None = None
    reason: str = ""
    corrected_by: tuple[int, ...] = ()
    override: Override | None = None

    @property
    def direction(self) -> str:
        """Where the grade went: up, down, first or same."""
        return direction(self.change)

    @property
    def notches(self) -> int:
        """Notches up (or down, if negative); 0 for the first grade."""
        before = self.change.before
        return 0 if before is None else int(self.change.after.grade) - int(before.grade)


@dataclass(frozen=True, slots=True)
class LogPage:
    """Entries newest first from ``offset`` on; ``total`` fit the filter, ``counts`` say how many of them by direction."""

    entries: tuple[LogEntry, ...]
    offset: int
    total: int
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class LogChoices:
    """What filters offer: ids of rules that fired anywhere, officers who proposed or approved anything."""

    rules: tuple[str, ...]
    officers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """What an entry should have said. Grade and terms are never corrected here: they ask for a case.

    ``notices`` None: as they stand.
    """

    reason: str
    grounds: tuple[str, ...]
    text: str
    conditions: str
    decision_note: str
    effective: date
    notices: tuple[Notice, ...] | None = None


@dataclass(frozen=True, slots=True)
class WaitingCorrection:
    """A correction that one officer wrote and another has to enter. ``code`` names this very content."""

    no: int                               # of the entry to be corrected
    correction: Correction
    by: str
    at: datetime
    code: str


def direction(change: GradeChange) -> str:
    """Where the grade went: up, down, first or same."""
    if change.before is None:
        return FIRST
    if change.after.grade is change.before.grade:
        return SAME
    return UP if change.after.grade > change.before.grade else DOWN
