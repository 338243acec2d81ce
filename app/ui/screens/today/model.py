"""What the first screen holds: the worklist, how far its cases are answered, and the counts of the rail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.models.domain.tasks import Only, TaskKind, Worklist
from app.ui.runtime.runner import Runner

if TYPE_CHECKING:
    from app.models.domain.orders import WaitingOrder
    from app.models.domain.worklist import Around, Overview, Pending, Progress
    from app.services.changes import Changed
    from app.services.day_notes import DayNotes
    from app.services.registry import Services

SHOWN_PROGRESS = 60
"""So many cases at the top of the list are read for what is missing; the others are told as they come up."""
MOST_ORDERS = 50
COUNTED = frozenset({"customer", "case", "grade", "reviews", "notices", "settings"})


class TodayModel(QObject):
    """``worklist`` is None until the first answer has come, ``around`` until the second: the lines are shown first."""

    loaded = Signal()
    surrounded = Signal()
    progressed = Signal()
    counted = Signal(object)  # Overview, also while the screen is not shown
    sample_ready = Signal(int)
    sample_there = Signal(bool)
    noted = Signal(object)  # DayNotes
    stands_still = Signal(object)  # Pending
    held = Signal(object)  # orders that wait for a release

    def __init__(self, services: Services, runner: Runner) -> None:
        super().__init__()
        self._services, self._runner = services, runner
        self.worklist: Worklist | None = None
        self.around: Around | None = None
        self.progress: dict[int, Progress] = {}
        self.only: Only | None = None
        self.active = False
        self.notes: DayNotes | None = None
        self.pending: Pending | None = None
        self.orders: tuple[WaitingOrder, ...] | None = None  # None: not read, or changed since
        self._lang = "en"
        runner.changed.connect(self._count_anew)

    def load(self) -> None:
        """Read the worklist anew; the newest question wins."""
        self._runner.query(self._services.worklist.today, self.only, done=self._loaded, key="today")

    def show_only(self, only: Only | None) -> None:
        """Narrow the list to what one figure counts, or show everything."""
        self.only = only
        self.load()

    def load_sample(self, officer: str, lang: str) -> None:
        """Put the sample company into the store, its words in ``lang``."""
        self._runner.command(self._services.samples.install, officer, lang, done=self._sample_loaded)

    def _loaded(self, worklist: Worklist) -> None:
        """The lines are followed by what stands around them."""
        self.worklist = worklist
        self.loaded.emit()
        wanted = [task.case_id for task in worklist.tasks if task.kind is TaskKind.CASE and task.case_id is not None]
        self._runner.query(
            self._services.worklist.around, wanted[:SHOWN_PROGRESS], done=self._surrounded, key="today.around"
        )

    def _surrounded(self, around: Around) -> None:
        self.around, self.progress = around, dict(around.progress)
        self.surrounded.emit()
        self.counted.emit(around.overview)
        if self.progress:
            self.progressed.emit()
        self.sample_there.emit(around.sample)
        if self.notes is None or self.notes.day != around.day:
            self.pending = None
            self.read_notes()
        else:
            self._read_orders()

    def _read_orders(self) -> None:
        """Last of all: after the lines and the notes, where it is not known what waits."""
        if self.pending is None:
            self._runner.query(self._services.worklist.pending, done=self._pended, key="today.pending")
        if self.orders is None:
            self._runner.query(self._services.orders.waiting, MOST_ORDERS, done=self._orders_read, key="today.orders")

    def _pended(self, pending: Pending) -> None:
        self.pending = pending
        self.stands_still.emit(pending)

    def _orders_read(self, orders: tuple[WaitingOrder, ...]) -> None:
        self.orders = orders
        self.held.emit(orders)

    def begin_days_in(self, lang: str) -> None:
        """The language of what the program enters by itself when a day begins."""
        self._lang = lang

    def read_notes(self) -> None:
        """Read what the day begins with: once a day, and when grades changed."""
        from app.services.day_notes import override_notes

        self._runner.query(override_notes, self._services, done=self._overrides_noted, key="today.notes")

    def _overrides_noted(self, notes: DayNotes) -> None:
        from app.services.day_notes import with_clock

        self._runner.query(with_clock, self._services, notes, done=self._noted, key="today.notes")

    def _noted(self, notes: DayNotes) -> None:
        """Overrides that have ended fall back now; what that changed is told by the command."""
        anew = self.notes is None or not notes.ended or self.notes.ended != notes.ended
        self.notes = notes
        if notes.ended and anew:
            self._runner.command(self._services.overrides_watch.fall_back, self._lang, done=self._fallen)
        self.noted.emit(notes)
        self._read_orders()

    def _fallen(self, changed: Changed[object]) -> None:
        self.load()
        self.read_notes()

    def _count_anew(self, changes: frozenset[str], owner: object) -> None:
        if COUNTED & changes and not self.active and not self._runner_closed():
            self._runner.query(self._services.worklist.overview, done=self._counted, key="today.counts")

    def _runner_closed(self) -> bool:
        return bool(getattr(self._runner, "closed", False))

    def _counted(self, overview: Overview) -> None:
        self.counted.emit(overview)

    def _sample_loaded(self, changed: Changed[int]) -> None:
        self.load()
        self.sample_ready.emit(changed.value)
