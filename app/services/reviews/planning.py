"""Spreading reviews over the officers who are there: who looks at whom on which day, and what cannot be met.

Pure arithmetic over days. A review has a day on which it is due (the limit is 0 after it) and a last day, 92 days after the
look before. Everybody can make any review, so of one day only the number counts that can be made; for such work the order
by last day meets every last day whenever any order does (Jackson 1955: earliest due date first).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from app.models.domain.reviews import Absence

EARLY = 7
"""Days before its day that a review may be made: what is found then still holds."""
CLOSE = 10
"""A review planned within so many days of its last day is told as in danger: an illness would be enough."""
HORIZON = 366
"""Days that are looked ahead; what finds no place by then is told as not possible."""


@dataclass(frozen=True, slots=True)
class Job:
    """One review: whose customer, the day it is due, the last day."""

    customer_id: int
    officer: str
    due: date
    hard: date


@dataclass(frozen=True, slots=True)
class Slot:
    """A review with its place in the plan; ``day`` None: no place was found."""

    job: Job
    day: date | None
    officer: str = ""

    @property
    def frozen(self) -> bool:
        """Whether the limit is 0 for some days before the review is made."""
        return self.day is None or self.day > self.job.due

    @property
    def broken(self) -> bool:
        """Whether the review would come more than 92 days after the look before."""
        return self.day is None or self.day > self.job.hard

    @property
    def close(self) -> bool:
        """Whether it is made so late that little may come between."""
        return self.day is None or self.day > self.job.hard - timedelta(days=CLOSE)


@dataclass(frozen=True, slots=True)
class Plan:
    """The reviews in their order. ``careful``: made in the order of their last days, because the usual one breaks some."""

    today: date
    slots: tuple[Slot, ...]
    careful: bool = False

    @property
    def broken(self) -> tuple[Slot, ...]:
        """Those that cannot be made in time."""
        return tuple(slot for slot in self.slots if slot.broken)

    @property
    def close(self) -> tuple[Slot, ...]:
        """Those that can be made in time but in danger."""
        return tuple(slot for slot in self.slots if slot.close and not slot.broken)

    def on(self, day: date) -> tuple[Slot, ...]:
        """What is to be done on a day."""
        return tuple(slot for slot in self.slots if slot.day == day)


@dataclass(frozen=True, slots=True)
class Team:
    """Who makes reviews: how many each makes on a working day, and who is away when. Saturday and Sunday are free."""

    daily: Mapping[str, int]
    absences: tuple[Absence, ...] = ()

    def there(self, day: date) -> dict[str, int]:
        """How many reviews each officer can make on that day; nobody at weekends."""
        if day.weekday() >= 5:
            return {}
        away = {absence.officer for absence in self.absences if absence.covers(day)}
        return {officer: number for officer, number in self.daily.items() if officer not in away and number > 0}

    def stand_in(self, officer: str, day: date) -> str:
        """Who stands in for an officer on that day, "" when nobody was named or he is there."""
        named = (one.stand_in for one in self.absences if one.officer == officer and one.covers(day))
        return next((name for name in named if name), "")

    def with_absence(self, absence: Absence) -> Team:
        """The same team with somebody away too."""
        return Team(self.daily, (*self.absences, absence))


def plan(jobs: Sequence[Job], team: Team, today: date) -> Plan:
    """Give every review a day and an officer.

    The order is that of the days they are due; where that breaks a last day, or brings one near, that of the last days.
    """
    usual = _days(sorted(jobs, key=_by_due), team, today)
    if not any(slot.close for slot in usual):
        return Plan(today, _shared(usual, team))
    return Plan(today, _shared(_days(sorted(jobs, key=_by_hard), team, today), team), careful=True)


def _by_due(job: Job) -> tuple[date, date, int]:
    return job.due, job.hard, job.customer_id


def _by_hard(job: Job) -> tuple[date, date, int]:
    return job.hard, job.due, job.customer_id


def _days(ordered: Iterable[Job], team: Team, today: date) -> list[Slot]:
    """A day for each, in the given order: the first with room that is not too early for it."""
    days = [today + timedelta(days=number) for number in range(HORIZON)]
    room = [sum(team.there(day).values()) for day in days] + [1]      # behind the last day there is always room
    later = list(range(HORIZON + 1))                                   # of a full day: a day behind it that may have room
    slots = []
    for job in ordered:
        at = _with_room(bisect_left(days, job.due - timedelta(days=EARLY)), room, later)
        if at == HORIZON:
            slots.append(Slot(job, None))
        else:
            room[at] -= 1
            slots.append(Slot(job, days[at]))
    return slots


def _with_room(at: int, room: list[int], later: list[int]) -> int:
    """The first day from ``at`` on with room; full days that were passed lead there at once next time."""
    passed = []
    while room[at] == 0:
        passed.append(at)
        at = later[at] if later[at] != at else at + 1
    for one in passed:
        later[one] = at
    return at


def _shared(slots: Iterable[Slot], team: Team) -> tuple[Slot, ...]:
    """Who makes each: who looks after the customer, else who stands in, else who has most room that day."""
    rooms: dict[date, dict[str, int]] = {}
    given = []
    for slot in slots:
        if slot.day is None:
            given.append(slot)
            continue
        room = rooms.get(slot.day)
        if room is None:
            room = rooms[slot.day] = team.there(slot.day)
        own = slot.job.officer
        who = next((name for name in (own, team.stand_in(own, slot.day)) if room.get(name, 0)), "") if own else ""
        who = who or max(room, key=lambda name: (room[name], name))
        room[who] -= 1
        given.append(Slot(slot.job, slot.day, who))
    return tuple(given)


# --- what a page shows ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Week:
    """A week of the calendar, from its Monday. ``due``: reviews that fall due in it (in the first also those that are
    overdue); ``planned`` and ``by_officer``: those that the plan makes in it; ``room``: how many could be made.
    """

    first: date
    due: int
    overdue: int
    planned: int
    room: int
    by_officer: Mapping[str, int] = field(default_factory=dict)
    absent: tuple[str, ...] = ()


def weeks(found: Plan, team: Team, number: int) -> tuple[Week, ...]:
    """The first ``number`` weeks of the calendar, this one first."""
    monday = found.today - timedelta(days=found.today.weekday())
    firsts = [monday + timedelta(weeks=week) for week in range(number)]
    due: Counter[date] = Counter()
    overdue: Counter[date] = Counter()
    made: dict[date, Counter[str]] = {first: Counter() for first in firsts}
    for slot in found.slots:
        late = slot.job.due < found.today
        week = monday if late else slot.job.due - timedelta(days=slot.job.due.weekday())
        due[week] += 1
        overdue[week] += late
        if slot.day is not None and (at := slot.day - timedelta(days=slot.day.weekday())) in made:
            made[at][slot.officer] += 1
    return tuple(
        Week(first, due[first], overdue[first], made[first].total(), _room_of_week(team, first, found.today),
             dict(sorted(made[first].items())), _absent(team, first))
        for first in firsts
    )


def _room_of_week(team: Team, first: date, today: date) -> int:
    days = (first + timedelta(days=number) for number in range(7))
    return sum(sum(team.there(day).values()) for day in days if day >= today)


def _absent(team: Team, first: date) -> tuple[str, ...]:
    last = first + timedelta(days=6)
    return tuple(dict.fromkeys(one.officer for one in team.absences if one.active and one.first <= last and one.last >= first))


@dataclass(frozen=True, slots=True)
class Away:
    """What an absence would do. ``own``: the reviews of the officer that fall due meanwhile; ``taken``: who would make them;
    ``frozen``, ``broken``: reviews of anybody that would come too late only because of it.
    """

    absence: Absence
    own: tuple[Slot, ...]
    taken: Mapping[str, int]
    frozen: tuple[Slot, ...]
    broken: tuple[Slot, ...]


def away(jobs: Sequence[Job], team: Team, today: date, absence: Absence) -> Away:
    """What would happen if an officer were away: the plan with it against the plan without."""
    before = plan(jobs, team, today)
    after = plan(jobs, team.with_absence(absence), today)
    late = {slot.job.customer_id for slot in before.slots if slot.frozen}
    lost = {slot.job.customer_id for slot in before.broken}
    own = tuple(
        slot for slot in after.slots if slot.job.officer == absence.officer and slot.job.due <= absence.last
        and (slot.day is None or slot.day >= absence.first or slot.job.due >= absence.first)
    )
    taken: Counter[str] = Counter(slot.officer for slot in own if slot.officer and slot.officer != absence.officer)
    return Away(
        absence, own, dict(sorted(taken.items())),
        tuple(slot for slot in after.slots if slot.frozen and slot.job.customer_id not in late),
        tuple(slot for slot in after.broken if slot.job.customer_id not in lost),
    )
