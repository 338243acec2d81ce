"""What the list of alarms holds: the newest answer, and what narrows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.models.domain.alarms import AlarmFilter, AlarmPage, AlarmState
from app.ui.runtime.runner import Runner

if TYPE_CHECKING:
    from app.models.domain.methodology import WarningRule
    from app.services.alarms.service import AlarmFile
    from app.services.registry import Services

SEARCH_PAUSE_MS = 40
WHICH: dict[str, AlarmFilter] = {
    "waiting": AlarmFilter(), "open": AlarmFilter(AlarmState.OPEN), "answered": AlarmFilter(AlarmState.ANSWERED),
    "late": AlarmFilter(late=True), "closed": AlarmFilter(closed=True),
}
"""The filters by state, in the order in which they are offered."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A page of the list, with the rules it names."""

    page: AlarmPage
    rules: Mapping[str, WarningRule]


def read_alarms(services: Services, wanted: AlarmFilter) -> Shown:
    """The list (on a reader thread)."""
    return Shown(services.alarms.page(wanted), services.alarms.rules())


class WarningsModel(QObject):
    """``shown`` is None until the first answer has come; ``file`` that of the customer whose alarm is chosen."""

    changed = Signal()
    file_read = Signal()

    def __init__(self, services: Services, runner: Runner) -> None:
        super().__init__()
        self._services, self._runner = services, runner
        self.shown: Shown | None = None
        self.file: AlarmFile | None = None
        self.which, self.owner, self.rule, self.search = "waiting", "", "", ""
        self._pause = QTimer(self, singleShot=True, interval=SEARCH_PAUSE_MS)
        self._pause.timeout.connect(self.reload)

    @property
    def filtered(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.search or self.owner or self.rule or self.which != "waiting")

    def reload(self) -> None:
        """Read the list again; the newest question wins."""
        from dataclasses import replace

        self._pause.stop()
        wanted = replace(WHICH[self.which], owner=self.owner, rule=self.rule, search=self.search)
        self._runner.query(read_alarms, self._services, wanted, done=self._take, key="warnings.page")

    def suspend(self) -> None:
        """The screen is left."""
        self._pause.stop()

    def set_search(self, text: str) -> None:
        """Look for a customer, a moment after the last key."""
        if text.strip() != self.search:
            self.search = text.strip()
            self._pause.start()

    def set_filters(self, which: str, owner: str, rule: str) -> None:
        """Narrow by state, by who asks and by rule."""
        if (which, owner, rule) != (self.which, self.owner, self.rule):
            self.which, self.owner, self.rule = which, owner, rule
            self.reload()

    def read_file(self, customer_id: int) -> None:
        """Read what stands around the alarm that is chosen."""
        self._runner.query(self._services.alarms.file, customer_id, done=self._take_file, key="warnings.file")

    def _take(self, shown: Shown) -> None:
        self.shown = shown
        self.changed.emit()

    def _take_file(self, file: AlarmFile) -> None:
        self.file = file
        self.file_read.emit()
