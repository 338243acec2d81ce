"""Views kept under a name, and the choice of columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint

from app.ui.screens.customers.columns import COLUMNS, SHOWN
from app.ui.widgets.buttons import Button

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from app.models.domain.views import SavedView
    from app.ui.screens.customers.view import CustomersScreen
    from app.ui.widgets.choice_popup import ChoicePopup


class Viewing(QObject):
    """The menu of views and the list of columns of a screen."""

    def __init__(self, screen: CustomersScreen) -> None:
        super().__init__(screen)
        self._screen, self._ui = screen, screen.ui
        self._popup: ChoicePopup | None = None
        self._waits = False
        self._rename: SavedView | None = None
        self.button = Button(self._ui, "ui.customers.views", "ghost")
        self.button.clicked.connect(self.menu)
        self.columns_button = Button(self._ui, "ui.action.customers_columns", "ghost")
        self.columns_button.clicked.connect(self.columns)
        screen.model.views_come.connect(self._views_come)
        screen.model.view_kept.connect(self._view_kept)

    # --- views -----------------------------------------------------------------------------------------------------

    def menu(self) -> None:
        """Open the menu of views below its button."""
        self._waits = True
        self._screen.model.ask_views()

    def keep(self) -> None:
        """Ask for a name and keep the list as it is under it."""
        from app.ui.screens.customers.naming import NameDialog

        self._rename = None
        dialog = NameDialog(self._ui, self._screen, "ui.action.customers_keep_view", "")
        dialog.named.connect(self._named)
        dialog.open()

    def apply(self, view: SavedView) -> None:
        """Make the list as the view says."""
        from app.ui.screens.customers import layouts

        layouts.apply(self._screen, view.body)

    def _views_come(self) -> None:
        if not self._waits:
            return
        self._waits = False
        from PySide6.QtCore import Qt
        from PySide6.QtWidgets import QMenu

        menu = QMenu(self.button)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        views = self._screen.model.views
        self._entry(menu, self._ui.t("ui.customers.view_all"), "all", 0)
        for view in views:
            self._entry(menu, view.name, "apply", view.id)
        menu.addSeparator()
        self._entry(menu, self._ui.t("ui.action.customers_keep_view"), "keep", 0)
        for key in ("rename", "delete") if views else ():
            inner = menu.addMenu(self._ui.t(f"ui.customers.view_{key}"))
            for view in views:
                self._entry(inner, view.name, key, view.id)
        menu.triggered.connect(self._picked)
        menu.popup(self.button.mapToGlobal(QPoint(0, self.button.height())))

    def _entry(self, menu: object, text: str, what: str, view_id: int) -> None:
        action = menu.addAction(text.replace("&", "&&"))  # type: ignore[attr-defined]
        action.setData((what, view_id))

    def _picked(self, action: QAction) -> None:
        what, view_id = action.data()
        view = next((one for one in self._screen.model.views if one.id == view_id), None)
        if what == "all":
            self._screen.filtering.clear()
        elif what == "keep":
            self.keep()
        elif view is not None and what == "apply":
            self.apply(view)
        elif view is not None and what == "delete":
            self._screen.model.delete_view(view.id)
            self._screen.host.toast("ui.customers.view_deleted", name=view.name)
        elif view is not None:
            self._ask_rename(view)

    def _ask_rename(self, view: SavedView) -> None:
        from app.ui.screens.customers.naming import NameDialog

        self._rename = view
        dialog = NameDialog(self._ui, self._screen, "ui.customers.view_rename", view.name)
        dialog.named.connect(self._named)
        dialog.open()

    def _named(self, name: str) -> None:
        from app.ui.screens.customers import layouts

        if self._rename is not None:
            self._screen.model.rename_view(self._rename.id, name)
        else:
            self._screen.model.keep_view(name, layouts.body_of(self._screen))

    def _view_kept(self, name: str) -> None:
        self._screen.host.toast("ui.customers.view_kept", name=name)

    # --- columns ---------------------------------------------------------------------------------------------------

    def columns(self) -> None:
        """Open the list of columns: tick, and move with Alt+Up and Alt+Down or the mouse."""
        from app.ui.widgets.choice_popup import ChoicePopup

        self._popup = popup = ChoicePopup(self._ui, self.columns_button, self._ui.t("ui.customers.columns_hint"), movable=True)
        self._fill(popup)
        popup.changed.connect(self._columns_changed)
        popup.add_button("ui.customers.column_up").clicked.connect(self._up)
        popup.add_button("ui.customers.column_down").clicked.connect(self._down)
        popup.add_button("ui.customers.columns_reset").clicked.connect(self._reset)
        popup.closed.connect(self._popup_gone)
        popup.open()

    def _popup_gone(self) -> None:
        self._popup = None

    def _fill(self, popup: ChoicePopup) -> None:
        titles = {column.key: self._ui.t(column.title_key or "") for column in COLUMNS}
        popup.list.fill([(key, titles[key], shown) for key, shown in self._screen.table.all_columns()])

    def _columns_changed(self) -> None:
        if self._popup is not None:
            values = self._popup.list.values()
            self._screen.table.show_columns([key for key, _ in values], [key for key, shown in values if shown])

    def _up(self) -> None:
        if self._popup is not None:
            self._popup.list.move(-1)

    def _down(self) -> None:
        if self._popup is not None:
            self._popup.list.move(1)

    def _reset(self) -> None:
        self._screen.table.show_columns(SHOWN, SHOWN)
        self._screen.table.reset_widths()
        if self._popup is not None:
            self._fill(self._popup)
