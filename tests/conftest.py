"""Strict settings for every test: nothing unexpected may be logged, opened, reached or left behind.

Qt messages and exceptions in slots are watched by pytest-qt, warnings are errors, the order is random (pyproject.toml).
"""

from __future__ import annotations

import gc
import logging
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"

# A slow machine is no reason to fail an example; counts stay modest because the suite runs on two cores.
settings.register_profile("zixin", deadline=None, max_examples=60)
settings.load_profile("zixin")


# --- one home for the user's files of this run ------------------------------------------------------------------------


def pytest_configure(config: pytest.Config) -> None:
    home = tempfile.mkdtemp(prefix="zixin-test-home-")
    os.environ["ZIXIN_HOME"] = home
    os.environ["MPLCONFIGDIR"] = str(Path(home) / "matplotlib")
    config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))


# --- the audit hook: no network, and no second door to a live store ---------------------------------------------------

_offences: list[str] = []
_watching = False
_STORE_SUFFIXES = (".zixin", ".zixin-wal", ".zixin-shm")


def _is_open_here(path: str) -> bool:
    """Whether this process holds ``path`` open already. Linux only; elsewhere nothing is reported."""
    wanted = os.path.realpath(path)
    try:
        handles = os.listdir("/proc/self/fd")
    except OSError:
        return False
    for handle in handles:
        try:
            if os.readlink(f"/proc/self/fd/{handle}") == wanted:
                return True
        except OSError:
            continue
    return False


def _audit(event: str, args: tuple[object, ...]) -> None:
    if not _watching:
        return
    if event == "open":
        path = args[0]
        name = os.fsdecode(path) if isinstance(path, str | bytes) else ""
        if name.endswith(_STORE_SUFFIXES) and _is_open_here(name):
            # Closing a second handle drops every lock that SQLite holds on the file (a rule of POSIX).
            _offences.append(f"open() of the live store {name}")
            raise PermissionError(_offences[-1])
    elif event in ("socket.connect", "socket.getaddrinfo") and not isinstance(args[-1], str | bytes):
        _offences.append(f"network: {event} {args[1:]}")
        raise PermissionError(_offences[-1])


sys.addaudithook(_audit)


@pytest.fixture(autouse=True)
def _no_forbidden_doors() -> Iterator[None]:
    global _watching
    _offences.clear()
    _watching = True
    yield
    _watching = False
    if _offences:
        pytest.fail("; ".join(_offences))


@pytest.fixture
def offences() -> list[str]:
    """What the audit hook has seen in this test; a test that provokes it on purpose clears the list."""
    return _offences


# --- log records ------------------------------------------------------------------------------------------------------


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.seen.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def _no_unexpected_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """A record of level WARNING or above fails the test unless ``@pytest.mark.logs("fragment")`` announces it."""
    expected = [fragment for mark in request.node.iter_markers("logs") for fragment in mark.args]
    collector = _Collector()
    logging.getLogger().addHandler(collector)
    yield
    logging.getLogger().removeHandler(collector)
    unexpected = [line for line in collector.seen if not any(fragment in line for fragment in expected)]
    missing = [fragment for fragment in expected if not any(fragment in line for line in collector.seen)]
    if unexpected or missing:
        pytest.fail(f"unexpected log records: {unexpected}; announced but not logged: {missing}")


# --- nothing left behind ----------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _no_leaks(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests with ``qtbot`` leave no thread, no running timer of the application and no top-level widget."""
    if "qtbot" not in request.fixturenames:
        yield
        return
    threads = set(threading.enumerate())
    request.getfixturevalue("qapp")
    widgets = {id(widget) for widget in _top_level_widgets()}
    yield
    left = [thread for thread in threading.enumerate() if thread not in threads]
    left = [thread for thread in left if not isinstance(thread, threading._DummyThread)]  # QThreads that ran Python
    for thread in left:
        thread.join(timeout=3)
    problems = [f"thread {thread.name}" for thread in left if thread.is_alive()]
    problems += [f"widget {widget!r}" for widget in _top_level_widgets() if not _known(widget, widgets)]
    problems += [f"timer {timer!r}" for timer in _running_timers()]
    if problems:
        pytest.fail("left behind: " + ", ".join(problems))


def _top_level_widgets() -> list[QWidget]:
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return list(QApplication.topLevelWidgets())


def _known(widget: QWidget, before: set[int]) -> bool:
    """There before the test, or the list of a box inside a window that was: a window of a whole module outlives its tests."""
    while id(widget) not in before:
        parent = widget.parentWidget()
        if parent is None:
            return False
        widget = parent.window()
    return True


def _running_timers() -> list[object]:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance()
    return [timer for timer in app.findChildren(QTimer) if timer.isActive()] if app else []


# --- shared data ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of the real data and vectors that are not part of the product; visible skip where it is not there."""
    if not (SHARED / "data").is_dir():
        pytest.skip(f"{SHARED} is not on this machine")
    return SHARED


@pytest.fixture(scope="session")
def root() -> Path:
    """Top folder of the source tree."""
    return ROOT


@pytest.fixture
def run_python() -> Callable[..., object]:
    """Run a piece of Python in a fresh interpreter at the top folder; returns the CompletedProcess."""
    import subprocess

    def run(code: str, *args: str, **env: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", code, *args], cwd=ROOT, env={**os.environ, **env}, capture_output=True, text=True, timeout=100
        )

    return run
