"""The sheet of shortcuts, made from the registry."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from app.ui.actions.registry import ActionRegistry
from app.ui.context import Ui
from app.ui.palette.match import fit
from app.ui.widgets.badge import Badge
from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import Label, SectionTitle

_ALWAYS = (
    ("ui.sheet.tab", "Tab, Shift+Tab"), ("ui.sheet.enter", "Enter"), ("ui.sheet.escape", "Esc"),
    ("ui.sheet.copy", "Ctrl+C, Ctrl+V"),
)  # fmt: skip
"""Keys that no action stands behind."""


class ShortcutSheet(QDialog):
    """Every action that has a shortcut, by group, in two columns; typing leaves those that fit."""

    def __init__(self, ui: Ui, actions: ActionRegistry, parent: QWidget) -> None:
        super().__init__(parent)
        self._ui = ui
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(ui.t("ui.action.shortcuts"))
        self._groups: list[tuple[QWidget, list[tuple[str, list[QWidget]]]]] = []
        groups: dict[str, list[tuple[str, str, str, bool]]] = {}
        for entry in actions.entries():
            if entry.keys:
                groups.setdefault(entry.group_key, []).append((entry.text, entry.keys, entry.why or entry.tip, entry.possible))
        groups["ui.sheet.keys"] = [(ui.t(key), keys, "", True) for key, keys in _ALWAYS]
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 16, 20, 16)
        outer.setSpacing(12)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(ui.t("ui.sheet.filter"))
        self.field.setAccessibleName(ui.t("ui.sheet.filter"))
        self.field.textChanged.connect(self._typed)
        outer.addWidget(self.field)
        outer.addWidget(self._columns(groups), 1)
        close = Button(ui, "ui.close", "primary")
        close.clicked.connect(self.close)
        outer.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        room = parent.size()
        self.resize(min(940, room.width() - 60), min(680, room.height() - 60))
        self.field.setFocus()

    def _columns(self, groups: dict[str, list[tuple[str, str, str, bool]]]) -> QScrollArea:
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget(area)
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 10, 0)
        row.setSpacing(32)
        halves = (QVBoxLayout(), QVBoxLayout())
        for half in halves:
            row.addLayout(half, 1)
        heights = [0, 0]
        for group, lines in sorted(groups.items(), key=_length, reverse=True):
            shorter = heights.index(min(heights))
            halves[shorter].addWidget(self._group(group, lines))
            heights[shorter] += len(lines) + 2
        for half in halves:
            half.addStretch(1)
        area.setWidget(page)
        return area

    def _group(self, group: str, lines: list[tuple[str, str, str, bool]]) -> QWidget:
        ui, block = self._ui, QWidget(self)
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 12)
        column.setSpacing(5)
        column.addWidget(SectionTitle(ui, group))
        grid = QGridLayout()
        grid.setColumnStretch(0, 1)
        grid.setVerticalSpacing(5)
        column.addLayout(grid)
        shown: list[tuple[str, list[QWidget]]] = []
        for row, (text, keys, tip, possible) in enumerate(lines):
            name, badge = Label(ui, text=text, role="body" if possible else "muted"), Badge(ui, keys)
            name.setToolTip(tip)
            grid.addWidget(name, row, 0)
            grid.addWidget(badge, row, 1, Qt.AlignmentFlag.AlignRight)
            shown.append((f"{text} {keys}", [name, badge]))
        self._groups.append((block, shown))
        return block

    def _typed(self, text: str) -> None:
        for block, lines in self._groups:
            any_fits = False
            for words, widgets in lines:
                fits = not text.strip() or fit(text, words) > 0
                any_fits = any_fits or fits
                for widget in widgets:
                    widget.setVisible(fits)
            block.setVisible(any_fits)


def _length(group: tuple[str, list[tuple[str, str, str, bool]]]) -> int:
    return len(group[1])
