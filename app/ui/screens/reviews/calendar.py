"""The calendar: weeks with their workload, the reviews of the chosen week, and the light review beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.forms.choice_box import ChoiceBox
from app.ui.qtmodels.rows import Column
from app.ui.screens.reviews import wording
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from datetime import date

    from app.models.domain.reviews import Due
    from app.services.reviews.planning import Slot, Week
    from app.services.reviews.service import Board
    from app.ui.context import Ui

WHICH = ("week", "late", "danger", "all")
SHOWN = 500
_FULL, _BUSY = 100, 80
_LEAST_WEEKS, _LEAST_LIST = 210, 250


class CalendarPane(QWidget):
    """Sends ``chosen(customer id or None)`` and ``opened(customer id)``."""

    chosen = Signal(object)
    opened = Signal(int)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self.board: Board | None = None
        self._officers: tuple[str, ...] = ()
        self._slots: dict[int, Slot] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        for card, share, least in ((self._weeks_card(), 2, _LEAST_WEEKS), (self._list_card(), 3, _LEAST_LIST)):
            card.setMinimumHeight(ui.px(least))
            column.addWidget(card, share)

    def _weeks_card(self) -> Card:
        card = Card(self._ui, "ui.reviews.weeks")
        self.weeks = DataTable(self._ui, [
            Column("week", "ui.reviews.week", width=190, strong=True),
            Column("due", "ui.reviews.due", kind="number", places=0, width=70),
            Column("planned", "ui.reviews.planned", kind="number", width=120),
            Column("load", "ui.reviews.load", kind="badge", width=100),
            Column("who", "ui.reviews.by_officer", stretch=True, width=180),
        ], "ui.reviews.weeks", wrap=True)
        self.weeks.selected_id_changed.connect(self._week_chosen)
        card.body.addWidget(self.weeks, 1)
        return card

    def _list_card(self) -> Card:
        ui = self._ui
        card = Card(ui, "ui.reviews.list")
        row = QHBoxLayout()
        row.setSpacing(10)
        self.which = ChoiceBox(ui, "ui.reviews.which", choices=self._which_choices, empty_key=None)
        self.whose = ChoiceBox(ui, "ui.reviews.whose", choices=self._whose_choices, empty_key=None)
        self.which.set_value("week")
        self.whose.set_value("")
        for box in (self.which, self.whose):
            box.setProperty("noDraft", True)
            box.edited.connect(self._narrowed)
            row.addWidget(box)
        row.addStretch(1)
        self.more = Label(ui, role="small")
        row.addWidget(self.more)
        card.body.addLayout(row)
        self.table = DataTable(ui, [
            Column("customer", "ui.reviews.customer", stretch=True, strong=True, width=160),
            Column("grade", "ui.reviews.grade", kind="grade", width=66),
            Column("day", "ui.reviews.day", kind="date", width=96),
            Column("state", "ui.reviews.state", kind="badge", width=150),
            Column("plan", "ui.reviews.plan", width=140),
            Column("limit", "ui.reviews.limit", kind="money", width=112),
        ], "ui.reviews.list", wrap=True)
        self.table.selected_id_changed.connect(self.chosen)
        self.table.activated_id.connect(self._opened)
        card.body.addWidget(self.table, 1)
        self.none = Label(ui, "ui.reviews.none_here", role="muted")
        card.body.addWidget(self.none)
        card.body.addStretch(0)     # keeps the filters on top where there is no table
        return card

    # --- showing ---------------------------------------------------------------------------------------------------

    def show_board(self, board: Board, wanted: int | None) -> None:
        """Fill; ``wanted`` is a customer to choose, whatever week it stands in."""
        self.board = board
        self._slots = {slot.job.customer_id: slot for slot in board.plan.slots}
        found = tuple(dict.fromkeys((*board.officers, *(one.officer for one in board.due if one.officer))))
        if found != self._officers:
            kept, self._officers = self.whose.value(), found
            self.whose.set_choices(self._whose_choices)
            self.whose.set_value(kept if kept in found else "")
        self.weeks.set_rows([self._week_cells(week) for week in board.weeks], [week.first for week in board.weeks])
        if self.weeks.current_id() is None and board.weeks:
            self.weeks.select_id(board.weeks[0].first)
        if wanted is not None and not any(one.customer_id == wanted for one in self._picked()):
            self.which.set_value("all")
            self.whose.set_value("")
        self._show_list()
        if wanted is not None:
            self.table.select_id(wanted)

    def retranslate(self) -> None:
        if self.board is not None:
            self.show_board(self.board, self.table.current_id())

    def _week_cells(self, week: Week) -> tuple[object, ...]:
        ui = self._ui
        share = 100 * week.planned // week.room if week.room else 0
        kind = "danger" if share >= _FULL else "warning" if share >= _BUSY else "plain"
        load = (ui.percent(share, 0), kind) if week.room else None
        who = wording.shares(ui, week.by_officer)
        if week.absent:
            away = ui.t("ui.reviews.away_short", names=", ".join(week.absent))
            who = f"{who} · {away}" if who else away
        done = ui.t("ui.reviews.of", done=ui.number(week.planned), room=ui.number(week.room))
        return wording.week(ui, week.first), week.due, done, load, who

    def _show_list(self) -> None:
        if self.board is None:
            return
        picked, today = self._picked(), self.board.today
        shown = picked[:SHOWN]
        self.table.set_rows([self._cells(one, today) for one in shown], [one.customer_id for one in shown])
        self.table.setVisible(bool(shown))
        self.none.setVisible(not shown)
        rest = len(picked) - len(shown)
        self.more.set_text(self._ui.plural("ui.reviews.more", rest) if rest else "")
        if shown and self.table.current_id() is None:
            self.table.select_id(shown[0].customer_id)
        elif not shown:
            self.chosen.emit(None)

    def _cells(self, one: Due, today: date) -> tuple[object, ...]:
        ui = self._ui
        name = ui.t("ui.today.sample_name", name=one.name) if one.sample else one.name
        return (
            name, one.grade.name, one.due, wording.days_left(ui, one, today),
            wording.planned(ui, self._slots.get(one.customer_id)), wording.limit(ui, one, today),
        )

    def _picked(self) -> list[Due]:
        """The reviews that the choices leave, most urgent first."""
        board, which, whose = self.board, self.which.value(), self.whose.value()
        if board is None:
            return []
        found = [one for one in board.due if not whose or one.officer == whose or self._maker(one) == whose]
        if which == "late":
            return [one for one in found if one.due < board.today]
        if which == "danger":
            endangered = {slot.job.customer_id for slot in board.plan.slots if slot.close or slot.broken}
            return [one for one in found if one.customer_id in endangered]
        week = self._week() if which == "week" else None
        return found if week is None else [one for one in found if self._in_week(one, week)]

    def _maker(self, one: Due) -> str:
        slot = self._slots.get(one.customer_id)
        return slot.officer if slot is not None else ""

    def _week(self) -> Week | None:
        first = self.weeks.current_id()
        return next((week for week in self.board.weeks if week.first == first), None) if self.board is not None else None

    def _in_week(self, one: Due, week: Week) -> bool:
        """Whether it falls due in that week, or is to be made in it: the plan makes some before they fall due."""
        if self.board is not None and week is self.board.weeks[0] and one.due < self.board.today:
            return True
        slot = self._slots.get(one.customer_id)
        days = [one.due, *([slot.day] if slot is not None and slot.day is not None else [])]
        return any(0 <= (day - week.first).days < 7 for day in days)

    def current(self) -> Due | None:
        """The review that is chosen."""
        wanted = self.table.current_id()
        return next((one for one in self.board.due if one.customer_id == wanted), None) if self.board is not None else None

    # --- doing -----------------------------------------------------------------------------------------------------

    def _which_choices(self) -> list[tuple[Any, str]]:
        return [(which, self._ui.t(f"ui.reviews.which.{which}")) for which in WHICH]

    def _whose_choices(self) -> list[tuple[Any, str]]:
        return [("", self._ui.t("ui.reviews.whose_all")), *((name, name) for name in self._officers)]

    def _week_chosen(self, first: object) -> None:
        if first is not None and self.which.value() == "week":
            self._show_list()

    def _narrowed(self, value: object) -> None:
        self._show_list()

    def _opened(self, customer_id: object) -> None:
        if isinstance(customer_id, int):
            self.opened.emit(customer_id)
