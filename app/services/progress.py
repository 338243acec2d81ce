"""How far a long look or job has come."""

from __future__ import annotations

import threading


class Progress:
    """Written by the thread that works, read by any; ``cancel`` ends the work at the next place where it can stop."""

    def __init__(self) -> None:
        self._cancelled = threading.Event()
        self.done = 0
        self.total = 0

    def cancel(self) -> None:
        """Ask the work to stop."""
        self._cancelled.set()

    @property
    def cancelled(self) -> bool:
        """Whether it was asked to stop."""
        return self._cancelled.is_set()
