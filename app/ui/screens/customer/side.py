"""What is known of a customer beside the form: the grade in force, the cases, the grade changes."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.models.domain.records import CaseHead, GradeChange, GradeInForce
from app.ui.context import Ui
from app.ui.qtmodels.rows import Column
from app.ui.screens.customer.model import CustomerFile
from app.ui.screens.words import case_state, case_state_kind, change_class
from app.ui.widgets.badge import GradeBadge
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.key_value import KeyValue
from app.ui.widgets.labels import Label


class SidePanel(QWidget):
    """Three cards at the right."""

    case_chosen = Signal(object)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        self._grade = Card(ui, "ui.customer.in_force")
        self._terms = KeyValue(ui)
        self._no_grade = Label(ui, "ui.customer.no_grade", role="muted")
        self._grade.body.addWidget(self._terms)
        self._grade.body.addWidget(self._no_grade)
        self._cases = Card(ui, "ui.customer.cases")
        self.cases = DataTable(
            ui,
            (
                Column("number", "ui.customer.case_number", stretch=True, strong=True),
                Column("opened", "ui.customer.case_opened", kind="date", width=104),
                Column("state", "ui.customer.case_state", kind="badge", width=150),
            ),
            "ui.customer.cases",
        )
        self.cases.activated_id.connect(self.case_chosen)
        self._no_cases = Label(ui, "ui.customer.no_cases", role="muted")
        self._cases.body.addWidget(self.cases)
        self._cases.body.addWidget(self._no_cases)
        self._changes = Card(ui, "ui.customer.changes")
        self.changes = DataTable(
            ui,
            (
                Column("no", "ui.customer.change_no", kind="number", places=0, width=58),
                Column("effective", "ui.customer.change_effective", kind="date", width=104),
                Column("before", "ui.customer.change_before", kind="grade", width=70),
                Column("after", "ui.customer.change_after", kind="grade", width=70),
                Column("why", "ui.customer.change_why", stretch=True),
            ),
            "ui.customer.changes",
        )
        self._no_changes = Label(ui, "ui.customer.no_changes", role="muted")
        self._changes.body.addWidget(self.changes)
        self._changes.body.addWidget(self._no_changes)
        for card in (self._grade, self._cases, self._changes):
            column.addWidget(card)
        column.addStretch(1)

    def show_file(self, file: CustomerFile, today: date) -> None:
        """Show what is known."""
        self._show_grade(file.in_force, today)
        self._show_cases(file.cases)
        self._show_changes(file.changes)

    def _show_grade(self, grade: GradeInForce | None, today: date) -> None:
        self._terms.setVisible(grade is not None)
        self._no_grade.setVisible(grade is None)
        if grade is None:
            return
        ui, terms = self._ui, grade.terms
        review = ui.date(grade.next_review)
        left = (grade.next_review - today).days
        late = (
            ui.plural("ui.customer.review_late", -left, day=review)
            if left < 0
            else ui.plural("ui.customer.review_in", left, day=review)
        )
        self._terms.set_rows(
            [
                (ui.t("ui.customer.grade"), GradeBadge(ui, terms.grade.name)),
                (ui.t("ui.customer.score"), ui.number(terms.score, 1)),
                (ui.t("ui.customer.limit"), ui.money(terms.limit, terms.currency, 0)),
                (ui.t("ui.customer.term"), ui.plural("ui.days", terms.term_days)),
                (ui.t("ui.customer.prepayment"), ui.percent(terms.prepayment_pct, 0)),
                (ui.t("ui.customer.since"), ui.date(grade.since)),
                (ui.t("ui.customer.next_review"), Label(ui, text=late, role="danger" if left < 0 else "strong")),
            ]
        )

    def _show_cases(self, cases: tuple[CaseHead, ...]) -> None:
        self.cases.setVisible(bool(cases))
        self._no_cases.setVisible(not cases)
        newest = sorted(cases, key=lambda case: case.id, reverse=True)
        rows = [(case.number, case.opened, (case_state(self._ui, case.state), case_state_kind(case.state))) for case in newest]
        self.cases.set_rows(rows, [case.id for case in newest])
        self.cases.fit_height()

    def _show_changes(self, changes: tuple[GradeChange, ...]) -> None:
        self.changes.setVisible(bool(changes))
        self._no_changes.setVisible(not changes)
        newest = sorted(changes, key=lambda change: change.no, reverse=True)
        rows = [
            (
                change.no,
                change.effective,
                change.before.grade.name if change.before is not None else None,
                change.after.grade.name,
                change_class(self._ui, change.change_class),
            )
            for change in newest
        ]
        self.changes.set_rows(rows, [change.no for change in newest])
        self.changes.fit_height()
