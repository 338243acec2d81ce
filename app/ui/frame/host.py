"""What a screen may ask of the window. The one constructor argument of every screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app.ui.runtime.runner import bound_to_qobject

if TYPE_CHECKING:
    from app.ui.actions import ActionRegistry
    from app.ui.context import Ui
    from app.ui.main_window import Frame
    from app.ui.runtime.autosave import Autosave
    from app.ui.runtime.errors import ErrorRouter
    from app.ui.runtime.runner import Runner


class ScreenHost(QObject):
    """Texts and look, commands and queries, autosave, actions, the services, and the few things the frame does for screens."""

    officer_changed = Signal(str)

    def __init__(
        self, frame: Frame, ui: Ui, runner: Runner, autosave: Autosave, actions: ActionRegistry, errors: ErrorRouter,
        whole: ScreenHost | None = None,
    ) -> None:
        super().__init__(frame)
        self._whole = whole or self
        self._frame = frame
        self.ui = ui
        self.runner = runner
        self.autosave = autosave
        self.actions = actions
        self.errors = errors
        self._services: Any = None
        self._officer = ""
        if whole is not None:
            whole.officer_changed.connect(self.officer_changed)

    def for_page(self, ui: Ui) -> ScreenHost:
        """The same for one screen, which follows language and look through an ``ui`` of its own."""
        return ScreenHost(self._frame, ui, self.runner, self.autosave, self.actions, self.errors, self)

    @property
    def services(self) -> Any:
        """The services of the open store; None before."""
        return self._whole._services

    @services.setter
    def services(self, services: Any) -> None:
        self._whole._services = services

    @property
    def officer(self) -> str:
        """Name of the officer who works now; "" before the store is open."""
        return self._whole._officer

    def set_officer(self, name: str, others: Sequence[str] = ()) -> None:
        """Who works now, and all between whom the top bar lets switch."""
        changed = name != self._whole._officer
        self._whole._officer = name
        self._frame.top.set_officer(name, others)
        if changed:
            self._whole.officer_changed.emit(name)

    def go(self, screen_id: str, argument: object = None) -> None:
        """Show another screen; it comes into the history of Alt+Left."""
        self._frame.go(screen_id, argument)

    def back(self) -> None:
        self._frame.back()

    def toast(
        self, key: str, action_key: str | None = None, action: Callable[[], object] | None = None, **params: object
    ) -> None:
        """A short note that leaves by itself; ``action`` (bound method) stands behind a button such as "Undo"."""
        bound_to_qobject(action)
        self._frame.toast.show_text(self.ui.t(key, **params), self.ui.t(action_key) if action_key else None, action)

    def banner(self, key: str, kind: str = "info", **params: object) -> None:
        """A message on top of the screen that is shown."""
        self._frame.show_banner(self.ui.t(key, **params), kind)

    def ask(
        self, title_key: str, text_key: str, yes_key: str, on_yes: Callable[[], object], *, danger: bool = False, **params: object
    ) -> None:
        """Ask before something that cannot be undone. Does not wait: ``on_yes`` (bound method) is called later."""
        bound_to_qobject(on_yes)
        self._frame.ask(self.ui.t(title_key, **params), self.ui.t(text_key, **params), yes_key, on_yes, danger)

    def set_count(self, screen_id: str, number: int | None, kind: str = "plain") -> None:
        """The pill behind an entry of the rail; ``kind`` plain or danger."""
        self._frame.rail.set_count(screen_id, number, kind)

    def set_methodology(self, name: str) -> None:
        self._frame.status.set_methodology(name)

    def help(self, topic: str) -> None:
        """Open the panel of help at a topic: a screen's id, ``item:A04``, ``ratio:current``, ``cap:K01``, ``warning:W01``."""
        self._frame.help.show_topic(topic)

    def save_now(self) -> None:
        """Commit the field that is being typed in and write everything."""
        self._frame.save_now()

    def kept(self, name: str) -> str:
        """What was kept with ``keep`` at an earlier start, "" when there is nothing."""
        return self._frame.kept(name)

    def keep(self, name: str, text: str) -> None:
        """Keep how a screen looks for the next start; what the business needs goes into the store instead."""
        self._frame.keep(name, text)
