"""A hundred thousand customers in the real window: opening, sorting, filtering, grouping, taking, scrolling, searching.

    .venv/bin/python -m benchmarks.bench_many [COUNT]

The store is made once a run. Times are of the whole way: from the key to the painted rows. The baseline of every figure is
100 000 additions of Decimal in the same run; queries are counted, not timed.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

from benchmarks.many import TODAY, many_store
from benchmarks.measure import Figure, _additions, _median, measure_start, tell

COUNT = 100_000
WORDS = (
    "falcon quay", "nanyang", "南洋", "青松远航", "nyrf", "c0012", "северная", "contact 400", "2026-0001", "harbuor", "qinsong",
    "generator", "wharf foods", "bearings",
)
GROUPED = ("grade", "country", "case", "next_review", "officer", "owner", "trade", "group", "currency", "flags", "former_grade")
SORTS = ("limit", "grade", "score", "next_review", "name", "exposure", "officer", "case", "number")
BASELINE = "100 000 Decimal additions"
_LONGEST_WAIT = 30.0


class _Wait:
    """An event loop that ends when something is true."""

    def __init__(self, done: Callable[[], bool]) -> None:
        from PySide6.QtCore import QEventLoop, QTimer

        self._done, self._end = done, time.perf_counter() + _LONGEST_WAIT
        self._came = False
        self._loop = QEventLoop()
        self._timer = QTimer(interval=1)
        self._timer.timeout.connect(self._look)

    def wait(self) -> None:
        self._timer.start()
        self._loop.exec()
        self._timer.stop()
        if not self._came:
            raise TimeoutError("the window did not answer")

    def _look(self) -> None:
        self._came = self._came or self._done()  # once is enough: the next job may start before the loop has ended
        if self._came or time.perf_counter() > self._end:
            self._loop.quit()


class Bench:
    """The window over a store, and the beat of its thread."""

    def __init__(self, store: Path, home: Path) -> None:
        from PySide6.QtCore import QTimer

        from app.ui.application import Window, make_application
        from app.ui.screens import SCREENS

        self.app = make_application(["zixin"])
        home.mkdir(parents=True, exist_ok=True)
        self._path = store
        self.asked = self.most_asked = 0
        self.longest_gap = 0.0
        self._beat = time.perf_counter()
        self._timer = QTimer(interval=10)
        self._timer.timeout.connect(self._tick)
        self.window = Window(
            open_store=self._open, screens=SCREENS, state_dir=home, lang="en", lang_given=True, first="customers")
        self.window.show()
        self.frame = self.window.frame
        self.until(self._is_shown)
        self.screen = cast(Any, self.frame._screens["customers"])
        self.rest()
        self.screen.model.opened.connect(self._come)

    def _come(self) -> None:
        """The rows are shown; what is read after them is no matter of theirs."""
        self.most_asked = max(self.most_asked, self.asked)

    def _open(self) -> Any:
        from sqlalchemy import event

        from app.models.db.store import Store
        from app.services.clock import FixedClock
        from app.services.registry import build_services
        from app.ui.application import Opened

        store = Store.open(self._path)
        event.listen(store._reader, "before_cursor_execute", self._count)
        services = build_services(store, FixedClock(TODAY))
        return Opened(services, "many.zixin", False, lambda: "1", "officer 1", ("officer 1", "officer 2"), store.close)

    def _count(self, _connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        self.asked += not statement.startswith("BEGIN")

    def _tick(self) -> None:
        now = time.perf_counter()
        self.longest_gap = max(self.longest_gap, now - self._beat)
        self._beat = now

    def _is_shown(self) -> bool:
        screen: Any = self.frame._screens.get("customers")
        return screen is not None and screen.model.found is not None

    def until(self, done: Callable[[], bool]) -> None:
        """Let the window work until ``done``, and at least once."""
        _Wait(done).wait()

    def rest(self) -> None:
        """Wait until nothing is under way."""
        assert self.window.backstage is not None
        runner = self.window.backstage.runner
        self.until(lambda: not runner.busy)

    def beat(self, on: bool) -> None:
        """Watch the thread of the window from now on, or no more."""
        if on:
            self.longest_gap, self._beat = 0.0, time.perf_counter()
            self._timer.start()
        else:
            self._timer.stop()

    def listed(self, ask: Callable[[], object]) -> float:
        """Seconds from asking to the painted rows."""
        before, self.asked = self.screen.model.found, 0
        began = time.perf_counter()
        ask()
        self.until(lambda: self.screen.model.found is not before)
        self.screen.table.repaint()
        taken = time.perf_counter() - began
        self.rest()
        return taken

    def today(self) -> float:
        """Seconds from asking for the first page to its painted lines."""
        self.frame.go("customers", None)
        self.rest()
        screen = cast(Any, self.frame._screens.get("today"))
        if screen is not None:
            screen.model.worklist = None
        begin = time.perf_counter()
        self.frame.go("today", None)
        screen = cast(Any, self.frame._screens["today"])
        self.until(lambda: screen.model.worklist is not None)
        self.frame.repaint()
        taken = time.perf_counter() - begin
        self.rest()
        return taken

    def open_again(self) -> float:
        """Seconds to show the list again."""
        self.frame.go("officers")
        self.rest()
        return self.listed(lambda: self.frame.go("customers"))

    def typed(self, words: Sequence[str]) -> list[float]:
        """Seconds of each letter of some words, from the key to the painted list of hits, the pause for more letters too."""
        field: Any = self.frame.search
        taken = []
        answers: list[object] = []
        field.answered.connect(answers.append)
        field.go()
        for word in words:
            for length in range(1, len(word) + 1):
                field.setText(word[:length])
                if not word[:length].strip() or word[length - 1] == " ":
                    continue
                answers.clear()
                began = time.perf_counter()
                field.textEdited.emit(field.text())
                self.until(lambda: bool(answers))
                field.results.repaint()
                taken.append(time.perf_counter() - began)
        field.clear()
        return taken

    def grouped(self) -> tuple[list[float], list[float]]:
        """Seconds to group the list by each column (medians of three), and to open the largest group of each."""
        screen = self.screen
        regrouped, opened = [], []
        for column in GROUPED:
            taken = []
            for _ in range(3):
                taken.append(self.listed(lambda column=column: screen.ordering.by(column)))  # type: ignore[misc]
                if len(taken) < 3:
                    self.listed(lambda: screen.ordering.by(""))
            regrouped.append(statistics.median(taken))
            opened.append(self._opened_group())
            for turn in (screen.grouping.expand, screen.grouping.collapse):
                turn()
                self.until(lambda: not screen._selected.isActive())
                self.rest()
            self.listed(lambda: screen.ordering.by(""))
        return regrouped, opened

    def _opened_group(self) -> float:
        """Seconds from the key that opens the largest group to its painted rows."""
        table = self.screen.table
        lines = table.paged.lines
        largest = max(range(lines.groups), key=lines.count)
        head = lines.head(largest)
        began = time.perf_counter()
        table.heads.set_open(largest, True)
        table.verticalScrollBar().setValue(head)
        table.repaint()
        self.until(lambda: table.paged.has_row(head + 1))
        table.repaint()
        return time.perf_counter() - began

    def taken(self, folder: Path) -> None:
        """Choose every row, add them up, copy them with headings and write them to a file; only the beat counts."""
        from PySide6.QtGui import QGuiApplication

        taking, paged = self.screen.taking, self.screen.table.paged
        self.written = False
        self.until(lambda: paged.all_ids is not None)
        self.screen.table.selectAll()
        self.until(lambda: taking.totals is not None and taking.totals.rows == len(paged.all_ids))
        QGuiApplication.clipboard().clear()
        taking.copy()
        self.until(lambda: bool(QGuiApplication.clipboard().text()))
        self.screen.model.exported.connect(self._wrote)
        taking.write(str(folder / "list.csv"))
        self.until(lambda: self.written)
        self.screen.table.clearSelection()
        self.rest()

    def _wrote(self, *_told: object) -> None:
        self.written = True

    def scrolled(self) -> list[float]:
        """Seconds to paint each of many places of the list."""
        bar, table = self.screen.table.verticalScrollBar(), self.screen.table
        taken = []
        for step in range(120):
            began = time.perf_counter()
            bar.setValue(bar.maximum() * step // 120)
            table.viewport().repaint()
            taken.append(time.perf_counter() - began)
            self.until(lambda: True)
        self.rest()
        return taken

    def close(self) -> None:
        """End the window."""
        self._timer.stop()
        self.frame.close()
        self.until(lambda: self.window.is_stopped)


def _spaced(count: int) -> str:
    return f"{count:,}".replace(",", " ")


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


def measure_list(store: Path, folder: Path, count: int = COUNT) -> list[Figure]:
    """Every figure of the window; the store has its ``count`` customers already."""
    from app.models.domain.listing import ColumnFilter

    base = _median(_additions)
    bench = Bench(store, folder / "state")
    try:
        screen = bench.screen
        bench.open_again()
        bench.beat(True)
        opened = [bench.open_again() for _ in range(5)]
        sorts = [bench.listed(lambda key=key: screen.model.sort_by(key)) for key in SORTS]  # type: ignore[misc]
        filters = (
            ColumnFilter("grade", choices=("A", "AA")), ColumnFilter("name", text="yang"),
            ColumnFilter("next_review", choices=("overdue",)), ColumnFilter("group", text="group 12"),
            ColumnFilter("limit", least=Decimal(500_000), most=Decimal(900_000)),
        )  # fmt: skip
        narrowed = []
        for one in filters:
            narrowed.append(bench.listed(lambda one=one: screen.model.set_filter(one)))  # type: ignore[misc]
            bench.listed(screen.model.clear_filters)
        regrouped, opened_groups = bench.grouped()
        bench.taken(folder)
        frames = bench.scrolled()
        searched = bench.typed(WORDS)
        bench.beat(False)
        asked = bench.most_asked
        bench.today()
        first_pages = [bench.today() for _ in range(7)]
    finally:
        bench.close()
    return [
        Figure(f"list of {_spaced(count)} customers: open", statistics.median(opened), BASELINE, base, 0.300),
        Figure("list: sort by any column, slowest", max(sorts), BASELINE, base, 0.500),
        Figure("list: filter, slowest", max(narrowed), BASELINE, base, 0.500),
        Figure("list: group by any column, slowest", max(regrouped), BASELINE, base, 0.500),
        Figure("list: open the largest group until its rows are painted, slowest", max(opened_groups), BASELINE, base, 0.500),
        Figure("list: scroll to anywhere, p95 of a frame", _p95(frames), BASELINE, base, 0.050),
        Figure("search as you type, p95 of a letter", _p95(searched), BASELINE, base, 0.150),
        Figure(f"today over {_spaced(count)} customers, with alarms, slowest of seven", max(first_pages), BASELINE, base, 0.300),
        Figure("longest gap of the window's beat meanwhile", bench.longest_gap, BASELINE, base, 0.200),
        Figure(f"list: queries until the rows are shown, {asked} of 3", 0.0, BASELINE, base, 3.0 - asked),
    ]


def measure(count: int = COUNT) -> list[Figure]:
    """Make the store and measure list, search and start with it."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="zixin-many-") as name:
        folder = Path(name)
        store = many_store(folder / "many.zixin", count)
        figures = measure_list(store, folder, count)
        return figures + measure_start(store, folder / "home", f", {_spaced(count)} customers")


def main() -> int:
    given = [one for one in sys.argv[1:] if one.isdigit()]
    return tell(measure(int(given[0]) if given else COUNT))


if __name__ == "__main__":
    sys.exit(main())
