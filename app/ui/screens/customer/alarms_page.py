"""The alarms of one customer: those that wait first, what followed from them, and the one that is worked off."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.models.domain.alarms import Alarm
from app.ui.qtmodels.rows import Column
from app.ui.screens import alarm_words as words
from app.ui.screens.alarm_box import AlarmBox
from app.ui.screens.customer.page import FilePage
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.services.alarms.service import AlarmFile
    from app.services.changes import Changed


class AlarmsPage(FilePage):
    """The chosen alarm stands at the right; "Look again" judges the customer by the rules now."""

    name = "alarms"
    flags = frozenset({"alarms", "grade", "case", "customer"})

    def build(self) -> None:
        ui = self.ui
        self._wanted = 0
        self.empty = EmptyState(
            ui, "warning", "ui.alarms.file_empty", "ui.alarms.file_empty_text", self.host.actions.qaction("customer.look"), self)
        self.empty.hide()
        self.parts = QWidget()
        row = QHBoxLayout(self.parts)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        left = QVBoxLayout()
        left.setSpacing(14)
        self.follows = Card(ui, "ui.alarms.follows")
        self.follow_text = Label(ui)
        self.follows.body.addWidget(self.follow_text)
        self.look = Button(ui, "ui.action.alarms_look", "secondary", "review")
        self.look.clicked.connect(self.look_again)
        self.follows.body.addWidget(self.look, 0, Qt.AlignmentFlag.AlignLeft)
        self.table = DataTable(ui, (
            Column("rule", "ui.alarms.column.rule", stretch=True, strong=True, width=200),
            Column("colour", "ui.alarms.column.colour", kind="badge", width=96),
            Column("raised", "ui.alarms.column.raised", kind="date", width=108),
            Column("days", "ui.alarms.column.days", kind="number", places=0, width=64),
            Column("state", "ui.alarms.column.state", kind="badge", width=150),
        ), "ui.file.page.alarms", wrap=True)
        self.table.selected_id_changed.connect(self._chosen)
        self.card = Card(ui, "ui.file.page.alarms")
        self.card.body.addWidget(self.table)
        left.addWidget(self.follows)
        left.addWidget(self.card)
        left.addStretch(1)
        self.box = AlarmBox(self.host, with_customer=False)
        self.box.kept.connect(self._kept)
        row.addLayout(left, 5)
        row.addWidget(self.box, 4, Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self.empty)
        self.body.addWidget(self.parts)
        self.body.addStretch(1)

    def ask(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return self.host.services.alarms.file, (self.customer_id,)

    def show_content(self, content: AlarmFile) -> None:
        file, some = content, bool(content.alarms)
        self.empty.setVisible(not some and not file.earlier)
        self.parts.setVisible(some or bool(file.earlier))
        self.follow_text.set_text(self._follows(content))
        rows = [self._cells(content, alarm) for alarm in file.alarms]
        self.card.setVisible(some)
        self.table.set_rows(rows, [alarm.id for alarm in file.alarms])
        self.table.fit_height()
        if self._wanted and self.table.select_id(self._wanted):
            self._wanted = 0
        if some and self.table.current_id() is None:
            self.table.select_id(file.alarms[0].id)
        self._chosen(self.table.current_id())

    def _cells(self, content: AlarmFile, alarm: Alarm) -> tuple[object, ...]:
        ui, day = self.ui, content.day
        return (words.rule_name(ui, content.rules, alarm.rule), words.colour(ui, alarm), alarm.raised.astimezone().date(),
                alarm.days(day), words.state(ui, alarm, day))

    def _follows(self, content: AlarmFile) -> str:
        """What the points call for, and what has followed."""
        ui, file = self.ui, content
        if file.earlier:
            names = ui.t("ui.alarms.comma").join(words.rule_name(ui, content.rules, one) for one in file.earlier)
            return ui.t("ui.alarms.earlier", rules=names)
        lines = [ui.t("ui.alarms.sum_points", points=words.points(ui, file.points), review=file.notch_from,
                      freeze=file.freeze_from)]
        if file.hold is not None:
            lines.append(ui.t("ui.alarms.frozen", day=file.hold.since.astimezone().date(), why=file.hold.reason))
        elif file.ended is not None and file.ended.lifted is not None and file.points >= file.freeze_from:
            lines.append(ui.t("ui.alarms.freeze_ended", day=file.ended.lifted.astimezone().date(), who=file.ended.lifted_by,
                              why=file.ended.lifted_reason))
        elif file.in_force is None and file.points >= file.freeze_from:
            lines.append(ui.t("ui.alarms.no_grade"))
        if file.in_force is not None and file.fresh >= file.notch_from:
            lines.append(ui.t("ui.alarms.review_by", day=file.in_force.next_review))
        return "\n".join(lines)

    def forget(self) -> None:
        self.table.set_rows((), ())

    def expect(self, path: str) -> None:
        """An answer that was typed and not kept: its alarm is chosen when the page has been read."""
        self.box.expect(path)
        self._wanted = self.box.wanted

    def _chosen(self, alarm_id: object) -> None:
        content: AlarmFile | None = self.content
        alarm = next((one for one in content.alarms if one.id == alarm_id), None) if content is not None else None
        if content is None or alarm is None:
            if not self._wanted:
                self.box.show_alarm(None, {}, self.host.services.clock.today())
            return
        self.box.show_alarm(alarm, content.rules, content.day, content.files, content.lead(alarm))

    # --- doing -------------------------------------------------------------------------------------------------------

    def look_again(self) -> None:
        """Judge the customer by the warning rules now."""
        alarms = self.host.services.alarms
        self.host.runner.command(alarms.look, self.customer_id, self.host.officer, done=self._looked)

    def _looked(self, changed: Changed[tuple[str, ...]]) -> None:
        self.host.toast("ui.alarms.looked_new" if changed.value else "ui.alarms.looked", rules=", ".join(changed.value))
        self._again()

    def _kept(self, alarm: Alarm) -> None:
        if alarm.closed is None:
            self.host.toast("ui.alarms.saved")
        else:
            self.host.toast("ui.alarms.closed", rule=alarm.rule)
            self.table.setFocus()      # the next one is chosen there
        self._again()

    def _again(self) -> None:
        self.stale = True
        self.open(self.customer_id)
