"""Words of another language: everything that a window shows or says, and what of it belongs to English only."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QTabBar,
    QTableView,
    QTextEdit,
    QTreeView,
    QWidget,
)

from app.ui.actions.registry import ActionRegistry
from tests.ui.looks.audit import KEYS, ROOT, name_of, shown

_MOST = 60

_LATIN = re.compile(r"[A-Za-z]{3,}")


def texts(root: QWidget) -> Iterator[tuple[str, QWidget]]:
    """Every text that can be read or heard."""
    for one in shown(root):
        for text in (one.accessibleName(), one.accessibleDescription(), heard(one), one.toolTip(), one.windowTitle(), *read(one)):
            if text:
                yield text, one


def heard(widget: QWidget) -> str:
    """What a screen reader calls it."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name).strip() if interface is not None else ""


def role(widget: QWidget) -> QAccessible.Role:
    """What a screen reader takes it for."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.role() if interface is not None else QAccessible.Role.NoRole


def read(one: QWidget) -> list[str]:
    """What stands in a widget, without what is typed there."""
    if isinstance(one, QLabel | QAbstractButton):
        return [one.text()]
    if isinstance(one, QLineEdit | QPlainTextEdit | QTextEdit):
        return [one.placeholderText()]
    if isinstance(one, QComboBox):
        return [one.itemText(at) for at in range(one.count())]
    if isinstance(one, QTabBar):
        return [text for at in range(one.count()) for text in (one.tabText(at), one.tabToolTip(at))]
    if isinstance(one, QGroupBox):
        return [one.title()]
    if isinstance(one, QTableView) and one.model() is not None:
        return _in_table(one)
    if isinstance(one, QTreeView | QListView) and one.model() is not None:
        return list(_in_tree(one.model(), QModelIndex()))
    return []


def _in_table(table: QTableView) -> list[str]:
    model = table.model()
    seen = [column for column in range(model.columnCount()) if not table.isColumnHidden(column)]
    said = [model.headerData(at, Qt.Orientation.Horizontal, kind)
            for at in seen for kind in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)]
    for row in range(min(model.rowCount(), _MOST)):
        for column in seen:
            index = model.index(row, column)
            said += [model.data(index), model.data(index, Qt.ItemDataRole.ToolTipRole)]
    return [str(text) for text in said if text]


def _in_tree(model: QAbstractItemModel, parent: QModelIndex) -> Iterator[str]:
    for row in range(min(model.rowCount(parent), _MOST)):
        index = model.index(row, 0, parent)
        yield from (str(text) for text in (model.data(index), model.data(index, Qt.ItemDataRole.ToolTipRole)) if text)
        yield from _in_tree(model, index)


@cache
def words_of(lang: str) -> frozenset[str]:
    """The Latin words of what is written in ``lang``: catalogue, methodology, help, sample."""
    found: set[str] = set()
    for file in (ROOT / "resources" / "i18n" / lang).glob("*.json"):
        for entry in json.loads(file.read_text(encoding="utf-8")).values():
            for text in entry.values() if isinstance(entry, dict) else [entry]:
                found |= {word.lower() for word in _LATIN.findall(re.sub(r"\{\w+\}", "", str(text)))}
    for file in (ROOT / "resources").rglob("*.toml"):
        text = file.read_text(encoding="utf-8")
        for part in re.findall(rf'\b{lang}\s*=\s*"((?:[^"\\]|\\.)*)"', text):
            found |= {word.lower() for word in _LATIN.findall(part)}
    return frozenset(found)


CODES = frozenset("CNY RUB USD EUR GBP HKD JPY KZT BYN CHF INR AUD CAD SGD TRY AED".split())


def foreign(root: QWidget, lang: str, data: frozenset[str] = frozenset()) -> list[str]:
    """English words on a page in another language. ``data``: words that the user typed."""
    if lang == "en":
        return []
    english = words_of("en") - words_of(lang) - data - KEYS
    found = []
    for text, widget in texts(root):
        bad = [word for word in _LATIN.findall(text) if word.lower() in english and word not in CODES]
        if bad:
            found.append(f"English on a page in {lang}: {bad} in {text[:90]!r} of {name_of(widget)}")
    return sorted(set(found))


def foreign_actions(actions: ActionRegistry, lang: str, data: frozenset[str] = frozenset()) -> list[str]:
    """English words in what menus and palette say."""
    english = words_of("en") - words_of(lang) - data - KEYS
    said = [(entry.id, text) for entry in actions.entries() for text in (entry.text, entry.tip, entry.why)]
    return sorted({f"English in {name}: {text!r}" for name, text in said
                   if any(word.lower() in english and word not in CODES for word in _LATIN.findall(text))})
