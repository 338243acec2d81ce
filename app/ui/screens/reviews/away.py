"""Absences: who is away, and what would break if somebody were."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.forms.choice_box import ChoiceBox
from app.ui.forms.form_grid import FormGrid
from app.ui.forms.typed_edits import DateEdit
from app.ui.qtmodels.rows import Column
from app.ui.screens.reviews import wording
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.services.reviews.planning import Away
    from app.services.reviews.service import Board
    from app.ui.context import Ui


class AwayPane(QWidget):
    """Sends ``asked``, ``kept`` (both read the form) and ``ended`` with the number of an absence."""

    asked = Signal()
    kept = Signal()
    ended = Signal(int)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._board: Board | None = None
        self._away: Away | None = None
        self._names: dict[int, str] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addWidget(self._list(), 3)
        row.addWidget(self._form(), 2)

    def _list(self) -> Card:
        card = Card(self._ui, "ui.reviews.absences")
        self.table = DataTable(self._ui, [
            Column("officer", "ui.reviews.absent", stretch=True, strong=True, width=140),
            Column("first", "ui.reviews.first", kind="date", width=104),
            Column("last", "ui.reviews.last", kind="date", width=104),
            Column("stand_in", "ui.reviews.stand_in", width=140),
            Column("by", "ui.reviews.entered_by", width=120),
        ], "ui.reviews.absences", wrap=True)
        self.table.selected_id_changed.connect(self._selected)
        card.body.addWidget(self.table, 1)
        self.none = Label(self._ui, "ui.reviews.nobody_away", role="muted")
        card.body.addWidget(self.none)
        row = QHBoxLayout()
        self.end = Button(self._ui, "ui.reviews.end", "ghost")
        self.end.clicked.connect(self._end)
        row.addWidget(self.end)
        row.addStretch(1)
        card.body.addLayout(row)
        card.body.addStretch(0)
        return card

    def _form(self) -> Card:
        ui = self._ui
        card = Card(ui, "ui.reviews.absence")
        card.body.addWidget(Label(ui, "ui.reviews.absence_hint", role="small"))
        grid = FormGrid(ui, label_width=110)
        self.officer = ChoiceBox(ui, choices=self._officers)
        self.first, self.last = DateEdit(ui), DateEdit(ui)
        self.stand_in = ChoiceBox(ui, choices=self._officers, empty_key="ui.reviews.stand_in_none")
        for field, key in (
            (self.officer, "absent"), (self.first, "first"), (self.last, "last"), (self.stand_in, "stand_in")
        ):
            grid.add(field, key=f"ui.reviews.{key}")
            field.edited.connect(self._typed)
            field.invalid.connect(self._typed)
        card.body.addWidget(grid)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.check = Button(ui, "ui.reviews.check")
        self.keep = Button(ui, "ui.reviews.keep", "primary")
        self.check.clicked.connect(self.asked)
        self.keep.clicked.connect(self.kept)
        row.addStretch(1)
        row.addWidget(self.check)
        row.addWidget(self.keep)
        card.body.addLayout(row)
        self.result = QWidget()
        column = QVBoxLayout(self.result)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(6)
        column.addWidget(Label(ui, "ui.reviews.result", role="heading"))
        self.own, self.taken, self.frozen, self.broken = Label(ui), Label(ui), Label(ui), Label(ui, role="strong")
        self.holds = Label(ui, "ui.reviews.would_hold")
        for label in (self.own, self.taken, self.frozen, self.broken, self.holds):
            column.addWidget(label)
        card.body.addWidget(self.result)
        card.body.addStretch(1)
        self.result.hide()
        return card

    # --- showing ---------------------------------------------------------------------------------------------------

    def show_board(self, board: Board) -> None:
        """Fill the list and the names that can be chosen."""
        anew = self._board is None or self._board.officers != board.officers
        self._board = board
        self._names = {one.customer_id: one.name for one in board.due}
        if anew:
            for box in (self.officer, self.stand_in):
                kept = box.value()
                box.set_choices(self._officers)
                box.set_value(kept)
        free = self._ui.t("ui.reviews.stand_in_none")
        self.table.set_rows(
            [(one.officer, one.first, one.last, one.stand_in or free, one.by) for one in board.absences],
            [one.id for one in board.absences],
        )
        self.table.setVisible(bool(board.absences))
        self.none.setVisible(not board.absences)
        self._selected(self.table.current_id())

    def show_away(self, away: Away | None) -> None:
        """What the absence in the form would do; None takes it away."""
        self._away = away
        self.result.setVisible(away is not None)
        if away is None:
            return
        ui = self._ui
        self.own.set_text(ui.plural("ui.reviews.own", len(away.own), officer=away.absence.officer))
        self.taken.set_text(ui.t("ui.reviews.taken", shares=wording.shares(ui, away.taken)))
        self.taken.setVisible(bool(away.taken))
        for label, key, slots in (
            (self.frozen, "ui.reviews.would_freeze", away.frozen), (self.broken, "ui.reviews.would_break", away.broken)
        ):
            names = wording.names(ui, [self._names.get(slot.job.customer_id, "") for slot in slots])
            label.set_text(ui.plural(key, len(slots), names=names) if slots else "")
            label.setVisible(bool(slots))
        self.holds.setVisible(not away.frozen and not away.broken)

    def clear_form(self) -> None:
        """Nothing typed."""
        for field in (self.officer, self.first, self.last, self.stand_in):
            field.set_value(None)
        self.show_away(None)

    def retranslate(self) -> None:
        if self._board is not None:
            self.show_board(self._board)
        self.show_away(self._away)

    # --- doing -----------------------------------------------------------------------------------------------------

    def _officers(self) -> list[tuple[Any, str]]:
        return [(name, name) for name in (self._board.officers if self._board is not None else ())]

    def _selected(self, absence_id: object) -> None:
        self.end.setEnabled(self.table.current_id() is not None)

    def _typed(self, _value: object) -> None:
        """The outcome that is shown belongs to what was typed before."""
        self.show_away(None)

    def _end(self) -> None:
        absence_id = self.table.current_id()
        if absence_id is not None:
            self.ended.emit(absence_id)
