"""The form for a single line of the ledger: an invoice, a payment, a credit note or an order."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.models.domain.errors import UserError
from app.models.domain.imports import LedgerEntry
from app.ui.forms.base import Field
from app.ui.forms.choice_box import ChoiceBox
from app.ui.forms.text_edits import LineEdit
from app.ui.forms.typed_edits import DateEdit, DecimalEdit, TypedEdit
from app.ui.forms.yes_no import YesNoEdit
from app.ui.screens.words import CURRENCIES
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.flow import FlowRow
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.services.ledger.service import Receivables
    from app.ui.context import Ui

KINDS = ("invoice", "payment", "credit_note", "order")
_ASKED = {
    "invoice": ("kind", "number", "day", "amount", "currency", "due", "disputed"),
    "payment": ("kind", "number", "day", "amount", "currency", "invoice"),
    "credit_note": ("kind", "number", "day", "amount", "currency", "invoice"),
    "order": ("kind", "number", "day", "amount", "currency", "delivered"),
}
_ORDER = ("kind", "number", "day", "amount", "currency", "due", "invoice", "delivered", "disputed")
_COLUMNS = 3


class LineForm(Card):
    """``begin`` shows a new line or one to correct; ``saved`` brings what can be kept, the service has the last word."""

    saved = Signal(object)  # LedgerEntry
    closed = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui)
        self._title = ""
        self._ui = ui
        self._entry = LedgerEntry(0, "invoice", "", None, Decimal(0), "")  # type: ignore[arg-type]
        self.fields: dict[str, Field] = {
            "kind": ChoiceBox(ui, "ui.receivables.form.kind", choices=self._kinds, empty_key=None),
            "number": LineEdit(ui, "ui.receivables.form.number", max_length=80),
            "day": DateEdit(ui, "ui.receivables.form.day"), "amount": DecimalEdit(ui, "ui.receivables.form.amount", kind="money"),
            "currency": ChoiceBox(
                ui, "ui.receivables.form.currency", choices=[(code, code) for code in CURRENCIES], empty_key=None
            ),
            "due": DateEdit(ui, "ui.receivables.form.due"),
            "invoice": LineEdit(ui, "ui.receivables.form.invoice", max_length=80),
            "delivered": DecimalEdit(ui, "ui.receivables.form.delivered", kind="money"),
            "disputed": YesNoEdit(ui, "ui.receivables.form.disputed"),
        }
        self._cells: dict[str, QWidget] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(9)
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)
        for name, field in self.fields.items():
            field.setProperty("draftName", name)
            self._cells[name] = self._cell(name, field)
        self.body.addLayout(self._grid)
        self.save = Button(ui, "ui.receivables.form.save", "primary", "check")
        self.cancel = Button(ui, "ui.receivables.form.cancel", "ghost")
        self.save.clicked.connect(self._save)
        self.cancel.clicked.connect(self.closed)
        buttons = FlowRow(spacing=8)
        buttons.add(self.save)
        buttons.add(self.cancel)
        self.body.addWidget(buttons)
        self.fields["kind"].edited.connect(self._other_kind)
        self._place("invoice")

    def begin(self, content: Receivables, entry: LedgerEntry | None) -> None:
        """A new line in the currency that is shown, or one to be corrected."""
        fresh = LedgerEntry(content.customer_id, "invoice", "", content.today, Decimal(0), content.currency)
        self._entry = one = entry or fresh
        self._title = "ui.receivables.old_line" if entry is not None else "ui.receivables.new_line"
        self.set_title(self._ui.t(self._title))
        for name, field in self.fields.items():
            field.set_value(None if name == "amount" and entry is None else getattr(one, name))
        self._place(one.kind)
        self.fields["number" if entry is None else "amount"].setFocus()

    def take_back(self, content: Receivables) -> None:
        """Texts of an earlier time were put back before the ledger was read: they stay, the rest is that of a new line."""
        texts = {name: text for name, field in self.fields.items() if (text := field.raw_text())}
        kind = self.fields["kind"].value()
        self.begin(content, None)
        self.show_kind(kind)
        for name, text in texts.items():
            if isinstance(self.fields[name], TypedEdit):
                self.fields[name].set_raw_text(text)

    def show_kind(self, kind: str) -> None:
        """The fields of that kind."""
        self.fields["kind"].set_value(kind)
        self._place(kind)

    def retranslate(self) -> None:
        """The language changed; what was typed stays."""
        if self._title:
            self.set_title(self._ui.t(self._title))

    def clear(self) -> None:
        """Forget what was typed."""
        for name, field in self.fields.items():
            field.set_value("" if name in ("number", "invoice") else "invoice" if name == "kind" else None)

    def show_problems(self, error: UserError) -> bool:
        """Put each problem at its field. False when one has no field here."""
        for field in self.fields.values():
            field.set_error(None)
        every = getattr(error, "problems", ()) or (error,)
        for problem in every:
            if problem.field in self.fields:
                self.fields[problem.field].set_error(problem)
        wrong = [name for name in _ORDER if self.fields[name].has_error()]
        if wrong:
            self.fields[wrong[0]].setFocus()
        return all(problem.field in self.fields for problem in every)

    # ---------------------------------------------------------------------------------------------------------------

    def _kinds(self) -> list[tuple[str, str]]:
        return [(kind, self._ui.t(f"ui.receivables.kind.{kind}")) for kind in KINDS]

    def _other_kind(self, kind: str) -> None:
        self._place(kind)

    def _cell(self, name: str, field: Field) -> QWidget:
        """A field below its label; aligned at the top, so that a message makes no other field move."""
        cell = QWidget(self)
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        label = Label(self._ui, f"ui.receivables.form.{name}", role="muted")
        label.setBuddy(field.editor)
        column.addWidget(label)
        column.addWidget(field)
        column.addStretch(1)
        return cell

    def _place(self, kind: str) -> None:
        """The fields that a kind has, in three columns."""
        asked = _ASKED[kind]
        for name, cell in self._cells.items():
            self._grid.removeWidget(cell)
            cell.setVisible(name in asked)
        for at, name in enumerate(one for one in _ORDER if one in asked):
            self._grid.addWidget(self._cells[name], at // _COLUMNS, at % _COLUMNS)

    def _save(self) -> None:
        values = {name: field.value() for name, field in self.fields.items()}
        needed = (("day", "ledger.no_day"), ("amount", "ledger.no_amount"))
        missing = [UserError(key, name) for name, key in needed if values[name] is None]
        asked = _ASKED[str(values["kind"])]
        unread = [name for name in asked if getattr(self.fields[name], "is_unread", False)]
        if unread:
            self.fields[unread[0]].setFocus()
            return
        if missing:
            for problem in missing:
                self.fields[str(problem.field)].set_error(problem)
            self.fields[str(missing[0].field)].setFocus()
            return
        values["disputed"] = values["disputed"] is True
        self.saved.emit(replace(self._entry, **values))
