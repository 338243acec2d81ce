"""What stands around the worklist, and the list of investigations: frozen rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.models.domain.enums import CaseState, Grade


@dataclass(frozen=True, slots=True)
class Overview:
    """The figures above the worklist. ``oldest``: the review that waits longest. ``up``/``down``/``first``: grade changes of
    the month. ``by_grade``: customers by grade in force, best first.
    """

    customers: int = 0
    overdue: int = 0
    oldest: date | None = None
    due: int = 0
    open_cases: int = 0
    reports_waiting: int = 0
    approvals: int = 0
    alarms: int = 0
    notices: int = 0
    up: int = 0
    down: int = 0
    first: int = 0
    by_grade: tuple[tuple[Grade, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Pending:
    """What stands still until somebody takes it up: id and name of customers whose approval is ``void`` or whose newest case was
    ``rejected``; how many ``corrections`` of the log and proposals for the ``lists`` wait for a second officer, and how many open
    alarms are late.
    """

    void: tuple[tuple[int, str], ...] = ()
    rejected: tuple[tuple[int, str], ...] = ()
    corrections: int = 0
    lists: int = 0
    late_alarms: int = 0

    @property
    def anything(self) -> bool:
        """Whether anything waits."""
        return self != Pending()


@dataclass(frozen=True, slots=True)
class Move:
    """One grade change of the month, ``before`` None for a first grade."""

    no: int
    customer_id: int
    customer: str
    case_id: int
    before: Grade | None
    after: Grade
    day: date


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a case is answered: ``done`` of ``total`` questions of the five areas, and the areas where some are open."""

    done: int = 0
    total: int = 0
    open_areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the worklist: the figures, the latest grade changes of the month, how far its cases are answered.

    ``progress`` is by case; ``sample``: whether a sample customer is in the store.
    """

    day: date
    overview: Overview
    moves: tuple[Move, ...]
    progress: Mapping[int, Progress] = field(default_factory=dict)
    sample: bool = False


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One line of the list of investigations."""

    case_id: int
    number: str
    customer_id: int
    customer: str
    sample: bool
    state: CaseState
    assessor: str
    opened: date
    requested: Decimal | None
    currency: str
    grade: Grade | None
    score: Decimal | None
    provisional: bool
    progress: Progress = field(default_factory=Progress)


@dataclass(frozen=True, slots=True)
class CasePage:
    """Cases ``offset`` … of ``total`` that fit the filter; ``assessors`` are all there are."""

    rows: tuple[CaseLine, ...]
    offset: int
    total: int
    assessors: tuple[str, ...] = ()
    any_at_all: bool = False
