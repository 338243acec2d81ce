"""The line that is always in sight: score, limit against what is owed, next review, who is responsible."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.screens.customer.model import CustomerFile
from app.ui.widgets.labels import Label
from app.ui.widgets.limit_bar import LimitBar

if TYPE_CHECKING:
    from app.ui.context import Ui

_ZERO = Decimal(0)


class FileHead(QFrame):
    """One card under the title."""

    def __init__(self, ui: Ui, to_review: QWidget) -> None:
        super().__init__()
        self._ui, self._to_review = ui, to_review
        self.setObjectName("card")
        row = QHBoxLayout(self)
        row.setContentsMargins(15, 9, 15, 9)
        row.setSpacing(22)
        self.score = Label(ui, role="heading", wrap=False)
        self.review = Label(ui, role="heading")
        self.people = Label(ui, role="strong")
        self.bar = LimitBar(ui)
        for key, label, stretch in (
            ("ui.customer.score", self.score, 1),
            ("ui.customer.next_review", self.review, 3),
            ("ui.file.people", self.people, 3),
        ):
            column = QVBoxLayout()
            column.setSpacing(1)
            column.addWidget(Label(ui, key, role="small", wrap=False))
            column.addWidget(label)
            column.addStretch(1)
            row.addLayout(column, stretch)
        row.insertWidget(1, self.bar, 5)
        row.insertWidget(3, to_review)
        to_review.hide()

    def show_file(self, file: CustomerFile, today: date) -> None:
        """Show the grade in force with what the newest case knows of the debt."""
        ui, grade = self._ui, file.in_force
        self.score.set_text(ui.number(grade.terms.score, 1) if grade is not None else "—")
        newest = max(file.cases, key=lambda case: case.id, default=None)
        owed = next((case for case in sorted(file.cases, key=_number, reverse=True) if case.own_exposure is not None), newest)
        exposure = (owed.own_exposure, owed.currency) if owed is not None and owed.own_exposure is not None else None
        overdue = (owed.own_overdue or _ZERO) if owed is not None else _ZERO
        late = grade is not None and grade.next_review < today
        limit = (grade.terms.limit, grade.terms.currency) if grade is not None else None
        self.bar.set_limit(limit, exposure, overdue, frozen=late or bool(grade is not None and grade.holds))
        self._to_review.setVisible(grade is not None)
        if grade is None:
            self.review.set_key("ui.file.no_review")
            self.review.set_role("muted")
        else:
            self.review.set_text(review_text(ui, grade.next_review, today))
            self.review.set_role("danger" if late else "strong")
        people = [name for name in (file.customer.owner, file.customer.officer) if name]
        self.people.set_text(" / ".join(people) or "—")


def _number(case: object) -> int:
    return int(getattr(case, "id", 0))


def review_text(ui: Ui, day: date, today: date) -> str:
    """The day of a review with how far off it is, in words; one that has passed says so."""
    left = (day - today).days
    if left < 0:
        return "⚠ " + ui.plural("ui.customer.review_late", -left, day=ui.date(day))
    return ui.plural("ui.customer.review_in", left, day=ui.date(day))
