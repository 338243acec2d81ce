"""Ruling that an entry does not mean a customer that meets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from app.models.domain.errors import UserError
from app.models.domain.lists import Listing
from app.ui.forms.form_grid import FormGrid
from app.ui.forms.text_edits import TextEdit
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.models.domain.parties import Customer
    from app.services.changes import Changed
    from app.ui.frame.screen import Screen


class ClearForm(Card):
    """Hidden until a customer is to be judged. ``cleared`` brings what the command changed."""

    cleared = Signal(object)  # Changed[Listing]

    def __init__(self, screen: Screen) -> None:
        ui = screen.ui
        super().__init__(ui, "ui.lists.clear_title")
        self.host, self._ui = screen.host, ui
        self._customer: Customer | None = None
        self.about = Label(ui, role="small")
        self.body.addWidget(self.about)
        grid = FormGrid(ui, label_width=130)
        self.why = TextEdit(ui, lines=2)
        grid.add(self.why, key="ui.lists.clear_reason")
        self.body.addWidget(grid)
        self.send = Button(ui, "ui.lists.clear")
        self.send.clicked.connect(self._clear)
        self.body.addWidget(self.send, 0, Qt.AlignmentFlag.AlignRight)
        ui.language_changed.connect(self._show)
        self.host.officer_changed.connect(self._other_officer)
        self.hide()

    def of_customer(self, customer_id: int) -> None:
        """Judge that customer."""
        self.host.runner.query(self.host.services.customers.get, customer_id, done=self._known, key="lists.clear")

    def _other_officer(self, _name: str) -> None:
        """One officer's words are not another's."""
        self.why.set_value("")
        self.why.set_error(None)

    def done(self) -> None:
        """Nobody is to be judged any more."""
        self._customer = None
        self.why.set_value("")
        self.hide()

    def _known(self, customer: Customer) -> None:
        self._customer = customer
        self._show()

    def _show(self) -> None:
        one = self._customer
        self.setVisible(one is not None)
        if one is not None:
            self.about.set_text(self._ui.t("ui.lists.clear_hint", name=one.name, number=one.number))

    def _clear(self) -> None:
        if self._customer is not None:
            self.why.commit()
            self.why.set_error(None)
            self.host.runner.command(
                self.host.services.lists.clear, self._customer.id, self.why.value(), self.host.officer, done=self._taken,
                failed=self._failed,
            )

    def _failed(self, error: UserError) -> None:
        self.why.set_error(error)
        self.why.setFocus()

    def _taken(self, changed: Changed[Listing]) -> None:
        self.done()
        self.host.toast("ui.lists.cleared")
        self.cleared.emit(changed)
