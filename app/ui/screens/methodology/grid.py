"""A table of the methodology: figures typed in place in a draft, copied from and pasted to spreadsheets."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from app.models.domain.errors import UserError
from app.ui.qtmodels.rows import Column, RowsModel
from app.ui.screens.methodology.reading import read_text
from app.ui.widgets.data_table import DataTable

if TYPE_CHECKING:
    from app.models.domain.methodology import Methodology
    from app.services.methodology.pages import Cell, Grid
    from app.services.methodology.tree import Path
    from app.services.methodology.words import Words
    from app.ui.context import Ui

_INDENT = "\u2003"
_FIGURE = 72
_SHORT = 8
_LINE = 13


class _Rows(RowsModel):
    """Only cells of the draft that may change can be typed in."""

    open_cells: frozenset[tuple[int, int]] = frozenset()

    def cell_editable(self, row: int, column: int) -> bool:
        return (row, column) in self.open_cells


class GridTable(DataTable):
    """Sends ``changed(path, value)`` for each value that was typed, and ``asked(path)`` for a row that is opened."""

    changed = Signal(object, object)
    asked = Signal(object)

    def __init__(self, ui: Ui, grid: Grid, m: Methodology, words: Words, writable: bool) -> None:
        self._grid, self._words, self._writable = grid, words, writable
        self._m = m
        columns = _columns(ui, grid, m, words, writable)
        super().__init__(ui, columns, "ui.methodology.table", cells=writable, wrap=True, model=_Rows(ui, columns))
        self.setAccessibleName(head_words(words, grid.title))
        self.cell_edited.connect(self._typed)
        self.cells_pasted.connect(self._pasted)
        self.activated_id.connect(self.asked)
        self.fit_height()
        self.show_values(grid, m)

    def show_values(self, grid: Grid, m: Methodology) -> None:
        """The values of ``m``; rows may have come or gone."""
        self._grid, self._m = grid, m
        rows, cells = [], set()
        for number, row in enumerate(grid.rows):
            shown: list[Any] = [_INDENT * row.depth + self._words.step(row.path)]
            for column, cell in enumerate(row.cells, 1):
                shown.append(_shown(cell, m, self._words))
                if self._writable and _open(cell, m):
                    cells.add((number, column))
            rows.append(shown)
        assert isinstance(self.rows, _Rows)
        self.rows.open_cells = frozenset(cells)
        self.set_rows(rows, [row.path for row in grid.rows])

    def retranslate(self, grid: Grid, m: Methodology, words: Words) -> None:
        """Another language: other headings and words, the same cells."""
        self._words = words
        self.rows.columns = tuple(_columns(self._ui, grid, m, words, self._writable))
        self.setAccessibleName(head_words(words, grid.title))
        self.show_values(grid, m)

    def show_problem(self, path: Path, message: str) -> bool:
        """A fault at one of its cells; False when the value does not stand here."""
        for number, row in enumerate(self._grid.rows):
            for column, cell in enumerate(row.cells, 1):
                if cell.path == path:
                    self.set_cell_error(number, column, self.rows.text_at(number, column), message)
                    return True
        return False

    def _typed(self, row: int, column: int, text: str) -> None:
        from app.services.methodology.fields import spec

        cell = self._grid.rows[row].cells[column - 1]
        if cell.path is None:
            return
        try:
            value = read_text(spec(self._m, cell.path), self._words, text)
        except UserError as error:
            self.set_cell_error(row, column, text, self._ui.error_text(error))
            return
        self.changed.emit(cell.path, value)

    def _pasted(self, cells: list[tuple[int, int, str]]) -> None:
        for row, column, text in cells:
            self._typed(row, column, text)


def _columns(ui: Ui, grid: Grid, m: Methodology, words: Words, writable: bool) -> list[Column]:
    from app.services.methodology.tree import get

    names = [words.step(row.path) for row in grid.rows]
    short = max((len(name) for name in names), default=0) <= _SHORT and any("." in head for head in grid.heads)
    by_grade = bool(grid.rows) and grid.rows[0].path[0] in ("bands", "policies")
    first = words.field("grade") if by_grade else words.t("ui.methodology.name")
    found = [Column("name", title=first, stretch=not short, width=96 if short else None)]
    for number, head in enumerate(grid.heads):
        title = _two_lines(head_words(words, head))
        cells = [row.cells[number] for row in grid.rows]
        values: list[Any] = [get(m, cell.path) if cell.path is not None else cell.value for cell in cells]
        figures = all(value is None or (isinstance(value, Decimal | int) and not isinstance(value, bool)) for value in values)
        if figures and any(value is not None for value in values):
            found.append(Column(head, title=title, kind="number", width=_FIGURE, editable=writable))
        else:
            longest = max((str(_shown(cell, m, words) or "") for cell in cells), key=len, default="")
            wide = len(longest) > _SHORT * 3 or head.startswith("language.")
            found.append(Column(head, title=title, width=None if wide else _FIGURE, stretch=wide, editable=writable))
    return found


def _two_lines(title: str) -> str:
    """A long heading in two lines that are as even as its words allow."""
    if len(title) <= _LINE or " " not in title:
        return title
    places = [at for at, char in enumerate(title) if char == " "]
    best = min(places, key=lambda at: max(at, len(title) - at - 1))
    return f"{title[:best]}\n{title[best + 1 :]}"


def head_words(words: Words, head: str) -> str:
    """The heading of a column or table: a field, a part, or one of the few that name a language, level, C or preset."""
    group, _, name = head.partition(".")
    if group == "c" and name:
        return words.t(f"ui.c_short.{name}")
    if group == "level":
        return words.t(f"methodology.level.{name}")
    if group == "language":
        return words.t(f"methodology.language.{name}")
    if group == "preset":
        return words.t("ui.methodology.preset", key=name)
    if f"methodology.field.{head}" in words.t:
        return words.field(head)
    return words.section(head)


def _open(cell: Cell, m: Methodology) -> bool:
    from app.services.methodology.fields import editable

    return cell.path is not None and editable(cell.path)


def _shown(cell: Cell, m: Methodology, words: Words) -> object:
    from app.services.methodology.tree import get

    value = get(m, cell.path) if cell.path is not None else cell.value
    if cell.path is None and isinstance(value, tuple):
        return words.value((str(value[0]),), value[1])
    if value is None or (isinstance(value, Decimal | int) and not isinstance(value, bool) and not hasattr(value, "name")):
        return value
    return words.value(cell.path or (), value)
