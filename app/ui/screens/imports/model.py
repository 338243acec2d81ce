"""What the import screen knows and does: files, how they are understood, what was checked, what is under way."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.models.domain.errors import UserError
from app.ui.runtime.progress import WindowProgress
from app.ui.screens.imports import work as steps

if TYPE_CHECKING:
    from app.services.changes import Changed
    from app.services.imports.check import Checked, Decisions
    from app.services.imports.commit import Done
    from app.services.imports.fields import Fields
    from app.services.imports.session import Peek, Seen, Work
    from app.ui.frame.host import ScreenHost
    from app.ui.runtime.workers import Job

_BEAT_MS = 150


class Step(IntEnum):
    """The way of an import."""

    FILE = 0
    TABLE = 1
    COLUMNS = 2
    CHECK = 3
    DONE = 4


@dataclass(slots=True)
class Chosen:
    """One chosen file: its first rows, or why it is refused; neither while it is looked at."""

    path: Path
    peek: Peek | None = None
    error: UserError | None = None

    @property
    def state(self) -> str:
        """looking, good or refused"""
        return "refused" if self.error is not None else "good" if self.peek is not None else "looking"


class ImportModel(QObject):
    """``moved``: another step is shown. ``files_changed``, ``work_changed``, ``state_changed``: what its name says.

    ``checked_anew``: a check has come. ``failed``: why work that was under way ended.
    """

    moved = Signal(int)
    files_changed = Signal()
    work_changed = Signal()
    state_changed = Signal()
    checked_anew = Signal()
    wrote = Signal()
    failed = Signal(object)
    stopped = Signal(str)
    kept_profile = Signal(str)

    def __init__(self, host: ScreenHost) -> None:
        super().__init__(host)
        self._host = host
        self.files: list[Chosen] = []
        self.profile = ""
        self.step = Step.FILE
        self.work: Work | None = None
        self.fields: Fields | None = None
        self.seen: tuple[Mapping[str, Seen], ...] = ()
        self.checked: Checked | None = None
        self.done: Done | None = None
        self.running = ""
        self.progress: WindowProgress | None = None
        self._job: Job | None = None
        self._edits: list[tuple[Callable[..., Any], tuple[Any, ...]]] = []
        self._editing = False
        self._beat = QTimer(self, interval=_BEAT_MS)
        self._beat.timeout.connect(self._watch)

    # --- files -------------------------------------------------------------------------------------------------------

    def add(self, paths: Sequence[Path]) -> None:
        """Take files in; each is looked at. One that is there already is looked at anew."""
        if self.running:
            return
        if self.step is Step.DONE:
            self.begin_anew()
        known = {one.path for one in self.files}
        fresh = [path for path in dict.fromkeys(paths) if path not in known]
        again = [one.path for one in self.files if one.path in paths and one.error is not None]
        self.files += [Chosen(path) for path in fresh]
        self._forget_work()
        self.look([*fresh, *again])

    def look(self, paths: Sequence[Path]) -> None:
        """Look at the first rows of files, once more where that was done."""
        for one in self.files:
            if one.path in paths:
                one.peek = one.error = None
                self._host.runner.query(
                    steps.look, self._host.services, one.path, self._host.ui.lang, WindowProgress(self._host.runner),
                    done=self._looked,
                )
        self.files_changed.emit()

    def _looked(self, found: tuple[Path, Peek | None, UserError | None]) -> None:
        path, peek, error = found
        for one in self.files:
            if one.path == path:
                one.peek, one.error = peek, error
        self.files_changed.emit()

    def remove(self, path: Path) -> None:
        """Take a file out again."""
        self.files = [one for one in self.files if one.path != path]
        self._forget_work()
        self.files_changed.emit()

    def begin_anew(self) -> None:
        """Back to an empty first page."""
        self.files.clear()
        self.done = None
        self._forget_work()
        self.files_changed.emit()
        self.to(Step.FILE)

    def set_profile(self, name: str) -> None:
        """Another profile, "" for the one that fits; files that are read already are understood anew."""
        self.profile = name
        self._forget_work()
        self.files_changed.emit()

    def readable(self) -> tuple[Path, ...]:
        """The files that can be read."""
        return tuple(one.path for one in self.files if one.peek is not None)

    def _forget_work(self) -> None:
        self.work = self.checked = self.done = None
        self.seen = ()
        self._edits.clear()

    # --- steps -------------------------------------------------------------------------------------------------------

    def reached(self, step: Step) -> bool:
        """Whether the way to a step is open: all before it is known."""
        if self.running:
            return False
        if self.done is not None:
            return step in (Step.FILE, Step.DONE)
        known = {Step.FILE: True, Step.TABLE: self.work is not None, Step.COLUMNS: self.work is not None,
                 Step.CHECK: self.checked is not None, Step.DONE: False}
        return known[step]

    def to(self, step: Step) -> None:
        """Show a step that is reached."""
        if self.reached(step):
            if step is Step.FILE and self.done is not None:
                self.begin_anew()
                return
            self.step = step
            self.moved.emit(step)
            self.state_changed.emit()

    def can_next(self) -> bool:
        """Whether the next step is possible now."""
        if self.running or self._editing:
            return False
        if self.step is Step.FILE:
            return bool(self.readable()) and all(one.state != "looking" for one in self.files)
        if self.step in (Step.TABLE, Step.COLUMNS):
            return self.work is not None and self.work.rows > 0
        return self.step is Step.CHECK and self.checked is not None

    def read(self) -> None:
        """Read the files whole, then show the tables."""
        if self.work is not None:
            self.to(Step.TABLE)
            return
        self._start("read", steps.read_all, self.readable(), self._host.ui.number_lang, self.profile, done=self._read)

    def _read(self, found: tuple[Work, Fields, tuple[Mapping[str, Seen], ...]]) -> None:
        self._ended()
        self.work, self.fields, self.seen = found
        self.checked = None
        self.work_changed.emit()
        self.to(Step.TABLE)

    def check(self) -> None:
        """Check every row against the store, then show what would change."""
        if self.checked is not None:
            self.to(Step.CHECK)
        elif self.work is not None:
            self._start("check", steps.check, self.work, done=self._checked)

    def decide(self, decisions: Decisions) -> None:
        """Check again with what was decided about companies."""
        if self.checked is not None and not self.running:
            self._start("decide", steps.decide, self.checked, decisions, done=self._checked)

    def _checked(self, checked: Checked) -> None:
        self._ended()
        self.checked = checked
        self.checked_anew.emit()
        if self.step is not Step.CHECK:
            self.to(Step.CHECK)

    def write(self, decisions: Decisions) -> None:
        """Write it, all or nothing."""
        if self.checked is None or self.running:
            return
        if dict(decisions.parties) != dict(self.checked.parties):
            self.decide(decisions)  # a check that was stopped: what would be written is shown first
            return
        self._begin("write")
        self._job = self._host.runner.command(
            steps.write, self._host.services, self.checked, decisions, self._host.officer, self.progress,
            done=self._written, failed=self._failed,
        )

    def _written(self, changed: Changed[Done]) -> None:
        self._ended()
        self.done = changed.value
        self.to(Step.DONE)
        self.wrote.emit()

    def check_anew(self) -> None:
        """The store changed: what was checked may not hold any more."""
        if self.checked is not None and self.done is None and not self.running:
            self.checked = None
            if self.step is Step.CHECK:
                self.check()

    # --- how the files are understood --------------------------------------------------------------------------------

    def edit(self, call: Callable[..., Any], *args: Any) -> None:
        """Change the work off this thread, one change after another: ``call(work, *args)`` gives the next one."""
        if self.work is not None and not self.running:
            self._edits.append((call, args))
            self._next_edit()

    def _next_edit(self) -> None:
        if self._edits and not self._editing and self.work is not None:
            call, args = self._edits.pop(0)
            self._editing = True
            self._host.runner.query(steps.edited, self.work, call, args, done=self._edited, failed=self._edit_failed)
            self.state_changed.emit()

    def _edited(self, found: tuple[Work, Work, tuple[Mapping[str, Seen], ...]]) -> None:
        before, after, seen = found
        self._editing = False
        if before is self.work:
            self.work, self.seen, self.checked = after, seen, None
            self.work_changed.emit()
        self._next_edit()
        self.state_changed.emit()

    def _edit_failed(self, error: UserError) -> None:
        self._editing = False
        self.failed.emit(error)
        self._next_edit()

    def save_profile(self, name: str) -> None:
        """Remember how the files are understood."""
        if self.work is not None:
            host = self._host
            host.runner.command(steps.keep_profile, host.services, self.work, name, host.officer, done=self._profile_kept,
                                failed=self._edit_failed)

    def _profile_kept(self, changed: Changed[str]) -> None:
        self.kept_profile.emit(changed.value)

    def delete_profile(self, name: str) -> None:
        """Forget an own profile."""
        imports, officer = self._host.services.imports, self._host.officer
        self._host.runner.command(imports.delete_profile, name, officer, done=self._profile_gone, failed=self._edit_failed)

    def _profile_gone(self, _changed: object) -> None:
        if self.profile:
            self.set_profile("")

    # --- what is under way -------------------------------------------------------------------------------------------

    def cancel(self) -> None:
        """Stop at once; a store that is being written becomes what it was before."""
        if self.progress is None:
            return
        self.progress.cancel()
        if self.running == "write":
            return  # its outcome is told when the store says it
        if self._job is not None:
            self._job.cancel()
        self._ended()
        self.stopped.emit("ui.imports.stopped")

    def _start(self, name: str, call: Callable[..., Any], *args: Any, done: Callable[..., Any]) -> None:
        if self.running:
            return
        self._begin(name)
        self._job = self._host.runner.query(
            call, self._host.services, *args, self.progress, done=done, failed=self._failed, key="imports.work"
        )

    def _begin(self, name: str) -> None:
        self.running, self.progress = name, WindowProgress(self._host.runner)
        self._beat.start()
        self.state_changed.emit()

    def _failed(self, error: UserError) -> None:
        self._ended()
        if error.key == "import.cancelled":
            self.stopped.emit("ui.imports.stopped")
        else:
            self.failed.emit(error)

    def _ended(self) -> None:
        self.running, self.progress, self._job = "", None, None
        self._beat.stop()
        self.state_changed.emit()

    def _watch(self) -> None:
        error = self._job.error if self._job is not None else None
        if error is not None and not isinstance(error, UserError):
            self._ended()  # the fault itself is told by the window
            self.stopped.emit("ui.imports.broken")
        else:
            self.state_changed.emit()
