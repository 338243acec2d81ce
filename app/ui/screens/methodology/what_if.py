"""What would change for the customers if the draft were in force. Nothing is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.models.domain.errors import UserError
from app.ui.qtmodels.rows import Column
from app.ui.screens.methodology.saving import TableExport
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.services.methodology.what_if import Moved, Mover, WhatIf
    from app.services.methodology.words import Words
    from app.services.progress import Progress
    from app.ui.frame.host import ScreenHost
    from app.ui.screens.methodology.model import MethodologyModel

_BEAT_MS = 150
_COLUMNS = (
    "number", "customer", "grade_before", "grade_after", "score_before", "score_after", "limit_before", "limit_after", "movers",
)  # fmt: skip


class WhatIfPane(QWidget):
    """Start, watch, cancel; then who goes up or down and what moved them. ``asked(customer id)`` opens a customer."""

    asked = Signal(object)

    def __init__(self, host: ScreenHost, model: MethodologyModel) -> None:
        super().__init__()
        self._host, self._ui, self._model = host, host.ui, model
        self.result: WhatIf | None = None
        self._tried: object = None
        self._progress: Progress | None = None
        ui = self._ui
        self.start = Button(ui, "ui.methodology.what_if.start", "primary")
        self.cancel = Button(ui, "ui.cancel")
        self.export = Button(ui, "ui.methodology.export", icon="save")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(8)
        self.state = Label(ui, "ui.methodology.what_if.ready", role="muted")
        self.migration = Label(ui, role="small")
        self.table = DataTable(ui, self._columns(), "ui.methodology.tab.what_if", wrap=True)
        self.save = TableExport(host, self)
        self._beat = QTimer(self, interval=_BEAT_MS)
        self._beat.timeout.connect(self._watch)
        self._lay_out()
        self.start.clicked.connect(self._start)
        self.cancel.clicked.connect(self._cancel)
        self.export.clicked.connect(self._export)
        self.table.activated_id.connect(self.asked)
        ui.language_changed.connect(self._retranslate)
        self._retranslate()

    def _columns(self) -> list[Column]:
        return [
            Column("number", "ui.methodology.what_if.number", width=84),
            Column("customer", "ui.methodology.what_if.customer", stretch=True, strong=True),
            Column("grade_before", "ui.methodology.what_if.grade_before", kind="grade", width=92),
            Column("grade_after", "ui.methodology.what_if.grade_after", kind="grade", width=92),
            Column("score_before", "ui.methodology.what_if.score_before", kind="number", places=1, width=92),
            Column("score_after", "ui.methodology.what_if.score_after", kind="number", places=1, width=92),
            Column("limit_before", "ui.methodology.what_if.limit_before", kind="number", places=0, width=118),
            Column("limit_after", "ui.methodology.what_if.limit_after", kind="number", places=0, width=118),
            Column("movers", "ui.methodology.what_if.movers", stretch=True),
        ]

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        card = Card(self._ui, "ui.methodology.tab.what_if")
        card.body.addWidget(Label(self._ui, "ui.methodology.what_if.about", role="muted"))
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.start)
        row.addWidget(self.cancel)
        row.addWidget(self.bar, 1)
        row.addStretch(1)
        row.addWidget(self.export)
        card.body.addLayout(row)
        card.body.addWidget(self.state)
        card.body.addWidget(self.migration)
        card.body.addWidget(self.table, 1)
        card.body.addStretch(0)
        column.addWidget(card)
        self._show()

    # --- running ---------------------------------------------------------------------------------------------------

    def show_open(self) -> None:
        """Another draft, or the same one changed since: what was found is no longer about it."""
        if self._model.m is not self._tried:
            self.stop()
            self.result = None
            self._show()

    def stop(self) -> None:
        """Cancel a look that is under way."""
        if self._progress is not None:
            self._progress.cancel()
            self._progress = None
            self._beat.stop()

    def _start(self) -> None:
        from app.services.progress import Progress

        if self._model.m is None or self._progress is not None:
            return
        self._progress = Progress()
        self._tried = self._model.m
        self.result = None
        self._beat.start()
        self._show()
        drafts = self._host.services.methodology_drafts
        self._host.runner.query(
            drafts.what_if, self._model.base_hash, self._model.m, self._progress, done=self._found, failed=self._failed,
            key="methodology.what_if",
        )

    def _cancel(self) -> None:
        if self._progress is not None:
            self._progress.cancel()

    def _watch(self) -> None:
        if self._progress is not None:
            self.bar.setMaximum(max(self._progress.total, 1))
            self.bar.setValue(self._progress.done)
            self.state.set_key("ui.methodology.what_if.running", done=self._progress.done, total=self._progress.total)

    def _found(self, result: WhatIf) -> None:
        self._progress = None
        self._beat.stop()
        self.result = result
        self._show()

    def _failed(self, error: UserError) -> None:
        self._progress = None
        self._beat.stop()
        self._show()
        self.state.set_key("ui.methodology.what_if.wrong")
        self.state.set_role("fieldError")

    # --- showing ---------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        running, found = self._progress is not None, self.result
        self.start.setEnabled(not running)
        self.cancel.setVisible(running)
        self.bar.setVisible(running)
        self.table.setVisible(found is not None and bool(found.rows))
        self.export.setVisible(found is not None and bool(found.rows))
        self.migration.setVisible(found is not None and bool(found.rows))
        self.state.set_role("muted")
        if found is None:
            self.state.set_key("ui.methodology.what_if.waiting" if running else "ui.methodology.what_if.ready")
            return
        key = "ui.methodology.what_if.totals" if found.whole else "ui.methodology.what_if.part"
        rows = len(found.rows)
        unrated = found.unrated + len(found.failed)
        self.state.set_key(key, rated=rows, up=found.up, down=found.down, same=found.same, unrated=unrated)
        moves = [f"{old.name} → {new.name}: {self._ui.number(count)}" for old, new, count in found.migration if old is not new]
        self.migration.set_text("   ".join(moves) or self._ui.t("ui.methodology.what_if.nobody"))
        self.table.set_rows([self._row(one) for one in _sorted(found)], [one.customer_id for one in _sorted(found)])

    def _row(self, one: Moved) -> list[Any]:
        return [
            one.number, one.name, one.grade_before.name, one.grade_after.name, one.score_before, one.score_after,
            one.limit_before, one.limit_after, self._movers(one),
        ]

    def _movers(self, one: Moved) -> str:
        from app.services.methodology.words import Words

        m = self._model.m
        if m is None or one.same:
            return self._ui.t("ui.methodology.what_if.unmoved")
        words = Words(self._ui.texts, m)
        return "; ".join(
            self._ui.t("ui.methodology.what_if.gone", rule=mover_text(self._ui, words, mover)) if mover.gone
            else mover_text(self._ui, words, mover) for mover in one.movers
        )  # fmt: skip

    def _retranslate(self) -> None:
        self.bar.setAccessibleName(self._ui.t("ui.methodology.what_if.progress"))
        self._show()

    def _export(self) -> None:
        if self.result is None:
            return
        ui = self._ui
        heads = [ui.t(f"ui.methodology.what_if.{name}") for name in _COLUMNS]
        rows = [self._row(one) for one in _sorted(self.result)]
        self.save.ask(ui.t("ui.methodology.tab.what_if"), ui.t("ui.methodology.what_if.file"), heads, rows)


def _sorted(found: WhatIf) -> list[Moved]:
    """Who falls farthest first, then who rises, then by score, then the rest."""
    return sorted(found.rows, key=lambda one: (one.notches == 0, one.notches, one.same, one.number))


def mover_text(ui: Any, words: Words, mover: Mover) -> str:
    """What moved a customer, in words."""
    if mover.kind == "item":
        amount = mover.amount or 0
        sign = "+" if amount > 0 else ""
        return f"{words.step(('items', mover.id))} {sign}{ui.number(amount, 2)}"
    rules = {"cap": "caps", "gate": "gates"}
    if mover.kind in rules:
        part = rules[mover.kind]
        path = next((path for path in ((part, mover.id), *_gates(words, mover.id)) if words.knows(path)), (part, mover.id))
        return words.step(path)
    if mover.kind == "limit":
        return ui.t("ui.methodology.what_if.by_limit")
    if mover.kind == "card":
        return words.step(("cards", mover.id))
    return ui.t(f"rating.step.{mover.kind}")


def _gates(words: Words, rule: str) -> list[tuple[str, str]]:
    return [("gates", key) for key in words.keys("gates") if key.split()[0] == rule]
