"""What a paste would change, before anything changes: each line with what it means, or why it cannot be taken."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.context import Ui
from app.ui.qtmodels.rows import Column
from app.ui.screens.case.editors import answer_text
from app.ui.screens.case.model import CaseModel
from app.ui.screens.case.pasting import Pasted, answer_of, same
from app.ui.widgets.buttons import Button
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.labels import Label

_COLUMNS = (
    Column("question", "ui.case.paste.question", stretch=True, strong=True),
    Column("now", "ui.case.paste.now", width=140),
    Column("new", "ui.case.paste.new", width=200),
    Column("what", "ui.case.paste.what", kind="badge", width=150),
)


class PastePage(QWidget):
    """``ended()`` when it was taken or left; all taken answers are one step of the undo."""

    ended = Signal()

    def __init__(self, ui: Ui, model: CaseModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._ui, self._model = ui, model
        self.lines: tuple[Pasted, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.told = Label(ui)
        column.addWidget(self.told)
        self.table = DataTable(ui, _COLUMNS, "ui.case.paste.name", wrap=True)
        column.addWidget(self.table, 1)
        row = QHBoxLayout()
        self.take = Button(ui, "ui.case.paste.take", "primary", "check")
        self.leave = Button(ui, "ui.case.paste.leave", "secondary")
        self.take.clicked.connect(self._take)
        self.leave.clicked.connect(self.ended)
        row.addStretch(1)
        row.addWidget(self.leave)
        row.addWidget(self.take)
        column.addLayout(row)

    def show_lines(self, lines: tuple[Pasted, ...]) -> None:
        """Ask about these."""
        self.lines = lines
        self.retranslate()
        (self.take if self._ready() else self.leave).setFocus()

    def retranslate(self) -> None:
        ui = self._ui
        self.table.set_rows([self._row(one) for one in self.lines])
        ready, refused = len(self._ready()), sum(not one.taken for one in self.lines)
        parts = [ui.plural("ui.case.paste.ready", ready)]
        if refused:
            parts.append(ui.plural("ui.case.paste.refused", refused))
        self.told.set_text(" ".join(parts))
        self.take.setEnabled(bool(ready))

    # ---------------------------------------------------------------------------------------------------------------

    def _ready(self) -> list[Pasted]:
        return [one for one in self.lines if one.taken and not self._is_same(one)]

    def _is_same(self, one: Pasted) -> bool:
        return one.question is not None and same(one.value, self._model.answer(one.question.id).value)

    def _row(self, one: Pasted) -> list[Any]:
        ui = self._ui
        if one.question is None:
            return [one.said, "", one.text, (ui.t("ui.case.paste.unknown"), "danger")]
        now = self._model.answer(one.question.id).value
        name = f"{one.question.id} {one.question.label.get(ui.lang)}"
        shown_now = "" if now is None else answer_text(ui, one.question, now)
        if one.problem is not None:
            return [name, shown_now, f"{one.text}\n{ui.error_text(one.problem)}", (ui.t("ui.case.paste.unfit"), "danger")]
        if self._is_same(one):
            return [name, shown_now, answer_text(ui, one.question, one.value), (ui.t("ui.case.paste.same"), "plain")]
        kind = ("ui.case.paste.fills", "good") if now is None else ("ui.case.paste.replaces", "warning")
        return [name, shown_now, answer_text(ui, one.question, one.value), (ui.t(kind[0]), kind[1])]

    def _take(self) -> None:
        ready = [(one.question.id, one) for one in self._ready() if one.question is not None]
        self._model.paste({item: answer_of(one, self._model.answer(item)) for item, one in ready})
        self.ended.emit()
