"""The registry of actions. An action is a record; from it come its menu entry, its button, its shortcut and its help line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from app.ui.context import Ui
from app.ui.runtime.runner import bound_to_qobject
from app.ui.widgets.buttons import ActionButton


@dataclass(frozen=True, slots=True)
class Action:
    """One thing the user can do.

    ``callback`` is a bound method of a QObject without arguments. ``enabled`` is asked at ``refresh``. ``screen``: the action
    works only while that screen is shown; None means always. ``group_key`` heads its lines in the shortcut sheet.
    """

    id: str
    text_key: str
    callback: Callable[[], object]
    shortcut: str = ""
    icon: str | None = None
    group_key: str = "ui.group.general"
    enabled: Callable[[], bool] | None = None
    screen: str | None = None


class ActionRegistry(QObject):
    """All actions of the window; owns their QActions."""

    changed = Signal()

    def __init__(self, ui: Ui, window: QWidget, before: Callable[[], None] | None = None) -> None:
        super().__init__(window)
        self._ui = ui
        self._window = window
        self._before = before
        self._actions: dict[str, Action] = {}
        self._made: dict[str, QAction] = {}
        self._screen: str | None = None
        ui.language_changed.connect(self._retranslate)
        ui.theme_changed.connect(self._retranslate)

    def add(self, action: Action) -> QAction:
        """Register ``action``; ValueError when its id or its shortcut is taken."""
        bound_to_qobject(action.callback)
        if action.id in self._actions:
            raise ValueError(f"action {action.id} is registered twice")
        if action.shortcut and (taken := self._holder(action.shortcut)):
            raise ValueError(f"{action.shortcut} of {action.id} belongs to {taken}")
        made = QAction(self._window)
        made.setObjectName(action.id)
        made.setProperty("iconName", action.icon or "")
        if action.shortcut:
            made.setShortcut(QKeySequence(action.shortcut))
        made.triggered.connect(self._triggered)
        self._actions[action.id], self._made[action.id] = action, made
        self._window.addAction(made)
        self._dress(action, made)
        self._allow(action, made)
        self.changed.emit()
        return made

    def qaction(self, action_id: str) -> QAction:
        return self._made[action_id]

    def all(self) -> tuple[Action, ...]:
        """Every action, in the order of registration."""
        return tuple(self._actions.values())

    def button(self, action_id: str, kind: str = "secondary", parent: QWidget | None = None) -> ActionButton:
        """A button that shows the action's text, follows its state and triggers it."""
        return ActionButton(self._ui, self._made[action_id], kind, parent)

    def menu(self, action_ids: Iterable[str], parent: QWidget | None = None) -> QMenu:
        """A menu of actions; ``-`` draws a line."""
        menu = QMenu(parent or self._window)
        for action_id in action_ids:
            if action_id == "-":
                menu.addSeparator()
            else:
                menu.addAction(self._made[action_id])
        return menu

    def refresh(self) -> None:
        """Ask every action whether it is possible now."""
        for action_id, action in self._actions.items():
            self._allow(action, self._made[action_id])

    def set_screen(self, screen: str) -> None:
        """The screen that is shown: actions of others rest."""
        self._screen = screen
        self.refresh()

    # ---------------------------------------------------------------------------------------------------------------

    def _holder(self, shortcut: str) -> str | None:
        wanted = QKeySequence(shortcut).toString()
        return next(
            (one.id for one in self._actions.values() if one.shortcut and QKeySequence(one.shortcut).toString() == wanted), None
        )

    def _allow(self, action: Action, made: QAction) -> None:
        here = action.screen is None or action.screen == self._screen
        made.setEnabled(here and (action.enabled is None or action.enabled()))

    def _dress(self, action: Action, made: QAction) -> None:
        text = self._ui.t(action.text_key)
        made.setText(text)
        made.setToolTip(
            f"{text} ({made.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})" if action.shortcut else text
        )
        if action.icon:
            made.setIcon(self._ui.icon(action.icon))

    def _retranslate(self) -> None:
        for action_id, action in self._actions.items():
            self._dress(action, self._made[action_id])

    def _triggered(self) -> None:
        sender = self.sender()
        action = self._actions.get(sender.objectName()) if sender is not None else None
        if action is None:
            return
        if self._before is not None:
            self._before()
        action.callback()
        self.refresh()
