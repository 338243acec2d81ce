"""One small story, told by hand: what was known of a customer on each day of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.models.db.store import Store
from app.models.domain.enums import Grade
from app.models.domain.log import Correction
from app.services.registry import Services
from tests.services.desk import Desk, on, statement

ITEM = "A01"


@dataclass
class Told:
    """What stood on a day: number, grade and limit of the decision, whether it counted, one answer, cash by year, what held."""

    no: int | None
    grade: Grade | None
    limit: int | None
    counts: bool
    answer: str
    cash: dict[int, int]
    held: tuple[str, ...] = ()


STORY = {
    date(2026, 11, 1): Told(None, None, None, False, "", {}),
    date(2026, 11, 2): Told(None, None, None, False, "first", {2024: 900, 2025: 900}),         # typed, nothing decided
    date(2026, 11, 9): Told(None, None, None, False, "first", {2024: 900, 2025: 900}),
    date(2026, 11, 10): Told(1, Grade.A, 200_000, True, "first", {2024: 900, 2025: 900}),      # approved
    date(2026, 12, 10): Told(1, Grade.A, 200_000, True, "first", {2024: 900, 2025: 900}),
    date(2026, 12, 11): Told(1, Grade.A, 200_000, False, "first", {2024: 900, 2025: 900}),     # its review is late
    date(2026, 12, 12): Told(1, Grade.A, 200_000, False, "first", {2024: 900, 2025: 120}, ("edited",)),   # corrected figures
    date(2026, 12, 15): Told(2, Grade.A, 90_000, True, "second", {2024: 900, 2025: 120}),      # decided anew
    date(2026, 12, 20): Told(2, Grade.A, 90_000, False, "second", {2024: 900, 2025: 120}, ("stop",)),     # orders stopped
    date(2026, 12, 22): Told(2, Grade.A, 90_000, True, "second", {2024: 900, 2025: 120}),      # and let go again
    # The older year is removed: what the approval rested on is not there any more. A correction of the log decides nothing.
    date(2026, 12, 25): Told(2, Grade.A, 90_000, False, "second", {2025: 120}, ("edited",)),
    date(2026, 12, 28): Told(2, Grade.A, 90_000, False, "second", {2025: 120}, ("edited",)),
}
"""By day, at its end."""


class Clocks:
    """One store whose journal and services stand at the same day."""

    def __init__(self, store: Store) -> None:
        self.store, self.day = store, date(2026, 11, 2)

    def now(self) -> datetime:
        return datetime.combine(self.day, time(12), UTC)

    def at(self, month: int, day: int, year: int = 2026) -> Services:
        self.day = date(year, month, day)
        return on(self.store, self.day)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory, bare_store: Path) -> Iterator[tuple[Services, int]]:
    """The whole story in one store, and the customer."""
    path = Path(shutil.copy(bare_store, tmp_path_factory.mktemp("story") / "story.zixin"))
    told: dict[str, Clocks] = {}
    with Store.open(path, clock=lambda: told["clocks"].now()) as store:
        clocks = told["clocks"] = Clocks(store)
        yield _live(clocks), 1


def _live(clocks: Clocks) -> Services:
    desk = Desk.filled(clocks.at(11, 2))
    number = desk.customer.id
    _answer(desk, "first")
    desk.services = clocks.at(11, 10)
    desk.approved(limit=Decimal(200_000))
    services = clocks.at(12, 12)
    kept = services.statements.of_customer(number)[1]
    values = {**kept.values, "cash": Decimal(120), "inv": Decimal(2680)}
    services.statements.save(number, replace(kept, values=values), "officer 1")
    desk.services = clocks.at(12, 15)
    desk.case = desk.services.cases.open(number, "officer 1", requested_limit=Decimal(300_000), requested_term=60).value
    desk.fill()
    _answer(desk, "second")
    desk.approved(limit=Decimal(90_000))
    clocks.at(12, 20).holds.stop(number, "bills without goods", "officer 2")
    clocks.at(12, 22).holds.lift(number, "stop", "the goods came", "officer 2")
    services = clocks.at(12, 25)
    older = services.statements.of_customer(number)[0]
    assert older.id is not None
    services.statements.delete(number, older.id, "officer 1")
    services = clocks.at(12, 28)
    entry = services.grading.change(2)
    wrong = Correction("a wrong word", entry.grounds, "the right words", entry.conditions, entry.decision_note, entry.effective)
    services.log.enter(2, services.log.propose(2, wrong, "officer 1").value.code, "officer 2")
    return clocks.at(1, 2, 2027)


def _answer(desk: Desk, words: str) -> None:
    desk.answer(ITEM, words)


def _told(services: Services, customer_id: int, day: date) -> dict[str, Any]:
    known = services.replay.known_on(customer_id, day)
    change = known.change
    answers = [one for one in known.answers if one.item == ITEM]
    return {
        "no": change.no if change is not None else None, "grade": change.after.grade if change is not None else None,
        "limit": int(change.after.limit) if change is not None else None, "counts": known.usable,
        "answer": answers[-1].value if answers else "",
        "cash": {one.end.year: int(one.values["cash"]) for one in known.statements},
        "held": tuple(one.kind for one in known.holds),
    }


def test_each_day_is_told_as_it_was_known_then(lived: tuple[Services, int]) -> None:
    services, number = lived
    found = {day: Told(**_told(services, number, day)) for day in STORY}
    assert found == STORY


def test_then_and_now_are_read_at_once(lived: tuple[Services, int]) -> None:
    services, number = lived
    then, now = services.replay.then_and_now(number, date(2026, 11, 10))
    assert then == services.replay.known_on(number, date(2026, 11, 10))
    assert now == services.replay.known_on(number, date(2027, 1, 2)) and now.statements[0].values["cash"] == 120
    assert statement(2025).values["cash"] == then.statements[1].values["cash"]
