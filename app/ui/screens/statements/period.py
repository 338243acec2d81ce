"""The head of one period: what the columns of the grid are in."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy

from app.models.domain.errors import UserError
from app.models.domain.statement import Framework, Statement
from app.ui.context import Ui
from app.ui.forms.base import Field
from app.ui.forms.choice_box import ChoiceBox
from app.ui.forms.text_edits import TextEdit
from app.ui.forms.typed_edits import DateEdit
from app.ui.forms.yes_no import YesNoEdit
from app.ui.screens.statements.layout import UNITS
from app.ui.screens.words import CURRENCIES, keep_narrow, let_shrink
from app.ui.widgets.card import Card
from app.ui.widgets.labels import Label

MONTHS = (12, 9, 6, 3)
NOTE_LENGTH = 4000


class PeriodCard(Card):
    """Emits ``changed(field, value)`` for a field of ``Statement``."""

    changed = Signal(str, object)

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, "ui.statements.period")
        self._ui = ui
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.fields: dict[str, Field] = {}
        self._end: date | None = None
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(7)
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)
        self._add("end", DateEdit(ui, "ui.statements.end"))
        self._add("months", ChoiceBox(ui, "ui.statements.months", choices=self._months, empty_key=None))
        self._add("framework", ChoiceBox(ui, "ui.statements.framework", choices=self._frameworks, empty_key=None))
        self._add("currency", ChoiceBox(ui, "ui.statements.currency", choices=[(c, c) for c in CURRENCIES], empty_key=None))
        self._add("unit", ChoiceBox(ui, "ui.statements.unit", choices=self._units, empty_key=None))
        self._add("consolidated", YesNoEdit(ui, "ui.statements.consolidated"))
        self._add("audited", YesNoEdit(ui, "ui.statements.audited"))
        for name in ("consolidated", "audited"):
            keep_narrow(self.fields[name])
        self._add("note", TextEdit(ui, "ui.statements.note", lines=2, max_length=NOTE_LENGTH), wide=True)

    def _add(self, name: str, field: Field, wide: bool = False) -> None:
        field.setObjectName(name)
        if name == "end":
            field.committed.connect(self._end_typed)  # half a date can be another day: it counts when the field is left
        else:
            field.edited.connect(self._edited)
        row = self._grid.rowCount()
        self.fields[name] = field
        if isinstance(field, ChoiceBox):
            let_shrink(field)
        label = Label(self._ui, f"ui.statements.{name}", wrap=wide)
        label.setBuddy(field.editor)
        if wide:
            self._grid.addWidget(label, row, 0, 1, 2)
            self._grid.addWidget(field, row + 1, 0, 1, 2)
        else:
            self._grid.addWidget(label, row, 0)
            self._grid.addWidget(field, row, 1)

    def show_statement(self, statement: Statement, problems: dict[str, UserError]) -> None:
        """Show the head of a period with its messages; nothing is emitted."""
        self.set_title(self._ui.t("ui.statements.period_of", day=statement.end))
        self._end = statement.end
        for name, field in self.fields.items():
            if not (field.editor.hasFocus() and field.has_error()):
                value = getattr(statement, name)
                if field.value() != value:
                    field.set_value(value)  # only what differs: the cursor stays where it is while a note is typed
            problem = problems.get(name)
            field.set_error(problem)

    def _edited(self, value: Any) -> None:
        sender = self.sender()
        if sender is None:
            return
        name = sender.objectName()
        if name in ("consolidated", "audited"):
            value = bool(value)
        self.changed.emit(name, value)

    def _end_typed(self) -> None:
        field = self.fields["end"]
        if not field.has_error() and field.value() is not None and field.value() != self._end:
            self._end = field.value()
            self.changed.emit("end", self._end)

    def _months(self) -> list[tuple[int, str]]:
        return [
            (months, self._ui.t("ui.statements.full_year") if months == 12 else self._ui.plural("ui.months", months))
            for months in MONTHS
        ]

    def _frameworks(self) -> list[tuple[Framework, str]]:
        return [(framework, self._ui.t(f"ui.statements.framework.{framework.value}")) for framework in Framework]

    def _units(self) -> list[tuple[int, str]]:
        return [(unit, self._ui.t(f"ui.statements.unit.{unit}")) for unit in UNITS]
