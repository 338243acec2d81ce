"""Buttons: with a text of the catalogue, with an icon only, or made from an action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from app.ui.context import Ui

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QKeyEvent

_ICON_TOKEN = {"primary": "on_accent", "danger": "on_danger_button", "ghost": "accent_text", "icon": "muted"}


class _Base(QPushButton):
    """Enter presses the focused button like Space does; the icon follows kind and theme."""

    def __init__(self, ui: Ui, kind: str, icon: str | None, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._ui = ui
        self._kind = kind
        self._icon = icon
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setIconSize(QSize(16, 16))
        ui.theme_changed.connect(self._paint_icon)
        self._paint_icon()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        from PySide6.QtCore import Qt

        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)

    def _paint_icon(self) -> None:
        if self._icon:
            self.setIcon(self._ui.icon(self._icon, _ICON_TOKEN.get(self._kind, "text"), "disabled"))


class Button(_Base):
    """``kind``: primary (one per view), secondary, ghost or danger."""

    def __init__(self, ui: Ui, key: str, kind: str = "secondary", icon: str | None = None,
                 parent: QWidget | None = None, **params: object) -> None:
        super().__init__(ui, kind, icon, parent)
        self._key, self._params = key, params
        ui.language_changed.connect(self.retranslate)
        self.retranslate()

    def set_key(self, key: str, **params: object) -> None:
        self._key, self._params = key, params
        self.retranslate()

    def retranslate(self) -> None:
        text = self._ui.t(self._key, **self._params)
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)


class IconButton(_Base):
    """An icon alone; its name is the tool tip and what a screen reader says."""

    def __init__(self, ui: Ui, icon: str, name_key: str, parent: QWidget | None = None) -> None:
        super().__init__(ui, "icon", icon, parent)
        self._key = name_key
        self.setIconSize(QSize(20, 20))
        ui.language_changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        text = self._ui.t(self._key)
        self.setAccessibleName(text)
        self.setToolTip(text)


class ActionButton(_Base):
    """Shows an action's text, follows its state, triggers it."""

    def __init__(self, ui: Ui, action: QAction, kind: str = "secondary", parent: QWidget | None = None) -> None:
        super().__init__(ui, kind, action.property("iconName") or None, parent)
        self._action = action
        action.changed.connect(self._follow)
        self.clicked.connect(action.trigger)
        self._follow()

    def _follow(self) -> None:
        text = self._action.text()
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        self.setToolTip(self._action.toolTip())
        self.setEnabled(self._action.isEnabled())
