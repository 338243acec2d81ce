"""Beside the worklist: the orders that are held until somebody releases or rejects them. Hidden while there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from app.ui.qtmodels.rows import Column
from app.ui.screens import order_words as words
from app.ui.screens.today.model import MOST_ORDERS
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable

if TYPE_CHECKING:
    from app.models.domain.orders import WaitingOrder
    from app.ui.context import Ui

_SHOWN = 5


class HeldOrders(Card):
    """The newest few; the rest stands on the page of orders."""

    opened = Signal(int, int)  # customer, check
    all_wanted = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, "ui.orders.waiting")
        self._ui = ui
        self._orders: tuple[WaitingOrder, ...] = ()
        self.table = DataTable(ui, (
            Column("customer", "ui.orders.customer", stretch=True, width=90),
            Column("order", "ui.orders.column.number", width=108),
        ), "ui.orders.waiting", wrap=True)
        self.table.activated_id.connect(self._opened)
        self.all = Button(ui, "ui.orders.all", "ghost")
        self.all.clicked.connect(self.all_wanted)
        self.body.addWidget(self.table)
        self.body.addWidget(self.all, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_orders(self, orders: tuple[WaitingOrder, ...]) -> None:
        """Fill; none: hidden."""
        ui, self._orders = self._ui, orders
        few = orders[:_SHOWN]
        self.setVisible(bool(orders))
        self.set_note(ui.t("ui.orders.newest", n=len(few)) if len(orders) >= MOST_ORDERS else
                      ui.plural("ui.orders.waiting_n", len(orders)))
        self.table.set_rows([
            (words.whose(ui, one), f"{words.number(ui, one)}\n{ui.money(one.check.amount, one.check.currency, 0)}") for one in few
        ], [one.check.id for one in few])
        self.table.fit_height()

    def _opened(self, check_id: object) -> None:
        one = next((one for one in self._orders if one.check.id == check_id), None)
        if one is not None:
            self.opened.emit(one.check.customer_id, one.check.id)
