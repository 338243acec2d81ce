"""A private copy of the shipped methodology that a test may spoil."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Callable
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from app import paths
from app.models.domain.errors import ProblemList, UserError
from app.services.methodology import load, load_folder

_LOADS = tomllib.loads
SHIPPED = paths.resources() / "methodology" / "v1"


@pytest.fixture(autouse=True)
def files_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most tests spoil one file of twenty; the others are not parsed again. What is handed out is a copy each time."""
    monkeypatch.setattr(load.tomllib, "loads", lambda text, parse_float: deepcopy(_parsed(text, parse_float)))


@lru_cache(maxsize=256)
def _parsed(text: str, parse_float: type) -> dict[str, Any]:
    return _LOADS(text, parse_float=parse_float)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "v1"))


@pytest.fixture
def change(folder: Path) -> Callable[[str, str, str], None]:
    """Replace a text that occurs in a file; the first occurrence only."""

    def apply(file: str, old: str, new: str) -> None:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return apply


@pytest.fixture
def faults(folder: Path) -> Callable[[], list[tuple[str, str, str]]]:
    """Load the folder and give (file, at, key) of each problem; [] when there is none."""

    def load() -> list[tuple[str, str, str]]:
        try:
            load_folder(folder)
        except ProblemList as error:
            return [_told(problem) for problem in error.problems]
        return []

    return load


def _told(problem: UserError) -> tuple[str, str, str]:
    return str(problem.params["file"]), str(problem.params["at"]), problem.key.removeprefix("methodology.")
