"""The navigation rail: headings, entries, counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.ui.context import Ui
from app.ui.frame.spec import ScreenSpec
from app.ui.widgets.badge import Badge
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

_WIDTH = 196


class _Entry(QPushButton):
    """One entry: icon, name, count."""

    step_wanted = Signal(int)

    def __init__(self, ui: Ui, spec: ScreenSpec, parent: QWidget) -> None:
        super().__init__(parent)
        self._ui, self.spec = ui, spec
        self.setObjectName("railEntry")
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 8, 0)
        row.addStretch(1)
        self.count = Badge(ui)
        row.addWidget(self.count)
        self.count.hide()
        self.toggled.connect(self.dress)
        ui.language_changed.connect(self.dress)
        ui.theme_changed.connect(self.dress)
        self.dress()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return opens the screen as Space does; the arrows walk through the rail."""
        from PySide6.QtCore import Qt

        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step_wanted.emit(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def dress(self) -> None:
        ui = self._ui
        self.setIconSize(QSize(ui.px(18), ui.px(18)))
        self.setMinimumHeight(ui.px(32))
        text = self._ui.t(self.spec.title_key)
        self.setText(f"  {text}")
        self.setAccessibleName(f"{text} {self.count.text()}".strip())
        self.setIcon(self._ui.icon(self.spec.icon, "accent_text" if self.isChecked() else "muted"))

    def needed(self) -> int:
        """Room for icon, text and count side by side."""
        from PySide6.QtGui import QFont, QFontMetrics

        bold = QFont(self.font())
        bold.setBold(True)
        count = self.count.sizeHint().width() + 12 if not self.count.isHidden() else 0
        return self._ui.px(18) + 30 + QFontMetrics(bold).horizontalAdvance(self.text()) + count


class Rail(QFrame):
    """Sends ``chosen(screen id)``; never changes by itself which entry is lit."""

    chosen = Signal(str)

    def __init__(self, ui: Ui, specs: Sequence[ScreenSpec], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self._ui = ui
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 12, 8, 12)
        column.setSpacing(2)
        self._entries: dict[str, _Entry] = {}
        self._current = ""
        section = None
        for spec in specs:
            if spec.section is None:
                continue
            if spec.section != section:
                section = spec.section
                heading = Label(ui, section, wrap=False)
                heading.setObjectName("railHeading")
                heading.setContentsMargins(9, 8, 0, 4)
                column.addWidget(heading)
            entry = _Entry(ui, spec, self)
            entry.clicked.connect(self._clicked)
            entry.step_wanted.connect(self._step)
            column.addWidget(entry)
            self._entries[spec.id] = entry
        column.addStretch(1)
        self._measure()
        ui.theme_changed.connect(self._measure)
        ui.language_changed.connect(self._measure)

    def _measure(self) -> None:
        """Wide enough for the longest entry with its count, whatever language and size."""
        self.setFixedWidth(max([self._ui.px(_WIDTH), *(entry.needed() + 16 for entry in self._entries.values())]))

    def light(self, screen_id: str) -> None:
        """Show which screen is open."""
        self._current = screen_id
        for one, entry in self._entries.items():
            entry.setChecked(one == screen_id)

    def entry(self, screen_id: str) -> QPushButton | None:
        """The entry of a screen, None when it stands elsewhere."""
        return self._entries.get(screen_id)

    def set_count(self, screen_id: str, number: int | None, kind: str = "plain") -> None:
        entry = self._entries[screen_id]
        entry.count.set("" if number is None else str(number), kind)
        entry.count.setVisible(number is not None)
        entry.dress()
        self._measure()

    def _step(self, by: int) -> None:
        entries = list(self._entries.values())
        at = next(number for number, one in enumerate(entries) if one is self.sender())
        entries[(at + by) % len(entries)].setFocus()

    def _clicked(self) -> None:
        entry = next(one for one in self._entries.values() if one is self.sender())
        self.light(self._current)
        self.chosen.emit(entry.spec.id)
