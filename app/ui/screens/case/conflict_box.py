"""What two officers have entered, one below the other, each with the button that chooses it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.models.domain.answers import Answer
from app.models.domain.enums import AnswerState
from app.ui.context import Ui
from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import Label


class ConflictBox(QFrame):
    """Mine and theirs one below the other, each with its button."""

    mine_chosen = Signal()
    theirs_chosen = Signal()

    def __init__(self, ui: Ui, parent: QWidget) -> None:
        super().__init__(parent)
        self._ui = ui
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 2)
        column.setSpacing(3)
        self.told = Label(ui, role="fieldError", parent=self)
        self.mine, self.theirs = Label(ui, role="small", parent=self), Label(ui, role="small", parent=self)
        self.keep = Button(ui, "ui.case.conflict_keep", "secondary", parent=self)
        self.take = Button(ui, "ui.case.conflict_take", "secondary", parent=self)
        self.keep.clicked.connect(self.mine_chosen)
        self.take.clicked.connect(self.theirs_chosen)
        for widget in (self.told, self.mine, self.theirs):
            column.addWidget(widget)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.keep)
        row.addWidget(self.take)
        row.addStretch(1)
        column.addLayout(row)

    def show_heads(self, mine: str, theirs: str) -> None:
        """Fields of two requests, in words."""
        ui = self._ui
        self.told.set_text(ui.t("ui.case.head_conflict"))
        self.mine.set_text(ui.t("ui.case.head_mine", value=mine))
        self.theirs.set_text(ui.t("ui.case.head_theirs", value=theirs))
        self.keep.set_key("ui.case.head_keep")
        self.take.set_key("ui.case.head_take")

    def show_both(self, mine: Answer, theirs: Answer, words: Callable[[object], str]) -> None:
        """The two answers in words."""
        ui = self._ui
        self.told.set_text(ui.t("ui.case.conflict"))
        self.mine.set_text(ui.t("ui.case.conflict_mine", value=_in_words(ui, mine, words)))
        self.theirs.set_text(ui.t("ui.case.conflict_theirs", value=_in_words(ui, theirs, words), name=theirs.by or "—"))


def _in_words(ui: Ui, answer: Answer, words: Callable[[object], str]) -> str:
    if answer.state is AnswerState.VALUE and answer.value is not None:
        return words(answer.value)
    return ui.t(f"ui.case.state.{answer.state.value}") if answer.state in _SETTLED else "—"


_SETTLED = (AnswerState.UNKNOWN, AnswerState.NOT_APPLICABLE)
