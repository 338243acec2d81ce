"""How long the window's thread cannot answer, measured so that a machine busy with other programs changes nothing.

From beat to beat counts the processor time of the window's own thread: what it computes, paints and lays out. Two threads on one
core each take longer for the same work; so a beat that is too long is weighed by a piece of work done right after it, against
the time it takes where the bound was set. A wait (for a lock, a disk, another thread) takes no processor time; it is what is left
of the time on the clock, less what a thread that only sleeps was late by meanwhile: so much the machine kept from all of us.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, QTimer

MOST_MS = 200
MOST_WAIT_MS = 3000
"""The one allowance: one thread of Python works at a time and the sleeper wakes first, so short waits are not told from load."""
MOST_LOOK_MS = 1000
"""Another look is one call of Qt that gives a style sheet to thousands of widgets; it cannot be done in parts."""
BEAT_MS = 20
YARD_MS = 6.0
"""What ``yardstick`` takes on an idle core of the machine on which 200 ms was set."""


def yardstick() -> float:
    """How many times slower than that the processor is now, at least 1."""
    began = time.thread_time()
    found: dict[int, int] = {}
    for number in range(60_000):
        found[number % 997] = found.get(number % 997, 0) + number
    return max(1.0, (time.thread_time() - began) * 1000 / YARD_MS)


class _Sleeper(threading.Thread):
    """Sleeps for a beat again and again, and sums up by how much it woke too late."""

    def __init__(self) -> None:
        super().__init__(name="heartbeat", daemon=True)
        self._end = threading.Event()
        self._late, self._last = 0.0, time.perf_counter()
        self.start()

    def run(self) -> None:
        while not self._end.wait(BEAT_MS / 1000):
            now = time.perf_counter()
            self._late, self._last = self._late + max(0.0, now - self._last - BEAT_MS / 1000), now

    def late(self) -> float:
        """Seconds, with what it is late by at this moment."""
        return self._late + max(0.0, time.perf_counter() - self._last - BEAT_MS / 1000)

    def stop(self) -> None:
        self._end.set()
        self.join()


class Heartbeat(QObject):
    """Beats every 20 ms while events are served; a test that acts itself calls ``begin`` before and ``beat`` after each act."""

    def __init__(self) -> None:
        super().__init__()
        self.longest_ms = self.longest_wait_ms = 0.0
        self.most_ms: float = MOST_MS
        self.act = ""
        self.worst: dict[str, float] = {}
        self._sleeper = _Sleeper()
        self._cpu = self._clock = self._late = 0.0
        self._timer = QTimer(self, interval=BEAT_MS)
        self._timer.timeout.connect(self.beat)
        self.begin()
        self._timer.start()

    def begin(self, act: str = "") -> None:
        """What was done since the last beat was the test's own doing; from now on counts what the program does."""
        self.act = act or self.act
        self._cpu, self._clock, self._late = time.thread_time(), time.perf_counter(), self._sleeper.late()

    def beat(self) -> None:
        """The thread can answer again: take the time since the last beat."""
        worked = (time.thread_time() - self._cpu) * 1000
        waited = (time.perf_counter() - self._clock - self._sleeper.late() + self._late) * 1000 - worked
        if worked > self.most_ms:
            worked /= max(yardstick() for _ in range(3))
        weighed = worked * MOST_MS / self.most_ms
        self.longest_ms = max(self.longest_ms, weighed)
        if weighed > MOST_MS / 2:
            self.worst[self.act] = max(self.worst.get(self.act, 0.0), round(worked))
        self.longest_wait_ms = max(self.longest_wait_ms, waited)
        self.begin()

    @contextmanager
    def allow(self, most_ms: float) -> Iterator[None]:
        """Meanwhile so many milliseconds are the bound."""
        self.beat()
        self.most_ms = most_ms
        yield
        self.beat()
        self.most_ms = MOST_MS

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Something the test asks for itself on the window's thread."""
        self.beat()
        yield
        self.begin()

    def stop(self) -> None:
        self.beat()
        self._timer.stop()
        self._sleeper.stop()

    def check(self) -> None:
        """AssertionError when the window could not answer for too long at any time so far."""
        self.beat()
        assert self.longest_ms <= MOST_MS, f"{self.longest_ms:.0f} ms of work on the window's thread: {self.worst}"
        assert self.longest_wait_ms <= MOST_WAIT_MS, f"{self.longest_wait_ms:.0f} ms of waiting on the window's thread"
