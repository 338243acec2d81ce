"""A paged table model whose rows can stand in groups: a head for each, which opens and closes."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QModelIndex, Qt

from app.ui.context import Ui
from app.ui.qtmodels.group_lines import GroupLines
from app.ui.qtmodels.paged import PagedModel
from app.ui.qtmodels.rows import Column, Index

_MOST_TEXTS = 400
_NOTHING: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class HeadText:
    """What the head of a group says. ``sums``: by column, the amounts of each currency; ``told``: the same in words."""

    title: str
    note: str
    sums: dict[str, tuple[str, ...]] = field(default_factory=dict)
    told: tuple[str, ...] = ()

    @property
    def whole(self) -> str:
        """All of it in one line."""
        return "   ".join((f"{self.title}  ·  {self.note}", *self.told))


class GroupedModel(PagedModel):
    """What Qt calls a row is a line here: a head, or a row of an open group. Pages are pages of rows, as without groups."""

    def __init__(self, ui: Ui, columns: Sequence[Column]) -> None:
        super().__init__(ui, columns)
        self.lines = GroupLines(())
        self._coming: GroupLines | None = None
        self._describe: Callable[[int], HeadText] | None = None
        self._texts: dict[int, HeadText] = {}
        ui.language_changed.connect(self._forget_texts)

    # --- groups ----------------------------------------------------------------------------------------------------

    def open_grouped(
        self, first: Sequence[Sequence[Any]], ids: Sequence[int], all_ids: array[int] | None, counts: Sequence[int],
        opened: Sequence[int], describe: Callable[[int], HeadText],
    ) -> None:
        """Another list in groups of ``counts`` rows, some of them open. ``describe`` tells what the head of a group says; it
        is asked for those that are seen.
        """
        self._describe = describe
        self._texts.clear()
        self._coming = GroupLines(counts, opened)
        self.open(sum(counts), first, ids, all_ids)

    def _arrange(self) -> None:
        self.lines, self._coming = self._coming or GroupLines((), rows=self._total), None

    @property
    def is_grouped(self) -> bool:
        return self.lines.is_grouped

    def head_text(self, group: int) -> HeadText:
        """What the head of a group says."""
        known = self._texts.get(group)
        if known is None:
            assert self._describe is not None
            if len(self._texts) >= _MOST_TEXTS:
                self._texts.clear()
            known = self._texts[group] = self._describe(group)
        return known

    def set_open(self, group: int, opened: bool) -> None:
        """Open or close a group; the lines below it move."""
        if self.lines.is_open(group) == opened:
            return
        head, count = self.lines.head(group), self.lines.count(group)
        begin, end = (
            (self.beginInsertRows, self.endInsertRows) if opened else (self.beginRemoveRows, self.endRemoveRows)
        )
        begin(QModelIndex(), head + 1, head + count)
        self.lines.set_open(group, opened)
        end()
        self.dataChanged.emit(self.index(head, 0), self.index(head, len(self.columns) - 1))

    def set_all_open(self, opened: bool) -> None:
        """Open or close every group."""
        lines = self.lines
        self.beginResetModel()
        counts = [lines.count(group) for group in range(lines.groups)]
        self.lines = GroupLines(counts, range(lines.groups) if opened else ())
        self.endResetModel()

    # --- what PagedModel asks ----------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - the signature of Qt
        return 0 if parent.isValid() else len(self.lines)

    def has_row(self, row: int) -> bool:
        place = self.lines.row(row)
        return place is None or super().has_row(place)

    def id_at(self, row: int) -> Any:
        """The id of a row, None for a head."""
        place = self.lines.row(row)
        return None if place is None else super().id_at(place)

    def row_of(self, row_id: Any) -> int | None:
        """The line of a row, or of the head of its closed group."""
        place = super().row_of(row_id)
        return None if place is None else self.lines.line(place)

    def cells(self, row: int) -> Sequence[Any]:
        place = self.lines.row(row)
        return _NOTHING if place is None else super().cells(place)

    def _came(self, first: int, last: int) -> None:
        lines = [self.lines.line(row) for row in range(first, last + 1)]
        self.dataChanged.emit(self.index(min(lines), 0), self.index(max(lines), len(self.columns) - 1))

    def _data(self, row: int, at: int, role: int) -> Any:
        group = self.lines.group_at(row)
        if group is None:
            return super()._data(row, at, role)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            state = "ui.group_lines.open" if self.lines.is_open(group) else "ui.group_lines.closed"
            return f"{self.head_text(group).whole}   {self._ui.t(state)}"
        return self.head_text(group).whole if role == Qt.ItemDataRole.ToolTipRole else None

    def _forget_texts(self, *_lang: str) -> None:
        self._texts.clear()
