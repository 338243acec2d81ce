"""Somebody else has saved another answer in the meantime: both are kept until the officer chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.models.domain.answers import Answer

if TYPE_CHECKING:
    from app.models.domain.records import CaseView


class Conflicts(QObject):
    """The other answers, by item, until one of the two is chosen."""

    changed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.theirs: dict[str, Answer] = {}
        self.waiting: set[str] = set()

    def read(self, view: CaseView) -> None:
        """What stands in the store now for the items that could not be saved."""
        for item in sorted(self.waiting):
            self.theirs[item] = view.answers.get(item) or Answer(item)
            self.changed.emit(item)
        self.waiting.clear()

    def take(self, item: str) -> Answer:
        """The other answer; the conflict is settled."""
        theirs = self.theirs.pop(item)
        self.changed.emit(item)
        return theirs

    def clear(self) -> None:
        """Another case is shown."""
        self.theirs.clear()
        self.waiting.clear()
