"""The form of a customer's identity."""

from __future__ import annotations

from functools import cache
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.models.domain.errors import UserError
from app.models.domain.parties import Customer
from app.ui.context import Ui
from app.ui.forms.base import Field
from app.ui.forms.choice_box import ChoiceBox
from app.ui.forms.form_grid import FormGrid
from app.ui.forms.text_edits import LineEdit, TextEdit
from app.ui.forms.typed_edits import DateEdit
from app.ui.screens.customer.identifiers import IdentifierList
from app.ui.screens.customer.model import CustomerFile
from app.ui.screens.customer.parts_table import contact_table, related_table
from app.ui.screens.words import CURRENCIES, let_shrink

_OFTEN = ("CN", "RU")


@cache
def countries(lang: str) -> tuple[tuple[str, str], ...]:
    """Countries by their name in ``lang``, those of most customers first."""
    from babel import Locale

    names = Locale.parse(lang).territories
    rest = sorted(
        (name, code) for code, name in names.items() if len(code) == 2 and code.isalpha() and code not in (*_OFTEN, "ZZ")
    )
    return (*((code, names[code]) for code in _OFTEN), *((code, name) for name, code in rest))


class IdentityForm(QWidget):
    """Emits ``changed(field, value)`` for a field of ``Customer`` with every readable change."""

    changed = Signal(str, object)
    identifiers_left = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._file: CustomerFile | None = None
        self.fields: dict[str, Field] = {}
        self.grid = FormGrid(ui, label_width=150)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.grid)
        column.addStretch(1)
        self._build()

    def _build(self) -> None:
        ui = self._ui
        self._add("name", LineEdit(ui, "ui.customer.name"))
        self._add("former_names", TextEdit(ui, "ui.customer.former_names", lines=2, placeholder_key="ui.customer.one_per_line"))
        self.identifiers = IdentifierList(ui)
        self.identifiers.edited.connect(self._identifiers_edited)
        self.identifiers.left.connect(self.identifiers_left)
        self.grid.add(self.identifiers, key="ui.customer.identifiers")
        self._add("country", ChoiceBox(ui, "ui.customer.country", choices=self._countries))
        self._add("trade", ChoiceBox(ui, "ui.customer.trade", choices=self._trades))
        self._add("currency", ChoiceBox(ui, "ui.customer.currency", choices=self._currencies, empty_key=None))
        self.grid.add_section(key="ui.customer.section_us")
        self._add("owner", LineEdit(ui, "ui.customer.owner"))
        self._add("officer", ChoiceBox(ui, "ui.customer.officer", choices=self._officers))
        self._add("first_deal", DateEdit(ui, "ui.customer.first_deal"))
        self.grid.add_section(key="ui.customer.section_contact")
        self._add("group", LineEdit(ui, "ui.customer.group"))
        self._add("address", TextEdit(ui, "ui.customer.address", lines=2))
        self.contacts = contact_table(ui)
        self.contacts.edited.connect(self._contacts_edited)
        self.grid.add(self.contacts, key="ui.customer.contacts")
        self.related = related_table(ui)
        self.related.edited.connect(self._related_edited)
        self.grid.add(self.related, key="ui.file.related")
        self._add("note", TextEdit(ui, "ui.customer.note", lines=3))

    def _add(self, name: str, field: Field) -> None:
        field.setObjectName(name)
        field.edited.connect(self._edited)
        if isinstance(field, ChoiceBox):
            let_shrink(field)
        self.fields[name] = field
        self.grid.add(field, key=f"ui.customer.{name}")

    # --- showing ---------------------------------------------------------------------------------------------------

    def show_file(self, file: CustomerFile, draft: Customer) -> None:
        """Show a customer; nothing is emitted."""
        self._file = file
        for name in ("trade", "officer"):
            self.fields[name].retranslate()
        for name, field in self.fields.items():
            field.set_value(_shown(name, getattr(draft, name)))
        self.identifiers.set_value(draft.identifiers, draft.country)
        self.contacts.set_value(draft.contacts)
        self.related.set_value(draft.related)

    def set_read_only(self, read_only: bool) -> None:
        """Nothing can be typed for one who may only look."""
        for field in self.fields.values():
            field.set_read_only(read_only)
        self.identifiers.set_read_only(read_only)
        self.contacts.setEnabled(not read_only)
        self.related.setEnabled(not read_only)

    def show_problem(self, place: str, problem: UserError | None, note: UserError | None = None) -> None:
        """The message and the remark at a field, in the language in use."""
        name, _, index = place.partition(".")
        lists = {"contacts": self.contacts, "related": self.related}
        if name in lists:
            lists[name].set_error(self._ui.error_text(problem) if problem is not None else None)
            return
        field = self.identifiers.field(int(index)) if name == "identifiers" and index.isdigit() else self.fields.get(name)
        if field is not None:
            field.set_error(problem)
            field.set_note(self._ui.error_text(note) if note is not None else None)

    # ---------------------------------------------------------------------------------------------------------------

    def _edited(self, value: Any) -> None:
        sender = self.sender()
        if sender is not None:
            name = sender.objectName()
            self.changed.emit(name, _kept(name, value))
            if name == "country":
                self.identifiers.set_country(value or "")

    def _identifiers_edited(self, value: object) -> None:
        self.changed.emit("identifiers", value)

    def _contacts_edited(self, value: object) -> None:
        self.changed.emit("contacts", value)

    def _related_edited(self, value: object) -> None:
        self.changed.emit("related", value)

    def _countries(self) -> tuple[tuple[str, str], ...]:
        return countries(self._ui.lang)

    def _trades(self) -> list[tuple[str, str]]:
        trades = self._file.trades if self._file is not None else ()
        return [(trade.key, trade.label.get(self._ui.lang)) for trade in trades]

    def _currencies(self) -> list[tuple[str, str]]:
        return [(code, code) for code in CURRENCIES]

    def _officers(self) -> list[tuple[str, str]]:
        officers = self._file.officers if self._file is not None else ()
        return [(officer.name, officer.name) for officer in officers if officer.active]


def _shown(name: str, value: Any) -> Any:
    """What a field shows for a value of ``Customer``."""
    if name == "former_names":
        return "\n".join(value)
    return value or None if name in ("country", "trade", "officer") else value


def _kept(name: str, value: Any) -> Any:
    """What ``Customer`` keeps for what a field holds."""
    if name == "former_names":
        return tuple(value.split("\n")) if value else ()
    return value or "" if name in ("country", "trade", "officer") else value
