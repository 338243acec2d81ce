"""The cases of a customer and the changes of its grade, with the departments that were told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.models.domain.enums import ChangeClass
from app.models.domain.records import CHANNELS, DEPARTMENTS, GradeChange, Notice
from app.services.typed_text import LINE
from app.ui.forms.choice_box import ChoiceBox
from app.ui.forms.form_grid import FormGrid
from app.ui.forms.text_edits import LineEdit
from app.ui.qtmodels.rows import Column
from app.ui.screens.customer.event_words import department_text
from app.ui.screens.customer.page import FilePage
from app.ui.screens.replay_box import ReplayBox
from app.ui.screens.words import case_mode, case_state, case_state_kind, change_class
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.flow import FlowRow
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.services.registry import Services
    from app.services.replay.service import Replayed
    from app.services.timeline.service import CaseLine


def read_cases(services: Services, customer_id: int) -> tuple[tuple[CaseLine, ...], tuple[GradeChange, ...]]:
    """Cases, and changes with their notices, newest first (on a reader thread)."""
    with services.page(customer_id=customer_id):
        return services.timeline.cases(customer_id), tuple(reversed(services.grading.changes(customer_id)))


class CasesPage(FilePage):
    """Enter opens a case; of the chosen change the departments can be marked as told and as having read."""

    name = "cases"
    flags = frozenset({"case", "grade", "notices", "reviews"})

    def build(self) -> None:
        """Three cards, and a fourth once a rating ran again."""
        ui, self._ran_no = self.ui, 0
        self.empty = EmptyState(
            ui, "case", "ui.file.empty", "ui.file.empty_text", self.host.actions.qaction("customer.case"), self
        )
        self.empty.hide()
        self.cases = DataTable(ui, _case_columns(), "ui.customer.cases", wrap=True)
        self.cases.activated_id.connect(self._to_case)
        self.changes = DataTable(ui, _change_columns(), "ui.customer.changes", wrap=True)
        self.changes.selected_id_changed.connect(self._change_chosen)
        self.changes.activated_id.connect(self._to_form)
        self.told = DataTable(
            ui,
            (
                Column("department", "ui.file.department", stretch=True, strong=True),
                Column("sent", "ui.file.sent", width=116),
                Column("read", "ui.file.acknowledged", width=128),
            ),
            "ui.file.notices",
            wrap=True,
        )
        self.told.selected_id_changed.connect(self._notice_chosen)
        self.sent = Button(ui, "ui.file.mark_sent", "secondary", "check")
        self.read_ = Button(ui, "ui.file.mark_read", "secondary", "check")
        self.form = Button(ui, "ui.file.change_form", "ghost", "document")
        grid = self._telling()
        buttons = FlowRow(spacing=8)
        for button, slot in ((self.sent, self._mark_sent), (self.read_, self._mark_read), (self.form, self._open_form)):
            button.clicked.connect(slot)
            buttons.add(button)
        self.case_card, self.change_card = Card(ui, "ui.customer.cases"), Card(ui, "ui.customer.changes")
        self.told_card = Card(ui, "ui.file.notices")
        self.case_card.body.addWidget(self.cases)
        self.change_card.body.addWidget(self.changes)
        self.told_card.body.addWidget(self.told)
        self.told_card.body.addWidget(grid)
        self.told_card.body.addWidget(buttons)
        self.again, self.replay = Button(ui, "ui.action.changes_replay", "ghost", "review"), ReplayBox(ui)
        self.again.clicked.connect(self._run_again)
        self.change_card.body.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        self.no_changes = Label(ui, "ui.customer.no_changes", role="muted")
        self.change_card.body.addWidget(self.no_changes)
        row = QHBoxLayout()
        row.setSpacing(14)
        left = QVBoxLayout()
        left.setSpacing(14)
        left.addWidget(self.change_card)
        left.addWidget(self.replay)
        left.addStretch(1)
        row.addLayout(left, 3)
        row.addWidget(self.told_card, 2, Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self.empty)
        self.body.addWidget(self.case_card)
        self.body.addLayout(row)
        self.body.addStretch(1)

    def _telling(self) -> FormGrid:
        """Who is told, and how."""
        self.person = LineEdit(self.ui, max_length=LINE)
        self.channel = ChoiceBox(self.ui, choices=self._channels, empty_key="ui.file.told_channel_none")
        grid = FormGrid(self.ui, label_width=110)
        for field, key in ((self.person, "ui.file.told_person"), (self.channel, "ui.file.told_channel")):
            field.setProperty("noDraft", True)
            grid.add(field, key=key)
        return grid

    def ask(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return read_cases, (self.host.services, self.customer_id)

    def show_content(self, content: tuple[tuple[CaseLine, ...], tuple[GradeChange, ...]]) -> None:
        """Newest first."""
        ui, (cases, changes) = self.ui, content
        for card in (self.case_card, self.change_card):
            card.setVisible(bool(cases))
        self.empty.setVisible(not cases)
        rows = [
            (
                line.head.number,
                line.head.opened,
                change_class(ui, line.head.change_class),
                case_mode(ui, line.head.mode),
                line.head.assessor,
                line.score,
                line.grade.name if line.grade is not None else None,
                line.files or None,
                (case_state(ui, line.head.state), case_state_kind(line.head.state)),
            )
            for line in cases
        ]
        self.cases.set_rows(rows, [line.head.id for line in cases])
        self.cases.fit_height()
        self._show_changes(changes)

    def _show_changes(self, changes: tuple[GradeChange, ...]) -> None:
        ui = self.ui
        for widget in (self.changes, self.again):
            widget.setVisible(bool(changes))
        self.no_changes.setVisible(not changes)
        self.changes.set_rows(
            [
                (
                    one.no,
                    one.effective,
                    one.before.grade.name if one.before is not None else None,
                    one.after.grade.name,
                    ui.money(one.after.limit, one.after.currency, 0),
                    change_class(ui, one.change_class),
                )
                for one in changes
            ],
            [one.no for one in changes],
        )
        self.changes.fit_height()
        if changes and self.changes.current_id() is None:
            decided = next((one for one in changes if one.change_class is not ChangeClass.CORRECTION), changes[0])
            self.changes.select_id(decided.no)
        self._change_chosen(self.changes.current_id())

    # --- notices -----------------------------------------------------------------------------------------------------

    def _change(self) -> GradeChange | None:
        number = self.changes.current_id()
        changes = self.content[1] if self.content is not None else ()
        return next((one for one in changes if one.no == number), None)

    def _notices(self) -> list[Notice]:
        """Every department, told or not."""
        change = self._change()
        known = {one.department: one for one in change.notices} if change is not None else {}
        return [*known.values(), *(Notice(department) for department in DEPARTMENTS if department not in known)]

    def _change_chosen(self, number: object) -> None:
        change = self._change()
        if self._ran_no != (change.no if change is not None else 0):
            self._ran_no = 0
            self.replay.forget()
        self.told_card.setVisible(change is not None)
        if change is None:
            return
        ui, notices = self.ui, self._notices()
        self.told_card.set_note(ui.t("ui.file.change_no", no=change.no))
        self.told.set_rows(
            [
                (
                    "\n".join(part for part in (department_text(ui, one.department), self._whom(one)) if part),
                    ui.date(one.sent.astimezone()) if one.sent is not None else "",
                    ui.date(one.acknowledged.astimezone()) if one.acknowledged is not None else "",
                )
                for one in notices
            ],
            [one.department for one in notices],
        )
        self.told.fit_height()
        self._notice_chosen(self.told.current_id())

    def _notice_chosen(self, department: object) -> None:
        chosen = next((one for one in self._notices() if one.department == department), None)
        self.person.set_value(chosen.person if chosen is not None else "")
        self.channel.set_value(chosen.channel or None if chosen is not None else None)
        self.sent.setEnabled(chosen is not None and chosen.sent is None)
        self.read_.setEnabled(chosen is not None and chosen.acknowledged is None)

    def _channels(self) -> list[tuple[str, str]]:
        return [(one, self.ui.t(f"documents.channel.{one}")) for one in CHANNELS if one]

    def _whom(self, notice: Notice) -> str:
        """Who was told and how, as far as it was said."""
        how = self.ui.t(f"documents.channel.{notice.channel}") if notice.channel in CHANNELS[1:] else notice.channel
        return " · ".join(part for part in (notice.person, how) if part)

    def _mark_sent(self) -> None:
        self._mark(False)

    def _mark_read(self) -> None:
        self._mark(True)

    def _mark(self, read: bool) -> None:
        change, department = self._change(), self.told.current_id()
        if change is None or department is None:
            return
        now = self.host.services.clock.now()
        kept = []
        for one in self._notices():
            if one.department == department:
                kept.append(replace(
                    one, person=str(self.person.value()).strip(), channel=self.channel.value() or "", sent=one.sent or now,
                    acknowledged=now if read else one.acknowledged,
                ))
            elif one in change.notices:
                kept.append(one)
        services = self.host.services
        self.host.runner.command(services.grading.set_notices, change.no, tuple(kept), self.host.officer, done=self._marked)

    def _marked(self, changed: object) -> None:
        self.stale = True
        self.open(self.customer_id)

    # --- running again -----------------------------------------------------------------------------------------------

    def _run_again(self) -> None:
        """Run the rating of the chosen change again (on a reader thread: some tenths of a second)."""
        change = self._change()
        if change is not None:
            self._ran_no = change.no
            self.host.runner.query(self.host.services.replay.of_change, change.no, done=self._ran, key="customer.replay")

    def _ran(self, replayed: Replayed) -> None:
        if self._ran_no:
            self.replay.show_replayed(replayed)

    # --- leaving -----------------------------------------------------------------------------------------------------

    def _to_case(self, case_id: object) -> None:
        self.place_wanted.emit("case", case_id)

    def _to_form(self, number: object) -> None:
        self._open_form()

    def _open_form(self) -> None:
        change = self._change()
        if change is not None:
            self.place_wanted.emit("documents", (change.case_id, "change_form"))


def _case_columns() -> tuple[Column, ...]:
    return (
        Column("number", "ui.customer.case_number", width=104, strong=True),
        Column("opened", "ui.customer.case_opened", kind="date", width=108),
        Column("why", "ui.customer.change_why", stretch=True),
        Column("mode", "ui.file.column.mode", width=130),
        Column("assessor", "ui.file.column.assessor", width=150),
        Column("score", "ui.customer.score", kind="number", places=1, width=84),
        Column("grade", "ui.customer.grade", kind="grade", width=84),
        Column("files", "ui.file.column.files", kind="number", places=0, width=80),
        Column("state", "ui.customer.case_state", kind="badge", width=160),
    )


def _change_columns() -> tuple[Column, ...]:
    return (
        Column("no", "ui.customer.change_no", kind="number", places=0, width=56),
        Column("effective", "ui.customer.change_effective", kind="date", width=108),
        Column("before", "ui.customer.change_before", kind="grade", width=84),
        Column("after", "ui.customer.change_after", kind="grade", width=84),
        Column("limit", "ui.customer.limit", kind="number", width=132),
        Column("why", "ui.customer.change_why", stretch=True),
    )
