"""A private copy of the shipped methodology that a test may spoil."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app import paths
from app.models.domain.errors import ProblemList, UserError
from app.services.methodology import load_folder

SHIPPED = paths.resources() / "methodology" / "v1"


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
