"""What a new user needs beside the screens: the welcome on a new store, the short tour, and the sample's way out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.ui.actions.registry import Action

if TYPE_CHECKING:
    from app.services.changes import Changed
    from app.ui.main_window import Frame
    from app.ui.tour import Tour

_OF_THE_SAMPLE = ("customer", "case", "statements", "score", "approval", "documents")


class FirstSteps(QObject):
    """Registers its actions when the store is open. ``welcomed`` is called when the welcome is left, finished or skipped."""

    def __init__(self, frame: Frame, welcomed: Callable[[], None]) -> None:
        super().__init__(frame)
        self._frame, self._welcomed = frame, welcomed
        self._has_sample = self._is_welcome = False
        self.tour: Tour | None = None
        host = frame.host
        add, group = host.actions.add, "ui.group.general"
        add(Action("app.tour", "ui.action.tour", self.show_tour, "", "info", group, menu="help"))
        add(Action("app.welcome", "ui.action.welcome", self.show_welcome, "", "open", group, menu="help"))
        add(Action("sample.remove", "ui.action.sample_remove", self._remove, "", "delete", "ui.group.customers", self.has_sample))
        add(Action("app.settings", "ui.action.settings", self.show_settings, "Ctrl+,", "settings", group))
        frame.shown.connect(self._shown)
        host.runner.changed.connect(self._changed)

    def has_sample(self) -> bool:
        """Whether a sample company is in the store, as far as is known."""
        return self._has_sample

    def look(self) -> None:
        """Ask the store for sample data."""
        host = self._frame.host
        if host.services is not None and not host.runner.closed:
            host.runner.query(host.services.samples.there, done=self._known, key="first_steps.sample")

    def show_welcome(self) -> None:
        self._frame.go("welcome")

    def show_settings(self) -> None:
        self._frame.go("settings")

    def show_tour(self) -> None:
        """Begin the tour, or begin it anew."""
        from app.ui.tour import Stop, Tour

        if self.tour is not None and self.tour.isVisible():
            self.tour.close_tour()
        stops = tuple(Stop(name, target) for name, target in self._targets().items() if target is not None)
        self.tour = Tour(self._frame.host.ui, self._frame, stops)
        self.tour.destroyed.connect(self._tour_gone)

    def _tour_gone(self) -> None:
        self.tour = None

    def _targets(self) -> dict[str, QWidget | None]:
        frame = self._frame
        rail = frame.rail
        return {
            "rail": rail, "search": frame.top.findChild(QWidget, "search") or frame.top, "today": rail.entry("today"),
            "case": rail.entry("cases") or rail.entry("customers"), "foot": frame.status,
        }

    def _shown(self, screen_id: str) -> None:
        if screen_id == "welcome":
            self._is_welcome = True
        elif self._is_welcome:
            self._is_welcome = False
            self._welcomed()

    def _changed(self, flags: frozenset[str], owner: object) -> None:
        if "customer" in flags:
            self.look()

    def _known(self, there: bool) -> None:
        self._has_sample = there
        self._frame.host.actions.refresh()

    def _remove(self) -> None:
        host = self._frame.host
        host.runner.command(host.services.samples.remove, host.officer, done=self._removed)

    def _removed(self, changed: Changed[int]) -> None:
        frame = self._frame
        if frame.current in _OF_THE_SAMPLE:
            frame.go("customers")
        frame.host.toast("ui.sample.removed")
        self.look()
