"""The lines of workbooks beside each other: each period's amount, the cell it stands in, and what stands there now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent

from app.models.domain.methodology import Methodology
from app.models.domain.statement import Framework
from app.ui.context import Ui
from app.ui.qtmodels.rows import Column, RowsModel
from app.ui.screens.statements.layout import line_name, rows
from app.ui.widgets.data_table import DataTable

if TYPE_CHECKING:
    from app.services.statements.book_model import Figure, Look, PeriodFound

NAME_WIDTH, AMOUNT_WIDTH, FROM_WIDTH = 210, 116, 176
_OPENING = "opening."
_LETTERS, _DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"


def period_head(ui: Ui, period: PeriodFound) -> str:
    """The last day of a period, with its months when it is no full year."""
    statement = period.statement
    day = ui.date(statement.end)
    return day if statement.full_year else ui.plural("ui.statements.part_year", statement.months, day=day)


def field_name(ui: Ui, m: Methodology, field: str, framework: Framework) -> str:
    """The name of a line, or of its opening balance."""
    kind, _, key = field.partition(".")
    line = next((one for one in m.lines if one.key == key), None)
    name = line_name(line, framework, ui.lang) if line is not None else key
    return ui.t("ui.from_book.opening", name=name) if kind + "." == _OPENING else name


def ordered(look: Look, m: Methodology) -> list[tuple[str, str]]:
    """Rows of the table as (part, field): the head of a part has no field."""
    held, result, part = set(look.fields), [], ""
    for row in rows(m):
        part = row.part or part
        if row.line is None:
            continue
        for field in (f"line.{row.line.key}", f"{_OPENING}{row.line.key}"):
            if field in held:
                if part:
                    result.append((part, ""))
                    part = ""
                result.append(("", field))
                held.discard(field)
    return [*result, *(("", field) for field in look.fields if field in held)]


class BookLines(RowsModel):
    """A row a line, a column a chosen period. What stands already and differs is kept until it is turned."""

    turned = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, (Column("line", "ui.statements.line"),))
        self.periods: tuple[PeriodFound, ...] = ()
        self.taken: set[tuple[int, str]] = set()
        self._look: Look | None = None
        self._fields: list[tuple[str, str]] = []
        self._bold_face = QFont()
        self._bold_face.setBold(True)

    def show_periods(self, look: Look, m: Methodology, items: set[int]) -> None:
        """Show the lines of the chosen periods."""
        ui = self._ui
        self.beginResetModel()
        self._look = look
        self.periods = tuple(one for one in reversed(look.periods) if one.item in items)
        self.taken = {(item, field) for item, field in self.taken if item in items}
        self._fields = ordered(look, m)
        framework = look.periods[0].statement.framework if look.periods else Framework.IFRS
        self.columns = (
            Column("line", "ui.statements.line", width=NAME_WIDTH),
            *(Column(f"period{one.item}", title=period_head(ui, one), kind="number", width=AMOUNT_WIDTH) for one in self.periods),
            Column("from", "ui.from_book.from", width=FROM_WIDTH, stretch=True),
        )
        self._errors.clear()
        self._blocked = False
        self._ids = list(range(len(self._fields)))
        self._rows = [self._cells(part, field, m, framework) for part, field in self._fields]
        self.endResetModel()

    def figure_at(self, row: int, column: int) -> tuple[PeriodFound, Figure, str] | None:
        """The period, figure and field of a cell; None where the file has none."""
        if self._look is None or not 1 <= column <= len(self.periods) or not 0 <= row < len(self._fields):
            return None
        period, field = self.periods[column - 1], self._fields[row][1]
        figure = self._look.figures[period.item].get(field)
        return (period, figure, field) if figure is not None else None

    def conflicts(self) -> list[tuple[int, str]]:
        """Every (period, field) of the shown ones where something else stands already."""
        return [
            (one.item, field) for one in self.periods if self._look is not None
            for field, figure in self._look.figures[one.item].items() if figure.conflict
        ]

    def turn(self, row: int, column: int) -> bool:
        """Take the file's figure for what stands, or keep what stands again; False where nothing is to be decided."""
        found = self.figure_at(row, column)
        if found is None or not found[1].conflict:
            return False
        period = found[0]
        if period.standing is not None and period.standing.currency != period.statement.currency:
            # Figures of two currencies cannot stand in one period: it is taken as a whole.
            self.taken ^= {place for place in self.conflicts() if place[0] == period.item}
            self._relabel()
        else:
            self.taken ^= {(period.item, found[2])}
            self._repaint(row, column)
        self.turned.emit()
        return True

    def turn_all(self, take: bool) -> None:
        """Take or keep all of them."""
        self.taken = set(self.conflicts()) if take else set()
        self._relabel()
        self.turned.emit()

    # --- what Qt asks ----------------------------------------------------------------------------------------------

    def text_at(self, row: int, column: int) -> str:
        if self._fields[row][0] and column:
            return ""
        found = self.figure_at(row, column)
        if found is None:
            return "" if 1 <= column <= len(self.periods) else super().text_at(row, column)
        period, figure, field = found
        file = self._amount(period, figure)
        if not figure.conflict:
            return file
        key = "ui.from_book.taken" if (period.item, field) in self.taken else "ui.from_book.kept"
        return self._ui.t(key, file=file, now=self.now_text(period, figure))

    def now_text(self, period: PeriodFound, figure: Figure) -> str:
        """What stands there now, in the unit in which it stands."""
        if figure.now is None or period.standing is None:
            return "—"
        return self._ui.number(figure.now / period.standing.unit)

    def _amount(self, period: PeriodFound, figure: Figure) -> str:
        unit = period.standing.unit if period.standing is not None and figure.conflict else period.statement.unit
        return self._ui.number(figure.value / unit)

    def _cells(self, part: str, field: str, m: Methodology, framework: Framework) -> list[Any]:
        blank = [None] * len(self.periods)
        if part:
            return [self._ui.t(f"ui.statements.part.{part}"), *blank, " "]
        return [field_name(self._ui, m, field, framework), *blank, self._from(field)]

    def _from(self, field: str) -> str:
        """Sheet and cells of a line, from the first period to the last."""
        assert self._look is not None
        found: dict[str, list[str]] = {}
        for period in self.periods:
            figure = self._look.figures[period.item].get(field)
            if figure is not None and figure.place is not None:
                several = len(self._look.found.marks) > 1
                found.setdefault(figure.file if several else figure.place.sheet, []).append(figure.place.address)
        parts = (f"{name} · {_run(list(dict.fromkeys(cells)))}" for name, cells in found.items())
        return "; ".join(parts) or self._ui.t("ui.from_book.computed")

    def _data(self, row: int, at: int, role: int) -> Any:
        part = self._fields[row][0]
        found = self.figure_at(row, at)
        if role == Qt.ItemDataRole.FontRole:
            return self._bold_face if part or (found is not None and found[1].conflict) else None
        if role == Qt.ItemDataRole.BackgroundRole and part:
            return self._ui.colour("window")
        if role == Qt.ItemDataRole.ForegroundRole:
            if part or at > len(self.periods):
                return self._ui.colour("muted")
            return self._ui.colour("warning_text") if found is not None and found[1].conflict else None
        if role == Qt.ItemDataRole.ToolTipRole and at > len(self.periods) and not part:
            return self.text_at(row, at)
        return super()._data(row, at, role)


def _run(cells: list[str]) -> str:
    """Cells beside each other by the first and the last, others each; the cell of an amount is told below the table."""
    places = sorted((_column(cell), int(cell.lstrip(_LETTERS)), cell) for cell in cells)
    columns, rows_ = [place[0] for place in places], [place[1] for place in places]
    beside = columns == list(range(columns[0], columns[0] + len(cells))) and len(set(rows_)) == 1
    below = rows_ == list(range(rows_[0], rows_[0] + len(cells))) and len(set(columns)) == 1
    return f"{places[0][2]}–{places[-1][2]}" if len(cells) > 2 and (beside or below) else ", ".join(cells)


def _column(cell: str) -> int:
    number = 0
    for letter in cell.rstrip(_DIGITS):
        number = number * 26 + _LETTERS.index(letter) + 1
    return number


class BookTable(DataTable):
    """Space, Enter or a double click turns a cell where something else stands already."""

    place_changed = Signal(int, int)

    def __init__(self, ui: Ui, model: BookLines) -> None:
        super().__init__(ui, (), "ui.from_book.lines", cells=True, wrap=True, model=model)
        self.lines = model
        self.selectionModel().currentChanged.connect(self._place)
        self.doubleClicked.connect(self._double)
        model.modelReset.connect(self._shape_anew)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._turn()
        else:
            super().keyPressEvent(event)

    def _turn(self) -> None:
        index = self.currentIndex()
        self.lines.turn(index.row(), index.column())
        self._place()

    def _double(self) -> None:
        self._turn()

    def _shape_anew(self) -> None:
        """Columns come and go with the chosen periods."""
        self._spread()

    def _place(self) -> None:
        index = self.currentIndex()
        self.place_changed.emit(index.row(), index.column())
