"""One setting on the page: name, explanation, field, and the way back to the default."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.models.domain.errors import UserError
from app.services.settings.schema import Setting
from app.texts import Texts
from app.ui import formats
from app.ui.context import Ui
from app.ui.forms.base import Field
from app.ui.forms.choice_box import ChoiceBox
from app.ui.forms.text_edits import LineEdit, TextEdit
from app.ui.screens.settings.departments import DepartmentsField
from app.ui.screens.settings.model import SettingsModel
from app.ui.screens.settings.rates import RatesField
from app.ui.screens.words import CURRENCIES
from app.ui.widgets.buttons import Button, IconButton
from app.ui.widgets.labels import Label

_NARROW = 190
_CHOICE = 320
_EXAMPLE = Decimal("1234567.89")
_DAY = date(2026, 11, 22)


class SettingRow(QWidget):
    """Follows the model; sets a choice at once and a text when it is left."""

    folder_wanted = Signal()

    def __init__(self, ui: Ui, spec: Setting, model: SettingsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ui, self.spec, self._model = ui, spec, model
        self._shown = ""
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 2, 0, 6)
        grid.setHorizontalSpacing(18)
        grid.setColumnStretch(0, 4)
        grid.setColumnStretch(1, 5)
        words = QVBoxLayout()
        words.setSpacing(1)
        self.label = Label(ui, spec.label_key, role="strong")
        self.help = Label(ui, spec.help_key, role="small")
        words.addWidget(self.label)
        words.addWidget(self.help)
        words.addStretch(1)
        self.field = self._make()
        self.label.setBuddy(self.field.focusProxy() or self.field)
        self.back = IconButton(ui, "reset", "ui.settings.reset")
        self.back.clicked.connect(self._reset)
        policy = self.back.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.back.setSizePolicy(policy)
        grid.addLayout(words, 0, 0)
        side = Qt.AlignmentFlag.AlignTop
        if spec.kind in ("choice", "currency", "number"):
            side |= Qt.AlignmentFlag.AlignLeft
        grid.addWidget(self._with_more(), 0, 1, side)
        grid.addWidget(self.back, 0, 2, Qt.AlignmentFlag.AlignTop)
        ui.language_changed.connect(self._name_back)
        ui.theme_changed.connect(self._resize)
        self._name_back()

    # --- making ----------------------------------------------------------------------------------------------------

    def _make(self) -> QWidget:
        ui, spec = self._ui, self.spec
        if spec.kind in ("choice", "currency"):
            box = ChoiceBox(ui, spec.label_key, choices=self._choices, empty_key=None)
            box.setFixedWidth(ui.px(_CHOICE))
            box.edited.connect(self._chosen)
            return box
        if spec.kind == "departments":
            departments = DepartmentsField(ui)
            departments.edited.connect(self._chosen)
            return departments
        if spec.kind == "rates":
            rates = RatesField(ui)
            rates.wanted.connect(self._model.set_rates)
            return rates
        field: Field
        if spec.kind == "text":
            field = TextEdit(ui, spec.label_key, lines=3)
        else:
            field = LineEdit(ui, spec.label_key, max_length=4000)
            if spec.kind == "number":
                field.setFixedWidth(ui.px(_NARROW))
        field.edited.connect(self._typed)
        field.committed.connect(self._left)
        return field

    def _with_more(self) -> QWidget:
        """The field with the buttons that belong to it."""
        if self.spec.kind != "folder":
            return self.field
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        choose = Button(self._ui, "ui.settings.folder.choose")
        choose.clicked.connect(self._choose_folder)
        now = Button(self._ui, "ui.settings.backup.now", icon="save")
        now.clicked.connect(self.folder_wanted)
        row.addWidget(self.field, 1)
        row.addWidget(choose)
        row.addWidget(now)
        return holder

    def _choices(self) -> list[tuple[Any, str]]:
        if self.spec.kind == "currency":
            return [(code, code) for code in CURRENCIES]
        return [(value, self._choice_text(value)) for value in self.spec.choices]

    def _choice_text(self, value: str) -> str:
        ui, key = self._ui, self.spec.key
        if key in ("language", "document_language") and value != "program":
            return Texts.load(value)("language.name")
        if key == "text_size":
            return ui.t("ui.settings.points", n=value)
        if key in ("number_format", "date_format"):
            return self._example(key, value)
        return ui.t(f"ui.settings.{key}.{value}")

    def _example(self, key: str, value: str) -> str:
        numbers = key == "number_format"
        texts = formats.texts_of(self._ui.lang, value) if numbers else formats.texts_of(self._ui.lang, date_format=value)
        example = texts.number(_EXAMPLE) if numbers else texts.date(_DAY)
        return self._ui.t("ui.settings.number_format.language", example=example) if value == formats.BY_LANGUAGE else example

    # --- showing ---------------------------------------------------------------------------------------------------

    def show_value(self) -> None:
        """Show what the model has; a field that is being typed in keeps its text."""
        value = self._model.value(self.spec.key)
        field = self.field
        if isinstance(field, Field):
            texts = isinstance(field, LineEdit | TextEdit)
            typing = texts and field.editor.hasFocus() and field.value() not in (self._shown, value)
            if not typing and field.value() != value:
                field.set_value(value)
            self._shown = value
        elif isinstance(field, DepartmentsField | RatesField):
            field.set_value(value)
        self.back.setVisible(not self._model.is_default(self.spec.key))

    def show_problem(self, error: UserError) -> None:
        if isinstance(self.field, Field):
            self.field.set_error(error)

    def fits(self, words: str) -> bool:
        """Whether name, explanation or a choice has these words."""
        texts = [self.label.text(), self.help.text(), *(self._choice_text(value) for value in self.spec.choices)]
        return words.casefold() in "\n".join(texts).casefold()

    def _resize(self) -> None:
        """The text size changed."""
        width = {"choice": _CHOICE, "currency": _CHOICE, "number": _NARROW}.get(self.spec.kind)
        if width is not None:
            self.field.setFixedWidth(self._ui.px(width))

    def _name_back(self) -> None:
        text = self._ui.t("ui.settings.reset_of", name=self._ui.t(self.spec.label_key))
        self.back.setAccessibleName(text)
        self.back.setToolTip(text)

    # --- doing -----------------------------------------------------------------------------------------------------

    def _chosen(self, value: object) -> None:
        if value is not None:
            self._model.set(self.spec.key, str(value))

    def _typed(self, value: object) -> None:
        problem = self._model.problem(self.spec.key, str(value or ""))
        if isinstance(self.field, Field):
            self.field.set_error(problem)

    def _left(self) -> None:
        assert isinstance(self.field, Field)
        if not self.field.has_error():
            self._model.set(self.spec.key, str(self.field.value() or ""))

    def _reset(self) -> None:
        self._model.reset(self.spec.key)

    def _choose_folder(self) -> None:
        dialog = QFileDialog(self, self._ui.t(self.spec.label_key), self._model.value(self.spec.key))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._chosen)
        dialog.open()
