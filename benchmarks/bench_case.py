"""The case in the real window: how fast its form opens, and how soon a typed key is painted.

    .venv/bin/python -m benchmarks.bench_case

The sample company's case. Baseline: a bare QFormLayout with as many line edits as the case has questions, made, shown and painted
in the same run; of the keys, the same keys typed into one of its line edits.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.bench_many import _Wait
from benchmarks.measure import Figure, sample_store, tell

ROUNDS = 5
KEYS = "1234567890" * 8
MOST_FIRST, MOST_OPEN, MOST_WHOLE, MOST_SLICE, MOST_KEY, MOST_GAP = 2.500, 0.300, 1.000, 0.050, 0.050, 0.200
"""Opened for the first time with its modules; opened; all rows made in pauses; the longest of those pauses' works; typing."""


class CaseBench:
    """The window over the sample store, with the beat of its thread."""

    def __init__(self, folder: Path) -> None:
        from PySide6.QtCore import QTimer

        from app.ui.application import Window, make_application
        from app.ui.screens import SCREENS

        with sample_store(folder) as (services, case_id):
            head = services.cases.view(case_id).head
            self.case_id = services.cases.open(head.customer_id, head.assessor, profile="large", with_areas=True).value.id
            services.cases.take_over(self.case_id, None, head.assessor)
            self._officer = head.assessor
        self._path = folder / "sample.zixin"
        self.app = make_application(["zixin"])
        self.longest_gap, self._beat = 0.0, time.perf_counter()
        self._timer = QTimer(interval=10)
        self._timer.timeout.connect(self._tick)
        state = folder / "state"
        state.mkdir()
        self.window = Window(open_store=self._open, screens=SCREENS, state_dir=state, lang="en", lang_given=True)
        self.window.show()
        self.frame = self.window.frame
        self.frame.resize(1440, 900)
        self.until(lambda: self.window.backstage is not None and bool(self.frame._screens))
        self.rest()

    def _open(self) -> Any:
        from app.models.db.store import Store
        from app.services.registry import build_services
        from app.ui.application import Opened

        store = Store.open(self._path)
        return Opened(build_services(store), "sample.zixin", False, lambda: "1", self._officer, (self._officer,), store.close)

    def _tick(self) -> None:
        now = time.perf_counter()
        self.longest_gap = max(self.longest_gap, now - self._beat)
        self._beat = now

    def beat(self) -> None:
        """Watch the thread of the window from now on."""
        self.longest_gap, self._beat = 0.0, time.perf_counter()
        self._timer.start()

    def until(self, done: Callable[[], bool]) -> None:
        """Let the window work until ``done``."""
        _Wait(done).wait()

    def rest(self) -> None:
        """Wait until nothing is under way and nothing typed is unsaved."""
        assert self.window.backstage is not None
        runner, autosave = self.window.backstage.runner, self.window.backstage.autosave
        self.until(lambda: not runner.busy and not autosave.pending)

    @property
    def screen(self) -> Any:
        return self.frame._screens["case"]

    def first_open(self) -> float:
        """Seconds from asking for the case to its painted questions, the first time in this window."""
        began = time.perf_counter()
        self.frame.go("case", self.case_id)
        self.until(lambda: "case" in self.frame._screens and bool(self.screen.pages))
        self.screen.repaint()
        taken = time.perf_counter() - began
        self.rest()
        return taken

    def open_again(self) -> float:
        """Median seconds from asking for a case to its painted questions, read and made anew; the screen is there already."""
        taken, first = [], self.case_id - 1
        for case_id in (first, self.case_id) * ROUNDS:
            for key in list(self.screen.pages):
                page = self.screen.pages.pop(key)
                self.screen._keep_guarantees(page)
                self.screen._stack.removeWidget(page)
                page.deleteLater()
            self.frame.go("customers")
            self.rest()
            began = time.perf_counter()
            self.frame.go("case", case_id)
            self.until(lambda: bool(self.screen.pages))
            self.screen.repaint()
            taken.append(time.perf_counter() - began)
            self.rest()
        return statistics.median(taken)

    def sections(self) -> dict[str, float]:
        """Median seconds of making, laying out and painting the rows of each section."""
        taken: dict[str, list[float]] = {}
        for _ in range(ROUNDS):
            for section in self.screen.model.sections:
                page = self.screen.pages.pop(section.key, None)
                if page is not None:
                    self.screen._keep_guarantees(page)
                    self.screen._stack.removeWidget(page)
                    page.deleteLater()
                self.rest()
                began = time.perf_counter()
                self.screen.show_section(section.key)
                self.app.sendPostedEvents()
                self.screen.repaint()
                taken.setdefault(section.key, []).append(time.perf_counter() - began)
        return {key: statistics.median(times) for key, times in taken.items()}

    def whole(self) -> tuple[float, float]:
        """Seconds until every row of the longest section is made in the pauses, and the longest stay away from the window."""
        longest = max(self.screen.model.sections, key=lambda section: len(section.questions)).key
        taken, gaps = [], []
        for _ in range(ROUNDS):
            self.screen.show_section("request")
            page = self.screen.pages.pop(longest)
            self.screen._stack.removeWidget(page)
            page.deleteLater()
            self.rest()
            self.screen.show_section(longest)
            self.app.sendPostedEvents()
            self.screen.repaint()
            fresh = self.screen.pages[longest]
            self.beat()
            began = time.perf_counter()
            self.until(lambda fresh=fresh: fresh.whole)  # type: ignore[misc]
            taken.append(time.perf_counter() - began)
            gaps.append(self.longest_gap)
            self._timer.stop()
        return statistics.median(taken), statistics.median(gaps)

    def turned_back(self) -> float:
        """Median seconds from asking for another case of the same form to its painted questions; the rows are used again."""
        taken, first = [], self.case_id - 1
        for case_id in (first, self.case_id) * ROUNDS:
            self.frame.go("customers")
            self.rest()
            began = time.perf_counter()
            self.frame.go("case", case_id)
            self.until(lambda case_id=case_id: self.screen.model.head.id == case_id)  # type: ignore[misc]
            self.app.sendPostedEvents()
            self.screen.repaint()
            taken.append(time.perf_counter() - began)
            self.rest()
        return statistics.median(taken)

    def keys(self) -> list[float]:
        """Seconds from each key to its painted sign, in a figure of the form, with score and saving going on beside."""
        from app.ui.forms.typed_edits import DecimalEdit

        self.screen.show_section("company")
        row = next(r for r in self.screen.pages["company"].rows.values() if r.editor and isinstance(r.editor.field, DecimalEdit))
        row.focus_editor()
        return typed(self.app, row.editor.field.editor)

    def close(self) -> None:
        """End the window and its threads."""
        self._timer.stop()
        self.rest()
        self.frame.close()
        self.until(lambda: self.window.is_stopped)


def typed(app: Any, editor: Any) -> list[float]:
    """Seconds from each key to the painted editor."""
    from PySide6.QtTest import QTest

    taken = []
    for at, key in enumerate(KEYS):
        if at % 8 == 0:
            editor.selectAll()
        began = time.perf_counter()
        QTest.keyClicks(editor, key)
        app.sendPostedEvents()
        editor.repaint()
        taken.append(time.perf_counter() - began)
        pause = time.perf_counter() + 0.03
        _Wait(lambda pause=pause: time.perf_counter() > pause).wait()  # type: ignore[misc]
    return taken


def bare_form(app: Any, count: int) -> tuple[float, list[float]]:
    """The baseline: a form of ``count`` line edits made, shown and painted; and keys typed into one of them."""
    from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        page = QWidget()
        form = QFormLayout(page)
        edits = [QLineEdit() for _ in range(count)]
        for at, edit in enumerate(edits):
            form.addRow(f"Question {at}", edit)
        page.resize(900, 900)
        page.show()
        app.sendPostedEvents()
        page.repaint()
        times.append(time.perf_counter() - began)
        last, keep = edits[0], page
        if len(times) < ROUNDS:
            page.close()
            page.deleteLater()
    keys = typed(app, last)
    keep.close()
    keep.deleteLater()
    return statistics.median(times), keys


def p95(times: list[float]) -> float:
    """The time that 95 of 100 keep."""
    return sorted(times)[int(len(times) * 0.95)]


def measure_case(folder: Path) -> list[Figure]:
    """All figures of the case."""
    bench = CaseBench(folder)
    try:
        first = bench.first_open()
        count = sum(len(section.questions) for section in bench.screen.model.sections)
        base, base_keys = bare_form(bench.app, count)
        again = bench.open_again()
        back = bench.turned_back()
        sections = bench.sections()
        whole, slices = bench.whole()
        bench.beat()
        keys = bench.keys()
        gap = bench.longest_gap
    finally:
        bench.close()
    name, key_name = f"bare QFormLayout, {count} line edits", "bare QLineEdit, p95"
    return [
        Figure(f"case: {count} questions open, modules loaded for the first time", first, name, base, most_seconds=MOST_FIRST),
        Figure(f"case: {count} questions open, read and made anew", again, name, base, most_seconds=MOST_OPEN),
        Figure("case: another case open, its rows used again", back, name, base, most_seconds=MOST_OPEN),
        *(
            Figure(f"case: section {key} made and painted", taken, name, base, most_seconds=MOST_OPEN)
            for key, taken in sections.items()
        ),
        Figure("case: all rows of the longest section made in the pauses", whole, name, base, most_seconds=MOST_WHOLE),
        Figure("case: longest gap of the window's beat meanwhile", slices, name, base, most_seconds=MOST_SLICE),
        Figure("case: key to paint, p95", p95(keys), key_name, p95(base_keys), most_seconds=MOST_KEY),
        Figure("case: longest gap of the window's beat while typing", gap, key_name, p95(base_keys), most_seconds=MOST_GAP),
    ]


def main() -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="zixin-case-") as name:
        return tell(measure_case(Path(name)))


if __name__ == "__main__":
    sys.exit(main())
