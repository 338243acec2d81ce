"""The figures above, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from app.models.domain.tasks import Only, Task, Worklist
from app.ui.context import Ui
from app.ui.qtmodels.rows import Column
from app.ui.screens.today import wording
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.figure_tile import FigureTile
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.models.domain.worklist import Around, Progress

TILE, GAP = 168, 12
FIGURES = (Only.OVERDUE, Only.DUE, Only.CASE, Only.APPROVAL, Only.ALARM, Only.NOTICE)


class Figures(QWidget):
    """The figures above, each a way to what it counts; as many in a row as there is room for."""

    chosen = Signal(object)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)
        self._in_row = 0
        self.tiles: dict[Only, FigureTile] = {}
        for only in FIGURES:
            tile = FigureTile(ui, f"ui.today.figure.{only.value}", self)
            tile.clicked.connect(self._clicked)
            self.tiles[only] = tile
        self._arrange(len(FIGURES))

    def show_only(self, only: Only | None) -> None:
        """Light the figure whose lines are shown."""
        for one, tile in self.tiles.items():
            tile.setChecked(one is only)

    def show_figures(self, around: Around) -> None:
        """Numbers and the lines under them."""
        figures = around.overview
        numbers = {
            Only.OVERDUE: figures.overdue, Only.DUE: figures.due, Only.CASE: figures.open_cases,
            Only.APPROVAL: figures.approvals, Only.ALARM: figures.alarms, Only.NOTICE: figures.notices,
        }
        for only, tile in self.tiles.items():
            urgent = only in (Only.OVERDUE, Only.ALARM) and numbers[only] > 0
            tile.show_figure(numbers[only], wording.note(self._ui, only, figures, around.day), urgent=urgent)
        self._level()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fitting = max(2, min(len(FIGURES), event.size().width() // self._ui.px(TILE)))
        self._arrange(fitting if fitting in (2, 3, 6) else 3)
        self._level()

    def _level(self) -> None:
        """All tiles as high as the one whose words need most lines."""
        width = (self.width() - GAP * (self._in_row - 1)) // self._in_row
        if width > 0:
            height = max(tile.heightForWidth(width) for tile in self.tiles.values())
            for tile in self.tiles.values():
                tile.setFixedHeight(height)

    def _arrange(self, in_row: int) -> None:
        if in_row == self._in_row:
            return
        self._in_row = in_row
        for at, tile in enumerate(self.tiles.values()):
            self._grid.addWidget(tile, at // in_row, at % in_row)
        for column in range(len(FIGURES)):
            self._grid.setColumnStretch(column, 1 if column < in_row else 0)

    def _clicked(self) -> None:
        only, tile = next(pair for pair in self.tiles.items() if pair[1] is self.sender())
        self.chosen.emit(only if tile.isChecked() else None)


class DoNext(Card):
    """The worklist."""

    opened = Signal(object)  # Task
    all_wanted = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, "ui.today.do_next")
        self._ui = ui
        self._tasks: tuple[Task, ...] = ()
        px = ui.px
        columns = [
            Column("customer", "ui.today.customer", width=200, stretch=True, strong=True),
            Column("grade", "ui.today.grade", kind="grade", width=68),
            Column("what", "ui.today.what", width=122),
            Column("why", "ui.today.why", kind="badge", width=178),
            Column("amount", "ui.today.at_risk", kind="money", width=122, tip_key="ui.today.at_risk_tip"),
            Column("due", "ui.today.due", kind="date", width=96),
        ]
        self.table = DataTable(ui, columns, "ui.today.do_next", wrap=True)
        self.table.setMinimumHeight(px(230))
        self.table.activated_id.connect(self._opened)
        self.nothing = Label(ui, "ui.today.nothing", role="muted")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setMinimumHeight(px(120))
        self.nothing.hide()
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.nothing, 1)
        row = QHBoxLayout()
        self.shown = Label(ui, role="small")
        self.everything = Button(ui, "ui.today.everything", "ghost")
        self.everything.clicked.connect(self.all_wanted)
        row.addWidget(self.shown, 1)
        row.addWidget(self.everything)
        self.body.addLayout(row)

    def show_tasks(self, worklist: Worklist, progress: dict[int, Progress]) -> None:
        """Fill; the chosen line stays chosen."""
        ui = self._ui
        self._tasks = worklist.tasks
        if worklist.only is None:
            self.head.heading.set_key("ui.today.do_next")
        else:
            self.head.heading.set_key(f"ui.today.figure.{worklist.only.value}")
        self.set_note(ui.t("ui.today.ordered"))
        rows = [self._cells(task, progress.get(task.case_id or 0), worklist) for task in worklist.tasks]
        self.table.set_rows(rows, [_id(task) for task in worklist.tasks])
        if rows and self.table.current_id() is None:
            self.table.select_id(_id(worklist.tasks[0]))
        self.table.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        self.everything.setVisible(worklist.only is not None)
        full = len(rows) >= 200
        self.shown.set_text(ui.t("ui.today.top", n=len(rows)) if full else "")
        self.shown.setVisible(full or worklist.only is not None)

    def _cells(self, task: Task, progress: Progress | None, worklist: Worklist) -> tuple[object, ...]:
        ui, today = self._ui, worklist.day
        name = ui.t("ui.today.sample_name", name=task.customer) if task.sample else task.customer
        amount = None if task.amount is None else ui.money(task.amount, task.currency, 0)
        return (
            name, task.grade.name if task.grade is not None else None, wording.what(ui, task, progress),
            wording.why(ui, task, progress, today), amount, wording.due(ui, task, today),
        )

    def _opened(self, row_id: object) -> None:
        task = next((one for one in self._tasks if _id(one) == row_id), None)
        if task is not None:
            self.opened.emit(task)


def _id(task: Task) -> tuple[str, int, int]:
    return task.kind.value, task.customer_id, task.case_id or 0
