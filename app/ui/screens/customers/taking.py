"""What is taken out of the list: sums of the selection, a copy for a spreadsheet, a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from app.models.domain.listing import Sum, Totals
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.ui.screens.customers.view import CustomersScreen

_RIGHT_MIDDLE = 0x82


class Taking(QObject):
    """Sums, copies and files of the list of a screen."""

    def __init__(self, screen: CustomersScreen) -> None:
        super().__init__(screen)
        self._screen, self._ui = screen, screen.ui
        self._copied_text = ""
        self.totals: Totals | None = None
        self.sums = Label(self._ui, role="small")
        self.sums.setProperty("alignment", _RIGHT_MIDDLE)
        self.sums.set_selectable()
        model = screen.model
        model.totals_come.connect(self._totals_come)
        model.copied.connect(self._copied)
        model.exported.connect(self._exported)
        screen.table.copy_wanted.connect(self._copy)
        self._ui.language_changed.connect(self._show)

    # --- sums ------------------------------------------------------------------------------------------------------

    def selected_ids(self) -> list[int] | None:
        """Ids of the selected rows in their order; None while they have not come."""
        paged = self._screen.table.paged
        ids: Sequence[int] | None = paged.all_ids
        found: list[int] = []
        for top, bottom in self._screen.table.selected_spans():
            part = list(ids[top:bottom + 1]) if ids is not None else [paged.id_at(row) for row in range(top, bottom + 1)]
            if None in part:
                return None
            found += part
        return found

    def sum_up(self) -> None:
        """Add up the selection, if there are several rows."""
        ids = self.selected_ids()
        if ids is None or len(ids) < 2:
            self.totals = None
            self._show()
        else:
            self._screen.model.ask_totals(ids)

    def _totals_come(self, totals: Totals) -> None:
        self.totals = totals
        self._show()

    def _show(self) -> None:
        totals, ui = self.totals, self._ui
        if totals is None:
            self.sums.set_text("")
            return
        parts = [ui.plural("ui.customers.selected", totals.rows)]
        for key, sums in (("limit", totals.limits), ("exposure", totals.exposures)):
            if sums:
                parts.append(ui.t(f"ui.customers.sum_{key}", sums="; ".join(self._sum(one) for one in sums)))
        self.sums.set_text("   ·   ".join(parts))

    def _sum(self, one: Sum) -> str:
        ui = self._ui
        total, average = ui.money(one.total, one.currency, 0), ui.money(one.average, one.currency, 0)
        return ui.t("ui.customers.sum", total=total, average=average, count=ui.number(one.count))

    # --- copy ------------------------------------------------------------------------------------------------------

    def copy(self) -> None:
        """Copy the selected rows with headings."""
        self._copy(True)

    def _copy(self, with_heads: bool) -> None:
        ids, columns = self.selected_ids(), self._screen.table.columns_shown()
        if ids:
            heads = self._heads(columns) if with_heads else []
            self._screen.model.copy(ids, columns, heads, self._ui.texts, self._screen.names)

    def _copied(self, text: str, count: int) -> None:
        QGuiApplication.clipboard().setText(text)
        self._screen.host.toast("ui.customers.copied", rows=self._ui.plural("ui.customers.rows", count))

    def _heads(self, columns: Sequence[str]) -> list[str]:
        titles = {column.key: self._ui.t(column.title_key or "") for column in self._screen.table.rows.columns}
        return [titles[key] for key in columns]

    # --- papers ----------------------------------------------------------------------------------------------------

    def papers(self) -> None:
        """Go where papers of many are made: for the chosen rows, else for what is found when the list is narrowed."""
        ids, found = self.selected_ids(), self._screen.model.found
        if (ids is None or len(ids) < 2) and found is not None and found.total < found.of_all:
            every = self._screen.table.paged.all_ids
            ids = list(every) if every is not None else ids
        self._screen.host.go("batch", tuple(ids) if ids else None)

    # --- file ------------------------------------------------------------------------------------------------------

    def export(self) -> None:
        """Ask for a file and write what is found, as it is filtered, sorted and laid out."""
        from app.ui.widgets.save_dialog import ask_place

        title = self._ui.t("ui.nav.customers")
        kinds = self._ui.t("ui.customers.export_kinds")
        ask_place(self._screen, self._ui.t("ui.action.customers_export"), f"{title}.xlsx", self.write, kinds=kinds, suffix="xlsx")

    def write(self, name: str) -> None:
        """Write the file ``name``: CSV when it is called so, else a workbook."""
        columns = self._screen.table.columns_shown()
        self._screen.model.export(
            columns, self._heads(columns), Path(name), self._ui.t("ui.nav.customers"), self._ui.lang, self._screen.names
        )

    def _exported(self, path: str, count: int) -> None:
        self._screen.host.toast("ui.customers.exported", rows=self._ui.plural("ui.customers.rows", count), file=Path(path).name)
