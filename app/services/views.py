"""Views of lists: filters, order and columns under a name, for each officer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.models.db.repositories.views import ViewQueries, Views
from app.models.db.store import Store
from app.models.domain.errors import UserError
from app.models.domain.views import SavedView
from app.services.changes import VIEWS, Changed, changed

_LONGEST = 60


class SavedViews:
    """Keeping views. Every method opens its own unit of work."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self, owner: str, screen: str) -> tuple[SavedView, ...]:
        """Return the views of an officer on a screen."""
        with self._store.read() as unit:
            return ViewQueries(unit).all(owner, screen)

    def save(self, owner: str, screen: str, name: str, body: Mapping[str, Any]) -> Changed[SavedView]:
        """Keep a view under a name; an earlier one of that name is replaced. UserError at "name"."""
        plain = _checked(name)
        with self._store.write("view.save", owner) as unit:
            view_id = Views(unit).put(owner, screen, plain, body)
            unit.commit()
        return changed(SavedView(view_id, owner, screen, plain, body), VIEWS)

    def rename(self, view_id: int, name: str, owner: str) -> Changed[str]:
        """Give a view another name. UserError at "name" when the name is taken."""
        plain = _checked(name)
        with self._store.write("view.rename", owner) as unit:
            views = Views(unit)
            if views.is_taken(view_id, plain):
                raise UserError("view.name_taken", "name", name=plain)
            views.rename(view_id, plain)
            unit.commit()
        return changed(plain, VIEWS)

    def delete(self, view_id: int, owner: str) -> Changed[int]:
        """Remove a view."""
        with self._store.write("view.delete", owner) as unit:
            Views(unit).delete(view_id)
            unit.commit()
        return changed(view_id, VIEWS)


def _checked(name: str) -> str:
    plain = " ".join(name.split())
    if not plain:
        raise UserError("view.name_missing", "name")
    if len(plain) > _LONGEST:
        raise UserError("view.name_long", "name", limit=_LONGEST)
    return plain
