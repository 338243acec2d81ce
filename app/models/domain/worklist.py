"""What waits to be done, and where the customers stand: the frozen rows of the first screen and of the list of cases."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from app.models.domain.enums import CaseState, Grade


class TaskKind(StrEnum):
    """Why a customer stands in the worklist. One line a customer: approval before review before case before alarm; the
    messages about a grade change stand beside it.
    """

    APPROVAL = "approval"
    REVIEW = "review"
    CASE = "case"
    ALARM = "alarm"
    NOTICE = "notice"


class Only(StrEnum):
    """One figure above the worklist: with it the worklist holds exactly what that figure counts."""

    OVERDUE = "overdue"
    DUE = "due"
    CASE = "case"
    APPROVAL = "approval"
    ALARM = "alarm"
    NOTICE = "notice"


class Basis(StrEnum):
    """What the money at risk is: what the customer owes, else the limit in force, else the limit asked for."""

    EXPOSURE = "exposure"
    LIMIT = "limit"
    REQUEST = "request"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the worklist. ``amount`` is the money at risk in ``currency``, ``base`` the same in the base currency, None
    where no rate is known. ``alarms``: early-warning rules of the rating in force. ``told`` of ``notices`` departments have
    acknowledged. ``case_id``: the case the line leads to, None when the review is still to be opened.
    """

    kind: TaskKind
    customer_id: int
    customer: str
    sample: bool
    grade: Grade | None
    case_id: int | None
    case_state: CaseState | None
    amount: Decimal | None
    currency: str
    basis: Basis
    base: Decimal | None
    due: date | None
    proposed: Grade | None = None
    alarms: tuple[str, ...] = ()
    answered: int = 0
    reports_waiting: int = 0
    notices: int = 0
    told: int = 0
    change_no: int | None = None


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
    base_currency: str = "CNY"


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
class Worklist:
    """The first screen on ``day``: figures, the lines with most money at risk, the latest grade changes of the month."""

    day: date
    overview: Overview
    tasks: tuple[Task, ...]
    moves: tuple[Move, ...]
    only: Only | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a case is answered: ``done`` of ``total`` questions of the five areas, and the areas where some are open."""

    done: int = 0
    total: int = 0
    open_areas: tuple[str, ...] = ()


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
