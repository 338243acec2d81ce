"""The first page of a customer's file: grade over time, the five C, what happened, what is alarming, the key figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.models.domain.enums import C, Colour
from app.models.domain.history import SourceRef
from app.ui.qtmodels.rows import Column
from app.ui.screens.customer.event_words import entry_of
from app.ui.screens.customer.page import FilePage
from app.ui.screens.customer.source_words import figure_text, line_label, ratio_label, rule_name, short_money
from app.ui.screens.units import item_figure
from app.ui.screens.words import five_c_short
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.grade_line import GradeLine, GradeStep
from app.ui.widgets.labels import Label
from app.ui.widgets.radar import Radar
from app.ui.widgets.timeline import Timeline

if TYPE_CHECKING:
    from app.models.domain.rating import ItemScore
    from app.services.timeline.service import KeyFigure, Overview

_FIRST = 10
_WEAK = 6


class OverviewPage(FilePage):
    """Everything at a glance; every figure leads to where it comes from."""

    name = "overview"
    flags = frozenset({"customer", "case", "statements", "grade", "reviews", "notices", "imports", "alarms", "lists"})

    def build(self) -> None:
        """Two columns; what a customer does not have yet is not shown."""
        ui = self.ui
        self.empty = EmptyState(
            ui, "case", "ui.file.empty", "ui.file.empty_text", self.host.actions.qaction("customer.case"), self
        )
        self.line, self.radar, self.timeline = GradeLine(ui), Radar(ui), Timeline(ui)
        self.line_card = Card(ui, "ui.file.grade_line")
        self.line_card.body.addWidget(self.line)
        self.radar_card = Card(ui, "ui.file.five_c")
        self.radar_card.body.addWidget(self.radar)
        self.radar_card.body.addStretch(1)
        self.past = Card(ui, "ui.file.timeline")
        self.past.body.addWidget(self.timeline)
        self.more = Button(ui, "ui.file.all_events", "ghost", "clock")
        self.past.body.addWidget(self.more)
        self.all_shown = False
        self.figures = self._table("ui.file.figures", "now", "before")
        self.warnings = self._table("ui.file.warnings", "colour")
        self.weak = self._table("ui.file.weak", "found", "lost")
        self.cards: dict[str, Card] = {}
        columns = (
            (self.line_card, self._card(self.figures), self.past),
            (self.radar_card, self._card(self.warnings), self._card(self.weak)),
        )
        row = QHBoxLayout()
        row.setSpacing(14)
        for cards, share in zip(columns, (4, 3), strict=True):
            column = QVBoxLayout()
            column.setSpacing(14)
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
            row.addLayout(column, share)
        self.body.addWidget(self.empty)
        self.body.addLayout(row)
        self.body.addStretch(1)
        for widget in self._parts():
            widget.hide()
        self.line.chosen.connect(self._to_change)
        self.timeline.chosen.connect(self._follow)
        self.more.clicked.connect(self._show_all)

    def _parts(self) -> tuple[QWidget, ...]:
        return (self.empty, self.line_card, self.radar_card, self.past, *self.cards.values())

    def _table(self, name_key: str, *columns: str) -> DataTable:
        widths = {"now": 130, "before": 130, "colour": 96, "found": 110, "lost": 86}
        kinds = {"colour": "badge"}
        made = [Column("name", "ui.file.column.name", stretch=True, strong=True)]
        for key in columns:
            made.append(Column(key, f"ui.file.column.{key}", kind=kinds.get(key, "number"), width=widths[key]))
        table = DataTable(self.ui, made, name_key, wrap=True)
        table.setObjectName(name_key)
        table.activated_id.connect(self._open_source)
        table.clicked.connect(self._clicked)
        return table

    def _card(self, table: DataTable) -> Card:
        key = table.objectName()
        card = Card(self.ui, key)
        card.body.addWidget(table)
        self.cards[key] = card
        return card

    # --- reading and showing ---------------------------------------------------------------------------------------

    def ask(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return self.host.services.timeline.overview, (self.customer_id,)

    def show_content(self, content: Overview) -> None:
        """Show what there is."""
        bare = not content.cases and not content.figures
        self.empty.setVisible(bare)
        self._show_line(content)
        self._show_radar(content)
        self._show_events(content)
        self._show_figures(content)
        self._show_warnings(content)
        self._show_weak(content)
        for card in (self.line_card, self.radar_card):
            card.setVisible(not bare)
        self.past.setVisible(bool(content.events))

    def forget(self) -> None:
        self.all_shown = False

    def _show_line(self, content: Overview) -> None:
        steps = [
            GradeStep(one.effective, one.after.grade.name, one.after.provisional, one.after.score, one.no)
            for one in content.changes
        ]
        self.line.set_steps(steps, self.host.services.clock.today())
        self.line.setVisible(bool(steps))
        _said(self.ui, self.line_card, "" if steps else "ui.file.no_grade_line")

    def _show_radar(self, content: Overview) -> None:
        ui, now = self.ui, content.now
        self.radar.setVisible(now is not None)
        _said(ui, self.radar_card, "" if now is not None else "ui.file.no_score")
        if now is None:
            return
        scores = {one.c: one.score for one in now.result.cs}
        last = {one.c: one.score for one in content.last.result.cs} if content.last is not None else None
        self.radar.set_values(
            [five_c_short(ui, c) for c in C], [scores.get(c) for c in C], [last.get(c) for c in C] if last is not None else None
        )
        note = ui.t("ui.file.now_live") if now.live else ui.t("ui.file.now_stored", day=_day(now.at))
        if content.last is not None and content.last.at is not None:
            note += " · " + ui.t("ui.file.last_time", day=_day(content.last.at))
        self.radar_card.set_note(note)

    def _show_events(self, content: Overview) -> None:
        events = content.events if self.all_shown else content.events[:_FIRST]
        self.timeline.set_entries([entry_of(self.ui, event) for event in events])
        self.more.setVisible(len(content.events) > len(events))
        self.past.set_note(self.ui.plural("ui.file.event_count", len(content.events)))

    def _show_figures(self, content: Overview) -> None:
        ui, m = self.ui, content.methodology
        rows: list[tuple[object, ...]] = []
        ids: list[SourceRef] = []
        if content.now is not None:
            before = ui.number(content.last.result.score, 1) if content.last is not None else ""
            rows.append((ui.t("ui.customer.score"), ui.number(content.now.result.score, 1), before))
            ids.append(content.now.ref)
        if content.in_force is not None:
            terms, changes = content.in_force.terms, content.changes
            no = content.in_force.change_no
            last = next((one.before for one in changes if one.no == no), None)      # the newest may be a correction
            before = ui.money(last.limit, last.currency, 0) if last is not None else ""
            amount = ui.money(terms.limit, terms.currency, 0)
            if content.frozen:
                amount = f"⚠ {ui.t('ui.customer.limit_frozen', amount=amount)}"
            rows.append((ui.t("ui.customer.limit"), amount, before))
            ids.append(SourceRef("limit", "", content.in_force.change_no))
        for figure in content.figures:
            label = ratio_label if figure.is_ratio else line_label
            rows.append((label(ui, m, figure.key), self._figure(figure, figure.value), self._figure(figure, figure.before)))
            ids.append(figure.ref)
        self._fill(self.figures, rows, ids)
        newest = content.figures[0].end if content.figures else None
        self.cards["ui.file.figures"].set_note(ui.t("ui.file.figures_of", day=newest) if newest is not None else "")

    def _figure(self, figure: KeyFigure, value: Decimal | None) -> str:
        if value is None:
            return ""
        if figure.is_ratio:
            return figure_text(self.ui, self.content.methodology, figure.ref, value)
        return short_money(self.ui, value, figure.currency)

    def _show_warnings(self, content: Overview) -> None:
        ui, m = self.ui, content.methodology
        hits = sorted(content.warnings, key=_redness)
        rows = [
            (rule_name(ui, m, hit.rule), (ui.t(f"ui.file.colour.{hit.colour.value}"), _badge(hit.colour))) for hit in hits
        ]
        ref = content.now.ref if content.now is not None else None
        self._fill(self.warnings, rows, [(number, ref) for number in range(len(rows))])

    def _show_weak(self, content: Overview) -> None:
        """The answers of the last rating that cost most points."""
        now, m = content.now, content.methodology
        items: list[ItemScore] = []
        if now is not None and now.case is not None:
            items = sorted(now.result.items, key=_lost, reverse=True)[:_WEAK]
            items = [one for one in items if _lost(one) > 0]
        known = {item.id: item for item in m.items}
        rows = [
            (
                known[one.item].label.get(self.ui.lang),
                item_figure(self.ui, known[one.item], one.x) if one.x is not None else self.ui.t("ui.source.open"),
                "−" + self.ui.number(_lost(one), 2),
            )
            for one in items
            if one.item in known
        ]
        case_id = now.case.id if now is not None and now.case is not None else 0
        self._fill(self.weak, rows, [SourceRef("answer", one.item, case_id) for one in items if one.item in known])

    def _fill(self, table: DataTable, rows: list, ids: list) -> None:
        self.cards[table.objectName()].setVisible(bool(rows))
        table.set_rows(rows, ids)
        table.fit_height()

    # --- leaving ---------------------------------------------------------------------------------------------------

    def _clicked(self, index: QModelIndex) -> None:
        table = self.sender()
        if isinstance(table, DataTable):
            self._open_source(table.rows.id_at(index.row()))

    def _open_source(self, ref: object) -> None:
        wanted = ref[1] if isinstance(ref, tuple) else ref
        if wanted is not None:
            self.source_wanted.emit(wanted)

    def _to_change(self, number: object) -> None:
        if isinstance(number, int):
            self.source_wanted.emit(SourceRef("limit", "", number))

    def _follow(self, target: object) -> None:
        if isinstance(target, tuple):
            kind, number = target
            places = {
                "change": ("documents", (number, "change_form")), "case": ("case", number),
                "imports": ("imports", number), "alarms": ("customer", (self.customer_id, "alarms")), "lists": ("lists", None),
            }
            self.place_wanted.emit(*places.get(kind, ("statements", self.customer_id)))

    def _show_all(self) -> None:
        self.all_shown = True
        self._show_events(self.content)
        self.timeline.setFocus()


def _said(ui: object, card: Card, key: str) -> None:
    """A card that has nothing to show says so in its body."""
    label = card.findChild(Label, "nothing")
    if label is None:
        label = Label(ui, role="muted", parent=card)  # type: ignore[arg-type]
        label.setObjectName("nothing")
        card.body.addWidget(label)
    label.setVisible(bool(key))
    if key:
        label.set_key(key)
        card.set_note("")


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone().date() if moment is not None else None


def _lost(one: ItemScore) -> Decimal:
    return one.weight * (100 - (one.y or Decimal(0)))


def _redness(hit: object) -> int:
    return 0 if getattr(hit, "colour", None) is Colour.RED else 1


def _badge(colour: Colour) -> str:
    return "danger" if colour is Colour.RED else "warning"
