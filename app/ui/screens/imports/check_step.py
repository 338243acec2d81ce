"""The page on which an import is checked and decided before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.ui.qtmodels.rows import Column
from app.ui.screens.imports.companies_pane import CompaniesPane
from app.ui.screens.imports.deciding import Deciding
from app.ui.screens.imports.line_words import LineWords
from app.ui.screens.imports.lines import Lines, Shown
from app.ui.screens.imports.values_pane import ValuesPane
from app.ui.widgets.card import Card
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.filter_chip import FilterChip
from app.ui.widgets.flow import FlowRow
from app.ui.widgets.labels import Label
from app.ui.widgets.lazy_table import LazyTable, Ranges, copied

if TYPE_CHECKING:
    from app.services.imports.check import Checked, Decisions
    from app.services.imports.fields import Fields
    from app.ui.frame.host import ScreenHost

_CHIPS = (
    (Shown.KNOWN, "good"), (Shown.NEW, "info"), (Shown.CHANGED, "accent"), (Shown.COMPANIES, "warning"),
    (Shown.DECIDE, "warning"), (Shown.FAULTS, "danger"), (Shown.SAME, "good"), (Shown.LEFT, "plain"), (Shown.ALL, "plain"),
)
_ALWAYS = (Shown.KNOWN, Shown.NEW, Shown.DECIDE, Shown.FAULTS, Shown.ALL)


class CheckStep(QWidget):
    """``decided``: a decision about a company was made, so that the files must be checked again (``Imports.decide``).

    ``edited``: any other decision; ``ready``: what was given to ``show_checked`` is on the screen.
    """

    decided = Signal()
    edited = Signal()
    ready = Signal()

    def __init__(self, host: ScreenHost) -> None:
        super().__init__()
        self._host, self._ui = host, host.ui
        self._deciding = Deciding()
        self._checked: Checked | None = None
        self._fields: Fields | None = None
        self.lines: Lines | None = None
        self._words: LineWords | None = None
        self.shown = Shown.ALL
        ui = self._ui
        self.chips = {shown: FilterChip(ui, kind) for shown, kind in _CHIPS}
        self.values = ValuesPane(host, self._deciding)
        self.companies = CompaniesPane(host, self._deciding)
        self.faults = LazyTable(ui, [
            Column("file", "ui.import_check.file_name", width=150),
            Column("sheet", "ui.import_check.sheet", width=110),
            Column("cell", "ui.import_check.row", width=64),
            Column("field", "ui.import_check.field", width=150),
            Column("value", "ui.import_check.value", width=190),
            Column("message", "ui.import_check.message", stretch=True),
            Column("becomes", "ui.import_check.becomes", kind="badge", width=130),
        ], "ui.import_check.faults")
        self.told = Label(ui, role="small")
        self.fault_pane = QWidget()
        self.nothing = EmptyState(ui, "check", "ui.import_check.none", "ui.import_check.none_text")
        self._lay_out()
        for chip in self.chips.values():
            chip.clicked.connect(self._chip_clicked)
        self.values.decided.connect(self._value_decided)
        self.values.company_wanted.connect(self._to_company)
        self.companies.decided.connect(self._company_decided)
        self.faults.copy_wanted.connect(self._copy_faults)
        self.faults.selected_id_changed.connect(self._fault_selected)
        ui.language_changed.connect(self._say)

    def _lay_out(self) -> None:
        ui = self._ui
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.card = Card(ui, "ui.import_check.title")
        row = FlowRow()
        for shown, _ in _CHIPS:
            row.add(self.chips[shown])
        self.card.body.addWidget(row)
        self.stack = QStackedWidget()
        faults = QVBoxLayout(self.fault_pane)
        faults.setContentsMargins(0, 0, 0, 0)
        faults.addWidget(self.faults, 1)
        faults.addWidget(self.told)
        for page in (self.values, self.companies, self.fault_pane, self.nothing):
            self.stack.addWidget(page)
        self.card.body.addWidget(self.stack, 1)
        column.addWidget(self.card, 1)
        column.addWidget(Label(ui, "ui.import_check.promise", role="small"))

    # --- what the screen gives ---------------------------------------------------------------------------------------

    @property
    def decisions(self) -> Decisions:
        """What was decided, as ``Imports.commit`` takes it."""
        return self._deciding.decisions

    def show_checked(self, work: object, checked: Checked, fields: Fields) -> None:
        """Show what a check found. The same files checked again keep what was decided about them."""
        self._checked, self._fields = checked, fields
        self._host.runner.query(Lines, checked, done=self._made, key="imports.lines")

    def _made(self, lines: Lines) -> None:
        assert self._fields is not None
        again = self.lines is not None and self.lines.checked.wanted is lines.checked.wanted
        self.lines = lines
        self._deciding.start(lines)
        self._words = LineWords(self._ui, lines.checked, self._deciding, self._fields)
        first = Shown.COMPANIES if self._deciding.offers else Shown.DECIDE if lines.conflicts else Shown.ALL
        self.narrow(self.shown if again else first)
        self.ready.emit()

    # --- what is shown -----------------------------------------------------------------------------------------------

    def narrow(self, shown: Shown) -> None:
        """Show only what a badge counts."""
        if self.lines is None or self._words is None:
            return
        self.shown = shown
        self._say()
        page: QWidget
        if shown is Shown.COMPANIES:
            self.companies.show_lines(self.lines, self._words)
            there, page = bool(self._deciding.offers), self.companies
        elif shown is Shown.FAULTS:
            self.faults.open(len(self.lines.checked.faults), self._fault)
            there, page = bool(self.lines.checked.faults), self.fault_pane
        else:
            self.values.show_lines(self.lines, self._words, shown)
            there, page = self.lines.total(shown) > 0, self.values
        self.stack.setCurrentWidget(page if there else self.nothing)

    def _fault(self, row: int) -> tuple[Any, ...]:
        assert self.lines is not None and self._words is not None
        return self._words.fault(self.lines.checked.faults[row])

    def _fault_selected(self, row: object) -> None:
        """The whole of a message, which may be longer than its column."""
        told = ""
        if isinstance(row, int) and self.lines is not None and self._words is not None and row < len(self.lines.checked.faults):
            told = self._words.fault_told(self.lines.checked.faults[row])
        self.told.set_text(told)

    def counts(self) -> dict[Shown, int]:
        """What the badges count: companies that are known, new, or to be told; values; records; rows with errors."""
        lines = self.lines
        if lines is None:
            return dict.fromkeys(Shown, 0)
        found = {shown: lines.total(shown) for shown in Shown}
        return {**found, Shown.KNOWN: lines.known, Shown.NEW: lines.new, Shown.COMPANIES: len(self._deciding.offers),
                Shown.FAULTS: lines.faulty_rows}

    def _say(self) -> None:
        ui = self._ui
        for shown, many in self.counts().items():
            chip = self.chips[shown]
            chip.set_text(ui.plural(f"ui.import_check.chip.{shown.value}", many))
            chip.setVisible(many > 0 or shown in _ALWAYS)
            chip.setEnabled(many > 0)
            chip.setChecked(shown is self.shown)
        self._tell()

    def _tell(self) -> None:
        """How many decisions were made, and what becomes of the rest."""
        asked, decided = self._deciding.asked, self._deciding.decided
        note = self._ui.t("ui.import_check.decided", decided=decided, asked=asked) if asked else ""
        self.card.set_note(note if decided < asked else self._ui.plural("ui.import_check.all_decided", asked) if asked else "")

    # --- what is done ------------------------------------------------------------------------------------------------

    def _chip_clicked(self) -> None:
        chosen = self.sender()
        self.narrow(next(shown for shown, chip in self.chips.items() if chip is chosen))

    def _value_decided(self) -> None:
        self.values.say_anew()
        self._tell()
        self.edited.emit()

    def _company_decided(self) -> None:
        self._tell()
        self.decided.emit()

    def _to_company(self, party: int) -> None:
        self.narrow(Shown.COMPANIES)
        self.companies.show_party(party)

    def _copy_faults(self, ranges: Ranges) -> None:
        table = self.faults
        self._host.runner.query(copied, table.lazy, ranges, table.columns_shown(), done=self._copied, key="imports.copy")

    def _copied(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._host.toast("ui.import_check.copied", n=text.count("\n"))
