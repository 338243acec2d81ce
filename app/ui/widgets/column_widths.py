"""How wide the columns of a table are: as their heads and cells need in the language, text size and window in use.

Figures, days, grades and states are never cut; long names wrap or give way, and their tool tip tells the whole of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nlargest

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QTableView

from app.ui.context import Ui
from app.ui.qtmodels.rows import Column, RowsModel

PADDING = 22
"""What the style keeps free at both sides of a cell's text."""
PILL_PADDING = 24
_NAME, _LEAST_NAME, _LEAST, _EDITED = 260, 120, 36, 80
_ROWS, _LONGEST = 120, 6
_JOINTS, _SPACES = "-–/", str.maketrans("\t\n\u3000", "   ")


@dataclass(frozen=True, slots=True)
class _Wish:
    """``least``: without cutting what must not be cut; ``wish``: as it is meant to be; ``whole``: on one line, for texts.

    ``greedy``: takes what is left.
    """

    least: int
    wish: int
    greedy: bool
    whole: int


class ColumnWidths:
    """Measures the columns of one table and shares out its width. What somebody set with the mouse stays."""

    def __init__(self, ui: Ui, table: QTableView, rows: RowsModel) -> None:
        self._ui, self._table, self._rows = ui, table, rows
        self._wishes: list[_Wish] = []
        self._kept: set[int] = set()
        self._sharing = False
        table.horizontalHeader().sectionResized.connect(self._resized)

    def measure(self) -> None:
        """Take the needs of heads and rows anew."""
        self._wishes = [self._wish(at, column) for at, column in enumerate(self._rows.columns)]

    def share(self) -> None:
        """Give each column its part of the width; more than there is where even the least does not fit: then one scrolls."""
        table, wishes = self._table, self._wishes
        shown = [at for at in range(len(wishes)) if not table.isColumnHidden(at)]
        widths = {at: table.columnWidth(at) if at in self._kept else wishes[at].wish for at in shown}
        free = [at for at in shown if at not in self._kept]
        room = table.viewport().width() - sum(widths.values())
        greedy = [at for at in free if wishes[at].greedy]
        if room > 0 and greedy:
            lacking = {at: max(wishes[at].whole - widths[at], 0) for at in free}
            spare, asked = room - sum(lacking.pop(at) for at in greedy), sum(lacking.values())
            if spare > 0 and asked:
                for at, lack in lacking.items():
                    widths[at] += lack * min(spare, asked) // asked
                room = table.viewport().width() - sum(widths.values())
            for number, at in enumerate(greedy):
                widths[at] += room // len(greedy) + (room % len(greedy) if number == 0 else 0)
        elif room < 0:
            slack = sum(widths[at] - wishes[at].least for at in free)
            part = min(1.0, -room / slack) if slack > 0 else 0.0
            for at in free:
                widths[at] -= int((widths[at] - wishes[at].least) * part + 0.999)
                widths[at] = max(widths[at], wishes[at].least)
        self._sharing = True
        for at, width in widths.items():
            if table.columnWidth(at) != width:
                table.setColumnWidth(at, width)
        self._sharing = False

    # ---------------------------------------------------------------------------------------------------------------

    def _wish(self, at: int, column: Column) -> _Wish:
        px, wraps = self._ui.px, self._table.wordWrap()
        head = self._table.horizontalHeader().sectionSizeHint(at)
        meant = px(column.width) if column.width else 0
        least = max(head, px(_EDITED if column.editable else _LEAST))
        if column.kind == "drawn":
            return _Wish(max(least, meant), max(least, meant), column.stretch, 0)
        texts = {self._text(row, at) for row in range(min(self._rows.rowCount(), _ROWS))}
        metrics = QFontMetrics(self._font(column))
        padding = px(PILL_PADDING if column.kind == "badge" else PADDING) + 1
        whole = self._widest(metrics, (line for text in texts for line in text.split("\n"))) + padding
        if wraps and column.kind in ("text", "number", "percent"):
            least = max(least, self._widest(metrics, (word for text in texts for word in _pieces(text))) + padding)
        elif column.kind == "text":
            least = max(least, min(whole, px(_LEAST_NAME) if column.stretch else meant or px(_NAME)))
        else:
            least = max(least, whole)
        if column.stretch:
            return _Wish(least, max(least, min(whole, meant or px(_LEAST_NAME))), True, whole)
        return _Wish(least, max(least, meant or min(whole, px(_NAME))), False, whole if column.kind == "text" else 0)

    def _text(self, row: int, column: int) -> str:
        """Through the model's guard: a bad cell is told there."""
        return str(self._rows.data(self._rows.index(row, column)) or "")

    def _font(self, column: Column) -> QFont:
        font = QFont(self._table.font())
        font.setBold(column.strong or column.kind == "grade")
        return font

    def _widest(self, metrics: QFontMetrics, texts: Iterable[str]) -> int:
        longest = nlargest(_LONGEST, set(texts), key=_length)
        return max((metrics.horizontalAdvance(text) for text in longest), default=0)

    def _resized(self, section: int, before: int, after: int) -> None:
        if not self._sharing and QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
            self._kept.add(section)


def _length(text: str) -> int:
    return len(text) + sum(map(_is_wide, text))


def _is_wide(char: str) -> bool:
    """Whether it takes two places, and a line may break behind it."""
    return "\u3000" <= char <= "\u9fff" or "\uff00" <= char <= "\uffef"


def _pieces(text: str) -> Iterator[str]:
    """The parts of a text between which a line may break; never at the space inside a number."""
    for word in text.translate(_SPACES).split(" "):
        start = 0
        for at, char in enumerate(word, 1):
            if char in _JOINTS or _is_wide(char):
                yield word[start:at]
                start = at
        yield word[start:]
