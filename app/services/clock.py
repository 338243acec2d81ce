"""What day and what moment it is: the only way in which time enters the services, so that tests can set it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Protocol


class Clock(Protocol):
    """``today`` is the officer's calendar day; ``now`` an aware moment in UTC."""

    def today(self) -> date:
        """The local calendar day."""
        ...

    def now(self) -> datetime:
        """The moment, in UTC."""
        ...


class SystemClock:
    """The clock of the machine."""

    def today(self) -> date:
        """The local calendar day."""
        return date.today()

    def now(self) -> datetime:
        """The moment, in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class FixedClock:
    """A clock that stands still, at noon of ``day`` unless a ``moment`` is given."""

    day: date
    moment: datetime | None = None

    def today(self) -> date:
        """The day it stands at."""
        return self.day

    def now(self) -> datetime:
        """The moment it stands at, in UTC."""
        return self.moment or datetime.combine(self.day, time(12), UTC)
