"""A store on the disk for every test that asks for one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.models.db.store import Store


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where the test's store lies."""
    return tmp_path / "work" / "test.zixin"


@pytest.fixture
def store(place: Path) -> Iterator[Store]:
    """A new, empty store."""
    with Store.open(place, create=True) as opened:
        yield opened
