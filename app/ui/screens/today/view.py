"""The first screen: figures above, what to do next, what moved, who stands where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.models.domain.tasks import Only, Task, TaskKind
from app.ui.actions.registry import Action
from app.ui.frame.screen import Screen
from app.ui.screens.sample_line import SampleLine
from app.ui.screens.today import wording
from app.ui.screens.today.cards import DoNext, Figures
from app.ui.screens.today.model import TodayModel
from app.ui.widgets.card import Card

if TYPE_CHECKING:
    from app.models.domain.orders import WaitingOrder
    from app.models.domain.worklist import Overview, Pending
    from app.services.day_notes import DayNotes
    from app.ui.frame.host import ScreenHost
    from app.ui.screens.today.notes import Notes
    from app.ui.screens.today.orders import HeldOrders
    from app.ui.screens.today.pending import StandsStill
    from app.ui.screens.today.side import ByGrade, Moves

CHANGES = frozenset({"customer", "case", "grade", "reviews", "notices", "settings", "alarms", "orders"})
PENDING_CHANGES = CHANGES | {"lists"}
ORDER_CHANGES = frozenset({"orders", "customer", "grade"})
NARROW, SIDE = 880, 32
_LIST, _EMPTY, _BLANK = range(3)


class TodayScreen(Screen):
    """Enter opens the line that is chosen; the figures narrow the list; Ctrl+N begins an investigation."""

    def __init__(self, host: ScreenHost) -> None:
        super().__init__(host)
        self.model = TodayModel(host.services, host.runner)
        self.model.setParent(self)
        self.model.loaded.connect(self._show)
        self.model.surrounded.connect(self._show_around)
        self.model.progressed.connect(self._show_tasks)
        self.model.counted.connect(self._show_counts)
        self.model.sample_ready.connect(self._open_sample)
        self.model.sample_there.connect(self._sample_known)
        self.model.noted.connect(self._show_notes)
        self.model.stands_still.connect(self._show_pending)
        self.model.held.connect(self._show_orders)
        self._add_actions()
        self.title.add_button(host.actions.button("today.investigate", "primary"))
        self.title.set_key("ui.nav.today")
        self.figures, self.do_next = Figures(host.ui), DoNext(host.ui)
        self._moves: Moves | None = None
        self._by_grade: ByGrade | None = None
        self._notes: Notes | None = None
        self._pending: StandsStill | None = None
        self._orders: HeldOrders | None = None
        self.figures.chosen.connect(self._narrow)
        self.do_next.opened.connect(self._open)
        self.do_next.all_wanted.connect(self._show_everything)
        self._stack = QStackedWidget()
        self._empty = QWidget()  # filled when there is no customer
        for page in (self._list_page(), self._empty, QWidget()):
            self._stack.addWidget(page)
        self._stack.setCurrentIndex(_BLANK)
        self.body.addWidget(self._stack, 1)

    # --- what the frame calls --------------------------------------------------------------------------------------

    def enter(self, argument: object) -> None:
        """Read the worklist; ``argument`` an ``Only`` narrows it."""
        self.model.active = True
        self.model.begin_days_in(self.ui.lang)
        if isinstance(argument, Only):
            self.model.only = argument
        self.model.load()

    def leave(self) -> bool:
        self.model.active = False
        return True

    def on_changes(self, flags: frozenset[str]) -> None:
        if ORDER_CHANGES & flags:
            self.model.orders = None
        if PENDING_CHANGES & flags:
            self.model.pending = None
        if CHANGES & flags and self.model.active:
            self.model.load()
            if "grade" in flags:
                self.model.read_notes()

    def files_for(self, at: QPoint) -> tuple[str, int] | None:
        """The customer whose row is there; it becomes the current row."""
        row_id = self.do_next.table.id_under(self, at)
        return ("customer", row_id[1]) if row_id is not None else None

    def retranslate(self) -> None:
        if self.model.worklist is not None:
            self._show()
        if self.model.around is not None:
            self._show_around()
        if self.model.notes is not None:
            self._show_notes(self.model.notes)
        if self.model.orders is not None:
            self._show_orders(self.model.orders)
        if self.model.pending is not None:
            self._show_pending(self.model.pending)

    # --- building --------------------------------------------------------------------------------------------------

    def _add_actions(self) -> None:
        add, group = self.host.actions.add, "ui.group.go"
        add(Action("today.investigate", "ui.action.investigate", self._investigate, "Ctrl+N", "plus", group))
        add(Action("today.sample", "ui.action.sample", self._load_sample, "", "customers", group, self._is_empty, "today"))
        add(Action("today.customer", "ui.action.customer_new", self._new_customer, "", "plus", group, self._is_empty, "today"))

    def _list_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self.figures)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(14)
        side = QWidget()
        self._side = side
        right = QVBoxLayout(side)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(14)
        self._right = right
        self._columns.addWidget(self.do_next, 1)
        self._columns.addWidget(side)
        column.addLayout(self._columns, 1)
        self.sample = SampleLine(self.host)
        column.addWidget(self.sample)
        return page

    def _sample_known(self, there: bool) -> None:
        self.sample.show_for(there)

    def _fill_empty(self) -> None:
        if self._empty.layout() is not None:
            return
        from app.ui.widgets.empty_state import EmptyState

        whole = QVBoxLayout(self._empty)
        whole.setContentsMargins(0, 0, 0, 0)
        page = Card(self.ui)
        whole.addWidget(page)
        sample = self.host.actions.qaction("today.sample")
        page.body.addWidget(EmptyState(self.ui, "today", "ui.today.empty", "ui.today.empty_text", sample))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.host.actions.button("today.customer", "ghost"))
        row.addStretch(1)
        page.body.addLayout(row)
        page.body.addStretch(2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= self.ui.px(NARROW)
        share = event.size().width() * SIDE // 100 if wide else 16_777_215
        self._side.setMaximumWidth(share)
        self._side.setMinimumWidth(share if wide else 0)
        self._columns.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    # --- showing ---------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        worklist = self.model.worklist
        assert worklist is not None
        self.title.set_text(wording.long_day(self.ui, worklist.day))
        if worklist.tasks:
            self._stack.setCurrentIndex(_LIST)
        self.figures.show_only(worklist.only)
        self._show_tasks()

    def _show_around(self) -> None:
        """The figures and the cards at the side, which are made when there is something to show in them."""
        around = self.model.around
        assert around is not None
        if not around.overview.customers:
            self._fill_empty()
        self._stack.setCurrentIndex(_LIST if around.overview.customers else _EMPTY)
        self.figures.show_figures(around)
        self.moves.show_moves(around)
        self.by_grade.show_counts(around.overview)
        self.host.actions.refresh()

    @property
    def moves(self) -> Moves:
        """The grade changes of the month."""
        if self._moves is None:
            from app.ui.screens.today.side import Moves

            self._moves = Moves(self.ui)
            self._moves.opened.connect(self._open_customer)
            self._right.addWidget(self._moves)
            self._right.addStretch(1)
        return self._moves

    @property
    def by_grade(self) -> ByGrade:
        """The customers by grade."""
        if self._by_grade is None:
            from app.ui.screens.today.side import ByGrade

            self._by_grade = ByGrade(self.ui)
            self._by_grade.chosen.connect(self._open_grade)
            self._right.insertWidget((self._notes is not None) + (self._orders is not None), self._by_grade)
        return self._by_grade

    def _show_notes(self, notes: DayNotes) -> None:
        """What the day begins with; its card is made when there is something to tell."""
        if self._notes is None and notes.anything:
            from app.ui.screens.today.notes import Notes

            self._notes = Notes(self.ui)
            self._notes.opened.connect(self._open_reviews)
            self._right.insertWidget(0, self._notes)
        if self._notes is not None:
            self._notes.show_notes(notes)

    def _show_pending(self, pending: Pending) -> None:
        """What stands still until somebody takes it up; its card is made when there is any."""
        if self._pending is None and pending.anything:
            from app.ui.screens.today.pending import StandsStill

            self._pending = StandsStill(self.ui)
            self._pending.wanted.connect(self._open_pending)
            self._right.insertWidget(0, self._pending)
        if self._pending is not None:
            self._pending.show_pending(pending)

    def _show_orders(self, orders: tuple[WaitingOrder, ...]) -> None:
        """Orders that wait for a release; their card is made when there is one."""
        if self._orders is None and orders:
            from app.ui.screens.today.orders import HeldOrders

            self._orders = HeldOrders(self.ui)
            self._orders.opened.connect(self._open_order)
            self._orders.all_wanted.connect(self._all_orders)
            self._right.insertWidget(0 if self._notes is None else 1, self._orders)
        if self._orders is not None:
            self._orders.show_orders(orders)

    def _open_pending(self, screen: str, argument: object) -> None:
        self.host.go(screen, argument)

    def _open_order(self, customer_id: int, check_id: int) -> None:
        self.host.go("customer", (customer_id, "orders", check_id))

    def _all_orders(self) -> None:
        self.host.go("orders")

    def _open_reviews(self, page: str) -> None:
        self.host.go("reviews", page)

    def _show_tasks(self) -> None:
        if self.model.worklist is not None:
            self.do_next.show_tasks(self.model.worklist, self.model.progress)
            self.begin_at(self.do_next.table)

    def _show_counts(self, figures: Overview) -> None:
        """The pills of the rail, right also while another screen is shown."""
        urgent = figures.overdue + figures.due + figures.approvals
        self.host.set_count("today", urgent or None, "danger" if figures.overdue else "plain")
        self.host.set_count("customers", figures.customers)
        self.host.set_count("cases", figures.open_cases or None)
        self.host.set_count("warnings", figures.alarms or None)

    # --- doing -----------------------------------------------------------------------------------------------------

    def _is_empty(self) -> bool:
        return self.model.around is not None and not self.model.around.overview.customers

    def _narrow(self, only: Only | None) -> None:
        if only is Only.CASE:
            self.figures.tiles[only].setChecked(False)
            self.host.go("cases")
        else:
            self.model.show_only(only)

    def _show_everything(self) -> None:
        self.model.show_only(None)

    def _open(self, task: Task) -> None:
        if task.kind is TaskKind.APPROVAL:
            self.host.go("approval", task.case_id)
        elif task.kind is TaskKind.ALARM:
            self.host.go("customer", (task.customer_id, "alarms"))
        elif task.kind in (TaskKind.CASE, TaskKind.REVIEW) and task.case_id is not None:
            self.host.go("case", task.case_id)
        elif task.kind is TaskKind.REVIEW:
            self.host.go("reviews", task.customer_id)
        else:
            self.host.go("customer", (task.customer_id, "cases") if task.kind is TaskKind.NOTICE else task.customer_id)

    def _open_customer(self, customer_id: int) -> None:
        self.host.go("customer", customer_id)

    def _open_grade(self, grade: str) -> None:
        self.host.go("customers", {"grade": grade})

    def _open_sample(self, customer_id: int) -> None:
        self.host.toast("ui.today.sample_loaded")
        self.host.go("customer", customer_id)

    def _load_sample(self) -> None:
        self.model.load_sample(self.host.officer, self.ui.lang)

    def _new_customer(self) -> None:
        self.host.go("customer", None)

    def _investigate(self) -> None:
        if self._is_empty():
            self._new_customer()
            return
        from app.ui.screens.today.picker import CustomerPicker

        CustomerPicker(self.host, self.window()).open()
