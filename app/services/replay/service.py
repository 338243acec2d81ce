"""Any stored rating runs again from its snapshot, bit for bit; and what was known of a customer on a day in the past."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.models.db.store import Store
from app.models.db.units import ReadUnit
from app.models.domain.enums import ChangeClass
from app.models.domain.errors import UserError
from app.models.domain.records import GradeChange
from app.services.methodologies import Methodologies
from app.services.ratings.service import read_row


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
class KnownAnswer:
    """An answer as it stood: ``value`` is what the store keeps of it, a text."""

    case_id: int
    item: str
    state: str
    value: str
    check: str
    by: str


@dataclass(frozen=True, slots=True)
class Known:
    """What was known of a customer at the end of ``day``. ``change``: the decision whose grade held then, None without one;
    ``usable`` says whether its limit counted for new orders, as far as its review tells.
    """

    day: date
    change: GradeChange | None
    usable: bool
    answers: tuple[KnownAnswer, ...]


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
        """Return grade, limit and answers as they stood at the end of a day, out of the log and the journal."""
        with self._store.read() as unit:
            decided = [
                one for one in unit.changes.of_customer(customer_id)
                if one.effective <= day and _day(one.at) <= day and one.change_class is not ChangeClass.CORRECTION
            ]
            change = decided[-1] if decided else None
            cases = {one.id for one in unit.cases.of_customer(customer_id)}
            answers = _answers_on(unit, cases, day)
        return Known(day, change, change is not None and change.after.limit > 0 and day <= change.next_review, answers)


def _answers_on(unit: ReadUnit, cases: set[int], day: date) -> tuple[KnownAnswer, ...]:
    """The answers of some cases, gone over from their first entry in the journal to the last of the day."""
    there: dict[int, dict[str, Any]] = {}
    for entry in unit.journal.rows_of("answers"):
        if _day(entry.at) > day:
            continue
        if entry.action == "insert" and entry.after.get("case_id") in cases:
            there[entry.entity_id] = dict(entry.after)
        elif entry.entity_id in there:
            if entry.action == "delete":
                del there[entry.entity_id]
            else:
                there[entry.entity_id].update(entry.after)
    found = (_answer(values) for values in there.values())
    return tuple(sorted(found, key=lambda one: (one.case_id, one.item)))


def _answer(values: Mapping[str, Any]) -> KnownAnswer:
    return KnownAnswer(
        int(values["case_id"]), str(values["item"]), str(values["state"]), str(values["value"] or ""),
        str(values["check_state"]), str(values["by"]),
    )


def _day(moment: datetime) -> date:
    return moment.astimezone().date()
