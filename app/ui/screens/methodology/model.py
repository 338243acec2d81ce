"""What the methodology screen shows: versions, drafts, the one that is open, its faults and what it changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.models.domain.errors import UserError
from app.ui.runtime.autosave import Write
from app.ui.screens.saving import Versions

if TYPE_CHECKING:
    from app.models.domain.methodology import Methodology
    from app.models.domain.methodology_drafts import DraftHead, PublishedVersion
    from app.services.changes import Changed
    from app.services.methodology.compare import Difference
    from app.services.methodology.drafts import DraftView
    from app.services.methodology.tree import Path
    from app.services.registry import Services
    from app.ui.runtime.autosave import Autosave
    from app.ui.runtime.runner import Runner

Source = tuple[str, str | int]
"""What can be shown and compared: ("version", hash) or ("draft", id)."""


@dataclass(frozen=True, slots=True)
class Lists:
    """Everything that can be opened, newest version first."""

    versions: tuple[PublishedVersion, ...]
    drafts: tuple[DraftHead, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found out about a draft: its faults, and how it differs from the version that it came from."""

    methodology: Methodology
    problems: tuple[UserError, ...]
    places: tuple[Path, ...]
    differences: tuple[Difference, ...]


class MethodologyModel(QObject):
    """Holds one methodology at a time. A draft is changed here at once, checked on a reader, saved by autosave."""

    listed = Signal()
    opened = Signal()             # another methodology, or the same one read anew
    edited = Signal(object)       # path of the value that changed, () for more than one
    checked = Signal()

    def __init__(
        self, services: Callable[[], Services], runner: Runner, autosave: Autosave, officer: Callable[[], str], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._services, self._runner, self._autosave, self._officer = services, runner, autosave, officer
        self._saves = Versions()
        self.lists: Lists | None = None
        self.source: Source | None = None
        self.m: Methodology | None = None
        self.head: DraftHead | None = None
        self.problems: tuple[UserError, ...] = ()
        self.places: tuple[Path, ...] = ()      # of the problems, one by one
        self.differences: tuple[Difference, ...] = ()
        self._pending = False

    # --- reading ---------------------------------------------------------------------------------------------------

    @property
    def is_draft(self) -> bool:
        return self.head is not None

    @property
    def base_hash(self) -> str:
        """The published version that the open one is, or came from."""
        if self.head is not None:
            return self.head.base_hash
        return str(self.source[1]) if self.source is not None else ""

    def version(self, content_hash: str) -> PublishedVersion | None:
        """A published version of the list."""
        return next((one for one in self.lists.versions if one.hash == content_hash), None) if self.lists else None

    def read(self) -> None:
        """Read the lists; open the version in use when nothing is open, or what is open is gone."""
        self._runner.query(_lists, self._services(), done=self._listed, key="methodology.lists")

    def open(self, source: Source) -> None:
        """Show a version or a draft."""
        self.source = source
        self._runner.query(_open, self._services(), source, done=self._opened, failed=self._gone, key="methodology.open")

    def _listed(self, lists: Lists) -> None:
        self.lists = lists
        known: set[Source] = {("version", one.hash) for one in lists.versions} | {("draft", one.id) for one in lists.drafts}
        used = next((one for one in lists.versions if one.in_use), None)
        self.listed.emit()
        if self.source is None or self.source not in known:
            if used is not None:
                self.open(("version", used.hash))
        elif self._outdated():
            self.open(self.source)

    def _outdated(self) -> bool:
        """Whether the open draft was changed elsewhere (undone, or by another officer) and nothing of ours is on its way."""
        if self.head is None or self.lists is None or self._pending:
            return False
        kept = next((one for one in self.lists.drafts if one.id == self.head.id), None)
        return kept is not None and kept.version > self._saves.newest(self.head.id, self.head.version)

    def _opened(self, answer: tuple[Methodology, DraftHead | None]) -> None:
        self.m, self.head = answer
        if self.head is not None:
            self._saves.note(self.head.id, self.head.version)
        self.problems, self.places, self.differences = (), (), ()
        self.opened.emit()
        self._check()

    def _gone(self, error: UserError) -> None:
        self.source = None
        self.read()

    # --- editing ---------------------------------------------------------------------------------------------------

    def set_value(self, path: Path, value: object) -> None:
        """Change one value of the draft. UserError for a text that cannot be kept."""
        from app.services.methodology.editing import set_value

        assert self.m is not None
        self.replace(set_value(self.m, path, value), path)

    def replace(self, m: Methodology, path: Path = ()) -> None:
        """Another content of the draft."""
        if self.head is None or m == self.m:
            return
        self.m = m
        self._pending = True
        self._autosave.touch(("methodology", self.head.id), self._write)
        self.edited.emit(path)
        self._check()

    def _write(self) -> Write | None:
        if self.head is None or self.m is None:
            return None
        self._pending = False
        return Write(_save, self._services(), self._saves, self.head, self.m, self._officer(), done=self._saved)

    def _saved(self, changed: Changed[DraftHead]) -> None:
        if self.head is not None and self.head.id == changed.value.id:
            self.head = changed.value

    def _check(self) -> None:
        if self.m is not None:
            self._runner.query(_check, self._services(), self.base_hash, self.m, done=self._found, key="methodology.check")

    def _found(self, answer: Checked) -> None:
        if answer.methodology is self.m:
            self.problems, self.places, self.differences = answer.problems, answer.places, answer.differences
            self.checked.emit()

    # --- drafts ----------------------------------------------------------------------------------------------------

    def start(self, name: str, done: Callable[..., object]) -> None:
        """Begin a draft from the version that is open (or that the open draft came from)."""
        self._runner.command(self._services().methodology_drafts.start, self.base_hash, name, self._officer(), done=done)

    def show_new(self, changed: Changed[DraftView]) -> None:
        """Open a draft that was just begun."""
        self.source = ("draft", changed.value.head.id)
        self._opened((changed.value.methodology, changed.value.head))
        self.read()

    def current_version(self) -> int:
        """The version of the open draft that this window knows."""
        assert self.head is not None
        return self._saves.newest(self.head.id, self.head.version)


def _lists(services: Services) -> Lists:
    return Lists(services.methodologies.versions(), services.methodology_drafts.all())


def _open(services: Services, source: Source) -> tuple[Methodology, DraftHead | None]:
    kind, which = source
    if kind == "version":
        return services.methodologies.by_hash(str(which)), None
    view = services.methodology_drafts.open(int(which))
    return view.methodology, view.head


def _check(services: Services, base_hash: str, m: Methodology) -> Checked:
    from app.services.methodology import check
    from app.services.methodology.compare import compare
    from app.services.methodology.words import locate

    base, problems = services.methodologies.by_hash(base_hash), check(m)
    return Checked(m, problems, locate(m, problems), () if base is m else compare(base, m))


def _save(services: Services, saves: Versions, head: DraftHead, m: Methodology, by: str) -> Changed[DraftHead]:
    changed = services.methodology_drafts.save(head.id, saves.newest(head.id, head.version), m, by)
    saves.note(head.id, changed.value.version)
    return changed
