"""The grade-change log with a hundred thousand entries: pages at its start, in its middle and at its end, and each filter.

    .venv/bin/python -m benchmarks.bench_log [COUNT]

Measured is ``read_log``, all that the page of the log asks for, from the question to the values that it draws. The baseline of
every figure is 100 000 additions of Decimal in the same run.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import func, insert, select

from app.models.db.store import Store
from app.models.db.tables.decisions import grade_changes
from app.models.domain.enums import ChangeClass, Grade
from app.models.domain.log import LogFilter
from app.services.clock import FixedClock
from app.services.registry import Services, build_services
from benchmarks.many import TODAY, many_store
from benchmarks.measure import Figure, _additions, _median, tell

COUNT = 100_000
MOST, MOST_WORDS = 0.3, 0.6
"""Seconds that a page or a filter may take, and one by words or names, for which every entry is read."""
BASELINE = "100 000 Decimal additions"
_CUSTOMERS, _AT_ONCE = 20_000, 5_000
_REASONS = (
    "Two good years; payment without delay.", "Bills between parent and subsidiary; the seller will not help.",
    "Просрочка платежа", "连续两期逾期付款", "As reviewed.", "New statements; the cash flow turned.",
)
_FILTERS = {
    "customer by a part of the name": LogFilter(customer="falcon"),
    "customer by number": LogFilter(customer="C00012"),
    "words that many entries hold": LogFilter(text="bills subsidiary"),
    "words that none holds": LogFilter(text="nowhere"),
    "a month": LogFilter(since=TODAY - timedelta(days=130), until=TODAY - timedelta(days=100)),
    "down": LogFilter(direction="down"),
    "grade CCC": LogFilter(grade=Grade.CCC),
    "class warning": LogFilter(change_class=ChangeClass.WARNING),
    "rule W07": LogFilter(rule="W07"),
    "officer": LogFilter(officer="officer 3"),
    "all together": LogFilter(customer="falcon", direction="down", rule="W07", officer="officer 3", since=date(2020, 1, 1)),
}


def log_store(path: Path, count: int = COUNT) -> Path:
    """A store whose log has ``count`` entries: several of a customer, with reasons, rules, classes and officers.

    Only the log is made longer; there is no journal of what is added.
    """
    many_store(path, min(_CUSTOMERS, count))
    chance = random.Random(7)
    with Store.open(path) as store:
        store.guard = None
        with store.write("generate", "officer 1") as unit:
            first = [dict(row) for row in unit.connection.execute(select(grade_changes)).mappings()]
            newest = max(row["id"] for row in first)
            missing = range(newest + 1, newest + 1 + max(0, count - len(first)))
            for start in range(0, len(missing), _AT_ONCE):
                rows = []
                for number in missing[start:start + _AT_ONCE]:
                    row = chance.choice(first)
                    rows.append({
                        **row, "id": number, "at": row["at"] + timedelta(days=chance.randrange(300)),
                        "change_class": chance.choice(tuple(ChangeClass)).value, "text": chance.choice(_REASONS),
                        "rules": chance.sample(("W01", "W07", "W10", "K05", "K12"), chance.randrange(3)),
                        "before_grade": chance.randrange(10), "after_grade": chance.randrange(10),
                        "approved_by": f"officer {chance.randrange(2, 9)}",
                    })
                unit.connection.execute(insert(grade_changes), rows)
            unit.commit()
    return path


def measured(services: Services, total: int) -> list[Figure]:
    """Seconds of each page and each filter."""
    from app.ui.screens.changes.model import PAGE, read_log

    asked: dict[str, Callable[[], object]] = {
        "first page": partial(read_log, services, LogFilter(), 0),
        "page in the middle": partial(read_log, services, LogFilter(), total // 2 // PAGE * PAGE),
        "last page": partial(read_log, services, LogFilter(), (total - 1) // PAGE * PAGE),
        **{name: partial(read_log, services, wanted, 0) for name, wanted in _FILTERS.items()},
    }
    base = _median(_additions)
    wordy = {name for name, wanted in _FILTERS.items() if wanted.text or wanted.customer}
    return [
        Figure(f"log of {total}: {name}", _median(work), BASELINE, base, MOST_WORDS if name in wordy else MOST)
        for name, work in asked.items()
    ]


def main(count: int = COUNT) -> int:
    """Measure and print; 1 when something takes longer than it may."""
    with tempfile.TemporaryDirectory() as folder:
        path = log_store(Path(folder) / "log.zixin", count)
        with Store.open(path) as store:
            services = build_services(store, FixedClock(TODAY))
            with store.read() as unit:
                total = int(unit.connection.execute(select(func.count()).select_from(grade_changes)).scalar_one())
            return tell(measured(services, total))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdecimal() else COUNT))
