"""Progress of long work that a window started."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services.progress import Progress

if TYPE_CHECKING:
    from app.ui.runtime.runner import Runner


class WindowProgress(Progress):
    """Gives up too when the window closes."""

    def __init__(self, runner: Runner) -> None:
        super().__init__()
        self._runner = runner

    @property
    def cancelled(self) -> bool:
        return super().cancelled or self._runner.closed
