"""The lines of the worklist. Apart from the figures and lists around it: they are the first rows that the window shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from app.models.domain.enums import CaseState, Grade

MOST = 200
"""Lines of the worklist: who has done these asks again."""


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


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the worklist.

    ``amount`` is the money at risk in ``currency``: what the customer owes by the newest case that knows it, else the limit
    in force, else the limit that its open case asks for; ``base`` the same in the base currency, None where no rate is
    known. ``case_id``: the case the line leads to, None when the review is still to be opened. ``alarms``: rules of the alarms
    that are not closed; where none was ever raised, those of the rating in force. ``told`` of ``notices`` departments have
    acknowledged; ``silent`` are the others with their persons, asked since that day, or to be told since then where none of
    them was told yet (``untold``). ``report_due``: the first day on which an outside report of the open case should have come.
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
    base: Decimal | None
    due: date | None
    proposed: Grade | None = None
    alarms: tuple[str, ...] = ()
    reports_waiting: int = 0
    notices: int = 0
    told: int = 0
    silent: tuple[tuple[str, str], ...] = ()
    asked_since: date | None = None
    untold: bool = False
    report_due: date | None = None


@dataclass(frozen=True, slots=True)
class Worklist:
    """The lines with most money at risk on ``day``."""

    day: date
    tasks: tuple[Task, ...]
    only: Only | None = None
