"""The list in groups: which are open, and what stands in their heads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.models.domain.listing import Group, Sum
from app.ui.qtmodels.grouped import HeadText
from app.ui.qtmodels.paged import PAGE

if TYPE_CHECKING:
    from app.services.customers.listing import Found
    from app.ui.screens.customers.view import CustomersScreen

SUMS = ("limit", "exposure")
"""The columns whose amounts are added up in the heads."""


class Grouping(QObject):
    """Groups are closed at first, so that their sums stand one below the other; a list of one page is open.

    What somebody opened or closed stays so while the list is grouped by the same column.
    """

    def __init__(self, screen: CustomersScreen) -> None:
        super().__init__(screen)
        self._screen, self._ui = screen, screen.ui
        self._turned: dict[str, bool] = {}
        self._by = ""
        self._groups: tuple[Group, ...] = ()  # those that the table shows: what was found may be newer
        screen.table.group_turned.connect(self._remember)

    # --- actions ---------------------------------------------------------------------------------------------------

    def expand(self) -> None:
        """Open every group."""
        self._set_all(True)

    def collapse(self) -> None:
        """Close every group."""
        self._set_all(False)

    def is_on(self) -> bool:
        """Whether the list stands in groups, and there are any."""
        return bool(self._groups)

    # --- showing ---------------------------------------------------------------------------------------------------

    def show(self, found: Found, cells: list[tuple[Any, ...]]) -> bool:
        """Put what was found into the table; whether it is grouped by another column than before."""
        table, by, every = self._screen.table, self._screen.model.query.group, self._screen.model.ids
        other = by != self._by
        if other:
            self._by = by
            self._turned.clear()
            self._screen.model.has_open_groups = False
        self._groups = found.groups
        table.set_needed(self._needed(found.groups))
        if not found.groups:
            table.paged.open(found.total, cells, [row.id for row in found.rows], every)
            return other
        short = found.total <= PAGE
        opened = [number for number, one in enumerate(found.groups) if self._turned.get(one.key, short)]
        counts = [one.rows for one in found.groups]
        table.paged.open_grouped(cells, [row.id for row in found.rows], every, counts, opened, self._head)
        return other

    def place(self) -> tuple[int | None, str | None]:
        """Where the current line is: the id of its row, else the value of its group."""
        table = self._screen.table
        index = table.currentIndex()
        group = table.paged.lines.group_at(index.row()) if index.isValid() else None
        return (table.current_id(), None) if group is None else (None, self._groups[group].key)

    def line_of(self, place: tuple[int | None, str | None]) -> int | None:
        """The line of such a place in the list that is shown now; None when it is gone."""
        paged = self._screen.table.paged
        row_id, key = place
        if row_id is not None:
            return paged.row_of(row_id)
        return next((paged.lines.head(number) for number, one in enumerate(self._groups) if one.key == key), None)

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups that are shown, in their order."""
        return self._groups

    # --- words -----------------------------------------------------------------------------------------------------

    def column_title(self) -> str:
        """The name of the column by which the list is grouped."""
        return self._screen.title_of(self._by)

    def value_of(self, one: Group) -> str:
        """The value of a group in words."""
        ui, names = self._ui, self._screen.names
        if self._by == "next_review":
            return ui.t("ui.customers.group_month" if one.key == "month" else f"ui.customers.review_{one.key}")
        if not one.key:
            return ui.t("ui.customers.none")
        keys = one.key.split(",") if self._by == "flags" else [one.key]
        return ", ".join(names.get(key, key) for key in keys)

    def is_open(self, number: int) -> bool:
        """Whether a group is open."""
        return self._screen.table.paged.lines.is_open(number)

    def _head(self, number: int) -> HeadText:
        one, ui = self._groups[number], self._ui
        parts = {"limit": one.limits, "exposure": one.exposures}
        sums = {key: tuple(self._money(part) for part in parts[key]) for key in SUMS}
        told = tuple(ui.t(f"ui.customers.sum_{key}", sums="; ".join(sums[key])) for key in SUMS if sums[key])
        title = ui.t("ui.customers.group_title", column=self.column_title(), value=self.value_of(one))
        return HeadText(title, ui.plural("ui.customers.count", one.rows), sums, told)

    def _money(self, one: Sum) -> str:
        return self._ui.money(one.total, one.currency, 0)

    def _needed(self, groups: tuple[Group, ...]) -> dict[str, int]:
        """The width that the widest sums want, where each group has one currency only: then they stand in their columns."""
        needed: dict[str, int] = {}
        for key, sums in (("limit", [one.limits for one in groups]), ("exposure", [one.exposures for one in groups])):
            most: dict[str, Sum] = {}
            for one in (part for parts in sums for part in parts):
                if one.currency not in most or one.total > most[one.currency].total:
                    most[one.currency] = one
            if all(len(parts) <= 1 for parts in sums) and most:
                needed[key] = max(self._screen.table.heads.width_of(self._money(one)) for one in most.values())
        return needed

    # ---------------------------------------------------------------------------------------------------------------

    def _remember(self, number: int, opened: bool) -> None:
        self._turned[self._groups[number].key] = opened
        self._screen.model.has_open_groups = any(self._turned.values())
        self._screen.taking.sum_up()

    def _set_all(self, opened: bool) -> None:
        table = self._screen.table
        if not self._groups:
            return
        self._turned = dict.fromkeys((one.key for one in self._groups), opened)
        self._screen.model.has_open_groups = opened
        place = self.place()
        table.paged.set_all_open(opened)
        table.setCurrentIndex(table.paged.index(self.line_of(place) or 0, table.first_section()))
