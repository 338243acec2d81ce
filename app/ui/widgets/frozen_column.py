"""The column with the names stays in sight while a wide table is scrolled sideways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from app.ui.widgets.cell_delegate import CellDelegate
from app.ui.widgets.filter_header import forget_selection

if TYPE_CHECKING:
    from app.ui.context import Ui
    from app.ui.widgets.list_table import ListTable


class _Head(QHeaderView):
    """As high as the head beside it, its name in the first line of it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._line = 0
        self.setSectionsClickable(True)
        self.setSortIndicatorShown(True)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def be(self, line: int, height: int) -> None:
        self._line = line
        self.setFixedHeight(height)
        self.updateGeometries()

    def updateGeometries(self) -> None:
        self.setViewportMargins(0, 0, 0, max(0, self.height() - self._line) if self._line else 0)
        super().updateGeometries()


class FrozenColumn(QTableView):
    """One column of ``table`` once more, over its left edge, while the column itself is scrolled out of sight.

    The keyboard stays in the table: this one never has the focus, and shares the model and the selection.
    """

    def __init__(self, ui: Ui, table: ListTable, section: int) -> None:
        super().__init__(table)
        self._table, self._section = table, section
        self.setObjectName("frozen")
        self.setHorizontalHeader(_Head(self))
        self.setModel(table.rows)
        self.setSelectionModel(table.selectionModel())
        forget_selection(self.horizontalHeader())
        self.setItemDelegate(CellDelegate(ui, self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(table.selectionBehavior())
        self.setSelectionMode(table.selectionMode())
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(table.verticalScrollMode())
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for other in range(table.rows.columnCount()):
            self.setColumnHidden(other, other != section)
        self.hide()
        table.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(table.verticalScrollBar().setValue)
        self.doubleClicked.connect(self._opened)
        self.horizontalHeader().sectionClicked.connect(table.head.sectionClicked)
        for signal in (table.horizontalScrollBar().valueChanged, table.head.sectionResized, table.head.sectionMoved):
            signal.connect(self.place)
        table.viewport().installEventFilter(self)

    @property
    def covered(self) -> int:
        """Pixels at the left of the table that are covered."""
        return self.width() if self.isVisibleTo(self._table) else 0

    def place(self, *_what: int) -> None:
        """Stand at the left edge while the column is not wholly in sight."""
        table, head = self._table, self._table.head
        away = not head.isSectionHidden(self._section) and head.sectionViewportPosition(self._section) < 0
        if not away:
            self.hide()
            return
        view = table.viewport()
        width = min(head.sectionSize(self._section), view.width() // 2)
        self.verticalHeader().setDefaultSectionSize(table.verticalHeader().defaultSectionSize())
        self.setColumnWidth(self._section, width)
        own = self.horizontalHeader()
        assert isinstance(own, _Head)
        own.setSortIndicator(head.sortIndicatorSection(), head.sortIndicatorOrder())
        own.be(QHeaderView.sizeHint(head).height(), head.height())
        self.setGeometry(view.x(), head.y(), width, head.height() + view.height())
        self.show()
        self.raise_()
        self.verticalScrollBar().setValue(table.verticalScrollBar().value())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.place()
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or not self._table.heads.pressed(event.position().toPoint()):
            super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._table.heads.paint(self)

    def _opened(self, index: QModelIndex) -> None:
        self._table.doubleClicked.emit(index)
