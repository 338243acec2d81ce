"""How much memory and time the VAT invoices of many companies take, through the same steps as the command and the window.

    .venv/bin/python -m benchmarks.bench_turnover FILE…      measures and prints; exit code 1 over the limit

Memory is the highest resident set of this process and of the one that reads the files (resource.getrusage).
"""

from __future__ import annotations

import resource
import sys
import tempfile
import threading
import time
from datetime import date
from pathlib import Path

from app.models.db.store import Store
from app.services.clock import FixedClock
from app.services.first_run import prepare
from app.services.imports import session
from app.services.progress import Progress
from app.services.registry import build_services
from app.texts import Texts

TODAY = date(2026, 11, 22)
LIMIT = 500
"""Megabytes, of either process."""
_LOOK = 0.2


class _Watched(Progress):
    """Counts how often its numbers had moved when somebody looked."""

    def __init__(self) -> None:
        super().__init__()
        self.moves = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        seen = (0, 0)
        while not self._over.wait(_LOOK):
            self.moves += seen != (seen := (self.done, self.total))

    def close(self) -> int:
        """How often they moved."""
        self._over.set()
        self._thread.join()
        return self.moves


def peaks() -> tuple[int, int]:
    """Highest memory so far in MB: of this process, of the readers."""
    return tuple(resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))  # type: ignore[return-value]


def main(files: list[Path]) -> int:
    """Measure; return the exit code."""
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "store.zixin", create=True) as store:
        services = build_services(store, FixedClock(TODAY))
        prepare(services, Texts.load("en"))
        before = store.content_digest()
        print(f"{'before':<10} {peaks()[0]:5} MB")

        def told(step: str, began: float, progress: _Watched) -> None:
            own, reader = peaks()
            taken = time.perf_counter() - began
            moved = progress.close()
            print(f"{step:<10} {own:5} MB, reader {reader:4} MB {taken:7.2f} s, progress moved {moved} times", flush=True)

        began, going = time.perf_counter(), _Watched()
        work = session.read(services, files, "en", going)
        told("read", began, going)
        began, going = time.perf_counter(), _Watched()
        found = session.check(services, work, going)
        told("checked", began, going)
        began, going = time.perf_counter(), _Watched()
        done = session.commit(services, found, None, "officer 1", going).value
        told("imported", began, going)
        print(f"{found.counts()}\n{dict(done.counts)}")
        services.imports.undo(done.import_id, "officer 1")
        same = store.content_digest() == before
        print(f"taken back; the content is as before: {same}")
    return 0 if max(peaks()) <= LIMIT and same else 1


if __name__ == "__main__":
    sys.exit(main([Path(name) for name in sys.argv[1:]]))
