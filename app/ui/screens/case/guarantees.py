"""The securities offered: kind, value, earlier charges, and the grade of a corporate guarantor."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.models.domain.answers import Guarantee
from app.models.domain.enums import Grade
from app.models.domain.methodology import Haircut
from app.ui.context import Ui
from app.ui.forms.choice_box import ChoiceBox
from app.ui.forms.typed_edits import DecimalEdit
from app.ui.screens.case.model import CaseModel
from app.ui.screens.words import let_shrink
from app.ui.widgets.buttons import Button, IconButton
from app.ui.widgets.flow import clear_layout
from app.ui.widgets.labels import Label, Rule, SectionTitle


class GuaranteeLine(QWidget):
    """The editors of one security; they stand in the grid of the table."""

    edited = Signal()
    removed = Signal(object)

    def __init__(self, ui: Ui, guarantee: Guarantee, haircuts: tuple[Haircut, ...], read_only: bool) -> None:
        super().__init__()
        self._ui, self._haircuts, self._note = ui, haircuts, guarantee.note
        self.kind = ChoiceBox(ui, "ui.case.guarantee_kind", choices=self._kinds, empty_key=None)
        self.value = DecimalEdit(ui, "ui.case.guarantee_value", kind="money", minimum=Decimal(0))
        self.prior = DecimalEdit(ui, "ui.case.guarantee_prior", kind="money", minimum=Decimal(0))
        grades = [(grade.name, grade.name) for grade in reversed(Grade)]
        self.grade = ChoiceBox(ui, "ui.case.guarantee_grade", choices=grades)
        self.remove = IconButton(ui, "close", "ui.case.guarantee_remove")
        for choice in (self.kind, self.grade):
            let_shrink(choice)
        self.kind.set_value(guarantee.kind)
        self.value.set_value(guarantee.value or None)
        self.prior.set_value(guarantee.prior or None)
        self.grade.set_value(guarantee.guarantor_grade or None)
        for field in (self.kind, self.value, self.prior, self.grade):
            field.set_read_only(read_only)
            field.edited.connect(self._changed)
        self.remove.clicked.connect(self._away)
        self._lay_out()
        self.remove.setVisible(not read_only)
        self._show_grade()

    def _lay_out(self) -> None:
        """The kind on the first line with its whole name, the figures below with their names above them."""
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.addWidget(self.kind, 0, 0, 1, 3)
        grid.addWidget(self.remove, 0, 3, Qt.AlignmentFlag.AlignTop)
        self._grade_name = Label(self._ui, "ui.case.guarantee_grade", role="small")
        names = (
            Label(self._ui, "ui.case.guarantee_value", role="small"),
            Label(self._ui, "ui.case.guarantee_prior", role="small"),
        )
        for at, (name, field) in enumerate(zip((*names, self._grade_name), (self.value, self.prior, self.grade), strict=True)):
            grid.addWidget(name, 1, at)
            grid.addWidget(field, 2, at, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(at, 1)

    def guarantee(self) -> Guarantee:
        """What stands in the line; an empty amount is 0."""
        grade = self.grade.value() or "" if self._graded() else ""
        return Guarantee(
            self.kind.value(), self.value.value() or Decimal(0), self.prior.value() or Decimal(0), grade, self._note
        )

    def _kinds(self) -> list[tuple[str, str]]:
        ui = self._ui
        return [
            (h.key, ui.t("ui.case.guarantee_share", name=h.label.get(ui.lang), share=ui.percent(h.pct, 0)))
            for h in self._haircuts
        ]

    def _graded(self) -> bool:
        return any(h.key == self.kind.value() and h.grade_factor for h in self._haircuts)

    def _show_grade(self) -> None:
        for widget in (self.grade, self._grade_name):
            widget.setVisible(self._graded())

    def _changed(self, value: Any) -> None:
        self._show_grade()
        self.edited.emit()

    def _away(self) -> None:
        self.removed.emit(self)


class GuaranteeTable(QWidget):
    """Writes the whole table into the view model."""

    def __init__(self, ui: Ui, model: CaseModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._ui, self._model = ui, model
        self.lines: list[GuaranteeLine] = []
        self._shown: tuple[Guarantee, ...] | None = None
        self._locked = False
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 14, 6, 6)
        column.setSpacing(8)
        self._title = SectionTitle(ui, "ui.case.guarantees")
        column.addWidget(self._title)
        column.addWidget(Label(ui, "ui.case.guarantees_text", role="small"))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        column.addLayout(self._lines)
        self._problem = Label(ui, role="fieldError")
        column.addWidget(self._problem)
        self.add = Button(ui, "ui.case.guarantee_add", "secondary", "plus")
        self.add.clicked.connect(self._another)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    def refresh(self) -> None:
        """Show the table of the view model, unless it is what was typed here, and its messages."""
        model, ui = self._model, self._ui
        if self._shown != model.guarantees or self._locked != model.read_only:
            self._rebuild(model.guarantees)
        self.add.setVisible(not model.read_only)
        texts = [ui.error_text(problem) for place, problem in model.problems.items() if place.split(".")[0] == "guarantees"]
        self._problem.set_text("\n".join(texts))
        self._problem.setVisible(bool(texts))
        self._title.set_note(model.head.currency)

    def _rebuild(self, guarantees: tuple[Guarantee, ...]) -> None:
        reading = self._model.reading
        assert reading is not None
        clear_layout(self._lines)
        self._shown, self._locked = guarantees, self._model.read_only
        haircuts = reading.methodology.haircuts
        self.lines = [GuaranteeLine(self._ui, one, haircuts, self._model.read_only) for one in guarantees]
        for number, line in enumerate(self.lines):
            line.edited.connect(self._tell)
            line.removed.connect(self._drop)
            self._lines.addWidget(line)
            if number + 1 < len(self.lines):
                self._lines.addWidget(Rule())

    def _another(self) -> None:
        reading = self._model.reading
        assert reading is not None
        fresh = Guarantee(reading.methodology.haircuts[0].key, Decimal(0))
        self._model.change_guarantees((*self._model.guarantees, fresh))
        self.refresh()
        if self.lines:
            self.lines[-1].kind.setFocus(Qt.FocusReason.OtherFocusReason)

    def _drop(self, line: GuaranteeLine) -> None:
        kept = tuple(replace(one.guarantee()) for one in self.lines if one is not line)
        self._model.change_guarantees(kept)
        self.refresh()

    def _tell(self) -> None:
        self._shown = tuple(line.guarantee() for line in self.lines)
        self._model.change_guarantees(self._shown)
