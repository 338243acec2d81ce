"""What the frame remembers from one start to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from PySide6.QtCore import QSettings

    from app.ui.main_window import Frame

_SCREEN = "frame/screen"


class Memory(QObject):
    """The screen of the rail that was shown last: kept at each change, so also a window that is killed comes back so."""

    def __init__(self, frame: Frame, settings: QSettings) -> None:
        super().__init__(frame)
        self._frame, self._settings = frame, settings
        frame.shown.connect(self._shown)

    def screen(self) -> str:
        """Id of that screen, "" when there is none or it is gone."""
        kept = self._settings.value(_SCREEN)
        known = {spec.id for spec in self._frame.specs if spec.section is not None}
        return kept if isinstance(kept, str) and kept in known else ""

    def kept(self, name: str) -> str:
        """What a screen kept under a name, "" when there is nothing."""
        value = self._settings.value(name)
        return value if isinstance(value, str) else ""

    def keep(self, name: str, text: str) -> None:
        """Keep something for a screen."""
        if self.kept(name) != text:
            self._settings.setValue(name, text)

    def _shown(self, screen_id: str) -> None:
        spec = next(one for one in self._frame.specs if one.id == screen_id)
        self._settings.setValue(_SCREEN, spec.parent or spec.id)
