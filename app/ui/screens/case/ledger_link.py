"""What the own ledger says to a question, as a link that takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.ui.context import Ui
from app.ui.screens.link import Link
from app.ui.screens.units import item_figure

if TYPE_CHECKING:
    from app.models.domain.methodology import Item
    from app.services.ledger.service import Proposed


class LedgerLink(Link):
    """Below the editor; a typed answer stays as it is until somebody clicks here."""

    def __init__(self, ui: Ui, parent: QWidget) -> None:
        super().__init__(ui, "", None, role="small", parent=parent)
        self._words = ui

    def show_found(self, item: Item, found: Proposed) -> None:
        """Its value, the currency where there are several, and its day as the tip."""
        ui = self._words
        key = "ui.case.from_ledger_in" if found.currency else "ui.case.from_ledger"
        words = ui.t(key, value=item_figure(ui, item, found.value), currency=found.currency)
        self.set_text(ui.t("ui.case.take_ledger", found=words))
        self.setToolTip(ui.t("ui.case.take_ledger_hint", day=found.day))
