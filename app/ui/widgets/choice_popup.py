"""Small lists over the page: several of some values, or the columns of a table and their order."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

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
            return
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
    """A list over the page, below ``owner``. It closes with Escape, Enter or a click beside it; the focus goes back."""

    changed = Signal()
    closed = Signal()

    def __init__(self, ui: Ui, owner: QWidget, title: str, *, movable: bool = False) -> None:
        super().__init__(owner, Qt.WindowType.Popup)
        self._ui, self._owner = ui, owner
        self.setObjectName("choices")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addWidget(Label(ui, text=title, role="small", wrap=False, parent=self))
        self.list = CheckList(movable, self)
        self.list.setAccessibleName(title)
        self.list.ticked.connect(self.changed)
        self.list.moved.connect(self.changed)
        self.list.installEventFilter(self)
        column.addWidget(self.list, 1)
        self.row = QHBoxLayout()
        self.row.setSpacing(6)
        column.addLayout(self.row)
        self.setFocusProxy(self.list)

    def add_button(self, key: str) -> Button:
        button = Button(self._ui, key, "ghost", parent=self)
        self.row.addWidget(button)
        return button

    def open(self) -> None:
        """Show it where there is room."""
        lines = min(max(self.list.count(), 3), _MOST_LINES)
        height = lines * max(self.list.sizeHintForRow(0), 24) + 8
        self.list.setMinimumSize(max(190, self.list.sizeHintForColumn(0) + 34), height)
        self.adjustSize()
        place = self._owner.mapToGlobal(QPoint(0, self._owner.height() + 2))
        room = self._owner.screen().availableGeometry()
        place.setX(max(room.left(), min(place.x(), room.right() - self.width())))
        place.setY(max(room.top(), min(place.y(), room.bottom() - self.height())))
        self.move(place)
        self.show()
        self.list.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.close()
                return True
        return super().eventFilter(watched, event)

    def hideEvent(self, event: object) -> None:
        self.closed.emit()
        self._owner.setFocus(Qt.FocusReason.PopupFocusReason)
