"""Whom to investigate: a few letters of the name, Enter, and the case is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.models.domain.parties import CustomerRow
from app.ui.forms.text_edits import LineEdit
from app.ui.qtmodels.rows import Column
from app.ui.screens.words import case_state, case_state_kind
from app.ui.widgets.buttons import Button
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.models.domain.errors import UserError
    from app.models.domain.records import CaseHead
    from app.services.changes import Changed
    from app.ui.frame.host import ScreenHost

OFFERED = 30
PAUSE_MS = 100


class CustomerPicker(QDialog):
    """Enter opens a case of the chosen customer, or goes on with the one that is open. Opened, never executed."""

    def __init__(self, host: ScreenHost, parent: QWidget) -> None:
        super().__init__(parent)
        self.host = host
        ui = host.ui
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(ui.t("ui.today.pick"))
        self.resize(680, 460)
        self._rows: tuple[CustomerRow, ...] = ()
        self._asked_for = self._found_for = ""      # the letters that are asked about, and those that the rows answer
        self._take = False                          # Enter was pressed before the answer to what is typed had come
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._read)
        self.search = LineEdit(ui, "ui.today.pick_search", placeholder_key="ui.today.pick_hint")
        self.search.setProperty("noDraft", True)
        self.search.edited.connect(self._typed)
        self.search.line.installEventFilter(self)
        self.table = DataTable(ui, [
            Column("number", "ui.today.pick_number", width=84),
            Column("name", "ui.today.customer", stretch=True, strong=True),
            Column("grade", "ui.today.grade", kind="grade", width=80),
            Column("case", "ui.today.pick_case", kind="badge", width=150),
        ], "ui.nav.customers")
        self.table.activated_id.connect(self._clicked)
        self.table.selected_id_changed.connect(self._follow)
        self.message = Label(ui, role="danger")
        self.message.hide()
        self._lay_out()
        self._read()
        self.search.line.setFocus()

    def _lay_out(self) -> None:
        ui = self.host.ui
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(10)
        column.addWidget(Label(ui, "ui.today.pick", role="heading"))
        column.addWidget(Label(ui, "ui.today.pick_text", role="muted"))
        column.addWidget(self.search)
        column.addWidget(self.table, 1)
        column.addWidget(self.message)
        row = QHBoxLayout()
        new = Button(ui, "ui.action.customer_new", "ghost", "plus")
        new.clicked.connect(self._new)
        cancel = Button(ui, "ui.cancel")
        cancel.clicked.connect(self.reject)
        self.go = Button(ui, "ui.action.case_open", "primary")
        self.go.clicked.connect(self._choose_current)
        row.addWidget(new)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.go)
        column.addLayout(row)

    # --- finding ---------------------------------------------------------------------------------------------------

    def _typed(self, text: str) -> None:
        self._take = False
        self._pause.start()

    def _read(self) -> None:
        self._asked_for = self.search.line.text()
        self.host.runner.query(
            self.host.services.customers.page, self.search.line.text(), 0, OFFERED, done=self._show, key="today.pick"
        )

    def _show(self, rows: tuple[CustomerRow, ...]) -> None:
        ui = self.host.ui
        self._rows = tuple(rows)
        self.table.set_rows([
            (row.number, row.name, row.grade.name if row.grade is not None else None,
             (case_state(ui, row.case_state), case_state_kind(row.case_state)) if row.case_state is not None else None)
            for row in rows
        ], [row.id for row in rows])
        if rows and (self.table.current_id() is None or self._found_for != self._asked_for):
            self.table.select_id(rows[0].id)
        self._follow(self.table.current_id())
        self._found_for = self._asked_for
        if self._take:
            self._choose_current()

    def _row(self, customer_id: object) -> CustomerRow | None:
        return next((row for row in self._rows if row.id == customer_id), None)

    def _follow(self, customer_id: object) -> None:
        row = self._row(customer_id)
        self.go.setEnabled(row is not None)
        self.go.set_key("ui.action.case_continue" if row is not None and row.case_id is not None else "ui.action.case_open")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows walk through what was found while the letters are typed; Enter takes it."""
        if watched is self.search.line and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                row = self.table.currentIndex().row() + (1 if event.key() == Qt.Key.Key_Down else -1)
                if 0 <= row < len(self._rows):
                    self.table.select_id(self._rows[row].id)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose_current()
                return True
        return super().eventFilter(watched, event)

    # --- choosing --------------------------------------------------------------------------------------------------

    def _choose_current(self) -> None:
        """Take what is marked, once the rows answer the letters that stand in the field."""
        self._take = self._found_for != self.search.line.text()
        if self._take:
            self._pause.stop()
            self._read()
        else:
            self._choose(self.table.current_id())

    def _clicked(self, customer_id: object) -> None:
        """A row that answers other letters than those in the field is about to go."""
        if self._found_for == self.search.line.text():
            self._choose(customer_id)

    def _choose(self, customer_id: object) -> None:
        row = self._row(customer_id)
        if row is None:
            return
        if row.case_id is not None:
            self.accept()
            self.host.go("case", row.case_id)
            return
        self.go.setEnabled(False)
        self.host.runner.command(
            self.host.services.cases.open, row.id, self.host.officer, done=self._begun, failed=self._refused
        )

    def _begun(self, changed: Changed[CaseHead]) -> None:
        self.accept()
        self.host.go("case", changed.value.id)

    def _refused(self, error: UserError) -> None:
        self.message.set_text(self.host.ui.error_text(error))
        self.message.show()
        self.go.setEnabled(True)

    def _new(self) -> None:
        self.accept()
        self.host.go("customer", None)
