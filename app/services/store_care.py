"""Care for the store in use: what it is, whether it is whole, its backups."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.models.db.store import Store

if TYPE_CHECKING:
    from app.models.db.backup import Manifest, Restored
    from app.models.db.verify import Verdict


@dataclass(frozen=True, slots=True)
class StoreInfo:
    """The store in use. ``journal_count`` and ``journal_head`` say where its hash chain ends."""

    path: Path
    encrypted: bool
    methodology: str
    journal_count: int
    journal_head: str


class StoreCare:
    """Reading about and copying the open store. Restoring needs a closed store: ``restore`` is a plain function."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def info(self) -> StoreInfo:
        """Return what the store is and where its journal ends."""
        with self._store.read() as unit:
            current, head = unit.methodologies.current(), unit.journal.head()
        version = "" if current is None else current[1]
        return StoreInfo(self._store.path, self._store.encrypted, version, head.count, head.mac)

    def check(self) -> Verdict:
        """Check every page, reference, file and journal row."""
        return self._store.check()

    def backup(self, target: Path) -> Manifest:
        """Write a verified backup. UserError ``backup.same_file``; EnvironmentFault when it cannot be written."""
        return self._store.backup(target)

    def change_password(self, new: str | None) -> None:
        """Set, change or (None) remove the password."""
        self._store.change_password(new)


def restore(source: Path, target: Path, password: str | None = None) -> Restored:
    """Put a backup in the place of a store that is not open; the previous state is kept beside it."""
    from app.models.db import maintenance

    return maintenance.restore(source, target, password)
