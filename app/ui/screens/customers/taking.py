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
    from app.services.customers.listing import Lines
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
        """Ids of the selected rows in their order, all of a group whose head is selected; None while they have not come."""
        found: list[int] = []
        for top, bottom in self._screen.table.selected_rows():
            part = self._ids(top, bottom)
            if part is None:
                return None
            found += part
        return found

    def _ids(self, top: int, bottom: int) -> list[int] | None:
        paged = self._screen.table.paged
        if paged.all_ids is not None:
            return list(paged.all_ids[top:bottom + 1])
        if paged.is_grouped:
            return None
        part = [paged.id_at(row) for row in range(top, bottom + 1)]
        return None if None in part else part

    def sum_up(self) -> None:
        """Add up the selection, if there are several rows or a group; what one head stands for is added up already."""
        table = self._screen.table
        spans = table.selected_spans()
        heads = [number for top, _ in spans if (number := table.paged.lines.group_at(top)) is not None]
        if heads and len(spans) == 1 and spans[0][0] == spans[0][1]:
            one = self._screen.grouping.groups[heads[0]]
            self._totals_come(Totals(one.rows, one.limits, one.exposures))
            return
        ids = self.selected_ids()
        if ids is None or (len(ids) < 2 and not heads):
            self.totals = None
            self._show()
        else:
            self._screen.model.ask_totals(ids)

    def _totals_come(self, totals: Totals) -> None:
        self.totals = totals
        self._show()

    def _show(self) -> None:
        totals = self.totals
        lines = 2 if self._screen.grouping.is_on() else 1
        self.sums.setMinimumHeight(lines * self.sums.fontMetrics().lineSpacing())  # the table keeps its height from head to head
        if totals is None:
            self.sums.set_text("")
            self.sums.setToolTip("")
            return
        self.sums.set_text(self._summed(totals, with_mean=max(len(totals.limits), len(totals.exposures)) <= 1))
        self.sums.setToolTip(self._summed(totals, with_mean=True))

    def _summed(self, totals: Totals, *, with_mean: bool) -> str:
        ui = self._ui
        parts = [ui.plural("ui.customers.selected", totals.rows)]
        for key, sums in (("limit", totals.limits), ("exposure", totals.exposures)):
            if sums:
                told = [self._sum(one) if with_mean else ui.money(one.total, one.currency, 0) for one in sums]
                parts.append(ui.t(f"ui.customers.sum_{key}", sums="; ".join(told)))
        return "   ·   ".join(parts)

    def _sum(self, one: Sum) -> str:
        ui = self._ui
        total, average = ui.money(one.total, one.currency, 0), ui.money(one.average, one.currency, 0)
        return ui.t("ui.customers.sum", total=total, average=average, count=ui.number(one.count))

    # --- copy ------------------------------------------------------------------------------------------------------

    def copy(self) -> None:
        """Copy the selected rows with headings."""
        self._copy(True)

    def _copy(self, with_heads: bool) -> None:
        screen = self._screen
        parts, grouped = self._selected_parts(), screen.grouping.is_on()
        if not parts:
            return
        counted = any(part.group is not None for part in parts)
        columns = self._columns()
        heads = self._heads(columns, counted) if with_heads else []
        screen.model.copy(parts, columns, heads, self._ui.texts, screen.names, grouped=grouped, counted=counted)

    def _selected_parts(self) -> list[Lines]:
        """The selected lines as they are seen: rows, and heads of groups with their sums."""
        from app.services.customers.listing import Lines

        lines, grouping = self._screen.table.paged.lines, self._screen.grouping
        if not lines.is_grouped:
            ids = self.selected_ids()
            return [Lines(ids)] if ids else []
        parts: list[Lines] = []
        for top, bottom in self._screen.table.selected_spans():
            line = top
            while line <= bottom:
                number = lines.group_of(line)
                assert number is not None
                head = lines.group_at(line) is not None
                last = min(bottom, lines.head(number + 1) - 1)
                first_row, last_row = lines.row(line + head if line + head <= last else line), lines.row(last)
                ids = [] if first_row is None or last_row is None else self._ids(first_row, last_row)
                if ids is None:
                    return []
                one = grouping.groups[number]
                parts.append(Lines(ids, grouping.value_of(one), one if head else None))
                line = last + 1
        return parts

    def _copied(self, text: str, count: int) -> None:
        QGuiApplication.clipboard().setText(text)
        self._screen.host.toast("ui.customers.copied", rows=self._ui.plural("ui.customers.rows", count))

    def _columns(self) -> list[str]:
        """The columns that are shown, but for the one that stands first because the list is grouped by it."""
        by = self._screen.model.query.group if self._screen.grouping.is_on() else ""
        return [key for key in self._screen.table.columns_shown() if key != by]

    def _heads(self, columns: Sequence[str], counted: bool = True) -> list[str]:
        heads = [self._screen.title_of(key) for key in columns]
        if not self._screen.grouping.is_on():
            return heads
        return [self._screen.grouping.column_title(), *([self._ui.t("ui.nav.customers")] if counted else []), *heads]

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
        columns, screen = self._columns(), self._screen
        screen.model.export(
            columns, self._heads(columns), Path(name), self._ui.t("ui.nav.customers"), self._ui.lang, screen.names,
            self._all_groups(),
        )

    def _all_groups(self) -> list[Lines]:
        """Every group without its rows; none where the list has no groups."""
        from app.services.customers.listing import Lines

        grouping = self._screen.grouping
        return [Lines((), grouping.value_of(one), one, grouping.is_open(number)) for number, one in enumerate(grouping.groups)]

    def _exported(self, path: str, count: int) -> None:
        self._screen.host.toast("ui.customers.exported", rows=self._ui.plural("ui.customers.rows", count), file=Path(path).name)
