"""A scroll area that is as high as its content, up to a limit; beyond it the content scrolls."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget


class FitArea(QScrollArea):
    """Follows the height of ``content``."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self._most = 10_000
        self._content = content
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setWidget(content)
        content.installEventFilter(self)

    def set_most(self, height: int) -> None:
        """The limit, in pixels."""
        if height != self._most:
            self._most = height
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self._content.sizeHint().width(), min(self._needed(), self._most))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._content.minimumSizeHint().width(), min(self.sizeHint().height(), self._most))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._content.setMaximumHeight(max(self._needed(), self.viewport().height()))
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def _needed(self) -> int:
        """The height of the content at the width it has."""
        content = self._content
        width = max(self.viewport().width(), 1)
        return content.heightForWidth(width) if content.hasHeightForWidth() else content.sizeHint().height()
