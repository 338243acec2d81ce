"""The last page of an import: what was written, the report, the way to the customers, and the way back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.frame.file_saving import FileSaving
from app.ui.qtmodels.rows import Column
from app.ui.screens.imports.brought import OUTCOMES, in_words, rows_of, write_report_of
from app.ui.screens.imports.kept_list import KeptList
from app.ui.screens.imports.taking_back import TakingBack
from app.ui.widgets.banner import Banner
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.flow import FlowRow
from app.ui.widgets.labels import Label
from app.ui.widgets.save_dialog import ask_place

if TYPE_CHECKING:
    from app.services.imports.check import Checked
    from app.services.imports.commit import Done
    from app.ui.frame.host import ScreenHost

_WIDEST = 860
_MOST_MET = 8


class DoneStep(QWidget):
    """``more``: the officer wants to import more; ``taken_back``: the import is no longer there."""

    more = Signal()
    taken_back = Signal(int)

    def __init__(self, host: ScreenHost) -> None:
        super().__init__()
        self._host, self._ui = host, host.ui
        self._checked: Checked | None = None
        self.done: Done | None = None
        ui = self._ui
        self.back = TakingBack(host, self)
        self._saving = FileSaving(host, self, self._saved)
        self.banner = Banner(ui)
        self.rows = Label(ui)
        self.brought = Label(ui, role="strong")
        self.notes = Label(ui, role="muted")
        self.table = DataTable(ui, [
            Column("kind", "ui.import_done.kind", stretch=True, strong=True),
            *(Column(name, f"ui.import_done.{name}", kind="number", places=0, width=110) for name in OUTCOMES),
        ], "ui.import_done.what")
        self.kept = KeptList(ui)
        self.excel = Button(ui, "ui.import_done.excel", icon="document")
        self.json = Button(ui, "ui.import_done.json")
        self.customers = Button(ui, "ui.import_done.open", "primary", "customers")
        self.again = Button(ui, "ui.import_done.more", icon="plus")
        self.undo = Button(ui, "ui.import_done.undo", "ghost", "undo")
        self._lay_out()
        self.excel.clicked.connect(self._ask_excel)
        self.json.clicked.connect(self._ask_json)
        self.customers.clicked.connect(self._open_customers)
        self.again.clicked.connect(self.more)
        self.undo.clicked.connect(self._ask_back)
        self.back.ended.connect(self._ended)
        ui.language_changed.connect(self._say)

    def _lay_out(self) -> None:
        ui = self._ui
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.banner)
        self.card = Card(ui, "ui.import_done.what")
        self.card.setMaximumWidth(_WIDEST)
        body = self.card.body
        for widget in (self.brought, self.rows, self.table, self.notes, self.kept):
            body.addWidget(widget)
        buttons = FlowRow(spacing=8)
        for button in (self.customers, self.again, self.excel, self.json, self.undo):
            buttons.add(button)
        body.addSpacing(4)
        body.addWidget(buttons)
        column.addWidget(self.card)
        column.addStretch(1)

    # --- what is shown -----------------------------------------------------------------------------------------------

    def show_done(self, work: object, checked: Checked, done: Done) -> None:
        """Show what the import did."""
        self._checked, self.done = checked, done
        self.banner.clear()
        self.kept.show_problems(())
        self.undo.setEnabled(True)
        self._say()
        self._tell_met(done)
        self.customers.setFocus()

    def _say(self) -> None:
        done, checked, ui = self.done, self._checked, self._ui
        if done is None or checked is None:
            return
        names = ", ".join(file.name for file in checked.wanted.files if file.taken)
        self.card.set_title(ui.t("ui.import_done.title", number=done.import_id))
        self.rows.set_text(ui.plural("ui.import_done.rows", checked.wanted.rows, names=names))
        self.brought.set_text(in_words(ui, done.counts))
        rows = rows_of(ui, done.counts)
        self.table.set_rows(rows)
        self.table.fit_height()
        waiting = sum(match.waits for match in checked.matches)
        notes = [ui.plural("ui.import_done.undecided", waiting)] if waiting else []
        if checked.faults:
            notes.append(ui.plural("ui.import_done.errors", len(checked.faults)))
        self.notes.set_text(" ".join(notes))
        self.notes.setVisible(bool(notes))

    def _tell_met(self, done: Done) -> None:
        """Say who meets watchlist or blacklist."""
        met = [self._ui.error_text(note) for note in done.met[:_MOST_MET]]
        if len(done.met) > _MOST_MET:
            met.append(self._ui.plural("ui.lists.met_more", len(done.met) - _MOST_MET))
        if met:
            self.banner.show_message("\n".join(met), "warning")

    # --- what is done ------------------------------------------------------------------------------------------------

    def _ask_excel(self) -> None:
        self._ask_place("xlsx", "ui.import_done.excel", "ui.import_done.kinds_excel")

    def _ask_json(self) -> None:
        self._ask_place("json", "ui.import_done.json", "ui.import_done.kinds_json")

    def _ask_place(self, suffix: str, title: str, kinds: str) -> None:
        assert self.done is not None
        ui = self._ui
        name = f"{ui.t('ui.import_done.report_name', number=self.done.import_id)}.{suffix}"
        ask_place(self, ui.t(title), name, self.write_report, kinds=ui.t(kinds), suffix=suffix)

    def write_report(self, name: str) -> None:
        """Write the report to the file ``name``; its ending tells whether as a workbook or as JSON."""
        self._saving.write(write_report_of, Path(name), self._host.services, self._checked, self.done, self._ui.texts)

    def _saved(self, path: Path) -> None:
        self._host.toast("ui.import_done.saved", path=str(path))

    def _open_customers(self) -> None:
        """The first customer that the import touched; where it only brought new ones, the list of all."""
        if self.done is not None and self.done.touched:
            self._host.go("customer", self.done.touched[0])
        else:
            self._host.go("customers")

    def _ask_back(self) -> None:
        if self.done is not None:
            self.back.ask(self.done.import_id)

    def _ended(self, number: int, text: str, kind: str, problems: object) -> None:
        self.banner.show_message(text, kind)
        self.kept.show_problems(problems)  # type: ignore[arg-type]
        if kind != "danger":
            self.undo.setEnabled(False)
            self.taken_back.emit(number)
