"""F-03: the power fails. ``python -m tests.faults.powerloss IMAGES SEED [normal]`` prints what was lost.

One run of saves is recorded call by call (strace). It is then replayed into images of the disk: what was synced is
there; of what was not, any part may be there, in any order, torn at 512 bytes. Each image is opened and searched for
the saves acknowledged up to that moment. ``normal`` is the control: synchronous=NORMAL, where losses must be seen.
"""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from app.models.db import driver
from app.models.db.store import Store
from tests.faults.nursery import Work, run, save_story, stories

SAVES = 8
SECTOR = 512
CALL = re.compile(r'^\d+\s+(\w+)\((?:\d+<([^>]*)>)?(.*)\)\s+= (-?\d+)')
TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass
class Disk:
    """A file as the platter has it, and the writes that may or may not have reached it."""

    safe: bytearray = field(default_factory=bytearray)
    waiting: list[tuple[int, bytes | None]] = field(default_factory=list)      # (offset, data), data None: cut to offset

    def sync(self) -> None:
        """All that waits is safe now."""
        for write in self.waiting:
            _put(self.safe, *write)
        self.waiting.clear()

    def image(self, chance: random.Random) -> bytes:
        """One thing that may be found after the failure."""
        content = bytearray(self.safe)
        kept = [write for write in self.waiting if chance.random() < 0.5]
        chance.shuffle(kept)
        for offset, data in kept:
            if data is not None and chance.random() < 0.3:
                data = data[: chance.randrange(0, len(data) + 1, SECTOR)]
            _put(content, offset, data)
        return bytes(content)


def _put(content: bytearray, offset: int, data: bytes | None) -> None:
    if data is None:
        del content[offset:]
        return
    content.extend(bytes(max(0, offset - len(content))))
    content[offset : offset + len(data)] = data


def record(path: Path, trace: Path, *, normal: bool) -> None:
    """Run the saves under strace; the process ends without closing the store."""
    calls = "trace=pwrite64,write,fsync,fdatasync,ftruncate"
    command = ["strace", "-f", "-y", "-xx", "-s", "2000000", "-e", calls, "-o", str(trace), sys.executable, "-m",
               "tests.faults.powerloss", "save", str(path), *(["normal"] if normal else [])]
    subprocess.run(command, check=False, capture_output=True, timeout=300)


def save(path: Path, *, normal: bool) -> None:
    """Save and acknowledge on standard output, then vanish."""
    if normal:
        driver._SETTINGS = tuple((name, "NORMAL" if name == "synchronous" else value) for name, value in driver._SETTINGS)
    store = Store.open(path)
    for number in range(1, SAVES + 1):
        with store.write("case.save", "officer 1") as unit:
            unit.connection.exec_driver_sql("PRAGMA wal_autocheckpoint = 40")
            save_story(unit, number)
            unit.commit()
        os.write(1, b"ack %d\n" % number)
    os._exit(0)


def moments(trace: Path, store: Path) -> list[tuple[str, str, int, bytes]]:
    """Return the recorded calls that matter: (call, file, offset, data); acknowledgements as ("ack", "", number, b"")."""
    found = []
    for line in trace.read_text(encoding="ascii", errors="replace").splitlines():
        match = CALL.match(line)
        if match is None or match[4].startswith("-"):
            continue
        call, rest = match[1], match[3]
        name = bytes.fromhex(match[2].replace("\\x", "")).decode() if match[2] and match[2].startswith("\\x") else match[2] or ""
        text = TEXT.search(rest)
        data = bytes.fromhex(text[1].replace("\\x", "")) if text else b""
        if call == "write" and data.startswith(b"ack "):
            found.append(("ack", "", int(data[4:]), b""))
        elif name.startswith(str(store)) and not name.endswith("-shm"):
            offset = int(rest.rsplit(",", 1)[1]) if call in ("pwrite64", "ftruncate") else 0
            found.append((call, name, offset, data))
    return found


def checker(path: Path, acknowledged: int) -> Work:
    """Return the work of opening one image: 0 whole, 1 something acknowledged is gone; anything else is damage."""

    def work(pipe: int) -> None:
        with Store.open(path) as store, store.read() as unit:
            lost = set(range(1, acknowledged + 1)) - stories(unit)
            whole = store.check().whole
        os.write(pipe, json.dumps([len(lost), int(whole)]).encode())

    return work


def main(images: int, seed: int, *, normal: bool) -> dict[str, int]:
    """Record once, replay into ``images`` images; count those that lost something or are damaged."""
    chance = random.Random(seed)
    seen = {"images": 0, "acknowledged": 0, "with_losses": 0, "corrupt": 0}
    with tempfile.TemporaryDirectory() as folder:
        origin, trace = Path(folder) / "run" / "store.zixin", Path(folder) / "trace"
        Store.open(origin, create=True).close()
        disks = {str(origin): Disk(bytearray(origin.read_bytes()))}
        record(origin, trace, normal=normal)
        calls = moments(trace, origin)
        chosen = dict.fromkeys(range(len(calls)), 0)
        for _ in range(images):
            chosen[chance.randrange(len(calls))] += 1
        target = Path(folder) / "image" / "store.zixin"
        target.parent.mkdir()
        for index, (call, name, offset, data) in enumerate(calls):
            disk = disks.setdefault(name, Disk()) if name else None
            if call == "ack":
                seen["acknowledged"] = offset
            elif disk is not None and call in ("fsync", "fdatasync"):
                disk.sync()
            elif disk is not None:
                disk.waiting.append((offset, data if call == "pwrite64" else None))
            for _ in range(chosen[index]):
                _look(disks, origin, target, chance, seen)
    return seen


def _look(disks: dict[str, Disk], origin: Path, target: Path, chance: random.Random, seen: dict[str, int]) -> None:
    for part in target.parent.iterdir():
        part.unlink()
    for name, disk in disks.items():
        target.with_name(target.name + name.removeprefix(str(origin))).write_bytes(disk.image(chance))
    code, report = run(checker(target, seen["acknowledged"]))
    lost, whole = json.loads(report) if not code and report else (0, 0)
    seen["images"] += 1
    seen["with_losses"] += lost > 0
    seen["corrupt"] += not whole


if __name__ == "__main__":
    if sys.argv[1] == "save":
        save(Path(sys.argv[2]), normal="normal" in sys.argv[3:])
    sys.stdout.write(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]), normal="normal" in sys.argv[3:])) + "\n")
