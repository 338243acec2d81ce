"""Tables inside a page that scrolls: as high as their rows at the width they have, names in two sizes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem

from app.ui.context import Ui
from app.ui.qtmodels.rows import Column
from app.ui.widgets.cell_delegate import CellDelegate, Index
from app.ui.widgets.data_table import DataTable

_SMALL = 12
_SIDE, _TOP, _GAP = 10, 7, 1
_WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)


class FittedTable(DataTable):
    """Whenever its width changes, the rows are measured again: what wraps there is never cut."""

    def __init__(self, ui: Ui, columns: Sequence[Column], name_key: str) -> None:
        super().__init__(ui, columns, name_key, wrap=True)
        for number, column in enumerate(columns):
            if column.stretch:
                self.setItemDelegateForColumn(number, TwoLines(ui, self))

    def set_rows(self, rows: Sequence[Sequence[Any]], ids: Sequence[Any] | None = None) -> None:
        super().set_rows(rows, ids)
        self.fit_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.resizeRowsToContents()
            self.fit_height()


class TwoLines(CellDelegate):
    """The first line of the text as usual, whatever follows it small and muted below; both wrap."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        bare = QStyleOptionViewItem(option)
        self.initStyleOption(bare, index)
        first, rest = _lines(index)
        bare.text = ""
        style = bare.widget.style() if bare.widget is not None else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, bare, painter, bare.widget)
        width = option.rect.width() - 2 * _SIDE
        upper = _needed(bare.font, width, first)
        lower = _needed(_small(bare.font, self._ui.px(_SMALL)), width, rest)
        top = option.rect.top() + (option.rect.height() - upper - lower - (_GAP if rest else 0)) // 2
        painter.save()
        painter.setFont(bare.font)
        painter.setPen(bare.palette.color(QPalette.ColorRole.Text))
        painter.drawText(QRect(option.rect.left() + _SIDE, top, width, upper), _WRAPPED, first)
        if rest:
            painter.setFont(_small(bare.font, self._ui.px(_SMALL)))
            painter.setPen(self._ui.colour("muted"))
            painter.drawText(QRect(option.rect.left() + _SIDE, top + upper + _GAP, width, lower), _WRAPPED, rest)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        asked = QStyleOptionViewItem(option)
        self.initStyleOption(asked, index)
        first, rest = _lines(index)
        width = option.rect.width() - 2 * _SIDE
        below = _needed(_small(asked.font, self._ui.px(_SMALL)), width, rest) + _GAP if rest else 0
        height = _needed(asked.font, width, first) + below
        return QSize(option.rect.width(), height + 2 * _TOP)


def _lines(index: Index) -> tuple[str, str]:
    """As the model has them: the style option turns line breaks into separators of its own."""
    first, _, rest = str(index.data(Qt.ItemDataRole.DisplayRole) or "").partition("\n")
    return first, rest


def _small(font: QFont, px: int) -> QFont:
    small = QFont(font)
    small.setPixelSize(px)
    small.setBold(False)
    return small


def _needed(font: QFont, width: int, text: str) -> int:
    """Height of ``text`` when it wraps at ``width``."""
    return QFontMetrics(font).boundingRect(QRect(0, 0, max(width, 1), 10_000), _WRAPPED, text).height() if text else 0
