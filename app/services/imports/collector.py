"""Without the garbage collector while very many values are made that all stay: it would walk through them again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collector() -> Iterator[None]:
    """Memory of cycles is given back afterwards. Counting references goes on, so what is let go of is freed at once."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
