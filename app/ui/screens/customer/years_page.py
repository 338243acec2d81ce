"""Statements and ratios: main lines and every ratio over the years, each with a small line; the chosen one large."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.models.domain.history import SourceRef
from app.ui.qtmodels.rows import Column
from app.ui.screens.customer.page import FilePage
from app.ui.screens.customer.source_words import SCALES, figure_text, ref_label, scale_of
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.flow import clear_layout
from app.ui.widgets.labels import Label
from app.ui.widgets.trend import Trend, TrendCell, TrendDelegate

if TYPE_CHECKING:
    from app.services.timeline.service import Years

_LINES = ("rev", "gross", "np", "TA", "CA", "CL", "TL", "E", "cfo")
_NAME, _TREND = 0, 1


class YearsPage(FilePage):
    """Enter or a click on a figure shows where it comes from."""

    name = "years"
    flags = frozenset({"statements", "case", "customer"})

    def build(self) -> None:
        """The tables are made for the years there are."""
        ui = self.ui
        self.empty = EmptyState(
            ui, "statements", "ui.file.no_years", "ui.file.no_years_text", self.host.actions.qaction("customer.statements"), self
        )
        self.empty.hide()
        self.inner = QWidget()
        self.holder = QVBoxLayout(self.inner)
        self.holder.setContentsMargins(0, 0, 8, 0)
        self.holder.setSpacing(14)
        self.area = QScrollArea()
        self.area.setObjectName("page")
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(self.inner)
        self.area.hide()
        self.chart_card = Card(ui, "ui.file.trend")
        self.trend = Trend(ui)
        self.verdict = Label(ui)
        self.chart_card.body.addWidget(self.trend)
        self.chart_card.body.addWidget(self.verdict)
        self.chart_card.body.addWidget(self.host.actions.button("customer.statements"), 0, Qt.AlignmentFlag.AlignLeft)
        self.chart_card.hide()
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self.area, 5)
        row.addWidget(self.chart_card, 2, Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self.empty)
        self.body.addLayout(row, 1)
        self.tables: list[DataTable] = []
        self._cards: list[Card] = []
        self.scale = 1
        self.shown = SourceRef("ratio", "", 0)
        self.trend.chosen.connect(self.source_wanted)

    def ask(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return self.host.services.timeline.years, (self.customer_id,)

    def show_content(self, content: Years) -> None:
        """Tables anew: the years are their columns."""
        some = bool(content.statements)
        self.empty.setVisible(not some)
        self.chart_card.setVisible(some)
        self.area.setVisible(some)
        clear_layout(self.holder)
        self.tables, self._cards = [], []
        if not some:
            return
        lines = [key for key in _LINES if any(key in period.lines for period in content.periods)]
        self._set_scale(lines)
        self._add_table("ui.file.lines", "line", lines)
        known = [
            ratio.key
            for ratio in content.methodology.ratios
            if any(period.ratios[ratio.key].value is not None for period in content.periods)
        ]
        known.sort(key=self._held, reverse=True)
        self._add_table("ui.file.ratios", "ratio", known)
        self.holder.addStretch(1)
        if self.shown.key not in (*lines, *known):
            self.shown = SourceRef("ratio", known[0], 0) if known else SourceRef("line", lines[0], 0)
        self._show_trend(self.shown)

    def retranslate(self) -> None:
        """The same tables in another language: selection and focus stay."""
        if not self._built or not self.tables:
            super().retranslate()
            return
        top = self.area.verticalScrollBar().value()
        for table, card, kind in zip(self.tables, self._cards, ("line", "ratio"), strict=True):
            refs = [table.rows.id_at(row) for row in range(table.rows.rowCount())]
            table.rows.columns = tuple(self._columns(kind))
            table.set_rows([self._row(ref) for ref in refs], refs)
            table.fit_height()
            card.set_note(self._note(kind, refs))
        self._show_trend(self.shown)
        self.area.verticalScrollBar().setValue(top)  # a current row out of sight stays there

    def _set_scale(self, lines: list[str]) -> None:
        """The largest amount decides, so that every figure can be read at once."""
        values = [value for key in lines for value in self._values(SourceRef("line", key, 0)) if value is not None]
        self.scale = scale_of(values)

    def _note(self, kind: str, refs: list[SourceRef]) -> str:
        """Currency and scale of the amounts; among ratios only a few, or none, are amounts."""
        currencies = " ".join(sorted({one.currency for one in self.content.statements}))
        scale = self.ui.t(f"ui.file.in_{SCALES[self.scale]}", currency=currencies)
        if kind == "line":
            return scale
        return self.ui.t("ui.file.amounts_in", scale=scale) if any(map(self._is_money, refs)) else ""

    def _text(self, ref: SourceRef, value: Decimal | None) -> str:
        if value is not None and self._is_money(ref):
            return self.ui.number(value / self.scale, 0)
        return figure_text(self.ui, self.content.methodology, ref, value)

    def _is_money(self, ref: SourceRef) -> bool:
        ratios = self.content.methodology.ratios
        return ref.kind == "line" or any(ratio.key == ref.key and ratio.unit == "money" for ratio in ratios)

    def _held(self, key: str) -> bool:
        """Ratios that the trade has a standard for come first."""
        return key in self.content.standards

    def _columns(self, kind: str) -> list[Column]:
        ui, content = self.ui, self.content
        columns = [
            Column("name", "ui.file.column.name", stretch=True, strong=True),
            Column("trend", "ui.file.trend", kind="drawn", width=100),
        ]
        columns += [
            Column(f"y{at}", title=ui.date(one.end) if not one.full_year else str(one.end.year), kind="number", width=92)
            for at, one in enumerate(content.statements)
        ]
        if kind == "ratio":
            columns.append(Column("standard", "ui.file.standard", kind="number", width=92))
        return columns

    def _add_table(self, title_key: str, kind: str, keys: list[str]) -> None:
        ui = self.ui
        table = DataTable(ui, self._columns(kind), title_key, cells=True, wrap=True)
        table.setItemDelegateForColumn(_TREND, TrendDelegate(ui, table, table.rows.value_at))
        refs = [SourceRef(kind, key, 0) for key in keys]
        table.set_rows([self._row(ref) for ref in refs], refs)
        table.fit_height()
        table.activated_id.connect(self._activated)
        table.clicked.connect(self._clicked)
        table.selectionModel().currentChanged.connect(self._moved)
        card = Card(ui, title_key, note=self._note(kind, refs))
        card.body.addWidget(table)
        self.holder.addWidget(card)
        self.tables.append(table)
        self._cards.append(card)

    def _values(self, ref: SourceRef) -> list[Decimal | None]:
        found: list[Decimal | None] = []
        for statement, period in zip(self.content.statements, self.content.periods, strict=True):
            value = period.ratios[ref.key].value if ref.kind == "ratio" else period.lines.get(ref.key)
            found.append(value * statement.unit if value is not None and self._is_money(ref) else value)
        return found

    def _standard(self, ref: SourceRef) -> Decimal | None:
        """Standards of percent ratios are published in points, the ratios are shares."""
        held = self.content.standards.get(ref.key) if ref.kind == "ratio" else None
        if held is None:
            return None
        percent = any(ratio.key == ref.key and ratio.unit == "%" for ratio in self.content.methodology.ratios)
        value: Decimal = held[0]
        return value / 100 if percent else value

    def _row(self, ref: SourceRef) -> tuple[object, ...]:
        m, values, standard = self.content.methodology, self._values(ref), self._standard(ref)
        texts = [self._text(ref, value) for value in values]
        row: list[object] = [ref_label(self.ui, m, ref), TrendCell(tuple(values), standard, " → ".join(texts)), *texts]
        if ref.kind == "ratio":
            row.append(figure_text(self.ui, m, ref, standard) if standard is not None else "")
        return tuple(row)

    # --- one figure --------------------------------------------------------------------------------------------------

    def _show_trend(self, ref: SourceRef) -> None:
        ui, content = self.ui, self.content
        m, standard = content.methodology, self._standard(ref)
        self.shown = ref
        values = self._values(ref)
        periods = [
            (
                str(one.end.year) if one.full_year else ui.date(one.end),
                value,
                self._text(ref, value),
                SourceRef(ref.kind, ref.key, one.id or 0),
            )
            for one, value in zip(content.statements, values, strict=True)
        ]
        name = ref_label(ui, m, ref)
        words = ui.t("ui.file.standard_is", value=figure_text(ui, m, ref, standard)) if standard is not None else ""
        self.chart_card.set_title(name)
        self.trend.set_trend(name, periods, standard, words)
        self.verdict.setVisible(standard is not None and values[-1] is not None)
        if standard is not None and values[-1] is not None:
            _, less, key = content.standards[ref.key]
            origin = next((one.label.get(ui.lang) for one in m.standards if one.key == key), key)
            good = values[-1] <= standard if less else values[-1] >= standard
            self.verdict.set_key("ui.file.standard_held" if good else "ui.file.standard_missed", set=origin)

    def _moved(self, current: QModelIndex, before: QModelIndex) -> None:
        table = self._table_of(current)
        if table is not None:
            self._show_trend(table.rows.id_at(current.row()))
            place = table.viewport().mapTo(self.inner, table.visualRect(current).center())
            self.area.ensureVisible(0, place.y(), 0, 50)

    def _clicked(self, index: QModelIndex) -> None:
        table = self._table_of(index)
        if table is not None and index.column() > _TREND:
            self._open(table, index)

    def _activated(self, ref: object) -> None:
        table = self.sender()
        if isinstance(table, DataTable):
            self._open(table, table.currentIndex())

    def _open(self, table: DataTable, index: QModelIndex) -> None:
        ref = table.rows.id_at(index.row())
        at = min(max(index.column() - _TREND - 1, 0), len(self.content.statements) - 1)
        if index.column() <= _TREND:
            at = len(self.content.statements) - 1
        self.source_wanted.emit(SourceRef(ref.kind, ref.key, self.content.statements[at].id or 0))

    def _table_of(self, index: QModelIndex) -> DataTable | None:
        return next((table for table in self.tables if table.model() is index.model()), None)
