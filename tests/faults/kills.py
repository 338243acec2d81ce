"""F-01: kill without warning during saves. ``python -m tests.faults.kills COUNT SEED [early]`` prints what was lost.

``early`` is the control: the save is acknowledged before it is committed, so losses must be seen.
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
import time
from pathlib import Path

from app.models.db.store import Store
from tests.faults.nursery import Work, kill_after, run, save_story, stories

TRIALS_PER_STORE = 20


def new_store(path: Path) -> Store:
    """Return a closed store whose statements are already prepared: what is forked from here starts at full speed."""
    store = Store.open(path, create=True)
    with store.write("rehearsal", "officer 1") as unit:
        save_story(unit, 0)         # not committed
        stories(unit)
    store.close()
    return store


def seconds_of_a_save(store: Store) -> float:
    """Return how long a save takes on this machine now; on a busy one the kills must come later to hit as many saves."""
    code, written = run(timer(store))
    assert code == 0
    return float(written)


def timer(store: Store) -> Work:
    """Return the work of saving, without the commit, and telling the seconds."""

    def work(pipe: int) -> None:
        for _ in range(2):
            start = time.perf_counter()
            with store.write("rehearsal", "officer 1") as unit:
                save_story(unit, 0)
        os.write(pipe, str(time.perf_counter() - start).encode())
        store.close()

    return work


def saver(store: Store, first: int, *, early: bool) -> Work:
    """Return the work of one child: save until killed, writing each number when it is (or, early, will be) safe."""

    def work(pipe: int) -> None:
        number = first
        os.write(pipe, b"ready\n")
        while True:
            with store.write("case.save", "officer 1") as unit:
                if early:
                    os.write(pipe, b"%d\n" % number)
                save_story(unit, number)
                unit.commit()
            if not early:
                os.write(pipe, b"%d\n" % number)
            number += 1

    return work


def checker(store: Store, acknowledged: set[int]) -> Work:
    """Return the work of the process that looks at what is left: one line of JSON."""

    def work(pipe: int) -> None:
        start = time.perf_counter()
        with Store.open(store.path) as opened:
            seconds, unclean, whole = time.perf_counter() - start, opened.was_unclean, opened.check().whole
        with store.read() as unit:
            found = stories(unit)
        store.close()
        left = [name.name for name in store.path.parent.iterdir() if name != store.path]
        seen = {"seconds": seconds, "unclean": unclean, "whole": whole and not left,
                "lost": len(acknowledged - found), "extra": len(found - acknowledged), "last": max(found, default=0)}
        os.write(pipe, json.dumps(seen).encode())

    return work


def main(count: int, seed: int, *, early: bool) -> dict[str, object]:
    """Kill ``count`` times; return the sums."""
    chance = random.Random(seed)
    total = {"kills": 0, "acknowledged": 0, "lost": 0, "corrupt": 0, "unclean": 0, "extra": 0}
    seconds: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        for trial in range(count):
            if trial % TRIALS_PER_STORE == 0:
                path = Path(folder) / str(trial) / "store.zixin"
                store = new_store(path)
                acknowledged: set[int] = set()
                unsaid, last = 0, 0
                longest = min(0.4, max(0.15, 8 * seconds_of_a_save(store)))
            written = kill_after(saver(store, last + 1, early=early), chance.uniform(0.001, longest))
            fresh = {int(line) for line in written.split(b"\n")[:-1] if line != b"ready"}
            acknowledged |= fresh
            code, report = run(checker(store, acknowledged))
            total["kills"] += 1
            total["acknowledged"] += len(fresh)
            if code or not report:
                total["corrupt"] += 1
                continue
            seen = json.loads(report)
            seconds.append(seen["seconds"])
            total["corrupt"] += not seen["whole"]
            total["unclean"] += seen["unclean"]
            total["lost"] += seen["lost"]
            # At most the one save that was under way when the kill came may be there without having been told.
            total["extra"] += max(0, seen["extra"] - unsaid - 1)
            unsaid = seen["extra"]
            last = max([seen["last"], *acknowledged])
            if early:
                acknowledged.clear()
                unsaid = 10**9
    seconds.sort()
    return {**total, "reopen_p95": round(seconds[int(len(seconds) * 0.95)], 4) if seconds else None}


if __name__ == "__main__":
    result = main(int(sys.argv[1]), int(sys.argv[2]), early="early" in sys.argv[3:])
    sys.stdout.write(json.dumps(result) + "\n")
