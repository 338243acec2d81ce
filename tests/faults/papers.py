"""What the tests of faults do to papers that are being written: full disks, files that are held, kills at a chosen moment.

    python -m tests.faults.papers WRITER MOMENT TARGET      a child that writes and stops for ever at MOMENT, to be killed
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

NEW = b"%PDF new " + bytes(range(256)) * 600
"""What is written; longer than a disk block, and not like any old file."""
MOMENTS = ("half written", "written", "renamed")

Writer = Callable[[Path, bytes], object]


def program(path: Path, data: bytes) -> object:
    """As the program writes a paper."""
    from app.services.documents.saving import save

    return save(path, data, paper=False)


def careless(path: Path, data: bytes) -> object:
    """As it must not be written: over the old file, piece by piece. The control that shows a harness can fail."""
    handle = os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    view = memoryview(data)
    try:
        while view:
            view = view[os.write(handle, view[:40_000]) :]
        os.fsync(handle)
    finally:
        os.close(handle)
    return path


WRITERS: dict[str, Writer] = {"program": program, "careless": careless}


class FullDisk:
    """``os.write`` that has room for so many bytes more, and stores part of what does not fit, as a disk does."""

    def __init__(self, room: int) -> None:
        self.room = room
        self._write = os.write

    def __call__(self, handle: int, data: bytes | memoryview) -> int:
        if self.room <= 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        stored = self._write(handle, memoryview(data)[: self.room])
        self.room -= stored
        return stored


class Held:
    """``os.replace`` as on Windows while another program holds the target: refused ``times`` times."""

    def __init__(self, times: int = 1_000_000) -> None:
        self.times = times
        self._replace = os.replace

    def __call__(self, source: os.PathLike[str], target: os.PathLike[str]) -> None:
        # Our own list of folders is not what is held.
        if self.times > 0 and "written-to" not in str(target) and Path(target).exists():
            self.times -= 1
            error = PermissionError(errno.EACCES, "The process cannot access the file", str(target))
            error.winerror = 32  # type: ignore[attr-defined]
            raise error
        self._replace(source, target)


def what_is_wrong(folder: Path, old: dict[str, bytes], new: bytes) -> list[str]:
    """Files of a folder that are neither the old nor the new one, whole, and files that nobody asked for."""
    wrong = [f"{name} is gone" for name in old if not (folder / name).exists()]
    for file in sorted(folder.iterdir()):
        data = file.read_bytes()
        if ".tmp-" in file.name:
            wrong.append(f"{file.name} is left behind")
        elif data not in (old.get(file.name), new):
            wrong.append(f"{file.name} holds {len(data)} bytes of neither")
    return wrong


def _stop() -> None:
    print("here", flush=True)
    signal.pause()


def _child(writer: Writer, moment: str, target: Path) -> None:
    """Write, and wait to be killed at ``moment``; the noting of folders stays as it is."""
    plain_write, plain_sync, plain_replace = os.write, os.fsync, os.replace
    seen = 0

    def write(handle: int, data: bytes | memoryview) -> int:
        nonlocal seen
        if len(data) < 30_000:
            return plain_write(handle, data)
        seen += 1
        if moment == "half written" and seen == 2:
            _stop()
        return plain_write(handle, memoryview(data)[:40_000])

    def sync(handle: int) -> None:
        plain_sync(handle)
        if moment == "written" and seen:
            _stop()

    def replace(source: Path, name: Path) -> None:
        plain_replace(source, name)
        if moment == "renamed" and seen:
            _stop()

    os.write, os.fsync, os.replace = write, sync, replace  # type: ignore[assignment]
    writer(target, NEW)
    _stop()


if __name__ == "__main__":
    _child(WRITERS[sys.argv[1]], sys.argv[2], Path(sys.argv[3]))
