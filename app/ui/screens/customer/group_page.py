"""Who a customer is: the form at the left; its group with grades and debts at the right."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from app.models.domain.errors import UserError
from app.models.domain.parties import Customer
from app.ui.qtmodels.rows import Column
from app.ui.screens.customer.identity import IdentityForm
from app.ui.screens.customer.page import FilePage
from app.ui.widgets.banner import Banner
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.key_value import KeyValue
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.services.timeline.service import Group, GroupMember
    from app.ui.frame.host import ScreenHost


class IdentityPage(FilePage):
    """The form belongs to the screen's model; only the group is read here."""

    name = "identity"
    flags = frozenset({"customer", "case", "grade"})

    def __init__(self, host: ScreenHost) -> None:
        super().__init__(host)
        self.customer = Customer(name="")
        ui = self.ui
        self.form = IdentityForm(ui)
        card = Card(ui, "ui.customer.identity")
        card.body.addWidget(self.form)
        self.card = Card(ui, "ui.file.group")
        self.members = DataTable(
            ui,
            (
                Column("name", "ui.customer.name", stretch=True, strong=True),
                Column("grade", "ui.customer.grade", kind="grade", width=84),
                Column("owes", "ui.file.owes", kind="number", width=150),
            ),
            "ui.file.group",
            wrap=True,
        )
        self.members.activated_id.connect(self._to_member)
        self.totals = KeyValue(ui)
        self.nothing = Label(ui, "ui.file.no_group", role="muted")
        for widget in (self.members, self.totals, self.nothing):
            self.card.body.addWidget(widget)
        self.refusal = Banner(ui)
        self.body.addWidget(self.refusal)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(card, 5)
        row.addWidget(self.card, 4, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)
        self.body.addStretch(1)
        self.members.hide()
        self.totals.hide()

    def show_customer(self, customer: Customer, is_new: bool) -> None:
        """The customer whose group is asked for; a new one has none yet."""
        if customer.group != self.customer.group or customer.related != self.customer.related:
            self.stale = True
        self.customer = customer
        self.card.setVisible(not is_new)

    def show_refusal(self, refusal: UserError | None) -> None:
        """Why nothing can be typed here by the officer in use; None: it can."""
        self.form.set_read_only(refusal is not None)
        self.refusal.show_refusal(refusal)

    def ask(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return self.host.services.timeline.group, (self.customer,)

    def show_content(self, content: Group) -> None:
        """The group with what it owes together."""
        ui = self.ui
        others = len(content.members) > 1
        self.members.setVisible(others)
        self.totals.setVisible(others and bool(content.totals))
        self.nothing.setVisible(not others)
        self.nothing.set_key("ui.file.group_of_one" if content.name else "ui.file.no_group")
        self.card.set_note(ui.plural("ui.customers.count", len(content.members)) if others else "")
        self.members.set_rows(
            [(one.name, one.grade.name if one.grade is not None else None, self._owes(one)) for one in content.members],
            [one.id for one in content.members],
        )
        self.members.fit_height()
        rows: list[tuple[str, str]] = []
        for currency, owed, late in content.totals:
            amount = ui.money(owed, currency, 0)
            if late:
                amount += " · " + ui.t("ui.limit.overdue", amount=ui.money(late, currency, 0))
            rows.append((ui.t("ui.file.total", currency=currency), amount))
        self.totals.set_rows(rows)

    def _owes(self, member: GroupMember) -> str:
        return self.ui.money(member.exposure, member.currency, 0) if member.exposure is not None else "—"

    def _to_member(self, customer_id: object) -> None:
        if customer_id != self.customer_id:
            self.place_wanted.emit("customer", customer_id)
