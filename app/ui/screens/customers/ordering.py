"""The menus that ask by which column the list is sorted, and by which it is grouped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint

from app.models.domain.listing import GROUPINGS
from app.ui.screens.customers.columns import KEYS
from app.ui.widgets.buttons import Button

if TYPE_CHECKING:
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QMenu, QWidget

    from app.ui.screens.customers.view import CustomersScreen


class Ordering(QObject):
    """Sorting and grouping of a screen's list, for keyboard and mouse alike."""

    def __init__(self, screen: CustomersScreen) -> None:
        super().__init__(screen)
        self._screen, self._ui = screen, screen.ui
        self.button = Button(self._ui, "ui.customers.group_by", "ghost")
        self.button.clicked.connect(self.group)

    def show(self) -> None:
        """Name the column by which the list is grouped on the button."""
        by = self._screen.model.query.group
        if by:
            self.button.set_key("ui.customers.grouped_by", column=self._screen.title_of(by))
        else:
            self.button.set_key("ui.customers.group_by")

    def sort(self) -> None:
        """Open the menu of columns to sort by, at the head of the table."""
        query = self._screen.model.query
        menu = self._menu(KEYS, query.sort)
        menu.triggered.connect(self._sorted)
        self._pop(menu, self._screen.table, 0)

    def group(self) -> None:
        """Open the menu of columns to group by, below its button."""
        query = self._screen.model.query
        menu = self._menu(GROUPINGS, query.group, self._ui.t("ui.customers.group_none"))
        menu.addSeparator()
        for action_id in ("customers.expand", "customers.collapse"):
            menu.addAction(self._screen.host.actions.qaction(action_id))
        menu.triggered.connect(self._grouped)
        self._pop(menu, self.button, self.button.height())

    def by(self, column: str) -> None:
        """Group the list by a column, "" for no groups."""
        query = self._screen.model.query
        if column != query.group:
            self._screen.model.set_query(replace(query, group=column))

    # ---------------------------------------------------------------------------------------------------------------

    def _menu(self, keys: Iterable[str], chosen: str, none: str = "") -> QMenu:
        from PySide6.QtCore import Qt
        from PySide6.QtGui import QActionGroup
        from PySide6.QtWidgets import QMenu

        menu = QMenu(self._screen)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        one_of = QActionGroup(menu)
        for key, text in [*([("", none)] if none else []), *((key, self._screen.title_of(key)) for key in keys)]:
            action = menu.addAction(text.replace("&", "&&"))
            action.setData(key)
            action.setCheckable(True)
            action.setActionGroup(one_of)
            action.setChecked(key == chosen)
            if not key:
                menu.addSeparator()
        return menu

    def _pop(self, menu: QMenu, owner: QWidget, down: int) -> None:
        chosen = next((action for action in menu.actions() if action.isChecked()), None)
        menu.popup(owner.mapToGlobal(QPoint(0, down)))
        menu.setActiveAction(chosen if chosen is not None else menu.actions()[0])

    def _sorted(self, action: QAction) -> None:
        self._screen.model.sort_by(str(action.data()))

    def _grouped(self, action: QAction) -> None:
        if isinstance(action.data(), str):
            self.by(action.data())
