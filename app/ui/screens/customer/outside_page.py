"""What outside sources say of a customer, side by side; their scores on the ten grades; turnover by VAT invoices."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.models.domain.history import SourceRef
from app.ui.screens.customer.page import FilePage
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.models.domain.imports import TurnoverMonth
    from app.services.timeline.outside import Outside

_ROWS_SEEN = 13


class OutsidePage(FilePage):
    """Enter or a double click on a value shows the file, sheet and cell that it came from."""

    name = "outside"
    flags = frozenset({"imports", "customer", "case", "statements", "grade"})

    def build(self) -> None:
        """What a customer does not have is not shown."""
        ui = self.ui
        self.empty = EmptyState(
            ui, "document", "ui.outside.empty", "ui.outside.empty_text", self.host.actions.qaction("customer.import_files"), self
        )
        self.parts = QWidget()
        column = QVBoxLayout(self.parts)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        self.cards: dict[str, Card] = {}
        for name, build in (
            ("scores", self._build_scores), ("facts", self._build_facts), ("turnover", self._build_turnover),
            ("master", self._build_master),
        ):
            self.cards[name] = Card(ui, f"ui.outside.{name}")
            build(self.cards[name])
            column.addWidget(self.cards[name])
        self.body.addWidget(self.empty)
        self.body.addWidget(self.parts)
        self.body.addStretch(1)
        self.empty.hide()
        self.parts.hide()

    def _build_scores(self, card: Card) -> None:
        from app.ui.screens.customer import outside_words as words

        self.scores = DataTable(self.ui, words.score_columns(), "ui.outside.scores", wrap=True)
        self.scores.activated_id.connect(self._open_ref)
        self.prudent = Label(self.ui, "ui.outside.prudent", role="small")
        card.body.addWidget(self.scores)
        card.body.addWidget(self.prudent)

    def _build_facts(self, card: Card) -> None:
        self._facts_place = card.body
        self.facts: DataTable | None = None
        self.how = Label(self.ui, "ui.outside.how", role="small")
        card.body.addWidget(self.how)

    def _build_turnover(self, card: Card) -> None:
        from app.ui.screens.customer import outside_words as words
        from app.ui.widgets.bars import ContributionBars

        self.months: dict[str, DataTable] = {}
        self.bars: dict[str, ContributionBars] = {}
        self._parts: dict[str, tuple[QWidget, Label, Label]] = {}
        for name in words.DIRECTIONS:
            part = QWidget()
            row = QHBoxLayout(part)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(18)
            left, right = QVBoxLayout(), QVBoxLayout()
            table = self.months[name] = DataTable(self.ui, words.month_columns(), f"ui.outside.{name}", cells=True)
            table.activated_id.connect(self._open_month)
            chart = self.bars[name] = ContributionBars(self.ui)
            heading, unit = Label(self.ui, f"ui.outside.{name}", role="heading"), Label(self.ui, role="muted")
            left.addWidget(heading)
            left.addWidget(table)
            left.addStretch(1)
            right.addWidget(unit)
            right.addWidget(chart)
            right.addStretch(1)
            row.addLayout(left, 5)
            row.addLayout(right, 2)
            card.body.addWidget(part)
            self._parts[name] = (part, heading, unit)

    def _build_master(self, card: Card) -> None:
        from app.ui.qtmodels.rows import Column

        columns = [
            Column("field", "ui.outside.field", width=200, strong=True), Column("value", "ui.source.value", stretch=True),
            Column("file", "ui.outside.file", stretch=True), Column("cell", "ui.outside.cell", width=120),
            Column("import", "ui.outside.import", kind="number", places=0, width=70),
        ]
        self.master = DataTable(self.ui, columns, "ui.outside.master", wrap=True)
        self.master.activated_id.connect(self._open_ref)
        card.body.addWidget(self.master)

    # --- reading and showing -------------------------------------------------------------------------------------------

    def ask(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return self.host.services.timeline.outside, (self.customer_id,)

    def show_content(self, content: Outside) -> None:
        """Scores, facts, turnover and own data, each where there is any."""
        self.empty.setVisible(content.empty)
        self.parts.setVisible(not content.empty)
        if content.empty:
            return
        self._show_scores(content)
        self._show_facts(content)
        self._show_turnover(content)
        self._show_master(content)

    def _show_scores(self, content: Outside) -> None:
        from app.ui.screens.customer import outside_words as words

        self.cards["scores"].setVisible(bool(content.scores))
        grade = content.in_force
        self.cards["scores"].set_note(
            self.ui.t("ui.outside.in_force", grade=grade.name) if grade is not None else self.ui.t("ui.outside.none_in_force")
        )
        self.scores.set_rows(*words.score_rows(self.ui, content))
        self.scores.fit_height()

    def _show_facts(self, content: Outside) -> None:
        """The sources are columns: other sources make another table."""
        from app.ui.screens.customer import outside_words as words

        self.cards["facts"].setVisible(bool(content.facts))
        columns = tuple(words.fact_columns(self.ui, content))
        if self.facts is None or len(self.facts.rows.columns) != len(columns):
            if self.facts is not None:
                self._facts_place.removeWidget(self.facts)
                self.facts.deleteLater()
            self.facts = DataTable(self.ui, columns, "ui.outside.facts", cells=True, wrap=True)
            self.facts.activated_id.connect(self._open_fact)
            self._facts_place.insertWidget(0, self.facts)
        self.facts.rows.columns = columns
        rows = [words.fact_row(self.ui, content, row) for row in content.facts]
        self.facts.set_rows(rows, [row.field for row in content.facts])
        self.facts.fit_height()
        apart = sum(bool(row.differs) for row in content.facts)
        self.cards["facts"].set_note(self.ui.plural("ui.outside.apart", apart) if apart else "")

    def _show_turnover(self, content: Outside) -> None:
        from app.ui.screens.customer import outside_words as words

        self.cards["turnover"].setVisible(bool(content.turnover))
        for name, (part, _, unit) in self._parts.items():
            months = [one for one in content.turnover if one.direction == name]
            part.setVisible(bool(months))
            self._show_months(name, months)
            rows, scale = words.bars(self.ui, _of_one_currency(months))
            unit.set_text(self.ui.t("ui.outside.net_by_month", scale=scale))
            self.bars[name].set_bars(rows, 0)

    def _show_months(self, name: str, months: list[TurnoverMonth]) -> None:
        from app.ui.screens.customer import outside_words as words

        table = self.months[name]
        table.set_rows([words.month_row(self.ui, one) for one in months], [one.id for one in months])
        line = table.verticalHeader().defaultSectionSize()
        table.setFixedHeight(table.horizontalHeader().sizeHint().height() + 4 + min(len(months), _ROWS_SEEN) * line)

    def _show_master(self, content: Outside) -> None:
        from app.ui.screens.customer import outside_words as words

        self.cards["master"].setVisible(bool(content.master))
        rows = [
            (row.label.get(self.ui.lang), row.value, row.came.cells[0].file, words.cells_text(row.came), row.came.import_id)
            for row in content.master
        ]
        self.master.set_rows(rows, [SourceRef("master", row.field, content.customer_id) for row in content.master])
        self.master.fit_height()

    # --- leaving -------------------------------------------------------------------------------------------------------

    def _open_ref(self, ref: object) -> None:
        if isinstance(ref, SourceRef):
            self.source_wanted.emit(ref)

    def _open_fact(self, field: object) -> None:
        from app.ui.screens.customer.outside_words import fact_ref

        row = next((one for one in self.content.facts if one.field == field), None)
        if row is not None and self.facts is not None:
            self._open_ref(fact_ref(self.content, row, self.facts.currentIndex().column()))

    def _open_month(self, month_id: object) -> None:
        from app.ui.screens.customer.outside_words import month_ref

        table = self.sender()
        if isinstance(table, DataTable) and isinstance(month_id, int):
            self._open_ref(month_ref(month_id, table.currentIndex().column()))


def _of_one_currency(months: list[TurnoverMonth]) -> list[TurnoverMonth]:
    """A picture adds nothing up: it shows the currency of the newest month."""
    return [one for one in months if one.currency == months[0].currency]
