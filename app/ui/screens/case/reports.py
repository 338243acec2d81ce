"""Reports ordered from outside agencies: when, until when, for how much, and whether they have come."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.models.domain.errors import UserError
from app.models.domain.records import OutsideReport
from app.ui.context import Ui
from app.ui.forms.base import Field
from app.ui.forms.choice_box import ChoiceBox
from app.ui.forms.text_edits import LineEdit
from app.ui.forms.typed_edits import DateEdit, DecimalEdit
from app.ui.screens.case.model import CaseModel
from app.ui.screens.words import CURRENCIES, let_shrink
from app.ui.widgets.badge import Badge
from app.ui.widgets.buttons import Button, IconButton
from app.ui.widgets.flow import clear_layout
from app.ui.widgets.labels import Label, SectionTitle

if TYPE_CHECKING:
    from app.models.domain.reports import ReportCost

PARTS = ("agency", "cost", "currency", "ordered", "due", "arrived")
"""In the order in which they stand and are typed: two lines of three, so that each holds a whole day."""


class ReportLine(QWidget):
    """The editors of one report."""

    edited = Signal()
    removed = Signal(object)

    def __init__(self, ui: Ui, report: OutsideReport, today: date, read_only: bool) -> None:
        super().__init__()
        self._ui, self._today, self._ordered = ui, today, report.ordered
        self._chased, self._read_only = report.chased, read_only
        self.fields: dict[str, Field] = {
            "agency": LineEdit(ui, "ui.case.report_agency"),
            "ordered": DateEdit(ui, "ui.case.report_ordered"),
            "due": DateEdit(ui, "ui.case.report_due"),
            "arrived": DateEdit(ui, "ui.case.report_arrived"),
            "cost": DecimalEdit(ui, "ui.case.report_cost", kind="money", minimum=Decimal(0)),
            "currency": ChoiceBox(ui, "ui.case.report_currency", choices=[(code, code) for code in CURRENCIES]),
            "forced": LineEdit(ui, "ui.reports.forced", placeholder_key="ui.reports.forced_hint"),
        }
        self.state = Badge(ui)
        self.remove = IconButton(ui, "close", "ui.case.report_remove")
        self.remove.clicked.connect(self._away)
        self.remind = Button(ui, "ui.reports.remind", "ghost", "clock")
        self.remind.clicked.connect(self._remind)
        self.reminded = Label(ui, role="small")
        self.remove.setVisible(not read_only)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        for at, name in enumerate(PARTS):
            row, column = divmod(at, 3)
            grid.addWidget(Label(ui, f"ui.case.report_{name}", role="small"), 2 * row, column)
            grid.addWidget(self.fields[name], 2 * row + 1, column, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column, 1)
        grid.addWidget(self.remove, 1, 3, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.fields["forced"], 4, 0, 1, 3)
        chased = QHBoxLayout()
        chased.addWidget(self.state)
        chased.addWidget(self.reminded, 8)
        chased.addStretch(1)
        chased.addWidget(self.remind)
        grid.addLayout(chased, 5, 0, 1, 3)
        for name, field in self.fields.items():
            if isinstance(field, ChoiceBox):
                let_shrink(field)
            value = getattr(report, name)
            field.set_value(None if value == "" and name == "currency" else value)
            field.set_read_only(read_only)
            field.edited.connect(self._changed)
        self.show_state()

    def report(self) -> OutsideReport:
        """What stands in the line; the day of ordering stays when it is emptied, and its field says that one is needed."""
        value = {name: field.value() for name, field in self.fields.items()}
        self._ordered = value["ordered"] or self._ordered
        return OutsideReport(
            value["agency"].strip(), self._ordered, value["due"], value["cost"], value["currency"] or "", value["arrived"],
            self._chased, value["forced"].strip(),
        )

    def show_state(self) -> None:
        """Arrived, overdue or waited for."""
        report = self.report()
        if report.arrived is not None:
            self.state.set(self._ui.t("ui.case.report_is_here"), "good")
        elif report.due is not None and report.due < self._today:
            self.state.set(self._ui.t("ui.case.report_overdue"), "danger")
        else:
            self.state.set(self._ui.t("ui.case.report_waiting"), "warning")
        waiting = report.arrived is None and bool(report.agency)
        self.remind.setVisible(waiting and not self._read_only and self._today not in self._chased)
        days = self._ui.t("ui.today.comma").join(self._ui.date(day) for day in self._chased)
        self.reminded.set_text(self._ui.t("ui.reports.reminded", days=days) if days else "")
        self.reminded.setVisible(bool(days))
        forced = self.fields["forced"]
        forced.setVisible(bool(report.forced) or forced.has_error())

    def show_problem(self, part: str, problem: UserError | None) -> None:
        """A message at one field; that a report was bought not long ago asks for the reason."""
        self.fields[part].set_error(problem)
        if part == "forced":
            self.fields[part].setVisible(problem is not None or bool(self.fields[part].value()))
        self._ask_day()

    def _remind(self) -> None:
        """The agency was reminded today."""
        self._chased = (*self._chased, self._today)
        self.show_state()
        self.edited.emit()

    def _ask_day(self) -> None:
        ordered = self.fields["ordered"]
        if ordered.value() is None and not ordered.has_error():
            ordered.set_error(UserError("text.required"))

    def _changed(self, value: Any) -> None:
        self.show_state()
        self._ask_day()
        self.edited.emit()

    def _away(self) -> None:
        self.removed.emit(self)


class ReportTable(QWidget):
    """All reports of the case; a line without the name of an agency waits here until it has one."""

    def __init__(self, ui: Ui, model: CaseModel) -> None:
        super().__init__()
        self._ui, self._model = ui, model
        self.lines: list[ReportLine] = []
        self._shown: tuple[OutsideReport, ...] | None = None
        self._locked = False
        self._costed = (0, 0)
        self._spent: tuple[ReportCost, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(SectionTitle(ui, "ui.case.reports"))
        self._none = Label(ui, "ui.case.reports_none", role="small")
        column.addWidget(self._none)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(10)
        column.addLayout(self._lines)
        self.add = Button(ui, "ui.case.report_add", "secondary", "plus")
        self.add.clicked.connect(self._another)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.costs = Label(ui, role="small")
        self.costs.hide()
        column.addWidget(self.costs)
        model.problem_changed.connect(self._problem)

    def refresh(self) -> None:
        """Show the reports of the case, unless they are what was typed here."""
        model = self._model
        if self._shown != model.head.reports or self._locked != model.read_only:
            self._rebuild(model.head.reports)
        self.add.setVisible(not model.read_only)
        self._none.setVisible(not self.lines)
        for line in self.lines:
            line.show_state()
        self._show_costs(self._spent)
        version = (model.head.id, model.head.version)
        if model.head.reports and version != self._costed:
            self._costed = version
            model.read_report_costs(self._show_costs)

    def _show_costs(self, costs: tuple[ReportCost, ...]) -> None:
        """What reports cost in this quarter, by agency."""
        ui, self._spent = self._ui, costs
        spent = [ui.t("ui.reports.cost", agency=one.agency, amount=ui.money(one.cost, one.currency), n=ui.number(one.count))
                 for one in costs if one.cost]
        self.costs.set_text(ui.t("ui.reports.costs", costs=" · ".join(spent)))
        self.costs.setVisible(bool(spent))

    def _rebuild(self, reports: tuple[OutsideReport, ...]) -> None:
        clear_layout(self._lines)
        self._shown, self._locked = reports, self._model.read_only
        self.lines = []
        for report in reports:
            self._put(report)

    def _put(self, report: OutsideReport) -> ReportLine:
        line = ReportLine(self._ui, report, self._model.today, self._model.read_only)
        line.edited.connect(self._tell)
        line.removed.connect(self._drop)
        self.lines.append(line)
        self._lines.addWidget(line)
        return line

    def _another(self) -> None:
        line = self._put(OutsideReport("", self._model.today, currency=self._model.head.currency))
        self._none.hide()
        line.fields["agency"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _drop(self, line: ReportLine) -> None:
        self.lines.remove(line)
        self._lines.removeWidget(line)
        line.hide()
        line.deleteLater()
        self._none.setVisible(not self.lines)
        self._tell()

    def _named(self) -> list[ReportLine]:
        return [line for line in self.lines if line.fields["agency"].value().strip()]

    def _tell(self) -> None:
        self._shown = tuple(line.report() for line in self._named())
        self._model.change_head(reports=self._shown)

    def _problem(self, place: str) -> None:
        """A message about the third part of ``reports.<n>.<part>`` stands at that field."""
        parts = place.split(".")
        if parts[0] != "reports" or len(parts) != 3:
            return
        number, lines = int(parts[1]), self._named()
        if number < len(lines) and parts[2] in lines[number].fields:
            lines[number].show_problem(parts[2], self._model.problems.get(place))
