"""Companies of the files that may be several customers: who they may be, side by side, and what the officer says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.services.imports.matching import LEAVE_OUT, NEW
from app.ui.qtmodels.rows import Column
from app.ui.screens.imports.deciding import Deciding
from app.ui.screens.imports.line_words import LineWords
from app.ui.screens.imports.lines import Lines
from app.ui.widgets.buttons import Button
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.flow import FlowRow
from app.ui.widgets.labels import Label
from app.ui.widgets.lazy_table import LazyTable

if TYPE_CHECKING:
    from app.ui.frame.host import ScreenHost

_IN_FILE = 0
_MOST, _FRAME = 8, 6


class CompaniesPane(QWidget):
    """Above the companies, below whom the chosen one may be. Each decision can be taken back."""

    decided = Signal()

    def __init__(self, host: ScreenHost, deciding: Deciding) -> None:
        super().__init__()
        self._ui, self._deciding = host.ui, deciding
        self._words: LineWords | None = None
        self._lines: Lines | None = None
        self._parties: list[int] = []
        ui = self._ui
        self.table = LazyTable(ui, [
            Column("name", "ui.import_check.company", stretch=True, strong=True),
            Column("ids", "ui.import_check.numbers", width=240),
            Column("candidates", "ui.import_check.candidates", kind="number", places=0, width=90),
            Column("why", "ui.import_check.why", width=260),
            Column("decision", "ui.import_check.decision", kind="badge", width=170),
        ], "ui.import_check.companies")
        self.who = Label(ui, role="heading")
        self.offers = DataTable(ui, [
            Column("number", "ui.import_check.number", width=104),
            Column("name", "ui.import_check.name", stretch=True, strong=True),
            Column("former", "ui.import_check.former", width=150),
            Column("ids", "ui.import_check.numbers", width=240),
            Column("country", "ui.import_check.country", width=70),
            Column("near", "ui.import_check.likeness", width=90),
        ], "ui.import_check.offers")
        self.choose = Button(ui, "ui.import_check.party.choose", "primary")
        self.new = Button(ui, "ui.import_check.party.as_new")
        self.leave = Button(ui, "ui.import_check.party.leave")
        self.later = Button(ui, "ui.import_check.open", "ghost", "undo")
        self._lay_out()
        self.choose.clicked.connect(self._choose)
        self.new.clicked.connect(self._new)
        self.leave.clicked.connect(self._leave)
        self.later.clicked.connect(self._later)
        self.table.act_wanted.connect(self._to_offers)
        self.table.unact_wanted.connect(self._later)
        self.table.activated_id.connect(self._chosen_row)
        self.table.selectionModel().currentRowChanged.connect(self._selected)
        self.offers.activated_id.connect(self._chosen_offer)
        self.offers.selected_id_changed.connect(self._offer_selected)
        ui.language_changed.connect(self._selected)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Label(self._ui, "ui.import_check.companies_hint", role="small"))
        column.addWidget(self.table)
        column.addSpacing(6)
        column.addWidget(self.who)
        column.addWidget(self.offers)
        row = FlowRow()
        for button in (self.choose, self.new, self.leave, self.later):
            row.add(button)
        column.addWidget(row)
        column.addStretch(1)

    # --- what is shown -----------------------------------------------------------------------------------------------

    def show_lines(self, lines: Lines, words: LineWords) -> None:
        """Show the companies that wait, and those that were decided before."""
        before = self.party()
        self._lines, self._words = lines, words
        self._parties = sorted(self._deciding.offers)
        row = self._parties.index(before) if before in self._parties else None
        self.table.open(len(self._parties), self._cells, row)
        high = self.table.verticalHeader().defaultSectionSize() * min(len(self._parties), _MOST)
        self.table.setFixedHeight(high + self.table.horizontalHeader().sizeHint().height() + _FRAME)
        self._selected()

    def show_party(self, party: int) -> None:
        """Put the cursor on a company."""
        if party in self._parties:
            self.table.setCurrentIndex(self.table.lazy.index(self._parties.index(party), 0))
            self._to_offers()

    def party(self) -> int:
        """The company with the cursor, -1 when there is none."""
        row = self.table.currentIndex().row()
        return self._parties[row] if 0 <= row < len(self._parties) else -1

    def _cells(self, row: int) -> tuple[Any, ...]:
        assert self._words is not None
        number = self._parties[row]
        return self._words.party(number, self._deciding.offers[number])

    def _selected(self) -> None:
        number = self.party()
        there = number >= 0 and self._words is not None and self._lines is not None
        for widget in (self.who, self.offers, self.choose, self.new, self.leave, self.later):
            widget.setVisible(there)
        if not there:
            return
        assert self._words is not None and self._lines is not None
        match, words = self._deciding.offers[number], self._words
        self.who.set_text(self._ui.t("ui.import_check.who", name=words.company(number)))
        rows = [words.in_file(self._lines.checked.wanted.parties[number])]
        rows += [words.candidate(one, near) for one, near in match.candidates]
        ids = [_IN_FILE, *(one.id for one, _ in match.candidates)]
        self.offers.set_rows(rows, ids)
        self.offers.fit_height()
        self.offers.select_id(self._deciding.parties.get(number, ids[-1] if len(ids) == 2 else _IN_FILE))
        self.new.setEnabled(bool(self._lines.checked.wanted.parties[number].name))
        self.later.setEnabled(number in self._deciding.parties)
        self._offer_selected(self.offers.current_id())

    def _offer_selected(self, customer_id: object) -> None:
        self.choose.setEnabled(isinstance(customer_id, int) and customer_id != _IN_FILE)

    # --- deciding ----------------------------------------------------------------------------------------------------

    def settle(self, customer_id: int | None) -> None:
        """Say who the company with the cursor is; None: later."""
        number = self.party()
        if number >= 0 and self._deciding.parties.get(number) != customer_id:
            self._deciding.settle(number, customer_id)
            self.table.lazy.make_anew()
            self._selected()
            self.decided.emit()

    def _choose(self) -> None:
        self._chosen_offer(self.offers.current_id())

    def _chosen_offer(self, customer_id: object) -> None:
        if isinstance(customer_id, int) and customer_id != _IN_FILE:
            self.settle(customer_id)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _new(self) -> None:
        self.settle(NEW)

    def _leave(self) -> None:
        self.settle(LEAVE_OUT)

    def _later(self) -> None:
        self.settle(None)

    def _to_offers(self) -> None:
        self.offers.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chosen_row(self, row: object) -> None:
        self._to_offers()
