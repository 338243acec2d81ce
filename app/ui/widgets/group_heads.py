"""The heads of groups in a long table: how they are drawn across its columns, and how keys and mouse open and close them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPolygonF
from PySide6.QtWidgets import QTableView

if TYPE_CHECKING:
    from app.ui.context import Ui
    from app.ui.qtmodels.grouped import HeadText
    from app.ui.widgets.list_table import ListTable

_TEXT, _ARROW, _GAP, _SIDE = 30, 5.0, 18, 11
_OPENS = (Qt.Key.Key_Right, Qt.Key.Key_Plus)
_CLOSES = (Qt.Key.Key_Left, Qt.Key.Key_Minus)
_TURNS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_WITH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class GroupHeads:
    """Heads of the groups of a ``ListTable``. A sum stands in the column of its figures where there is one currency."""

    def __init__(self, ui: Ui, table: ListTable) -> None:
        self._ui, self._table = ui, table
        self._stops: list[int] = []
        self._stops_of: tuple[object, ...] = ()

    # --- drawing ---------------------------------------------------------------------------------------------------

    def paint(self, view: QTableView) -> None:
        """Draw the heads that are in sight, over the empty cells of their lines. ``view``: the table or its frozen column."""
        model = self._table.paged
        if not model.is_grouped or not model.rowCount():
            return
        port = view.viewport()
        line = max(0, view.rowAt(0))
        painter = QPainter(port)
        while line < model.rowCount() and (top := view.rowViewportPosition(line)) < port.height():
            group = model.lines.group_at(line)
            if group is not None:
                width = max(port.width(), self._table.viewport().width())
                self._paint(painter, QRect(0, top, width, view.rowHeight(line)), line, group)
            line += 1
        painter.end()

    def _paint(self, painter: QPainter, box: QRect, line: int, group: int) -> None:
        chosen = self._table.selectionModel().isRowSelected(line)
        ground, ink, pale = ("selection", "on_selection", "on_selection") if chosen else ("hover", "text", "muted")
        colour = self._ui.colour
        painter.fillRect(box.adjusted(0, 0, 0, -1), colour(ground))
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), colour("border"))
        self._arrow(painter, box, self._table.paged.lines.is_open(group), colour(ink))
        text = self._table.paged.head_text(group)
        self._words(painter, box, text, self._aligned(text), colour(ink), colour(pale))

    def _words(
        self, painter: QPainter, box: QRect, text: HeadText, aligned: Mapping[str, tuple[QRect, str]], ink: QColor, pale: QColor
    ) -> None:
        """Title, number of rows, and the sums: in their columns, or one after the other behind the number."""
        bold, plain = self._fonts()
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        last = min((place.left() for place, _ in aligned.values()), default=box.width() - 6)
        room = QRect(_TEXT, box.top(), max(0, last - _TEXT - 4), box.height() - 1)
        pieces = [(text.title, bold, ink), (text.note, plain, pale)]
        if not aligned:
            pieces += [(one, plain, ink) for one in text.told]
        for (words, font, pen), stop in zip(pieces, self._tabs([(words, font) for words, font, _ in pieces]), strict=True):
            if room.width() < 30:
                break
            painter.setFont(font)
            painter.setPen(pen)
            painter.drawText(room, middle, _fitting(words, QFontMetrics(font), room.width(), words in text.told))
            room.setLeft(room.left() + stop + _GAP)
        painter.setFont(bold)
        painter.setPen(ink)
        for place, sum_text in aligned.values():
            where = QRect(place.left(), box.top(), place.width(), box.height() - 1)
            painter.drawText(where, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), sum_text)

    def _tabs(self, pieces: list[tuple[str, QFont]]) -> list[int]:
        """How wide each piece may be, so that those of one kind stand below each other: as the widest that was seen so far."""
        of = (self._table.paged.lines, self._ui.lang, self._table.font().key())
        if self._stops_of != of:
            self._stops_of, self._stops = of, []
        widths = [QFontMetrics(font).horizontalAdvance(words) for words, font in pieces]
        kept = self._stops + [0] * (len(widths) - len(self._stops))
        self._stops = [max(pair) for pair in zip(kept, [*widths, *kept[len(widths):]], strict=True)]
        return self._stops[:len(widths)]

    def _aligned(self, text: HeadText) -> dict[str, tuple[QRect, str]]:
        """The columns in which sums stand; none when one of the sums has several currencies or does not fit its column."""
        table, found = self._table, {}
        metrics = QFontMetrics(self._fonts()[0])
        for key, sums in text.sums.items():
            if not sums:
                continue
            section = table.section_of(key)
            left, width = table.columnViewportPosition(section), table.columnWidth(section)
            needed = metrics.horizontalAdvance(sums[0]) + 2 * _SIDE
            if len(sums) > 1 or table.isColumnHidden(section) or needed > width + 2:
                return {}
            if left >= max(table.covered, _TEXT):
                found[key] = (QRect(left, 0, width - _SIDE, 0), sums[0])
        return found

    def width_of(self, sum_text: str) -> int:
        """The width of a column in which such a sum can stand."""
        return QFontMetrics(self._fonts()[0]).horizontalAdvance(sum_text) + 2 * _SIDE

    def _fonts(self) -> tuple[QFont, QFont]:
        plain = QFont(self._table.font())
        bold = QFont(plain)
        bold.setBold(True)
        return bold, plain

    def _arrow(self, painter: QPainter, box: QRect, opened: bool, ink: QColor) -> None:
        x, y, size = 15.0, box.center().y() + 0.5, _ARROW
        if opened:
            points = [QPointF(x - size, y - size / 2), QPointF(x + size, y - size / 2), QPointF(x, y + size / 2)]
        else:
            points = [QPointF(x - size / 2, y - size), QPointF(x + size / 2, y), QPointF(x - size / 2, y + size)]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawPolygon(QPolygonF(points))

    # --- keys and mouse --------------------------------------------------------------------------------------------

    def toggle(self, group: int) -> None:
        """Open a closed group, close an open one; its head becomes the current line."""
        self.set_open(group, not self._table.paged.lines.is_open(group))

    def set_open(self, group: int, opened: bool) -> None:
        """Open or close a group; its head becomes the current line."""
        self._go(self._table.paged.lines.head(group))
        self._table.paged.set_open(group, opened)
        self._table.group_turned.emit(group, opened)

    def key(self, event: QKeyEvent) -> bool:
        """Do what the key does in a tree; False when it is no such key here."""
        table, lines = self._table, self._table.paged.lines
        index = table.currentIndex()
        shifted = event.modifiers() & Qt.KeyboardModifier.ShiftModifier and event.key() != Qt.Key.Key_Plus
        if not lines.is_grouped or not index.isValid() or event.modifiers() & _WITH or shifted:
            return False
        group, head = lines.group_of(index.row()), lines.group_at(index.row())
        assert group is not None
        if head is None:
            if event.key() == Qt.Key.Key_Left and index.column() == table.first_section():
                self._go(lines.head(group))
                return True
            return False
        if event.key() in _TURNS or event.key() in (_CLOSES if lines.is_open(head) else _OPENS):
            self.toggle(head)
        elif event.key() == Qt.Key.Key_Right:
            self._go(index.row() + 1)
        else:
            return event.key() in _CLOSES
        return True

    def pressed(self, at: QPoint) -> bool:
        """Open or close the group whose arrow is there; False when there is none."""
        index = self._table.indexAt(at)
        group = self._table.paged.lines.group_at(index.row()) if index.isValid() else None
        if group is None or at.x() > _TEXT:
            return False
        self.toggle(group)
        return True

    def _go(self, line: int) -> None:
        table = self._table
        table.setCurrentIndex(table.paged.index(line, table.first_section()))


def _fitting(words: str, metrics: QFontMetrics, width: int, sums: bool) -> str:
    """As much of a text as there is room for; of sums whole figures only, for a figure that is cut looks like another one."""
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)
    if shown == words or not sums:
        return shown
    whole, sign, _ = shown.rpartition("; ")
    return f"{whole}; …" if sign else "…"
