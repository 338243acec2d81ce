"""A table model over any number of rows, of which it holds only the pages that were looked at last."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal

from app.ui.context import Ui
from app.ui.qtmodels.rows import Column, Index, RowsModel

PAGE = 60
_PAGES_KEPT = 40
_NOTHING: tuple[Any, ...] = ()


class PagedModel(RowsModel):
    """Rows come by pages: ``pages_wanted`` asks for those that are shown and not there, ``set_page`` brings them.

    A row that has not come yet is empty. ``ids`` are those of all rows; until they have come only the first page has ids.
    """

    pages_wanted = Signal(object)  # tuple of page numbers, those asked for last first

    def __init__(self, ui: Ui, columns: Sequence[Column]) -> None:
        super().__init__(ui, columns)
        self._total = 0
        self._all_ids: array[int] | None = None
        self._pages: OrderedDict[int, tuple[tuple[Any, ...], ...]] = OrderedDict()
        self._wanted: dict[int, None] = {}
        self._asked: set[int] = set()
        self._ask = QTimer(self, singleShot=True, interval=0)
        self._ask.timeout.connect(self._tell)

    # --- what is there ---------------------------------------------------------------------------------------------

    def open(self, total: int, first: Sequence[Sequence[Any]], ids: Sequence[int], all_ids: array[int] | None) -> None:
        """Another list: its size and first rows."""
        self.beginResetModel()
        self._total, self._all_ids = total, all_ids
        self._ids = list(ids)
        self._arrange()
        self._pages.clear()
        self._wanted.clear()
        self._asked.clear()
        self._blocked = False
        for start in range(0, len(first), PAGE):
            page = tuple(tuple(row) for row in first[start:start + PAGE])
            if len(page) == min(PAGE, total - start):
                self._pages[start // PAGE] = page
        self.endResetModel()

    def _arrange(self) -> None:
        """Called while another list comes in, when its size is known."""

    def set_ids(self, ids: array[int]) -> None:
        """The ids of all rows have come."""
        if len(ids) == self._total:
            self._all_ids = ids
            self._asked.clear()
            if self._wanted:
                self._ask.start()

    def set_page(self, page: int, rows: Sequence[Sequence[Any]]) -> None:
        """A page has come."""
        self._asked.discard(page)
        self._pages[page] = tuple(tuple(row) for row in rows)
        self._pages.move_to_end(page)
        while len(self._pages) > _PAGES_KEPT:
            self._pages.popitem(last=False)
        last = min(self._total, (page + 1) * PAGE) - 1
        if last >= page * PAGE:
            self._came(page * PAGE, last)

    def _came(self, first: int, last: int) -> None:
        """The rows from ``first`` to ``last`` can be shown."""
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

    @property
    def all_ids(self) -> array[int] | None:
        """The ids of all rows in their order, None until they have come."""
        return self._all_ids

    def ids_of(self, page: int) -> list[int]:
        """The ids of a page; [] until they have come."""
        ids = self._all_ids if self._all_ids is not None else self._ids
        return list(ids[page * PAGE:(page + 1) * PAGE])

    def has_row(self, row: int) -> bool:
        """Whether the row has come."""
        return row // PAGE in self._pages

    # --- what RowsModel asks ---------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - the signature of Qt
        return 0 if parent.isValid() else self._total

    def id_at(self, row: int) -> Any:
        if self._all_ids is not None:
            return self._all_ids[row]
        return self._ids[row] if row < len(self._ids) else None

    def row_of(self, row_id: Any) -> int | None:
        ids: Sequence[int] = self._all_ids if self._all_ids is not None else self._ids
        try:
            return ids.index(row_id)
        except (ValueError, TypeError):
            return None

    def cells(self, row: int) -> Sequence[Any]:
        page = self._pages.get(row // PAGE)
        if page is None:
            self._want(row // PAGE)
            return _NOTHING
        place = row % PAGE
        return page[place] if place < len(page) else _NOTHING

    def text_at(self, row: int, column: int) -> str:
        return super().text_at(row, column) if self.cells(row) else ""

    def edit_text(self, row: int, column: int) -> str:
        return super().edit_text(row, column) if self.cells(row) else ""

    def _data(self, row: int, at: int, role: int) -> Any:
        if not self.cells(row) and role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.TextAlignmentRole):
            return None
        return super()._data(row, at, role)

    def _relabel(self) -> None:
        if self.columns:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        if rows := self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(rows - 1, len(self.columns) - 1))

    # ---------------------------------------------------------------------------------------------------------------

    def _want(self, page: int) -> None:
        if page not in self._asked:
            self._wanted[page] = None
            if not self._ask.isActive():
                self._ask.start()

    def _tell(self) -> None:
        """Ask once for all pages that one paint missed. A newer question takes the place of an older one: what that had asked
        for and has not come is asked for again when it is painted.
        """
        if self._all_ids is None and any(self.ids_of(page) == [] for page in self._wanted):
            return  # asked again when the ids have come
        pages = tuple(reversed(self._wanted))
        self._wanted.clear()
        if pages:
            self._asked = set(pages)
            self.pages_wanted.emit(pages)
