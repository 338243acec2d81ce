"""What the list is like: its question and its columns, as a view keeps them and as they come back at the next start."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from app.models.domain.listing import GROUPINGS, ListQuery
from app.ui.screens.customers import filters
from app.ui.screens.customers.columns import KEYS, SHOWN

if TYPE_CHECKING:
    from app.ui.screens.customers.view import CustomersScreen

_KEPT = "customers/list"
_SOON_MS = 400


def body_of(screen: CustomersScreen) -> dict[str, Any]:
    """The list as it is."""
    query, table = screen.model.query, screen.table
    order = [key for key, _ in table.all_columns()]
    return {
        "search": query.search, "sort": query.sort, "descending": query.descending, "group": query.group, "order": order,
        "columns": table.columns_shown(), "widths": table.widths() if table.widths_set else {},
        "filters": {one.column: filters.kept(one) for one in query.filters},
    }


def apply(screen: CustomersScreen, body: Mapping[str, Any]) -> None:
    """Make the list so. What cannot be read any more is left out."""
    kept: Mapping[str, Any] = body.get("filters") or {}
    parts = [filters.read(str(key), value) for key, value in kept.items() if isinstance(value, Mapping)]
    sort = body.get("sort") if body.get("sort") in KEYS else "name"
    group = body.get("group") if body.get("group") in GROUPINGS else ""
    query = ListQuery(
        str(body.get("search") or ""), tuple(one for one in parts if one is not None), str(sort), bool(body.get("descending")),
        str(group),
    )
    shown = [str(key) for key in body.get("columns") or SHOWN]
    screen.table.show_columns([str(key) for key in body.get("order") or shown], shown)
    screen.table.set_widths(body.get("widths") or {})
    blocked = screen.search.blockSignals(True)
    screen.search.setText(query.search)
    screen.search.blockSignals(blocked)
    screen.model.set_query(query)


class Layouts(QObject):
    """Keeps the list of this officer from one start to the next, beside the window's own size and place."""

    def __init__(self, screen: CustomersScreen) -> None:
        super().__init__(screen)
        self._screen = screen
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._keep)
        screen.host.officer_changed.connect(self._bring_back)
        self._bring_back()

    def keep_soon(self) -> None:
        """Something was changed."""
        self._soon.start()

    def _name(self) -> str:
        return f"{_KEPT}/{self._screen.host.officer.encode().hex()}"

    def _keep(self) -> None:
        body = body_of(self._screen)
        body["search"] = ""
        self._screen.host.keep(self._name(), json.dumps(body))

    def _bring_back(self, *_officer: str) -> None:
        try:
            body = json.loads(self._screen.host.kept(self._name()) or "{}")
        except ValueError:
            return
        if isinstance(body, dict) and body:
            apply(self._screen, body)
