"""Whose order it is: a few letters of the name, Enter."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.models.domain.parties import CustomerRow
from app.ui.forms.text_edits import LineEdit
from app.ui.qtmodels.rows import Column
from app.ui.widgets.badge import GradeBadge
from app.ui.widgets.buttons import Button
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.models.domain.enums import Grade
    from app.ui.frame.host import ScreenHost

OFFERED = 6
PAUSE_MS = 100


class CustomerChoice(QWidget):
    """``row`` is the customer that was chosen, None while one is looked for; ``chosen`` tells of both."""

    chosen = Signal(object)  # CustomerRow or None

    def __init__(self, host: ScreenHost) -> None:
        super().__init__()
        self.host, ui = host, host.ui
        self.row: CustomerRow | None = None
        self._rows: tuple[CustomerRow, ...] = ()
        self._asked_for = self._found_for = ""        # the letters that the rows answer
        self._take = False          # Enter was pressed before the answer to what is typed had come
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._read)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.caption = Label(ui, "ui.orders.customer", role="muted")
        self.search = LineEdit(ui, "ui.orders.customer", placeholder_key="ui.orders.pick")
        self.search.setProperty("noDraft", True)
        self.search.edited.connect(self._typed)
        self.search.line.textEdited.connect(self._typed)
        self.search.line.installEventFilter(self)
        self.caption.setBuddy(self.search.editor)
        self.table = DataTable(ui, (
            Column("number", "ui.today.pick_number", width=84),
            Column("name", "ui.orders.customer", stretch=True, strong=True),
            Column("grade", "ui.orders.column.grade", kind="grade", width=80),
        ), "ui.nav.customers")
        self.table.activated_id.connect(self._clicked)
        self.none = Label(ui, "ui.orders.choose", role="muted")
        for widget in (self.caption, self.search, self.table, self.none, self._taken()):
            column.addWidget(widget)
        self.begin()

    def _taken(self) -> QWidget:
        ui = self.host.ui
        self.taken = QWidget()
        line = QHBoxLayout(self.taken)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        self.name, self.grade = Label(ui, role="strong"), GradeBadge(ui)
        self.other = Button(ui, "ui.orders.other", "ghost", "search")
        self.other.clicked.connect(self.again)
        line.addWidget(self.grade)
        line.addWidget(self.name, 1)
        line.addWidget(self.other)
        return self.taken

    # --- what the page calls -----------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Look for a customer; nobody is chosen."""
        self.row = None
        self._found_for, self._take = "", False
        self.search.set_value("")
        self._show(())
        self._settle()

    def _settle(self) -> None:
        looking = self.row is None
        self.caption.setVisible(looking)
        self.search.setVisible(looking)
        self.table.setVisible(looking and bool(self._rows))
        self.none.setVisible(looking and not self._rows)
        self.taken.setVisible(not looking)

    # --- finding -----------------------------------------------------------------------------------------------------

    def _typed(self, text: str) -> None:
        self._take = False
        self._pause.start()

    def _read(self) -> None:
        text = self.search.line.text().strip()
        if self.row is not None:
            return
        if not text:
            self._show(())
            self._settle()
            return
        self._asked_for = text
        self.host.runner.query(self.host.services.customers.page, text, 0, OFFERED, done=self._found, key="orders.pick")

    def _found(self, rows: tuple[CustomerRow, ...]) -> None:
        self._found_for = self._asked_for
        self._show(rows)
        if not rows:
            self.none.set_key("ui.orders.pick_none")
        self._settle()
        if self._take:
            self._enter()

    def _enter(self) -> None:
        """Take what is marked, once the rows answer the letters that stand in the field."""
        self._take = self._found_for != self.search.line.text().strip()
        if self._take:
            self._pause.stop()
            self._read()
        else:
            self._choose(self.table.current_id())

    def set_grade(self, customer_id: int, grade: Grade | None) -> None:
        """The grade in force of the chosen customer is another now."""
        if self.row is not None and self.row.id == customer_id:
            self.row = replace(self.row, grade=grade)
            self.grade.set_grade(None if grade is None else grade.name)

    def _show(self, rows: tuple[CustomerRow, ...]) -> None:
        self._rows = tuple(rows)
        self.none.set_key("ui.orders.choose")
        self.table.set_rows([
            (row.number, row.name, row.grade.name if row.grade is not None else None) for row in rows
        ], [row.id for row in rows])
        self.table.fit_height()
        if rows:
            self.table.select_id(rows[0].id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows walk through what was found while the letters are typed; Enter takes it."""
        if watched is self.search.line and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                at = self.table.currentIndex().row() + (1 if event.key() == Qt.Key.Key_Down else -1)
                if 0 <= at < len(self._rows):
                    self.table.select_id(self._rows[at].id)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._enter()
                return True
        return super().eventFilter(watched, event)

    # --- choosing ----------------------------------------------------------------------------------------------------

    def _clicked(self, customer_id: object) -> None:
        """A row that answers other letters than those in the field is about to go."""
        if self._found_for == self.search.line.text().strip():
            self._choose(customer_id)

    def _choose(self, customer_id: object) -> None:
        self.row = next((row for row in self._rows if row.id == customer_id), None)
        if self.row is None:
            return
        self.name.set_text(f"{self.row.number}  {self.row.name}")
        self.grade.set_grade(None if self.row.grade is None else self.row.grade.name)
        self._settle()
        self.chosen.emit(self.row)

    def again(self) -> None:
        """Another customer: the one that was chosen is let go."""
        self.begin()
        self.chosen.emit(None)
        self.search.setFocus()
