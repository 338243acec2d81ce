"""Kill without warning while a password is set. ``python -m tests.faults.rekeys COUNT SEED`` prints what was left."""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
from pathlib import Path

from app.models.db import refusals
from app.models.db.keys import StoreKey
from app.models.db.store import Store, _rekey
from app.models.db.verify import verify_file
from tests.faults.nursery import Work, kill_after, run
from tests.models.db import samples


def changer(path: Path, old: StoreKey, new: StoreKey) -> Work:
    """Return the work of changing the key."""

    def work(pipe: int) -> None:
        os.write(pipe, b"ready")
        _rekey(path, old, new)
        os.write(pipe, b"done")

    return work


def looker(path: Path, old: StoreKey, new: StoreKey) -> Work:
    """Return the work of opening what is left with the old key or the new one."""

    def work(pipe: int) -> None:
        opening = [key for key in (old, new) if refusals._format_of(path, key, "rw") is not None]
        verdicts = [verify_file(path, key) for key in opening]
        whole = [verdict.whole and verdict.head is not None and verdict.head.count > 10 for verdict in verdicts]
        os.write(pipe, json.dumps([int(new in opening), int(whole == [True])]).encode())

    return work


def main(count: int, seed: int) -> dict[str, int]:
    """Kill ``count`` times; count under which key the store was found, and how often it was not whole."""
    chance = random.Random(seed)
    seen = {"kills": 0, "old": 0, "new": 0, "broken": 0}
    with tempfile.TemporaryDirectory() as folder:
        for trial in range(count):
            path = Path(folder) / str(trial) / "store.zixin"
            with Store.open(path, create=True) as store, store.write("fill", "officer 1") as unit:
                samples.fill(unit)
                unit.commit()
            key, _ = refusals.find_key(path, None)
            new = StoreKey(chance.randbytes(32), key.salt, protected=True)
            kill_after(changer(path, key, new), chance.uniform(0.0, 0.04))
            code, report = run(looker(path, key, new))
            seen["kills"] += 1
            protected, whole = json.loads(report) if not code else (0, 0)
            seen["new" if protected else "old"] += 1
            seen["broken"] += not whole
    return seen


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))) + "\n")
