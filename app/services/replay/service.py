"""Any stored rating runs again from its snapshot, bit for bit; and what was known of a customer on a day in the past."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from app.models.db.store import Store
from app.models.db.units import ReadUnit
from app.models.domain.errors import UserError
from app.models.domain.records import GradeChange
from app.services.methodologies import Methodologies
from app.services.ratings.service import read_row

if TYPE_CHECKING:
    from app.models.domain.statement import Statement
    from app.services.replay.known import KnownAnswer


@dataclass(frozen=True, slots=True)
class Replayed:
    """One rating that ran again. ``then`` and ``now``: SHA-256 of the whole result as it was stored, and as it comes now."""

    rating_id: int
    customer_id: int
    at: datetime
    methodology: str
    then: str
    now: str

    @property
    def same(self) -> bool:
        """Whether it came out the same, to the last digit and reason."""
        return self.then == self.now


@dataclass(frozen=True, slots=True)
class Known:
    """What was known of a customer at a moment, the last of them on ``day``.

    ``change``: the decision whose grade, limit and terms held then, None without one; ``usable`` says whether its limit counted
    for new orders, as far as its review tells. ``taken_back``: files of imports that were there then and were taken back since,
    so that what they had brought of statements is not known any more.
    """

    day: date
    change: GradeChange | None
    usable: bool
    answers: tuple[KnownAnswer, ...]
    statements: tuple[Statement, ...] = ()
    taken_back: tuple[str, ...] = ()


class Replay:
    """Reading only."""

    def __init__(self, store: Store, methodologies: Methodologies) -> None:
        self._store = store
        self._methodologies = methodologies

    def rating(self, rating_id: int) -> Replayed:
        """Run one stored rating again. UserError ``replay.no_rating``."""
        with self._store.read() as unit:
            return self._replayed(unit, rating_id)

    def of_customer(self, customer_id: int) -> Iterator[Replayed]:
        """Run the stored ratings of a customer again, oldest first."""
        with self._store.read() as unit:
            for row in unit.ratings.of_customer(customer_id):
                yield self._replayed(unit, row.id)

    def _replayed(self, unit: ReadUnit, rating_id: int) -> Replayed:
        from app.services.rating import rate
        from app.services.rating.snapshot import digest, dump

        row = unit.ratings.get(rating_id)
        if row is None:
            raise UserError("replay.no_rating", id=rating_id)
        m = self._methodologies.load(unit, row.methodology_hash)
        again = rate(m, read_row(row).input, with_interval=True)
        return Replayed(row.id, row.customer_id, row.at, m.version, row.digest, digest(dump(again)))

    def known_on(self, customer_id: int, day: date) -> Known:
        """Return grade, limit, answers and statements as they stood at the end of a day, out of the log and the journal."""
        return self.known_at(customer_id, datetime.combine(day + timedelta(days=1), time.min).astimezone(), day)

    def known_at(self, customer_id: int, until: datetime, day: date | None = None) -> Known:
        """The same as it stood right before a moment, such as that of a decision; ``day``: for effective dates and the review."""
        from app.services.replay.known import answers_at, statements_at

        on = day or until.astimezone().date()
        with self._store.read() as unit:
            corrected = unit.log.corrections()
            decided = [
                one for one in unit.changes.of_customer(customer_id)
                if one.effective <= on and one.at < until and one.no not in corrected
            ]
            change = decided[-1] if decided else None
            traced = unit.timeline.of_customer(customer_id)
            answers, statements = answers_at(traced, until), statements_at(unit, customer_id, traced, until)
            lost = _taken_back(unit, customer_id, until)
        usable = change is not None and change.after.limit > 0 and on <= change.next_review
        return Known(on, change, usable, answers, statements, lost)


def _taken_back(unit: ReadUnit, customer_id: int, until: datetime) -> tuple[str, ...]:
    return tuple(
        file.name for row, _ in unit.imports.touching(customer_id) if row.at < until and row.undone_at is not None
        and row.undone_at >= until for file in row.files if file.taken
    )
