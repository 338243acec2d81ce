"""What the list of investigations holds: one page, the filters, the order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.models.domain.enums import CaseState
from app.models.domain.worklist import CasePage
from app.ui.runtime.runner import Runner

if TYPE_CHECKING:
    from app.services.registry import Services

PAGE = 100
SEARCH_PAUSE_MS = 40
_S = CaseState
WHICH: dict[str, tuple[CaseState, ...] | None] = {
    "open": (_S.DRAFT, _S.COLLECTING, _S.VERIFIED, _S.SCORED, _S.REVIEWED),
    "waiting": (_S.REVIEWED,),
    "decided": (_S.APPROVED, _S.IN_FORCE, _S.DUE_FOR_REVIEW, _S.SUPERSEDED, _S.REJECTED),
    "rejected": (_S.REJECTED,),
    "all": None,
}
"""The filters by state, in the order in which they are offered."""


def read_cases(services: Services, wanted: dict[str, object]) -> CasePage:
    """One page of the list (on a reader thread)."""
    return services.worklist.cases(**wanted, limit=PAGE)  # type: ignore[arg-type]


class CasesModel(QObject):
    """``page`` is None until the first answer has come."""

    page_changed = Signal()

    def __init__(self, services: Services, runner: Runner) -> None:
        super().__init__()
        self._services, self._runner = services, runner
        self.page: CasePage | None = None
        self.which, self.assessor, self.search = "open", "", ""
        self.complete: bool | None = None
        self.sort, self.descending = "opened", True
        self._offset = 0
        self._pause = QTimer(self, singleShot=True, interval=SEARCH_PAUSE_MS)
        self._pause.timeout.connect(self.reload)

    @property
    def filtered(self) -> bool:
        """Whether anything but the state narrows the list, or the state is not the usual one."""
        return bool(self.search or self.assessor or self.complete is not None or self.which != "open")

    @property
    def can_go_back(self) -> bool:
        return self.page is not None and self.page.offset > 0

    @property
    def can_go_on(self) -> bool:
        return self.page is not None and self.page.offset + len(self.page.rows) < self.page.total

    def reload(self) -> None:
        """Read the page again; the newest question wins."""
        self._pause.stop()
        wanted = {
            "states": WHICH[self.which], "assessor": self.assessor, "search": self.search, "complete": self.complete,
            "sort": self.sort, "descending": self.descending, "offset": self._offset,
        }
        self._runner.query(read_cases, self._services, wanted, done=self._show, key="cases.page")

    def suspend(self) -> None:
        """The screen is left."""
        self._pause.stop()

    def set_search(self, text: str) -> None:
        """Look for a case number or a customer, a moment after the last key."""
        if text.strip() != self.search:
            self.search, self._offset = text.strip(), 0
            self._pause.start()

    def set_filters(self, which: str, assessor: str, complete: bool | None) -> None:
        """Narrow by state, assessor and completeness."""
        if (which, assessor, complete) != (self.which, self.assessor, self.complete):
            self.which, self.assessor, self.complete, self._offset = which, assessor, complete, 0
            self.reload()

    def set_sort(self, sort: str, descending: bool) -> None:
        """Another order."""
        if (sort, descending) != (self.sort, self.descending):
            self.sort, self.descending, self._offset = sort, descending, 0
            self.reload()

    def turn(self, pages: int) -> None:
        """Go on or back by ``pages``."""
        self._offset = max(0, self._offset + pages * PAGE)
        self.reload()

    def _show(self, page: CasePage) -> None:
        self.page, self._offset = page, page.offset
        self.page_changed.emit()
