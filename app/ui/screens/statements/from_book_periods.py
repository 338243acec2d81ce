"""The periods of workbooks with boxes to tick, and the integrity checks of those that are ticked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout

from app.models.domain.methodology import Methodology
from app.ui.context import Ui
from app.ui.screens.statements.from_book_lines import field_name, period_head
from app.ui.screens.statements.layout import UNITS
from app.ui.widgets.card import Card
from app.ui.widgets.flow import clear_layout
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.models.domain.rating import CheckOutcome
    from app.services.statements.book_model import Look, PeriodFound

_ITEM = int(Qt.ItemDataRole.UserRole)
_MOST_TOLD = 12


class PeriodList(QListWidget):
    """Newest first; Space ticks. The newest full years that bring something are ticked at first, parts of a year are not."""

    chosen = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self.setWordWrap(True)
        self.setObjectName("ticks")
        self.setSpacing(2)
        self.setMinimumHeight(170)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemChanged.connect(self._ticked)
        ui.language_changed.connect(self._name)
        self._name()

    def show_periods(self, periods: Sequence[PeriodFound], keep: bool) -> None:
        """``keep``: what is ticked stays."""
        kept = self.items_chosen() if keep else None
        self.blockSignals(True)
        self.clear()
        for one in periods:
            item = QListWidgetItem(self._text(one), self)
            item.setData(_ITEM, one.item)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            ticked = one.item in kept if kept is not None else one.newest and one.outcome.value != "same"
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        if self.count():
            self.setCurrentRow(0)
        self.blockSignals(False)

    def items_chosen(self) -> set[int]:
        """The ticked periods by their number."""
        rows = (self.item(at) for at in range(self.count()))
        return {int(row.data(_ITEM)) for row in rows if row.checkState() == Qt.CheckState.Checked}

    def _text(self, period: PeriodFound) -> str:
        ui, statement = self._ui, period.statement
        parts = [
            ui.t("ui.statements.full_year") if statement.full_year else ui.t("ui.from_book.interim"),
            ui.t("ui.from_book.consolidated" if statement.consolidated else "ui.from_book.separate"),
            ui.t("ui.statements.is_audited" if statement.audited else "ui.statements.not_audited"),
        ]
        unit = ui.t(f"ui.statements.unit.{statement.unit}") if statement.unit in UNITS else ui.number(statement.unit)
        parts.append(f"{statement.currency}, {unit}")
        if period.standing is not None:
            parts.append(ui.t("ui.from_book.same" if period.outcome.value == "same" else "ui.from_book.there"))
        return f"{period_head(ui, period)}\n{' · '.join(parts)}"

    def _ticked(self) -> None:
        self.chosen.emit()

    def _name(self) -> None:
        self.setAccessibleName(self._ui.t("ui.from_book.periods"))


class TiesCard(Card):
    """What does not tie in the ticked periods, each with its row and difference; or that all of it ties."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, "ui.from_book.checks")
        self._ui = ui
        self._lines = QVBoxLayout()
        self._lines.setSpacing(5)
        self.body.addLayout(self._lines)
        self.texts: list[str] = []

    def show_ties(self, look: Look, m: Methodology, ties: Mapping[int, Sequence[CheckOutcome]]) -> None:
        """Show checks that do not hold, and cells that could not be read."""
        clear_layout(self._lines)
        self.texts = []
        ui, held = self._ui, 0
        labels = {check.key: check.label.get(ui.lang) for check in m.checks}
        periods = {one.item: one for one in look.periods}
        for item, outcomes in sorted(ties.items()):
            for one in outcomes:
                held += one.holds is True
                if one.holds is False and one.difference is not None:
                    text = ui.t(
                        "ui.from_book.fails", name=labels.get(one.key, one.key), period=period_head(ui, periods[item]),
                        difference=ui.number(one.difference),
                    )
                    self._put(text, "danger" if one.severity == "problem" else "muted")
        if not self.texts and held:
            self._put(ui.plural("ui.from_book.ties", held), "good")
        faults = [one for one in look.faults if one.refused]
        for fault in faults[:_MOST_TOLD]:
            params = {**fault.params, "value": fault.value}
            name = field_name(ui, m, fault.field, look.periods[0].statement.framework) if fault.field and look.periods else ""
            self._put(
                ui.t("ui.from_book.fault", sheet=fault.place.sheet, cell=fault.place.address, name=name or fault.value[:40],
                     why=ui.t(fault.text_key, **params)), "danger",
            )
        if len(faults) > _MOST_TOLD:
            self._put(ui.plural("ui.from_book.more_faults", len(faults) - _MOST_TOLD), "danger")
        if not self.texts:
            self._put(ui.t("ui.from_book.no_checks"), "muted")

    def _put(self, text: str, role: str) -> None:
        self.texts.append(text)
        self._lines.addWidget(Label(self._ui, text=text, role=role))
