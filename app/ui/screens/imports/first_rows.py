"""The first rows of a file as they stand in it, one sheet at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.services.imports.mapping.shape import text_of
from app.services.imports.model import Place
from app.services.imports.reading.model import ErrorCell, Value
from app.ui.forms.choice_box import ChoiceBox
from app.ui.qtmodels.rows import Column
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable

if TYPE_CHECKING:
    from app.services.imports.reading.model import Sheet
    from app.services.imports.session import Peek
    from app.ui.context import Ui

_COLUMNS, _WIDTH = 40, 110


class FirstRows(Card):
    """Columns are named by letters and rows by numbers, as in a spreadsheet."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, "ui.imports.first")
        self._ui = ui
        self._peek: Peek | None = None
        self.sheet = ChoiceBox(ui, "ui.imports.sheet", choices=self._sheets, empty_key=None)
        self.sheet.edited.connect(self._show)
        self.body.addWidget(self.sheet)
        self.table: DataTable | None = None

    def show_peek(self, peek: Peek | None) -> None:
        """Show a file; nothing is done when it is shown already."""
        if peek is self._peek:
            return
        self._peek = peek
        self.sheet.set_choices(self._sheets)
        filled = [number for number, sheet in enumerate(peek.book.sheets) if sheet.rows] if peek is not None else []
        self.sheet.set_value(filled[0] if filled else None)
        self.sheet.setVisible(len(filled) > 1)
        self._show()

    def _sheets(self) -> list[tuple[Any, str]]:
        if self._peek is None:
            return []
        return [(number, sheet.head.name) for number, sheet in enumerate(self._peek.book.sheets) if sheet.rows]

    def _show(self, _value: object = None) -> None:
        if self.table is not None:
            self.body.removeWidget(self.table)
            self.table.hide()
            self.table.deleteLater()
            self.table = None
        number = self.sheet.value()
        if self._peek is None or not isinstance(number, int):
            return
        sheet = self._peek.book.sheets[number]
        self.set_note(self._peek.path.name if len(self._peek.book.sheets) == 1 else f"{self._peek.path.name} · {sheet.head.name}")
        self.table = _table(self._ui, sheet)
        self.body.addWidget(self.table, 1)


def _table(ui: Ui, sheet: Sheet) -> DataTable:
    width = min(max(len(row) for row in sheet.rows), _COLUMNS)
    letters = [Place(0, "", 0, column).address.rstrip("1") for column in range(width)]
    columns = [Column("row", title="", kind="number", places=0, width=44),
               *(Column(letter, title=letter, width=_WIDTH, stretch=True) for letter in letters)]
    table = DataTable(ui, columns, "ui.imports.first")
    rows = []
    for number, row in enumerate(sheet.rows, 1):
        cells = [_text(ui, cell) for cell in row[:width]]
        rows.append((number, *cells, *[" "] * (width - len(cells))))
    table.set_rows(rows)
    table.setMinimumHeight(ui.px(120))
    return table


def _text(ui: Ui, cell: Value) -> str:
    if isinstance(cell, ErrorCell):
        return cell.code
    if isinstance(cell, bool):
        return ui.t("ui.import_map.yes" if cell else "ui.import_map.no")
    return text_of(cell)[:200] or " "
