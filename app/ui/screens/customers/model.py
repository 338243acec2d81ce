"""What the list of customers holds: one page of rows, the search, the order, and how many there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.models.domain.parties import CustomerRow
from app.ui.runtime.runner import Runner

if TYPE_CHECKING:
    from app.services.changes import Changed
    from app.services.registry import Services

PAGE = 100
SEARCH_PAUSE_MS = 120
ORDERS = ("name", "number", "grade", "score", "next_review")
"""What the list can be sorted by."""


@dataclass(frozen=True, slots=True)
class Page:
    """Rows ``offset`` … of ``total`` that fit the search; ``any_at_all`` False when the store holds no customer."""

    rows: tuple[CustomerRow, ...]
    offset: int
    total: int
    any_at_all: bool


def read_page(services: Services, search: str, offset: int, sort: str, descending: bool) -> Page:
    """One page of the list (on a reader thread). An offset past the end gives the last page."""
    total = services.customers.count(search)
    offset = max(0, min(offset, (total - 1) // PAGE * PAGE))
    rows = services.customers.page(search, offset, PAGE, sort, descending)
    return Page(tuple(rows), offset, total, total > 0 or (bool(search) and services.customers.count("") > 0))


class CustomersModel(QObject):
    """The list as the officer sees it. ``page`` is None until the first answer has come."""

    page_changed = Signal()
    total_changed = Signal(int)  # customers in the store, told also while the list is not shown
    sample_ready = Signal(int)

    def __init__(self, services: Services, runner: Runner, officer: Callable[[], str]) -> None:
        super().__init__()
        self._services, self._runner, self._officer = services, runner, officer
        self.page: Page | None = None
        self.search = ""
        self.sort = "name"
        self.descending = False
        self._offset = 0
        self._pause = QTimer(self, singleShot=True, interval=SEARCH_PAUSE_MS)
        self._pause.timeout.connect(self.reload)
        runner.changed.connect(self._count_anew)

    # --- what is asked for -----------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the page again; the newest question wins."""
        self._pause.stop()
        self._runner.query(
            read_page,
            self._services,
            self.search,
            self._offset,
            self.sort,
            self.descending,
            done=self._show,
            key="customers.page",
        )

    def suspend(self) -> None:
        """The screen is left: nothing is asked until it is shown again."""
        self._pause.stop()

    def set_search(self, text: str) -> None:
        """Look for a name, number, identifier or pinyin; asked a moment after the last key."""
        if text.strip() != self.search:
            self.search = text.strip()
            self._offset = 0
            self._pause.start()

    def set_sort(self, sort: str, descending: bool) -> None:
        """Sort by one of ``ORDERS``."""
        if (sort, descending) != (self.sort, self.descending):
            self.sort, self.descending, self._offset = sort, descending, 0
            self.reload()

    def turn(self, pages: int) -> None:
        """Go on or back by ``pages``."""
        self._offset = max(0, self._offset + pages * PAGE)
        self.reload()

    def load_sample(self, lang: str) -> None:
        """Put the sample company into the store, its words in ``lang``."""
        self._runner.command(self._services.samples.install, self._officer(), lang, done=self._sample_loaded)

    # --- what is known ---------------------------------------------------------------------------------------------

    @property
    def can_go_back(self) -> bool:
        return self.page is not None and self.page.offset > 0

    @property
    def can_go_on(self) -> bool:
        return self.page is not None and self.page.offset + len(self.page.rows) < self.page.total

    def row(self, customer_id: object) -> CustomerRow | None:
        """The row of a customer on this page."""
        rows = self.page.rows if self.page is not None else ()
        return next((row for row in rows if row.id == customer_id), None)

    # ---------------------------------------------------------------------------------------------------------------

    def _show(self, page: Page) -> None:
        self.page, self._offset = page, page.offset
        self.page_changed.emit()

    def _count_anew(self, changes: frozenset[str], owner: object) -> None:
        if "customer" in changes:
            self._runner.query(self._services.customers.count, "", done=self._counted, key="customers.count")

    def _counted(self, total: int) -> None:
        self.total_changed.emit(total)

    def _sample_loaded(self, changed: Changed[int]) -> None:
        self.reload()
        self.sample_ready.emit(changed.value)
