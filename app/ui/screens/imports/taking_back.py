"""Taking a whole import back: asked first; then what became of it, and what stays for which reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from app.models.domain.errors import UserError
    from app.services.changes import Changed
    from app.services.imports.undo import Undone
    from app.ui.frame.host import ScreenHost

_KEPT, _LATER = "import.kept.", "import.kept.import"


class TakingBack(QObject):
    """One question and one command. ``ended``: (import, sentence, kind of message, reasons why something stays)."""

    ended = Signal(int, str, str, object)

    def __init__(self, host: ScreenHost, owner: QWidget) -> None:
        super().__init__(owner)
        self._host, self.number = host, 0

    def ask(self, number: int) -> None:
        """Ask whether import ``number`` is to be taken back."""
        self.number = number
        keys = ("ui.import_register.ask", "ui.import_register.ask_text", "ui.import_register.yes")
        self._host.ask(*keys, self.take_back, danger=True, number=number)

    def take_back(self) -> None:
        """Take import ``number`` back without a question."""
        imports, officer = self._host.services.imports, self._host.officer
        self._host.runner.command(imports.undo, self.number, officer, done=self._done, failed=self._failed)

    def _done(self, changed: Changed[Undone]) -> None:
        from app.services.imports.undo import problem_of

        undone, ui = changed.value, self._host.ui
        records = sum(undone.removed.values()) + sum(undone.restored.values())
        parts = [ui.plural("ui.import_register.undone", records, number=undone.import_id)]
        problems = tuple(problem_of(one) for one in undone.kept)
        if problems:
            parts += [ui.plural("ui.import_register.stayed", len(problems)), *self._first(problems)]
        self.ended.emit(undone.import_id, " ".join(parts), "warning" if problems else "good", problems)

    def _failed(self, error: UserError) -> None:
        problems = tuple(getattr(error, "problems", ()))
        ui = self._host.ui
        if problems and problems[0].key.startswith(_KEPT):
            text = " ".join([ui.t("ui.import_register.stayed_all"), *self._first(problems)])
        else:
            text, problems = ui.error_text(error), ()
        self.ended.emit(self.number, text, "danger", problems)

    def _first(self, problems: Sequence[UserError]) -> list[str]:
        """Which later import must go first: the last one that stands upon this."""
        later = [int(str(one.params["what"])) for one in problems if one.key == _LATER]
        return [self._host.ui.t("ui.import_register.first", number=max(later))] if later else []

