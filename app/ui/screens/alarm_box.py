"""One alarm to be worked off: its question, who asks it until when, the answer with its files, and what is done about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.models.domain.alarms import ACTIONS, Alarm
from app.models.domain.errors import UserError
from app.ui.forms.base import Field
from app.ui.forms.form_grid import FormGrid
from app.ui.forms.text_edits import LineEdit, TextEdit
from app.ui.forms.typed_edits import DateEdit
from app.ui.screens import alarm_words as words
from app.ui.widgets.badge import Badge
from app.ui.widgets.banner import Banner
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.flow import FlowRow
from app.ui.widgets.labels import Label, SectionTitle

if TYPE_CHECKING:
    from app.models.domain.answers import Evidence
    from app.services.changes import Changed
    from app.ui.frame.host import ScreenHost

_FIELDS = ("owner", "due", "asked", "answer", "note")


class AlarmBox(Card):
    """``show_alarm`` fills it; what is typed stays while the same alarm is shown again. ``kept`` brings the alarm as kept."""

    kept = Signal(object)  # Alarm
    customer_wanted = Signal(int)

    def __init__(self, host: ScreenHost, *, with_customer: bool) -> None:
        super().__init__(host.ui)
        self.host, self._ui = host, host.ui
        self._with_customer = with_customer
        self.alarm: Alarm | None = None
        self._alarm_id = 0
        self._shown: dict[str, str] = {}
        self._aside: dict[int, dict[str, str]] = {}
        self._closing = False
        self._rules: words.Rules = {}
        self._day = date.min
        self._files: tuple[Evidence, ...] = ()
        self._lead: int | None = None
        self._file_boxes: dict[int, QCheckBox] = {}
        self._build_head()
        self._build_ask()
        self._build_answer()
        self._build_action()
        self._build_end()
        host.ui.language_changed.connect(self.retranslate)
        host.officer_changed.connect(self._other_officer)
        self.hide()

    # --- building ----------------------------------------------------------------------------------------------------

    def _build_head(self) -> None:
        ui = self._ui
        badges = FlowRow(spacing=6)
        self.colour, self.state = Badge(ui), Badge(ui)
        badges.add(self.colour)
        badges.add(self.state)
        self.facts = Label(ui, role="muted")
        self.customer = Button(ui, "ui.alarms.to_customer", "ghost", "customers")
        self.customer.clicked.connect(self._to_customer)
        self.customer.setVisible(self._with_customer)
        self.banner = Banner(ui)
        self.question = Label(ui, role="strong")
        self.question.set_selectable()
        self.body.addWidget(badges)
        self.body.addWidget(self.facts)
        self.body.addWidget(self.banner)
        self.body.addWidget(SectionTitle(ui, "ui.alarms.question"))
        self.body.addWidget(self.question)

    def _build_ask(self) -> None:
        ui = self._ui
        self.ask = QWidget()
        column = QVBoxLayout(self.ask)
        column.setContentsMargins(0, 0, 0, 0)
        grid = FormGrid(ui, label_width=110)
        self.fields: dict[str, Field] = {
            "owner": LineEdit(ui, max_length=80), "due": DateEdit(ui),
            "asked": TextEdit(ui, lines=2, max_length=4000, placeholder_key="ui.alarms.asked_hint"),
        }
        for name, field in self.fields.items():
            grid.add(field, key=f"ui.alarms.{name}")
        column.addWidget(grid)
        self.assign = Button(ui, "ui.alarms.assign", "secondary", "check")
        self.assign.clicked.connect(self._assign)
        column.addLayout(_row(self.assign))
        self.body.addWidget(self.ask)

    def _build_answer(self) -> None:
        ui = self._ui
        self.answering = QWidget()
        column = QVBoxLayout(self.answering)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(SectionTitle(ui, "ui.alarms.answer"))
        self.fields["answer"] = TextEdit(
            ui, "ui.alarms.answer", lines=4, max_length=4000, placeholder_key="ui.alarms.answer_hint")
        column.addWidget(self.fields["answer"])
        self.files_label = Label(ui, role="small")
        self.files = FlowRow(spacing=10)
        column.addWidget(self.files_label)
        column.addWidget(self.files)
        self.told = Label(ui, role="small")
        column.addWidget(self.told)
        self.keep = Button(ui, "ui.alarms.keep", "secondary", "check")
        self.keep.clicked.connect(self._answer)
        column.addLayout(_row(self.keep))
        self.body.addWidget(self.answering)

    def _build_action(self) -> None:
        ui = self._ui
        self.acting = QWidget()
        column = QVBoxLayout(self.acting)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(SectionTitle(ui, "ui.alarms.action"))
        choices = FlowRow(spacing=12)
        self.actions_: dict[str, QCheckBox] = {}
        for name in ACTIONS:
            box = self.actions_[name] = QCheckBox()
            choices.add(box)
        column.addWidget(choices)
        self.refusal = Banner(ui)       # beside the button: the head of the box may be out of sight
        column.addWidget(self.refusal)
        self.fields["note"] = TextEdit(
            ui, "ui.alarms.note", lines=2, max_length=4000, placeholder_key="ui.alarms.note_hint")
        column.addWidget(self.fields["note"])
        self.close_ = Button(ui, "ui.alarms.close", "primary", "check")
        self.close_.clicked.connect(self._close)
        column.addLayout(_row(self.close_))
        self.body.addWidget(self.acting)

    def _build_end(self) -> None:
        ui = self._ui
        self.ended = QWidget()
        column = QVBoxLayout(self.ended)
        column.setContentsMargins(0, 0, 0, 0)
        self.end_text = Label(ui)
        self.end_text.set_selectable()
        column.addWidget(self.end_text)
        self.reopen = Button(ui, "ui.alarms.reopen", "secondary", "reset")
        self.reopen.clicked.connect(self._reopen)
        column.addLayout(_row(self.reopen))
        self.body.addWidget(self.ended)
        self.body.addLayout(_row(self.customer))
        self.body.addStretch(1)
        self._label()

    # --- showing -----------------------------------------------------------------------------------------------------

    def expect(self, path: str) -> None:
        """Make the fields of the alarm that the way of a kept text names, before it is read."""
        number = next((part.removeprefix("@alarm") for part in path.split("/") if part.startswith("@alarm")), "")
        if number.isdigit():
            self._take(int(number))
            self.show()

    @property
    def wanted(self) -> int:
        """The alarm whose fields stand here, 0 for none."""
        return self._alarm_id

    def show_alarm(
        self, alarm: Alarm | None, rules: words.Rules, today: date, files: Sequence[Evidence] = (), lead: int | None = None
    ) -> None:
        """Fill the box, None to empty it."""
        self.alarm = alarm
        self.setVisible(alarm is not None)
        if alarm is None:
            self._take(0)
            return
        other = alarm.id != self._alarm_id
        if other:
            self._take(alarm.id)
        self._rules, self._day, self._files, self._lead = rules, today, tuple(files), lead
        for name, value in (("owner", alarm.owner), ("due", alarm.due), ("asked", alarm.asked), ("answer", alarm.answer)):
            self._fill(name, value)
        for name, text in self._aside.pop(alarm.id, {}).items():
            if self.fields[name].raw_text() == self._shown.get(name, ""):
                self.fields[name].set_raw_text(text)
        self._show_files(alarm)
        self._show_words(alarm)
        if other:
            self._to_top()

    def _to_top(self) -> None:
        """Another alarm begins with its name, wherever the page was scrolled to."""
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None:
            above.ensureWidgetVisible(self.colour, 0, self._ui.px(60))

    def _take(self, alarm_id: int) -> None:
        """Fields for another alarm, empty; what is typed into them is kept by its number."""
        self._put_aside()
        self._alarm_id, self._shown = alarm_id, {}
        self.setProperty("draftName", f"alarm{alarm_id}")
        self.banner.clear()
        self.refusal.clear()
        for name in _FIELDS:
            self.fields[name].set_value(None if name == "due" else "")
            self._shown[name] = self.fields[name].raw_text()
        for box in self.actions_.values():
            box.setChecked(False)
        self._clear_files()

    def _put_aside(self) -> None:
        """What is typed about an alarm and not kept waits until that alarm is shown again."""
        typed = {name: self.fields[name].raw_text() for name in _FIELDS}
        typed = {name: text for name, text in typed.items() if self._alarm_id and text != self._shown.get(name, "")}
        if typed:
            self._aside[self._alarm_id] = typed

    def _other_officer(self, _name: str) -> None:
        """What somebody else typed is offered to them alone, as a draft."""
        self._aside.clear()

    def _fill(self, name: str, value: Any) -> None:
        """Show a kept value unless somebody is typing another one."""
        field = self.fields[name]
        if field.raw_text() == self._shown.get(name, ""):
            field.set_value(value)
            self._shown[name] = field.raw_text()

    def _show_files(self, alarm: Alarm) -> None:
        chosen = self._chosen_files() or set(alarm.evidence_ids)
        self._clear_files()
        for file in self._files:
            box = self._file_boxes[file.id] = QCheckBox(file.name)
            box.setChecked(file.id in chosen)
            self.files.add(box)
        self.files.setVisible(bool(self._files))
        self.files_label.set_text(self._ui.t("ui.alarms.files" if self._files else "ui.alarms.files_none"))

    def _chosen_files(self) -> set[int]:
        return {number for number, box in self._file_boxes.items() if box.isChecked()}

    def _clear_files(self) -> None:
        self.files.clear()
        self._file_boxes.clear()

    def _show_words(self, alarm: Alarm) -> None:
        ui = self._ui
        self.setProperty("helpTopic", f"warning:{alarm.rule}" if alarm.rule in self._rules else None)
        self.set_title(words.rule_name(ui, self._rules, alarm.rule))
        self.colour.set(*words.colour(ui, alarm))
        self.state.set(*words.state(ui, alarm, self._day))
        figure = words.figure(ui, self._rules, alarm)
        days = alarm.days(self._day)
        facts = [figure, words.raised(ui, alarm), ui.plural("ui.alarms.days", days) if days else ""]
        if self._lead is not None:
            facts.append(ui.plural("ui.alarms.lead", self._lead))
        self.facts.set_text(" · ".join(one for one in facts if one))
        self.question.set_text(words.question(ui, self._rules, alarm))
        closed = alarm.closed is not None
        for part in (self.ask, self.answering, self.acting):
            part.setVisible(not closed)
        self.ended.setVisible(closed)
        said = alarm.answered is not None
        self.told.setVisible(said)
        if alarm.answered is not None:
            self.told.set_text(ui.t("ui.alarms.told", day=alarm.answered.astimezone().date(), who=alarm.answered_by))
        if alarm.closed is not None:
            self.end_text.set_text(self._end(alarm))
        self.reopen.setVisible(closed and not alarm.gone)

    def _end(self, alarm: Alarm) -> str:
        ui = self._ui
        assert alarm.closed is not None
        if alarm.gone:
            return ui.t("ui.alarms.gone_text", day=alarm.closed.astimezone().date())
        lines = [ui.t("ui.alarms.answer_was", text=alarm.answer)] if alarm.answer else [ui.t("ui.alarms.no_answer")]
        lines.append(ui.t("ui.alarms.done", what=words.actions(ui, alarm)))
        if alarm.action_note:
            lines.append(alarm.action_note)
        named = [file.name for file in self._files if file.id in alarm.evidence_ids]
        if named:
            lines.append(ui.t("ui.alarms.proved", files=ui.t("ui.alarms.comma").join(named)))
        lines.append(ui.t("ui.alarms.closed_by", day=alarm.closed.astimezone().date(), who=alarm.closed_by))
        return "\n".join(lines)

    def _label(self) -> None:
        for name, box in self.actions_.items():
            box.setText(self._ui.t(f"ui.alarms.action.{name}"))
            box.setToolTip(self._ui.t(f"ui.alarms.action.{name}.tip"))

    def retranslate(self) -> None:
        """Another language; what is typed stays."""
        self._label()
        if self.alarm is not None:
            self._show_words(self.alarm)

    # --- doing -------------------------------------------------------------------------------------------------------

    def _assign(self) -> None:
        due = self.fields["due"].value()
        if self.alarm is None or self.fields["due"].has_error():
            return
        if due is None:
            due = self.alarm.due
        self._run(_assign, self.alarm.id, str(self.fields["owner"].value()), due, self.fields["asked"].value())

    def _answer(self) -> None:
        if self.alarm is not None:
            self._run(_answer, self.alarm.id, self.fields["answer"].value(), tuple(sorted(self._chosen_files())))

    def _close(self) -> None:
        """An answer that was typed and not kept yet is kept first."""
        if self.alarm is None:
            return
        typed = str(self.fields["answer"].value()).strip()
        answer = typed if typed and typed != self.alarm.answer else ""
        chosen = tuple(name for name, box in self.actions_.items() if box.isChecked())
        self._run(_close, self.alarm.id, answer, tuple(sorted(self._chosen_files())), chosen, self.fields["note"].value())

    def _reopen(self) -> None:
        if self.alarm is not None:
            self._run(_reopen, self.alarm.id)

    def _run(self, call: Any, *args: Any) -> None:
        self.banner.clear()
        self.refusal.clear()
        self._closing = call is _close
        for field in self.fields.values():
            field.set_error(None)
        self.host.runner.command(
            call, self.host.services.alarms, self.host.officer, *args, done=self._kept, failed=self._refused)

    def _kept(self, changed: Changed[Alarm]) -> None:
        alarm = changed.value
        if alarm.id == self._alarm_id:
            self._shown = {name: field.raw_text() for name, field in self.fields.items()}
            if alarm.closed is not None:
                self.fields["note"].set_value("")
        for field in self.fields.values():
            field.note_kept()
        self.kept.emit(alarm)

    def _refused(self, error: UserError) -> None:
        """At its field, else above the question."""
        rest = []
        for problem in getattr(error, "problems", ()) or (error,):
            field = self.fields.get(problem.field or "")
            if field is not None:
                field.set_error(problem)
                field.setFocus()
            else:
                rest.append(problem)
        if rest:
            (self.refusal if self._closing else self.banner).show_errors(rest)

    def _to_customer(self) -> None:
        if self.alarm is not None:
            self.customer_wanted.emit(self.alarm.customer_id)


def _row(button: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(button)
    return row


def _assign(alarms: Any, by: str, alarm_id: int, owner: str, due: date, asked: str) -> Changed[Alarm]:
    changed: Changed[Alarm] = alarms.assign(alarm_id, by, owner=owner, due=due, asked=asked)
    return changed


def _answer(alarms: Any, by: str, alarm_id: int, answer: str, files: tuple[int, ...]) -> Changed[Alarm]:
    changed: Changed[Alarm] = alarms.answer(alarm_id, answer, by, evidence_ids=files)
    return changed


def _close(
    alarms: Any, by: str, alarm_id: int, answer: str, files: tuple[int, ...], actions: tuple[str, ...], note: str
) -> Changed[Alarm]:
    if answer:
        alarms.answer(alarm_id, answer, by, evidence_ids=files)
    changed: Changed[Alarm] = alarms.close(alarm_id, actions, note, by)
    return changed


def _reopen(alarms: Any, by: str, alarm_id: int) -> Changed[Alarm]:
    changed: Changed[Alarm] = alarms.reopen(alarm_id, by)
    return changed
