"""Beside the worklist: the customers by grade, and the grade changes of the month."""

from __future__ import annotations

from PySide6.QtCore import Signal

from app.models.domain.worklist import Around, Move, Overview
from app.ui.context import Ui
from app.ui.qtmodels.rows import Column
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.grade_bars import GradeBars
from app.ui.widgets.labels import Label


class Moves(Card):
    """The grade changes of the month, newest first."""

    opened = Signal(int)  # id of the customer

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, "ui.today.moves")
        self._ui = ui
        self._moves: tuple[Move, ...] = ()
        columns = [
            Column("move", "ui.today.move", kind="badge", width=84),
            Column("customer", "ui.today.customer", stretch=True),
            Column("day", "ui.today.on", kind="date", width=84),
        ]
        self.table = DataTable(ui, columns, "ui.today.moves", wrap=True)
        self.table.activated_id.connect(self._opened)
        self.none = Label(ui, "ui.today.no_moves", role="muted")
        self.body.addWidget(self.table)
        self.body.addWidget(self.none)

    def show_moves(self, around: Around) -> None:
        """Fill."""
        ui, figures = self._ui, around.overview
        self._moves = around.moves
        parts = [
            ui.t(f"ui.today.n_{name}", n=ui.number(number))
            for name, number in (("up", figures.up), ("down", figures.down), ("first", figures.first)) if number
        ]
        self.set_note(" · ".join(parts))
        self.table.set_rows([self._cells(move) for move in self._moves], [move.no for move in self._moves])
        self.table.fit_height()
        self.table.setVisible(bool(self._moves))
        self.none.setVisible(not self._moves)

    def _cells(self, move: Move) -> tuple[object, ...]:
        ui = self._ui
        if move.before is None:
            return (ui.t("ui.today.first_grade", grade=move.after.name), "info"), move.customer, ui.date(move.day)
        kind = "good" if move.after > move.before else "danger"
        text = ui.t("ui.today.moved", before=move.before.name, after=move.after.name)
        return (text, kind), move.customer, ui.date(move.day)

    def _opened(self, no: object) -> None:
        move = next((one for one in self._moves if one.no == no), None)
        if move is not None:
            self.opened.emit(move.customer_id)


class ByGrade(Card):
    """The customers by grade in force."""

    chosen = Signal(str)

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, "ui.today.by_grade")
        self._ui = ui
        self.bars = GradeBars(ui)
        self.bars.chosen.connect(self.chosen)
        self.body.addWidget(self.bars)
        self.none = Label(ui, "ui.today.no_grades", role="muted")
        self.body.addWidget(self.none)

    def show_counts(self, figures: Overview) -> None:
        """Fill."""
        graded = sum(count for _, count in figures.by_grade)
        self.set_note(self._ui.t("ui.today.graded", graded=graded, all=figures.customers))
        self.bars.set_counts([(grade.name, count) for grade, count in figures.by_grade])
        self.bars.setVisible(graded > 0)
        self.none.setVisible(not graded)
