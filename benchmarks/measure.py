"""How long the program takes, each figure beside a baseline measured in the same run.

    .venv/bin/python -m benchmarks.measure       measures and writes benchmarks/results.md and results.json

Seconds differ between machines; the ratio to the baseline is what counts. Start is compared with a bare PySide6 window of
the same size, in pairs one after the other: its ratio is the median of the ratios of the pairs, because the clock of a
laptop changes by half within a run and both halves of a pair see the same one; arithmetic is compared with
100 000 additions of Decimal, the rest with what its module names.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.services.registry import Services

ROOT = Path(__file__).resolve().parents[1]
PAIRS = 15
REPEATS = 5

BARE = """
import time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    told = False
    def paintEvent(self, event):
        super().paintEvent(event)
        if not self.told:
            self.told = True
            QTimer.singleShot(0, self.tell)
    def tell(self):
        print("painted", time.monotonic())
        self.close()
app = QApplication([])
window = Window()
window.resize(1440, 900)
window.show()
app.exec()
"""

PROGRAM = """
import sys, time
from app import bootstrap
def tell(what):
    print(what, time.monotonic(), flush=True)
def import_qt(plain=bootstrap._import_qt):
    version = plain()
    from app.ui import application
    def watch_frame(self, show=application.Window.show):
        self.frame.painted.connect(lambda: tell("painted"))
        show(self)
    def watch_rows(self, opened, store_open=application.Window._store_open):
        from PySide6.QtCore import QTimer
        from app.ui.widgets.data_table import DataTable
        def set_rows(table, rows, *more, plain=DataTable.set_rows, **named):
            plain(table, rows, *more, **named)
            if rows:
                DataTable.set_rows = plain
                table.repaint()
                tell("rows")
                QTimer.singleShot(0, self.frame.close)
        DataTable.set_rows = set_rows
        store_open(self, opened)
    application.Window.show = watch_frame
    application.Window._store_open = watch_rows
    return version
bootstrap._import_qt = import_qt
sys.exit(bootstrap.main(sys.argv[1:]))
"""


@dataclass(frozen=True)
class Figure:
    """One measured figure: median seconds, the baseline's, and the most that is allowed (None: only told)."""

    name: str
    seconds: float
    baseline: str
    baseline_seconds: float
    most_seconds: float | None = None
    most_ratio: float | None = None
    paired_ratio: float | None = None

    @property
    def ratio(self) -> float:
        return self.seconds / self.baseline_seconds if self.paired_ratio is None else self.paired_ratio

    @property
    def kept(self) -> bool:
        return (self.most_seconds is None or self.seconds <= self.most_seconds) and (
            self.most_ratio is None or self.ratio <= self.most_ratio
        )


# --- start ------------------------------------------------------------------------------------------------------------


def measure_start(store: Path, home: Path, what: str = "") -> list[Figure]:
    """From the start of the process to the painted frame, and to the painted rows of the first screen."""
    place = home / "data" / "store.zixin"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(store.read_bytes())
    _times(PROGRAM, home)  # the first run writes the bytecode
    bare, painted, rows = [], [], []
    for _ in range(PAIRS):
        bare.append(_times(BARE, home)["painted"])
        times = _times(PROGRAM, home)
        painted.append(times["painted"])
        rows.append(times["rows"])

    def figure(name: str, taken: list[float], most: float) -> Figure:
        ratio = statistics.median(ours / theirs for ours, theirs in zip(taken, bare, strict=True))
        base = "bare PySide6 window"
        return Figure(name, statistics.median(taken), base, statistics.median(bare), most_ratio=most, paired_ratio=ratio)

    return [figure(f"start{what}: frame painted", painted, 1.6), figure(f"start{what}: rows shown", rows, 4.0)]


def _times(code: str, home: Path, *arguments: str) -> dict[str, float]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "ZIXIN_HOME": str(home), "PYTHONPATH": str(ROOT)}
    if environment.pop("PYTHONDONTWRITEBYTECODE", ""):
        environment["PYTHONPYCACHEPREFIX"] = str(home / "bytecode")
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    told = (line.split() for line in done.stdout.splitlines())
    return {what: float(moment) - began for what, moment in told}


# --- arithmetic -------------------------------------------------------------------------------------------------------


def measure_work(services: Services, case_id: int) -> list[Figure]:
    """One full rating with its reasons."""
    from app.services.rating import ask_next, lift, rate, score_only

    view = services.cases.view(case_id)
    m, given = services.methodologies.by_hash(view.head.methodology_hash), services.cases.input_of(view)
    result = rate(m, given)
    name, base = "100 000 Decimal additions", _median(_additions)
    works: list[tuple[str, Callable[[], object], float | None]] = [
        ("rating: score, grade, contributions", lambda: score_only(m, given), 0.005),
        ("rating: interval and what to ask next", lambda: (rate(m, given), ask_next(m, given, result)), 0.050),
        ("rating: what would lift the grade", lambda: lift(m, given, result), 0.500),
    ]
    return [Figure(title, _median(work), name, base, most) for title, work, most in works]


def _median(work: Callable[[], object]) -> float:
    """Median seconds of some runs after one to warm up."""
    work()
    taken = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def _additions() -> Decimal:
    total, step = Decimal(0), Decimal("1.01")
    for _ in range(100_000):
        total += step
    return total


# --- the whole --------------------------------------------------------------------------------------------------------


@contextmanager
def sample_store(folder: Path) -> Iterator[tuple[Services, int]]:
    """A store with the sample company taken through its case."""
    from app.models.db.store import Store
    from app.services.registry import build_services
    from app.services.walkthrough import walk
    from app.texts import Texts

    with Store.open(folder / "sample.zixin", create=True) as store:
        services = build_services(store)
        yield services, walk(services, folder, Texts.load("en")).case_id


def measure() -> list[Figure]:
    """All figures."""
    with tempfile.TemporaryDirectory(prefix="zixin-benchmark-") as name:
        folder = Path(name)
        with sample_store(folder) as (services, case_id):
            work = measure_work(services, case_id)
        return measure_start(folder / "sample.zixin", folder / "home") + work


def measure_apart(module: str) -> list[Figure]:
    """Figures of a module that measures in its own process."""
    command = [sys.executable, "-m", f"benchmarks.{module}", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900, check=False)
    if not done.stdout.startswith("["):
        raise RuntimeError(f"{module}: {done.stderr[-2000:]}")
    names = Figure.__dataclass_fields__
    return [Figure(**{name: one[name] for name in names}) for one in json.loads(done.stdout)]


def tell(figures: list[Figure]) -> int:
    """Print figures, as JSON where that is asked for; 1 when a bound is broken."""
    if "--json" in sys.argv:
        print(json.dumps([_plain(one) for one in figures]))
    else:
        print(report(figures))
    return 0 if all(one.kept for one in figures) else 1


def report(figures: list[Figure]) -> str:
    """The figures as a table."""
    lines = [
        "# Measured",
        "",
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}.",
        f"Medians: start of {PAIRS} pairs (ratio: of the ratios of the pairs), the rest of {REPEATS} runs.",
        "Made by `python -m benchmarks.measure`.",
        "",
        "| what | ms | baseline | ms | ratio | allowed | kept |",
        "|---|---|---|---|---|---|---|",
    ]
    for one in figures:
        allowed = (
            f"≤ {one.most_ratio} ×" if one.most_ratio else f"≤ {one.most_seconds * 1000:.0f} ms" if one.most_seconds else "–"
        )
        shown = f"| {one.name} | {one.seconds * 1000:.1f} | {one.baseline} | {one.baseline_seconds * 1000:.1f} | {one.ratio:.2f}"
        lines.append(f"{shown} | {allowed} | {'yes' if one.kept else 'NO'} |")
    return "\n".join(lines) + "\n"


def _plain(one: Figure) -> dict[str, Any]:
    return {**{key: getattr(one, key) for key in one.__dataclass_fields__}, "ratio": one.ratio, "kept": one.kept}


def main() -> int:
    figures = measure()
    for module in ("bench_case", "bench_switch", "bench_many", "bench_documents"):
        figures += measure_apart(module)
    text = report(figures)
    here = Path(__file__).parent
    (here / "results.md").write_text(text, encoding="utf-8")
    (here / "results.json").write_text(json.dumps([_plain(one) for one in figures], indent=1) + "\n", encoding="utf-8")
    print(text)
    return 0 if all(one.kept for one in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
