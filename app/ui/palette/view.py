"""The palette over the window: type, choose, Enter. Escape gives the focus back to where it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QListView, QVBoxLayout, QWidget

from app.ui.actions.registry import merged
from app.ui.palette.match import ranked
from app.ui.palette.rows import Entries, EntryDelegate
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.ui.actions.registry import ActionRegistry, Entry
    from app.ui.context import Ui

_WIDTH, _TOP, _SHOWN = 640, 56, 9
_RECENT = 6
_MOVES = {
    Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _SHOWN, Qt.Key.Key_PageUp: -_SHOWN,
}  # fmt: skip


class Palette(QFrame):
    """Every action of the window but itself, those used last first."""

    def __init__(self, ui: Ui, actions: ActionRegistry, window: QWidget) -> None:
        super().__init__(window)
        self._ui, self._actions, self._window = ui, actions, window
        self._entries: tuple[Entry, ...] = ()
        self._recent: list[str] = []
        self._before: QWidget | None = None
        self.setObjectName("palette")
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 8)
        column.setSpacing(6)
        self.field = QLineEdit(self)
        self.field.setClearButtonEnabled(False)
        self.list = QListView(self)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self._model = Entries(ui, self)
        self.list.setModel(self._model)
        self.list.setItemDelegate(EntryDelegate(ui, self._model, self))
        self.note = Label(ui, role="small")
        for part in (self.field, self.list, self.note):
            column.addWidget(part)
        self.field.textChanged.connect(self._typed)
        self.field.installEventFilter(self)
        window.installEventFilter(self)
        self.list.clicked.connect(self._clicked)
        ui.language_changed.connect(self._retranslate)
        self._retranslate()
        self.hide()

    # --- opening, closing ------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Show it over the window, empty."""
        if self.isHidden():
            self._before = QApplication.focusWidget()
        self._entries = tuple(one for one in merged(self._actions.entries()) if one.id != "app.palette")
        self.field.clear()
        self._typed("")
        self.show()
        self._place()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_up(self) -> None:
        """Hide it; the focus goes back to where it was."""
        before, self._before = self._before, None
        self.hide()
        if before is not None and _alive(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)

    def run_chosen(self) -> None:
        """Enter: do what is chosen, or say why it cannot be done."""
        index = self.list.currentIndex()
        if not index.isValid():
            return
        entry = self._model.entry(index.row())
        if not entry.possible:
            self._say(entry)
            return
        self._recent = [entry.id, *(one for one in self._recent if one != entry.id)][:_RECENT]
        self.close_up()
        self._actions.run(entry.id)

    # ---------------------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window:
            if event.type() == QEvent.Type.Resize and not self.isHidden():
                self._place()
            return False
        if event.type() == QEvent.Type.FocusOut and not self.isHidden():
            QTimer.singleShot(0, self, self._close_if_left)
        return isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._pressed(event)

    def _pressed(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.close_up()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.run_chosen()
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._move(1 if key == Qt.Key.Key_Tab else -1)
        elif key in _MOVES:
            self._move(_MOVES[key])
        else:
            return False
        return True

    def _move(self, by: int) -> None:
        rows = self._model.rowCount()
        if rows:
            here = self.list.currentIndex().row() + by
            self._choose(here % rows if abs(by) == 1 else max(0, min(here, rows - 1)))

    def _choose(self, row: int) -> None:
        index = self._model.index(row)
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)
        self._say(self._model.entry(row))

    def _say(self, entry: Entry) -> None:
        """What the chosen one does, or why it cannot be done now: to the eye and to a screen reader."""
        self.note.set_text(f"⚠ {entry.why}" if entry.why else entry.tip)
        self.field.setAccessibleDescription(", ".join(part for part in (entry.text, entry.keys, entry.why or entry.tip) if part))

    def _typed(self, text: str) -> None:
        if text.strip():
            fitting = ranked(text, ((one, (one.text, one.english, self._ui.t(one.group_key), one.tip)) for one in self._entries))
        else:
            fitting = sorted(self._entries, key=self._rank)
        self._model.show_entries(fitting)
        if fitting:
            self._choose(0)
        else:
            self.note.set_text(self._ui.t("ui.palette.nothing"))
        self._place()

    def _rank(self, entry: Entry) -> tuple[int, int]:
        used = self._recent.index(entry.id) if entry.id in self._recent else _RECENT
        return used, 0 if entry.possible else 1

    def _clicked(self, index: QModelIndex) -> None:
        self._choose(index.row())
        self.run_chosen()

    def _close_if_left(self) -> None:
        focus = QApplication.focusWidget()
        if not self.isHidden() and focus is not None and focus is not self.field and focus.window() is self._window:
            self.hide()

    def _place(self) -> None:
        room = self._window.rect()
        width = min(self._ui.px(_WIDTH), room.width() - 40)
        line = self.list.sizeHintForRow(0) if self._model.rowCount() else 40
        lines = max(1, min(_SHOWN, self._model.rowCount()))
        self.list.setFixedHeight(min(lines * line + 4, room.height() - 2 * _TOP - 110))
        height = self.sizeHint().height()
        self.setGeometry((room.width() - width) // 2, _TOP, width, height)

    def _retranslate(self) -> None:
        self.field.setPlaceholderText(self._ui.t("ui.palette.hint"))
        self.field.setAccessibleName(self._ui.t("ui.action.palette"))
        self.list.setAccessibleName(self._ui.t("ui.action.palette"))


def _alive(widget: QWidget) -> bool:
    from shiboken6 import isValid

    return bool(isValid(widget))
