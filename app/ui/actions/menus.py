"""The menus of the window, made from the registry each time they open: so they always show how things stand."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.texts import Texts
from app.ui.actions.mnemonics import with_mnemonics
from app.ui.actions.places import MENUS
from app.ui.actions.registry import ActionRegistry, Entry, merged
from app.ui.context import Ui


class MainMenu(QMenu):
    """File, Edit, Go, Customer, Case, Set-up, View, Help. Every action stands in one of them; one that rests says why."""

    def __init__(self, ui: Ui, actions: ActionRegistry, parent: QWidget) -> None:
        super().__init__(parent)
        self._ui, self._actions = ui, actions
        self.setObjectName("mainMenu")
        self.menus: dict[str, QMenu] = {}
        for name in MENUS:
            menu = QMenu(self)  # made here: one that Qt makes may lose its Python side while it lives
            self.addMenu(menu)
            menu.setObjectName(name)
            menu.setToolTipsVisible(True)
            menu.triggered.connect(self._picked)
            self.menus[name] = menu
        ui.language_changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        english = Texts.load("en")
        titles = with_mnemonics(
            [self._ui.t(f"ui.menu.{name}") for name in MENUS], [english(f"ui.menu.{name}") for name in MENUS]
        )
        for (name, menu), title in zip(self.menus.items(), titles, strict=True):
            menu.setTitle(title)
            menu.setAccessibleName(self._ui.t(f"ui.menu.{name}"))
        self.setAccessibleName(self._ui.t("ui.action.menu"))

    def fill(self) -> None:
        """Make the entries anew, as things stand now."""
        entries = self._actions.entries()
        for name, menu in self.menus.items():
            menu.clear()
            self._fill(menu, sorted(merged(one for one in entries if one.menu == name), key=_by_group(entries)))

    def open_at(self, place: QPoint) -> None:
        """Show the menu, its first entry chosen."""
        self.fill()
        self.popup(place)
        first = self.actions()[0]
        self.setActiveAction(first)

    def _fill(self, menu: QMenu, entries: list[Entry]) -> None:
        group = entries[0].group_key if entries else ""
        texts = with_mnemonics([one.text for one in entries], [one.english for one in entries])
        for entry, text in zip(entries, texts, strict=True):
            if entry.group_key != group:
                group = entry.group_key
                menu.addSeparator()
            shown = QAction(menu)
            shown.setText(f"{text}\t{entry.keys}" if entry.keys else text)
            shown.setData(entry.id)
            shown.setEnabled(entry.possible)
            shown.setToolTip(entry.why or entry.tip)
            if entry.icon:
                shown.setIcon(self._ui.icon(entry.icon))
            menu.addAction(shown)

    def _picked(self, action: QAction) -> None:
        self._actions.run(action.data())


def _by_group(entries: tuple[Entry, ...]) -> Callable[[Entry], int]:
    """Entries of one group together, groups in the order in which they first come."""
    order: dict[str, int] = {}
    for one in entries:
        order.setdefault(one.group_key, len(order))

    def place(entry: Entry) -> int:
        return order[entry.group_key]

    return place
