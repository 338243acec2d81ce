"""How long a large file takes to be read, checked, imported and undone, beside pandas.read_excel (openpyxl) reading alone.

    .venv/bin/python -m benchmarks.bench_imports [ROWS]      measures and prints the table; exit code 1 over a limit

The file is a list of made-up companies with 20 columns: names, registration numbers, master data and facts.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from app.models.db.store import Store
from app.services.clock import FixedClock
from app.services.first_run import prepare
from app.services.imports.check import Outcome
from app.services.imports.collector import no_collector
from app.services.imports.mapping.propose import propose
from app.services.imports.profiles import shipped
from app.services.imports.reading.reader import read_book
from app.services.imports.records import records
from app.services.imports.service import mark_of
from app.services.registry import build_services
from app.texts import Texts

T = TypeVar("T")

ROWS = 100_000
TODAY = date(2026, 11, 22)
LIMITS = {"read, check, preview": 20.0, "import": 30.0, "undo": 10.0}
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


def main(rows: int) -> int:
    """Measure; return the exit code."""
    import pandas

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "list.xlsx"
        make(file, rows)
        with Store.open(Path(folder) / "store.zixin", create=True) as store:
            services = build_services(store, FixedClock(TODAY))
            prepare(services, Texts.load("en"))
            before = store.content_digest()

            def checked():  # type: ignore[no-untyped-def]
                with no_collector():
                    books = [(file.name, timed("  reading", lambda: read_book(file))[0])]
                    plan = timed("  mapping", lambda: propose(books, services.methodologies.current(), "en", shipped()))[0]
                found = services.imports.check(records(books, plan, "en"), plan, [mark_of(file)])
                shown = sum(1 for _ in zip(range(50), found.previews(frozenset({Outcome.NEW})), strict=False))
                print(f"  {found.counts()}, {shown} previews")
                return found

            found, first = timed("read, check, preview", checked)
            done, second = timed("import", lambda: services.imports.commit(found, None, "officer 1").value)
            undone, third = timed("undo", lambda: services.imports.undo(done.import_id, "officer 1").value)
            same = store.content_digest() == before
        print(f"  removed {dict(undone.removed)}; the content is as before: {same}")
        timed("pandas.read_excel (openpyxl)", lambda: pandas.read_excel(file, engine="openpyxl"))
    within = all(taken <= limit for taken, limit in zip((first, second, third), LIMITS.values(), strict=True))
    return 0 if within and same else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS))
