"""What is wrong with what a window shows: cut texts, overlaps, words of another language, colours that cannot be read.

Each audit returns lines in words, none when all is well; ``test_audits_can_fail.py`` plants every fault that they look for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QHeaderView,
    QLabel,
    QLayout,
    QLineEdit,
    QListView,
    QMenu,
    QStackedLayout,
    QStyleOptionViewItem,
    QTabBar,
    QTableView,
    QToolTip,
    QTreeView,
    QWidget,
)

from app.ui.qtmodels.rows import KIND_ROLE, PILL_ROLE
from app.ui.screens.statements.grid import StatementGrid
from app.ui.widgets.cell_delegate import CellDelegate
from app.ui.widgets.list_table import ListTable

ROOT = Path(__file__).parents[3]
SLACK = 1
_BREAKS = re.compile(r"[ \t\n]|(?<=[-–/])|(?<=[\u3000-\u9fff\uff00-\uffef])")
KEYS = frozenset("ctrl alt shift return enter tab esc del home end left right up down pgup pgdown ins backspace space".split())
"""Names of keys as they stand on the keyboard."""
WIDE_TABLES = (ListTable, StatementGrid)
"""Any number of columns: these may be scrolled to the side."""
_OVER_ALL = ("callout", "palette", "skip")  # what lies over the rest by design


def name_of(widget: QWidget) -> str:
    """Where a widget stands: its kind, its own name and that of the named thing round it."""
    own = f"{type(widget).__name__}#{widget.objectName()}" if widget.objectName() else type(widget).__name__
    parent = widget.parentWidget()
    while parent is not None and type(parent).__module__.startswith("PySide6"):
        parent = parent.parentWidget()
    return own if parent is None else f"{own} in {type(parent).__name__}"


def shown(root: QWidget) -> Iterator[QWidget]:
    """Every widget that can be seen, or can be scrolled to."""
    for one in root.findChildren(QWidget):
        if one.isVisible() and one.width() > 0 and not _is_over_all(one, root):
            yield one


def _is_over_all(widget: QWidget, root: QWidget) -> bool:
    one: QWidget | None = widget
    while one is not None and one is not root:
        if one.objectName() in _OVER_ALL or one.isWindow():
            return True
        one = one.parentWidget()
    return False


# --- cut ----------------------------------------------------------------------------------------------------------------


def cut(root: QWidget) -> list[str]:
    """Texts that need more room than they have. An elided text is well where the whole one stands in the tool tip."""
    found = []
    for one in shown(root):
        if isinstance(one, QHeaderView):
            found += _cut_header(one)
        elif isinstance(one, QTabBar):
            found += _cut_tabs(one)
        elif isinstance(one, QTableView):
            found += _cut_cells(one)
        elif isinstance(one, QTreeView | QListView):
            found += _cut_items(one)
        elif _is_cut(one):
            found.append(f"cut: {_text(one)!r} of {name_of(one)}, {one.width()}×{one.height()}")
        if _leaves_parent(one):
            found.append(f"outside: {_text(one)!r} of {name_of(one)}")
    return found


def _text(widget: QWidget) -> str:
    if isinstance(widget, QComboBox):
        return widget.currentText()
    if isinstance(widget, QLineEdit):
        return widget.placeholderText() if not widget.text() else ""
    return widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""


def _is_cut(widget: QWidget) -> bool:
    text = _text(widget)
    if not text.strip():
        return False
    if text.endswith("…") and len(widget.toolTip()) > len(text):
        return False
    if isinstance(widget, QLabel):
        if widget.wordWrap():
            tall = widget.heightForWidth(widget.width()) > widget.height() + SLACK
            return tall or widget.minimumSizeHint().width() > widget.width() + SLACK
        hint = widget.sizeHint()
        return hint.width() > widget.width() + SLACK or hint.height() > widget.height() + SLACK
    if isinstance(widget, QAbstractButton):
        return _is_button_cut(widget)
    room = widget.width() - (40 if isinstance(widget, QComboBox) else 18)
    wide = widget.fontMetrics().horizontalAdvance(text) > room + SLACK
    return wide and text not in widget.toolTip()


def _is_button_cut(button: QAbstractButton) -> bool:
    hint = button.sizeHint()
    if button.layout() is None and (hint.width() > button.width() + SLACK or hint.height() > button.height() + SLACK):
        return button.text() not in button.toolTip() or hint.height() > button.height() + SLACK
    icon = 0 if button.icon().isNull() else button.iconSize().width() + 4
    end = icon + button.fontMetrics().horizontalAdvance(button.text().strip()) + 10
    inside = [child for child in button.findChildren(QLabel) if child.isVisible()]
    return any(child.x() < end - SLACK for child in inside if child.text())


def _cut_header(header: QHeaderView) -> list[str]:
    if header.orientation() != Qt.Orientation.Horizontal or header.model() is None:
        return []
    found = []
    for section in range(header.count()):
        if header.isSectionHidden(section):
            continue
        text = str(header.model().headerData(section, Qt.Orientation.Horizontal) or "")
        tip = str(header.model().headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole) or "")
        need = header.sectionSizeHint(section)
        if text.strip() and need > header.sectionSize(section) + SLACK and text not in tip:
            found.append(f"cut: header {text!r} of {name_of(header.parentWidget())}: {header.sectionSize(section)} of {need}")
    return found


def _cut_tabs(bar: QTabBar) -> list[str]:
    found = []
    for tab in range(bar.count()):
        need = bar.fontMetrics().horizontalAdvance(bar.tabText(tab))
        if bar.isTabVisible(tab) and (bar.tabRect(tab).width() < need or bar.tabRect(tab).right() > bar.width() + SLACK):
            found.append(f"cut: tab {bar.tabText(tab)!r} of {name_of(bar)}")
    return found


_ROUND_CELL, _ROUND_PILL = 21, 20
"""What style and delegate keep free beside the words of a cell and of a pill."""


def _cut_cells(table: QTableView) -> list[str]:
    """Cells that are too small. Long names may be cut in one line where the mouse is told the rest; nothing else may."""
    model, found = table.model(), []
    if model is None:
        return []
    option = QStyleOptionViewItem()
    table.initViewItemOption(option)
    for row in range(min(model.rowCount(), 60)):
        for column in range(model.columnCount()):
            if table.isColumnHidden(column) or table.isRowHidden(row):
                continue
            index = model.index(row, column)
            text = str(model.data(index) or "")
            kind = model.data(index, KIND_ROLE)
            if kind == "drawn" or table.columnSpan(row, column) > 1:
                continue
            need = _cell_width(table, index, text)
            option.rect = table.visualRect(index)
            tall = table.itemDelegateForIndex(index).sizeHint(option, index).height()
            if need > table.columnWidth(column) + SLACK:
                if kind == "text" and not table.wordWrap() and _is_told(table, option, index, text):
                    continue
                found.append(f"cut: cell {text!r} of {name_of(table)}, column {column}: {table.columnWidth(column)} of {need}")
            elif tall > table.rowHeight(row) + SLACK and (table.wordWrap() or "\n" in text):
                found.append(f"cut: cell {text!r} of {name_of(table)}: {table.rowHeight(row)} of {tall} high")
    return found


def _cell_width(table: QTableView, index: QModelIndex, text: str) -> int:
    font = index.data(Qt.ItemDataRole.FontRole)
    font = QFont(font).resolve(table.font()) if isinstance(font, QFont) else QFont(table.font())
    pill = index.data(PILL_ROLE) if index.data(KIND_ROLE) == "badge" else index.data(KIND_ROLE) == "grade"
    part = font.pixelSize() / 13  # room grows with the text
    if pill:
        font.setPixelSize(round(font.pixelSize() * 12 / 13))
        font.setBold(len(text) <= 3)
        return QFontMetrics(font).horizontalAdvance(text) + int(_ROUND_PILL * part)
    words = _BREAKS.split(text) if table.wordWrap() else text.split("\n")
    return max((QFontMetrics(font).horizontalAdvance(word) for word in words), default=0) + int(_ROUND_CELL * part)


def _is_told(table: QTableView, option: QStyleOptionViewItem, index: QModelIndex, text: str) -> bool:
    delegate = table.itemDelegateForIndex(index)
    tip = str(index.data(Qt.ItemDataRole.ToolTipRole) or "")
    return text in tip or (not tip and isinstance(delegate, CellDelegate) and delegate.cut_text(option, index) == text)


def _cut_items(view: QTreeView | QListView) -> list[str]:
    """Lines of a tree or a list."""
    model, found = view.model(), []
    if model is None or not view.isVisible():
        return []
    index = view.indexAt(QPoint(2, 2)) if isinstance(view, QListView) else model.index(0, 0)
    while index.isValid():
        need, room = view.sizeHintForIndex(index).width(), view.visualRect(index).intersected(view.viewport().rect()).width()
        text = str(index.data() or "")
        scrolls = view.horizontalScrollBarPolicy() != Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if room and need > room + SLACK and not scrolls and text not in str(index.data(Qt.ItemDataRole.ToolTipRole) or ""):
            found.append(f"cut: line {text!r} of {name_of(view)}: {room} of {need}")
        index = view.indexBelow(index) if isinstance(view, QTreeView) else model.index(index.row() + 1, index.column())
    return found


def _leaves_parent(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    if parent is None or not _text(widget) or isinstance(parent, QComboBox | QLineEdit | QHeaderView):
        return False  # the filters in a head are scrolled with their columns
    area = parent.parentWidget()
    if isinstance(area, QAbstractScrollArea) and area.viewport() is parent:
        return False
    return not parent.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(widget.geometry())


# --- overlaps ---------------------------------------------------------------------------------------------------------


def overlaps(root: QWidget) -> list[str]:
    """Texts, buttons and fields of one parent that lie over each other."""
    groups: dict[int, list[QWidget]] = {}
    for one in shown(root):
        if isinstance(one, QLabel | QAbstractButton | QLineEdit | QComboBox) and (_text(one) or not isinstance(one, QLabel)):
            if one.parentWidget() is not None and not isinstance(one.parentWidget(), QComboBox | QAbstractButton):
                groups.setdefault(id(one.parentWidget()), []).append(one)
    found = []
    for group in groups.values():
        for at, first in enumerate(group):
            for second in group[at + 1:]:
                both = first.geometry().intersected(second.geometry())
                if both.width() > 2 and both.height() > 2:
                    found.append(f"overlap: {_text(first)!r} and {_text(second)!r} of {name_of(first)}")
    for one in (root, *shown(root)):
        layout = one.layout()
        if layout is not None and not isinstance(layout, QStackedLayout):
            found += _crowded(layout, one)
    return found


def _crowded(layout: QLayout, owner: QWidget) -> list[str]:
    """Neighbours of a layout that lie over each other: there is less room than they need."""
    items = [layout.itemAt(at) for at in range(layout.count())]
    found = [line for item in items if item.layout() is not None for line in _crowded(item.layout(), owner)]
    widgets = [item.widget() for item in items if item.widget() is not None and item.widget().isVisible()]
    for at, first in enumerate(widgets):
        for second in widgets[at + 1:]:
            both = first.geometry().intersected(second.geometry())
            if both.width() > 2 and both.height() > 2:
                found.append(f"crowded: {name_of(first)} and {name_of(second)}, {both.width()}×{both.height()}")
    return found


def sideways(root: QWidget) -> list[str]:
    """Pages that are wider than their scroll area and cannot be scrolled to the side; tables of which columns lie outside."""
    found = []
    for one in shown(root):
        if isinstance(one, QTableView) and not isinstance(one, WIDE_TABLES):
            if one.horizontalHeader().length() > one.viewport().width() + SLACK and one.model() is not None:
                found.append(f"scrolls: {name_of(one)} shows {one.viewport().width()} of {one.horizontalHeader().length()}")
        if not isinstance(one, QAbstractScrollArea) or isinstance(one, QTableView):
            continue
        inner = getattr(one, "widget", lambda: None)()
        off = one.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if inner is not None and off and inner.width() > one.viewport().width() + SLACK:
            found.append(f"sideways: {name_of(one)} shows {one.viewport().width()} of {inner.width()}")
    return found


def whole_audit(root: QWidget) -> list[str]:
    """Everything that has to do with room."""
    return [*cut(root), *overlaps(root), *sideways(root)]


def grown(window: QWidget, size: tuple[int, int]) -> list[str]:
    """A window that is not as large as it was made: what is shown in it wants more room. It is made so again."""
    now = (window.width(), window.height())
    if now == size:
        return []
    window.resize(*size)
    return [f"grown: the window is {now[0]}×{now[1]} instead of {size[0]}×{size[1]}"]


# --- what lies over a window --------------------------------------------------------------------------------------------


def too_large(over: QWidget, window: QWidget) -> list[str]:
    """A dialog, a list or a menu that is larger than the window it belongs to, or not wholly inside it when it is part of it."""
    found = []
    if over.width() > window.width() + SLACK or over.height() > window.height() + SLACK:
        found.append(f"large: {name_of(over)} is {over.width()}×{over.height()} in {window.width()}×{window.height()}")
    if not over.isWindow() and over.parentWidget() is not None:
        place = QRect(over.mapTo(window, QPoint(0, 0)), over.size())
        if not window.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(place):
            found.append(f"outside: {name_of(over)} at {place.getRect()}")
    return found


def menu_faults(menu: QMenu, height: int) -> list[str]:
    """Entries that are wider than the menu, and menus that are higher than ``height`` and have to be scrolled."""
    found, room = [], menu.sizeHint()
    for action in menu.actions():
        need = menu.fontMetrics().horizontalAdvance(action.text().replace("&", "").replace("\t", "    "))
        width = min(menu.actionGeometry(action).width(), menu.width())
        if not action.isSeparator() and need > width + SLACK:
            found.append(f"cut: entry {action.text()!r} of menu {menu.title()!r}: {width} of {need}")
    if room.height() > height:
        found.append(f"large: menu {menu.title()!r} is {room.height()} high, the window {height}")
    return found


def shortened(view: QAbstractItemView) -> list[str]:
    """Texts that a list draws with dots at their end, unless the mouse is told the whole line."""
    seen: list[str] = []
    whole = QFontMetrics.elidedText

    def recorded(metrics: QFontMetrics, text: str, *rest: Any) -> str:
        shown = whole(metrics, text, *rest)
        if shown != text:
            seen.append(text)
        return shown

    QFontMetrics.elidedText = recorded  # type: ignore[method-assign,assignment]
    try:
        view.viewport().grab()
    finally:
        QFontMetrics.elidedText = whole  # type: ignore[method-assign]
    model = view.model()
    tips = [str(model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole) or "") for row in range(model.rowCount())]
    return [f"cut: {text!r} of a line of {name_of(view)}" for text in seen if not any(text in tip for tip in tips)]


def visible_part(widget: QWidget, root: QWidget) -> QRect:
    """What of ``widget`` is really to be seen, in the coordinates of ``root``."""
    part = QRect(widget.mapTo(root, QPoint(0, 0)), widget.size())
    parent = widget.parentWidget()
    while parent is not None and parent is not root:
        part = part.intersected(QRect(parent.mapTo(root, QPoint(0, 0)), parent.size()))
        parent = parent.parentWidget()
    return part.intersected(root.rect())


def quiet() -> None:
    """No tool tip left over the window."""
    QToolTip.hideText()
