"""Any stored rating runs again from its snapshot, bit for bit; and what was known of a customer on a day in the past."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from app.models.db.store import Store
from app.models.db.units import ReadUnit
from app.models.domain.errors import UserError
from app.models.domain.records import GradeChange
from app.services.clock import Clock
from app.services.methodologies import Methodologies
from app.services.progress import Progress
from app.services.ratings.service import read_row

if TYPE_CHECKING:
    from app.models.db.rows import RatingRow
    from app.models.domain.holds import Hold
    from app.models.domain.statement import Statement
    from app.services.replay.differences import Difference
    from app.services.replay.known import KnownAnswer

_AT_ONCE = 100
_FOR_EVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Replayed:
    """One rating that ran again. ``then`` and ``now``: SHA-256 of the whole result as it was stored, and as it comes now; ``now``
    is "" when the snapshot or its methodology cannot be read. ``differs`` names what came out otherwise.
    """

    rating_id: int
    case_id: int
    customer_id: int
    at: datetime
    methodology: str
    then: str
    now: str
    differs: tuple[Difference, ...] = ()

    @property
    def same(self) -> bool:
        """Whether it came out the same, to the last digit and reason."""
        return self.then == self.now

    @property
    def readable(self) -> bool:
        """Whether it could run at all."""
        return bool(self.now)


@dataclass(frozen=True, slots=True)
class Known:
    """What was known of a customer at a moment, the last of them on ``day``.

    ``change``: the decision whose grade, limit and terms held then, None without one; ``next_review`` the day that was due then,
    which warnings and reviews move; ``usable`` says whether its limit counted
    for new orders: reviewed in time, and nothing of ``holds`` in force. ``taken_back``: files of imports that were there then and
    were taken back since, so that what they had brought of statements is not known any more.
    """

    day: date
    change: GradeChange | None
    usable: bool
    next_review: date | None
    answers: tuple[KnownAnswer, ...]
    statements: tuple[Statement, ...] = ()
    taken_back: tuple[str, ...] = ()
    holds: tuple[Hold, ...] = ()


class Replay:
    """Reading only."""

    def __init__(self, store: Store, clock: Clock, methodologies: Methodologies) -> None:
        self._store, self._clock, self._methodologies = store, clock, methodologies

    def rating(self, rating_id: int) -> Replayed:
        """Run one stored rating again. UserError ``replay.no_rating``."""
        with self._store.read() as unit:
            return self._replayed(unit, _row(unit, rating_id))

    def of_customer(self, customer_id: int) -> Iterator[Replayed]:
        """Run the stored ratings of a customer again, oldest first."""
        with self._store.read() as unit:
            for row in unit.ratings.of_customer(customer_id):
                yield self._replayed(unit, row)

    def of_change(self, no: int) -> Replayed:
        """Run the rating again that an entry of the grade-change log rests on: that of the approved proposal of its case.

        UserError ``change.not_found``; ``replay.nothing_rated`` for a grade that no rating led to.
        """
        with self._store.read() as unit:
            entry = unit.changes.get(no)
            if entry is None:
                raise UserError("change.not_found", no=no)
            for proposal in unit.decisions.of_case(entry.case_id):
                if unit.decisions.proposal_state(proposal.id) == "approved":
                    return self._replayed(unit, _row(unit, proposal.rating_id))
        raise UserError("replay.nothing_rated", no=no)

    def replay_all(self, progress: Progress | None = None) -> Iterator[Replayed]:
        """Run every stored rating again, oldest first. ``progress`` is told how far it came and may end it."""
        with self._store.read() as unit:
            numbers = unit.ratings.numbers()
        told = progress or Progress()
        told.total = len(numbers)
        for first in range(0, len(numbers), _AT_ONCE):      # no look at the store stays open for hours
            with self._store.read() as unit:
                for number in numbers[first:first + _AT_ONCE]:
                    if told.cancelled:
                        return
                    again = self._replayed(unit, _row(unit, number))
                    told.done += 1
                    yield again

    def _replayed(self, unit: ReadUnit, row: RatingRow) -> Replayed:
        from app.services.rating import rate
        from app.services.rating.snapshot import digest, dump
        from app.services.replay.differences import differences

        version, now = "", ""
        differs: tuple[Difference, ...] = ()
        with suppress(ValueError, KeyError, TypeError, UserError):      # a snapshot that was tampered with: told, never raised
            m = self._methodologies.load(unit, row.methodology_hash)
            version = m.version
            text = dump(rate(m, read_row(row).input, with_interval=True))
            now = digest(text)
            differs = differences(row.result_json, text, m) if now != row.digest else ()
        return Replayed(row.id, row.case_id, row.customer_id, row.at, version, row.digest, now, differs)

    def known_on(self, customer_id: int, day: date) -> Known:
        """Return grade, limit, answers and statements as they stood at the end of a day, out of the log and the journal."""
        return self.known_at(customer_id, datetime.combine(day + timedelta(days=1), time.min).astimezone(), day)

    def known_at(self, customer_id: int, until: datetime, day: date | None = None) -> Known:
        """The same as it stood right before a moment, such as that of a decision; ``day``: for effective dates and the review."""
        with self._store.read() as unit:
            return _known(unit, customer_id, until, day or until.astimezone().date())

    def then_and_now(self, customer_id: int, day: date) -> tuple[Known, Known]:
        """Return what was known at the end of a day, and what is known today, read at once."""
        end = datetime.combine(day + timedelta(days=1), time.min).astimezone()
        with self._store.read() as unit:
            return _known(unit, customer_id, end, day), _known(unit, customer_id, _FOR_EVER, self._clock.today())


def _known(unit: ReadUnit, customer_id: int, until: datetime, on: date) -> Known:
    from app.services.replay.known import answers_at, statements_at

    decided = [one for one in unit.changes.decisions_of(customer_id) if one.effective <= on and one.at < until]
    change = decided[-1] if decided else None
    traced = unit.timeline.of_customer(customer_id)
    answers, statements = answers_at(traced, until), statements_at(unit, customer_id, traced, until)
    holds = tuple(
        one for one in unit.holds.of_customer(customer_id, lifted=True)
        if one.since < until and (one.lifted is None or one.lifted >= until)
    )
    due = [day for at, day in unit.changes.reviews_due(customer_id) if at < until] if change is not None else []
    review = due[-1] if due else change.next_review if change is not None else None
    usable = change is not None and change.after.limit > 0 and review is not None and on <= review and not holds
    return Known(on, change, usable, review, answers, statements, _taken_back(unit, customer_id, until), holds)


def _row(unit: ReadUnit, rating_id: int) -> RatingRow:
    row = unit.ratings.get(rating_id)
    if row is None:
        raise UserError("replay.no_rating", id=rating_id)
    return row


def _taken_back(unit: ReadUnit, customer_id: int, until: datetime) -> tuple[str, ...]:
    return tuple(
        file.name for row, _ in unit.imports.touching(customer_id) if row.at < until and row.undone_at is not None
        and row.undone_at >= until for file in row.files if file.taken
    )
