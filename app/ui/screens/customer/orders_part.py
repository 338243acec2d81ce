"""Orders of a customer: one is typed and checked against the limit, what speaks against it is told, somebody decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.models.domain.orders import OrderCheck
from app.ui.qtmodels.rows import Column
from app.ui.screens import order_words as words
from app.ui.screens.order_box import OrderBox, Shown
from app.ui.screens.order_form import OrderForm
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.services.orders.service import OrderPage
    from app.ui.frame.host import ScreenHost

FLAGS = frozenset({"orders", "grade", "ledger", "settings", "customer"})
_COLUMNS = (
    Column("number", "ui.orders.column.number", stretch=True, strong=True, width=110),
    Column("amount", "ui.orders.column.amount", width=120),
    Column("at", "ui.orders.column.at", kind="date", width=96),
    Column("state", "ui.orders.column.state", kind="badge", width=120),
)


class OrdersPart(QWidget):
    """``open`` reads a customer's orders; the chosen one stands at the right with its decision."""

    def __init__(self, host: ScreenHost) -> None:
        super().__init__()
        self.host, self._ui = host, host.ui
        self.setProperty("helpTopic", "orders")
        self.customer_id = 0
        self.content: OrderPage | None = None
        self._wanted = 0
        self._to_table = False
        self._stale = True
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        left = QVBoxLayout()
        left.setSpacing(14)
        new = Card(host.ui, "ui.orders.new")
        self.form = OrderForm(host)
        self.form.checked.connect(self._moved)
        new.body.addWidget(self.form)
        left.addWidget(new)
        left.addWidget(self._log())
        left.addStretch(1)
        self.box = OrderBox(host)
        self.box.decided.connect(self._moved)
        row.addLayout(left, 5)
        row.addWidget(self.box, 4, Qt.AlignmentFlag.AlignTop)
        host.ui.language_changed.connect(self._retranslate)

    def _log(self) -> Card:
        ui = self._ui
        card = Card(ui, "ui.orders.so_far")
        self.none = Label(ui, "ui.orders.none", role="muted")
        self.table = DataTable(ui, _COLUMNS, "ui.orders.so_far", wrap=True)
        self.table.selected_id_changed.connect(self._chosen)
        card.body.addWidget(self.none)
        card.body.addWidget(self.table)
        self.table.hide()
        return card

    # --- reading and showing -----------------------------------------------------------------------------------------

    def open(self, customer_id: int) -> None:
        """Show a customer's orders; read if something is new."""
        if customer_id != self.customer_id:
            self.forget()
            self.customer_id = customer_id
        if self._stale:
            self._stale = False
            self.host.runner.query(self.host.services.orders.page, customer_id, done=self._arrived, key="customer.orders")

    def begin(self, check_id: int = 0) -> None:
        """The check of that number is to be looked at; 0: an order is to be typed."""
        if check_id:
            self._wanted = check_id
            self._to_table = True
            self._show_rows()
        else:
            self.form.begin()

    def changed(self, flags: frozenset[str], shown: bool) -> None:
        """Something was changed elsewhere or here."""
        if FLAGS & flags:
            self._stale = True
            if shown and self.customer_id:
                self.open(self.customer_id)

    def forget(self) -> None:
        """Another customer is about to be read."""
        self.content, self._stale, self._wanted = None, True, 0
        self.form.of_customer(0, "")
        self.table.set_rows((), ())
        self.table.hide()
        self.box.show_order(None)

    def _arrived(self, content: OrderPage) -> None:
        fresh = self.content is None
        self.content = content
        if fresh:
            self.form.of_customer(content.customer_id, content.currency)
        self._show_rows()

    def _show_rows(self) -> None:
        content = self.content
        if content is None:
            return
        some = bool(content.checks)
        before = self.table.current_id()
        self.none.setVisible(not some)
        self.table.setVisible(some)
        self.table.set_rows([
            (one.number, self._ui.money(one.amount, one.currency), one.at.astimezone().date(),
             words.state(self._ui, one, content.today, newest=content.newest(one)))
            for one in content.checks
        ], [one.id for one in content.checks])
        self.table.fit_height()
        chosen = self._wanted or before or (content.checks[0].id if some else 0)
        if self.table.select_id(chosen):
            if self._to_table and chosen == self._wanted:
                self.table.setFocus()
            self._wanted, self._to_table = 0, False
        self._chosen(self.table.current_id())

    def _chosen(self, check_id: object) -> None:
        content = self.content
        check = next((one for one in content.checks if one.id == check_id), None) if content is not None else None
        if check is None or content is None:
            self.box.show_order(None)
        else:
            self.box.show_order(
                Shown(check, content.today, content.release_days, decidable=content.newest(check)))

    def _retranslate(self) -> None:
        if self.content is not None:
            self._show_rows()

    def _moved(self, check: OrderCheck) -> None:
        """An order was checked or decided here."""
        self._wanted, self._stale = check.id, True
        self.open(self.customer_id)
