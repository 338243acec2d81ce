"""How the score came about: X, P, alpha, Y, weight and contribution of each item, with its source."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout

from app.cells import as_lines
from app.models.domain.enums import ScoringKind
from app.models.domain.methodology import Item
from app.models.domain.rating import ItemScore
from app.ui.context import Ui
from app.ui.qtmodels.rows import Column
from app.ui.screens.score.fitted import FittedTable
from app.ui.screens.score.reading import Scored
from app.ui.screens.units import item_figure
from app.ui.screens.words import five_c
from app.ui.widgets.band_scale import BandScale
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.labels import Label

_BARE = {"answered", "neutral"}
_BLANK = " "
SOURCES = 2
HEAVIEST = 12
"""So many items are shown at first; the others are summed in one row until they are asked for."""


class ScoreTable(Card):
    """A row an item, the sum below, the scale of grades under it."""

    opened = Signal(str)  # id of the item whose answer or figure is wanted

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, "ui.score.how")
        self._ui = ui
        self._scored: Scored | None = None
        self.whole = False
        self.table = FittedTable(ui, [
            Column("item", "ui.score.item", stretch=True),
            Column("x", "ui.score.x", kind="number", width=104),
            Column("p", "ui.score.p", kind="number", width=94),
            Column("alpha", "ui.score.alpha", kind="number", width=52),
            Column("y", "ui.score.y", kind="number", places=1, width=66, strong=True),
            Column("weight", "ui.score.weight", kind="percent", places=2, width=86),
            Column("adds", "ui.score.adds", kind="number", places=2, width=68),
        ], "ui.score.how")
        self.table.activated_id.connect(self._opened)
        self.body.addWidget(self.table)
        self.more = Button(ui, "ui.score.show_all", "ghost")
        self.more.clicked.connect(self._toggled)
        row = QHBoxLayout()
        row.addWidget(self.more)
        row.addWidget(Label(ui, "ui.score.row_hint", role="small"), 1)
        self.body.addLayout(row)
        self.scale = BandScale(ui)
        self.body.addWidget(self.scale)

    def show_score(self, scored: Scored) -> None:
        """Fill from a rating."""
        self._scored = scored
        ui, m, result = self._ui, scored.methodology, scored.result
        self.set_note(ui.t("ui.score.formula"))
        items = {item.id: item for item in m.items}
        scores = [score for score in result.items if score.weight or score.how == "left_out"]
        heaviest = sorted(scores, key=lambda score: -score.weight)[:HEAVIEST]
        shown = scores if self.whole else [score for score in scores if score in heaviest]
        rest = [score for score in scores if score not in shown]
        rows = [self._row(scored, items[score.item], score) for score in shown]
        ids: list[str] = [score.item for score in shown]
        if rest:
            weight, adds = sum(score.weight for score in rest), sum(score.adds for score in rest)
            rows.append((ui.plural("ui.score.more_items", len(rest)), *[_BLANK] * 4, weight * 100, adds))
            ids.append("rest")
        rows.append((ui.t("ui.score.total"), *[_BLANK] * 3, result.score, Decimal(100), result.score_exact))
        self.table.set_rows(rows, [*ids, "total"])
        self.more.setVisible(len(scores) > HEAVIEST)
        self.more.set_key("ui.score.show_heaviest" if self.whole else "ui.score.show_all")
        highs = [Decimal(100), *(band.low for band in m.bands[:-1])]
        bands = [(band.grade.name, band.low, high) for band, high in zip(m.bands, highs, strict=True)]
        self.scale.set_bands(bands[::-1], result.score if result.rated else None, result.grade.name if result.rated else None)

    def copy(self) -> int:
        """Put every item with its source on the clipboard, a column each, and return how many there are."""
        scored = self._scored
        if scored is None:
            return 0
        ui = self._ui
        items = {item.id: item for item in scored.methodology.items}
        heads = ("item", "c", "x", "p", "alpha", "y", "weight", "adds", "source")
        lines = [["", *(ui.t(f"ui.score.{head}") for head in heads)]]
        scores = [score for score in scored.result.items if score.weight or score.how == "left_out"]
        for score in scores:
            item = items[score.item]
            _, x, p, alpha, y, weight, adds = self._row(scored, item, score)
            c = five_c(ui, score.c) if score.c is not None else ""
            figures = [ui.number(figure) if isinstance(figure, Decimal) else "" for figure in (y, weight, adds)]
            lines.append([item.id, item.label.get(ui.lang), c, str(x), str(p), str(alpha), *figures, self._source(scored, item)])
        total = scored.result.score_exact
        lines.append(["", ui.t("ui.score.total"), "", "", "", "", "", ui.number(Decimal(100)), ui.number(total), ""])
        QGuiApplication.clipboard().setText(as_lines(lines))
        return len(scores)

    def _opened(self, row_id: object) -> None:
        if row_id == "rest":
            self._toggled()
        elif row_id != "total":
            self.opened.emit(str(row_id))

    def _toggled(self) -> None:
        self.whole = not self.whole
        if self._scored is not None:
            self.show_score(self._scored)

    def _row(self, scored: Scored, item: Item, score: ItemScore) -> tuple[object, ...]:
        ui, scoring = self._ui, item.scoring
        steps = scoring.kind in (ScoringKind.STEPS, ScoringKind.YESNO)
        if scoring.kind is ScoringKind.BAND and scoring.p is not None and scoring.p2 is not None:
            p = f"{ui.number(scoring.p)}–{ui.number(scoring.p2)}"
        else:
            p = "—" if steps or scoring.p is None else ui.number(scoring.p)
        arrow = "\N{NO-BREAK SPACE}↓" if scoring.kind is ScoringKind.LESS else ""
        x = item_figure(ui, item, score.x) if score.how in _BARE and score.x is not None else ui.t(f"rating.how.{score.how}")
        alpha = "—" if steps or scoring.alpha is None else ui.number(scoring.alpha)
        about = [item.id, five_c(ui, score.c) if score.c is not None else "", self._source(scored, item)]
        text = f"{item.label.get(ui.lang)}{arrow}\n" + " · ".join(part for part in about if part)
        return text, x, p, alpha, score.y, score.weight * 100, score.adds

    def _source(self, scored: Scored, item: Item) -> str:
        ui = self._ui
        if item.source == "expr":
            years = [statement.end for statement in scored.view.statements if statement.full_year]
            return ui.t("ui.score.from_accounts", day=ui.date(max(years))) if years else ""
        answer = scored.view.answers.get(item.id)
        if answer is None or not answer.sources:
            return ""
        names = {source.key: source.label.get(ui.lang) for source in scored.methodology.sources}
        shown = ", ".join(names.get(code, code) for code in answer.sources[:SOURCES])
        return f"{shown} · {ui.date(answer.as_of)}" if answer.as_of is not None else shown
