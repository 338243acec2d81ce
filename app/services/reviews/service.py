"""The review calendar. An overdue review cannot be silenced: the limit counts nothing until it is done."""

from __future__ import annotations

from datetime import timedelta

from app.models.db.store import Store
from app.models.domain.records import GradeRow, ReviewRow
from app.services.clock import Clock


class Reviews:
    """Reading the calendar."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def rows(self, days: int | None = None) -> tuple[ReviewRow, ...]:
        """Return the reviews due within ``days`` from today (None: all), overdue ones first (``days_left`` below 0)."""
        today = self._clock.today()
        with self._store.read() as unit:
            return unit.reviews.review_rows(None if days is None else today + timedelta(days=days), today)

    def overdue(self) -> tuple[ReviewRow, ...]:
        """Return the reviews whose day has passed."""
        return tuple(row for row in self.rows(0) if row.days_left < 0)

    def grades(self) -> tuple[GradeRow, ...]:
        """Return every customer by name with grade, terms and next review, as far as there are any."""
        from app.models.db.repositories.grade_list import grade_rows

        with self._store.read() as unit:
            return grade_rows(unit, self._clock.today())
