"""Alarms: early warnings that were raised, each with its question, who asks it, the answer and what was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from app.models.domain.enums import Colour, Grade

ACTIONS = ("watch", "cut", "stop", "secure", "blacklist", "review", "none")
"""What can be done about an alarm: watchlist, cut the limit, stop new orders, secure claims, blacklist, unscheduled review, or
nothing (with a reason)."""
GONE = "gone"
"""In the place of an action: the figures that raised the alarm were corrected, nobody had answered it."""
SOURCES = ("statement", "import", "ledger", "review", "case")
"""What raised an alarm."""


class AlarmState(StrEnum):
    """Where an alarm stands: to be asked, answered and still to be decided, closed."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm. ``evidence``: the fingerprint of what raised it; ``value``: the figure of the rule, None where it has none;
    ``period``: end of the statement that raised it. ``asked``: the question in the officer's words, "" for that of the rule.
    """

    id: int
    customer_id: int
    rule: str
    colour: Colour
    evidence: str
    value: Decimal | None
    source: str
    period: date | None
    raised: datetime
    owner: str
    due: date
    asked: str = ""
    answer: str = ""
    answered: datetime | None = None
    answered_by: str = ""
    evidence_ids: tuple[int, ...] = ()
    actions: tuple[str, ...] = ()
    action_note: str = ""
    closed: datetime | None = None
    closed_by: str = ""
    version: int = 0

    @property
    def state(self) -> AlarmState:
        """Open, answered or closed."""
        if self.closed is not None:
            return AlarmState.CLOSED
        return AlarmState.ANSWERED if self.answered is not None else AlarmState.OPEN

    @property
    def gone(self) -> bool:
        """Whether the figures that raised it were corrected before anybody answered."""
        return self.closed is not None and self.actions == (GONE,)

    def days(self, today: date) -> int:
        """Days from raising to closing, or to ``today`` while it is not closed."""
        end = self.closed.date() if self.closed is not None else today
        return max(0, (end - self.raised.date()).days)

    def late(self, today: date) -> int:
        """Days that it is overdue by, 0 when it is not or is closed."""
        return max(0, (today - self.due).days) if self.closed is None else 0


@dataclass(frozen=True, slots=True)
class AlarmLine:
    """An alarm in the list of all customers."""

    alarm: Alarm
    number: str
    customer: str
    grade: Grade | None
    sample: bool


@dataclass(frozen=True, slots=True)
class AlarmFilter:
    """What the list holds: ``state`` None for all, ``late``: those overdue alone. ``owner`` and ``rule`` "" for any."""

    state: AlarmState | None = None
    closed: bool = False
    late: bool = False
    owner: str = ""
    rule: str = ""
    search: str = ""


@dataclass(frozen=True, slots=True)
class AlarmPage:
    """The alarms that fit, those due first at the top: ``lines`` of ``total``. ``open``, ``answered`` and ``late`` count all
    alarms, ``earlier`` the customers whose last decision had warnings that were never taken up as alarms.
    """

    day: date
    lines: tuple[AlarmLine, ...]
    total: int
    open: int
    answered: int
    late: int
    owners: tuple[str, ...]
    earlier: int
