"""The rules of the code, checked on every file of the program and of the tests."""

from __future__ import annotations

import statistics
import subprocess
from pathlib import Path

import pytest

from tests.architecture.checkers import CHECKERS, Checker


def _files(root: Path) -> dict[str, str]:
    """Path below ``root`` and source of each Python file that git tracks or would track."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "*.py"], cwd=root, capture_output=True, text=True, check=False
    ).stdout.split("\n")
    paths = [root / name for name in listed if name] or [*root.glob("app/**/*.py"), *root.glob("tests/**/*.py")]
    return {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in paths if path.is_file()}


@pytest.fixture(scope="module")
def files(root: Path) -> dict[str, str]:
    found = _files(root)
    assert sum(path.startswith("app/") for path in found) > 10
    return found


@pytest.mark.parametrize("checker", CHECKERS, ids=lambda checker: checker.__name__)
def test_no_file_breaks_the_rule(checker: Checker, files: dict[str, str]) -> None:
    found = [
        problem
        for path, source in files.items()
        if not path.startswith("tests/architecture/")
        for problem in checker(path, source)
    ]
    assert not found, f"{checker.__doc__}\n" + "\n".join(found)


def test_files_stay_small_enough_to_be_read(files: dict[str, str]) -> None:
    lengths = {path: source.count("\n") for path, source in files.items() if path.startswith("app/") and source.strip()}
    longest = sorted(lengths.items(), key=lambda item: -item[1])
    print("look hard at:", [f"{path} ({lines})" for path, lines in longest if lines > 400])
    assert statistics.median(lengths.values()) <= 150
    assert longest[0][1] <= 600, f"{longest[0][0]} has {longest[0][1]} lines: is it one thing?"
