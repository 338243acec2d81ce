"""Beside the grid: what is wrong, and the ratios of every period."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.models.domain.methodology import Ratio
from app.models.domain.rating import Figure
from app.models.domain.statement import Statement
from app.ui.context import Ui
from app.ui.qtmodels.rows import Column
from app.ui.screens.link import Link
from app.ui.screens.statements.layout import line_name
from app.ui.screens.statements.model import StatementsModel
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.flow import clear_layout
from app.ui.widgets.labels import Label


class ProblemsCard(Card):
    """Cells that cannot be read and relations that do not hold; a click goes to the place."""

    chosen = Signal(str, int)  # line key or check key, position of the column

    def __init__(self, ui: Ui, model: StatementsModel) -> None:
        super().__init__(ui, "ui.statements.problems")
        self._ui, self._model = ui, model
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self.body.addLayout(self._lines)
        self.links: list[Link] = []

    def refresh(self) -> None:
        """Show what is wrong now; the card is gone while nothing is."""
        clear_layout(self._lines)
        self.links = []
        model, ui = self._model, self._ui
        positions = {column.number: at for at, column in enumerate(model.columns)}
        names = {row.line.key: line_name(row.line, model.framework, ui.lang) for row in model.rows if row.line is not None}
        for (number, key), bad in model.bad.items():
            at = positions[number]
            day = ui.date(model.columns[at].statement.end)
            self._put(
                ui.t("ui.statements.bad_cell", line=names.get(key, key), day=day, problem=ui.error_text(bad.error)), key, at
            )
        labels = {row.check.key: row.check.label.get(ui.lang) for row in model.rows if row.check is not None}
        for check in model.failed_checks():
            at = next((n for n, column in enumerate(model.columns) if column.statement.end == check.period), -1)
            name = labels.get(check.key) or self._check_label(check.key)
            if check.difference is not None:
                text = ui.t("ui.statements.check_fails", name=name, day=check.period, difference=ui.number(check.difference))
                self._put(text, check.key, at, "danger" if check.severity == "problem" else "muted")
        self.setVisible(bool(self.links))

    def _check_label(self, key: str) -> str:
        reading = self._model.reading
        assert reading is not None
        return next((check.label.get(self._ui.lang) for check in reading.methodology.checks if check.key == key), key)

    def _put(self, text: str, key: str, column: int, role: str = "danger") -> None:
        link = Link(self._ui, text, (key, column), role=role)
        link.clicked.connect(self._clicked)
        self._lines.addWidget(link)
        self.links.append(link)

    def _clicked(self, place: tuple[str, int]) -> None:
        self.chosen.emit(*place)


class RatiosCard(Card):
    """All ratios, a column a period; a reason stands where none can be computed."""

    def __init__(self, ui: Ui, model: StatementsModel) -> None:
        super().__init__(ui, "ui.statements.ratios")
        self._ui, self._model = ui, model
        self._holder = QVBoxLayout()
        self.body.addLayout(self._holder)
        self._empty = Label(ui, "ui.statements.no_ratios", role="muted")
        self.body.addWidget(self._empty)
        self.table: DataTable | None = None
        self._shape: tuple[str, ...] = ()

    def refresh(self) -> None:
        """Show the ratios of what stands in the grid."""
        model, ui = self._model, self._ui
        reading = model.reading
        self._empty.setVisible(reading is None or not model.columns)
        if reading is None or not model.columns:
            if self.table is not None:
                self.table.hide()
            return
        heads = tuple(_head(ui, column.statement) for column in model.columns)
        if self.table is None or heads != self._shape:
            self._make_table(heads)
        assert self.table is not None
        outcomes = [model.outcome(at) for at in range(len(model.columns))]
        rows = []
        for ratio in reading.methodology.ratios:
            figures = [outcome.ratios.get(ratio.key) if outcome is not None else None for outcome in outcomes]
            money = ratio.unit == "money"
            large = [abs(figure.value) for figure in figures if figure is not None and figure.value is not None and money]
            scale = _scale(max(large, default=Decimal(0)))
            name = ratio.label.get(ui.lang)
            if scale > 1:
                name = f"{name} ({ui.t(f'ui.file.in_{_SCALES[scale]}', currency=self._currencies())})"
            rows.append((name, *(self._shown(ratio, figure, scale) for figure in figures)))
        self.table.set_rows(rows, [ratio.key for ratio in reading.methodology.ratios])
        self.table.show()

    def _make_table(self, heads: tuple[str, ...]) -> None:
        clear_layout(self._holder)
        columns = [Column("ratio", "ui.statements.ratio", stretch=True)]
        columns += [Column(f"period{at}", title=head, kind="number", width=80) for at, head in enumerate(heads)]
        self.table = DataTable(self._ui, columns, "ui.statements.ratios", wrap=True)
        self.table.setMinimumHeight(300)
        self.table.selected_id_changed.connect(self._name_topic)
        self._holder.addWidget(self.table)
        self._shape = heads

    def _name_topic(self, key: str | None) -> None:
        """F1 explains the ratio at the cursor."""
        assert self.table is not None
        self.table.setProperty("helpTopic", f"ratio:{key}" if key else None)

    def _currencies(self) -> str:
        return " ".join(sorted({column.statement.currency for column in self._model.columns}))

    def _shown(self, ratio: Ratio, figure: Figure | None, scale: int) -> str | None:
        if figure is None or figure.value is None:
            return None
        if ratio.unit == "%":
            return self._ui.percent(figure.value * 100, ratio.places)
        return self._ui.number(Decimal(figure.value) / scale, 0 if scale > 1 else ratio.places)


_SCALES = {1: "ones", 1000: "thousands", 1_000_000: "millions"}


def _scale(largest: Decimal) -> int:
    """What a large amount is divided by, so that six or seven digits are left of it."""
    return 1_000_000 if largest >= 10**9 else 1000 if largest >= 10**7 else 1


def _head(ui: Ui, statement: Statement) -> str:
    """A full year that ends with the calendar year is named by its year."""
    end = statement.end
    return str(end.year) if statement.full_year and (end.month, end.day) == (12, 31) else ui.date(end)


class SidePanel(QWidget):
    """The cards at the right of the grid, from the top: head of the period, problems, ratios."""

    def __init__(self, *cards: QWidget) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        for card in cards[:-1]:
            column.addWidget(card, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(cards[-1], 1)
