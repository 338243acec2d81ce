"""The dated table of exchange rates: a list, a line to enter one, a button to take one out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.services.settings.rates import RateTable
from app.ui.context import Ui
from app.ui.forms.choice_box import ChoiceBox
from app.ui.forms.typed_edits import DateEdit, DecimalEdit
from app.ui.qtmodels.rows import Column
from app.ui.screens.words import CURRENCIES
from app.ui.widgets.buttons import Button
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.labels import Label


class RatesField(QWidget):
    """``wanted(day, currency, rate)``: enter a rate, or with None take it out."""

    wanted = Signal(object, str, object)

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ui = ui
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(7)
        self.none = Label(ui, "ui.settings.rates.none", role="muted")
        column.addWidget(self.none)
        self.table = DataTable(ui, [
            Column("day", "ui.settings.rates.day", kind="date", width=120),
            Column("currency", "ui.settings.rates.currency", width=110),
            Column("rate", "ui.settings.rates.rate", kind="number", stretch=True),
        ], "ui.settings.rates")
        column.addWidget(self.table)
        self.day = DateEdit(ui, "ui.settings.rates.day")
        self.currency = ChoiceBox(ui, "ui.settings.rates.currency", choices=[(c, c) for c in CURRENCIES], empty_key=None)
        self.currency.set_value("USD")
        self.rate = DecimalEdit(ui, "ui.settings.rates.rate", minimum=Decimal(0))
        row = QHBoxLayout()
        row.setSpacing(8)
        for field in (self.day, self.currency, self.rate):
            row.addWidget(field, 1)
        column.addLayout(row)
        self.add = Button(ui, "ui.settings.rates.add", "secondary", "plus")
        self.remove = Button(ui, "ui.settings.rates.remove", "ghost", "delete")
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        buttons = QHBoxLayout()
        buttons.addWidget(self.add)
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        column.addLayout(buttons)

    def set_value(self, value: str) -> None:
        """Show the table of the setting."""
        table = RateTable.from_json(value)
        lines = [(day, code, rate) for day, rates in sorted(table.days.items(), reverse=True) for code, rate in rates.items()]
        self.table.set_rows(lines, [(day, code) for day, code, _ in lines])
        self.table.setVisible(bool(lines))
        self.none.setVisible(not lines)
        self.remove.setVisible(bool(lines))
        self.table.fit_height()

    def set_today(self, day: date) -> None:
        """The day that is offered."""
        if self.day.value() is None:
            self.day.set_value(day)

    def _add(self) -> None:
        day, rate = self.day.value(), self.rate.value()
        if day is not None and rate is not None and not (self.day.has_error() or self.rate.has_error()):
            self.wanted.emit(day, self.currency.value(), rate)
            self.rate.set_value(None)
        else:
            (self.day if day is None else self.rate).setFocus()

    def _remove(self) -> None:
        chosen = self.table.current_id()
        if isinstance(chosen, tuple):
            self.wanted.emit(chosen[0], chosen[1], None)
