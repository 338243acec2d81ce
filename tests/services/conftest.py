"""Real services over a real store in a temporary folder, on a fixed day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.models.db.store import Store
from app.models.domain.enums import Role
from app.services.clock import FixedClock
from app.services.registry import Services, build_services

TODAY = date(2026, 11, 22)


@pytest.fixture
def open_store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "work" / "test.zixin", create=True) as store:
        yield store


@pytest.fixture
def services(open_store: Store) -> Services:
    """Services with the shipped methodology, officers 1 to 4 of rising authority and a viewer."""
    built = build_services(open_store, FixedClock(TODAY))
    built.methodologies.ensure_builtin("officer 1")
    roles = (
        ("officer 1", Role.OFFICER), ("officer 2", Role.GENERAL_MANAGER), ("officer 3", Role.OFFICER),
        ("officer 4", Role.CREDIT_MANAGER), ("viewer 1", Role.VIEWER),
    )
    for name, role in roles:
        built.officers.add(name, role, "officer 1")
    return built
