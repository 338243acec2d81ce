"""The tools that read the code: ruff and mypy as pyproject.toml sets them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


def _tool(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", *arguments], cwd=root, capture_output=True, text=True, check=False)


def test_ruff_finds_nothing(root: Path) -> None:
    result = _tool(root, "ruff", "check", "--output-format", "concise", "app", "tests", "start.py", "benchmarks", "installer")
    assert result.returncode == 0, result.stdout


@pytest.mark.timeout(300)
def test_mypy_finds_nothing(root: Path) -> None:
    result = _tool(root, "mypy")
    assert result.returncode == 0, result.stdout
