"""The list of pages at the left, with a search that finds ids, labels in every language, formulas and sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from app.ui.forms.text_edits import LineEdit
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.models.domain.methodology import Methodology
    from app.services.methodology.pages import Node
    from app.services.methodology.tree import Path
    from app.services.methodology.words import Words
    from app.ui.context import Ui

_ROW = 26
_PATH = int(Qt.ItemDataRole.UserRole)


class PageTree(QWidget):
    """Sends ``chosen(path)``."""

    chosen = Signal(object)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._items: dict[Path, QTreeWidgetItem] = {}
        self._texts: dict[Path, str] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.search = LineEdit(ui, "ui.methodology.search", placeholder_key="ui.methodology.search")
        self.search.setProperty("noDraft", True)
        self.search.show_whole_hint()
        self.search.edited.connect(self._filter)
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setUniformRowHeights(True)
        self.tree.setIndentation(14)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.tree.currentItemChanged.connect(self._moved)
        self.none = Label(ui, "ui.methodology.nothing_found", role="muted")
        self.none.hide()
        column.addWidget(self.search)
        column.addWidget(self.none)
        column.addWidget(self.tree, 1)
        ui.language_changed.connect(self._name)
        self._name()

    def fill(self, m: Methodology, nodes: tuple[Node, ...], words: Words) -> None:
        """Another list; what was open and chosen stays so where it is still there."""
        from app.services.methodology.pages import search_text

        kept = self.current()
        top = self.tree.verticalScrollBar().value()
        unfolded = {path for path, item in self._items.items() if item.isExpanded()}
        self.tree.blockSignals(True)
        self.tree.clear()
        self._items.clear()
        for node in nodes:
            self.tree.addTopLevelItem(self._item(node, words))
        for path in unfolded:
            if path in self._items:
                self._items[path].setExpanded(True)
        self._texts = {path: f"{search_text(m, path)} {item.text(0).casefold()}" for path, item in self._items.items()}
        if kept in self._items:
            self.tree.setCurrentItem(self._items[kept])
        self.tree.blockSignals(False)
        self._filter(self.search.value())
        self.tree.doItemsLayout()
        self.tree.verticalScrollBar().setValue(top)

    def mark(self, changed: set[Path], wrong: set[Path]) -> None:
        """A sign behind pages of a draft: ● differs from its base, ⚠ has a fault."""
        for path, item in self._items.items():
            plain = item.data(0, _PATH + 1)
            sign = " ⚠" if path in wrong else " ●" if path in changed else ""
            if item.text(0) != plain + sign:
                item.setText(0, plain + sign)
                item.setToolTip(0, plain)

    def current(self) -> Path:
        item = self.tree.currentItem()
        return item.data(0, _PATH) if item is not None else ()

    def choose(self, path: Path) -> bool:
        """Make a page the current one, wherever it lies in the list."""
        item = self._items.get(path)
        if item is None:
            return False
        if item.isHidden():
            self.search.set_value("")
            self._filter("")
        self.tree.setCurrentItem(item)
        self.tree.scrollToItem(item)
        return True

    def _item(self, node: Node, words: Words) -> QTreeWidgetItem:
        path = node.path
        if node.area is not None:
            text = words.t(f"ui.area.{node.area.value}")
        else:
            text = words.section(path[0]) if len(path) == 1 else words.step(path)
        item = QTreeWidgetItem([text])
        item.setData(0, _PATH, path)
        item.setData(0, _PATH + 1, text)
        item.setToolTip(0, text)
        item.setSizeHint(0, QSize(0, self._ui.px(_ROW)))
        item.addChildren([self._item(child, words) for child in node.children])
        self._items[path] = item
        return item

    def _filter(self, text: str) -> None:
        wanted = text.casefold().split()
        shown = 0
        for number in range(self.tree.topLevelItemCount()):
            shown += self._show(self.tree.topLevelItem(number), wanted)
        self.none.setVisible(not shown)

    def _show(self, item: QTreeWidgetItem | None, wanted: list[str], all_of_it: bool = False) -> int:
        """Hide what the search does not find; rows under a heading that is found stay."""
        if item is None:
            return 0
        text = self._texts.get(item.data(0, _PATH), "")
        own = all_of_it or not wanted or all(word in text for word in wanted)
        below = sum(self._show(item.child(number), wanted, own) for number in range(item.childCount()))
        item.setHidden(not (own or below))
        if wanted and below and not own:
            item.setExpanded(True)
        return int(own) + below

    def _moved(self, item: QTreeWidgetItem | None, before: QTreeWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(0, _PATH))

    def _name(self) -> None:
        self.tree.setAccessibleName(self._ui.t("ui.methodology.pages"))
