"""The same window and store as the screens are tested with; undo and drafts have begun, as shortly after the first rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.ui.screens.conftest import walk as plain_walk  # noqa: F401


@pytest.fixture
def walk(plain_walk: Callable[..., Any]) -> Callable[..., Any]:  # noqa: F811
    """``walk(sample=True, lang="en")``."""

    def start(*args: Any, **more: Any) -> Any:
        here = plain_walk(*args, **more)
        here.frame.late()
        here.rest()
        return here

    return start
