"""What a day brings by itself, whatever page is open: overrides that have ended let the grade fall back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from app.ui.frame.host import ScreenHost

_LOOK_MS = 10 * 60 * 1000


class DayWatch(QObject):
    """Looks once the window is there, and every ten minutes: a window may stay open over midnight."""

    def __init__(self, host: ScreenHost) -> None:
        super().__init__(host)
        self._host = host
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """From now on."""
        self._timer.start()
        self.look()

    def look(self) -> None:
        """Read off the window's thread; write only where something has ended."""
        watch = getattr(self._host.services, "overrides_watch", None)
        if watch is not None and not self._host.runner.closed:
            self._host.runner.query(watch.ended, done=self._found, key="day.ended")

    def _found(self, ended: int) -> Any:
        if ended:
            self._host.runner.command(self._host.services.overrides_watch.fall_back, self._host.ui.lang)
