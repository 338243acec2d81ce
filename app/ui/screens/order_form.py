"""An order as it is typed in: number, amount, currency, term; checked at once, and the outcome kept."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from app.models.domain.errors import UserError
from app.models.domain.orders import Asked
from app.ui.forms.base import Field
from app.ui.forms.choice_box import ChoiceBox
from app.ui.forms.text_edits import LineEdit
from app.ui.forms.typed_edits import DecimalEdit
from app.ui.screens.words import CURRENCIES, let_shrink
from app.ui.widgets.banner import Banner
from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.models.domain.orders import OrderCheck
    from app.services.changes import Changed
    from app.ui.frame.host import ScreenHost


class OrderForm(QWidget):
    """``checked`` comes with what the check said; ``customer_id`` 0: nobody is chosen, and nothing can be checked. ``wrong``
    comes when what is typed cannot be checked: what is shown of another order is not its answer.
    """

    checked = Signal(object)  # OrderCheck
    wrong = Signal()

    def __init__(self, host: ScreenHost) -> None:
        super().__init__()
        self.host, self._ui = host, host.ui
        self.customer_id = 0
        self._busy = False      # a check runs: a second click is no second check
        ui = host.ui
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.message = Banner(ui)
        column.addWidget(self.message)
        currency = ChoiceBox(ui, "ui.orders.currency", choices=[(code, code) for code in CURRENCIES], empty_key=None)
        let_shrink(currency)
        self.fields: dict[str, Field] = {
            "number": LineEdit(ui, "ui.orders.number", max_length=80),
            "amount": DecimalEdit(ui, "ui.orders.amount", kind="money"),
            "currency": currency, "term_days": DecimalEdit(
                ui, "ui.orders.term", minimum=Decimal(0), maximum=Decimal(365), whole=True),
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        for at, (name, field) in enumerate(self.fields.items()):
            field.setProperty("noDraft", True)     # an order is typed in a moment, and checked at once
            if isinstance(field.editor, QLineEdit):
                field.editor.returnPressed.connect(self._entered)
            caption = Label(ui, "ui.orders.term" if name == "term_days" else f"ui.orders.{name}", role="muted")
            caption.setBuddy(field.editor)
            grid.addWidget(caption, at // 2 * 2, at % 2)
            grid.addWidget(field, at // 2 * 2 + 1, at % 2, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        self.check = Button(ui, "ui.orders.check", "primary", "check")
        self.check.clicked.connect(self.check_order)
        column.addWidget(self.check, 0, Qt.AlignmentFlag.AlignLeft)

    def of_customer(self, customer_id: int, currency: str) -> None:
        """Another customer's order; ``currency`` is proposed."""
        self.customer_id = customer_id
        self.message.clear()
        self.clear()
        if currency:
            self.fields["currency"].set_value(currency)
        self._busy = False
        self.check.setEnabled(bool(customer_id))

    def begin(self) -> None:
        """The cursor into the first field."""
        self.fields["number"].setFocus()

    def clear(self) -> None:
        """Empty what belongs to one order."""
        for name in ("number", "amount", "term_days"):
            self.fields[name].set_value("" if name == "number" else None)
            self.fields[name].set_error(None)

    def _entered(self) -> None:
        """Enter goes on to what is still empty, and checks when nothing is."""
        for name in ("number", "amount"):
            field = self.fields[name]
            field.commit()
            if not field.value() and not field.has_error():
                field.setFocus()
                return
        self.check_order()

    def check_order(self) -> None:
        """Check what is typed, and keep the outcome."""
        if self._busy:
            return
        for field in self.fields.values():
            field.set_error(None)
            field.commit()
        wrong = [field for field in self.fields.values() if field.has_error()]
        if wrong:
            wrong[0].setFocus()
            self.wrong.emit()
            return
        term = self.fields["term_days"].value()
        asked = Asked(
            self.customer_id, str(self.fields["number"].value()), self.fields["amount"].value() or Decimal(0),
            str(self.fields["currency"].value() or ""), None if term is None else int(term),
        )
        host = self.host
        self._busy = True
        host.runner.command(host.services.orders.check, asked, host.officer, done=self._checked, failed=self._not_checked)

    def _checked(self, changed: Changed[OrderCheck]) -> None:
        self._busy = False
        self.message.clear()
        if changed.flags:
            self.host.toast("ui.orders.kept")
            self.clear()
        else:
            self.message.show_message(self._ui.t(
                "ui.orders.waits_already" if changed.value.waits else "ui.orders.covered"), "info")
        self.checked.emit(changed.value)

    def _not_checked(self, error: UserError) -> None:
        self._busy = False
        self.wrong.emit()
        field = self.fields.get(error.field or "")
        if field is not None:
            field.set_error(error)
            field.setFocus()
        else:
            self.message.show_errors([error])
