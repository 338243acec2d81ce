"""Orders of a customer: one is typed and checked against the limit, what speaks against it is told, somebody decides."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.models.domain.errors import UserError
from app.models.domain.orders import Asked, OrderCheck
from app.ui.forms.base import Field
from app.ui.forms.choice_box import ChoiceBox
from app.ui.forms.text_edits import LineEdit, TextEdit
from app.ui.forms.typed_edits import DateEdit, DecimalEdit
from app.ui.qtmodels.rows import Column
from app.ui.screens.customer import orders_words as words
from app.ui.screens.words import CURRENCIES, let_shrink
from app.ui.widgets.badge import Badge
from app.ui.widgets.banner import Banner
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.flow import FlowRow, clear_layout
from app.ui.widgets.key_value import KeyValue
from app.ui.widgets.labels import Label, SectionTitle

if TYPE_CHECKING:
    from app.services.changes import Changed
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
        self._stale = True
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        left = QVBoxLayout()
        left.setSpacing(14)
        left.addWidget(self._new())
        left.addWidget(self._log())
        left.addStretch(1)
        row.addLayout(left, 5)
        row.addWidget(self._chosen_card(), 4, Qt.AlignmentFlag.AlignTop)
        host.ui.language_changed.connect(self._retranslate)

    # --- building ----------------------------------------------------------------------------------------------------

    def _new(self) -> Card:
        ui = self._ui
        card = Card(ui, "ui.orders.new")
        self.message = Banner(ui)
        card.body.addWidget(self.message)
        currency = ChoiceBox(ui, "ui.orders.currency", choices=[(code, code) for code in CURRENCIES], empty_key=None)
        let_shrink(currency)
        self.fields: dict[str, Field] = {
            "number": LineEdit(ui, "ui.orders.number", max_length=80),
            "amount": DecimalEdit(ui, "ui.orders.amount", kind="money"),
            "currency": currency, "term_days": DecimalEdit(ui, "ui.orders.term", minimum=Decimal(0), maximum=Decimal(365)),
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        for at, (name, field) in enumerate(self.fields.items()):
            field.setProperty("noDraft", True)     # an order is typed in a moment, and checked at once
            caption = Label(ui, "ui.orders.term" if name == "term_days" else f"ui.orders.{name}", role="muted")
            caption.setBuddy(field.editor)
            grid.addWidget(caption, at // 2 * 2, at % 2)
            grid.addWidget(field, at // 2 * 2 + 1, at % 2, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        card.body.addLayout(grid)
        self.check = Button(ui, "ui.orders.check", "primary", "check")
        self.check.clicked.connect(self.check_order)
        card.body.addWidget(self.check, 0, Qt.AlignmentFlag.AlignLeft)
        return card

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

    def _chosen_card(self) -> Card:
        ui = self._ui
        self.card = Card(ui)
        badges = FlowRow(spacing=6)
        self.state = Badge(ui)
        badges.add(self.state)
        self.figures = KeyValue(ui)
        self.reasons = QVBoxLayout()
        self.reasons.setSpacing(4)
        self.ends = Label(ui, role="small")
        self.ends.set_selectable()
        for widget in (badges, self.figures, SectionTitle(ui, "ui.orders.why")):
            self.card.body.addWidget(widget)
        self.card.body.addLayout(self.reasons)
        self.card.body.addWidget(self.ends)
        self.card.body.addWidget(self._deciding())
        self.card.hide()
        return self.card

    def _deciding(self) -> QWidget:
        ui = self._ui
        self.deciding = QWidget()
        column = QVBoxLayout(self.deciding)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(5)
        self.refused = Banner(ui)
        self.who = Label(ui, role="small")
        self.reason = TextEdit(ui, "ui.orders.reason_of", lines=2, max_length=2000)
        self.until = DateEdit(ui, "ui.orders.valid")
        for field in (self.reason, self.until):
            field.setProperty("noDraft", True)     # it is about the order that is chosen, not about the page
        column.addWidget(self.refused)
        column.addWidget(self.who)
        for key, editor in (("ui.orders.reason_of", self.reason), ("ui.orders.valid", self.until)):
            label = Label(ui, key, role="muted")
            label.setBuddy(editor.editor)
            column.addWidget(label)
            column.addWidget(editor)
        self.release = Button(ui, "ui.orders.release", "primary", "check")
        self.reject = Button(ui, "ui.orders.reject", "secondary", "close")
        self.release.clicked.connect(self._release)
        self.reject.clicked.connect(self._reject)
        buttons = FlowRow(spacing=8)
        buttons.add(self.release)
        buttons.add(self.reject)
        column.addWidget(buttons)
        return self.deciding

    # --- reading and showing -----------------------------------------------------------------------------------------

    def open(self, customer_id: int) -> None:
        """Show a customer's orders; read if something is new."""
        if customer_id != self.customer_id:
            self.forget()
            self.customer_id = customer_id
        if self._stale:
            self._stale = False
            self.host.runner.query(self.host.services.orders.page, customer_id, done=self._arrived, key="customer.orders")

    def changed(self, flags: frozenset[str], shown: bool) -> None:
        """Something was changed elsewhere or here."""
        if FLAGS & flags:
            self._stale = True
            if shown and self.customer_id:
                self.open(self.customer_id)

    def forget(self) -> None:
        """Another customer is about to be read."""
        self.content, self._stale, self._wanted = None, True, 0
        self.message.clear()
        self._clear()
        self.table.set_rows((), ())
        self.table.hide()
        self.card.hide()

    def _clear(self) -> None:
        for name in ("number", "amount", "term_days"):
            self.fields[name].set_value("" if name == "number" else None)

    def _arrived(self, content: OrderPage) -> None:
        fresh = self.content is None
        self.content = content
        if fresh:
            self.fields["currency"].set_value(content.currency)
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
             words.state(self._ui, one, content.today))
            for one in content.checks
        ], [one.id for one in content.checks])
        self.table.fit_height()
        chosen = self._wanted or before or (content.checks[0].id if some else 0)
        if self.table.select_id(chosen):
            self._wanted = 0
        self._chosen(self.table.current_id())

    def _check(self) -> OrderCheck | None:
        """The check that is chosen in the list."""
        wanted = self.table.current_id()
        return next((one for one in self.content.checks if one.id == wanted), None) if self.content is not None else None

    def _chosen(self, check_id: object) -> None:
        check, content = self._check(), self.content
        self.card.setVisible(check is not None)
        if check is None or content is None:
            return
        ui = self._ui
        self.card.set_title(words.title(ui, check))
        self.state.set(*words.state(ui, check, content.today))
        self.figures.set_rows(words.figures(ui, check))
        clear_layout(self.reasons)
        for one in check.reasons:
            self.reasons.addWidget(Label(ui, text=words.reason(ui, one, check.currency), role=words.ROLES[one.level]))
        if not check.reasons:
            self.reasons.addWidget(Label(ui, "ui.orders.nothing", role="muted"))
        self.ends.set_text(words.ends(ui, check))
        self.refused.clear()
        waits = check.waits and content.newest(check)
        self.deciding.setVisible(waits)
        if waits:
            self.who.set_text(ui.t("ui.orders.who", role=ui.t(f"ui.role.{content.releaser.value}")))
            self.until.set_value(date.fromordinal(content.today.toordinal() + content.release_days))

    def _retranslate(self) -> None:
        if self.content is not None:
            self._show_rows()

    # --- doing -------------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """The cursor into the first field."""
        self.fields["number"].setFocus()

    def check_order(self) -> None:
        """Check what is typed, and keep the outcome."""
        for field in self.fields.values():
            field.set_error(None)
            field.commit()
        wrong = [field for field in self.fields.values() if field.has_error()]
        if wrong:
            wrong[0].setFocus()
            return
        term = self.fields["term_days"].value()
        asked = Asked(
            self.customer_id, str(self.fields["number"].value()), self.fields["amount"].value() or Decimal(0),
            str(self.fields["currency"].value() or ""), None if term is None else int(term),
        )
        host = self.host
        host.runner.command(host.services.orders.check, asked, host.officer, done=self._checked, failed=self._not_checked)

    def _checked(self, changed: Changed[OrderCheck]) -> None:
        self.message.clear()
        self._wanted = changed.value.id
        if changed.flags:
            self.host.toast("ui.orders.kept")
            self._clear()
        else:
            self.message.show_message(self._ui.t("ui.orders.covered"), "info")
        self._again()

    def _not_checked(self, error: UserError) -> None:
        field = self.fields.get(error.field or "")
        if field is not None:
            field.set_error(self._ui.error_text(error))
            field.setFocus()
        else:
            self.message.show_message(self._ui.error_text(error), "danger")

    def _release(self) -> None:
        check = self._check()
        if check is None or self.until.has_error():
            return
        call = partial(self.host.services.orders.release, valid_until=self.until.value())
        self.host.runner.command(
            call, check.id, self.reason.value(), self.host.officer, done=self._decided, failed=self._not_decided)

    def _reject(self) -> None:
        check = self._check()
        if check is not None:
            self.host.runner.command(
                self.host.services.orders.reject, check.id, self.reason.value(), self.host.officer, done=self._decided,
                failed=self._not_decided,
            )

    def _decided(self, changed: Changed[OrderCheck]) -> None:
        self.reason.set_value("")
        self.reason.note_kept()
        self.host.toast(f"ui.orders.done_{changed.value.decided}")
        self._again()

    def _not_decided(self, error: UserError) -> None:
        field = {"reason": self.reason, "valid_until": self.until}.get(error.field or "")
        if field is not None and error.key in ("order.reason", "order.valid"):
            field.set_error(self._ui.error_text(error))
            field.setFocus()
        else:
            self.refused.show_message(self._ui.error_text(error), "danger")

    def _again(self) -> None:
        self._stale = True
        self.open(self.customer_id)
