"""The values of an import, line by line: what is there, what the file says, and what the officer makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.services.imports.check import Outcome
from app.ui.forms.choice_box import ChoiceBox
from app.ui.qtmodels.rows import Column
from app.ui.screens.imports.deciding import Chosen, Deciding
from app.ui.screens.imports.line_words import LineWords
from app.ui.screens.imports.lines import Line, Lines, Shown
from app.ui.widgets.buttons import Button
from app.ui.widgets.flow import FlowRow
from app.ui.widgets.labels import Label
from app.ui.widgets.lazy_table import LazyTable, Ranges, copied

if TYPE_CHECKING:
    from app.ui.frame.host import ScreenHost

_SELECTED, _FIELD, _ALL = "selected", "field", "all"
_BAR = 32


class ValuesPane(QWidget):
    """The table and the buttons above it. Space or Enter turns the decision of the selected lines, Delete takes it back."""

    decided = Signal()
    company_wanted = Signal(int)

    def __init__(self, host: ScreenHost, deciding: Deciding) -> None:
        super().__init__()
        self._host, self._ui, self._deciding = host, host.ui, deciding
        self._lines: Lines | None = None
        self._words: LineWords | None = None
        self.shown = Shown.ALL
        ui = self._ui
        self.table = LazyTable(ui, [
            Column("source", "ui.import_check.source", width=110),
            Column("row", "ui.import_check.row", width=64),
            Column("customer", "ui.import_check.customer", width=150, strong=True),
            Column("record", "ui.import_check.record", width=210),
            Column("field", "ui.import_check.field", width=150, stretch=True),
            Column("now", "ui.import_check.now"),
            Column("file", "ui.import_check.file"),
            Column("outcome", "ui.import_check.becomes", kind="badge", width=150),
        ], "ui.import_check.values")
        self.table.setMinimumHeight(220)
        self.scope = ChoiceBox(ui, "ui.import_check.scope", choices=self._scopes, empty_key=None)
        self.keep = Button(ui, "ui.import_check.keep")
        self.take = Button(ui, "ui.import_check.take")
        self.open = Button(ui, "ui.import_check.open", "ghost", "undo")
        self.leave = Button(ui, "ui.import_check.leave")
        self.told = Label(ui, role="small")
        self._lay_out()
        self.keep.clicked.connect(self._keep)
        self.take.clicked.connect(self._take)
        self.open.clicked.connect(self._open)
        self.leave.clicked.connect(self._leave)
        self.table.act_wanted.connect(self.turn)
        self.table.unact_wanted.connect(self._open)
        self.table.activated_id.connect(self._double)
        self.table.copy_wanted.connect(self._copy)
        self.table.selectionModel().selectionChanged.connect(self._selected)
        self.table.selectionModel().currentRowChanged.connect(self._selected)
        ui.language_changed.connect(self._selected)
        self._selected()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        row = FlowRow()
        self.scope_name = Label(self._ui, "ui.import_check.scope", role="muted", wrap=False)
        self.scope_name.setMinimumHeight(self._ui.px(_BAR))
        for widget in (self.scope_name, self.scope, self.keep, self.take, self.open, self.leave):
            row.add(widget)
        column.addWidget(row)
        column.addWidget(self.table, 1)
        column.addWidget(self.told)

    # --- what is shown -----------------------------------------------------------------------------------------------

    def show_lines(self, lines: Lines, words: LineWords, shown: Shown) -> None:
        """Show the lines of a kind; the current line stays where it is shown again."""
        before = self.current()
        again = self._lines is not None and self._lines.checked.wanted is lines.checked.wanted
        self._lines, self._words, self.shown = lines, words, shown
        row = lines.row_of(shown, before.value) if before is not None and again else None
        self.table.setColumnHidden(0, not words.several)
        self.table.open(lines.total(shown), self._cells, row)
        self._selected()

    def say_anew(self) -> None:
        """Decisions changed: the lines say so."""
        self.table.lazy.make_anew()
        self._selected()

    def current(self) -> Line | None:
        """The line with the cursor."""
        row = self.table.currentIndex().row()
        if self._lines is None or not 0 <= row < self._lines.total(self.shown):
            return None
        return self._lines.line(self.shown, row)

    def _cells(self, row: int) -> tuple[Any, ...]:
        assert self._lines is not None and self._words is not None
        return self._words.cells(self._lines.line(self.shown, row))

    def _scopes(self) -> list[tuple[str, str]]:
        ui, line = self._ui, self.current()
        found = [(_SELECTED, ui.t("ui.import_check.scope.selected"))]
        if line is not None and line.takeable and line.change is not None and self._words is not None:
            many = len(self._deciding.of_field(line.change.field))
            name = self._words.field(line.item, line.change.field)
            found.append((_FIELD, ui.plural("ui.import_check.scope.field", many, name=name)))
        found.append((_ALL, ui.plural("ui.import_check.scope.all", len(self._deciding.all()))))
        return found

    def _selected(self) -> None:
        line, ui = self.current(), self._ui
        conflicts = bool(self._lines is not None and self._lines.conflicts)
        for widget in (self.scope_name, self.scope, self.keep, self.take, self.open):
            widget.setVisible(conflicts)
        self.told.set_text(self._words.told(line) if line is not None and self._words is not None else "")
        kept = self.scope.value()
        self.scope.set_choices(self._scopes)
        if kept not in [value for value, _ in self._scopes()]:
            self.scope.set_value(_SELECTED)
        own = self.scope.value() != _SELECTED or line is not None and line.takeable
        for button in (self.keep, self.take, self.open):
            button.setEnabled(own)
        out = line is not None and line.item.index in self._deciding.leave
        self.leave.set_key("ui.import_check.take_in" if out else "ui.import_check.leave")
        self.leave.setEnabled(line is not None and line.outcome not in (Outcome.WAITS, Outcome.REFUSED, Outcome.SAME))
        self.table.setAccessibleDescription(ui.t("ui.import_check.keys"))

    # --- deciding ----------------------------------------------------------------------------------------------------

    def decide(self, chosen: Chosen) -> None:
        """Decide about the lines that the choice names."""
        line = self.current()
        if self._lines is None or line is None:
            return
        scope = self.scope.value()
        if scope == _ALL:
            values = self._deciding.all()
        elif scope == _FIELD and line.change is not None:
            values = self._deciding.of_field(line.change.field)
        else:
            values = self._values()
        if self._deciding.decide(values, chosen):
            self.scope.set_value(_SELECTED)
            self.decided.emit()

    def turn(self) -> None:
        """Turn the decision of the selected lines: the file's value or the one that is there; in or out for other records."""
        line = self.current()
        if self._lines is None or line is None:
            return
        values = self._values()
        if values:
            taken = all(self._deciding.of(value) is Chosen.TAKE for value in values)
            self._deciding.decide(values, Chosen.KEEP if taken else Chosen.TAKE)
            self.decided.emit()
        elif line.outcome is Outcome.WAITS:
            self.company_wanted.emit(line.item.party)
        elif self.leave.isEnabled():
            self._leave()

    def _values(self) -> list[tuple[int, str]]:
        assert self._lines is not None
        return [value for first, last in self.table.selected_ranges()
                for value in self._lines.values_between(self.shown, first, last)]

    def _keep(self) -> None:
        self.decide(Chosen.KEEP)

    def _take(self) -> None:
        self.decide(Chosen.TAKE)

    def _open(self) -> None:
        self.decide(Chosen.OPEN)
        items = self._items()
        if self._deciding.leave.intersection(items):
            self._deciding.leave_out(items, False)
            self.decided.emit()

    def _leave(self) -> None:
        line = self.current()
        if line is not None:
            self._deciding.leave_out(self._items(), line.item.index not in self._deciding.leave)
            self.decided.emit()

    def _items(self) -> set[int]:
        found: set[int] = set()
        if self._lines is not None:
            for first, last in self.table.selected_ranges():
                found.update(self._lines.items_between(self.shown, first, last))
        return found

    def _double(self, row: object) -> None:
        self.turn()

    # --- copying -----------------------------------------------------------------------------------------------------

    def _copy(self, ranges: Ranges) -> None:
        table = self.table
        self._host.runner.query(copied, table.lazy, ranges, table.columns_shown(), done=self._copied, key="imports.copy")

    def _copied(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._host.toast("ui.import_check.copied", n=text.count("\n"))
