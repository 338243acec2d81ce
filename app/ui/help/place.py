"""Where the panel of help stands in the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect

if TYPE_CHECKING:
    from PySide6.QtWidgets import QHBoxLayout, QWidget

    from app.ui.frame.host import ScreenHost
    from app.ui.help.panel import HelpPanel
    from app.ui.main_window import Frame

_PAGE_NEEDS = 1180


class HelpPlace(QObject):
    """Makes the panel when it is first wanted, and keeps it at the right of the page."""

    def __init__(self, frame: Frame, host: ScreenHost, middle: QHBoxLayout, whole: QWidget) -> None:
        super().__init__(frame)
        self._frame, self._host, self._middle, self._whole = frame, host, middle, whole
        self.panel: HelpPanel | None = None

    def show_topic(self, topic: str) -> None:
        """Open the panel at a topic."""
        if self.panel is None:
            from app.ui.help.panel import HelpPanel

            self.panel = HelpPanel(self._frame.ui, self._host, self._whole)
            self.panel.closed.connect(self._place)
            self._whole.installEventFilter(self)
        self.panel.open_at(topic)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._place()
        return False

    def _place(self) -> None:
        """Beside the page if that leaves it enough room, else over its right edge."""
        panel = self.panel
        if panel is None:
            return
        from app.ui.help.panel import WIDTH

        wide = self._frame.ui.px(WIDTH)
        whole = self._whole
        top, bottom = self._frame.top.height(), whole.height() - self._frame.status.height()
        beside = not panel.isHidden() and whole.width() - self._frame.rail.width() - wide >= _PAGE_NEEDS
        margin = wide if beside else 0
        if self._middle.contentsMargins().right() != margin:
            self._middle.setContentsMargins(0, 0, margin, 0)
        place = QRect(whole.width() - wide, top, wide, bottom - top)
        if panel.geometry() != place:
            panel.setGeometry(place)
        if not panel.isHidden():
            panel.raise_()
