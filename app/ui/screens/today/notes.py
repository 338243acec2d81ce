"""What a day begins with, above the worklist: hidden while there is nothing to tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.services.day_notes import DayNotes
    from app.ui.context import Ui

_NAMES = 3


class Notes(Card):
    """Lines of text and the way to the reviews."""

    opened = Signal(str)  # page of the reviews

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, "ui.today.notes")
        self._ui = ui
        self.clock, self.fallen, self.rate, self.reports = Label(ui, role="strong"), Label(ui), Label(ui), Label(ui)
        self.button = Button(ui, "ui.today.note.to_reviews", "ghost")
        self.button.clicked.connect(self._open)
        for widget in (self.clock, self.reports, self.fallen, self.rate, self.button):
            self.body.addWidget(widget)
        self.hide()

    def show_notes(self, notes: DayNotes) -> None:
        """Fill; nothing to tell: hidden."""
        ui = self._ui
        self.setVisible(notes.anything)
        if notes.clock_back is not None:
            self.clock.set_text(f"⚠ {ui.t('ui.today.note.clock', entry=notes.clock_back.astimezone())}")
        self.clock.setVisible(notes.clock_back is not None)
        if notes.late_reports:
            few = "; ".join(ui.t(
                "ui.today.note.late_report", agency=one.agency, customer=one.customer,
                days=ui.plural("ui.orders.days", (notes.day - one.due).days),
            ) for one in notes.late_reports[:_NAMES])
            rest = len(notes.late_reports) - _NAMES
            names = few if rest <= 0 else ui.t("ui.reviews.names_more", names=few, n=ui.number(rest))
            self.reports.set_text(f"⚠ {ui.t('ui.today.note.late_reports', reports=names)}")
        self.reports.setVisible(bool(notes.late_reports))
        if notes.fallen:
            few = ", ".join(notes.fallen[:_NAMES])
            rest = len(notes.fallen) - _NAMES
            names = few if rest <= 0 else ui.t("ui.reviews.names_more", names=few, n=ui.number(rest))
            self.fallen.set_text(ui.plural("ui.today.note.fallen", len(notes.fallen), names=names.rstrip(".")))
        self.fallen.setVisible(bool(notes.fallen))
        if notes.rate is not None:
            rate = notes.rate
            self.rate.set_text(ui.t(
                "ui.today.note.override_rate", overridden=ui.number(rate.overridden), decisions=ui.number(rate.decisions),
                percent=ui.percent(rate.percent, 1), line=ui.t(f"ui.reviews.rate.{rate.colour.value}"),
            ))
        self.rate.setVisible(notes.rate is not None)
        self.button.setVisible(notes.rate is not None or bool(notes.fallen))

    def _open(self) -> None:
        self.opened.emit("overrides")
