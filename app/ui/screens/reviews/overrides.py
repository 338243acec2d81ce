"""Overrides: how many of the decisions rest on one, which they are, what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.qtmodels.rows import Column
from app.ui.widgets.badge import Badge
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from datetime import date

    from app.models.domain.reviews import Overridden
    from app.services.overrides_watch.service import Rate
    from app.ui.context import Ui

_KINDS = {"none": "good", "amber": "warning", "red": "danger"}


class OverridesPane(QWidget):
    """Sends ``opened(customer id)``."""

    opened = Signal(int)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._rate: Rate | None = None
        self._rows: tuple[Overridden, ...] = ()
        self._today: date | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        head = Card(ui, "ui.reviews.rate")
        row = QHBoxLayout()
        row.setSpacing(10)
        self.rate = Label(ui, role="strong", wrap=False)
        self.line = Badge(ui)
        row.addWidget(self.rate)
        row.addWidget(self.line)
        row.addStretch(1)
        head.body.addLayout(row)
        column.addWidget(head)
        listing = Card(ui, "ui.reviews.override_list")
        self.table = DataTable(ui, [
            Column("decided", "ui.reviews.decided", kind="date", width=96),
            Column("customer", "ui.reviews.customer", strong=True, width=180),
            Column("moved", "ui.reviews.moved", width=120),
            Column("reason", "ui.reviews.reason", stretch=True, width=200),
            Column("signed", "ui.reviews.signed", width=150),
            Column("expires", "ui.reviews.expires", kind="date", width=96),
            Column("state", "ui.reviews.state", kind="badge", width=110),
        ], "ui.reviews.override_list", wrap=True)
        self.table.activated_id.connect(self._opened)
        listing.body.addWidget(self.table, 1)
        self.none = Label(ui, "ui.reviews.override_none", role="muted")
        listing.body.addWidget(self.none)
        listing.body.addStretch(0)
        column.addWidget(listing, 1)

    def show_overrides(self, rate: Rate, rows: tuple[Overridden, ...], today: date) -> None:
        """Fill."""
        ui = self._ui
        self._rate, self._rows, self._today = rate, rows, today
        if rate.decisions:
            self.rate.set_text(ui.t(
                "ui.reviews.rate_of", overridden=ui.number(rate.overridden), decisions=ui.number(rate.decisions),
                percent=ui.percent(rate.percent, 1),
            ))
        else:
            self.rate.set_text(ui.t("ui.reviews.rate_none"))
        colour = rate.colour.value
        self.line.set(ui.t(f"ui.reviews.rate.{colour}"), _KINDS[colour])
        self.line.setVisible(bool(rate.decisions))
        self.table.set_rows([self._cells(one, today) for one in rows], [one.change_no for one in rows])
        self.table.setVisible(bool(rows))
        self.none.setVisible(not rows)

    def _cells(self, one: Overridden, today: date) -> tuple[object, ...]:
        ui = self._ui
        if one.fallen:
            state = ("fallen", "info")
        elif not one.in_force:
            state = ("replaced", "plain")
        else:
            state = ("ended", "danger") if one.expires < today else ("in_force", "warning")
        moved = ui.t("ui.reviews.moved_to", calculated=one.calculated.name, given=one.given.name)
        signed = ui.t("ui.reviews.signed_by", by=one.by, second=one.second_by)
        return (one.day, one.name, moved, one.reason, signed, one.expires, (ui.t(f"ui.reviews.override.{state[0]}"), state[1]))

    def retranslate(self) -> None:
        if self._rate is not None and self._today is not None:
            self.show_overrides(self._rate, self._rows, self._today)

    def _opened(self, change_no: object) -> None:
        found = next((one for one in self._rows if one.change_no == change_no), None)
        if found is not None:
            self.opened.emit(found.customer_id)
