"""Kill without warning during ``zixin import``. ``python -m tests.faults.importers COUNT SEED [parts]`` prints what was seen.

COUNT kills at random moments of the whole command, then one after each part that is written, one before and one after the
commit. After each the store must be what it was or hold the whole import. ``parts`` is the control: each part is committed on
its own, and it is killed after the first, so half an import must be seen.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import app.__main__ as program
from app.models.db.store import Store
from app.models.db.unit_of_work import Writing
from app.services.clock import FixedClock
from app.services.first_run import prepare
from app.services.imports import commit as committing
from app.services.registry import build_services
from app.texts import Texts
from tests.faults.nursery import Work, kill_after, run

ROWS, AT_ONCE = 300, 200
PARTS = 2 * -(-ROWS // AT_ONCE)
"""Customers and what the list says of them, in parts of so many."""


def make(folder: Path) -> tuple[Path, Path]:
    """A list of companies and a store that holds one of them already."""
    file, store = folder / "list.csv", folder / "before.zixin"
    rows = [f"Harbour {n:04d} Ltd,DE,{n} Quay,{n * 10},active" for n in range(ROWS)]
    file.write_text("Company name,Country,Address,Employees,Status\n" + "\n".join(rows) + "\n", encoding="utf-8")
    with Store.open(store, create=True) as opened:
        prepare(build_services(opened, FixedClock(date(2026, 11, 22))), Texts.load("en"))
    return file, store


def importer(store: Path, file: Path) -> Work:
    """The command; it tells that it lives, and what it tells else is for nobody."""

    def work(pipe: int) -> None:
        os.write(pipe, b"alive\n")
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        code = program.main(["import", str(file), "--store", str(store)])
        os.write(pipe, f"code {code}\n".encode())

    return work


def dying(work: Work, at: int, parts: bool) -> Work:
    """The command, which kills itself when the ``at``-th part is written; 0: before the commit, -1: after it."""

    def dies(pipe: int) -> None:
        chunk: Callable[..., None] = committing.Writer._chunk
        commit: Callable[..., None] = Writing.commit
        seen = []

        def die() -> None:
            os.kill(os.getpid(), signal.SIGKILL)

        def chunked(self: committing.Writer, *given: object) -> None:
            chunk(self, *given)
            seen.append(1)
            if parts:
                self._unit.connection.exec_driver_sql("COMMIT")
                self._unit.connection.exec_driver_sql("BEGIN IMMEDIATE")
            if len(seen) == at:
                die()

        def committed(self: Writing) -> None:
            if at == 0 and self.command == "import.commit":
                die()
            commit(self)
            if at == -1 and self.command == "import.commit":
                die()

        committing.Writer._chunk = chunked  # type: ignore[method-assign, assignment]
        Writing.commit = committed  # type: ignore[method-assign]
        work(pipe)

    return dies


def content(store: Path) -> str:
    """The digest of the content, "" for a store that is damaged."""
    with Store.open(store) as opened:
        return opened.content_digest() if opened.check().whole else ""


def main(count: int, seed: int, parts: bool) -> dict[str, int]:
    """Kill, look, and count what was found."""
    committing._AT_ONCE = AT_ONCE
    chance = random.Random(seed)
    seen: Counter[str] = Counter(before=0, whole=0, half=0, told=0)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file, before = make(folder)
        store = folder / "store.zixin"
        shutil.copyfile(before, store)
        start = time.perf_counter()
        code, written = run(importer(store, file))
        taken = time.perf_counter() - start
        assert code == 0 and b"code 0" in written, written
        known = {content(before): "before", content(store): "whole"}
        assert len(known) == 2 and "" not in known

        def trial(end: Callable[[], bytes]) -> None:
            for rest in folder.glob("store.zixin*"):
                rest.unlink()
            shutil.copyfile(before, store)
            told = b"code 0" in end()
            found = known.get(content(store), "half")
            seen["told"] += told
            seen[found if not told or found == "whole" else "half"] += 1

        for _ in range(count):
            trial(lambda: kill_after(importer(store, file), chance.random() * taken))
        for at in (1,) if parts else (*range(1, PARTS + 1), 0, -1):
            trial(lambda at=at: run(dying(importer(store, file), at, parts))[1])  # type: ignore[misc]
    return dict(seen)


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]), "parts" in sys.argv[3:])))
