"""Three kinds of error, one way each: the user's at its place, the machine's in a dialog with a retry, ours in a crash report."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.models.domain.errors import EnvironmentFault, UserError
from app.ui.runtime.crash import CrashLog

Retry = Callable[[], None]


class ErrorRouter(QObject):
    """Sorts errors and tells the frame; knows no widgets. ``owner`` is the QObject whose request failed, or None."""

    user_error = Signal(object, object)          # UserError, owner
    environment_fault = Signal(object, object)   # EnvironmentFault, retry or None
    crashed = Signal(str, str)                   # text of the report, path of the report or ""

    def __init__(self, log: CrashLog) -> None:
        super().__init__()
        self._log = log

    def route(self, error: BaseException, retry: Retry | None = None, owner: QObject | None = None) -> None:
        """Send ``error`` on its one way. The same fault of ours is told once in a run."""
        if isinstance(error, UserError):
            self.user_error.emit(error, owner)
        elif isinstance(error, EnvironmentFault):
            self.environment_fault.emit(error, retry)
        else:
            self._crash(error)

    def autosave_failed(self, error: BaseException, owner: QObject | None) -> None:
        """An autosave that failed tries again by itself, so that the dialog offers no retry of its own."""
        self.route(error, None, owner)

    def unexpected(self, error: BaseException) -> None:
        """What nobody caught."""
        self.route(error)

    def _crash(self, error: BaseException) -> None:
        if self._log.seen(error):
            return
        path, text = self._log.write(error)
        self.crashed.emit(text, str(path) if path else "")
