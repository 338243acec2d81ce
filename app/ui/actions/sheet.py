"""The sheet of shortcuts, made from the registry."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from app.ui.actions.registry import ActionRegistry
from app.ui.context import Ui
from app.ui.widgets.badge import Badge
from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import Label, SectionTitle


class ShortcutSheet(QDialog):
    """Every action that has a shortcut, by group."""

    def __init__(self, ui: Ui, actions: ActionRegistry, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(ui.t("ui.action.shortcuts"))
        self.setMinimumWidth(420)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 16, 20, 16)
        outer.setSpacing(12)
        groups: dict[str, list[tuple[str, str]]] = {}
        for action in actions.all():
            if action.shortcut:
                keys = QKeySequence(action.shortcut).toString(QKeySequence.SequenceFormat.NativeText)
                groups.setdefault(action.group_key, []).append((ui.t(action.text_key), keys))
        for group, lines in groups.items():
            outer.addWidget(SectionTitle(ui, group))
            grid = QGridLayout()
            grid.setColumnStretch(0, 1)
            grid.setVerticalSpacing(5)
            for row, (text, keys) in enumerate(lines):
                grid.addWidget(Label(ui, text=text), row, 0)
                grid.addWidget(Badge(ui, keys), row, 1, Qt.AlignmentFlag.AlignRight)
            outer.addLayout(grid)
        close = Button(ui, "ui.close", "primary")
        close.clicked.connect(self.close)
        outer.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        close.setFocus()
