"""Every place in every language at every scale: nothing cut, nothing over anything else, no English on other pages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SLOW = pytest.mark.slow


def run(scale: str, *arguments: str) -> dict[str, list[str]]:
    """What is wrong, by language and place. Qt takes a scale once in a process: hence a new one for each."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": scale, "PYTHONWARNINGS": "default"}
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "ui" / "looks" / "at_scale.py"), *arguments], env=environment,
        capture_output=True, text=True, timeout=110, check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    said = json.loads(done.stdout)
    assert said["scale"] == float(scale)
    found: dict[str, list[str]] = said["found"]
    return found


LANGUAGES = ("en", "zh", "ru")
QUICK = {("1.5", "zh"), ("2", "ru")}
"""Always tried, besides every language in the smallest window; the other scales only with ``start.py test --all``."""


@pytest.mark.parametrize(("scale", "lang"), [
    pytest.param(scale, lang, marks=() if (scale, lang) in QUICK else SLOW)
    for scale in ("1", "1.25", "1.5", "2") for lang in LANGUAGES
])
def test_no_text_is_cut_at_any_scale(scale: str, lang: str) -> None:
    assert run(scale, "--langs", lang, "--size", "1366x768") == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_smallest_window_has_room_for_everything(lang: str) -> None:
    assert run("1", "--langs", lang, "--size", "1280x720") == {}


@pytest.mark.slow
@pytest.mark.parametrize("points", ["9", "12", "14", "18"])
def test_no_text_is_cut_at_any_text_size(points: str) -> None:
    assert run("1", "--langs", "ru", "--points", points, "--size", "1920x1080") == {}
