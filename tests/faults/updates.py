"""F-10: several processes read, think and save one record. ``python -m tests.faults.updates CYCLES [blind]``.

``blind`` is the control: saving over whatever is there, as without a version column.
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from app.models.db.store import Store
from app.models.domain.errors import Conflict, EnvironmentFault
from app.models.domain.parties import Customer
from tests.faults.nursery import Work, fork, read_all


def counter(path: Path, cycles: int, seed: int, *, blind: bool) -> Work:
    """Return the work of one officer: add one to the number in the note, again and again."""

    def work(pipe: int) -> None:
        chance = random.Random(seed)
        saved = conflicts = 0
        with Store.open(path) as store:
            while saved < cycles:
                with store.read() as looking:
                    seen = looking.customers.get(1)
                assert seen is not None
                time.sleep(chance.uniform(0, 0.004))
                try:
                    with store.write("customer.save", "officer 1") as unit:
                        found = unit.customers.get(1)
                        assert found is not None
                        version = found.version if blind else seen.version
                        unit.customers.save(replace(seen, note=str(int(seen.note) + 1), version=version))
                        unit.commit()
                        saved += 1
                except Conflict:
                    conflicts += 1
                except EnvironmentFault as fault:
                    if fault.key != "store.locked":     # a slow disk: told, nothing was saved, the officer tries again
                        raise
        os.write(pipe, json.dumps([saved, conflicts]).encode())

    return work


def main(cycles: int, *, blind: bool) -> dict[str, int]:
    """Let two officers save ``cycles`` times each; count what was lost."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.zixin"
        with Store.open(path, create=True) as store, store.write("customer.save", "officer 1") as unit:
            unit.customers.save(Customer("Counter", note="0"))
            unit.commit()
        children = [fork(counter(path, cycles, seed, blind=blind)) for seed in (1, 2)]
        reports = [json.loads(read_all(reading)) for _, reading in children]
        for child, _ in children:
            os.waitpid(child, 0)
        with Store.open(path) as store, store.read() as unit:
            found = unit.customers.get(1)
            whole = unit.journal.verify() == ()
    assert found is not None
    saved = sum(report[0] for report in reports)
    conflicts = sum(report[1] for report in reports)
    return {"saved": saved, "conflicts": conflicts, "lost": saved - int(found.note), "whole": int(whole)}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]), blind="blind" in sys.argv[2:])) + "\n")
