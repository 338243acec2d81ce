"""Half-typed input, kept within a second and offered again after a crash. No part of the business."""

from __future__ import annotations

from app.models.db.rows import Draft
from app.models.db.store import Store


class Drafts:
    """Drafts by owner (an officer) and place (a field or form); the payload is JSON that only the place understands."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def put(self, owner: str, place: str, payload: str) -> None:
        """Keep what is being typed, in place of what was kept before."""
        with self._store.write("draft.put", owner) as unit:
            unit.drafts.put(owner, place, payload)
            unit.commit()

    def get(self, owner: str, place: str) -> Draft | None:
        """Return what was typed at ``place``."""
        with self._store.read() as unit:
            return unit.drafts.get(owner, place)

    def all(self, owner: str) -> tuple[Draft, ...]:
        """Return every draft of ``owner``, oldest first."""
        with self._store.read() as unit:
            return unit.drafts.all(owner)

    def drop(self, owner: str, place: str) -> None:
        """Forget a draft, after its content was saved or given up."""
        with self._store.write("draft.drop", owner) as unit:
            unit.drafts.drop(owner, place)
            unit.commit()
