"""Real services over a real store in a temporary folder, on a fixed day."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.models.db.store import Store
from app.models.domain.enums import Role
from app.services.clock import FixedClock
from app.services.registry import Services, build_services
from tests.services.desk import Desk

TODAY = date(2026, 11, 22)
OFFICERS = (
    ("officer 1", Role.CREDIT_MANAGER), ("officer 2", Role.GENERAL_MANAGER), ("officer 3", Role.OFFICER),
    ("officer 4", Role.CREDIT_MANAGER), ("viewer 1", Role.VIEWER),
)


@pytest.fixture(scope="session")
def bare_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store with the shipped methodology, officers 1 to 4 of rising authority and a viewer."""
    path = tmp_path_factory.mktemp("ready") / "ready.zixin"
    with Store.open(path, create=True) as store:
        built = build_services(store, FixedClock(TODAY))
        built.methodologies.ensure_builtin("officer 1")
        for number, (name, role) in enumerate(OFFICERS):
            built.officers.add(name, role, "officer 1" if number < 2 else "officer 2")
    return path


@pytest.fixture(scope="session")
def ready_store(bare_store: Path) -> Path:
    """What the tests of a module begin with: a file to copy."""
    return bare_store


@pytest.fixture(scope="session")
def filled_store(tmp_path_factory: pytest.TempPathFactory, bare_store: Path) -> Path:
    """The bare store with one customer whose case is filled in. A module may take it as its ``ready_store``."""
    path = Path(shutil.copy(bare_store, tmp_path_factory.mktemp("filled") / "filled.zixin"))
    with Store.open(path) as store:
        Desk.filled(build_services(store, FixedClock(TODAY)))
    return path


@pytest.fixture
def open_store(tmp_path: Path, ready_store: Path) -> Iterator[Store]:
    """A copy of the ready store, open."""
    path = tmp_path / "work" / "test.zixin"
    path.parent.mkdir()
    shutil.copy(ready_store, path)
    with Store.open(path) as store:
        yield store


@pytest.fixture
def services(open_store: Store) -> Services:
    """Services over the ready store."""
    return build_services(open_store, FixedClock(TODAY))
