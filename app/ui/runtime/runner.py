"""Commands and queries off the window's thread.

Commands run one after another on one long-lived writer thread; queries run on a small pool of readers. Both call plain
functions that know no Qt. Answers come back through one signal of one long-lived object and are delivered to bound methods
of QObjects that are still alive; a lambda is refused, because it would outlive the widget it talks to.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from app.models.domain.errors import UserError
from app.ui.runtime.workers import Job, Workers

Handler = Callable[..., Any]


def bound_to_qobject(handler: Handler | None) -> None:
    """TypeError unless ``handler`` is None or a bound method of a QObject."""
    if handler is not None and not isinstance(getattr(handler, "__self__", None), QObject):
        raise TypeError("an answer is delivered to a bound method of a QObject, not to a free function or a lambda")


def deliver(handler: Handler | None, *args: Any) -> bool:
    """Call ``handler`` unless its object is gone; says whether it was called."""
    if handler is None or not isValid(handler.__self__):  # type: ignore[attr-defined]
        return False
    handler(*args)
    return True


class Runner(QObject):
    """Takes commands and queries, gives answers. Lives as long as the window."""

    changed = Signal(object, object)  # frozenset of flags: what a command changed; and the QObject that asked for it (or None)
    command_done = Signal()
    busy_changed = Signal(int)  # jobs under way
    _arrived = Signal(object)

    def __init__(
        self, route: Callable[[BaseException, Callable[[], None] | None, QObject | None], None], readers: int = 2
    ) -> None:
        super().__init__()
        self._route = route
        self._numbers = itertools.count(1)
        self._jobs: dict[int, Job] = {}
        self._latest: dict[str, int] = {}
        self._before_command: Callable[[], None] | None = None
        self._mend: Callable[[UserError, Refused], bool] | None = None
        self._closed = False
        self._writer = Workers("zixin-writer", 1, self._arrived.emit)
        self._readers = Workers("zixin-reader", readers, self._arrived.emit)
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def closed(self) -> bool:
        """Whether the window is closing: no more jobs are taken."""
        return self._closed

    @property
    def busy(self) -> int:
        """Jobs under way."""
        return len(self._jobs)

    def set_before_command(self, call: Callable[[], None]) -> None:
        """What is to be done before each command: pending edits are committed and saved first, in order."""
        self._before_command = call

    def set_mender(self, call: Callable[[UserError, Refused], bool]) -> None:
        """Who is asked first about a refused command: True when he takes it on himself to do it again or to give it up."""
        self._mend = call

    def query(self, call: Handler, *args: Any, done: Handler, failed: Handler | None = None, key: str | None = None) -> Job:
        """Read something: ``call(*args)`` on a reader, ``done(answer)`` here. An older query of the same ``key`` is forgotten.

        While the window closes nobody waits for an answer any more: nothing is read.
        """
        job = self._job("query", call, args, done, failed)
        if self._closed:
            job.cancel()
            return job
        if key is not None:
            job.key = key
            older = self._jobs.get(self._latest.get(key, 0))
            if older is not None:
                older.cancel()
            self._latest[key] = job.number
        return self._start(job, self._readers)

    def query_on_writer(self, call: Handler, *args: Any, done: Handler, failed: Handler | None = None) -> Job:
        """A query that must run on the writer's thread: opening the store, which that thread then owns."""
        return self._start(self._job("open", call, args, done, failed), self._writer)

    def command(self, call: Handler, *args: Any, done: Handler | None = None, failed: Handler | None = None) -> Job:
        """Change something: ``call(*args)`` on the writer, in order; what it changed is published, ``done(answer)`` called."""
        job = self._job("command", call, args, done, failed)
        if self._before_command is not None:
            self._before_command()
        return self._start(job, self._writer)

    def save(self, call: Handler, *args: Any, done: Handler, failed: Handler, owner: QObject | None = None) -> Job:
        """A command of the autosave manager for ``owner``: ``failed`` gets every kind of error."""
        job = self._job("save", call, args, done, failed)
        job.owner = owner
        return self._start(job, self._writer)

    def shutdown(self, seconds: float = 10.0, last: Callable[[], None] | None = None) -> bool:
        """Finish commands, drop queries, call ``last`` on the writer, end all threads. False when one is still running."""
        if not self._closed and last is not None:
            self._writer.put(self._job("last", last, (), None, None))
        self._closed = True
        for job in self._jobs.values():
            if job.kind == "query":
                job.cancel()
        ended = self._writer.stop(seconds)
        return self._readers.stop(seconds) and ended

    # ---------------------------------------------------------------------------------------------------------------

    def _job(self, kind: str, call: Handler, args: tuple[Any, ...], done: Handler | None, failed: Handler | None) -> Job:
        bound_to_qobject(done)
        bound_to_qobject(failed)
        return Job(next(self._numbers), call, args, kind, done, failed)

    def _start(self, job: Job, workers: Workers) -> Job:
        if self._closed:
            raise RuntimeError("the window is closing: no more jobs")
        self._jobs[job.number] = job
        self.busy_changed.emit(self.busy)
        workers.put(job)
        return job

    @Slot(object)
    def _deliver(self, job: Job) -> None:
        self._jobs.pop(job.number, None)
        if job.key is not None and self._latest.get(job.key) == job.number:
            del self._latest[job.key]
        if job.kind in ("command", "save") and job.error is None and not job.cancelled.is_set():
            self._publish(job)
        if not job.cancelled.is_set():
            if job.error is None:
                deliver(job.done, job.result)
            else:
                self._fail(job, job.error)
        self.busy_changed.emit(self.busy)

    def _publish(self, job: Job) -> None:
        if job.kind == "command":
            self.command_done.emit()
        flags = getattr(job.result, "flags", None)
        if flags and hasattr(job.result, "value"):  # what services return for a write: its value and what it changed
            self.changed.emit(frozenset(flags), job.owner or _owner(job.done))

    def _fail(self, job: Job, error: BaseException) -> None:
        if job.kind == "command" and isinstance(error, UserError) and self._mend is not None:
            if self._mend(error, Refused(self, job, error)):
                return
        self._tell(job, error)

    def _tell(self, job: Job, error: BaseException) -> None:
        if (job.kind == "save" or isinstance(error, UserError)) and deliver(job.failed, error):
            return
        again = _Again(self, job)
        self._route(error, again, _owner(job.done) or _owner(job.failed))

    def give_up(self, job: Job, error: BaseException) -> None:
        """A refused command stays refused: whoever asked for it is told now."""
        self._tell(job, error)

    def again(self, job: Job) -> None:
        """Try the same job once more (the retry of an environment fault)."""
        if job.kind == "command":
            self.command(job.call, *job.args, done=job.done, failed=job.failed)
        elif job.kind == "open" and job.done is not None:
            self.query_on_writer(job.call, *job.args, done=job.done, failed=job.failed)
        elif job.done is not None:
            self.query(job.call, *job.args, done=job.done, failed=job.failed, key=job.key)


class Refused:
    """A command that was refused and wrote nothing: it can be done again, or left refused."""

    def __init__(self, runner: Runner, job: Job, error: UserError) -> None:
        self._runner, self._job, self._error = runner, job, error

    def again(self) -> None:
        """What was missing is there now."""
        self._runner.again(self._job)

    def give_up(self) -> None:
        """Tell whoever asked for it."""
        self._runner.give_up(self._job, self._error)


class _Again:
    """The retry of one job, as a thing that can be called."""

    def __init__(self, runner: Runner, job: Job) -> None:
        self._runner, self._job = runner, job

    def __call__(self) -> None:
        self._runner.again(self._job)


def _owner(handler: Handler | None) -> QObject | None:
    owner = getattr(handler, "__self__", None)
    return owner if isinstance(owner, QObject) and isValid(owner) else None
