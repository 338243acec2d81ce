"""A demo run once for all tests of the commands."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app import bootstrap


@dataclass(frozen=True)
class Said:
    """What a command gave back: exit code, what it wrote, what it complained about."""

    code: int
    out: str
    err: str


Zixin = Callable[..., Said]


def _zixin(*argv: object) -> Said:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code = bootstrap.main([str(word) for word in argv])
        except SystemExit as stopped:
            code = int(str(stopped.code))
    return Said(code, out.getvalue(), err.getvalue())


@pytest.fixture
def zixin() -> Zixin:
    """Run a command in this process."""
    return _zixin


@dataclass(frozen=True)
class Demo:
    """A finished demo: its folder, its summary, how long it took."""

    folder: Path
    summary: dict[str, Any]
    said: Said
    seconds: float

    @property
    def store(self) -> Path:
        return Path(self.summary["store"])


@pytest.fixture(scope="session")
def make_demo(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Demo]:
    """The demo in a language; made once and left as it is, so tests that change a store copy it first."""
    made: dict[str, Demo] = {}

    def make(lang: str) -> Demo:
        if lang not in made:
            folder = tmp_path_factory.mktemp(f"demo-{lang}")
            began = time.perf_counter()
            said = _zixin("demo", folder, "--lang", lang)
            assert said.code == 0, said.err
            summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
            made[lang] = Demo(folder, summary, said, time.perf_counter() - began)
        return made[lang]

    return make


@pytest.fixture
def demo(make_demo: Callable[[str], Demo]) -> Demo:
    """The English demo."""
    return make_demo("en")


@pytest.fixture
def store(demo: Demo, tmp_path: Path) -> Path:
    """A copy of the demo's store that a test may change."""
    copy = tmp_path / "copy.zixin"
    copy.write_bytes(demo.store.read_bytes())
    return copy
