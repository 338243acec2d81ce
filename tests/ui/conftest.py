"""What every test of the window uses: the look, a frame over a store that is not there, a heartbeat."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from app import paths
from app.ui.application import Opened, Window
from app.ui.context import Ui
from app.ui.frame.spec import ScreenSpec
from app.ui.theme.fonts import load_fonts
from tests.ui.heartbeat import Heartbeat


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    """The application in the style and font of the program."""
    qapp.setStyle("Fusion")
    qapp.setFont(load_fonts(paths.resources() / "fonts"))
    return qapp


@pytest.fixture
def ui(dressed: QApplication) -> Ui:
    """English, light."""
    made = Ui(paths.resources())
    made.apply_theme()
    return made


@pytest.fixture
def heartbeat(qtbot: Any) -> Iterator[Heartbeat]:
    beat = Heartbeat()
    yield beat
    beat.stop()


@pytest.fixture
def open_window(qtbot: Any, dressed: QApplication, tmp_path: Path) -> Iterator[Callable[..., Window]]:
    """``open_window(screens, services, **more)``: a window whose "store" opens at once; closed and checked afterwards."""
    windows: list[Window] = []

    def open_it(screens: Sequence[ScreenSpec], services: object = None, **more: Any) -> Window:
        def opened() -> Opened:
            return Opened(services, "test.zixin", False, lambda: "v1", "officer 1", ("officer 1", "officer 2"), lambda: None)

        settings = {"open_store": opened, "screens": screens, "state_dir": tmp_path / "state", **more}
        settings["state_dir"].mkdir(parents=True, exist_ok=True)
        window = Window(**settings)
        windows.append(window)
        with qtbot.waitSignal(window.store_opened, timeout=20_000):
            window.show()
        return window

    yield open_it
    for window in windows:
        if not window.is_stopped:
            window.frame.close()
            qtbot.waitUntil(lambda window=window: window.is_stopped, timeout=5000)
        window.frame.deleteLater()
        window.deleteLater()
