"""Long steps of an import that count what they have done and end when the officer no longer wants it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import TypeVar

from app.models.domain.errors import UserError
from app.services.progress import Progress

T = TypeVar("T")


def stop_if_cancelled(progress: Progress, file: str) -> None:
    """UserError ``import.cancelled`` at "file" when ``progress`` was asked to stop; ``file``: its name or path."""
    if progress.cancelled:
        raise UserError("import.cancelled", "file", name=PurePath(file).name)


def counted(items: Iterable[T], progress: Progress, file: str, every: int = 1) -> Iterator[T]:
    """The items, counted in ``progress.done`` after each ``every``-th, where it may also stop: as ``stop_if_cancelled``."""
    for number, one in enumerate(items, 1):
        if number % every == 0:
            stop_if_cancelled(progress, file)
            progress.done += every
        yield one
