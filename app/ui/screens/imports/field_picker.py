"""What a column becomes: a list of all fields of the kind that a few letters narrow, with "leave out" on top."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.ui.widgets.clear_button import name_clear_button

if TYPE_CHECKING:
    from app.services.imports.fields import Field
    from app.ui.context import Ui

_KEY = int(Qt.ItemDataRole.UserRole)


class FieldPicker(QWidget):
    """Type to narrow, Up and Down to go, Enter or a double click to take; Escape leads back to where one came from."""

    picked = Signal(str)   # key of a field, "" to leave the column out
    left = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._fields: tuple[Field, ...] = ()
        self._users: Mapping[str, str] = {}
        self._now = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._fill)
        self.search.installEventFilter(self)
        self.list = QListWidget()
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(self._take)
        self.list.installEventFilter(self)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        ui.language_changed.connect(self._name)
        self._name()

    def show_fields(self, fields: Sequence[Field], now: str, users: Mapping[str, str]) -> None:
        """``now``: the target at present; ``users``: names of the columns that have a target already, by its key."""
        self._fields, self._now, self._users = tuple(fields), now, users
        self.search.clear()
        self._fill()

    def begin(self) -> None:
        """Give the focus to the letters."""
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.selectAll()

    def _name(self) -> None:
        ui = self._ui
        self.search.setPlaceholderText(ui.t("ui.import_map.find"))
        self.search.setAccessibleName(ui.t("ui.import_map.find"))
        self.list.setAccessibleName(ui.t("ui.import_map.becomes"))
        name_clear_button(self.search, ui.t("ui.field.clear"))
        self._fill()

    def _fill(self) -> None:
        wanted = self.search.text().casefold().split()
        self.list.clear()
        self._add("", self._ui.t("ui.import_map.leave_out"))
        for field in self._fields:
            label = field.label.get(self._ui.lang)
            words = " ".join((*(field.label.get(lang) for lang in ("en", "zh", "ru")), field.key)).casefold()
            if all(word in words for word in wanted):
                used = self._users.get(field.key, "")
                self._add(field.key, f"{label}   ({used})" if used and field.key != self._now else label)
        rows = [self.list.item(row).data(_KEY) for row in range(self.list.count())]
        first = min(1, len(rows) - 1) if wanted else 0
        self.list.setCurrentRow(rows.index(self._now, first) if self._now in rows[first:] else first)

    def _add(self, key: str, text: str) -> None:
        item = QListWidgetItem(text, self.list)
        item.setData(_KEY, key)
        item.setToolTip(text)

    def _take(self, item: QListWidgetItem) -> None:
        self.picked.emit(str(item.data(_KEY)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.left.emit()
            return True
        if watched is self.search and key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._step({Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}[Qt.Key(key)])
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.currentItem() is not None:
            self._take(self.list.currentItem())
            return True
        return False

    def _step(self, by: int) -> None:
        self.list.setCurrentRow(max(0, min(self.list.count() - 1, self.list.currentRow() + by)))
