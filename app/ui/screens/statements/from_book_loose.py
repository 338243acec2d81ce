"""Lines of workbooks that go nowhere, and where the officer sends them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.models.domain.methodology import Methodology
from app.ui.context import Ui
from app.ui.forms.choice_box import ChoiceBox
from app.ui.qtmodels.rows import Column
from app.ui.screens.statements.layout import line_name
from app.ui.screens.words import let_shrink
from app.ui.widgets.buttons import Button
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.services.statements.book_model import Look

_PLAIN = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,6})?")


class LoosePane(QWidget):
    """``sent(table, index, field)``: the line at the cursor goes to that line of the statements."""

    sent = Signal(int, int, str)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._choices: list[tuple[str, str]] = []
        columns = (
            Column("head", "ui.from_book.loose_head", stretch=True, strong=True),
            Column("sample", "ui.from_book.sample", kind="number", width=170),
            Column("from", "ui.from_book.from", width=220),
        )
        self.table = DataTable(ui, columns, "ui.from_book.loose", wrap=True)
        self.target = ChoiceBox(ui, "ui.from_book.target", choices=self._lines, empty_key="ui.from_book.choose")
        let_shrink(self.target)
        self.send = Button(ui, "ui.from_book.send", "secondary")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Label(ui, "ui.from_book.loose_hint", role="small"))
        column.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        label = Label(ui, "ui.from_book.target", role="muted", wrap=False)
        label.setBuddy(self.target.editor)
        row.addWidget(label)
        row.addWidget(self.target, 1)
        row.addWidget(self.send)
        column.addLayout(row)
        self.send.clicked.connect(self._send)
        self.target.edited.connect(self._possible)
        self.table.selected_id_changed.connect(self._possible)
        self.table.activated_id.connect(self._to_target)

    def show_loose(self, look: Look, m: Methodology) -> None:
        """Show the lines of the files that go nowhere, and the lines there are."""
        framework = look.periods[0].statement.framework if look.periods else None
        lang = self._ui.lang
        self._choices = [
            (f"line.{line.key}", line_name(line, framework, lang) if framework is not None else line.label.get(lang))
            for line in m.lines if line.typed
        ]
        self.target.set_choices(self._lines)
        self.target.set_value(None)
        several = len(look.found.marks) > 1
        rows = []
        for one in look.loose:
            sheet = one.file if several else one.place.sheet
            rows.append((one.head, _figure(one.samples[0]) if one.samples else None, f"{sheet} · {one.place.address}"))
        self.table.set_rows(rows, [(one.table, one.index) for one in look.loose])
        self._possible()

    def _lines(self) -> list[tuple[str, str]]:
        return self._choices

    def _possible(self, _value: object = None) -> None:
        self.send.setEnabled(self.table.current_id() is not None and self.target.value() is not None)

    def _to_target(self, _row: object) -> None:
        self.target.editor.setFocus()

    def _send(self) -> None:
        place = self.table.current_id()
        if place is not None and self.target.value() is not None:
            self.sent.emit(*place, str(self.target.value()))


def _figure(sample: str) -> Decimal | str:
    """A plain number is written as all figures are; anything else as it stands."""
    return Decimal(sample) if _PLAIN.fullmatch(sample) else sample
