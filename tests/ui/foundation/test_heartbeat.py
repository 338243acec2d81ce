"""The heartbeat finds a window that cannot answer, whether it works or waits, and nothing else."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from PySide6.QtCore import QTimer

from tests.ui import heartbeat as measure
from tests.ui.heartbeat import MOST_MS, MOST_WAIT_MS, Heartbeat


def work(milliseconds: float) -> None:
    """Keep this thread at work; counted in its own time, as on an idle machine."""
    until = time.thread_time() + milliseconds / 1000
    while time.thread_time() < until:
        pass


@pytest.fixture
def steady(monkeypatch: pytest.MonkeyPatch) -> None:
    """A processor that is as quick as where the bound was set."""
    monkeypatch.setattr(measure, "yardstick", lambda: 1.0)


@pytest.mark.usefixtures("steady")
def test_work_on_the_windows_thread_is_found_and_told_with_its_act(heartbeat: Heartbeat) -> None:
    heartbeat.begin("opening the page")
    work(MOST_MS + 50)
    heartbeat.beat()
    with pytest.raises(AssertionError, match="opening the page"):
        heartbeat.check()
    heartbeat.longest_ms = 0.0


def test_a_slower_processor_is_allowed_for(heartbeat: Heartbeat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measure, "yardstick", lambda: 3.0)
    heartbeat.begin()
    work(MOST_MS + 50)
    heartbeat.check()


def test_a_wait_on_the_windows_thread_is_found(heartbeat: Heartbeat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeat._sleeper, "late", lambda: 0.0)
    heartbeat.begin()
    threading.Event().wait((MOST_WAIT_MS + 600) / 1000)
    with pytest.raises(AssertionError, match="waiting"):
        heartbeat.check()


def test_a_machine_that_lets_nobody_run_is_not_the_windows_fault(heartbeat: Heartbeat, monkeypatch: pytest.MonkeyPatch) -> None:
    heartbeat.begin()
    monkeypatch.setattr(heartbeat._sleeper, "late", lambda: heartbeat._late + (MOST_WAIT_MS + 600) / 1000)
    threading.Event().wait((MOST_WAIT_MS + 600) / 1000)
    heartbeat.check()


@pytest.mark.usefixtures("steady")
def test_what_the_test_asks_itself_does_not_count_and_a_bound_of_its_own_does(heartbeat: Heartbeat) -> None:
    with heartbeat.apart():
        work(MOST_MS + 50)
    with heartbeat.allow(2 * MOST_MS):
        work(MOST_MS + 50)
    heartbeat.check()
    with heartbeat.allow(MOST_MS / 2):
        work(MOST_MS - 20)
    with pytest.raises(AssertionError):
        heartbeat.check()


@pytest.mark.usefixtures("steady")
def test_it_beats_by_itself_while_events_are_served(heartbeat: Heartbeat, qtbot: Any) -> None:
    heartbeat.begin()
    busy = QTimer(heartbeat, interval=60)
    busy.timeout.connect(_busy)
    busy.start()
    for _ in range(4):
        with qtbot.waitSignal(busy.timeout):
            pass
    busy.stop()
    heartbeat.check()
    assert heartbeat.longest_ms > 50


def _busy() -> None:
    work(70)
