"""Correcting an entry: what it should have said, written by one officer and entered by another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from app.models.domain.errors import UserError
from app.models.domain.log import Correction
from app.services.grading.entry import GROUNDS
from app.services.people import same_person
from app.ui.forms.form_grid import FormGrid
from app.ui.forms.text_edits import TextEdit
from app.ui.forms.typed_edits import DateEdit
from app.ui.qtmodels.rows import Column
from app.ui.screens.changes import words
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.flow import FlowRow
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.models.domain.log import LogEntry, WaitingCorrection
    from app.services.changes import Changed
    from app.ui.frame.screen import Screen

_TEXTS = ("reason", "text", "conditions", "decision_note")


class CorrectionForm(Card):
    """``begin`` shows it with what the entry says. ``written`` comes when another officer can enter the correction."""

    written = Signal()

    def __init__(self, screen: Screen) -> None:
        ui = screen.ui
        super().__init__(ui, "ui.changes.correct")
        self.host, self._ui = screen.host, ui
        self.entry: LogEntry | None = None
        self.body.addWidget(Label(ui, "ui.changes.correct_hint", role="small"))
        grid = FormGrid(ui, label_width=120)
        self.fields = {name: TextEdit(ui, lines=2, max_length=4000) for name in _TEXTS}
        self.effective = DateEdit(ui)
        for name, field in self.fields.items():
            grid.add(field, key=f"ui.changes.{'correct_reason' if name == 'reason' else name}")
            if name == "text":
                self.grounds_ = self._grounds()
                grid.add(self.grounds_, key="ui.changes.grounds")
        grid.add(self.effective, key="ui.changes.effective")
        for field_ in (*self.fields.values(), self.effective):
            field_.setProperty("noDraft", True)       # it is about the entry that is chosen, not about the page
        self.body.addWidget(grid)
        self.give_up = Button(ui, "ui.changes.give_up", "ghost")
        self.send = Button(ui, "ui.changes.send", "primary", "check")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for button, slot in ((self.give_up, self.close_form), (self.send, self._send)):
            row.addWidget(button)
            button.clicked.connect(slot)
        self.body.addLayout(row)
        ui.language_changed.connect(self._name_grounds)
        self.hide()

    def _grounds(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        flow = FlowRow(spacing=10)
        column.addWidget(flow)
        self.grounds: dict[str, QCheckBox] = {}
        for ground in GROUNDS:
            box = self.grounds[ground] = QCheckBox(self._ui.t(f"documents.ground.{ground}"))
            flow.add(box)
        return inside

    def _name_entry(self) -> None:
        if self.entry is not None:
            one = self.entry.change
            self.set_title(self._ui.t("ui.changes.correct_no", no=one.no, customer=one.customer_name))

    def _name_grounds(self) -> None:
        self._name_entry()
        for ground, box in self.grounds.items():
            box.setText(self._ui.t(f"documents.ground.{ground}"))

    def begin(self, entry: LogEntry, waiting: WaitingCorrection | None) -> None:
        """Write a correction of an entry, or go on with the one that waits."""
        self.entry = entry
        self._name_entry()
        said = waiting.correction if waiting is not None else entry.change
        for name in _TEXTS[1:]:
            self.fields[name].set_value(getattr(said, name))
        self.fields["reason"].set_value(waiting.correction.reason if waiting is not None else "")
        self.effective.set_value(said.effective)
        for ground, box in self.grounds.items():
            box.setChecked(ground in said.grounds)
        for field in (*self.fields.values(), self.effective):
            field.set_error(None)
        self.show()
        self.fields["reason"].setFocus()

    def close_form(self) -> None:
        """Give it up."""
        self.entry = None
        self.hide()

    def _send(self) -> None:
        if self.entry is None:
            return
        for field in (*self.fields.values(), self.effective):
            field.commit()
        if self.effective.has_error():
            self.effective.setFocus()
            return
        for one in self.fields.values():
            one.set_error(None)
        typed = Correction(
            self.fields["reason"].value(), tuple(ground for ground, box in self.grounds.items() if box.isChecked()),
            self.fields["text"].value(), self.fields["conditions"].value(), self.fields["decision_note"].value(),
            self.effective.value() or self.entry.change.effective,
        )
        call, no = self.host.services.log.propose, self.entry.change.no
        self.host.runner.command(call, no, typed, self.host.officer, done=self._sent, failed=self._failed)

    def _sent(self, changed: object) -> None:
        self.close_form()
        self.host.toast("ui.changes.sent")
        self.written.emit()

    def _failed(self, error: UserError) -> None:
        field = self.fields.get(str(error.field), self.fields["reason"])
        field.set_error(error)
        field.setFocus()


class WaitingBox(Card):
    """A correction that waits: what it says otherwise, and entering it. ``decided`` brings the number of the new entry, 0 when
    there is none.
    """

    decided = Signal(int)

    def __init__(self, screen: Screen) -> None:
        ui = screen.ui
        super().__init__(ui, "ui.changes.waiting")
        self.host, self._ui = screen.host, ui
        self.waiting: WaitingCorrection | None = None
        self.by, self.reason = Label(ui, role="muted"), Label(ui, role="strong")
        self.table = DataTable(ui, (
            Column("what", "ui.changes.what", width=110),
            Column("stands", "ui.changes.stands", stretch=True, width=110),
            Column("should", "ui.changes.should", stretch=True, width=110, strong=True),
        ), "ui.changes.waiting", wrap=True)
        self.hint = Label(ui, role="small")
        for widget in (self.by, self.reason, self.table, self.hint):
            self.body.addWidget(widget)
        self.drop = Button(ui, "ui.changes.drop")
        self.enter = Button(ui, "ui.changes.enter", "primary", "check")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for button, slot in ((self.drop, self._drop), (self.enter, self._enter)):
            row.addWidget(button)
            button.clicked.connect(slot)
        self.body.addLayout(row)
        self.host.officer_changed.connect(self._who)
        self.hide()

    def show_waiting(self, entry: LogEntry | None, waiting: WaitingCorrection | None) -> None:
        """Show the correction that waits for an entry, or nothing."""
        self.waiting = waiting
        self.setVisible(waiting is not None)
        if waiting is None or entry is None:
            return
        ui = self._ui
        self.by.set_text(ui.t("ui.changes.by_at", name=waiting.by, at=words.moment(ui, waiting.at)))
        self.reason.set_text(waiting.correction.reason)
        self.table.set_rows(words.corrected(ui, entry.change, waiting.correction))
        self.table.fit_height()
        self._who(self.host.officer)

    def _who(self, name: str) -> None:
        """Another officer enters it."""
        if self.waiting is None:
            return
        own = same_person(name, self.waiting.by)
        self.enter.setEnabled(not own)
        self.hint.set_key("ui.changes.second" if own else "ui.changes.sign_as", name=name)

    def _enter(self) -> None:
        if self.waiting is not None:
            log = self.host.services.log
            self.host.runner.command(log.enter, self.waiting.no, self.waiting.code, self.host.officer, done=self._entered)

    def _drop(self) -> None:
        if self.waiting is not None:
            self.host.runner.command(self.host.services.log.drop, self.waiting.no, self.host.officer, done=self._dropped)

    def _entered(self, changed: Changed[LogEntry]) -> None:
        self.host.toast("ui.changes.entered", no=changed.value.change.no)
        self.decided.emit(changed.value.change.no)

    def _dropped(self, changed: object) -> None:
        self.decided.emit(0)
