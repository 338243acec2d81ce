"""Proposing a company for a list: an own customer, or one that is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from app.models.domain.lists import BLACK, KINDS, Listing
from app.ui.forms.choice_box import ChoiceBox
from app.ui.forms.form_grid import FormGrid
from app.ui.forms.text_edits import LineEdit, TextEdit
from app.ui.forms.typed_edits import DateEdit
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.models.domain.parties import Customer
    from app.services.changes import Changed
    from app.ui.frame.screen import Screen


class ProposeForm(Card):
    """``kept`` brings the entry as it was proposed."""

    kept = Signal(object)  # Listing

    def __init__(self, screen: Screen) -> None:
        ui = screen.ui
        super().__init__(ui, "ui.lists.propose")
        self.host, self._ui = screen.host, ui
        self.customer: Customer | None = None
        self.body.addWidget(Label(ui, "ui.lists.propose_hint", role="small"))
        self.about = Label(ui, role="strong")
        self.body.addWidget(self.about)
        grid = FormGrid(ui, label_width=130)
        self.kind = ChoiceBox(ui, choices=self._kinds, empty_key=None)
        self.kind.set_value(BLACK)
        self.name = LineEdit(ui, max_length=200)
        self.number = LineEdit(ui, max_length=80)
        self.group = LineEdit(ui, max_length=200)
        self.reason = TextEdit(ui, lines=3)
        self.until = DateEdit(ui)
        grid.add(self.kind, key="ui.lists.kind")
        self._other = [
            (grid.add(field, key=f"ui.lists.{name}"), field)
            for name, field in (("name", self.name), ("identifier", self.number), ("group", self.group))
        ]
        grid.add(self.reason, key="ui.lists.reason")
        grid.add(self.until, key="ui.lists.until")
        self.body.addWidget(grid)
        for name, field in (("kind", self.kind), ("name", self.name), ("identifier", self.number), ("group", self.group),
                            ("reason", self.reason), ("until", self.until)):
            screen.register_field(name, field)
        self.other = Button(ui, "ui.lists.other_company", "ghost")
        self.send = Button(ui, "ui.lists.send", "primary", "check")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.other)
        row.addStretch(1)
        row.addWidget(self.send)
        self.body.addLayout(row)
        self.other.clicked.connect(self.of_another)
        self.send.clicked.connect(self.propose)
        ui.language_changed.connect(self._show)
        self._show()

    def _kinds(self) -> list[tuple[Any, str]]:
        return [(one, self._ui.t(f"ui.lists.kind.{one}")) for one in KINDS]

    # --- whom it is about --------------------------------------------------------------------------------------------

    def of_customer(self, customer_id: int) -> None:
        """Propose an own customer."""
        self.host.runner.query(self.host.services.customers.get, customer_id, done=self._known, key="lists.customer")

    def of_another(self) -> None:
        """Propose a company that is no customer."""
        self.customer = None
        self._show()
        self.name.setFocus()

    def _known(self, customer: Customer) -> None:
        self.customer = customer
        self._show()
        self.reason.setFocus()

    def _show(self) -> None:
        own = self.customer
        self.about.setVisible(own is not None)
        self.other.setVisible(own is not None)
        if own is not None:
            self.about.set_text(self._ui.t("ui.lists.about", name=own.name, number=own.number))
        for label, field in self._other:
            label.setVisible(own is None)
            field.setVisible(own is None)

    # --- sending -----------------------------------------------------------------------------------------------------

    def propose(self) -> None:
        """Send it to another officer."""
        from app.services.lists.service import Entry

        for field in (self.kind, self.name, self.number, self.group, self.reason, self.until):
            field.commit()
        if self.until.has_error():
            self.until.setFocus()
            return
        own = self.customer
        entry = Entry(
            self.kind.value(), self.reason.value(), own.id if own is not None else None, self.name.value(), self.number.value(),
            self.group.value(), self.until.value(),
        )
        self.host.runner.command(self.host.services.lists.propose, entry, self.host.officer, done=self._sent)

    def _sent(self, changed: Changed[Listing]) -> None:
        for field in (self.name, self.number, self.group, self.reason):
            field.set_value("")
        self.until.set_value(None)
        self.customer = None
        self._show()
        self.host.toast("ui.lists.sent")
        self.kept.emit(changed.value)
