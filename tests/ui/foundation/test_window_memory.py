"""What the window remembers from one start to the next, and what a start may ask instead."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, QSettings, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from app.ui import application
from app.ui.application import Opened, Window
from app.ui.main_window import Frame
from tests.ui.foundation.test_frame import SPECS


def _kept(window: Window, folder: Path, name: str) -> Any:
    """What stands in the file itself, not in the memory of the window."""
    return QSettings(str(folder / "state" / "window.ini"), QSettings.Format.IniFormat).value(name)


def test_a_language_given_at_the_start_wins_over_the_remembered_one(open_window: Callable[..., Window], tmp_path: Path) -> None:
    first = open_window(SPECS, lang="en")
    first.ui.switch_language("ru")
    assert open_window(SPECS, lang="en").ui.lang == "ru"
    given = open_window(SPECS, lang="zh", lang_given=True)
    assert given.ui.lang == "zh"
    given.stop()
    assert _kept(given, tmp_path, "language") == "ru", "given for one start, not chosen"


def test_language_and_look_are_kept_at_the_switch(open_window: Callable[..., Window], tmp_path: Path) -> None:
    window = open_window(SPECS, lang="en")
    window.ui.switch_language("zh")
    window.ui.switch_theme("dark")
    assert not window.is_stopped
    assert (_kept(window, tmp_path, "language"), _kept(window, tmp_path, "theme")) == ("zh", "dark")


def test_the_first_window_is_no_larger_than_its_screen_has_free(
    open_window: Callable[..., Window], monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[QSize] = []

    def show(frame: QWidget) -> None:
        sizes.append(frame.size())
        QWidget.show(frame)

    monkeypatch.setattr(Frame, "show", show)
    open_window(SPECS)
    free = QGuiApplication.primaryScreen().availableGeometry()
    (size,) = sizes
    assert size.width() == min(1440, free.width())
    assert size.height() <= free.height() - application._TITLE_BAR


@pytest.mark.parametrize("corner", [QPoint(9000, 50), QPoint(-5000, -5000), QPoint(300, 600)])
def test_a_window_that_lay_on_a_screen_that_is_gone_comes_back(corner: QPoint, open_window: Callable[..., Window]) -> None:
    window = open_window(SPECS)
    window.frame.setGeometry(QRect(corner, window.frame.minimumSizeHint()))
    application._bring_onto_screen(window.frame)
    free = QGuiApplication.primaryScreen().availableGeometry()
    assert free.contains(window.frame.geometry())
    place = window.frame.geometry()
    application._bring_onto_screen(window.frame)
    assert window.frame.geometry() == place, "a window that is seen stays where it is"


def test_a_window_closed_before_its_store_is_open_lets_go_of_the_store(dressed: QApplication, tmp_path: Path, qtbot: Any) -> None:
    begun, go_on, closed = threading.Event(), threading.Event(), threading.Event()

    def open_slowly() -> Opened:
        begun.set()
        go_on.wait(20)
        return Opened(None, "slow.zixin", False, lambda: "v1", "officer 1", ("officer 1",), closed.set)

    window = Window(open_store=open_slowly, screens=SPECS, state_dir=tmp_path)
    window.show()
    qtbot.waitUntil(begun.is_set, timeout=20_000)
    threading.Timer(0.2, go_on.set).start()
    window.frame.close()
    qtbot.waitUntil(lambda: window.is_stopped, timeout=20_000)
    assert closed.is_set()
    window.frame.deleteLater()
    window.deleteLater()
