"""The check of any customer's order, and the orders that wait until somebody releases or rejects them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.models.domain.orders import OrderCheck, WaitingOrder
from app.ui.frame.screen import Screen
from app.ui.qtmodels.rows import Column
from app.ui.screens import order_words as words
from app.ui.screens.order_box import OrderBox, Shown
from app.ui.screens.order_form import OrderForm
from app.ui.screens.orders.choice import CustomerChoice
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.models.domain.errors import UserError
    from app.models.domain.parties import CustomerRow
    from app.services.orders.service import OrderBoard, OrderPage
    from app.ui.frame.host import ScreenHost

CHANGES = frozenset({"orders", "grade", "customer", "settings"})
_MOST = 50
_COLUMNS = (
    Column("customer", "ui.orders.customer", stretch=True, strong=True, width=120),
    Column("number", "ui.orders.column.number", width=118),
    Column("amount", "ui.orders.column.amount", kind="money", width=124),
)


class OrdersScreen(Screen):
    """Argument: the number of a check to show it, "new" to type an order, or None."""

    def __init__(self, host: ScreenHost) -> None:
        super().__init__(host)
        self.board: OrderBoard | None = None
        self._shown: WaitingOrder | None = None
        self._own = False      # what is shown was checked or decided here, and stays though it does not wait
        self._wanted = 0
        self.title.set_key("ui.nav.orders")
        row = QHBoxLayout()
        row.setSpacing(14)
        left = QVBoxLayout()
        left.setSpacing(14)
        left.addWidget(self._new())
        left.addWidget(self._waiting())
        left.addStretch(1)
        self.box = OrderBox(host)
        self.box.decided.connect(self._decided)
        self.box.customer_wanted.connect(self._to_customer)
        row.addLayout(left, 5)
        self.later = Card(host.ui)
        self.later.body.addWidget(Label(host.ui, "ui.orders.outcome_here", role="muted"))
        right = QWidget()
        side = QVBoxLayout(right)
        side.setContentsMargins(0, 0, 0, 0)
        side.addWidget(self.later)
        side.addWidget(self.box)
        side.addStretch(1)
        row.addWidget(right, 4)
        self.body.addLayout(row)
        self.body.addStretch(1)

    def _new(self) -> Card:
        card = Card(self.ui, "ui.orders.new")
        self.choice, self.form = CustomerChoice(self.host), OrderForm(self.host)
        self.choice.chosen.connect(self._whose)
        self.form.checked.connect(self._checked)
        self.form.wrong.connect(self._wrong)
        self.form.hide()
        card.body.addWidget(self.choice)
        card.body.addWidget(self.form)
        return card

    def _waiting(self) -> Card:
        self.waiting = Card(self.ui, "ui.orders.waiting")
        self.table = DataTable(self.ui, _COLUMNS, "ui.orders.waiting", wrap=True)
        self.table.selected_id_changed.connect(self._chosen)
        self.table.activated_id.connect(self._activated)
        self.none = Label(self.ui, "ui.orders.waiting_none", role="muted")
        self.waiting.body.addWidget(self.none)
        self.waiting.body.addWidget(self.table)
        self.table.hide()
        return self.waiting

    # --- what the frame calls ----------------------------------------------------------------------------------------

    def enter(self, argument: object) -> None:
        """Read what waits; a number is the check to show, "new" begins with whose order it is."""
        self._own = self.choice.row is not None
        if isinstance(argument, int):
            self._wanted, self._own = argument, False
        elif argument == "new":
            self._begin_typing()
        self._read()

    def can_find(self) -> bool:
        return True

    def find_here(self) -> None:
        self.choice.again()

    def on_changes(self, flags: frozenset[str]) -> None:
        if "customer" in flags:
            self._own = self.choice.row is not None     # what is shown may be of a customer who is gone
        if CHANGES & flags:
            self._read()
            row = self.choice.row
            if row is not None and "grade" in flags:
                self.host.runner.query(
                    self.host.services.orders.page, row.id, done=self._graded_anew, failed=self._not_there, key="orders.grade")

    def retranslate(self) -> None:
        if self.board is not None:
            self._show()

    # --- reading and showing -----------------------------------------------------------------------------------------

    def _read(self) -> None:
        self.host.runner.query(self.host.services.orders.board, _MOST, done=self._arrived, key="orders")

    def _arrived(self, board: OrderBoard) -> None:
        self.board = board
        self._show()
        self.begin_at(self.choice.search if self.choice.row is None else self.form.check)

    def _show(self) -> None:
        board, ui = self.board, self.ui
        assert board is not None
        rows = board.waiting
        self.waiting.set_note(ui.t("ui.orders.newest", n=_MOST) if len(rows) == _MOST else
                              ui.plural("ui.orders.waiting_n", len(rows)) if rows else "")
        self.none.setVisible(not rows)
        self.table.setVisible(bool(rows))
        before = self._wanted or (self._shown.check.id if self._shown is not None else 0)
        self.table.set_rows([
            (words.whose(ui, one), words.number(ui, one), ui.money(one.check.amount, one.check.currency)) for one in rows
        ], [one.check.id for one in rows])
        self.table.fit_height()
        if self.table.select_id(before):
            self._wanted, self._own = 0, False
        elif not self._own and rows:
            self.table.select_id(rows[0].check.id)
        self._chosen(self.table.current_id() if not self._own else None)

    def _keep(self, order: WaitingOrder | None) -> None:
        """Show what was checked or decided here, or nothing while another customer's order is typed: no order that waits."""
        self._shown, self._own = order, True
        self.table.setCurrentIndex(QModelIndex())
        self._show_box()

    def _row(self, check_id: object) -> WaitingOrder | None:
        return next((one for one in self.board.waiting if one.check.id == check_id), None) if self.board is not None else None

    def _chosen(self, check_id: object) -> None:
        row = self._row(check_id)
        if row is not None:
            self._shown, self._own = row, False
        elif not self._own:
            self._shown = None
        self._show_box()

    def _show_box(self) -> None:
        one, board = self._shown, self.board
        self.later.setVisible(one is None)
        if one is None or board is None:
            self.box.show_order(None)
            return
        whose = f"{one.customer_number}  {words.whose(self.ui, one)}"
        self.box.show_order(
            Shown(one.check, board.today, board.release_days, True, whose, one.grade))

    def _begin_typing(self) -> None:
        if self.choice.row is None:
            self.choice.search.setFocus()
        else:
            self.form.begin()

    # --- doing -------------------------------------------------------------------------------------------------------

    def _whose(self, row: CustomerRow | None) -> None:
        self.form.setVisible(row is not None)
        self.form.of_customer(0 if row is None else row.id, "")
        if row is not None:
            self._keep(None)
            self.host.runner.query(self.host.services.orders.page, row.id, done=self._begin, key="orders.customer")

    def _begin(self, page: OrderPage) -> None:
        """The form opens with the customer's own currency."""
        if self.choice.row is not None and self.choice.row.id == page.customer_id:
            self.form.of_customer(page.customer_id, page.currency)
            self.form.begin()

    def _graded_anew(self, page: OrderPage) -> None:
        """The grade of the chosen customer may have changed since."""
        self.choice.set_grade(page.customer_id, page.grade)

    def _not_there(self, error: UserError) -> None:
        """The chosen customer is gone."""
        self.choice.again()

    def _checked(self, check: OrderCheck) -> None:
        row = self.choice.row
        if row is not None:
            self._keep(WaitingOrder(check, row.name, row.number, row.grade, row.sample))
            self._read()

    def _wrong(self) -> None:
        """What cannot be read is answered by nothing."""
        self._keep(None)

    def _decided(self, check: OrderCheck) -> None:
        if self._shown is not None:
            self._keep(replace(self._shown, check=check))
        self._read()

    def _activated(self, check_id: object) -> None:
        row = self._row(check_id)
        if row is not None:
            self.host.go("customer", (row.check.customer_id, "orders", row.check.id))

    def _to_customer(self, customer_id: int) -> None:
        shown = self._shown
        self.host.go("customer", (customer_id, "orders", shown.check.id if shown is not None else 0))
