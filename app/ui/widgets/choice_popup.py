"""Small lists over the page: several of some values, or the columns of a table and their order."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.ui.context import Ui
from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import Label

_VALUE = int(Qt.ItemDataRole.UserRole)
_MOST_LINES = 14


class CheckList(QListWidget):
    """Lines with a tick; Space and a click on the line tick it; Alt+Up and Alt+Down move a line if that is allowed."""

    moved = Signal()
    ticked = Signal()

    def __init__(self, movable: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._movable, self._filling = movable, False
        self.setUniformItemSizes(True)
        self.itemChanged.connect(self._changed)
        self.itemClicked.connect(self._clicked)
        self._pressed_state: Qt.CheckState | None = None
        self.itemPressed.connect(self._pressed)
        if movable:
            self.setDragDropMode(QListWidget.DragDropMode.InternalMove)
            self.model().rowsMoved.connect(self.moved)

    def fill(self, lines: Sequence[tuple[str, str, bool]]) -> None:
        """``lines``: value, text, ticked."""
        self._filling = True
        self.clear()
        for value, text, ticked in lines:
            item = QListWidgetItem(text, self)
            item.setData(_VALUE, value)
            item.setFlags((item.flags() | Qt.ItemFlag.ItemIsUserCheckable) & ~Qt.ItemFlag.ItemIsDropEnabled)
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self._filling = False
        if lines:
            self.setCurrentRow(0)

    def values(self) -> list[tuple[str, bool]]:
        """Every value in its place, and whether it is ticked."""
        items = [self.item(row) for row in range(self.count())]
        return [(str(item.data(_VALUE)), item.checkState() == Qt.CheckState.Checked) for item in items]

    def move(self, by: int) -> None:  # type: ignore[override]
        """Put the current line one place up or down."""
        row = self.currentRow()
        if 0 <= row < self.count() and 0 <= row + by < self.count():
            item = self.takeItem(row)
            self.insertItem(row + by, item)
            self.setCurrentRow(row + by)
            self.moved.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        with_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if self._movable and with_alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            event.ignore()  # for the frame round the list
        else:
            super().keyPressEvent(event)

    def _pressed(self, item: QListWidgetItem) -> None:
        self._pressed_state = item.checkState()

    def _clicked(self, item: QListWidgetItem) -> None:
        if item.checkState() == self._pressed_state:  # not on the tick itself, which Qt has turned already
            ticked = item.checkState() == Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked)

    def _changed(self, item: QListWidgetItem) -> None:
        if not self._filling:
            self.ticked.emit()


class ChoicePopup(QFrame):
    """A list over the page, below ``owner``. Escape and Enter close it and give the focus back; so does going elsewhere."""

    changed = Signal()
    closed = Signal()

    def __init__(self, ui: Ui, owner: QWidget, title: str, *, movable: bool = False) -> None:
        super().__init__(owner.window())
        self._ui, self._owner = ui, owner
        self.hide()
        self.setObjectName("choices")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addWidget(Label(ui, text=title, role="small", wrap=False, parent=self))
        self.list = CheckList(movable, self)
        self.list.setAccessibleName(title)
        self.list.ticked.connect(self.changed)
        self.list.moved.connect(self.changed)
        column.addWidget(self.list, 1)
        self.row = QHBoxLayout()
        self.row.setSpacing(6)
        column.addLayout(self.row)
        self.setFocusProxy(self.list)

    def add_button(self, key: str) -> Button:
        """A button below the list."""
        button = Button(self._ui, key, "ghost", parent=self)
        self.row.addWidget(button)
        return button

    def open(self) -> None:
        """Show it where there is room, with the focus in the list."""
        lines = min(max(self.list.count(), 3), _MOST_LINES)
        line = max(self.list.sizeHintForRow(0), 24)
        window = self._owner.window()
        self.list.setMinimumSize(max(190, self.list.sizeHintForColumn(0) + 34), min(lines * line + 8, window.height() // 2))
        self.adjustSize()
        place = self._owner.mapTo(window, QPoint(0, self._owner.height() + 2))
        place.setX(max(6, min(place.x(), window.width() - self.width() - 6)))
        place.setY(max(6, min(place.y(), window.height() - self.height() - 6)))
        self.move(place)
        self.show()
        self.raise_()
        self.list.setFocus(Qt.FocusReason.PopupFocusReason)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_moved)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._owner.setFocus(Qt.FocusReason.PopupFocusReason)
            self.close()
            return
        super().keyPressEvent(event)

    def _focus_moved(self, before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and now is not self and not self.isAncestorOf(now):
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()
