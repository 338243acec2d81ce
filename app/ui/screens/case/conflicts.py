"""Somebody else has saved another answer or another request meanwhile: both are kept until the officer chooses."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.models.domain.answers import Answer
from app.ui.screens.case.reading import HEAD_FIELDS

if TYPE_CHECKING:
    from app.models.domain.records import CaseHead, CaseView


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


class OtherHead(QObject):
    """The head of the case as somebody else has saved it, until it is settled which values hold."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.theirs: CaseHead | None = None

    def read(self, view: CaseView) -> None:
        """What stands in the store now."""
        self.theirs = view.head
        self.changed.emit()

    def take(self) -> CaseHead | None:
        """The other head; the conflict is settled."""
        theirs, self.theirs = self.theirs, None
        return theirs


def clashing(mine: CaseHead, read: CaseHead, theirs: CaseHead) -> tuple[str, ...]:
    """Fields that were typed here and there, since the head was ``read``, and hold two values now."""
    values = {name: (getattr(read, name), getattr(mine, name), getattr(theirs, name)) for name in HEAD_FIELDS}
    return tuple(name for name, (old, own, other) in values.items() if own not in (old, other) and other != old)


def merged(mine: CaseHead, read: CaseHead, theirs: CaseHead) -> CaseHead:
    """Their head with every field that was typed here."""
    typed = {name: getattr(mine, name) for name in HEAD_FIELDS if getattr(mine, name) != getattr(read, name)}
    return replace(theirs, **typed)
