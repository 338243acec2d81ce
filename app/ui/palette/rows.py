"""The list of the palette: what each line holds, and how it is drawn."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.ui.actions.registry import Entry
from app.ui.context import Ui

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_EDGE, _ICON, _GAP = 10, 18, 10
_SMALL_PIXELS = 12


class Entries(QAbstractListModel):
    """The entries that fit what is typed."""

    def __init__(self, ui: Ui, parent: QWidget) -> None:
        super().__init__(parent)
        self._ui = ui
        self._entries: list[Entry] = []

    def show_entries(self, entries: list[Entry]) -> None:
        self.beginResetModel()
        self._entries = entries
        self.endResetModel()

    def entry(self, row: int) -> Entry:
        return self._entries[row]

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (entry.text, entry.keys, entry.why) if part)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return entry.tip
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{entry.text}\n{self.note(entry)}"
        if role == Qt.ItemDataRole.UserRole:
            return entry
        return None

    def note(self, entry: Entry) -> str:
        """The group of an entry, and what it is for or why it rests."""
        group = self._ui.t(entry.group_key)
        return f"{group} · {entry.why or entry.tip}" if entry.why or entry.tip else group


class EntryDelegate(QStyledItemDelegate):
    """One line: picture, what it does, keys at the right; below, small, what it is for or why it rests."""

    def __init__(self, ui: Ui, entries: Entries, parent: QWidget) -> None:
        super().__init__(parent)
        self._ui, self._entries = ui, entries

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        metrics = QFontMetrics(option.font)
        return QSize(100, 2 * metrics.height() + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry = index.data(Qt.ItemDataRole.UserRole)
        ui, box = self._ui, QRect(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ui.colour("selection"))
            painter.drawRoundedRect(box.adjusted(2, 1, -2, -1), 6, 6)
        font = QFont(option.font)
        small = QFont(font)
        small.setPixelSize(ui.px(_SMALL_PIXELS))
        text = ui.colour("on_selection" if chosen else "text" if entry.possible else "muted")
        quiet = ui.colour("on_selection" if chosen else "muted")
        if entry.icon:
            token = "on_selection" if chosen else "muted"
            ui.icon(entry.icon, token).paint(painter, QRect(box.left() + _EDGE, box.center().y() - _ICON // 2, _ICON, _ICON))
        inner = box.adjusted(_EDGE + _ICON + _GAP, 6, -_EDGE, -6)
        height = QFontMetrics(font).height()
        keys_width = self._keys(painter, inner, entry, small)
        line = QRect(inner.left(), inner.top(), inner.width() - keys_width, height)
        painter.setFont(font)
        painter.setPen(text)
        shown = QFontMetrics(font).elidedText(entry.text, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)
        below = QRect(inner.left(), inner.top() + height + 2, inner.width() - keys_width, height)
        painter.setFont(small)
        painter.setPen(quiet)
        note = QFontMetrics(small).elidedText(self._entries.note(entry), Qt.TextElideMode.ElideRight, below.width())
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, note)
        painter.restore()

    def _keys(self, painter: QPainter, inner: QRect, entry: Entry, font: QFont) -> int:
        """Draw the keys at the right; the width they take."""
        if not entry.keys:
            return 0
        metrics = QFontMetrics(font)
        width = metrics.horizontalAdvance(entry.keys) + 16
        box = QRect(inner.right() - width, inner.center().y() - metrics.height() // 2 - 3, width, metrics.height() + 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ui.colour("plain_fill"))
        painter.drawRoundedRect(box, 5, 5)
        painter.setFont(font)
        painter.setPen(self._ui.colour("plain_text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, entry.keys)
        return width + _GAP
