"""The guard of what Qt calls many times a second: an error there is told once and must not be raised for every cell."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

_LOG = logging.getLogger(__name__)


def guarded(read: Callable[..., Any], *args: Any, on_error: Callable[[], None]) -> Any:
    """``read(*args)``; when it fails the error is logged, ``on_error`` called (to stop asking), and None returned."""
    try:
        return read(*args)
    except Exception:
        _LOG.exception("a cell cannot be shown")
        on_error()
        return None
