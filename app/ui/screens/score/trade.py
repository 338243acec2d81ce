"""The card that sets the ratios against the published standards of the trade."""

from __future__ import annotations

from decimal import Decimal

from app.services.ratings.trade import Compared
from app.ui.context import Ui
from app.ui.screens.score.reading import Scored
from app.ui.screens.units import shown_places, unit_text
from app.ui.widgets.bullet import Bullet, BulletBars
from app.ui.widgets.card import Card
from app.ui.widgets.labels import Label

_AT = tuple(Decimal(value) for value in ("1", "0.75", "0.5", "0.25", "0"))


class TradeCard(Card):
    """Which set was used, of what year, and where each ratio stands in it."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, "ui.score.trade")
        self._ui = ui
        self.sets = Label(ui, role="small")
        self.body.addWidget(self.sets)
        self.bars = BulletBars(ui)
        self.body.addWidget(self.bars)

    def show_score(self, scored: Scored) -> None:
        """Fill from the comparison."""
        ui, trade, m = self._ui, scored.trade, scored.methodology
        row = next((one for one in m.trades if one.key == scored.view.customer.trade), None)
        self.set_note(row.label.get(ui.lang) if row is not None else ui.t("ui.score.trade_none"))
        names = [one.label.get(ui.lang) for one in trade.sets]
        said = [ui.t("ui.score.trade_sets", sets=ui.t("ui.score.and").join(names))] if names else []
        if trade.rows and not trade.own:
            said.insert(0, ui.t("ui.score.trade_general"))
        if not trade.rows:
            said = [ui.t("ui.score.trade_nothing")]
        self.sets.set_text(" ".join(said))
        labels = {ratio.key: ratio.label.get(ui.lang) for ratio in m.ratios}
        self.bars.setVisible(bool(trade.rows))
        self.bars.set_bullets([self._bullet(labels[one.ratio], one) for one in trade.rows])

    def _bullet(self, name: str, one: Compared) -> Bullet:
        ui = self._ui
        ticks = tuple((at, ui.number(level)) for at, level in zip(_AT, one.levels, strict=True) if level is not None)
        said = []
        if one.place is not None:
            said.append(ui.t(f"ui.score.level.{one.reached}" if one.reached else "ui.score.level.below"))
        if one.acceptable is not None:
            key = "ui.score.acceptable_met" if one.meets else "ui.score.acceptable_missed"
            said.append(ui.t(key, value=self._figure(one.acceptable, one.unit)))
        return Bullet(f"{name} ↓" if one.less else name, self._figure(one.x, one.unit), " · ".join(said), one.place, ticks)

    def _figure(self, value: Decimal, unit: str) -> str:
        """In the unit of the published values."""
        ui, places = self._ui, min(shown_places(value), 1 if unit == "%" else 2)
        if unit == "%":
            return ui.percent(value, places)
        return f"{ui.number(value, places)} {unit_text(ui, unit)}".strip()
