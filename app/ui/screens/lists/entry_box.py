"""One entry of a list: what is known of it, and deciding about it."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from app.models.domain.errors import UserError
from app.models.domain.lists import Listing, ListState
from app.services.people import same_person
from app.ui.forms.form_grid import FormGrid
from app.ui.forms.text_edits import TextEdit
from app.ui.forms.typed_edits import DateEdit
from app.ui.screens.lists import words
from app.ui.screens.signing import why_not
from app.ui.widgets.badge import Badge
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.key_value import KeyValue
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.services.cases.signing import Signers
    from app.services.changes import Changed
    from app.ui.frame.screen import Screen


class EntryBox(Card):
    """``show_entry`` fills it. ``decided`` brings what a command changed."""

    decided = Signal(object)  # Changed[Listing]

    def __init__(self, screen: Screen) -> None:
        ui = screen.ui
        super().__init__(ui)
        self.host, self._ui = screen.host, ui
        self.entry: Listing | None = None
        self._signers: Signers = {}
        self.name = Label(ui, role="heading")
        self.body.addWidget(self.name)
        self.kind, self.state = Badge(ui), Badge(ui)
        badges = QHBoxLayout()
        badges.setSpacing(6)
        badges.addWidget(self.kind)
        badges.addWidget(self.state)
        badges.addStretch(1)
        self.body.addLayout(badges)
        self.facts = KeyValue(ui)
        self.body.addWidget(self.facts)
        grid = FormGrid(ui, label_width=130)
        self.why = TextEdit(ui, lines=2)
        self.term = DateEdit(ui)
        self._why_label = grid.add(self.why, key="ui.lists.why")
        self._term_label = grid.add(self.term, key="ui.lists.new_term")
        self.body.addWidget(grid)
        self.hint = Label(ui, role="small")
        self.body.addWidget(self.hint)
        self.approve = Button(ui, "ui.lists.approve", "primary", "check")
        self.refuse = Button(ui, "ui.lists.refuse")
        self.end = Button(ui, "ui.lists.end")
        self.renew = Button(ui, "ui.lists.renew")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for button, slot in ((self.refuse, self._refuse), (self.end, self._end), (self.renew, self._renew),
                             (self.approve, self._approve)):
            row.addWidget(button)
            button.clicked.connect(slot)
        self.body.addLayout(row)
        self.host.officer_changed.connect(self._other_officer)
        self.hide()

    def show_entry(self, entry: Listing | None, today: date) -> None:
        """Show an entry, or nothing. What was typed stays while the same entry is shown again."""
        ui = self._ui
        if entry is None or self.entry is None or entry.id != self.entry.id:
            self._empty()
        self.entry = entry
        self.setVisible(entry is not None)
        if entry is None:
            return
        self.name.set_text(entry.name)
        self.kind.set(*words.kind(ui, entry))
        self.state.set(*words.state(ui, entry, today))
        self.facts.set_rows(list(words.rows(ui, entry)), align_right=False)
        state = entry.state(today)
        waiting, counts = state is ListState.PROPOSED, entry.counts
        for widget, shown in ((self.approve, waiting), (self.refuse, waiting), (self.end, counts), (self.renew, counts),
                              (self.why, waiting or counts), (self._why_label, waiting or counts), (self.term, counts),
                              (self._term_label, counts), (self.hint, waiting or state is ListState.OVER)):
            widget.setVisible(shown)
        self._signers = {}
        self._show_signer()
        if waiting:
            self.host.runner.query(self.host.services.lists.signers, entry.id, done=self._signers_read, key="lists.signers")

    def _signers_read(self, signers: Signers) -> None:
        self._signers = signers
        self._show_signer()

    def _show_signer(self) -> None:
        """Whether the officer in use may decide; if not, why, and who may. Who proposed may take it back."""
        entry, waiting = self.entry, not self.approve.isHidden()
        problem = why_not(self._ui, self._signers, self.host.officer) if waiting and self._signers else ""
        own = entry is not None and same_person(entry.proposed_by, self.host.officer)
        self.approve.setEnabled(not problem)
        self.refuse.setEnabled(not problem or own)
        self.hint.set_role("danger" if problem and not own else "small")
        if problem:
            self.hint.set_text(problem)
        else:
            self.hint.set_key("ui.lists.second_person" if waiting else "ui.lists.over_hint")

    def _other_officer(self, _name: str) -> None:
        """One officer's words are not another's."""
        self._empty()
        self._show_signer()

    def _empty(self) -> None:
        for field in (self.why, self.term):
            field.set_value("" if field is self.why else None)
            field.set_error(None)

    # --- deciding ----------------------------------------------------------------------------------------------------

    def _approve(self) -> None:
        if self.entry is not None:
            self._send(partial(self.host.services.lists.approve, note=self._reason()), self.entry.id)

    def _refuse(self) -> None:
        if self.entry is not None:
            self._send(self.host.services.lists.refuse, self.entry.id, self._reason())

    def _end(self) -> None:
        if self.entry is not None:
            self._send(self.host.services.lists.end, self.entry.id, self._reason())

    def _renew(self) -> None:
        if self.entry is not None:
            self.term.commit()
            if not self.term.has_error():
                self._send(self.host.services.lists.renew, self.entry.id, self.term.value())

    def _reason(self) -> str:
        self.why.commit()
        return self.why.value()

    def _send(self, call: object, *given: object) -> None:
        assert callable(call)
        for field in (self.why, self.term):
            field.set_error(None)
        self.host.runner.command(call, *given, self.host.officer, done=self._done, failed=self._failed)

    def _failed(self, error: UserError) -> None:
        field = self.term if error.field == "until" else self.why
        field.set_error(error)
        field.setFocus()

    def _done(self, changed: Changed[Listing]) -> None:
        self._empty()
        self.decided.emit(changed)
