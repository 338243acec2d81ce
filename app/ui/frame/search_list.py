"""What a search found, below its field: groups, names with grades, and where the text stands."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.models.domain.search import HIT_KINDS, Hit
from app.ui.context import Ui, colour
from app.ui.widgets.labels import Label

_HIT = int(Qt.ItemDataRole.UserRole)
_BELOW = _HIT + 1
_LINE, _HEAD, _MARGIN, _BADGE = 46, 28, 12, 46
_BESIDE = 2 * _MARGIN + _BADGE + 8
_WIDE, _WIDEST = 560, 900


class _Delegate(QStyledItemDelegate):
    """Two lines a hit: the name with its grade, and below what was found and where."""

    def __init__(self, ui: Ui, parent: QWidget) -> None:
        super().__init__(parent)
        self._ui = ui

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        height = option.fontMetrics.height()
        return QSize(200, max(_LINE, 2 * height + 12) if index.data(_HIT) is not None else max(_HEAD, height + 10))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        hit = index.data(_HIT)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if hit is None:
            self._head(painter, option, str(index.data(Qt.ItemDataRole.DisplayRole)))
        else:
            self._hit(painter, option, hit, str(index.data(_BELOW)))
        painter.restore()

    def _head(self, painter: QPainter, option: QStyleOptionViewItem, text: str) -> None:
        font = QFont(option.font)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(self._ui.colour("muted"))
        room = QRect(option.rect).adjusted(_MARGIN, 0, -_MARGIN, 0)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)

    def _hit(self, painter: QPainter, option: QStyleOptionViewItem, hit: Hit, below: str) -> None:
        ui = self._ui
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ui.colour("selection" if selected else "hover"))
            painter.drawRoundedRect(QRectF(option.rect).adjusted(4, 1, -4, -1), 6, 6)
        room = QRect(option.rect).adjusted(_MARGIN, 5, -_MARGIN, -5)
        left = room.adjusted(0, 0, 2 * _MARGIN - _BESIDE, 0)
        half = room.height() // 2
        font = QFont(option.font)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(ui.colour("on_selection" if selected else "text"))
        metrics = painter.fontMetrics()
        name = metrics.elidedText(hit.title, Qt.TextElideMode.ElideRight, left.width())
        painter.drawText(QRect(left.left(), left.top(), left.width(), half), int(Qt.AlignmentFlag.AlignVCenter), name)
        painter.setFont(option.font)
        if not selected:
            painter.setPen(ui.colour("muted"))
        text = painter.fontMetrics().elidedText(below, Qt.TextElideMode.ElideRight, left.width())
        painter.drawText(QRect(left.left(), left.top() + half, left.width(), half), int(Qt.AlignmentFlag.AlignVCenter), text)
        if hit.grade is not None:
            self._badge(painter, QRect(room.right() - _BADGE, room.top(), _BADGE, room.height()), hit.grade.name, option.font)

    def _badge(self, painter: QPainter, room: QRect, grade: str, font: QFont) -> None:
        known = self._ui.tokens.grades.get(grade)
        if known is None:
            return
        bold = QFont(font)
        bold.setBold(True)
        painter.setFont(bold)
        box = QRectF(room.left(), room.center().y() - 11, room.width(), 22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(known.fill))
        painter.drawRoundedRect(box, 8, 8)
        painter.setPen(colour(known.text))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), grade)


class SearchList(QFrame):
    """Lies over the page below the field; never takes the focus."""

    chosen = Signal(object)

    def __init__(self, ui: Ui, parent: QWidget) -> None:
        super().__init__(parent)
        self._ui = ui
        self._typed = ""
        self.hide()
        self.setObjectName("palette")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 6, 4, 6)
        self._list = QListWidget(self)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setMouseTracking(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self._list.setItemDelegate(_Delegate(ui, self._list))
        self._list.itemClicked.connect(self._clicked)
        column.addWidget(self._list)
        self._nothing = Label(ui, role="muted")
        self._nothing.setContentsMargins(_MARGIN, 4, _MARGIN, 4)
        column.addWidget(self._nothing)
        ui.language_changed.connect(self.hide)
        ui.theme_changed.connect(self._list.viewport().update)

    def fill(self, hits: Sequence[Hit], typed: str) -> None:
        """Show hits, in groups; the first is the current one."""
        self._typed = typed
        self._list.clear()
        self._list.setAccessibleName(self._ui.t("ui.search.results"))
        order = sorted(HIT_KINDS, key=lambda kind: next((at for at, hit in enumerate(hits) if hit.kind == kind), len(hits)))
        for kind in order:
            group = [hit for hit in hits if hit.kind == kind]
            if group:
                self._head(self._ui.t(f"ui.search.kind_{kind}"))
                for hit in group:
                    self._add(hit)
        self._list.setVisible(bool(hits))
        self._nothing.setVisible(not hits)
        self._nothing.set_text(self._ui.t("ui.search.nothing", text=typed))
        self._list.setCurrentRow(1 if hits else -1)

    def has_lines(self) -> bool:
        return self._list.count() > 0 or not self._nothing.isHidden()

    def hits(self) -> list[Hit]:
        """Every hit, from above."""
        found = [self._list.item(row).data(_HIT) for row in range(self._list.count())]
        return [hit for hit in found if hit is not None]

    def current(self) -> Hit | None:
        """The hit that Enter opens."""
        item = self._list.currentItem()
        found: Hit | None = item.data(_HIT) if item is not None else None
        return found

    def told(self) -> str:
        """What a screen reader is told: how many, and the current one."""
        hits, current = self.hits(), self.current()
        if current is None:
            return self._ui.t("ui.search.nothing", text=self._typed)
        return f"{self._ui.plural('ui.search.count', len(hits))}. {current.title}. {self._below(current)}"

    def step(self, by: int) -> None:
        """Go up or down by hits; heads are passed over."""
        rows = [row for row in range(self._list.count()) if self._list.item(row).data(_HIT) is not None]
        if rows:
            here = rows.index(self._list.currentRow()) if self._list.currentRow() in rows else 0
            self._list.setCurrentRow(rows[max(0, min(len(rows) - 1, here + by))])
            parent = self.parentWidget()
            field = getattr(parent, "search", None)
            if field is not None:
                field.setAccessibleDescription(self.told())

    def show_below(self, field: QWidget) -> None:
        """Place it below the field, as high as its lines as far as there is room."""
        parent = self.parentWidget()
        assert parent is not None
        place = field.mapTo(parent, QPoint(0, field.height() + 4))
        width = min(max(field.width(), _WIDE, min(self._names_width(), _WIDEST)), parent.width() - 24)
        lines = sum(self._list.sizeHintForRow(row) for row in range(self._list.count()))
        height = lines + 22 if self._list.count() else self._nothing.heightForWidth(width - 2 * _MARGIN) + 28
        left = max(12, min(place.x(), parent.width() - width - 12))
        self.setGeometry(left, place.y(), width, min(height, parent.height() - place.y() - 40))
        self.show()
        self.raise_()

    # ---------------------------------------------------------------------------------------------------------------

    def _names_width(self) -> int:
        """What the longest name needs, in pixels, with its grade and the margins: names are read first and stay whole."""
        bold = QFont(self._list.font())
        bold.setBold(True)
        measure = QFontMetrics(bold)
        names = max((measure.horizontalAdvance(hit.title) for hit in self.hits()), default=0)
        bar = self._list.verticalScrollBar().sizeHint().width()
        return names + _BESIDE + bar + 2 * self._list.frameWidth() + 16

    def _head(self, text: str) -> None:
        item = QListWidgetItem(text, self._list)
        item.setFlags(Qt.ItemFlag.NoItemFlags)

    def _add(self, hit: Hit) -> None:
        below = self._below(hit)
        item = QListWidgetItem(hit.title, self._list)
        item.setData(_HIT, hit)
        item.setData(_BELOW, below)
        item.setToolTip(f"{hit.title}\n{below}")
        grade = f" {hit.grade.name}" if hit.grade is not None else ""
        item.setData(int(Qt.ItemDataRole.AccessibleTextRole), f"{hit.title}{grade}. {below}")

    def _below(self, hit: Hit) -> str:
        ui = self._ui
        where = ui.t(f"ui.search.where_{hit.where}")
        if hit.item:
            where = f"{where} {hit.item}"
        parts = [hit.subtitle]
        if not hit.exact:
            parts.append(ui.t("ui.search.nearly"))
        elif hit.where not in ("name", "number"):
            parts.append(f"{where}: {hit.matched}" if hit.matched != hit.subtitle else where)
        return "  ·  ".join(part for part in parts if part)

    def _clicked(self, item: QListWidgetItem) -> None:
        hit = item.data(_HIT)
        if hit is not None:
            self.chosen.emit(hit)
