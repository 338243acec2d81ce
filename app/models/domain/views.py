"""Views of lists that officers keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class SavedView:
    """What an officer kept of a list under a name; ``body`` is what its screen understands."""

    id: int
    owner: str
    screen: str
    name: str
    body: Mapping[str, Any]
