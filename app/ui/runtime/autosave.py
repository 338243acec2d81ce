"""Autosave: what is typed is written a moment after the last key, and the status bar always says how things stand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from app.models.domain.errors import EnvironmentFault, UserError
from app.ui.runtime.runner import Runner, bound_to_qobject, deliver
from app.ui.runtime.save_state import SaveState

DEBOUNCE_MS = 800
LONGEST_MS = 1000
RETRY_MS = 5000


def _local_now() -> datetime:
    return datetime.now().astimezone()


class Write:
    """What an autosave writes: ``call(*args)`` on the writer thread, then ``done(answer)`` or ``failed(error)`` here."""

    def __init__(
        self, call: Callable[..., Any], *args: Any, done: Callable[..., Any] | None = None,
        failed: Callable[..., Any] | None = None,
    ) -> None:
        bound_to_qobject(done)
        bound_to_qobject(failed)
        self.call, self.args, self.done, self.failed = call, args, done, failed


Make = Callable[[], "Write | None"]


class _Save(QObject):
    """One write under way; lives until its answer has come."""

    def __init__(self, owner: Autosave, key: object, make: Make, write: Write) -> None:
        super().__init__(owner)
        self._owner, self._key, self._make, self._write = owner, key, make, write

    def done(self, answer: object) -> None:
        deliver(self._write.done, answer)
        self._owner.ended(self, self._key, self._make, None)
        self._owner.written.emit(self._key, bool(getattr(answer, "flags", ())))

    def failed(self, error: BaseException) -> None:
        deliver(self._write.failed, error)
        self._owner.ended(self, self._key, self._make, error)


class Autosave(QObject):
    """Collects changed things by key and writes them through the runner.

    ``touch(key, make)`` marks one thing as changed. ``make`` is a bound method of a QObject on this thread; it is asked for the
    ``Write`` when the time has come, so that only the newest content is written. A failed write stays marked and is tried again.
    """

    state_changed = Signal(object)
    marked = Signal(object)               # key: something was typed that is written under it
    written = Signal(object, bool)        # key; whether the command says that it changed something (a draft does not)
    failed = Signal(object, object)       # the error, and the QObject whose content could not be written: each time
    to_tell = Signal(object, object)      # the same, where it says something new or follows what was typed since

    def __init__(self, runner: Runner, now: Callable[[], datetime] | None = None) -> None:
        super().__init__()
        self._runner = runner
        self._now = now or _local_now
        self._marked: dict[object, Make] = {}
        self.touches = 0
        self._under_way: set[_Save] = set()
        self._errors: dict[object, BaseException] = {}
        self._typed_since: set[object] = set()  # what was touched after its failure
        self._state = SaveState("clean")
        self._pause = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._limit = QTimer(self, singleShot=True, interval=LONGEST_MS)
        self._retry = QTimer(self, singleShot=True, interval=RETRY_MS)
        for timer in (self._pause, self._limit, self._retry):
            timer.timeout.connect(self.flush)
        runner.command_done.connect(self.note_command)

    @property
    def state(self) -> SaveState:
        return self._state

    @property
    def pending(self) -> bool:
        """Whether anything typed is not in the store yet."""
        return bool(self._marked or self._under_way)

    def touch(self, key: object, make: Make, *, counted: bool = True) -> None:
        """Mark ``key`` as changed; it is written 800 ms after the last change and 1 s after the first at the latest.

        ``touches`` counts the marks, but for those that only keep a draft (``counted`` False).
        """
        bound_to_qobject(make)
        self.touches += counted
        self._marked[key] = make
        self._typed_since.add(key)
        self._pause.start()
        if not self._limit.isActive():
            self._limit.start()
        self.marked.emit(key)
        self._show()

    def forget(self, key: object) -> None:
        """Drop a mark: the thing was thrown away on purpose."""
        self._marked.pop(key, None)
        self._errors.pop(key, None)
        self._show()

    def flush(self) -> None:
        """Write everything marked now."""
        for timer in (self._pause, self._limit, self._retry):
            timer.stop()
        marked, self._marked = self._marked, {}
        for key, make in marked.items():
            try:
                self._write(key, make)
            except Exception as error:  # a fault in one thing must not keep the others from being saved
                self._failed(key, make, error)
        self._show()

    def _write(self, key: object, make: Make) -> None:
        write = make() if isValid(make.__self__) else None  # type: ignore[attr-defined]
        if write is None:
            self._errors.pop(key, None)
            return
        save = _Save(self, key, make, write)
        self._under_way.add(save)
        self._runner.save(write.call, *write.args, done=save.done, failed=save.failed, owner=make.__self__)  # type: ignore[attr-defined]

    def note_command(self) -> None:
        """Some command has written something: now is the time that the status bar tells. Nothing is said of what is typed."""
        self._state = SaveState("saved", self._now())
        self._show()

    def ended(self, save: _Save, key: object, make: Make, error: BaseException | None) -> None:
        """A write has come back."""
        self._under_way.discard(save)
        save.deleteLater()
        if error is None:
            self._errors.pop(key, None)
            self._state = SaveState("saved", self._now())
        else:
            self._failed(key, make, error)
        self._show()

    def _failed(self, key: object, make: Make, error: BaseException) -> None:
        """Keep it marked. Only the machine may mend itself: a refusal or a fault of ours waits for the next change.

        Whoever wrote hears of each failure, or it would wait for ever for the answer to its second write.
        """
        told = self._errors.get(key)
        anew = isinstance(error, UserError) and key in self._typed_since
        self._typed_since.discard(key)
        self._errors[key] = error
        self._marked.setdefault(key, make)
        if isinstance(error, EnvironmentFault):
            self._retry.start()
        owner = getattr(make, "__self__", None)
        writer = owner if isValid(owner) else None
        self.failed.emit(error, writer)
        if anew or told is None or type(told) is not type(error) or str(told) != str(error):
            self.to_tell.emit(error, writer)

    def _show(self) -> None:
        at = self._state.at
        if self._errors:
            state = SaveState("failed", at, next(iter(self._errors.values())))
        elif self.pending:
            state = SaveState("saving", at)
        else:
            state = SaveState("saved" if at else "clean", at)
        self._state = state
        self.state_changed.emit(state)
