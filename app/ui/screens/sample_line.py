"""The line that marks the sample company and takes it out with one click; what was removed can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.ui.frame.host import ScreenHost

_REMOVE = "sample.remove"


class SampleLine(QWidget):
    """Hidden until ``show_for(True)``. Its button is made late: the action comes after the first screen."""

    def __init__(self, host: ScreenHost) -> None:
        super().__init__()
        self._host = host
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(2, 0, 2, 0)
        self._row.addWidget(Label(host.ui, "ui.sample.there", role="small"), 1)
        self.button: QWidget | None = None
        self._is_there = False
        host.actions.changed.connect(self._add_button)
        self.hide()

    def show_for(self, there: bool) -> None:
        """Whether the sample company is in the store."""
        self._is_there = there
        self._add_button()
        self.setVisible(there)

    def _add_button(self) -> None:
        actions = self._host.actions
        if self._is_there and self.button is None and any(action.id == _REMOVE for action in actions.all()):
            self.button = actions.button(_REMOVE, "ghost")
            self._row.addWidget(self.button)
