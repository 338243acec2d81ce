"""What a day begins with: a clock that was set back, overrides that have ended, how many overrides there are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from app.models.domain.enums import Colour

if TYPE_CHECKING:
    from app.models.domain.reports import LateReport
    from app.services.overrides_watch.service import Rate
    from app.services.registry import Services

@dataclass(frozen=True, slots=True)
class DayNotes:
    """``ended``: grades that are still to fall back; ``fallen``: customers whose grades fell back in the last days.

    ``clock_back``: the newest entry when it lies after ``now``. ``rate`` is None while overrides are few.
    """

    day: date
    ended: int = 0
    fallen: tuple[str, ...] = ()
    rate: Rate | None = None
    clock_back: datetime | None = None
    late_reports: tuple[LateReport, ...] = ()

    @property
    def anything(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.fallen or self.rate is not None or self.clock_back is not None or self.late_reports)


def override_notes(services: Services) -> DayNotes:
    """Return what there is to tell of overrides today, all customers together; nothing of the clock yet."""
    watch = services.overrides_watch
    rate = watch.rate()
    return DayNotes(
        services.clock.today(), watch.ended(), tuple(dict.fromkeys(one.customer_name for one in watch.recent())),
        rate if rate.colour is not Colour.NONE else None,
    )


def with_clock(services: Services, notes: DayNotes) -> DayNotes:
    """Return the notes with what there is to tell of the clock, and reports of agencies that have not come."""
    return replace(notes, clock_back=services.reviews.clock_back(), late_reports=services.reports.late())
