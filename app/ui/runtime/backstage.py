"""Everything that works behind the window, started and stopped together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from app.ui.runtime.autosave import Autosave
from app.ui.runtime.collector import Collector
from app.ui.runtime.crash import CrashLog, Hook
from app.ui.runtime.errors import ErrorRouter
from app.ui.runtime.runner import Runner


class Backstage(QObject):
    """Crash log, error router, runner, autosave, collector."""

    def __init__(self, crash_folder: Path, version: str) -> None:
        super().__init__()
        self.log = CrashLog(crash_folder, version)
        self.errors = ErrorRouter(self.log)
        self.runner = Runner(self.errors.route)
        self.autosave = Autosave(self.runner)
        self._hook = Hook(self.errors.unexpected)
        self._collector = Collector(self)

    def start(self) -> tuple[Path, ...]:
        """Watch for faults; reports that the last run left behind."""
        self._hook.install()
        return self.log.start()

    def rest(self) -> None:
        """The start is over."""
        self._collector.rest()

    def stop(self, last: Callable[[], None] | None = None) -> bool:
        """End the threads after ``last`` has run on the writer. True when all ended."""
        ended = self.runner.shutdown(last=last)
        self._collector.stop()
        self._hook.remove()
        self.log.stop()
        return ended
