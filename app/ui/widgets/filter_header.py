"""The head of a long table: click to sort, drag to move, and below each name a place to filter by."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QItemSelectionModel, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QHeaderView, QLineEdit, QPushButton, QWidget

from app.ui.context import Ui
from app.ui.widgets.labels import repolish

_ROW = 34
_LETTERS, _SIDES = 12, 22  # of the names, as the style sheet has them
_PAUSE_MS = 180


class FilterEdit(QLineEdit):
    """A text, or bounds such as ``>100`` or ``100…200``. Escape empties it; Down goes to the rows."""

    asked = Signal(str, str)  # key of the column, text
    down = Signal()

    def __init__(self, key: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.key = key
        self.setObjectName("filter")
        self.setClearButtonEnabled(True)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self.textEdited.connect(self._typed)
        self.textChanged.connect(self._emptied)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self._tell()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tell()
        elif event.key() == Qt.Key.Key_Down:
            self.down.emit()
        else:
            super().keyPressEvent(event)

    def show_error(self, message: str) -> None:
        """What cannot be read is marked, and told in the tip."""
        self.setProperty("bad", bool(message))
        self.setToolTip(message)
        repolish(self)

    def _typed(self, text: str) -> None:
        self._pause.start()

    def _emptied(self, text: str) -> None:
        if not text:
            self._pause.start()  # the cross of the field tells nothing else

    def _tell(self) -> None:
        self._pause.stop()
        self.asked.emit(self.key, self.text())


class FilterButton(QPushButton):
    """Opens a list of values; shows those that were chosen."""

    wanted = Signal(str)
    cleared = Signal(str)
    down = Signal()

    def __init__(self, key: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.key = key
        self.setObjectName("filter")
        self.clicked.connect(self._wanted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Escape) and self.property("active"):
            self.cleared.emit(self.key)
        elif event.key() == Qt.Key.Key_Down:
            self.down.emit()
        else:
            super().keyPressEvent(event)

    def _wanted(self) -> None:
        self.wanted.emit(self.key)


Filter = FilterEdit | FilterButton


def forget_selection(header: QHeaderView) -> None:
    """Painting a head asks of each of its columns whether every cell is selected: seconds, when all rows of a long list are.

    No head shows what is selected; so it gets a selection of its own, in which nothing ever is.
    """
    header.setSelectionModel(QItemSelectionModel(header.model(), header))


class FilterHeader(QHeaderView):
    """``kinds``: for each column's key ``text`` (typed) or ``choice`` (a list)."""

    def __init__(self, ui: Ui, keys: list[str], kinds: Mapping[str, str], parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._ui = ui
        self._keys = keys
        self._shown = False
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setSortIndicatorShown(True)
        self.setStretchLastSection(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.filters: dict[str, Filter] = {}
        for key in keys:
            self.filters[key] = FilterButton(key, self) if kinds.get(key) == "choice" else FilterEdit(key, self)
            self.filters[key].hide()
            self.filters[key].installEventFilter(self)
        self.sectionResized.connect(self._place)
        self.sectionMoved.connect(self._place)
        self.sectionCountChanged.connect(self._place)

    @property
    def filters_shown(self) -> bool:
        return self._shown

    def show_filters(self, shown: bool) -> None:
        """Show or hide the row of filters."""
        if shown != self._shown:
            self._shown = shown
            self.updateGeometries()
            parent = self.parentWidget()
            if parent is not None:
                parent.updateGeometries()  # type: ignore[attr-defined]
            self._place()

    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        return QSize(size.width(), size.height() + (_ROW if self._shown else 0))

    def sectionSizeFromContents(self, section: int) -> QSize:
        """As wide as the name: the arrow of sorting stands above it, so no room is kept beside it."""
        size = super().sectionSizeFromContents(section)
        font = QFont(self.font())
        font.setBold(True)
        font.setPixelSize(self._ui.px(_LETTERS))
        name = str(self.model().headerData(section, Qt.Orientation.Horizontal) or "")
        return QSize(min(size.width(), QFontMetrics(font).horizontalAdvance(name) + _SIDES), size.height())

    def updateGeometries(self) -> None:
        self.setViewportMargins(0, 0, 0, _ROW if self._shown else 0)
        super().updateGeometries()
        self._place()

    def tab_order(self) -> list[Filter]:
        """The filters that are shown, in the order of the columns."""
        found = []
        for place in range(self.count()):
            section = self.logicalIndex(place)
            if not self.isSectionHidden(section):
                found.append(self.filters[self._keys[section]])
        return found

    def to_filter(self, key: str | None = None) -> None:
        """Put the focus into a filter, the first one if none is named."""
        order = self.tab_order()
        target = self.filters.get(key) if key else None
        chosen = target if target in order else (order[0] if order else None)
        if chosen is not None:
            chosen.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self._bring(watched)
        return super().eventFilter(watched, event)  # type: ignore[arg-type]

    def _bring(self, watched: QWidget) -> None:
        """A filter that gets the focus is scrolled into sight."""
        key = next((key for key, one in self.filters.items() if one is watched), None)
        view = self.parentWidget()
        if key is None or view is None:
            return
        section = self._keys.index(key)
        left, right = self.sectionViewportPosition(section), self.sectionViewportPosition(section) + self.sectionSize(section)
        bar = view.horizontalScrollBar()  # type: ignore[attr-defined]
        covered = getattr(view, "covered", 0)
        if left < covered:
            bar.setValue(bar.value() + left - covered)
        elif right > self.viewport().width():
            bar.setValue(bar.value() + right - self.viewport().width())
        self._place()

    def place(self) -> None:
        """The table was scrolled sideways."""
        self._place()

    def _place(self, *_what: int) -> None:
        top = super().sizeHint().height() + 2
        before: QWidget | None = None
        for at in range(self.count()):
            section = self.logicalIndex(at)
            one = self.filters[self._keys[section]]
            visible = self._shown and not self.isSectionHidden(section)
            one.setVisible(visible)
            if visible:
                one.setGeometry(self.sectionViewportPosition(section) + 2, top, max(20, self.sectionSize(section) - 4), _ROW - 8)
                if before is not None:
                    QWidget.setTabOrder(before, one)
                before = one
