"""Years of reviews in memory: officers fall ill and go on leave; no interval is over 92 days unless it was told days before."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from app.models.domain.reviews import Absence
from app.services.reviews import planning
from app.services.reviews.interval import last_day, next_look
from app.services.reviews.planning import Job, Team
from app.services.settings.schema import MAX_REVIEW_DAYS

START = date(2026, 1, 5)
BEFORE = 3
"""Days by which a broken interval must have been told."""
INTERVALS = (30, 30, 30, 30, 60, 90)


@dataclass
class Office:
    """Customers with their last look, officers with their absences; every day the plan of the day is done."""

    customers: int
    daily: int
    officers: int
    chance: random.Random
    trouble: float = 0.004                # chance a day and officer to be away for a while, known on the day itself
    today: date = START
    looks: dict[int, date] = field(default_factory=dict)
    due: dict[int, date] = field(default_factory=dict)
    absences: list[Absence] = field(default_factory=list)
    told: dict[int, date] = field(default_factory=dict)
    broken: list[int] = field(default_factory=list)
    longest: int = 0

    def __post_init__(self) -> None:
        for number in range(self.customers):
            back = self.chance.randrange(30)
            self.looks[number] = START - timedelta(days=back)
            self.due[number] = next_look(self.looks[number], INTERVALS[number % len(INTERVALS)], MAX_REVIEW_DAYS)

    def names(self) -> list[str]:
        return [f"officer {number}" for number in range(self.officers)]

    def owner(self, number: int) -> str:
        return f"officer {number % self.officers}"

    def live(self, days: int) -> None:
        for _ in range(days):
            self._fall_ill()
            if self.today.weekday() < 5:
                self._work()
            self.today += timedelta(days=1)
        for number in self.looks:           # those still waiting at the end
            self._measure(number)

    def _fall_ill(self) -> None:
        self.absences = [one for one in self.absences if one.last >= self.today]
        for name in self.names():
            if self.chance.random() < self.trouble and not any(one.officer == name for one in self.absences):
                ahead = self.chance.choice((0, 0, 14))      # illness from today, leave known two weeks before
                first = self.today + timedelta(days=ahead)
                last = first + timedelta(days=self.chance.choice((2, 5, 14, 28)))
                self.absences.append(Absence(0, name, first, last))

    def _work(self) -> None:
        jobs = [Job(number, self.owner(number), self.due[number], last_day(look)) for number, look in self.looks.items()]
        found = planning.plan(jobs, Team(dict.fromkeys(self.names(), self.daily), tuple(self.absences)), self.today)
        endangered = {slot.job.customer_id for slot in (*found.broken, *found.close)}
        self.told = {number: self.told.get(number, self.today) for number in endangered}
        for slot in found.on(self.today):
            number = slot.job.customer_id
            self._measure(number)
            self.looks[number] = self.today
            self.due[number] = next_look(self.today, INTERVALS[number % len(INTERVALS)], MAX_REVIEW_DAYS)

    def _measure(self, number: int) -> None:
        """The distance to the last look; whatever is over 92 days must have been told of before."""
        distance = (self.today - self.looks[number]).days
        self.longest = max(self.longest, distance)
        if distance > MAX_REVIEW_DAYS:
            self.broken.append(number)
            assert number in self.told, f"customer {number} broke its last day and nobody was told"
            assert self.told[number] <= last_day(self.looks[number]) - timedelta(days=BEFORE), f"customer {number}: told too late"


def test_with_enough_officers_no_interval_is_ever_over_ninety_two_days() -> None:
    office = Office(240, daily=4, officers=4, chance=random.Random(1))
    office.live(300)
    assert office.broken == [] and 30 <= office.longest <= MAX_REVIEW_DAYS


def test_with_too_few_officers_it_is_told_days_before() -> None:
    office = Office(170, daily=1, officers=3, chance=random.Random(2), trouble=0.03)
    office.live(300)
    assert len(office.broken) > 0, "the office of this test has too little to do"


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize(("daily", "trouble"), [(40, 0.004), (11, 0.02)])
def test_five_thousand_customers_over_three_years(daily: int, trouble: float) -> None:
    office = Office(5000, daily=daily, officers=8, chance=random.Random(3), trouble=trouble)
    office.live(3 * 365 + 1)
    if daily == 40:
        assert office.broken == [] and office.longest <= MAX_REVIEW_DAYS
    else:
        assert office.broken, "the office of this test has too little to do"
