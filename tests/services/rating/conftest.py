"""The methodology that the program ships, read once."""

from __future__ import annotations

import pytest

from app.models.domain.methodology import Methodology
from app.services.methodology.load import builtin


@pytest.fixture(scope="session")
def shipped() -> Methodology:
    return builtin()
