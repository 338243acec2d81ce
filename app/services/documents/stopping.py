"""Giving up a paper that is being made: whoever makes it asks at each page whether it is still wanted.

    with watched(lambda: cancelled): render(…)      ``Stopped`` comes out of it when ``cancelled`` says so
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_asked: ContextVar[Callable[[], bool] | None] = ContextVar("asked", default=None)


class Stopped(Exception):
    """The paper is no longer wanted. Nothing was written."""


@contextmanager
def watched(cancelled: Callable[[], bool]) -> Iterator[None]:
    """Inside, ``go_on`` raises Stopped as soon as ``cancelled`` is true. For the thread that makes the paper."""
    token = _asked.set(cancelled)
    try:
        yield
    finally:
        _asked.reset(token)


def go_on() -> None:
    """Called at each page and sheet: Stopped when the paper is no longer wanted."""
    cancelled = _asked.get()
    if cancelled is not None and cancelled():
        raise Stopped
