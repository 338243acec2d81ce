"""Saved views of lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from app.models.db.tables.workplace import saved_views
from app.models.db.unit_of_work import Reading, Writing
from app.models.domain.views import SavedView


class ViewQueries:
    """Reading saved views."""

    def __init__(self, unit: Reading) -> None:
        self._unit = unit

    def all(self, owner: str, screen: str) -> tuple[SavedView, ...]:
        """Return the views of an officer on a screen in their order."""
        query = select(saved_views).where(saved_views.c.owner == owner, saved_views.c.screen == screen)
        return tuple(SavedView(row.id, row.owner, row.screen, row.name, row.body)
                     for row in self._unit.rows(query.order_by(saved_views.c.position, saved_views.c.id)))


class Views(ViewQueries):
    """Reading and keeping saved views."""

    def __init__(self, unit: Writing) -> None:
        super().__init__(unit)
        self._writing = unit

    def put(self, owner: str, screen: str, name: str, body: Mapping[str, Any]) -> int:
        """Keep a view; one of the same name is replaced. Return its id."""
        wanted = select(saved_views.c.id).where(
            saved_views.c.owner == owner, saved_views.c.screen == screen, saved_views.c.name == name)
        there = self._unit.scalar(wanted)
        if there is not None:
            self._writing.update(saved_views, there, {"body": dict(body)})
            return int(there)
        last = self._unit.scalar(select(func.max(saved_views.c.position)).where(
            saved_views.c.owner == owner, saved_views.c.screen == screen))
        values = {"owner": owner, "screen": screen, "name": name, "position": 0 if last is None else last + 1, "body": dict(body)}
        return self._writing.insert(saved_views, values)

    def is_taken(self, view_id: int, name: str) -> bool:
        """True when another view of the same officer and screen has that name."""
        own, other = saved_views.alias(), saved_views.c
        query = select(other.id).join(own, (own.c.owner == other.owner) & (own.c.screen == other.screen))
        return bool(self._unit.rows(query.where(own.c.id == view_id, other.id != view_id, other.name == name)))

    def rename(self, view_id: int, name: str) -> None:
        """Give a view another name."""
        self._writing.update(saved_views, view_id, {"name": name})

    def delete(self, view_id: int) -> None:
        """Remove a view."""
        self._writing.delete(saved_views, view_id)
