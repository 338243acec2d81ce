"""What must be asked about workbooks: which company, which unit, what a sign means. Each is asked once for all tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.context import Ui
from app.ui.forms.choice_box import ChoiceBox
from app.ui.screens.statements.layout import UNITS
from app.ui.widgets.flow import clear_layout
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.services.statements.book_model import Look

_SAMPLES = 3


class AskRow(QWidget):
    """One line a question, with values it was found in; above them the unit, which may be changed at any time."""

    answered = Signal(object, str)  # Ask, option
    unit_chosen = Signal(int)
    company_chosen = Signal(str)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self.boxes: dict[str, ChoiceBox] = {}

    def show_look(self, look: Look) -> None:
        """Show what is open about the files."""
        from app.services.statements.from_book import unit_of

        clear_layout(self._column)
        self.boxes = {}
        ui = self._ui
        if len(look.companies) > 1:
            names = [(one.key, one.name) for one in look.companies]
            self._add("company", ui.t("ui.from_book.ask.company"), names, look.company.key if look.company else None)
        asked = {one.ask.value for one in look.asked}
        unit = unit_of(look.found)
        if unit is not None and "unit" not in asked:
            choices = [(str(one), ui.t(f"ui.statements.unit.{one}")) for one in UNITS]
            self._add("all_units", ui.t("ui.from_book.ask.all_units"), choices, str(unit))
        for one in look.asked:
            samples = "; ".join(one.samples[:_SAMPLES])
            text = ui.t(f"ui.from_book.ask.{one.ask.value}", samples=samples)
            self._add(one.ask.value, text, [(option, self._word(one.ask.value, option)) for option in one.options], None)
        self._asks = {one.ask.value: one.ask for one in look.asked}

    def _add(self, name: str, text: str, choices: list[tuple[str, str]], value: str | None) -> None:
        ui = self._ui
        box = ChoiceBox(ui, None, text, choices=choices, empty_key="ui.from_book.choose" if value is None else None)
        box.setObjectName(name)
        box.set_value(value)
        box.edited.connect(self._chosen)
        row = QHBoxLayout()
        row.setSpacing(10)
        label = Label(ui, text=text, role="warning" if value is None else "muted")
        label.setBuddy(box.editor)
        row.addWidget(label, 1 if value is None else 0)
        row.addWidget(box)
        if value is not None:
            row.addStretch(1)
        self._column.addLayout(row)
        self.boxes[name] = box

    def _word(self, ask: str, option: str) -> str:
        ui = self._ui
        if ask == "unit":
            return ui.t(f"ui.statements.unit.{option}") if int(option) in UNITS else ui.number(int(option))
        return option if ask == "currency" else ui.t(f"ui.from_book.option.{ask}.{_NAMES.get(option, option)}")

    def _chosen(self, value: object) -> None:
        sender = self.sender()
        if sender is None or value is None:
            return
        name = sender.objectName()
        if name == "company":
            self.company_chosen.emit(str(value))
        elif name == "all_units":
            self.unit_chosen.emit(int(str(value)))
        else:
            self.answered.emit(self._asks[name], str(value))


_NAMES = {".": "point", ",": "comma"}
