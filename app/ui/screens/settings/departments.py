"""The departments that are told of a grade change, each with the person in it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from app.models.domain.records import DEPARTMENTS
from app.services.settings.departments import from_text, to_text
from app.ui.context import Ui
from app.ui.forms.text_edits import LineEdit


class DepartmentsField(QWidget):
    """``edited`` with the text of the setting when a box is ticked or a name is finished."""

    edited = Signal(str)

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ui = ui
        self._boxes: dict[str, QCheckBox] = {}
        self._persons: dict[str, LineEdit] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, name in enumerate(DEPARTMENTS):
            box = QCheckBox(self)
            box.toggled.connect(self._changed)
            person = LineEdit(ui, max_length=200, placeholder_key="ui.settings.departments.person_hint")
            person.committed.connect(self._changed)
            grid.addWidget(box, row, 0)
            grid.addWidget(person, row, 1)
            self._boxes[name], self._persons[name] = box, person
        ui.language_changed.connect(self._label)
        self._label()

    def value(self) -> str:
        return to_text({name: self._persons[name].value() for name, box in self._boxes.items() if box.isChecked()})

    def set_value(self, value: str) -> None:
        """Show the setting; emits nothing."""
        told = from_text(value)
        for name, box in self._boxes.items():
            box.blockSignals(True)
            box.setChecked(name in told)
            box.blockSignals(False)
            person = self._persons[name]
            person.setEnabled(name in told)
            if not person.line.hasFocus() or person.value() == told.get(name):
                person.set_value(told.get(name, ""))

    def _changed(self) -> None:
        for name, box in self._boxes.items():
            self._persons[name].setEnabled(box.isChecked())
        self.edited.emit(self.value())

    def _label(self) -> None:
        for name, box in self._boxes.items():
            text = self._ui.t(f"documents.department.{name}")
            box.setText(text)
            self._persons[name].set_name(self._ui.t("ui.settings.departments.person", department=text))
