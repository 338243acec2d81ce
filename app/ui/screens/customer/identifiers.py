"""Registration numbers of a customer: kind, number, and the message of its check digit at the number."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.models.domain.parties import Identifier
from app.ui.context import Ui
from app.ui.forms.choice_box import ChoiceBox
from app.ui.forms.text_edits import LineEdit
from app.ui.screens.customer.model import IDENTIFIER_KINDS
from app.ui.widgets.buttons import Button, IconButton
from app.ui.widgets.flow import clear_layout
from app.ui.widgets.sizes import hold_width

_BY_COUNTRY = {"CN": "uscc", "RU": "inn"}


class IdentifierRow(QWidget):
    """One number."""

    edited = Signal()
    left = Signal()
    removed = Signal(object)

    def __init__(self, ui: Ui, identifier: Identifier) -> None:
        super().__init__()
        self._ui, self._country = ui, identifier.country
        self.kind = ChoiceBox(ui, "ui.customer.identifier_kind", choices=self._kinds, empty_key=None)
        self.kind.set_value(identifier.kind)
        hold_width(ui, self.kind, 160)
        self.number = LineEdit(ui, "ui.customer.identifier_value")
        self.number.set_value(identifier.value)
        self._remove = IconButton(ui, "close", "ui.customer.identifier_remove")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for widget, stretch in ((self.kind, 0), (self.number, 1), (self._remove, 0)):
            row.addWidget(widget, stretch, Qt.AlignmentFlag.AlignTop)
        self.kind.edited.connect(self._kind_chosen)
        self.number.edited.connect(self._changed)
        self.number.committed.connect(self.left)
        self._remove.clicked.connect(self._away)

    def identifier(self) -> Identifier:
        return Identifier(self.kind.value(), self.number.value(), self._country)

    def set_country(self, country: str) -> None:
        """Another country of the customer; a number that carries the letters of its own country keeps that one."""
        value = self.number.value()
        if not (self._country and value.upper().startswith(self._country)):
            self._country = country
        if not value:
            self.kind.set_value(_BY_COUNTRY.get(country, "vat"))

    def _kinds(self) -> list[tuple[str, str]]:
        return [(kind, self._ui.t(f"ui.identifier.{kind}")) for kind in IDENTIFIER_KINDS]

    def _changed(self, value: object) -> None:
        self.edited.emit()

    def _kind_chosen(self, kind: object) -> None:
        self.edited.emit()
        self.left.emit()  # a number is right or wrong for its kind

    def _away(self) -> None:
        self.removed.emit(self)


class IdentifierList(QWidget):
    """All numbers of a customer; a new one starts with the kind of the customer's country."""

    edited = Signal(object)  # tuple of Identifier
    left = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._country = ""
        self.rows: list[IdentifierRow] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        column.addLayout(self._lines)
        self.add = Button(ui, "ui.customer.identifier_add", "ghost", "plus")
        self.add.clicked.connect(self._another)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    def set_value(self, identifiers: tuple[Identifier, ...], country: str) -> None:
        """Show these numbers; nothing is emitted."""
        self._country = country
        if tuple(row.identifier() for row in self.rows) == identifiers and self.rows:
            return
        clear_layout(self._lines)
        self.rows = []
        for identifier in identifiers or (Identifier(_BY_COUNTRY.get(country, "uscc"), "", country),):
            self._put(identifier)

    def set_country(self, country: str) -> None:
        """Another country of the customer; the numbers are told and checked anew."""
        self._country = country
        for row in self.rows:
            row.set_country(country)
        self._tell()
        self.left.emit()

    def field(self, index: int) -> LineEdit | None:
        """The editor of one number."""
        return self.rows[index].number if index < len(self.rows) else None

    def set_read_only(self, read_only: bool) -> None:
        self.setEnabled(not read_only)

    def _put(self, identifier: Identifier) -> IdentifierRow:
        row = IdentifierRow(self._ui, identifier)
        row.edited.connect(self._tell)
        row.left.connect(self.left)
        row.removed.connect(self._drop)
        self._lines.addWidget(row)
        self.rows.append(row)
        return row

    def _another(self) -> None:
        row = self._put(Identifier(_BY_COUNTRY.get(self._country, "vat"), "", self._country))
        row.number.setFocus(Qt.FocusReason.OtherFocusReason)

    def _drop(self, row: IdentifierRow) -> None:
        self.rows.remove(row)
        self._lines.removeWidget(row)
        row.hide()
        row.deleteLater()
        if not self.rows:
            self._put(Identifier(_BY_COUNTRY.get(self._country, "uscc"), "", self._country))
        self._tell()
        self.left.emit()

    def _tell(self) -> None:
        self.edited.emit(tuple(row.identifier() for row in self.rows))
