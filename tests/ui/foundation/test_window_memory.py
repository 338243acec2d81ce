"""What the window remembers from one start to the next, and what a start may ask instead."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings

from app.ui.application import Window
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
