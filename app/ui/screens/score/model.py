"""What the score screen shows: one reading of the case, and the advice that follows a moment later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.models.domain.rating import Lift
from app.ui.runtime.runner import Runner
from app.ui.screens.score.reading import Scored, read_lift, read_score

if TYPE_CHECKING:
    from app.services.registry import Services


class ScoreModel(QObject):
    """``scored`` is None until a case was read; ``lift`` is None while the advice is being worked out."""

    loaded = Signal()
    lifted = Signal(object)

    def __init__(self, services: Services, runner: Runner) -> None:
        super().__init__()
        self._services, self._runner = services, runner
        self.case_id = 0
        self.scored: Scored | None = None
        self.lift: Lift | None = None

    def load(self, case_id: int) -> None:
        """Read a case."""
        self.case_id = case_id
        self._runner.query(read_score, self._services, case_id, done=self._loaded, key="score")

    def refresh(self) -> None:
        """Read the same case again."""
        if self.case_id:
            self.load(self.case_id)

    def _loaded(self, scored: Scored) -> None:
        self.scored, self.lift = scored, None
        self.loaded.emit()
        if scored.result.rated:
            self._runner.query(read_lift, self._services, scored.view, scored.result, done=self._lifted, key="score.lift")

    def _lifted(self, lift: Lift) -> None:
        self.lift = lift
        self.lifted.emit(lift)
