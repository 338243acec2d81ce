"""Worker threads that know nothing of Qt: they take jobs from a queue and hand each outcome to one function."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Job:
    """One piece of work on its way: what to call, then what came of it."""

    number: int
    call: Callable[..., Any]
    args: tuple[Any, ...]
    kind: str  # "query", "command" or "save"
    done: Callable[..., Any] | None = None
    failed: Callable[..., Any] | None = None
    key: str | None = None
    result: Any = None
    error: BaseException | None = None
    cancelled: threading.Event = field(default_factory=threading.Event)
    owner: Any = None  # the QObject that asked, where it is not the one that takes the answer

    def cancel(self) -> None:
        """Do not start it if it has not started, and forget its answer. A command that has started is never cut off."""
        self.cancelled.set()


class Workers:
    """``count`` long-lived threads over one queue. ``arrived`` is called on the worker's thread with each finished job."""

    def __init__(self, name: str, count: int, arrived: Callable[[Job], None]) -> None:
        self._queue: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._arrived = arrived
        self._threads = [threading.Thread(target=self._work, name=f"{name}-{at}", daemon=True) for at in range(count)]
        self._started = False

    def put(self, job: Job) -> None:
        if not self._started:
            self._started = True
            for thread in self._threads:
                thread.start()
        self._queue.put(job)

    def stop(self, seconds: float) -> bool:
        """Finish what is queued, then end. False when a thread still runs after ``seconds``."""
        if not self._started:
            return True
        for _ in self._threads:
            self._queue.put(None)
        end = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, end - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _work(self) -> None:
        while (job := self._queue.get()) is not None:
            if not job.cancelled.is_set():
                _run(job)
            self._arrived(job)
            del job  # a waiting worker must not keep the last answer alive


def _run(job: Job) -> None:
    try:
        job.result = job.call(*job.args)
    except Exception as error:  # every kind of error goes back to the window, which sorts them
        job.error = error
