"""A table over any number of rows: columns to choose and move, filters under their names, sorting by a click."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QItemSelection, QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from app.ui.context import Ui
from app.ui.qtmodels.grouped import GroupedModel
from app.ui.qtmodels.rows import Column, Index
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.filter_header import FilterHeader, forget_selection
from app.ui.widgets.group_heads import GroupHeads

if TYPE_CHECKING:
    from app.ui.widgets.frozen_column import FrozenColumn

_WIDTH, _LEAST, _ARROW = 120, 200, 2


class ListTable(DataTable):
    """Rows come from a ``GroupedModel``. Ctrl+C asks for the selected rows with headings, Ctrl+Shift+C without.

    Where rows stand in groups, Right and Left open and close them as in a tree; so do a click on the arrow and a double click.
    """

    copy_wanted = Signal(bool)  # with headings
    sort_wanted = Signal(str)  # key of the column
    layout_changed = Signal()
    selection_changed = Signal()
    group_turned = Signal(int, bool)  # number of the group, open now

    def __init__(
        self, ui: Ui, columns: Sequence[Column], name_key: str, filters: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        self.paged = GroupedModel(ui, columns)
        self._keys = [column.key for column in columns]
        self._filters = filters
        self._wide = next((column.key for column in columns if column.strong), "")
        self._settled = False
        self._needed: dict[str, int] = {}
        super().__init__(ui, columns, name_key, model=self.paged, parent=parent)
        self.head.sectionClicked.connect(self._clicked)
        self.head.sectionMoved.connect(self._laid_out)
        self.head.sectionResized.connect(self._resized)
        self.horizontalScrollBar().valueChanged.connect(self._scrolled)
        self.heads = GroupHeads(ui, self)
        self._frozen: FrozenColumn | None = None  # made when the table is first scrolled sideways
        ui.language_changed.connect(self._spread)
        ui.theme_changed.connect(self._spread)

    @property
    def head(self) -> FilterHeader:
        header = self.horizontalHeader()
        assert isinstance(header, FilterHeader)
        return header

    def _share(self) -> None:
        """Nothing is measured by the rows: they come and go while one scrolls."""

    # --- columns ---------------------------------------------------------------------------------------------------

    def columns_shown(self) -> list[str]:
        """Keys of the columns that are shown, from the left."""
        head = self.head
        sections = [head.logicalIndex(at) for at in range(head.count())]
        return [self._keys[section] for section in sections if not head.isSectionHidden(section)]

    def all_columns(self) -> list[tuple[str, bool]]:
        """Every column in its place, and whether it is shown."""
        head = self.head
        sections = [head.logicalIndex(at) for at in range(head.count())]
        return [(self._keys[section], not head.isSectionHidden(section)) for section in sections]

    def show_columns(self, order: Sequence[str], shown: Sequence[str]) -> None:
        """Put the columns into an order and hide the others; at least one stays."""
        head = self.head
        known = [key for key in order if key in self._keys]
        known += [key for key in self._keys if key not in known]
        wanted = [key for key in shown if key in self._keys] or self._keys[:1]
        blocked = head.blockSignals(True)
        for place, key in enumerate(known):
            head.moveSection(head.visualIndex(self._keys.index(key)), place)
        head.blockSignals(blocked)
        for section, key in enumerate(self._keys):
            self.setColumnHidden(section, key not in wanted)
        head.updateGeometries()
        self.fill_width()
        self.viewport().update()
        self.layout_changed.emit()

    def widths(self) -> dict[str, int]:
        """Width of each column that is shown."""
        return {key: self.columnWidth(self._keys.index(key)) for key in self.columns_shown()}

    def fill_width(self) -> None:
        """Give the strong column what is left beside the others, until somebody sets the widths."""
        if self._settled or self._wide not in self.columns_shown():
            return
        others = sum(width for key, width in self.widths().items() if key != self._wide)
        section = self._keys.index(self._wide)
        least = max(self._ui.px(_LEAST), self.head.sectionSizeHint(section) + _ARROW)
        self.setColumnWidth(section, max(least, self.viewport().width() - others))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fill_width()

    def reset_widths(self) -> None:
        """The widths of a table that nobody has changed."""
        self._settled = False
        self._spread()

    def _spread(self) -> None:
        """Every column as wide as it is meant to be, and at least as its name in the language of the window."""
        if self._settled:
            return
        for section, column in enumerate(self.rows.columns):
            wide = max(self._ui.px(column.width or _WIDTH), self._needed.get(column.key, 0))
            self.setColumnWidth(section, max(wide, self.head.sectionSizeHint(section) + _ARROW))
        self.fill_width()

    def set_needed(self, widths: Mapping[str, int]) -> None:
        """The least width of some columns, for sums that are wider than the figures of the rows."""
        if dict(widths) != self._needed:
            self._needed = dict(widths)
            self._spread()

    @property
    def widths_set(self) -> bool:
        """Whether somebody has set the widths."""
        return self._settled

    def set_widths(self, widths: Mapping[str, Any]) -> None:
        self._settled = bool(widths)
        for key, width in widths.items():
            if key in self._keys and isinstance(width, int) and 30 <= width <= 1200:
                self.setColumnWidth(self._keys.index(key), width)

    def set_sort(self, key: str, descending: bool) -> None:
        """Show by which column the rows are sorted."""
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.head.setSortIndicator(self._keys.index(key), order)

    def first_section(self) -> int:
        """The column at the left."""
        return self._keys.index(self.columns_shown()[0])

    def section_of(self, key: str) -> int:
        """The column of that key."""
        return self._keys.index(key)

    def current_key(self) -> str:
        """Key of the column in which the current cell stands, else of the first one shown."""
        index = self.currentIndex()
        shown = self.columns_shown()
        key = self._keys[index.column()] if index.isValid() else shown[0]
        return key if key in shown else shown[0]

    # --- selection -------------------------------------------------------------------------------------------------

    def selected_spans(self) -> list[tuple[int, int]]:
        """First and last row of each run of selected rows, in order and without overlap."""
        selection = self.selectionModel().selection()
        ranges = [selection.at(number) for number in range(selection.count())]
        return _merged(sorted((span.top(), span.bottom()) for span in ranges if span.isValid()))

    def selected_rows(self) -> list[tuple[int, int]]:
        """First and last of each run of rows that are selected, numbered through all groups; a head stands for its group."""
        found = sorted(span for top, bottom in self.selected_spans() for span in self.paged.lines.rows_in(top, bottom))
        return _merged(found)

    def selectionChanged(self, now: QItemSelection, before: QItemSelection) -> None:
        super().selectionChanged(now, before)
        self.selection_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit(True)
        elif event.key() == Qt.Key.Key_C and event.modifiers() == plain:
            self.copy_wanted.emit(False)
        elif not self.heads.key(event):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or not self.heads.pressed(event.position().toPoint()):
            super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.heads.paint(self)

    # ---------------------------------------------------------------------------------------------------------------

    def _shape(self) -> None:
        self.setHorizontalHeader(FilterHeader(self._ui, self._keys, self._filters, self))
        self.head.setSortIndicatorShown(True)  # the table switches it off for a new head
        super()._shape()
        forget_selection(self.head)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setEditTriggers(DataTable.EditTrigger.NoEditTriggers)
        for section in range(len(self.rows.columns)):
            self.head.setSectionResizeMode(section, QHeaderView.ResizeMode.Interactive)
        self._spread()

    def _clicked(self, section: int) -> None:
        self.sort_wanted.emit(self._keys[section])

    def _laid_out(self, *_what: int) -> None:
        self.layout_changed.emit()

    def _resized(self, *_what: int) -> None:
        if QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
            self._settled = True
            self.layout_changed.emit()

    def _scrolled(self, value: int) -> None:
        if value and self._frozen is None and self._wide:
            from app.ui.widgets.frozen_column import FrozenColumn

            self._frozen = FrozenColumn(self._ui, self, self._keys.index(self._wide))
            self._frozen.place()
        self.head.place()

    @property
    def covered(self) -> int:
        """Pixels at the left that the frozen column covers."""
        return self._frozen.covered if self._frozen is not None else 0

    def scrollTo(self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible) -> None:
        """Bring the cell into sight, also from below the frozen column."""
        super().scrollTo(index, hint)
        left = self.columnViewportPosition(index.column())
        if index.column() != self._keys.index(self._wide) and 0 <= left < self.covered:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - (self.covered - left))

    def _open(self, index: QModelIndex) -> None:
        group = self.paged.lines.group_at(index.row()) if index.isValid() else None
        if group is None:
            super()._open(index)
        else:
            self.heads.toggle(group)

    def _moved(self, current: QModelIndex, before: QModelIndex) -> None:
        self.selected_id_changed.emit(self.rows.id_at(current.row()) if current.isValid() else None)


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Runs that touch or overlap as one; ``spans`` are in order."""
    merged: list[tuple[int, int]] = []
    for top, bottom in spans:
        if merged and top <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], bottom))
        else:
            merged.append((top, bottom))
    return merged
