"""Some thousand customers in the window: whatever is done with the whole list, the window can answer all the while."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication

from app.models.db.store import Store
from app.services.clock import FixedClock
from app.services.registry import build_services
from app.ui.application import Opened, Window
from app.ui.screens import SCREENS
from benchmarks.many import TODAY, many_store
from tests.ui import heartbeat as measure
from tests.ui.foundation.test_heartbeat import work
from tests.ui.heartbeat import Heartbeat
from tests.ui.screens.conftest import Walk

MANY = 4000
LONG_MS = 60_000
CTRL = Qt.KeyboardModifier.ControlModifier
SORTS = ("limit", "grade", "name", "next_review", "case")
PLACES = 12


class Lister(Walk):
    """Acts on the list and takes the time of the window's thread for each act and for what follows from it."""

    def __init__(self, window: Window, qtbot: Any, heartbeat: Heartbeat) -> None:
        super().__init__(window, qtbot)
        self.heartbeat = heartbeat

    def act(self, what: str, do: Callable[..., object], *args: Any, until: Callable[[], bool] | None = None) -> None:
        self.heartbeat.begin(what)
        do(*args)
        self.heartbeat.beat()
        if until is not None:
            self.qtbot.waitUntil(until, timeout=LONG_MS)
        self.rest()
        self.heartbeat.beat()

    def rest(self) -> None:
        assert self.window.backstage is not None
        runner = self.window.backstage.runner
        self.qtbot.waitUntil(lambda: not runner.busy, timeout=LONG_MS)


@pytest.fixture
def lister(open_window: Callable[..., Window], tmp_path: Path, qtbot: Any) -> Iterator[Lister]:
    """The window over many made-up customers; the heart beats from when it is open, for the start has its own measure."""
    path = many_store(tmp_path / "many.zixin", MANY)

    def open_store() -> Opened:
        store = Store.open(path)
        services = build_services(store, FixedClock(TODAY))
        return Opened(services, path.name, False, lambda: "1", "officer 1", ("officer 1", "officer 2"), store.close)

    window = open_window(SCREENS, open_store=open_store, first="officers")
    Walk(window, qtbot).rest()
    heartbeat = Heartbeat()
    yield Lister(window, qtbot, heartbeat)
    heartbeat.stop()


def take_all(at: Lister, screen: Any, target: Path) -> None:
    """Select every row, add them up, copy them, and write them to a file."""
    key, table, clipboard = at.qtbot.keyClick, screen.table, QGuiApplication.clipboard()
    at.qtbot.waitUntil(lambda: table.paged.all_ids is not None, timeout=LONG_MS)
    table.setFocus()
    at.act("selecting all", key, table, Qt.Key.Key_A, CTRL,
           until=lambda: screen.taking.totals is not None and screen.taking.totals.rows == MANY)
    clipboard.clear()
    at.act("copying", key, table, Qt.Key.Key_C, CTRL, until=lambda: bool(clipboard.text()))
    with at.heartbeat.apart():
        assert clipboard.text().count("\n") == MANY
    at.act("writing a file", screen.taking.write, str(target))
    with at.heartbeat.apart():
        assert len(target.read_text(encoding="utf-8-sig").splitlines()) == MANY + 1
    at.act("selecting none", table.clearSelection)


def test_the_window_answers_whatever_is_done_with_many_customers(lister: Lister, tmp_path: Path) -> None:
    at = lister
    at.act("opening", at.frame.go, "customers", until=lambda: at.screen("customers").model.found is not None)
    screen = at.screen("customers")
    assert screen.model.found.total == MANY
    for key in SORTS:
        at.act(f"sorting by {key}", screen.table.sort_wanted.emit, key)
        assert screen.model.query.sort == key
    bar = screen.table.verticalScrollBar()
    for step in range(1, PLACES + 1):
        at.act("scrolling", bar.setValue, bar.maximum() * step // PLACES)
    at.qtbot.waitUntil(lambda: screen.table.paged.has_row(MANY - 1), timeout=LONG_MS)
    screen.search.setFocus()
    at.act("filtering", at.qtbot.keyClicks, screen.search, "falcon", until=lambda: 0 < screen.model.found.total < MANY)
    at.act("all again", at.qtbot.keyClick, screen.search, Qt.Key.Key_Escape, until=lambda: screen.model.found.total == MANY)
    take_all(at, screen, tmp_path / "list.csv")
    at.heartbeat.check()


class Slow(QObject):
    """A slot that keeps the window's thread at work."""

    def work(self, *_told: object) -> None:
        work(2 * measure.MOST_MS)


def test_a_slot_that_works_too_long_on_the_list_is_found(lister: Lister, monkeypatch: pytest.MonkeyPatch) -> None:
    """So the test above can fail, and says at what."""
    monkeypatch.setattr(measure, "yardstick", lambda: 1.0)
    at, fault = lister, Slow()
    at.act("opening", at.frame.go, "customers", until=lambda: at.screen("customers").model.found is not None)
    screen = at.screen("customers")
    screen.model.opened.connect(fault.work)
    at.act("sorting", screen.table.sort_wanted.emit, "limit", until=lambda: screen.model.query.sort == "limit")
    screen.model.opened.disconnect(fault.work)
    with pytest.raises(AssertionError, match="ms of work on the window's thread: .*sorting"):
        at.heartbeat.check()
    at.heartbeat.longest_ms = 0.0
