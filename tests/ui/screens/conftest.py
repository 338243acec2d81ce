"""A real store with the sample company for the screens: without a window for view models, behind a real window for views."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal

from app.models.db.store import Store
from app.models.domain.enums import Role
from app.models.domain.errors import UserError
from app.services.clock import FixedClock
from app.services.registry import Services, build_services
from app.ui.application import Opened, Window
from app.ui.runtime.autosave import Autosave
from app.ui.runtime.runner import deliver
from app.ui.screens import SCREENS

TODAY = date(2026, 11, 22)
OFFICER, SECOND = "officer 1", "officer 2"


class InstantRunner(QObject):
    """Does everything at once on this thread; faults that no view model takes are collected in ``routed``."""

    changed = Signal(object, object)
    command_done = Signal()
    busy_changed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.routed: list[BaseException] = []
        self.held: list[Callable[[], None]] | None = None

    def query(self, call: Callable[..., Any], *args: Any, done: Any, failed: Any = None, key: str | None = None) -> None:
        self._do(call, args, done, failed)

    def command(self, call: Callable[..., Any], *args: Any, done: Any = None, failed: Any = None) -> None:
        self._do(call, args, done, failed)

    def save(self, call: Callable[..., Any], *args: Any, done: Any, failed: Any, owner: object = None) -> None:
        self._do(call, args, done, failed, every=True)

    def hold(self) -> None:
        """Work goes on, but its answers wait until ``release``: as if the window had not come round to them yet."""
        self.held = []

    def release(self) -> None:
        held, self.held = self.held or [], None
        for answer in held:
            answer()

    def _do(self, call: Callable[..., Any], args: tuple[Any, ...], done: Any, failed: Any, every: bool = False) -> None:
        try:
            result = call(*args)
        except Exception as error:
            if not ((every or isinstance(error, UserError)) and deliver(failed, error)):
                self.routed.append(error)
            return
        if self.held is None:
            deliver(done, result)
        else:
            self.held.append(lambda: deliver(done, result))


class Desk:
    """What a view model is given."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.runner: Any = InstantRunner()
        self.autosave = Autosave(self.runner)
        self.name = OFFICER

    def officer(self) -> str:
        return self.name

    def close(self) -> None:
        """End the timers of the autosave."""
        self.autosave.deleteLater()


def make_services(folder: Path, sample: bool = True) -> tuple[Store, Services]:
    """A new store with two officers and, if wanted, the sample company with its open case."""
    folder.mkdir(parents=True, exist_ok=True)
    store = Store.open(folder / "office.zixin", create=True)
    services = build_services(store, FixedClock(TODAY))
    services.methodologies.ensure_builtin(OFFICER)
    for name in (OFFICER, SECOND):
        services.officers.add(name, Role.GENERAL_MANAGER, OFFICER)
    if sample:
        services.samples.install(OFFICER)
    return store, services


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Services]:
    """Services over a store with the sample company."""
    store, services = make_services(tmp_path / "office")
    yield services
    store.close()


@pytest.fixture
def empty_office(tmp_path: Path) -> Iterator[Services]:
    """Services over a store without customers."""
    store, services = make_services(tmp_path / "empty", sample=False)
    yield services
    store.close()


@pytest.fixture
def desk(office: Services, qtbot: Any) -> Iterator[Desk]:
    made = Desk(office)
    yield made
    made.close()


@pytest.fixture
def empty_desk(empty_office: Services, qtbot: Any) -> Iterator[Desk]:
    made = Desk(empty_office)
    yield made
    made.close()


class Walk:
    """The real window over a real store, and ways to move in it."""

    def __init__(self, window: Window, qtbot: Any) -> None:
        self.window, self.qtbot = window, qtbot
        self.frame = window.frame
        self.services: Services = window.frame.host.services

    def screen(self, name: str) -> Any:
        return self.frame._screens[name]

    def go(self, name: str, argument: object = None) -> Any:
        """Show a screen and wait until it has read everything."""
        self.frame.go(name, argument)
        self.rest()
        return self.screen(name)

    def rest(self) -> None:
        """Wait until nothing is under way and nothing typed is unsaved."""
        assert self.window.backstage is not None
        runner, autosave = self.window.backstage.runner, self.window.backstage.autosave
        self.qtbot.waitUntil(lambda: not runner.busy and not autosave.pending, timeout=15_000)

    def switch(self, name: str) -> None:
        """Another officer takes over the window."""
        self.frame.top.officer_chosen.emit(name)
        self.rest()

    def save(self) -> None:
        """Ctrl+S, and wait for it."""
        self.frame.save_now()
        self.rest()

    @property
    def sample(self) -> Any:
        """The row of the sample company."""
        return self.services.customers.page()[0]


@pytest.fixture
def walk(open_window: Callable[..., Window], tmp_path: Path, qtbot: Any) -> Callable[..., Walk]:
    """``walk(sample=True, lang="en", first="customers")``."""

    def start(sample: bool = True, **more: Any) -> Walk:
        def open_store() -> Opened:
            store, services = make_services(tmp_path / "walk", sample)
            return Opened(services, "office.zixin", False, lambda: "1", OFFICER, (OFFICER, SECOND), store.close)

        more.setdefault("first", "customers")
        made = Walk(open_window(SCREENS, open_store=open_store, **more), qtbot)
        made.frame.activateWindow()  # shortcuts work in the active window only
        qtbot.waitUntil(made.frame.isActiveWindow, timeout=5000)
        made.rest()
        return made

    return start
