"""Another language or look while a customer's file is open, all its six pages made: the longest time the window cannot answer.

    .venv/bin/python -m benchmarks.bench_switch

The sample company's file. What counts is the processor time of the window's thread from beat to beat, the switch and all that
follows from it, so that a machine busy with other programs changes little. Medians of five rounds, the slowest page of the file.
Baseline: as many bare labels as the file has, given another text and painted in the same run.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from operator import itemgetter
from pathlib import Path

from benchmarks.bench_case import CaseBench
from benchmarks.measure import Figure, tell

ROUNDS = 5
LANGUAGES = ("ru", "zh", "en")
THEMES = ("dark", "light")
MOST_LANGUAGE, MOST_THEME = 0.200, 1.000
"""A theme is one call of Qt that gives its style sheet to every widget of the window; it cannot be done in parts."""


class SwitchBench(CaseBench):
    """The window with every page of a customer's file opened once."""

    def __init__(self, folder: Path) -> None:
        from PySide6.QtCore import QTimer

        super().__init__(folder)
        self._from, self.longest_cpu = 0.0, 0.0
        self._beats = QTimer(interval=0)
        self._beats.timeout.connect(self._beat_again)
        self.frame.go("customer", self.frame.host.services.customers.page()[0].id)
        self.until(lambda: "customer" in self.frame._screens)
        self.rest()
        for page in self.pages:
            self.show_page(page)

    @property
    def pages(self) -> tuple[str, ...]:
        from app.ui.screens.customer.view import PAGES

        return PAGES

    def show_page(self, page: str) -> None:
        """Turn to a page and wait for what it reads."""
        self.frame._screens["customer"].show_page(page)  # type: ignore[attr-defined]
        self.rest()
        self.settle()

    def settle(self) -> None:
        """Let everything happen that waits in the queue."""
        from PySide6.QtCore import QEventLoop, QTimer

        loop = QEventLoop()
        QTimer.singleShot(150, loop.quit)
        loop.exec()

    def switched(self, switch: Callable[[], object]) -> float:
        """The longest beat of a switch and of what follows from it, in seconds of processor time."""
        self.settle()
        self.longest_cpu, self._from = 0.0, time.thread_time()
        self._beats.start()
        switch()
        self._beat_again()
        self.settle()
        self._beats.stop()
        self.rest()
        return self.longest_cpu

    def _beat_again(self) -> None:
        now = time.thread_time()
        self.longest_cpu, self._from = max(self.longest_cpu, now - self._from), now

    def switches(self, switch: Callable[[str], None], names: Sequence[str]) -> dict[str, float]:
        """Median of the longest beat of going through ``names``, by the page that is shown."""
        found: dict[str, float] = {}
        for page in self.pages:
            self.show_page(page)
            taken = [max(self.switched(partial(switch, name)) for name in names) for _ in range(ROUNDS)]
            found[page] = statistics.median(taken)
        return found

    def bare(self) -> tuple[int, float]:
        """How many labels the file has, and the processor time of so many bare ones that get another text and are painted."""
        from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

        count = len(self.frame._screens["customer"].findChildren(QLabel))
        page = QWidget()
        grid = QGridLayout(page)
        labels = [QLabel(str(number)) for number in range(count)]
        for number, label in enumerate(labels):
            grid.addWidget(label, number // 8, number % 8)
        page.show()
        page.grab()
        taken = []
        for turn in range(ROUNDS):
            began = time.thread_time()
            for label in labels:
                label.setText(f"text {turn}")
            page.grab()
            taken.append(time.thread_time() - began)
        page.deleteLater()
        return count, statistics.median(taken)


def measure() -> list[Figure]:
    """The slowest page of a switch of language and of theme."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="zixin-switch-") as name:
        bench = SwitchBench(Path(name))
        try:
            count, base = bench.bare()
            ui = bench.frame.host.ui
            languages, themes = bench.switches(ui.switch_language, LANGUAGES), bench.switches(ui.switch_theme, THEMES)
        finally:
            bench.close()
    baseline = f"another text in {count} bare labels"
    found = []
    for what, pages, most in (("language", languages, MOST_LANGUAGE), ("theme", themes, MOST_THEME)):
        slowest, seconds = max(pages.items(), key=itemgetter(1))
        found.append(Figure(f"customer file, page {slowest}: longest beat of another {what}", seconds, baseline, base, most))
    return found


def main() -> int:
    return tell(measure())


if __name__ == "__main__":
    sys.exit(main())
