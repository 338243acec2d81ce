"""The window locks when nobody has touched it for a while: it shows nothing and takes nothing until a password is given.

What was typed is written first, and the pages stay as they are behind the lock. Only whoever works here with a password
can be locked out; an officer without one has nothing to unlock with.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid

from app.models.domain.errors import UserError
from app.services.people import same_person
from app.services.settings.schema import LOCK
from app.ui.frame.lock_page import LockPage

if TYPE_CHECKING:
    from PySide6.QtGui import QWindow

    from app.services.registry import Services
    from app.ui.main_window import Frame

_LOOK_MS = 5000
_INPUT = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel, QEvent.Type.TouchBegin,
    QEvent.Type.TouchUpdate, QEvent.Type.TabletPress, QEvent.Type.InputMethod,
})


@dataclass(frozen=True, slots=True)
class _Known:
    minutes: int
    names: tuple[str, ...]  # active officers who have a password
    everybody: bool = False  # and no one else works here


class WindowLock(QObject):
    """Watches for keys and the mouse; locks after the minutes of the setting, or when it is asked to."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self._frame, self._host = frame, frame.host
        self._known = _Known(0, ())
        self._wanted = False  # lock as soon as it is known who can open again
        self._away: list[QWidget] = []
        self._focus: QWidget | None = None
        self._last = self._now()
        self.page: LockPage | None = None
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self.check)

    def start(self) -> None:
        """The store is open: watch from now on."""
        if getattr(self._host.services, "officers", None) is None:
            return
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusWindowChanged.connect(self._watch)
        self._watch(self._frame.windowHandle())
        self._host.runner.changed.connect(self._changed)
        self._host.officer_changed.connect(self._other_officer)
        self._read()

    @property
    def locked(self) -> bool:
        return self.page is not None

    def possible(self) -> bool:
        """Whether the officer at work could unlock the window again."""
        return any(same_person(name, self._host.officer) for name in self._known.names)

    def begin(self) -> None:
        """The program starts with an officer who has a password. Where everybody has one, nothing is shown before one was given,
        unless locking is off; where somebody may begin without, the password can be given up.
        """
        self._frame.put_away(True)
        self._wanted = True
        self._read()

    # --- when -----------------------------------------------------------------------------------------------------------

    def check(self) -> None:
        """Lock if nobody has touched the window for as long as the setting says."""
        if self._is_due():
            self.lock()

    def _is_due(self) -> bool:
        now = self._now()
        if now < self._last:  # the clock was set back
            self._last = now
        minutes = self._known.minutes
        return bool(minutes) and not self.locked and self.possible() and now - self._last >= timedelta(minutes=minutes)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in _INPUT or self.locked:
            return False
        if self._is_due():  # the computer slept: the first touch afterwards is too late
            self.lock()
            return True
        self._last = self._now()
        return False

    def _watch(self, window: QWindow | None) -> None:
        """Keys and mouse come to the window in use first, before any widget of it."""
        if window is not None:
            window.installEventFilter(self)

    def _now(self) -> datetime:
        clock = getattr(self._host.services, "clock", None)
        return clock.now() if clock is not None else datetime.now().astimezone()

    # --- who can open it again ------------------------------------------------------------------------------------------

    def _changed(self, flags: frozenset[str], owner: object) -> None:
        if flags & {"officers", "settings"}:
            self._read()

    def _other_officer(self, name: str) -> None:
        self._last = self._now()
        self._run()

    def _read(self) -> None:
        if not self._host.runner.closed:
            self._host.runner.query(_known, self._host.services, done=self._told, key="window.lock")

    def _told(self, known: _Known) -> None:
        self._known = known
        self._run()
        self._host.actions.refresh()
        wanted, self._wanted = self._wanted, False
        if wanted and not self.locked:
            if known.minutes and known.everybody and self.possible():
                self._lock("ui.lock.start")
            else:
                self._frame.put_away(False)
                self._frame.sign_in(self._host.officer)

    def _run(self) -> None:
        if self._known.minutes and self.possible():
            self._look.start()
        else:
            self._look.stop()

    # --- locking --------------------------------------------------------------------------------------------------------

    def lock(self) -> None:
        """Write what is typed, put everything away, ask for the password."""
        if not self.locked and self.possible():
            self._lock("ui.lock.text")

    def _lock(self, text_key: str) -> None:
        frame = self._frame
        frame.save_now()
        self._focus = QApplication.focusWidget()
        self._put_away()
        frame.actions_.set_resting(True)
        frame.put_away(True)
        self.page = LockPage(self._host.ui, frame, self._host.officer, self._known.names, text_key)
        self.page.entered.connect(self._entered)
        self.page.show()
        self.page.raise_()
        self.page.password.line.setFocus()

    def _put_away(self) -> None:
        """Menus close; dialogs and other windows of the program wait, with what is typed in them."""
        others = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not self._frame]
        self._away = []
        for one in others:
            if isinstance(one, QDialog) or one.windowType() == Qt.WindowType.Window:
                self._away.append(one)
                one.hide()
            else:
                one.close()

    def _entered(self, name: str, password: str) -> None:
        assert self.page is not None
        self.page.set_busy(True)
        self._host.runner.command(self._host.services.officers.sign_in, name, password, done=self._fits, failed=self._refused)

    def _refused(self, error: UserError) -> None:
        if self.page is not None:
            self.page.show_error(error)

    def _fits(self, _answer: object) -> None:
        if self.page is None:
            return
        name = self.page.name
        other = not same_person(name, self._host.officer)
        self._unlock()
        if other:
            self._frame.sign_in(name)

    def _unlock(self) -> None:
        page, self.page = self.page, None
        frame = self._frame
        if page is not None:
            page.hide()
            page.deleteLater()
        self._last = self._now()
        frame.put_away(False)
        frame.actions_.set_resting(False)
        away, self._away = self._away, []
        for one in away:
            if isValid(one):
                _bring_back(one)
        if not away:
            if self._focus is not None and isValid(self._focus) and self._focus.isVisible():
                self._focus.setFocus()
            else:
                frame.to_page()
        self._focus = None


def _bring_back(window: QWidget) -> None:
    if isinstance(window, QDialog):
        window.open()
    else:
        window.show()


def _known(services: Services) -> _Known:
    with services.page():
        active = [one for one in services.officers.all() if one.active]
        minutes = int(services.settings.get(LOCK))
    return _Known(minutes, tuple(one.name for one in active if one.has_password), all(one.has_password for one in active))
