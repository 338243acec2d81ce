"""What running a rating again showed: that it came out equal, or what differs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea

from app.services.replay.words import SHOWN, outcome, places
from app.ui.qtmodels.rows import Column
from app.ui.widgets.badge import Badge
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.flow import FlowRow
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.services.replay.service import Replayed
    from app.ui.context import Ui


class ReplayBox(Card):
    """Hidden until ``show_replayed``; ``forget`` hides it again."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, "ui.replay.title")
        self._ui = ui
        self.replayed: Replayed | None = None
        self.state = Badge(ui)
        head = FlowRow(spacing=8)
        head.add(self.state)
        self.body.addWidget(head)
        self.told = Label(ui)
        self.table = DataTable(ui, (
            Column("where", "ui.replay.where", stretch=True, width=120),
            Column("then", "ui.replay.then", stretch=True, width=90),
            Column("now", "ui.replay.now", stretch=True, width=90, strong=True),
        ), "ui.replay.title", wrap=True)
        self.more, self.made, self.codes = (Label(ui, role="small") for _ in range(3))
        self.codes.set_selectable()
        for widget in (self.told, self.table, self.more, self.made, self.codes):
            self.body.addWidget(widget)
        self._bring = QTimer(self, singleShot=True, interval=0)     # its place is known once the page is laid out with it
        self._bring.timeout.connect(self._into_sight)
        ui.language_changed.connect(self._retranslate)
        self.hide()

    def show_replayed(self, replayed: Replayed) -> None:
        """Tell how it came out."""
        self.replayed = replayed
        ui, texts = self._ui, self._ui.texts
        self.state.set(ui.t("ui.replay.equal" if replayed.same else "ui.replay.unequal"), "good" if replayed.same else "danger")
        self.told.set_text(outcome(texts, replayed))
        self.table.setVisible(bool(replayed.differs))
        found = list(places(texts, replayed))
        self.table.set_rows(found[:SHOWN])
        self.table.fit_height()
        left = len(found) - SHOWN
        self.more.setVisible(left > 0)
        self.more.set_text(ui.plural("ui.replay.more", max(left, 0)))
        at = texts.date_time(replayed.at.astimezone())
        self.made.set_text(ui.t("ui.replay.made", at=at, version=replayed.methodology or "—"))
        codes = [("then", replayed.then)] + ([("now", replayed.now)] if replayed.now and not replayed.same else [])
        self.codes.set_text("\n".join(ui.t(f"ui.replay.code_{which}", code=_in_groups(code)) for which, code in codes))
        self.show()
        self._bring.start()

    def forget(self) -> None:
        """Another rating is looked at."""
        self.replayed = None
        self.hide()

    def _into_sight(self) -> None:
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if around is not None:
            around.ensureWidgetVisible(self, 0, 12)

    def _retranslate(self) -> None:
        if self.replayed is not None:
            self.show_replayed(self.replayed)


def _in_groups(code: str) -> str:
    return " ".join(code[at:at + 8] for at in range(0, len(code), 8))
