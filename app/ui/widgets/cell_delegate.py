"""How table cells are drawn: grades and states as pills, unreadable input with a red edge. No widgets live in cells."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QToolTip, QWidget

from app.ui.context import Ui, colour
from app.ui.qtmodels.rows import ERROR_ROLE, KIND_ROLE, PILL_ROLE, VALUE_ROLE

Index = QModelIndex | QPersistentModelIndex
_SIDES = 18  # room at the left and right of the text in a cell


class CellDelegate(QStyledItemDelegate):
    """Draws pills and errors; everything else as the style does."""

    def __init__(self, ui: Ui, parent: QWidget) -> None:
        super().__init__(parent)
        self._ui = ui

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        pill = self._pill(index)
        if pill is None:
            super().paint(painter, option, index)
        else:
            bare = QStyleOptionViewItem(option)
            super().paint(painter, bare, index)
            self._draw_pill(painter, option, index.data(Qt.ItemDataRole.DisplayRole) or "", *pill)
        if index.data(ERROR_ROLE):
            painter.save()
            painter.setPen(QPen(self._ui.colour("danger"), 2))
            painter.drawRect(QRectF(option.rect).adjusted(1, 1, -2, -2))
            painter.restore()

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        if self._pill(index) is not None:
            option.text = ""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        narrow = QStyleOptionViewItem(option)
        narrow.rect = option.rect.adjusted(0, 0, -self._ui.px(_SIDES), 0)  # the style forgets its own padding when it wraps
        size = super().sizeHint(narrow, index)
        if index.data(KIND_ROLE) in ("badge", "grade"):
            text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
            size.setWidth(max(size.width(), option.fontMetrics.horizontalAdvance(text) + 40))
        return size

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """What does not fit into its cell is told whole when the mouse rests on it."""
        if event.type() == QEvent.Type.ToolTip and index.isValid() and not index.data(Qt.ItemDataRole.ToolTipRole):
            whole = self.cut_text(option, index)
            if whole:
                QToolTip.showText(event.globalPos(), whole, view)
                return True
        return super().helpEvent(event, view, option, index)

    def cut_text(self, option: QStyleOptionViewItem, index: Index) -> str:
        """The whole text of a cell that is too small for it, "" where all of it can be seen."""
        asked = QStyleOptionViewItem(option)
        self.initStyleOption(asked, index)
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        needed = self.sizeHint(asked, index)
        words = text.split() if asked.features & QStyleOptionViewItem.ViewItemFeature.WrapText else [text]
        wide = max((QFontMetrics(asked.font).horizontalAdvance(word) for word in words), default=0) + self._ui.px(_SIDES + 4)
        return text if wide > option.rect.width() or needed.height() > option.rect.height() + 1 else ""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole) or ""))
        editor.setAlignment(Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole)))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Figures that come while somebody types never take the place of what is typed."""
        if not (isinstance(editor, QLineEdit) and editor.isModified()):
            super().setEditorData(editor, index)

    def _pill(self, index: Index) -> tuple[str, str] | None:
        kind = index.data(KIND_ROLE)
        if kind == "badge" and (pill := index.data(PILL_ROLE)):
            colours = self._ui.tokens.colours
            return (
                (colours["accent_soft"], colours["accent_text"])
                if pill == "accent"
                else (colours[f"{pill}_fill"], colours[f"{pill}_text"])
            )
        if kind == "grade" and (grade := index.data(VALUE_ROLE)):
            known = self._ui.tokens.grades.get(grade)
            return (known.fill, known.text) if known else None
        return None

    def _draw_pill(self, painter: QPainter, option: QStyleOptionViewItem, text: str, fill: str, ink: str) -> None:
        font = QFont(option.font)
        font.setPixelSize(self._ui.px(12))
        font.setBold(len(text) <= 3)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font)
        room = QRectF(option.rect).adjusted(6, 0, -6, 0)
        metrics = painter.fontMetrics()
        width = min(room.width(), metrics.horizontalAdvance(text) + 18.0)
        height = self._ui.px(20)
        box = QRectF(room.left(), room.center().y() - height / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(fill))
        painter.drawRoundedRect(box, 8, 8)
        painter.setPen(colour(ink))
        painter.drawText(
            box, int(Qt.AlignmentFlag.AlignCenter), metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(width) - 8)
        )
        painter.restore()
