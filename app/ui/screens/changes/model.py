"""What the screen of the grade-change log holds: the newest answer, and what narrows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.models.domain.log import LogChoices, LogFilter, LogPage, WaitingCorrection
from app.ui.runtime.runner import Runner

if TYPE_CHECKING:
    from app.models.domain.labels import Labels
    from app.services.registry import Services

PAGE = 200
PAUSE_MS = 150


@dataclass(frozen=True, slots=True)
class Shown:
    """A page of the log with what its words need: names of rules by id, what the filters offer, corrections that wait by the
    number of the entry they correct.
    """

    page: LogPage
    wanted: LogFilter
    choices: LogChoices
    rules: Mapping[str, Labels]
    waiting: Mapping[int, WaitingCorrection]


def read_log(services: Services, wanted: LogFilter, offset: int) -> Shown:
    """The page (on a reader thread)."""
    with services.page():
        m = services.methodologies.current()
        rules = {one.id: one.label for group in (m.gates, m.caps, m.warnings) for one in group}
        waiting = {one.no: one for one in services.log.waiting()}
        return Shown(services.log.page(wanted, offset, PAGE), wanted, services.log.choices(), rules, waiting)


class ChangesModel(QObject):
    """``shown`` is None until the first answer has come."""

    changed = Signal()

    def __init__(self, services: Services, runner: Runner) -> None:
        super().__init__()
        self._services, self._runner = services, runner
        self.shown: Shown | None = None
        self.wanted, self._offset = LogFilter(), 0
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.reload)

    @property
    def filtered(self) -> bool:
        """Whether anything narrows the log."""
        return self.wanted != LogFilter()

    @property
    def can_go_back(self) -> bool:
        """Whether newer entries come before those shown."""
        return self.shown is not None and self.shown.page.offset > 0

    @property
    def can_go_on(self) -> bool:
        """Whether older entries come after those shown."""
        page = self.shown.page if self.shown is not None else None
        return page is not None and page.offset + len(page.entries) < page.total

    def reload(self) -> None:
        """Read again; the newest question wins."""
        self._pause.stop()
        self._runner.query(read_log, self._services, self.wanted, self._offset, done=self._take, key="changes.page")

    def suspend(self) -> None:
        """The screen is left."""
        self._pause.stop()

    def narrow(self, wanted: LogFilter, *, soon: bool = False) -> None:
        """Look for something else, from the newest on; ``soon``: a moment after the last key."""
        if wanted == self.wanted:
            return
        self.wanted, self._offset = wanted, 0
        if soon:
            self._pause.start()
        else:
            self.reload()

    def turn(self, pages: int) -> None:
        """So many pages on (older) or back."""
        self._offset = max(0, self._offset + pages * PAGE)
        self.reload()

    def _take(self, shown: Shown) -> None:
        self.shown, self._offset = shown, shown.page.offset
        self.changed.emit()
