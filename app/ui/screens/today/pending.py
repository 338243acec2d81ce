"""What stands still until somebody takes it up: approvals that are void, rejected cases, second signatures that are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from app.ui.qtmodels.rows import Column
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable

if TYPE_CHECKING:
    from app.models.domain.worklist import Pending
    from app.ui.context import Ui

_SHOWN = 5


class StandsStill(Card):
    """A line for each; Enter or a double click leads to it. ``wanted`` brings the page and what is to be shown there."""

    wanted = Signal(str, object)

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, "ui.today.pending")
        self._ui = ui
        self._ways: list[tuple[str, int | None]] = []
        self.table = DataTable(ui, (
            Column("what", "ui.today.pending.what", stretch=True, width=90),
            Column("who", "ui.today.pending.who", stretch=True, width=90),
        ), "ui.today.pending", wrap=True)
        self.table.activated_id.connect(self._opened)
        self.body.addWidget(self.table)
        self.hide()

    def show_pending(self, pending: Pending) -> None:
        """Fill; nothing waits: hidden."""
        ui = self._ui
        rows: list[tuple[str, str]] = []
        self._ways = []
        for kind, found in (("void", pending.void), ("rejected", pending.rejected)):
            rows += [(ui.t(f"ui.today.pending.{kind}"), name) for _, name in found[:_SHOWN]]
            self._ways += [("customer", number) for number, _ in found[:_SHOWN]]
            if len(found) > _SHOWN:
                rows[-1] = (rows[-1][0], ui.t("ui.reviews.names_more", names=rows[-1][1], n=ui.number(len(found) - _SHOWN)))
        for place, many in (("warnings", pending.late_alarms), ("changes", pending.corrections), ("lists", pending.lists)):
            if many:
                rows.append((ui.t(f"ui.today.pending.{place}"), ui.number(many)))
                self._ways.append((place, None))
        self.setVisible(bool(rows))
        self.table.set_rows(rows, list(range(len(rows))))
        self.table.fit_height()

    def _opened(self, row: Any) -> None:
        self.wanted.emit(*self._ways[row])
