"""How long a large file takes to be read, checked, imported, undone and stopped, beside pandas.read_excel (openpyxl) reading.

    .venv/bin/python -m benchmarks.bench_imports [ROWS]      measures and prints the table; exit code 1 over a limit

The file is a list of made-up companies with 20 columns: names, registration numbers, master data and facts.
"""

from __future__ import annotations

import math
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from app.models.db.store import Store
from app.models.domain.errors import UserError
from app.models.domain.imports import DONE
from app.services.clock import FixedClock
from app.services.first_run import prepare
from app.services.imports import session
from app.services.imports.check import Checked, Outcome
from app.services.progress import Progress
from app.services.registry import Services, build_services
from app.texts import Texts

T = TypeVar("T")

ROWS = 100_000
TODAY = date(2026, 11, 22)
BY = "officer 1"
LIMITS = {"first rows": 4.0, "read, check, preview": 20.0, "stop": 1.0, "import": 30.0, "undo": 10.0}
HEADS = (
    "Company name", "INN", "Customer number", "Country", "Address", "Account owner", "Group", "Note", "Currency",
    "Registered capital", "Founded", "Legal representative", "Status", "Employees", "Business scope", "Revenue", "Net profit",
    "Region", "Credit score", "Source",
)
_WORDS = ("Harbour", "Meadow", "Granite", "Willow", "Copper", "Summit", "Anchor", "Orchard", "Falcon", "Silver", "River", "Cedar")
_TRADES = ("Bearings", "Trading", "Chemicals", "Packaging", "Tools", "Textiles", "Logistics", "Foods", "Metals", "Glass")


def inn(number: int) -> str:
    """A number of ten figures with its check digit."""
    digits = f"{770000000 + number:09d}"
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    return digits + str(sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11 % 10)


def make(path: Path, rows: int) -> None:
    """Write the list."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("List")
    sheet.write_row(0, 0, HEADS)
    for n in range(rows):
        name = f"{_WORDS[n % 12]} {_TRADES[n // 12 % 10]} {_WORDS[n // 120 % 12]} {n:06d} Ltd"
        sheet.write_row(n + 1, 0, (
            name, inn(n), f"K{n:06d}", "RU", f"{n % 300} Quay Road", f"seller {n % 40}", f"Group {n % 500}", "made up",
            "RUB", n * 1000,
        ))
        sheet.write_datetime(n + 1, 10, date(1995, 1, 1) + timedelta(days=n % 9000), day)
        sheet.write_row(n + 1, 11, (
            f"Director {n % 900}", "active", n % 400, "wholesale trade", n * 12345, n * 321, f"Region {n % 80}", n % 1000,
            "bureau",
        ))
    book.close()


def timed(what: str, job: Callable[[], T]) -> tuple[T, float]:
    """The result of ``job`` and the seconds it took, printed."""
    began = time.perf_counter()
    found = job()
    taken = time.perf_counter() - began
    limit = LIMITS.get(what)
    print(f"{what:<28} {taken:7.2f} s" + (f"   (limit {limit:.0f} s)" if limit else ""), flush=True)
    return found, taken


def delay(job: Callable[[Progress], object], after: float) -> float:
    """Seconds from the wish to stop, ``after`` seconds into ``job``, until it has ended."""
    progress, ended = Progress(), threading.Event()
    refused: list[str] = []

    def run() -> None:
        try:
            job(progress)
        except UserError as error:
            refused.append(error.key)
        ended.set()

    threading.Thread(target=run, daemon=True).start()
    if ended.wait(after):
        return 0.0  # it was over before
    began = time.perf_counter()
    progress.cancel()
    ended.wait()
    taken = time.perf_counter() - began
    return taken if refused in ([], ["import.cancelled"]) else math.nan  # one that was at its end may come to it


def longest_delay(services: Services, file: Path, work: session.Work, found: Checked) -> float:
    """The longest of several moments in reading, checking and writing; NaN where something did not end as cancelled."""
    jobs: list[tuple[str, Callable[[Progress], object], tuple[float, ...]]] = [
        ("reading", lambda going: session.read(services, [file], "en", going), (0.3, 2.0, 3.6, 4.2)),
        ("checking", lambda going: session.check(services, work, going), (0.5, 4.0, 8.0)),
        ("writing", lambda going: session.commit(services, found, None, BY, going), (0.5, 5.0, 12.0)),
    ]
    longest = 0.0
    for what, job, moments in jobs:
        for after in moments:
            taken = delay(job, after)
            print(f"  stop {after:4.1f} s into {what:<14} {taken:6.2f} s", flush=True)
            longest = max(longest, taken) if not math.isnan(taken) else math.nan
            for row in services.imports.all():
                if row.state == DONE:  # a short file was written before the moment came
                    services.imports.undo(row.id, BY)
    return longest


def main(rows: int) -> int:
    """Measure; return the exit code."""
    import pandas

    taken: dict[str, float] = {}

    def measured(what: str, job: Callable[[], T]) -> T:
        found, taken[what] = timed(what, job)
        return found

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "list.xlsx"
        make(file, rows)
        with Store.open(Path(folder) / "store.zixin", create=True) as store:
            services = build_services(store, FixedClock(TODAY))
            prepare(services, Texts.load("en"))
            before = store.content_digest()
            measured("first rows", lambda: session.peek(file))

            def checked() -> tuple[session.Work, Checked]:
                work, _ = timed("  reading and mapping", lambda: session.read(services, [file], "en"))
                found = session.check(services, work)
                shown = sum(1 for _ in zip(range(50), found.previews(frozenset({Outcome.NEW})), strict=False))
                print(f"  {found.counts()}, {shown} previews")
                return work, found

            work, found = measured("read, check, preview", checked)
            taken["stop"] = longest_delay(services, file, work, found)
            done = measured("import", lambda: session.commit(services, found, None, BY).value)
            undone = measured("undo", lambda: services.imports.undo(done.import_id, BY).value)
            same = store.content_digest() == before
        print(f"  removed {dict(undone.removed)}; the content is as before: {same}")
        print(f"{'longest wait for a stop':<28} {taken['stop']:7.2f} s   (limit {LIMITS['stop']:.0f} s)")
        timed("pandas.read_excel (openpyxl)", lambda: pandas.read_excel(file, engine="openpyxl"))
    within = all(taken[what] <= limit for what, limit in LIMITS.items())
    return 0 if within and same else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS))
