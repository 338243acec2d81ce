"""The plan of reviews: it meets every last day whenever that is possible, and says so when it is not."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from app.models.domain.reviews import Absence
from app.services.reviews import planning
from app.services.reviews.interval import last_day, next_look
from app.services.reviews.planning import EARLY, HORIZON, Job, Plan, Team
from app.services.settings.schema import MAX_REVIEW_DAYS

TODAY = date(2026, 11, 23)      # a Monday
ALONE = Team({"officer 1": 1})


def job(number: int, due: int, hard: int, officer: str = "officer 1") -> Job:
    return Job(number, officer, TODAY + timedelta(days=due), TODAY + timedelta(days=hard))


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


def solvable(jobs: list[Job], team: Team) -> bool:
    """Whether there is any way to meet every last day: a matching of reviews and places, by augmenting paths (Kuhn 1955)."""
    places = [(at, copy) for at in (day(number) for number in range(120)) for copy in range(sum(team.there(at).values()))]
    taken: dict[int, int] = {}

    def place(which: int, seen: set[int]) -> bool:
        for number, (at, _) in enumerate(places):
            if number in seen or not jobs[which].due - timedelta(days=EARLY) <= at <= jobs[which].hard:
                continue
            seen.add(number)
            if number not in taken or place(taken[number], seen):
                taken[number] = which
                return True
        return False

    return all(place(which, set()) for which in range(len(jobs)))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(-20, 30), st.integers(0, 14)), max_size=14), st.integers(1, 2), st.integers(0, 6))
def test_no_last_day_is_broken_unless_nothing_could_keep_it(pairs: list[tuple[int, int]], room: int, away: int) -> None:
    team = Team({"officer 1": room, "officer 2": 1}, (Absence(1, "officer 2", day(1), day(1 + away)),))
    jobs = [job(number, due, max(due, 0) + slack) for number, (due, slack) in enumerate(pairs)]
    found = planning.plan(jobs, team, TODAY)
    assert bool(found.broken) is not solvable(jobs, team)


def test_every_review_gets_one_place_and_no_officer_more_than_there_is_room() -> None:
    team = Team({"officer 1": 3, "officer 2": 2}, (Absence(1, "officer 1", day(0), day(4), "officer 2"),))
    jobs = [job(number, number % 9, 60) for number in range(60)]
    found = planning.plan(jobs, team, TODAY)
    assert sorted(slot.job.customer_id for slot in found.slots) == list(range(60))
    for number in range(40):
        made = [slot.officer for slot in found.on(day(number))]
        room = team.there(day(number))
        assert all(made.count(name) <= room.get(name, 0) for name in set(made))
    assert not any(slot.officer == "officer 1" for number in range(5) for slot in found.on(day(number)))


def test_the_own_officer_comes_first_then_who_stands_in() -> None:
    team = Team({"officer 1": 5, "officer 2": 5, "officer 3": 9}, (Absence(1, "officer 1", day(0), day(0), "officer 2"),))
    first, second = planning.plan([job(1, 0, 60), job(2, 0, 60, "officer 3")], team, TODAY).slots
    assert (first.officer, second.officer) == ("officer 2", "officer 3")


def test_nothing_is_planned_at_weekends_or_long_before_its_day() -> None:
    found = planning.plan([job(number, 40, 92) for number in range(30)], Team({"officer 1": 3}), TODAY)
    days = [slot.day for slot in found.slots if slot.day is not None]
    assert len(days) == 30 and all(one.weekday() < 5 and one >= day(40 - EARLY) for one in days)


def test_last_days_come_before_days_due_where_both_cannot_be_kept() -> None:
    patient = [job(number, 0, 60) for number in range(5)]
    urgent = job(9, 3, 4)
    found = planning.plan([*patient, urgent], ALONE, TODAY)
    assert found.careful and found.broken == ()
    assert next(slot for slot in found.slots if slot.job is urgent).day == day(0)


def test_without_anybody_there_nothing_is_possible_and_it_is_told() -> None:
    found = planning.plan([job(1, 5, 60)], Team({}), TODAY)
    assert [slot.day for slot in found.broken] == [None]
    gone = Team({"officer 1": 9}, (Absence(1, "officer 1", day(0), day(HORIZON + 5)),))
    assert planning.plan([job(1, 5, 60)], gone, TODAY).broken


def test_what_breaks_while_somebody_is_away_is_only_what_he_would_have_kept() -> None:
    jobs = [job(number, number, 40) for number in range(10)]
    fortnight = Absence(0, "officer 1", day(0), day(13))
    alone = planning.away(jobs, ALONE, TODAY, fortnight)
    assert len(alone.own) == 10 and len(alone.frozen) > 0 and alone.broken == () and alone.taken == {}
    helped = planning.away(jobs, Team({"officer 1": 1, "officer 2": 5}), TODAY, fortnight)
    assert helped.frozen == () and helped.taken == {"officer 2": 10}
    long = planning.away(jobs, ALONE, TODAY, Absence(0, "officer 1", day(0), day(60)))
    assert len(long.broken) == 10


def test_the_weeks_add_up() -> None:
    jobs = [job(number, number - 3, 80) for number in range(30)]
    team = Team({"officer 1": 2, "officer 2": 2}, (Absence(1, "officer 2", day(7), day(9)),))
    found: Plan = planning.plan(jobs, team, TODAY)
    weeks = planning.weeks(found, team, 14)
    assert sum(week.due for week in weeks) == sum(week.planned for week in weeks) == 30
    assert weeks[0].overdue == 3 and weeks[1].absent == ("officer 2",)
    assert weeks[1].room == 2 * 2 * 5 - 2 * 3 and all(sum(week.by_officer.values()) == week.planned for week in weeks)


@given(st.integers(-50, 5000), st.integers(-50, 5000), st.lists(st.integers(-400, 400), max_size=3))
def test_no_interval_leads_over_ninety_two_days(wanted: int, longest: int, ends: list[int]) -> None:
    found = next_look(TODAY, wanted, longest, *(day(end) for end in ends))
    assert TODAY < found <= last_day(TODAY) == TODAY + timedelta(days=MAX_REVIEW_DAYS)
    assert all(found <= day(end) for end in ends if end > 0)
