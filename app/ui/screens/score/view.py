"""Score and grade of a case: the table of items, the steps to the grade, and every reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.models.domain.rating import Lift
from app.ui.actions.registry import Action
from app.ui.frame.screen import Screen
from app.ui.screens.score.cards import ChangeCard, FiveCCard, GradeCard, LiftCard, PolicyCard
from app.ui.screens.score.model import ScoreModel
from app.ui.screens.score.names import statement_line
from app.ui.screens.score.signals import LimitCard, PrinciplesCard, SignalsCard
from app.ui.screens.score.table import ScoreTable
from app.ui.screens.score.trade import TradeCard
from app.ui.screens.title_fit import fit_title
from app.ui.widgets.badge import Badge
from app.ui.widgets.card import Card

if TYPE_CHECKING:
    from app.ui.frame.host import ScreenHost

CHANGES = frozenset({"case", "statements", "customer", "grade", "settings"})


class ScoreScreen(Screen):
    """Argument: the id of a case."""

    def __init__(self, host: ScreenHost) -> None:
        super().__init__(host)
        ui = self.ui
        self.model = ScoreModel(host.services, host.runner)
        self.model.setParent(self)
        self.model.loaded.connect(self._show)
        self.model.lifted.connect(self._show_lift)
        self._number = Badge(ui)
        self.title.add_badge(self._number)
        self._add_actions()
        for action, kind in (
            ("score.copy", "secondary"), ("score.case", "secondary"), ("score.documents", "secondary"),
            ("score.approval", "primary"),
        ):
            self.title.add_button(host.actions.button(action, kind))
        self.table = ScoreTable(ui)
        self.table.opened.connect(self._open_source)
        self.trade = TradeCard(ui)
        self.grade, self.policy, self.lift = GradeCard(ui), PolicyCard(ui), LiftCard(ui)
        self.five_c, self.change = FiveCCard(ui), ChangeCard(ui)
        self.limits, self.signals, self.principles = LimitCard(ui), SignalsCard(ui), PrinciplesCard(ui)
        self._lay_out()

    def _add_actions(self) -> None:
        add, group, here = self.host.actions.add, "ui.group.case", "score"
        is_open = self._is_open
        add(Action("score.documents", "ui.action.score_documents", self._to_documents, "", "document", group, is_open, here))
        add(Action("score.copy", "ui.action.score_copy", self._copy, "Ctrl+Alt+C", "copy", group, is_open, here))
        add(Action("score.case", "ui.action.score_case", self._to_case, "", "case", group, is_open, here))

    def _lay_out(self) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(14)
        columns: tuple[tuple[QVBoxLayout, tuple[Card, ...]], ...] = (
            (left, (self.table, self.change, self.trade, self.limits, self.signals)),
            (right, (self.grade, self.policy, self.lift, self.five_c, self.principles)),
        )
        for column, cards in columns:
            for card in cards:
                column.addWidget(card)
        left.addStretch(1)
        right.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addLayout(left, 27)
        row.addLayout(right, 13)
        self.body.addLayout(row)

    # --- what the frame calls --------------------------------------------------------------------------------------

    def enter(self, argument: object) -> None:
        """Rate that case as it stands."""
        if isinstance(argument, int):
            self.banner.clear()
            self.model.load(argument)

    def on_changes(self, flags: frozenset[str]) -> None:
        if CHANGES & flags:
            self.model.refresh()

    def retranslate(self) -> None:
        if self.model.scored is not None:
            self._show()
            self._show_lift(self.model.lift)

    # --- showing ---------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_title()

    def _fit_title(self) -> None:
        """The name only: the tab above says which page of it this is, the trail the number of the case."""
        if self.model.scored is not None:
            fit_title(self.ui, self.title, self.model.scored.view.customer.name, self.width(), self._number)

    def _show(self) -> None:
        scored = self.model.scored
        assert scored is not None
        self._number.set(self.ui.t("ui.score.case_number", number=scored.view.head.number))
        self._fit_title()
        self.table.show_score(scored)
        for card in (self.grade, self.policy, self.five_c, self.trade, self.limits, self.signals, self.principles):
            card.show_score(scored)
        self.change.setVisible(scored.split is not None)
        if scored.split is not None:
            self.change.show_split(scored.methodology, scored.split)
        self._show_lift(self.model.lift)
        self.host.actions.refresh()

    def _show_lift(self, lift: Lift | None) -> None:
        scored = self.model.scored
        self.lift.setVisible(scored is not None and scored.result.rated)
        if scored is not None and scored.result.rated:
            self.lift.show_lift(scored, lift)

    # --- going -----------------------------------------------------------------------------------------------------

    def _is_open(self) -> bool:
        return self.model.scored is not None

    def _to_documents(self) -> None:
        self.host.go("documents", self.model.case_id)

    def _to_case(self) -> None:
        self.host.go("case", self.model.case_id)

    def _copy(self) -> None:
        self.host.toast("ui.score.copied", n=self.table.copy())

    def _open_source(self, item_id: str) -> None:
        """The answer of an item in the case, or the line of the statements that its figure comes from."""
        scored = self.model.scored
        if scored is None:
            return
        item = scored.methodology.item(item_id)
        if item.source == "expr":
            self.host.go("statements", (scored.view.customer.id, statement_line(scored.methodology, item)))
        else:
            self.host.go("case", (scored.view.head.id, item_id))
