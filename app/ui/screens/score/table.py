"""How the score came about: X, P, alpha, Y, weight and contribution of each item, with its source."""

from __future__ import annotations

from decimal import Decimal

from app.models.domain.enums import ScoringKind
from app.models.domain.methodology import Item
from app.models.domain.rating import ItemScore
from app.ui.context import Ui
from app.ui.qtmodels.rows import Column
from app.ui.screens.score.reading import Scored
from app.ui.screens.units import item_figure
from app.ui.screens.words import five_c
from app.ui.widgets.band_scale import BandScale
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable

_BARE = {"answered", "neutral"}
SOURCES = 2


class ScoreTable(Card):
    """A row an item, the sum below, the scale of grades under it."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, "ui.score.how")
        self._ui = ui
        self.table = DataTable(ui, [
            Column("item", "ui.score.item", stretch=True),
            Column("c", "ui.score.c", width=104),
            Column("x", "ui.score.x", width=120),
            Column("p", "ui.score.p", width=96),
            Column("alpha", "ui.score.alpha", width=60),
            Column("y", "ui.score.y", kind="number", places=1, width=62, strong=True),
            Column("weight", "ui.score.weight", kind="percent", places=2, width=78),
            Column("adds", "ui.score.adds", kind="number", places=2, width=66),
            Column("source", "ui.score.source", width=150),
        ], "ui.score.how", wrap=True)
        self.body.addWidget(self.table)
        self.scale = BandScale(ui)
        self.body.addWidget(self.scale)

    def show_score(self, scored: Scored) -> None:
        """Fill from a rating."""
        ui, m, result = self._ui, scored.methodology, scored.result
        self.set_note(ui.t("ui.score.formula"))
        items = {item.id: item for item in m.items}
        rows = [self._row(scored, items[score.item], score) for score in result.items if score.weight or score.how == "left_out"]
        ids: list[str] = [score.item for score in result.items if score.weight or score.how == "left_out"]
        total = (ui.t("ui.score.total"), "", "", "", "", result.score, Decimal(100), result.score_exact, "")
        self.table.set_rows([*rows, total], [*ids, "total"])
        self.table.fit_height()
        highs = [Decimal(100), *(band.low for band in m.bands[:-1])]
        bands = [(band.grade.name, band.low, high) for band, high in zip(m.bands, highs, strict=True)]
        self.scale.set_bands(bands[::-1], result.score if result.rated else None, result.grade.name if result.rated else None)

    def _row(self, scored: Scored, item: Item, score: ItemScore) -> tuple[object, ...]:
        ui, scoring = self._ui, item.scoring
        steps = scoring.kind in (ScoringKind.STEPS, ScoringKind.YESNO)
        if scoring.kind is ScoringKind.BAND and scoring.p is not None and scoring.p2 is not None:
            p = f"{ui.number(scoring.p)}–{ui.number(scoring.p2)}"
        else:
            p = "—" if steps or scoring.p is None else ui.number(scoring.p)
        arrow = " ↓" if scoring.kind is ScoringKind.LESS else ""
        x = item_figure(ui, item, score.x) if score.how in _BARE and score.x is not None else ui.t(f"rating.how.{score.how}")
        alpha = "—" if steps or scoring.alpha is None else ui.number(scoring.alpha)
        c = five_c(ui, score.c) if score.c is not None else ""
        return (
            f"{item.id}  {item.label.get(ui.lang)}{arrow}", c, x, p, alpha, score.y, score.weight * 100, score.adds,
            self._source(scored, item),
        )

    def _source(self, scored: Scored, item: Item) -> str:
        ui = self._ui
        if item.source == "expr":
            years = [statement.end for statement in scored.view.statements if statement.full_year]
            return ui.t("ui.score.from_accounts", day=ui.date(max(years))) if years else "—"
        answer = scored.view.answers.get(item.id)
        if answer is None or not answer.sources:
            return "—"
        names = {source.key: source.label.get(ui.lang) for source in scored.methodology.sources}
        shown = ", ".join(names.get(code, code) for code in answer.sources[:SOURCES])
        return f"{shown} · {ui.date(answer.as_of)}" if answer.as_of is not None else shown
