"""The worklist: a few queries for the whole first screen, whatever the number of customers."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from app.models.db.store import Store
from app.models.domain.enums import FIVE_AREAS, Area, CaseState, Grade
from app.models.domain.tasks import MOST, Only, Task, TaskKind, Worklist
from app.services.clock import Clock

if TYPE_CHECKING:  # the first screen is shown before any methodology is read
    from app.models.domain.worklist import Around, CasePage, Overview, Pending, Progress
    from app.services.methodologies import Methodologies

MOST_PENDING = 50
_RANK = {kind: number for number, kind in enumerate(TaskKind)}


class WorklistService:
    """Reading only; what it lists is done on the screens it leads to.

    ``methodologies`` gives the published versions; it is called when the first case is counted, which is after the first rows.
    """

    def __init__(self, store: Store, clock: Clock, methodologies: Callable[[], Methodologies]) -> None:
        self._store = store
        self._clock = clock
        self._methodologies = methodologies

    def today(self, only: Only | None = None) -> Worklist:
        """Return the ``MOST`` lines with most money at risk, ``only`` what one figure counts: two queries."""
        today = self._clock.today()
        with self._store.look() as look:
            tasks = look.tasks.top(today, soon_after(today), _rates(look.tasks.settings(), today), only, MOST)
        return Worklist(today, in_order(tasks), only)

    def around(self, case_ids: Sequence[int] = ()) -> Around:
        """Return the figures, the latest grade changes of the month and how far some cases are answered: one query."""
        today = self._clock.today()
        with self._store.read() as unit:
            found = unit.worklist.around(today, soon_after(today), month_start(today), case_ids)
        from app.models.domain.worklist import Around

        return Around(today, overview(found.figures), found.moves, self._progress(found.answered), found.sample)

    def overview(self) -> Overview:
        """Return the figures alone: one query, for the counts in the rail."""
        today = self._clock.today()
        with self._store.read() as unit:
            return overview(unit.worklist.figures(today, soon_after(today), month_start(today)))

    def pending(self) -> Pending:
        """Return what stands still until somebody takes it up; of customers at most ``MOST_PENDING`` each."""
        from app.models.domain.holds import EDITED
        from app.models.domain.worklist import Pending
        from app.services.log.corrections import SHELF

        with self._store.read() as unit:
            waiting = unit.worklist.signatures(SHELF, self._clock.today())
            return Pending(unit.holds.held(EDITED, MOST_PENDING), unit.cases.rejected(MOST_PENDING), *waiting)

    def progress(self, case_ids: Sequence[int]) -> dict[int, Progress]:
        """Return how far some cases are answered, by case: one query, and each methodology once."""
        with self._store.read() as unit:
            return self._progress(unit.worklist.answered(case_ids))

    def _progress(self, answered: Mapping[int, tuple[str, set[str]]]) -> dict[int, Progress]:
        asked = {content_hash: self._asked(content_hash) for content_hash in {one[0] for one in answered.values()}}
        return {case_id: progress_of(asked[content_hash], items) for case_id, (content_hash, items) in answered.items()}

    def _asked(self, content_hash: str) -> dict[Area, frozenset[str]]:
        m = self._methodologies().by_hash(content_hash)
        return {
            area: frozenset(item.id for item in m.items if item.area is area and item.source != "expr") for area in FIVE_AREAS
        }

    def cases(
        self, *, states: Sequence[CaseState] | None = None, assessor: str = "", search: str = "", complete: bool | None = None,
        sort: str = "opened", descending: bool = True, offset: int = 0, limit: int = 100,
    ) -> CasePage:
        """Return a page of the investigations that fit, with how far each is answered.

        ``states`` None for all; ``complete`` True for those where all is answered, False for the others.
        """
        from app.models.db.repositories.case_list import CaseFilter

        asked: dict[str, frozenset[str]] = {}
        if complete is not None:
            with self._store.read() as unit:
                hashes = unit.case_list.methodologies()
            asked = {one: frozenset[str]().union(*self._asked(one).values()) for one in hashes}
        wanted = CaseFilter(states, assessor, search, complete, asked)
        with self._store.read() as unit:
            page = unit.case_list.page(wanted, sort, descending, offset, limit)
        progress = self.progress([row.case_id for row in page.rows])
        return replace(page, rows=tuple(replace(row, progress=progress[row.case_id]) for row in page.rows))


def soon_after(today: date, days: int = 7) -> date:
    """The last day that counts as due soon."""
    return today + timedelta(days=days)


def _rates(kept: Mapping[str, str], today: date) -> Mapping[str, Decimal]:
    """The rates of today, read from their one spelling in the store: the whole table of rates is not needed for that."""
    found: dict[str, Decimal] = {}
    days: dict[str, dict[str, str]] = json.loads(kept.get("rates") or "{}")
    for day, rates in sorted(days.items()):
        if date.fromisoformat(day) <= today:
            found.update({code: Decimal(rate) for code, rate in rates.items()})
    return {**found, kept.get("base_currency", "CNY"): Decimal(1)}


def month_start(today: date) -> datetime:
    """The first moment of the month, as the log counts its days."""
    return datetime(today.year, today.month, 1, tzinfo=UTC)


def in_order(tasks: Sequence[Task]) -> tuple[Task, ...]:
    """Most money at risk first; what no rate converts after that, then lines without an amount; then by day."""
    return tuple(sorted(tasks, key=_order))


def _order(task: Task) -> tuple[bool, Decimal, bool, date, int, int]:
    worth = -task.base if task.base is not None else Decimal(0)
    return task.base is None, worth, task.amount is None, task.due or date.max, _RANK[task.kind], task.customer_id


def progress_of(asked: Mapping[Area, frozenset[str]], answered: set[str]) -> Progress:
    """How much of what is asked is answered, and where something is open."""
    from app.models.domain.worklist import Progress

    total = sum(len(items) for items in asked.values())
    done = sum(len(items & answered) for items in asked.values())
    return Progress(done, total, tuple(area.value for area, items in asked.items() if items - answered))


def overview(figures: Mapping[tuple[str, str], tuple[int, str]]) -> Overview:
    """The figures of the query by their names."""

    from app.models.domain.worklist import Overview

    def number(kind: str) -> int:
        return figures.get((kind, ""), (0, ""))[0]

    oldest = figures.get(("overdue", ""), (0, ""))[1]
    grades = {Grade(int(key)): count for (kind, key), (count, _) in figures.items() if kind == "grade"}
    return Overview(
        customers=number("customers"), overdue=number("overdue"), oldest=date.fromisoformat(oldest) if oldest else None,
        due=number("due"), open_cases=number("open"), reports_waiting=number("reports"), approvals=number("approval"),
        alarms=number("alarm"), notices=number("notice"), up=number("up"), down=number("down"), first=number("first"),
        by_grade=tuple((grade, grades.get(grade, 0)) for grade in sorted(Grade, reverse=True)),
    )
